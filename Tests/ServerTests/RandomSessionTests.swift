import Desk
import Server
import TestSupport
import Testing

/// Thousands of random calls, each answer held against a model that is too plain to be wrong; and the same desk, made
/// again from its changes alone. A failure names its seed, which meets it again.
struct RandomSessionTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

  private func runner(_ seed: UInt64, steps: Int) throws -> RandomSession.Runner {
    let runner = try RandomSession.Runner(seed: seed)
    for _ in 0..<steps { try runner.random.percent(15) ? runner.fault() : runner.write() }
    return runner
  }

  @Test(arguments: seeds)
  func everyAnswerIsTheModels(seed: UInt64) throws {
    let runner = try RandomSession.Runner(seed: seed)
    for step in 0..<400 {
      try runner.random.percent(20) ? runner.fault() : runner.write()
      guard !runner.model.contacts.isEmpty else { continue }
      try runner.readCard(runner.random.below(runner.model.contacts.count))
      if step % 4 > 0 { continue }
      let query = runner.randomQuery(runner.random.below(runner.model.contacts.count))
      try runner.readHistory(query, pages: step % 40 == 0 ? 1...50 : 5...50)
    }
    for contact in runner.model.contacts.indices {
      try runner.check(
        "card.get", [("contactId", .text("contact-\(contact + 1)"))], result: runner.model.card(contact, from: nil))
      try runner.readHistory(.init(contact: contact), pages: 500...500)
    }
  }

  /// Entries come in between the pages, before and behind the place that is being read.
  @Test(arguments: seeds)
  func pagesWhileTheDeskMoves(seed: UInt64) throws {
    let runner = try runner(seed, steps: 150)
    for size in 1...7 {
      let busiest = runner.model.contacts.indices.max { a, b in
        runner.model.contacts[a].entries.count < runner.model.contacts[b].entries.count
      }
      let contact = runner.random.percent(50) ? busiest : runner.random.below(runner.model.contacts.count)
      let query = size % 2 == 0 ? runner.randomQuery(contact ?? 0) : .init(contact: contact ?? 0)
      // Fewer are added than are read, so that reading ends.
      try runner.readHistory(query, pages: size...size) {
        if runner.random.percent(30 + size * 10) { try runner.add(to: query.contact) }
      }
      try runner.readHistory(query, pages: 1...7) { try runner.write() }
    }
  }

  /// The changes say all that happened: neither clock nor session is needed to make the desk again.
  @Test(arguments: seeds)
  func theSameDeskFromItsChanges(seed: UInt64) throws {
    let first = try runner(seed, steps: 250)
    #expect(first.changes.map(\.seq) == Array(1...first.model.seq))
    let book = Book()
    for change in first.changes { book.apply(change) }
    var told: [Int] = []
    let again = try Session(.init(clock: RandomSession.Runner.start), book: book) { told.append($0.seq) }
    let lines = first.readsOfEverything()
    for line in lines {
      let (a, b) = (
        RandomSession.Runner.answer(line, from: first.session), RandomSession.Runner.answer(line, from: again)
      )
      #expect(a.utf8.elementsEqual(b.utf8), "seed \(seed): \(line)\n\(a)\n\(b)")
      #expect(a.hasPrefix("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"), "\(a)")
    }
    #expect(lines.count > 50 && told == [])
  }
}

extension RandomSession.Runner {
  /// Every card, also as seen from every conversation, and every history in both orders.
  fileprivate func readsOfEverything() -> [String] {
    let call = { (method: String, params: String) in
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":{\(params)}}"
    }
    var lines: [String] = []
    for number in 1...model.contacts.count {
      lines.append(call("card.get", "\"contactId\":\"contact-\(number)\""))
      for order in ["oldest", "newest"] {
        lines.append(
          call("history.read", "\"contactId\":\"contact-\(number)\",\"order\":\"\(order)\",\"limit\":500"))
      }
    }
    for number in model.conversations.indices.map({ $0 + 1 }) {
      let conversation = "\"conversationId\":\"conversation-\(number)\""
      lines.append(call("card.get", conversation))
      lines.append(call("history.read", "\(conversation),\"scope\":\"conversation\""))
    }
    return lines
  }
}
