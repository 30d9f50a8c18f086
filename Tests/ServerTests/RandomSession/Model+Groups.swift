// Groups of contacts, and who is served next: each looked up anew, for every contact and every conversation.

extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  struct Group {
    /// Never used twice: an id defined again is another group.
    let number: Int
    let id: String
    var name: String
    var isAll: Bool
    var conditions: [Condition]
    var isPrioritized: Bool
    /// Numbers of teams.
    var teams: [Int]
    var version = 0
  }

  struct Condition {
    /// The inner number of a definition; nil: whether the contact is a VIP.
    let definition: Int?
    let word: String
    /// Values in their normal form, as JSON; a list or one alone as the operator takes it.
    let values: [String]
  }

  func group(_ id: String) -> Group? { groups.first { same($0.id, id) } }

  /// The groups that look at an attribute.
  func groups(using definition: Int) -> [Group] {
    groups.filter { group in group.conditions.contains { $0.definition == definition } }
  }

  // MARK: Changes

  mutating func define(_ group: Group) {
    groupsMade += 1
    groups.append(group)
    groups[groups.count - 1].version = tick().seq
  }

  mutating func update(group: Int, to new: Group) {
    guard !same(node(groups[group], version: 0).json, node(new, version: 0).json) else { return }
    groups[group] = new
    groups[group].version = tick().seq
  }

  /// Returns the number of the change.
  mutating func remove(group: Int) -> Int {
    groups.remove(at: group)
    return tick().seq
  }

  // MARK: Members

  /// The keys of what a group looks at and nobody can see now.
  func disabled(_ group: Group) -> [String] {
    once(
      group.conditions.compactMap { condition in
        guard let number = condition.definition else { return settings.isVipEnabled ? nil : "vip" }
        return definitions.first { $0.number == number && !$0.isEnabled }?.key
      })
  }

  func isMember(_ contact: Int, of group: Group) -> Bool {
    guard disabled(group).isEmpty else { return false }
    let met = group.conditions.filter { isMet($0, by: contact) }.count
    return group.isAll ? met == group.conditions.count : met > 0
  }

  private func isMet(_ condition: Condition, by contact: Int) -> Bool {
    guard let number = condition.definition else {
      let isVip = "\(settings.isVipEnabled && contacts[contact].vip != nil)"
      return (condition.values == [isVip]) == (condition.word == "is")
    }
    let format = definitions.first { $0.number == number }?.format ?? ""
    guard let value = effective(contact, number, shown: shown(contact, from: nil))?.json else {
      return condition.word == "empty" || condition.word == "isNot"
    }
    switch condition.word {
    case "empty": return false
    case "notEmpty": return true
    case "is": return isSame(value, condition.values[0], format)
    case "isNot": return !isSame(value, condition.values[0], format)
    case "anyOf" where format != "choices": return condition.values.contains { isSame(value, $0, format) }
    case "anyOf", "contains":
      guard format == "choices" else { return holds(bare(value), bare(condition.values[0])) }
      let chosen = value.dropFirst().dropLast().split(separator: ",").map(String.init)
      return condition.values.contains { wanted in chosen.contains { same($0, wanted) } }
    default: return isOrdered(value, condition.word, condition.values[0], format)
    }
  }

  private func isSame(_ a: String, _ b: String, _ format: String) -> Bool {
    switch format {
    case "number": Double(a) == Double(b)
    case "choice", "boolean", "date": same(a, b)
    default: same(bare(a), bare(b))
    }
  }

  private func isOrdered(_ a: String, _ word: String, _ b: String, _ format: String) -> Bool {
    let (isBefore, isSame): (Bool, Bool) =
      if format == "number", let a = Double(a), let b = Double(b) { (a < b, a == b) } else { (a < b, a == b) }
    switch word {
    case "lt": return isBefore
    case "lte": return isBefore || isSame
    case "gt": return !isBefore && !isSame
    default: return !isBefore
    }
  }

  /// The text within the quotes, without case and accents: of the words of the script.
  private func bare(_ json: String) -> String {
    var text = ""
    for scalar in json.dropFirst().dropLast().unicodeScalars where scalar != "\u{301}" {
      text += ["é": "e", "í": "i", "ü": "u"][scalar] ?? String(scalar).lowercased()
    }
    return text
  }

  private func holds(_ text: String, _ part: String) -> Bool {
    let (text, part) = (Array(text.utf8), Array(part.utf8))
    return text.indices.contains { text[$0...].starts(with: part) }
  }

  // MARK: The queue

  /// Why a conversation stands where it does.
  func standing(_ conversation: Int) -> (isVip: Bool, groups: [Group], teams: [Int]) {
    let contact = conversations[conversation].contact
    let own = groups.filter { isMember(contact, of: $0) }
    var teams: [Int] = []
    for team in own.flatMap(\.teams) where !teams.contains(team) { teams.append(team) }
    return (settings.isVipEnabled && contacts[contact].vip != nil, own.filter(\.isPrioritized), teams)
  }

  /// VIPs, the higher score, who waits longest, the lower number; of a team what is routed to it or to nobody.
  func queue(team: Int?) -> [(place: RandomSession.Place, number: Int)] {
    conversations.indices.compactMap { number in
      let conversation = conversations[number]
      guard conversation.status == "new", conversation.assignee == nil else { return nil }
      let (isVip, groups, teams) = standing(number)
      if let team, !teams.isEmpty, !teams.contains(team) { return nil }
      let longest: Int64 = 1 << 50
      let rank = Int64(isVip ? 0 : 1_000) + Int64(999 - groups.count)
      return (.init(at: rank * longest + (conversation.waitingSince ?? longest - 1), number: number), number)
    }.sorted { $0.place < $1.place }
  }

  // MARK: Wire

  func queueEntry(_ number: Int) -> String {
    let (isVip, groups, teams) = standing(number)
    return Node.object(
      conversationMembers(number) + [
        ("vip", .boolean(isVip)), ("score", .number(groups.count)),
        ("groups", .array(groups.map { .text($0.id) })), ("teamIds", ids(teams)),
      ]
    ).json
  }

  private func ids(_ teams: [Int]) -> RandomSession.Node {
    .array(teams.map { number in .text(self.teams.first { $0.number == number }?.id ?? "?") })
  }

  private func node(_ group: Group, version: Int) -> RandomSession.Node {
    let disabled = disabled(group)
    return .object([
      ("groupId", .text(group.id)), ("name", .text(group.name)), ("match", .text(group.isAll ? "all" : "any")),
      ("conditions", .array(group.conditions.map(node))), ("prioritized", .boolean(group.isPrioritized)),
      ("teamIds", ids(group.teams)), ("disabledAttributes", disabled.isEmpty ? nil : texts(disabled)),
      ("version", .number(version)),
    ])
  }

  private func node(_ condition: Condition) -> RandomSession.Node {
    let key = condition.definition.map { number in definitions.first { $0.number == number }?.key ?? "?" }
    let list = Node.array(condition.values.map { .raw($0) })
    return .object([
      ("attribute", .text(key ?? "vip")), ("operator", .text(condition.word)),
      ("value", condition.word == "anyOf" ? list : condition.values.first.map { .raw($0) }),
    ])
  }

  private func texts(_ texts: [String]) -> RandomSession.Node { .array(texts.map { .text($0) }) }

  func json(_ group: Group) -> String { node(group, version: group.version).json }

  func groupResult(_ group: Group) -> String {
    Node.object([("group", node(group, version: group.version)), ("version", .number(group.version))]).json
  }

  /// What `group.members` says beside the contacts.
  func disabledTail(_ id: String) -> String {
    let disabled = group(id).map(disabled) ?? []
    return disabled.isEmpty ? "" : ",\"disabledAttributes\":\(texts(disabled).json)"
  }

  /// The groups that a contact is in, and those that nobody is in.
  func groupMembers(_ contact: Int) -> [(String, RandomSession.Node?)] {
    let own = groups.filter { isMember(contact, of: $0) }.map { Node.object(reference($0)) }
    let suspended = groups.filter { !disabled($0).isEmpty }
    let references = suspended.map { Node.object(reference($0) + [("disabledAttributes", texts(disabled($0)))]) }
    return [("groups", .array(own)), ("suspendedGroups", suspended.isEmpty ? nil : .array(references))]
  }

  private func reference(_ group: Group) -> [(String, RandomSession.Node?)] {
    [("groupId", .text(group.id)), ("name", .text(group.name))]
  }
}
