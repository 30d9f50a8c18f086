import ChangeLog
import Desk

// What takes the places of contacts, agents and definitions that are lost.

extension PartialReplay {
  /// The label, the name and the key of what is lost.
  static let lost = "lost"

  /// Sees to it that there is a contact with this number.
  func need(_ id: ContactID) throws(Refusal) {
    try needContacts(before: id.number + 1)
  }

  /// Sees to it that this is the number of the next contact, or a smaller one.
  func needContacts(before number: Int) throws(Refusal) {
    try check(number - book.nextContactID.number, "contact-\(number - 1)")
    while book.nextContactID.number < number {
      try explain()
      try make(
        .contact(
          book.nextContactID,
          .created(name: "Lost contact \(book.nextContactID.number)", identities: [], labels: [Self.lost])))
      placeholders.contacts += 1
    }
  }

  /// Sees to it that there are these agents.
  func need(_ agents: [AgentNumber]) throws(Refusal) {
    for agent in agents { try needAgents(before: agent.number + 1) }
  }

  /// Sees to it that this is the number of the next agent, or a smaller one.
  func needAgents(before number: Int) throws(Refusal) {
    try check(number - book.nextAgentNumber.number, "an agent")
    while book.nextAgentNumber.number < number {
      try explain()
      let next = book.nextAgentNumber
      var id = "\(Self.lost)-\(next.number)"
      while book.agent(id: id) != nil { id += "-" }
      try make(.agent(next, .recorded(Agent(id: id, name: "Lost agent \(next.number)", role: .viewer))), by: next)
      placeholders.agents += 1
    }
  }

  /// Sees to it that there was a definition with this number; where it is lost, one that takes such a value.
  func needDefinition(_ number: Int, taking content: AttributeContent?) throws(Refusal) {
    try needDefinitions(before: number)
    guard book.definitionsMade < number else { return }
    let format: AttributeFormat =
      switch content {
      case nil, .text: .text
      case .integer, .decimal: .number
      case .boolean: .boolean
      case .choices: .choices
      }
    var options: [String] = []
    if case .choices(let choices) = content { options = choices }
    try addDefinition(number, format, options)
  }

  /// Sees to it that this is the number of the next definition, or a smaller one.
  func needDefinitions(before number: Int) throws(Refusal) {
    try check(number - book.definitionsMade - 1, "an attribute")
    while book.definitionsMade + 1 < number { try addDefinition(book.definitionsMade + 1, .text, []) }
  }

  private func addDefinition(_ number: Int, _ format: AttributeFormat, _ options: [String]) throws(Refusal) {
    try explain()
    var key = "\(Self.lost)_\(number)"
    while book.definition(keyIgnoringCase: key) != nil { key += "_" }
    try make(
      .schema(
        .defined(
          AttributeDefinition(
            number: number, key: key, label: "Lost attribute \(number)", format: format, options: options,
            isEnabled: true, isLookup: false, isCRMManaged: false, isAgentEditable: true))))
    placeholders.definitions += 1
  }

  private func check(_ count: Int, _ what: String) throws(Refusal) {
    guard count <= 0 || mayExplain(count) else {
      throw Refusal(reason: "it names \(what), which no lost change can have made")
    }
  }
}
