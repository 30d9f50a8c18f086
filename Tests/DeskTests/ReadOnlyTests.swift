import Testing

@testable import Desk

/// Who may edit the values of an attribute, and why not.
struct ReadOnlyTests {
  private static func definition(
    isCRMManaged: Bool = false, isAgentEditable: Bool = true
  ) -> AttributeDefinition {
    AttributeDefinition(
      number: 8, key: "tier", label: "Tier", format: .choice, options: ["gold", "silver"], isEnabled: true,
      isLookup: false, isCRMManaged: isCRMManaged, isAgentEditable: isAgentEditable)
  }

  private func check(
    _ definition: AttributeDefinition, viewer: AttributeDefinition.ReadOnlyReason?,
    agent: AttributeDefinition.ReadOnlyReason?, admin: AttributeDefinition.ReadOnlyReason?,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(definition.whyReadOnly(for: .viewer) == viewer, sourceLocation: location)
    #expect(definition.whyReadOnly(for: .agent) == agent, sourceLocation: location)
    #expect(definition.whyReadOnly(for: .admin) == admin, sourceLocation: location)
  }

  @Test func reasons() {
    check(Self.definition(), viewer: .role(.agent), agent: nil, admin: nil)
    check(Self.definition(isAgentEditable: false), viewer: .role(.admin), agent: .role(.admin), admin: nil)
    check(AttributeDefinition.initial[3], viewer: .filledByNetwork, agent: .filledByNetwork, admin: .filledByNetwork)
    check(Self.definition(isCRMManaged: true), viewer: .crmManaged, agent: .crmManaged, admin: .crmManaged)
  }

  /// Some ten thousand people with one handle: each is found by their own id, and the handle is the last one's.
  @Test func aHandleThatManyHad() {
    let book = Book()
    book.apply(
      Change(
        seq: 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1),
        what: .agent(AgentNumber(1), .recorded(id: "a", name: "A", role: .admin))))
    for number in 1...10_000 {
      let profile = Identity.Profile(network: .x, externalId: "\(number)", handle: "support")
      book.apply(
        Change(
          seq: number + 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1),
          what: .contact(ContactID(number), .created(name: nil, identities: [profile], labels: []))))
    }
    #expect(book.contact(network: .x, handle: "support")?.id == ContactID(10_000))
    #expect(book.contact(network: .x, externalId: "5000")?.id == ContactID(5_000))
  }
}
