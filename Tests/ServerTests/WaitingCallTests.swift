import Connectors
import Desk
import JSON
import RPC
import TestSupport
import Testing

@testable import Server

/// Calls that wait for a connector: what is answered when, alone and in batches, and how they end. No connector runs:
/// the tests answer in its place.
struct WaitingCallTests {
  // MARK: Order

  @Test func otherCallsGoOn() throws {
    let rig = try Rig()
    #expect(try rig.send(Rig.lookup(1), Rig.ping(2)) == ["2 {}"])
    #expect(try rig.send(Rig.ping(3)) == ["3 {}"])
    #expect(rig.runner.session.waiting.count == 1)
    #expect(try rig.answer(1) == ["1 noMatch"])
    #expect(rig.runner.session.waiting.count == 0)
    #expect(try rig.send(Rig.lookup(4)) == [])
    #expect(try rig.answer(2, .failed(reason: "It is closed.")) == ["4 1012"])
    #expect(try rig.send(Rig.lookup(5)) == [])
    #expect(try rig.answer(3, .result(Array(#"{"customerId":"C","attributes":{"bio":"x"}}"#.utf8))) == ["5 proposed"])
    // What is no customer is a failure, and says what is wrong.
    #expect(try rig.send(Rig.lookup(6)) == [])
    #expect(try rig.answer(4, .result(Array(#"{"attributes":{}}"#.utf8))) == ["6 1012"])
    guard case .failed(let reason) = rig.runner.book[LookupID(4)].state else {
      Issue.record("\(rig.runner.book[LookupID(4)].state)")
      return
    }
    #expect(reason.hasPrefix("The connector answered wrongly: match.customerId"))
  }

  /// A notification is executed, and has no answer.
  @Test func notification() throws {
    let rig = try Rig()
    #expect(try rig.send(#"{"jsonrpc":"2.0","method":"crm.lookup","params":{"contactId":"contact-1"}}"#) == [])
    #expect(try rig.answer(1) == [])
    #expect(rig.runner.book[LookupID(1)].state.name == .noMatch)
    let withNull = #"{"jsonrpc":"2.0","id":null,"method":"crm.lookup","params":{"contactId":"contact-1"}}"#
    #expect(try rig.send(withNull) == [])
    #expect(try rig.answer(2) == ["null noMatch"])
  }

  @Test func batch() throws {
    let rig = try Rig()
    let batch = "[\(Rig.ping(1)),\(Rig.lookup(2)),\(Rig.ping(3)),\(Rig.lookup(4, of: 2)),\(Rig.ping(5))]"
    #expect(try rig.send(batch, Rig.ping(6)) == ["6 {}"])
    #expect(rig.runner.book.nextLookupID.number == 2)
    #expect(try rig.answer(1) == [])
    #expect(rig.runner.book.nextLookupID.number == 3)
    #expect(try rig.send(Rig.ping(7)) == ["7 {}"])
    #expect(try rig.answer(2) == ["[1 {}, 2 noMatch, 3 {}, 4 noMatch, 5 {}]"])
  }

  /// A batch goes on as it began: with what its calls cost, up to its limits, and with a commit where one is due.
  @Test func batchGoesOn() throws {
    let folder = try Rig(inFolder: true)
    let snapshot = #"{"jsonrpc":"2.0","id":3,"method":"store.snapshot"}"#
    let create = #"{"jsonrpc":"2.0","id":2,"method":"contact.create","params":{"name":"New"}}"#
    #expect(try folder.send("[\(Rig.lookup(1)),\(create),\(snapshot),\(Rig.ping(4))]") == [])
    #expect(try folder.answer(1) == ["[1 noMatch, 2 {}, 3 {}, 4 {}]"])
    let shutdown = #"{"jsonrpc":"2.0","id":6,"method":"system.shutdown"}"#
    #expect(try folder.send("[\(Rig.lookup(5)),\(shutdown),\(Rig.ping(7))]") == [])
    #expect(try folder.answer(2) == ["[5 noMatch, 6 {}]"])
    #expect(folder.runner.isEnded)
  }

