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
    for _ in 0..<330 {
      try runner.random.percent(20) ? runner.fault() : runner.write()
      guard !runner.model.contacts.isEmpty else { continue }
      if runner.random.percent(50) { try runner.readCard(runner.random.below(runner.model.contacts.count)) }
      if runner.random.percent(40) { try runner.readSomething() }
    }
    for contact in runner.model.contacts.indices {
      try runner.check(
        "card.get", [("contactId", .text("contact-\(contact + 1)"))], result: runner.model.card(contact, from: nil))
      try runner.read(.history(.init(contact: contact)), pages: 500...500)
    }
    try runner.read(.contacts, pages: 500...500)
    try runner.read(.conversations(contact: nil, status: nil, channel: nil, assignee: nil), pages: 500...500)
  }

  /// Entries come, go and move between the pages, before and after the place that is being read.
  @Test(arguments: seeds)
  func pagesWhileTheDeskMoves(seed: UInt64) throws {
    let runner = try runner(seed, steps: 130)
    for size in 1...7 {
      for _ in 0..<4 {
        // Fewer are added than are read, so that reading ends.
        try runner.read(runner.anyList(), pages: size...size) {
          if runner.random.percent(30 + size * 10) { try runner.write() }
        }
        try runner.read(runner.anyList(), pages: 1...7) { try runner.write() }
      }
    }
  }

  /// The changes say all that happened: neither clock nor session is needed to make the desk again.
  @Test(arguments: seeds)
  func theSameDeskFromItsChanges(seed: UInt64) throws {
    let first = try runner(seed, steps: 150)
    #expect(first.changes.map(\.seq) == Array(1...first.model.seq))
    let book = Book()
    for change in first.changes { book.apply(change) }
    var told: [Int] = []
    let again = try TransactionRunner(.init(clock: RandomSession.Runner.start), .memory(book)) { told.append($0.seq) }
    let lines = first.readsOfEverything()
    for line in lines {
      let (a, b) = (
        try RandomSession.Runner.answer(line, from: first.session), try RandomSession.Runner.answer(line, from: again)
      )
      #expect(a.utf8.elementsEqual(b.utf8), "seed \(seed): \(line)\n\(a)\n\(b)")
      #expect(a.hasPrefix("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"), "\(a)")
    }
    #expect(lines.count > 50 && told == [])
  }

  /// What an edit says of before is what was there.
  @Test(arguments: seeds)
  func editsSayWhatWasBefore(seed: UInt64) throws {
    let book = Book()
    var edits = 0
    for change in try runner(seed, steps: 250).changes {
      if let anew = book.anew(change.what) {
        #expect("\(anew)" == "\(change.what)")
        edits += 1
      }
      book.apply(change)
    }
    #expect(edits > 50)
  }
}

extension Book {
  /// An edit as it is decided on this book; nil of what edits nothing.
  fileprivate func anew(_ what: Change.What) -> Change.What? {
    switch what {
    case .agent(let number, .renamed(let name)): renaming(number, to: name.after)
    case .contact(let id, let change): contains(id) ? anew(change, of: self[id]) : nil
    case .conversation(let id, of: _, .statusSet(let status, assignee: _, waitingSince: _)):
      self[id].statusChange(to: status.after)
    case .conversation(let id, of: _, .assigned(let agent)): self[id].assignment(to: agent.after)
    case .note(let id, of: _, .edited(let body)): self[id].edit(to: body.after)
    case .note(let id, of: _, .removed): self[id].removal
    case .schema(.updated(let definition)): definitionUpdate(to: definition.after)
    case .schema(.reordered(let numbers)): definitionsOrder(numbers.after)
    case .schema(.removed(let definition, at: _)): definitionRemoval(definition.number)
    case .agent(let number, .updated(let details, letGo: _)): agentUpdate(number, to: details.after)
    case .team(let team, .renamed(let name)): renaming(team, to: name.after)
    case .team(let team, .removed): removal(of: team)
    case .channel(let channel, .renamed(let name)): renaming(channel, to: name.after)
    case .channel(let channel, .removed): removal(of: channel)
    case .settings(.set(let settings)): settingsChange(to: settings.after)
    case .agent, .conversation, .note, .schema, .team, .channel, .erased: nil
    }
  }

  private func anew(_ change: ContactChange, of contact: Contact) -> Change.What? {
    switch change {
    case .detailsChanged(let details): contact.detailsChange(to: details.after)
    case .identityAdded(_, let profile, former: _): contact.identityAddition(profile)
    case .identityUpdated(let number, let profile): contact.identityUpdate(number, to: profile.after)
    case .identityRemoved(let number, _, values: _): contact.identityRemoval(number)
    case .attributesChanged(let setter, let edits):
      contact.valuesChange(by: setter, edits.map { ($0.definition, $0.content) })
    case .vipDemoted: contact.demotion
    case .validationChanged(let validation): contact.validationChange(to: validation.after)
    case .created, .named, .vipPromoted: nil
    }
  }
}

extension RandomSession.Runner {
  /// Every card, also as seen from every conversation, every history in both orders, and every list.
  fileprivate func readsOfEverything() -> [String] {
    let call = { (method: String, params: String) in
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":{\(params)}}"
    }
    var lines = ["contact.list", "conversation.list"].map { call($0, "\"limit\":500") } + [call("schema.list", "")]
    for number in 1...model.contacts.count {
      lines.append(call("card.get", "\"contactId\":\"contact-\(number)\""))
      lines.append(call("note.list", "\"contactId\":\"contact-\(number)\",\"limit\":500"))
      for order in ["oldest", "newest"] {
        lines.append(
          call("history.read", "\"contactId\":\"contact-\(number)\",\"order\":\"\(order)\",\"limit\":500"))
      }
    }
    for number in model.conversations.indices.map({ $0 + 1 }) {
      let conversation = "\"conversationId\":\"conversation-\(number)\""
      lines += ["card.get", "conversation.get", "note.list"].map { call($0, conversation) }
      lines.append(call("history.read", "\(conversation),\"scope\":\"conversation\""))
    }
    for status in RandomSession.Words.statuses {
      lines.append(call("conversation.list", "\"status\":\"\(status)\",\"limit\":500"))
    }
    return lines
  }
}
