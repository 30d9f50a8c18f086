import JSON

extension JSONValue {
  /// The member of an object as a text on one line: a string as a card shows it (`CardText`), a number to the letter.
  func text(_ name: StaticString) -> SafeText? {
    guard let value = member(name) else { return nil }
    switch value.kind {
    case .string: return CardText.line(value.displayString)
    case .number: return SafeText(value.tokenText)
    default: return nil
    }
  }

  /// The member of an object as a text that keeps its lines.
  func lines(_ name: StaticString) -> SafeText? {
    guard let value = member(name), value.kind == .string else { return nil }
    return CardText.lines(value.displayString)
  }

  /// The elements of a member that is an array; none where there is no such member.
  func items(_ name: StaticString) -> [JSONValue] { member(name).map { Array($0.elements) } ?? [] }

  /// The strings of a member that is an array.
  func texts(_ name: StaticString) -> [SafeText] {
    items(name).map { CardText.line($0.displayString) }
  }

  /// An object that is an agent: `agentId` and `name`.
  func agent(in room: Int) -> SafeText? {
    guard let id = member("agentId"), id.kind == .string else { return nil }
    return CardText.agent(name: member("name")?.displayString, id: id.displayString, in: room)
  }

  /// A member that is a moment.
  func moment(_ name: StaticString) -> Moment? { member(name).flatMap { Moment($0.displayString) } }

  /// A member that is a count; 0 where there is none.
  func count(_ name: StaticString) -> Int { member(name)?.integer ?? 0 }

  /// True where a member is `true`.
  func isTrue(_ name: StaticString) -> Bool { member(name)?.kind == .true }
}