  /// The same answers however the bytes arrive.
  @Test func everySplit() throws {
    let lines = [
      "[\(Rig.ping(1)),\(Rig.lookup(2)),\(Rig.ping(3))]", Rig.lookup(4, of: 2), Rig.cancel("4"), Rig.cancel("2"),
      Rig.ping(5),
    ]
    let bytes = Array((Rig.opening + lines).map { $0 + "\n" }.joined().utf8)
    let expected = ["4 -32800", "[1 {}, 2 -32800, 3 {}]", "5 {}"]
    for size in 1...bytes.count where size < 40 || size % 37 == 0 {
      let runner = try TransactionRunner(Rig.options)
      let answers = try Rig.words(runner.answers(to: bytes, pieces: [size], isEnd: true))
      #expect(answers.suffix(3) == expected[...], "\(size)")
    }
  }

  @Test func atMost64() throws {
    let rig = try Rig()
    for id in 1...64 { #expect(try rig.send(Rig.lookup(id, of: 1 + id % 2)) == []) }
    #expect(try rig.send(Rig.lookup(65), Rig.ping(66)) == ["65 1008", "66 {}"])
    #expect(rig.runner.book.nextLookupID.number == 65)
    #expect(try rig.answer(1) == ["1 replaced"])
    #expect(try rig.send(Rig.lookup(67)) == [])
  }

  // MARK: Ends

  @Test func cancelled() throws {
    let rig = try Rig()
    // Before, in the same read, and after; twice; by an id written otherwise; without one.
    let early = [Rig.cancel("1"), Rig.lookup(1), Rig.cancel("1"), Rig.cancel("1"), Rig.ping(2)]
    #expect(try rig.send(early) == ["1 -32800", "2 {}"])
    #expect(rig.runner.book[LookupID(1)].state.name == .failed)
    #expect(try rig.answer(1) == [])
    let others = [Rig.lookup(3), Rig.cancel("3.0"), Rig.cancel("\"3\""), Rig.cancel("null"), Rig.ping(4)]
    #expect(try rig.send(others) == ["4 {}"])
    let withID = { (params: String) in #"{"jsonrpc":"2.0","id":5,"method":"$/cancelRequest","params":\#(params)}"# }
    #expect(try rig.send(withID(#"{"id":3}"#)) == ["5 {}", "3 -32800"])
    #expect(try rig.send(withID("{}")) == ["5 -32602"])
    #expect(try rig.answer(2) == [])
    // In a batch the next messages are executed.
    let (batch, cancelling) = ("[\(Rig.lookup(7)),\(Rig.ping(8))]", "[\(Rig.cancel("7")),\(Rig.ping(9))]")
    #expect(try rig.send(batch, cancelling) == ["[9 {}]", "[7 -32800, 8 {}]"])
    // A call that has its answer.
    #expect(try rig.send(Rig.lookup(10)) == [])
    #expect(try rig.answer(4) == ["10 noMatch"])
    #expect(try rig.send(Rig.cancel("10"), Rig.ping(11)) == ["11 {}"])
    #expect(rig.runner.book[LookupID(4)].state.name == .noMatch)
  }

  @Test func endOfSession() throws {
    let rig = try Rig()
    let notification = #"{"jsonrpc":"2.0","method":"crm.lookup","params":{"contactId":"contact-2"}}"#
    let shutdown = #"{"jsonrpc":"2.0","id":6,"method":"system.shutdown"}"#
    let batch = "[\(Rig.ping(1)),\(Rig.lookup(2)),\(Rig.ping(3))]"
    #expect(try rig.send(batch, notification, Rig.lookup(4, of: 3), shutdown) == ["6 {}"])
    var out = JSONWriter()
    rig.runner.endWaiting(to: &out)
    #expect(Rig.words(out.bytes) == ["[1 {}, 2 -32800]", "4 -32800"])
    #expect(rig.runner.book[LookupID(3)].state.name == .asked)
  }

  // MARK: Answers that come late

  @Test func lateAnswers() throws {
    let rig = try Rig()
    // A value moved that was asked with; one that was not; a VIP click.
    let edit = { (id: Int, key: String) in
      let set = #"{"contactId":"contact-1","set":{"\#(key)":"m\#(id)@x.example"}}"#
      return #"{"jsonrpc":"2.0","id":\#(id),"method":"attribute.edit","params":\#(set)}"#
    }
    #expect(try rig.send(Rig.lookup(1), edit(2, "email")) == ["2 {}"])
    #expect(try rig.answer(1) == ["1 1012"])
    let promote = #"{"jsonrpc":"2.0","id":5,"method":"vip.promote","params":{"contactId":"contact-1"}}"#
    #expect(try rig.send(Rig.lookup(3), edit(4, "invoice"), promote) == ["4 {}", "5 {}"])
    #expect(try rig.answer(2) == ["3 noMatch"])
    // Somebody else answered; a later look-up took its place.
    let match = #"{"lookupId":"lookup-3","match":{"customerId":"C-1"}}"#
    let resolve = #"{"jsonrpc":"2.0","id":7,"method":"crm.resolve","params":\#(match)}"#
    #expect(try rig.send(Rig.lookup(6)) == [] && rig.send(resolve) == ["7 proposed"])
    #expect(try rig.answer(3) == ["6 proposed"])
    #expect(try rig.send(Rig.lookup(8)) == [] && rig.send(Rig.lookup(9)) == [])
    #expect(try rig.answer(5) == ["9 noMatch"])
    #expect(try rig.answer(4) == ["8 replaced"])
    // In the same read, before its question is put: the connector is not asked.
    #expect(try rig.send(Rig.lookup(10), Rig.lookup(11)) == ["10 replaced"])
  }

  /// A commit that fails takes the answer back, and the call hears of it.
  @Test func failingCommit() throws {
    let rig = try Rig(inFolder: true)
    #expect(try rig.send(Rig.lookup(1)) == [])
    rig.fill()
    #expect(try rig.answer(1) == ["1 1011"])
    #expect(rig.runner.book[LookupID(1)].state.name == .asked)
    // A call whose first change is not committed does not wait, and one that was cancelled is answered.
    #expect(try rig.send(Rig.lookup(2), Rig.ping(3)) == ["2 1011", "3 {}"])
    #expect(rig.runner.session.waiting.count == 0 && rig.runner.session.waiting.effects.isEmpty)
  }

  /// A commit that fails, at any call to the disk, once or from then on: each call of a batch is answered once, in its
  /// array, whether the batch is suspended for a commit, for a connector or for both.
  @Test(arguments: [false, true]) func failingWithinBatches(stays: Bool) throws {
    let note = { (id: String) in
      #"{"jsonrpc":"2.0","id":"\#(id)","method":"note.add","params":{"contactId":"contact-1","text":"x"}}"#
    }
    let snapshot = { (id: String) in #"{"jsonrpc":"2.0","id":"\#(id)","method":"store.snapshot"}"# }
    let scripts = [
      "[\(note("a")),\(snapshot("b")),\(Rig.lookup(1)),\(note("d"))]",
      "[\(Rig.lookup(1)),\(note("b")),\(snapshot("c"))]",
      "[\(note("a")),\(Rig.cancel("9")),\(snapshot("b")),\(note("c")),\(Rig.ping(4))]",
    ]
    for script in scripts {
      for number in 1...40 {
        let rig = try Rig(inFolder: true)
        #expect(try rig.send(Rig.lookup(9, of: 2)) == [])
        rig.fail(at: number, stays: stays)
        var lines = try rig.send(script)
        for lookup in 1...2 { lines += try rig.answer(lookup) }
        let ids = lines.map { $0.split(separator: ", ").map { $0.split(separator: " ")[0] } }
        let written = script.split(separator: #""id":"#).dropFirst().map { part in
          String(part.prefix { $0 != "," && $0 != "}" })
        }
        let batch = ids.filter { $0[0].hasPrefix("[") }
        #expect(batch.count == 1 && ids.count == 2, "\(number): \(lines)")
        let answered = batch.joined().map { $0.drop { $0 == "[" } }.map(String.init)
        #expect(answered == written.filter { $0 != "9" }, "\(number): \(lines)")
      }
    }
  }

  /// The connector answers two at once: the one batch goes on after a commit, the other ends the session.
  @Test func twoAtOnce() throws {
    let rig = try Rig(inFolder: true)
    let create = #"{"jsonrpc":"2.0","id":2,"method":"contact.create","params":{"name":"New"}}"#
    let snapshot = #"{"jsonrpc":"2.0","id":3,"method":"store.snapshot"}"#
    let shutdown = #"{"jsonrpc":"2.0","id":5,"method":"system.shutdown"}"#
    let batches = ["[\(Rig.lookup(1)),\(create),\(snapshot)]", "[\(Rig.lookup(4, of: 2)),\(shutdown)]"]
    #expect(try rig.send(batches) == [])
    rig.runner.session.waiting.due.append(.answered(LookupID(1), .result(Array("null".utf8))))
    #expect(try rig.answer(2) == ["[1 noMatch, 2 {}, 3 {}]", "[4 noMatch, 5 {}]"])
  }

  /// Batches that wait keep no more than a client's answers may: then no more lines are executed.
  @Test func batchesFull() throws {
    let rig = try Rig()
    let padding = String(repeating: "x", count: 15 << 20)
    let long = #"{"jsonrpc":"2.0","id":"long","method":"\#(padding)"}"#
    let lines = (1...6).map { "[\(Rig.lookup($0, of: 1 + $0 % 3)),\(long)]" } + [Rig.ping(7)]
    for line in lines { #expect(try rig.send(line) == []) }
    #expect(rig.runner.session.waiting.count == 5 && !rig.runner.session.hasRoomForBatches)
    #expect(try rig.answer(1).count == 1)
    #expect(rig.runner.session.waiting.count == 5)
    #expect(try rig.answer(2).count == 2)
  }

  @Test func progress() throws {
    let rig = try Rig()
    var time: Int64 = 5_000
    rig.runner.session.ticks = { time }
    func reports() -> [String] {
      var out = JSONWriter()
      rig.runner.reportProgress(to: &out)
      return String(decoding: out.bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    }
    func report(_ progress: Int) -> String {
      let params = #"{"progressToken":"a\u00e9","progress":\#(progress),"lookupId":"lookup-1"}"#
      return #"{"jsonrpc":"2.0","method":"$/progress","params":\#(params)}"#
    }
    let meta = #""contactId":"contact-1","_meta":{"progressToken":"a\u00e9"}"#
    let lookup = #"{"jsonrpc":"2.0","id":1,"method":"crm.lookup","params":{\#(meta)}}"#
    #expect(try rig.send(lookup, Rig.lookup(2, of: 2)) == [])
    #expect(reports() == [report(0)] && reports() == [])
    time += 999
    #expect(reports() == [])
    time += 1
    #expect(reports() == [report(1_000)] && reports() == [])
    time += 60_000
    #expect(reports() == [report(61_000)])
    #expect(try rig.answer(1) == ["1 noMatch"])
    time += 60_000
    #expect(reports() == [])
  }

  /// `auto`: each new contact is asked about once, after the change is committed.
  @Test func byItself() throws {
    let rig = try Rig(options: #","auto":true,"autoConfirm":true"#)
    #expect(try rig.send(#"{"jsonrpc":"2.0","id":1,"method":"contact.create","params":{"name":"New"}}"#) == ["1 {}"])
    #expect(rig.runner.book.nextLookupID.number == 2 && rig.runner.isWaiting)
    #expect(try rig.answer(1, .result(Array(#"{"customerId":"C-1"}"#.utf8))) == [])
    #expect(rig.runner.book[LookupID(1)].state.name == .confirmed)
    #expect(rig.runner.book[ContactID(4)].validation.isValidated)
  }

  // MARK: All of it by turns

  /// Calls, batches, cancellations and answers by turns: each call has one answer, when the model has it.
  @Test(arguments: 0..<40 as Range<UInt64>) func byTurns(seed: UInt64) throws {
    let rig = try Rig(inFolder: seed % 2 == 1)
    var (random, model) = (SplitMix64(seed: seed), Model())
    for step in 0..<120 {
      let expected: [String]
      let got: [String]
      switch random.below(10) {
      case 0...2:
        let unit = (0..<1 + random.below(4)).map { _ in random.percent(50) ? 0 : 1 + random.below(3) }
        let calls = unit.map { contact in
          model.lastID += 1
          return Model.Call(id: model.lastID, contact: contact)
        }
        let texts = calls.map { $0.contact == 0 ? Rig.ping($0.id) : Rig.lookup($0.id, of: $0.contact) }
        expected = model.begin(calls, isBatch: true)
        got = try rig.send("[\(texts.joined(separator: ","))]")
      case 3...4:
        model.lastID += 1
        let call = Model.Call(id: model.lastID, contact: 1 + random.below(3))
        expected = model.begin([call], isBatch: false)
        got = try rig.send(Rig.lookup(call.id, of: call.contact))
      case 5...6:
        let id = 1 + random.below(model.lastID + 2)
        expected = model.cancel(id)
        got = try rig.send(Rig.cancel("\(id)"))
      default:
        guard let lookup = model.asked.isEmpty ? nil : random.pick(model.asked) else { continue }
        let isFailure = random.percent(30)
        expected = model.answer(lookup, isFailure: isFailure)
        got = try rig.answer(lookup, isFailure ? .failed(reason: "It is closed.") : .result(Array("null".utf8)))
      }
      #expect(got == expected, "seed \(seed), step \(step)")
    }
  }
}
