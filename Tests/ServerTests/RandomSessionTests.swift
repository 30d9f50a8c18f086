import Desk
import Server
import TestSupport
import Testing

/// Thousands of random calls, each answer held against a model that is too plain to be wrong; and the same desk, made
/// again from its changes alone. A failure names its seed, which meets it again:
///
///     CONTACTDESK_SEED=17 swift test --filter RandomSessionTests     that one
///     CONTACTDESK_SEEDS=500 swift test --filter RandomSessionTests   so many, from 1 on
struct RandomSessionTests {
  private static let seeds: [UInt64] = {
    let first = Setting.seed ?? 1
    return (first..<first + (Setting.seeds ?? (Setting.seed == nil ? 6 : 1))).map(UInt64.init)
  }()

  /// The orders of a search.
  private static let sorts = ["id", "name", "updatedAt"]

  private func runner(_ seed: UInt64, steps: Int, isShared: Bool = false) throws -> RandomSession.Runner {
    let runner = try RandomSession.Runner(seed: seed, isShared: isShared)
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
    try runner.read(.conversations(), pages: 500...500)
    try runner.read(.conversations(byLastMessage: true), pages: 500...500)
    for sort in Self.sorts { try runner.read(.search(.init(sort: sort)), pages: 500...500) }
    try runner.read(.queue(team: nil), pages: 500...500)
    try runner.read(.groups, pages: 500...500)
    try runner.read(.lookups(state: nil, contact: nil), pages: 500...500)
    try runner.check("crm.status", [], result: runner.model.crmStatus)
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

  /// Searches in every order, and the inbox, in one process and in several: contacts and conversations move between the
  /// pages, and what stays in its place is on one page.
  @Test(arguments: seeds, [false, true])
  func foundOnceWhileTheDeskMoves(seed: UInt64, isShared: Bool) throws {
    let runner = try runner(seed, steps: 100, isShared: isShared)
    try runner.signIn(RandomSession.Words.root)
    for _ in 0..<25 { try runner.create() }
    for size in 1...7 {
      let lists =
        Self.sorts.flatMap { [.search(.init(sort: $0)), runner.anySearch(sort: $0)] }
        + [.conversations(byLastMessage: true), .conversations(assignee: .nobody, byLastMessage: true)]
      for list in lists {
        try runner.read(list, pages: size...size) {
          if runner.random.percent(50 + size * 7) { try runner.moveSomebody() }
        }
      }
    }
    #expect(runner.entries.stayed > 300 && runner.entries.moved > 30, "\(runner.entries)")
  }

  /// One history of up to twenty contacts, page by page, while entries come, and contacts come and go; now and then
  /// more have the value, and none is linked.
  @Test(arguments: seeds)
  func linkedHistories(seed: UInt64) throws {
    let runner = try RandomSession.Runner(seed: seed)
    try runner.makeLinked(27)
    var seen: Set<Int> = []
    for size in 1...7 {
      let share = size.isMultiple(of: 2) ? 90 : 60
      try runner.link(share)
      for _ in 0..<6 {
        let contact = runner.random.below(runner.model.contacts.count)
        seen.insert(runner.model.linked(with: contact).count)
        if runner.model.tooCommon(contact) != nil { seen.insert(0) }
        try runner.read(.history(runner.randomQuery(contact)), pages: size...size) {
          if runner.random.percent(20 + size * 10) { try runner.moveLinked(share) }
        }
        try runner.readCard(contact)
      }
    }
    // Of 0, nobody was linked because too many were.
    #expect(seen.isSuperset(of: [0, 1]) && seen.contains { $0 > 12 }, "\(seen.sorted())")
  }

  /// The changes say all that happened: neither clock nor session is needed to make the desk again.
  @Test(arguments: seeds)
  func theSameDeskFromItsChanges(seed: UInt64) throws {
    let first = try runner(seed, steps: 150)
    try first.signIn(RandomSession.Words.root)
    #expect(first.changes.map(\.seq) == Array(1...first.model.seq))
    let book = Book()
    for change in first.changes { book.apply(change) }
    var told: [Int] = []
    let again = try TransactionRunner(.init(clock: RandomSession.Runner.start), .memory(book)) { told.append($0.seq) }
    let hello = #"{"jsonrpc":"2.0","id":1,"method":"system.hello","params":{"agent":"root"}}"#
    #expect(try RandomSession.Runner.answer(hello, from: again).contains(#""role":"admin""#))
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

  /// The errors that each method has to come to, beside a result.
  private static let reached: [String: [Int]] = {
    let (shape, missing, stale, taken, value, forbidden) = (-32_602, 1_001, 1_002, 1_003, 1_004, 1_005)
    let (inUse, tooMany, state) = (1_007, 1_008, 1_013)
    return [
      "team.define": [shape, taken, value, forbidden], "team.update": [missing, stale, forbidden],
      "team.remove": [missing, stale, forbidden, inUse], "team.list": [shape, tooMany],
      "channel.define": [shape, taken, value, forbidden], "channel.update": [missing, stale, value, forbidden],
      "channel.remove": [missing, stale, forbidden, inUse], "channel.list": [shape, tooMany],
      "agent.define": [shape, missing, taken, value, forbidden],
      "agent.update": [shape, missing, stale, value, forbidden, tooMany], "agent.list": [shape, missing, tooMany],
      "settings.get": [], "settings.set": [shape, missing, stale, value, forbidden],
      "system.setClock": [shape, value], "message.record": [shape, missing, stale, value, forbidden],
      "conversation.assign": [missing, stale, forbidden, state], "schema.remove": [missing, stale, forbidden, inUse],
      "group.define": [shape, missing, taken, value, forbidden, tooMany],
      "group.update": [shape, missing, stale, forbidden], "group.remove": [missing, stale, forbidden],
      "group.list": [shape, tooMany], "group.members": [shape, missing], "queue.list": [shape, missing, tooMany],
      "queue.next": [shape, missing, forbidden], "vip.promote": [missing, stale, forbidden],
      "vip.demote": [missing, stale, forbidden],
      "crm.configure": [shape, missing, stale, value, forbidden],
      "crm.lookup": [shape, missing, stale, forbidden, state],
      "crm.resolve": [shape, missing, stale, value, forbidden, state],
      "crm.confirm": [shape, missing, stale, forbidden, state],
      "crm.reject": [shape, missing, stale, forbidden, state], "crm.list": [shape, missing, tooMany],
      "crm.status": [], "contact.search": [shape, missing, value, forbidden, tooMany],
      "conversation.list": [shape, missing, tooMany],
    ]
  }()

  /// The script reaches every method that configures the desk, with a result and with each of its errors.
  @Test func everyMethodIsReached() throws {
    let runner = try RandomSession.Runner(seed: 8)
    var (groups, queued, routed, moved) = (0, 0, 0, 0)
    for step in 0..<5_000 {
      try step % 3 == 0 ? runner.fault() : runner.write()
      guard step % 5 == 0, !runner.model.contacts.isEmpty else { continue }
      try runner.readSomething()
      try runner.read(runner.anySearch(), pages: 1...20)
      let standings = runner.model.queue(team: nil).map { runner.model.standing($0.number) }
      groups = max(groups, runner.model.groups.count)
      queued = max(queued, standings.count)
      routed += standings.count { !$0.teams.isEmpty }
      moved += standings.count { !$0.groups.isEmpty }
    }
    for (method, codes) in Self.reached {
      for code in [0] + codes {
        #expect(runner.tally[method]?[code] ?? 0 > 0, "\(method) never came to \(code): \(runner.tally[method] ?? [:])")
      }
    }
    let book = runner.session.book
    var (byDesk, imported, letGo) = (0, 0, 0)
    var (askedByDesk, confirmed, cleared) = (0, 0, 0)
    for change in runner.changes {
      if case .rule(.autoResolve) = change.cause { byDesk += 1 }
      if case .rule(.autoLookup) = change.cause { askedByDesk += 1 }
      if case .lookup(_, of: _, .confirmed(_, set: _, let gone)) = change.what {
        confirmed += 1
        cleared += gone.count
      }
      if case .conversation(_, of: _, .messageImported) = change.what { imported += 1 }
      if case .agent(_, .updated(_, letGo: let conversations)) = change.what, !conversations.isEmpty { letGo += 1 }
    }
    #expect(byDesk > 5 && imported > 20 && letGo > 5, "\(byDesk) by the desk, \(imported) imported, \(letGo) let go")
    #expect(askedByDesk > 30 && confirmed > 20 && cleared > 10, "\(askedByDesk) asked, \(confirmed), \(cleared) gone")
    #expect(book.configured.channels > 12)
    for field in ["name", "handle", "displayName", "label", "externalId", "attribute"] {
      #expect(runner.matched[field] ?? 0 > 10, "\(field): \(runner.matched)")
    }
    #expect(groups > 2 && queued > 10, "\(groups) groups, \(queued) in the queue")
    #expect(routed > 500 && moved > 500, "\(routed) routed, \(moved) with a score")
  }

  /// Look-ups are asked, answered and confirmed while values, identities and attributes move.
  @Test(arguments: seeds)
  func lookupsOfWhoMoves(seed: UInt64) throws {
    let runner = try RandomSession.Runner(seed: seed)
    for _ in 0..<600 { try runner.useCRMMostly() }
    try runner.read(.lookups(state: nil, contact: nil), pages: 500...500)
    #expect(runner.model.lookups.count > 50, "\(runner.model.lookups.count)")
  }

  /// A look-up is void in every way, and a value of an agent's goes together with the CRM's.
  @Test func everyWayThatVoidsALookup() throws {
    let runner = try RandomSession.Runner(seed: 7)
    for _ in 0..<4_000 { try runner.useCRMMostly() }
    for why in RandomSession.Model.Voiding.allCases { #expect(runner.voids[why] ?? 0 > 2, "\(why): \(runner.voids)") }
    #expect(runner.voidsByRemoval > 2, "\(runner.voidsByRemoval)")
    let both = runner.changes.reduce(0) { sum, change in
      guard case .lookup(_, of: _, .confirmed(before: _, set: _, let cleared)) = change.what else { return sum }
      return sum + cleared.count - Set(cleared.map(\.definition)).count
    }
    #expect(both > 0, "\(both)")
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
    case .group(let group, .updated(let definition)): groupUpdate(group, to: definition.after)
    case .group(let group, .removed): removal(of: group)
    case .settings(.connectorConfigured(let connector)): connectorChange(to: connector.after)
    case .lookup(let id, of: _, .confirmed): confirmation(of: id)
    case .agent, .conversation, .note, .schema, .team, .channel, .group, .lookup, .erased: nil
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
    var lines = [
      "contact.list", "conversation.list", "agent.list", "team.list", "channel.list", "group.list", "queue.list",
      "crm.list",
    ].map {
      call($0, "\"limit\":500")
    }
    lines += ["schema.list", "settings.get", "crm.status"].map { call($0, "") }
    lines += model.groups.map { call("group.members", "\"groupId\":\"\($0.id)\",\"limit\":500") }
    lines += model.teams.map { call("queue.list", "\"teamId\":\"\($0.id)\",\"limit\":500") }
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
    lines += ["id", "name", "updatedAt"].map { call("contact.search", "\"sort\":\"\($0)\",\"limit\":500") }
    for contact in model.contacts.indices {
      for text in model.searchedTexts(contact) {
        let json = RandomSession.Node.text(text.text).json
        lines.append(call("contact.search", "\"text\":\(json),\"limit\":500"))
      }
    }
    lines.append(call("conversation.list", #""assignee":null,"sort":"lastMessage","limit":500"#))
    for status in RandomSession.Words.statuses {
      lines.append(call("conversation.list", "\"status\":\"\(status)\",\"limit\":500"))
    }
    for state in RandomSession.Words.lookupStates {
      lines.append(call("crm.list", "\"state\":\"\(state)\",\"limit\":500"))
    }
    return lines
  }
}
