import Desk
import Disk
import JSON
import RPC
import Store
import TestSupport
import Testing

@testable import Server

/// A desk in a folder answers as one in memory does, and answers nothing that it does not keep.
struct FolderTests {
  /// What differs on purpose: what a store tells of itself.
  private static let transcripts = Transcript.all.filter { !$0.name.hasPrefix("store") }

  private static func inMemory(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).replacing(#""store":{"kind":"folder""#, with: #""store":{"kind":"memory""#)
  }

  /// All lines in one read, each of its own, and each in another process.
  @Test(arguments: transcripts) func theSameBytes(_ transcript: Transcript) throws {
    let (input, expected) = (try transcript.input(), String(decoding: try transcript.output(), as: UTF8.self))
    let whole = try Folder()
    #expect(Self.inMemory(try whole.answers(input, isLast: true)) == expected)
    for isReopened in [false, true] {
      let folder = try Folder()
      var out = ""
      let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() {
        let isLast = number == lines.count - 1
        out += Self.inMemory(try folder.answers(line + (isLast ? [] : [0x0A]), isLast: isLast))
        if folder.runner.isEnded { break }
        if isReopened { try folder.reopen() }
      }
      #expect(out == expected, "\(isReopened ? "reopened" : "line by line")")
    }
  }

  private static func create(_ id: Int) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"contact.create","params":{"name":"Contact \#(id)"}}"#
  }
  private static let list = #"{"jsonrpc":"2.0","id":"list","method":"contact.list"}"#
  private static let status = #"{"jsonrpc":"2.0","id":"status","method":"store.status"}"#
  private static let hello = #"{"jsonrpc":"2.0","id":"hello","method":"system.hello","params":{"agent":"boris"}}"#
  private static let info = #"{"jsonrpc":"2.0","id":"info","method":"system.info"}"#
  private static let shutdown = #"{"jsonrpc":"2.0","id":"bye","method":"system.shutdown"}"#
  private static let snapshot = #"{"jsonrpc":"2.0","id":"snapshot","method":"store.snapshot"}"#

  /// One sync for all that a read brought; none for reads, and none for a write that changes nothing.
  @Test func oneSync() throws {
    let folder = try Folder()
    func syncs(_ lines: String...) throws -> Int {
      let before = folder.disk.calls.count
      for line in lines { _ = try folder.answers(line) }
      return folder.disk.calls[before...].filter { $0.name == "fdatasync" }.count
    }
    #expect(try syncs((1...50).map(Self.create).joined(separator: "\n")) == 1)
    let before = folder.disk.calls.count
    _ = try folder.answers(Self.list, Self.status, Self.info, "nonsense")
    #expect(folder.disk.calls.count == before)
    #expect(try syncs("[\(Self.create(1)),\(Self.list),\(Self.create(2))]") == 1)
    let promote = #"{"jsonrpc":"2.0","id":1,"method":"vip.promote","params":{"contactId":"contact-1"}}"#
    #expect(try syncs(promote, promote) == 1)
    // Who is not known yet is registered once.
    #expect(try syncs(Self.hello, Self.hello) == 1)
  }

  /// A commit that fails: nothing of it was answered or is shown; reads go on; the next write repairs it.
  @Test func aCommitFails() throws {
    let folder = try Folder()
    #expect(try folder.answers(Self.create(1))[0].contains(#""contactId":"contact-1""#))
    let before = try folder.answers(Self.list)
    folder.disk.fault = { $0.name == "fdatasync" ? MemoryDisk.ioError : nil }
    let answers = try folder.answers(Self.create(2), Self.list, "[\(Self.create(3)),\(Self.list)]", Self.status)
    #expect(answers.count == 4)
    #expect(answers[0].hasPrefix(#"{"jsonrpc":"2.0","id":2,"error":{"code":1011,"message":"The store failed"#))
    #expect(answers[0].contains(#""kind":"storage","retryable":true,"reason":"fdatasync of journal-1: "#))
    #expect(answers[1] == before[0])
    #expect(answers[2].contains(#""code":1011"#) && answers[2].hasSuffix(before[0] + "]"))
    #expect(answers[3].contains(#""readOnly":true,"reason":"fdatasync of journal-1"#))
    // Still failing, and told with what fails now; the disk is tried once a drain.
    let calls = folder.disk.calls.count
    let again = try folder.answers((4...20).map(Self.create).joined(separator: "\n"))
    #expect(again.count == 17 && again.allSatisfy { $0.contains("fdatasync of desk") })
    #expect(folder.disk.calls.count < calls + 16)
    folder.disk.fault = { _ in nil }
    #expect(try folder.answers(Self.create(5))[0].contains(#""contactId":"contact-2","version":3"#))
    #expect(try folder.answers(Self.status)[0].contains(#""readOnly":false"#))
    try folder.reopen()
    #expect(try folder.answers(Self.list)[0].contains(#""name":"Contact 5""#))
  }

  /// Who called, and the end of the session, are taken back with the rest.
  @Test func theCallerIsTakenBack() throws {
    let folder = try Folder()
    folder.disk.fault = { $0.name == "write" ? MemoryDisk.full : nil }
    let answers = try folder.answers(Self.hello, Self.create(1), Self.info)
    #expect(answers[0].contains(#""kind":"storage""#) && answers[1].contains(#""kind":"storage""#))
    #expect(answers[2].contains(#""agent":{"id":"local""#))
    folder.disk.fault = { _ in nil }
    #expect(try folder.answers(Self.hello, Self.info)[1].contains(#""agent":{"id":"boris""#))
    folder.disk.fault = { $0.name == "write" ? MemoryDisk.full : nil }
    let last = try folder.answers(Self.create(2), Self.shutdown, Self.create(3))
    #expect(
      last.count == 2 && last[0].contains(#""kind":"storage""#)
        && last[1] == #"{"jsonrpc":"2.0","id":"bye","result":{}}"#)
    #expect(folder.runner.isEnded)
  }

  /// A folder that cannot be read again ends the session: nothing more is answered.
  @Test func theStoreIsGone() throws {
    let folder = try Folder()
    _ = try folder.answers(Self.create(0))
    var hasFailed = false
    folder.disk.fault = { call in
      hasFailed = hasFailed || call.name == "write" && call.file == "journal-1"
      return hasFailed && ["write", "read"].contains(call.name) ? MemoryDisk.ioError : nil
    }
    let line = Array((Self.create(1) + "\n").utf8)
    _ = folder.runner.read { room in
      room.copyBytes(from: line)
      return line.count
    }
    var out = JSONWriter()
    do {
      _ = try folder.runner.execute(answerBytes: 1 << 20, to: &out)
      Issue.record("a desk that cannot be read goes on")
    } catch {}
    #expect(out.count == 0 && folder.runner.isEnded)
  }

  /// Half a line, a line that is too long and a batch, in a drain that fails: each comes again, in its place.
  @Test func everyKindOfLineComesAgain() throws {
    let folder = try Folder()
    folder.disk.fault = { $0.name == "write" ? MemoryDisk.full : nil }
    let long = String(repeating: "x", count: WireLimits.lineBytesMax + 1)
    let input = "\u{FEFF}" + Self.create(1) + "\r\n" + long + "\n" + Self.create(2) + "\n\n" + Self.info
    let out = String(decoding: try folder.answers(Array(input.utf8), isLast: true), as: UTF8.self)
    let lines = out.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix(#"{"jsonrpc":"2.0","id":1,"error":{"code":1011"#))
    #expect(lines[1].contains(#""kind":"limitExceeded""#))
    #expect(lines[2].hasPrefix(#"{"jsonrpc":"2.0","id":2,"error":{"code":1011"#))
    #expect(lines[3].contains(#""contacts":0"#))
  }

  /// A snapshot holds what was called before it in the same read; a failure after it takes nothing of that back.
  @Test func snapshots() throws {
    let folder = try Folder()
    let answers = try folder.answers(Self.create(1), Self.snapshot, Self.status, Self.create(2))
    #expect(answers[1].hasPrefix(#"{"jsonrpc":"2.0","id":"snapshot","result":{"snapshotSeq":2,"snapshotBytes":"#))
    #expect(answers[2].contains(#""journalBytes":4160,"snapshotSeq":2"#))
    try folder.reopen()
    #expect(try folder.answers(Self.list)[0].contains(#""name":"Contact 2""#))
    // The commit after the snapshot fails: the one before it holds, answered once.
    folder.disk.fault = { $0.file == "journal-3" && $0.name == "write" ? MemoryDisk.full : nil }
    let failed = try folder.answers(Self.create(3), Self.snapshot, Self.create(4), Self.list)
    #expect(failed.count == 4)
    #expect(failed[0].contains(#""contactId":"contact-3""#) && failed[1].contains(#""snapshotSeq":4"#))
    #expect(failed[2].contains(#""kind":"storage""#))
    #expect(failed[3].contains("Contact 3") && !failed[3].contains("Contact 4"))
    try folder.reopen()
    #expect(try folder.answers(Self.list)[0].contains(#""name":"Contact 3""#))
    // In a batch, too.
    let batch = try folder.answers("[\(Self.create(5)),\(Self.snapshot)]")[0]
    #expect(batch.contains(#""contactId":"contact-4""#) && batch.contains(#""snapshotSeq":5"#))
    try folder.reopen()
    #expect(try folder.answers(Self.list)[0].contains(#""name":"Contact 5""#))
  }

  /// Every call of a session fails once, with the answers that came; the next process finds what was answered.
  @Test func everyCallFails() throws {
    for number in 1... {
      let disk = MemoryDisk()
      disk.fault = { $0.number == number ? MemoryDisk.ioError : nil }
      var acknowledged: [Int] = []
      do {
        let folder = try Folder(disk)
        for id in 1...6 {
          let lines = try folder.answers(Self.create(id), Self.list)
          if lines[0].contains(#""result""#) { acknowledged.append(id) }
          #expect(lines[1].contains(#""Contact \#(id)""#) == lines[0].contains(#""result""#), "call \(number)")
          if id == 3 { _ = try folder.answers(Self.snapshot) }
        }
        #expect(acknowledged.count >= 5, "call \(number)")
      } catch {
        #expect(error is StoreError || error is DiskError, "\(error)")
      }
      let found = try Folder(disk.copy()).answers(Self.list)[0]
      for id in 1...6 {
        #expect(found.contains(#""Contact \#(id)""#) == acknowledged.contains(id), "call \(number), contact \(id)")
      }
      if disk.calls.count < number { break }
    }
  }

  /// Much in one read: committed in several parts, and the answers are those of memory.
  @Test func largeDrains() throws {
    let text = String(repeating: "a", count: 90_000)
    let sender = #""channel":"sms","direction":"inbound","from":{"externalId":"1"}"#
    var input = ""
    for id in 1...40 {
      input +=
        #"{"jsonrpc":"2.0","id":\#(id),"method":"message.record","params":{\#(sender),"text":"\#(text)"}}"# + "\n"
    }
    for _ in 1...300 {
      input += #"{"jsonrpc":"2.0","id":1,"method":"history.read","params":{"contactId":"contact-1","limit":2}}"# + "\n"
    }
    let folder = try Folder()
    #expect(try folder.answers(Array(input.utf8)) == Script.run(Array(input.utf8)))
    try folder.reopen()
    #expect(folder.runner.book.sizes.messages == 40)
  }

  /// A process for viewers writes nothing, where the one before ended by itself.
  @Test func viewers() throws {
    let disk = MemoryDisk()
    let first = try Folder(disk)
    _ = try first.answers(Self.create(1))
    first.runner.close()
    let copy = disk.copy()
    let before = copy.calls.count
    let folder = try Folder(copy, options: .init(agent: "vera", role: .viewer, clock: Script.clock))
    _ = try folder.answers(Self.list, Self.create(2), Self.snapshot)
    let written = copy.calls[before...].filter { $0.name == "write" && $0.file != "lock" }
    #expect(written.isEmpty)
  }

  /// A start records nobody: beside a process that hangs with the lock, an agent who is new begins and reads.
  @Test func aStartBesideOneThatHangs() throws {
    let disk = MemoryDisk()
    let store = try Store.open(Folder.path, sync: .always, disk: disk) { _ in }
    let other = try disk.open(Folder.path + "/lock", .change)
    #expect(try disk.lock(other, .alone))
    let runner = try TransactionRunner(.init(agent: "anna"), .folder(store))
    #expect(runner.caller.id == "anna" && runner.book.seq == 0)
    disk.unlock(other)
  }
}
