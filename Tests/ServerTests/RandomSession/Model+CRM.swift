// The CRM that contacts are looked up in, what it was asked, and what came of it.

extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  /// A connector of the kind `client`: an integration answers for the CRM.
  struct Connector {
    let name: String
    /// Inner numbers of definitions; nil: those that are `lookup`.
    let matchOn: [Int]?
    let isAutoConfirming: Bool
    let isAutomatic: Bool
  }

  /// What the CRM says of an attribute, or is asked with.
  struct Said {
    /// The inner number of the definition.
    let definition: Int
    let json: String
  }

  struct Lookup {
    let contact: Int
    let crm: String
    let request: [Said]
    var state = State.asked
    var at: Int64

    enum State {
      case asked, noMatch, replaced
      case failed(reason: String)
      case proposed(Match)
      case confirmed(Match)
      case rejected(Match)

      var name: String {
        switch self {
        case .asked: "asked"
        case .noMatch: "noMatch"
        case .replaced: "replaced"
        case .failed: "failed"
        case .proposed: "proposed"
        case .confirmed: "confirmed"
        case .rejected: "rejected"
        }
      }
    }
  }

  /// A customer whom the CRM knows.
  struct Match {
    let customerId: String
    let values: [Said]
    /// Warnings of what nobody can take, as JSON.
    let ignored: [String]
    /// What the card would show instead.
    let changes: [(definition: Int, from: String?, to: String?)]
  }

  struct Validation {
    var isValidated = false
    /// The last answer, or failure.
    var lastLookup: (at: Int64, isOk: Bool)?
    var crm: String?
  }

  // MARK: Who was asked what

  /// The latest look-up of a contact: an earlier one is in no list.
  func latestLookup(_ contact: Int) -> Int? { lookups.lastIndex { $0.contact == contact } }

  /// The latest of each contact, newest first.
  var latestLookups: [Int] { lookups.indices.reversed().filter { latestLookup(lookups[$0].contact) == $0 } }

  /// What an agent said, else the network of the person shown.
  private func saidByOthers(_ contact: Int, _ definition: Int) -> String? {
    let told = shown(contact, from: nil).flatMap { value(contact, definition, .person($0)) }
    return (value(contact, definition, .agent) ?? told)?.json
  }

  /// What the CRM would be asked with: its own word counts where nobody else said anything.
  private func asked(_ contact: Int, _ definition: Int) -> String? {
    saidByOthers(contact, definition) ?? value(contact, definition, .crm)?.json
  }

  func shownValue(_ contact: Int, _ definition: Int) -> String? {
    effective(contact, definition, shown: shown(contact, from: nil))?.json
  }

  private var askedAttributes: [Int] {
    guard let connector else { return [] }
    return connector.matchOn ?? definitions.filter(\.isLookup).map(\.number)
  }

  private func request(_ contact: Int) -> [Said] {
    askedAttributes.compactMap { number in
      guard definitions.contains(where: { $0.number == number && $0.isEnabled }) else { return nil }
      return asked(contact, number).map { Said(definition: number, json: $0) }
    }
  }

  /// Why a look-up that is asked is not answered any more, or one that is proposed is not confirmed.
  enum Voiding: CaseIterable {
    /// A value moved that the CRM was asked with.
    case request
    /// The card would not show instead what the proposal says.
    case proposal
    /// The card would show something else instead that the proposal does not say.
    case otherChange
    /// An attribute does not take its value any more.
    case value
  }

  /// The first attribute that voids a look-up, in the order in which the server looks for it.
  func whatVoids(_ lookup: Int) -> (definition: Int, why: Voiding)? {
    let contact = lookups[lookup].contact
    if let moved = lookups[lookup].request.first(where: { !same(asked(contact, $0.definition), $0.json) }) {
      return (moved.definition, .request)
    }
    guard case .proposed(let match) = lookups[lookup].state else { return nil }
    let (then, now) = (match.changes, changes(contact, by: match.values))
    let moved = then.first { old in
      !now.contains { $0.definition == old.definition && same($0.from, old.from) && same($0.to, old.to) }
    }
    if let moved { return (moved.definition, .proposal) }
    if let new = now.first(where: { new in !then.contains { $0.definition == new.definition } }) {
      return (new.definition, .otherChange)
    }
    return match.values.first { !takes($0) }.map { ($0.definition, .value) }
  }

  /// Whether an attribute takes a value as it is kept: its format, or its options, may be others than they were.
  func takes(_ said: Said) -> Bool {
    guard let definition = definitions.first(where: { $0.number == said.definition && $0.isEnabled }) else {
      return false
    }
    let options = definition.options.map { Node.text($0).json }
    switch definition.format {
    case "text": return said.json.hasPrefix("\"")
    case "choice": return options.contains { same($0, said.json) }
    case "choices":
      let chosen = options.filter { Array(said.json.utf8).contains(Array($0.utf8)) }
      return same("[\(chosen.joined(separator: ","))]", said.json)
    // A well-formed tag may be an option, too.
    case "language" where [#""gold""#, #""silver""#].contains(said.json): return true
    default: return RandomSession.Words.values[definition.format]?.contains { same($0.normal, said.json) } ?? false
    }
  }

  /// What the card would show instead, were this all that the CRM says. It shows no disabled attributes.
  private func changes(_ contact: Int, by said: [Said]) -> [(definition: Int, from: String?, to: String?)] {
    definitions.filter(\.isEnabled).compactMap { definition in
      let number = definition.number
      let from = shownValue(contact, number)
      let others = definition.isCRMManaged ? nil : saidByOthers(contact, number)
      let to = said.first { $0.definition == number }?.json ?? others
      return same(from, to) ? nil : (number, from, to)
    }
  }

  // MARK: Changes

  mutating func configure(_ new: Connector?) {
    guard !same(new.map { json($0) }, connector.map { json($0) }) else { return }
    connector = new
    connectorVersion = tick().seq
  }

  mutating func lookUp(_ contact: Int) { ask(contact, at: tick().at) }

  private mutating func ask(_ contact: Int, at time: Int64) {
    guard let connector else { return }
    if let before = latestLookup(contact) {
      switch lookups[before].state {
      case .asked, .proposed: lookups[before].state = .replaced
      default: break
      }
    }
    lookups.append(Lookup(contact: contact, crm: connector.name, request: request(contact), at: time))
  }

  /// A contact was made, somebody may be shown on their card instead, or some values of theirs moved. Of some that the
  /// CRM was never asked about it is asked first now: who was made, or of whom a value moved that it is asked with.
  mutating func moved(_ contact: Int, isAskedFirst: Bool) { movedContacts.append((contact, isAskedFirst)) }

  /// Whether the CRM is asked with one of these attributes.
  func isAsked(withOneOf definitions: [Int]) -> Bool { definitions.contains(where: askedAttributes.contains) }

  /// After a call, with `auto`: the desk itself asks about those who moved, unless with what it asked last.
  mutating func lookUpWhoMoved() {
    defer { movedContacts = [] }
    guard let connector, connector.isAutomatic else { return }
    for (contact, isAskedFirst) in movedContacts {
      let (last, now) = (latestLookup(contact).map { lookups[$0].request }, request(contact))
      let isSame = last.map { $0.map(\.definition) == now.map(\.definition) && same($0.map(\.json), now.map(\.json)) }
      guard isSame.map({ !$0 }) ?? isAskedFirst else { continue }
      seq += 1
      ask(contact, at: start + Int64(seq - 1))
    }
  }

  private mutating func answer(_ lookup: Int, _ state: Lookup.State, isOk: Bool) {
    let change = tick()
    (lookups[lookup].state, lookups[lookup].at) = (state, change.at)
    contacts[lookups[lookup].contact].validation.lastLookup = (change.at, isOk)
  }

  mutating func fail(_ lookup: Int, reason: String) { answer(lookup, .failed(reason: reason), isOk: false) }

  mutating func findNobody(_ lookup: Int) { answer(lookup, .noMatch, isOk: true) }

  /// The CRM knows a customer. Who asks now says whether that is enough, be it another connector than was asked.
  mutating func find(_ lookup: Int, customerId: String, _ values: [Said], ignored: [String]) {
    let match = Match(
      customerId: customerId, values: values, ignored: ignored, changes: changes(lookups[lookup].contact, by: values))
    answer(lookup, .proposed(match), isOk: true)
    if connector?.isAutoConfirming ?? false { confirm(lookup) }
  }

  mutating func reject(_ lookup: Int) {
    guard case .proposed(let match) = lookups[lookup].state else { return }
    (lookups[lookup].state, lookups[lookup].at) = (.rejected(match), tick().at)
  }

  /// The CRM's values are what it said now, all of it; nobody has one of what the CRM keeps and does not know. Values
  /// of disabled attributes stay.
  mutating func confirm(_ lookup: Int) {
    guard case .proposed(let match) = lookups[lookup].state else { return }
    let (change, contact, crm) = (tick(), lookups[lookup].contact, lookups[lookup].crm)
    let enabled = definitions.filter(\.isEnabled)
    let set = match.values.filter { said in enabled.contains { $0.number == said.definition } }
    let gone = contacts[contact].values.filter { value in
      enabled.contains { $0.number == value.definition && (value.source == .crm || $0.isCRMManaged) }
        && !set.contains { $0.definition == value.definition }
    }
    let cleared = Set(gone.map(\.definition)).sorted()
    contacts[contact].values.removeAll { value in
      gone.contains { $0.definition == value.definition && $0.source == value.source }
        || value.source == .crm && set.contains { $0.definition == value.definition }
    }
    contacts[contact].values += set.map {
      Value(definition: $0.definition, source: .crm, json: $0.json, setBy: crm, setAt: change.at)
    }
    contacts[contact].validation.isValidated = true
    contacts[contact].validation.crm = crm
    (lookups[lookup].state, lookups[lookup].at) = (.confirmed(match), change.at)
    touch(contact, change)
    happened(
      "validated", to: contact, change,
      [("crm", .text(crm)), ("set", keys(set.map(\.definition))), ("cleared", keys(cleared))])
  }

  private func keys(_ definitions: [Int]) -> RandomSession.Node { .array(definitions.map { .text(key($0) ?? "?") }) }

  func key(_ definition: Int) -> String? { definitions.first { $0.number == definition }?.key }

  // MARK: Wire

  func json(_ connector: Connector) -> String {
    Node.object([
      ("name", .text(connector.name)), ("kind", .text("client")),
      ("matchOn", connector.matchOn.map { .array($0.map { .text(key($0) ?? "?") }) }),
      ("autoConfirm", .boolean(connector.isAutoConfirming)), ("auto", .boolean(connector.isAutomatic)),
    ]).json
  }

  private var configured: [(String, RandomSession.Node?)] {
    [("connector", connector.map { .raw(json($0)) }), ("version", .number(connectorVersion))]
  }

  var configureResult: String { Node.object(configured).json }

  /// The last failure is that of the newest look-up that failed.
  var crmStatus: String {
    let count = { (state: String) in self.latestLookups.filter { self.lookups[$0].state.name == state }.count }
    let failures = latestLookups.compactMap { number -> Node? in
      guard case .failed(let reason) = lookups[number].state else { return nil }
      let contact = Node.text("contact-\(lookups[number].contact + 1)")
      return .object([("at", .time(lookups[number].at)), ("contactId", contact), ("reason", .text(reason))])
    }
    return Node.object(
      configured + [
        ("asked", .number(count("asked"))), ("proposed", .number(count("proposed"))), ("lastFailure", failures.first),
      ]
    ).json
  }

  func lookup(_ number: Int) -> String {
    let lookup = lookups[number]
    var members: [(String, Node?)] = [
      ("lookupId", .text("lookup-\(number + 1)")), ("contactId", .text("contact-\(lookup.contact + 1)")),
      ("state", .text(lookup.state.name)), ("at", .time(lookup.at)), ("crm", .text(lookup.crm)),
    ]
    switch lookup.state {
    case .asked: members.append(("request", question(lookup)))
    case .failed(let reason): members.append(("reason", .text(reason)))
    case .proposed(let match):
      members += [("customerId", .text(match.customerId)), ("changes", node(match.changes)), ignored(match)]
    case .confirmed(let match): members += [("customerId", .text(match.customerId)), ignored(match)]
    case .rejected(let match): members.append(("customerId", .text(match.customerId)))
    case .noMatch, .replaced: break
    }
    return Node.object(members).json
  }

  /// Who the contact is now; and what an attribute that is gone was asked with is gone, too.
  private func question(_ lookup: Lookup) -> RandomSession.Node {
    let people = living(lookup.contact).map { Node.object(identity(contacts[lookup.contact].people[$0])) }
    let attributes = lookup.request.compactMap { said in key(said.definition).map { ($0, Node?.some(.raw(said.json))) }
    }
    return .object([("identities", .array(people)), ("attributes", .object(attributes))])
  }

  private func node(_ changes: [(definition: Int, from: String?, to: String?)]) -> RandomSession.Node {
    .array(
      changes.compactMap { number, from, to in
        key(number).map { key in
          .object([("key", .text(key)), ("from", from.map { .raw($0) }), ("to", to.map { .raw($0) })])
        }
      })
  }

  private func ignored(_ match: Match) -> (String, RandomSession.Node?) {
    ("ignored", match.ignored.isEmpty ? nil : .array(match.ignored.map { .raw($0) }))
  }

  func lookupResult(_ number: Int) -> String {
    Node.object([
      ("lookup", .raw(lookup(number))), ("version", .number(contacts[lookups[number].contact].version)),
    ]).json
  }

  /// What the card says of the CRM.
  func validation(_ contact: Int) -> RandomSession.Node {
    let validation = contacts[contact].validation
    let proposal = latestLookup(contact).flatMap { lookups[$0].state.name == "proposed" ? lookup($0) : nil }
    return .object([
      ("status", .text(validation.isValidated ? "validated" : "notValidated")),
      ("lastLookupAt", validation.lastLookup.map { .time($0.at) }),
      ("lastLookupOk", validation.lastLookup.map { .boolean($0.isOk) }), ("crm", .text(validation.crm)),
      ("proposal", proposal.map { .raw($0) }),
    ])
  }
}
