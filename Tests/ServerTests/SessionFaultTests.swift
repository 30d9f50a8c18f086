import Desk
import Disk
import JSON
import RPC
import Store
import TestSupport
import Testing

@testable import Server

/// Through the whole stack, from lines to answers: a session is repeated with each call to the disk failing, once or
/// from then on, in each way in which it can. A desk in memory of the test's own runs the lines that were not refused:
/// every answer must be the same, and so must be what is found after each kind of crash.
struct SessionFaultTests {
  private static func call(_ id: Int, _ method: String, _ params: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  /// What is read, read by read.
  private static let reads: [[String]] = [
    [
      call(1, "contact.create", #"{"name":"Mira","labels":["a"],"identities":[{"network":"x","externalId":"1"}]}"#),
      call(2, "card.get", #"{"contactId":"contact-1"}"#),
      call(3, "attribute.edit", #"{"contactId":"contact-1","set":{"email":"mira@example.com"}}"#),
    ],
    [
      call(
        4, "message.record",
        #"{"channel":"sms","direction":"inbound","from":{"externalId":"7"},"externalId":"m1","text":"Hello"}"#),
      call(5, "contact.list", "{}"),
    ],
    [call(6, "vip.promote", #"{"contactId":"contact-1"}"#)],
    [call(7, "store.snapshot", "{}")],
    [
      "[" + call(8, "note.add", #"{"contactId":"contact-1","text":"One"}"#) + ","
        + call(9, "card.get", #"{"contactId":"contact-1"}"#) + "]",
      call(10, "note.add", #"{"contactId":"contact-1","text":"Two"}"#),
    ],
    [call(11, "vip.demote", #"{"contactId":"contact-1"}"#), call(12, "note.list", #"{"contactId":"contact-1"}"#)],
    [
      call(13, "agent.define", #"{"agentId":"ben","name":"Ben"}"#),
      call(14, "conversation.assign", #"{"conversationId":"conversation-1","agentId":"ben"}"#),
      call(15, "channel.define", #"{"channel":"sms-2","name":"SMS 2","network":"sms"}"#),
    ],
    [
      call(16, "agent.update", #"{"agentId":"ben","active":false}"#),
      call(17, "conversation.get", #"{"conversationId":"conversation-1"}"#),
      call(18, "settings.set", #"{"vipEnabled":false}"#),
    ],
  ]

  @Test(arguments: StoreState.SyncPolicy.allCases, [false, true])
  func anyCall(_ sync: StoreState.SyncPolicy, isPermanent: Bool) throws {
    var (number, isReached) = (0, true)
    // True where a sync that a policy had put off lost what it was to write.
    var isForgotten = false
    while isReached {
      number += 1
      isReached = false
      var (way, ways) = (0, 1)
      while way < ways {
        let disk = MemoryDisk()
        isForgotten = false
        disk.failure = { [number, way] call in
          if call.number == number { (isReached, ways) = (true, call.ways.count) }
          guard call.number == number || (isPermanent && call.number > number) else { return nil }
          let failure = call.ways[way % call.ways.count]
          if call.name == "fdatasync", failure.effect == .undone { isForgotten = sync != .always }
          return failure
        }
        let context = "\(sync), call \(number), way \(way), permanent: \(isPermanent)"
        try check(disk, sync, context) { isForgotten }
        way += 1
      }
    }
    #expect(number > 60)
  }

  private func check(
    _ disk: MemoryDisk, _ sync: StoreState.SyncPolicy, _ context: String, isForgotten: () -> Bool
  ) throws {
    let model = try Folder(sync: sync)
    var isOpen = false
    do {
      let folder = try Folder(disk, sync: sync)
      for lines in Self.reads { isOpen = try run(lines, folder, model, wasOpen: isOpen, context) }
      disk.failure = { _ in nil }
      // Whatever it was, it is gone, and changes are taken: the first may still find the last failure.
      let line = Self.call(13, "contact.create", #"{"name":"Last"}"#)
      let answers = try folder.answers(line)
      if isForgotten(), answers.contains(where: { $0.contains(#""code":1011"#) }) {
        // What was told before is still read, and nothing follows it. Once the process is gone, so is what was not
        // durable, and the next start says so.
        #expect(folder.runner.book.everything == model.runner.book.everything, "\(context)")
        do { _ = try Folder(disk.crashed(.killed), sync: sync) } catch let error as StoreError {
          #expect(error.exitCode == 65, "\(context): \(error)")
        }
        return
      }
      #expect(try answers == model.answers(line), "\(context)")
      isOpen = false
    } catch is StoreError {
      // The desk could not be opened, or not be read again: what was under way may be found.
      isOpen = true
    } catch is DiskError {
      isOpen = true
    }
    disk.failure = { _ in nil }
    let crashes = sync == .always ? [MemoryDisk.Crash.killed, .dropped, .partly(seed: 1)] : [.killed]
    for crash in crashes {
      let found = try Folder(disk.crashed(crash), sync: sync).runner.book
      let book = model.runner.book
      #expect(
        found.everything == book.everything || (isOpen && found.seq >= book.seq - 1),
        "found \(found.seq), answered \(book.seq): \(context), \(crash)")
    }
  }

  /// Runs what one read brings; true if it is open whether the last change that was refused will be found.
  private func run(
    _ lines: [String], _ folder: Folder, _ model: Folder, wasOpen: Bool, _ context: String
  ) throws -> Bool {
    let input = lines.map { $0 + "\n" }.joined()
    let out = String(decoding: try folder.answers(Array(input.utf8)), as: UTF8.self)
    let answers = out.split(separator: "\n").map(String.init)
    #expect(answers.count == lines.count, "\(context)")
    var isOpen = wasOpen
    for (line, answer) in zip(lines, answers) where !line.contains("store.") {
      guard answer.contains(#""code":1011"#) else {
        #expect(try answer == model.answers(line)[0], "\(context)")
        continue
      }
      #expect(answer.contains(#""advice":"#) && answer.contains(#""kept":""#), "\(answer)")
      isOpen = isOpen || answer.contains(#""kept":"unknown""#)
      if line.hasPrefix("[") {
        // What only reads in it is answered from what was committed.
        let card = try #require(line.firstRange(of: "},{")).upperBound
        let read = "{" + line[card...].dropLast()
        #expect(try answer.hasSuffix(model.answers(read)[0] + "]"), "\(context)")
      }
    }
    return isOpen
  }
}
