import Desk
import Foundation
import JSON
import Store
import TestSupport
import Testing

@testable import Server

/// What is staged is committed in the middle of what one read brought, and in the middle of a batch, so that no client
/// keeps other processes out: before a call that reads once the lock is held for a few milliseconds, before any call
/// after a tenth of a second, and before a snapshot. A commit that fails takes back what came since the last one, and
/// nothing else.
struct BatchCommitTests {
  private static func create(_ id: Int) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"contact.create","params":{"name":"Contact \#(id)"}}"#
  }
  private static func call(_ method: String) -> String {
    #"{"jsonrpc":"2.0","id":"\#(method)","method":"\#(method)"}"#
  }
  private static let (list, snapshot) = (call("contact.list"), call("store.snapshot"))

  /// How often the lock is taken for three calls that write with a read between each, by how many ms each call takes;
  /// on lines and in a batch.
  @Test(arguments: [(0, 1), (3, 2), (4, 3), (1_000, 3)], [false, true])
  func beforeAReads(_ row: (milliseconds: Int64, commits: Int), inBatch: Bool) throws {
    try check([Self.create(1), Self.list, Self.create(2), Self.list, Self.create(3)], row, inBatch)
  }

  /// The same for five calls that write.
  @Test(arguments: [(0, 1), (3, 1), (40, 2), (50, 3), (100, 5)], [false, true])
  func beforeWrites(_ row: (milliseconds: Int64, commits: Int), inBatch: Bool) throws {
    try check((1...5).map { Self.create($0) }, row, inBatch)
  }

  private func check(_ calls: [String], _ row: (milliseconds: Int64, commits: Int), _ inBatch: Bool) throws {
    let folder = try Folder()
    var time: Int64 = 0
    // The session looks once when it begins to write, and before each call from then on.
    folder.session.ticks = {
      defer { time += row.milliseconds }
      return time
    }
    let before = folder.disk.calls.count
    let text = inBatch ? "[\(calls.joined(separator: ","))]\n" : calls.map { $0 + "\n" }.joined()
    let answers = String(decoding: try folder.answers(Array(text.utf8)), as: UTF8.self)
    let creates = calls.filter { $0 != Self.list }.count
    for id in 1...creates { #expect(answers.contains(#""id":\#(id),"result""#)) }
    #expect(folder.disk.calls[before...].filter { $0.name == "flock" }.count == row.commits)
    try folder.reopen()
    #expect(folder.runner.book.sizes.contacts == creates)
  }

  /// A batch with a commit in its middle, of which one fails: each call is answered once, what is acknowledged is found
  /// once, and what is refused is not.
  @Test(arguments: 1...40) func aCommitFails(_ number: Int) throws {
    let disk = MemoryDisk()
    let folder = try Folder(disk)
    var ids: [Int] = []
    func add(_ id: Int) -> String {
      ids.append(id)
      return Self.create(id)
    }
    var parts = [add(2), add(3), Self.snapshot, add(4), Self.list, Self.snapshot, add(5), "7", add(6)]
    parts += [Self.call("system.ping")]
    let input = [add(1), "[\(parts.joined(separator: ","))]", add(7)].map { $0 + "\n" }.joined()
    let failing = disk.calls.count + number
    disk.fault = { $0.number == failing ? MemoryDisk.ioError : nil }
    let output = String(decoding: try folder.answers(Array(input.utf8)), as: UTF8.self)
    disk.fault = { _ in nil }
    let lines = output.split(separator: "\n")
    #expect(lines.count == 3 && lines[1].hasPrefix("[{") && lines[1].hasSuffix("}]"), "\(output)")
    try folder.reopen()
    let found = String(decoding: try folder.answers(Array((Self.list + "\n").utf8)), as: UTF8.self)
    for id in ids {
      let isDone = output.contains(#""id":\#(id),"result""#)
      #expect(isDone != output.contains(#""id":\#(id),"error""#), "call \(id) is not answered once: \(output)")
      let copies = found.components(separatedBy: #""name":"Contact \#(id)""#).count - 1
      #expect(copies == (isDone ? 1 : 0), "call \(id), done: \(isDone), is there \(copies) times")
    }
    #expect(output.components(separatedBy: #""id":"system.ping","result":"#).count == 2)
  }

  /// A signal is heeded between the calls of a batch: what was executed is answered and kept, the rest of the batch is
  /// neither. Other lines that were received are executed, as without a batch.
  @Test func aSignal() throws {
    let folder = try Folder()
    var calls = 0
    folder.session.isSignalled = {
      calls += 1
      return calls == 2
    }
    let answers = try folder.answers("[\(Self.create(1)),\(Self.create(2)),\(Self.create(3))]", Self.create(4))
    #expect(answers.count == 2 && answers[0].contains(#""id":2,"result""#) && !answers[0].contains(#""id":3"#))
    #expect(answers[1].contains(#""id":4,"result""#) && !folder.runner.isEnded)
    try folder.reopen()
    #expect(folder.runner.book.sizes.contacts == 3)
  }

  /// A desk that cannot be read any more in the middle of a batch ends the session. The calls before that were
  /// committed, and their answers are a whole line.
  @Test func theDeskIsGone() throws {
    let folder = try Folder()
    _ = try folder.answers(Self.create(1))
    var (snapshots, hasFailed) = (0, false)
    folder.disk.fault = { call in
      if call.name == "rename" { snapshots += 1 }
      hasFailed = hasFailed || snapshots >= 2 && call.name == "fdatasync" && call.file.hasPrefix("journal-")
      return hasFailed && ["write", "read", "fdatasync"].contains(call.name) ? MemoryDisk.ioError : nil
    }
    let line = Array("[\(Self.create(2)),\(Self.snapshot),\(Self.create(3)),\(Self.create(4))]\n".utf8)
    _ = folder.runner.read { room in
      room.copyBytes(from: line)
      return line.count
    }
    var out = JSONWriter()
    #expect(throws: StoreError.self) { _ = try folder.runner.execute(answerBytes: 1 << 20, to: &out) }
    let text = String(decoding: out.bytes, as: UTF8.self)
    #expect(text.hasPrefix(#"[{"jsonrpc":"2.0","id":2,"result""#) && text.hasSuffix("}]\n"), "\(text)")
    #expect(!text.contains(#""id":3"#))
  }
}
