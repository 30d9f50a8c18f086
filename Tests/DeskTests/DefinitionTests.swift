import Testing

@testable import Desk

/// Definitions come, change, move and go; values stay with the definition they were set for.
struct DefinitionTests {
  private func definition(_ number: Int, _ key: String) -> AttributeDefinition {
    AttributeDefinition(
      number: number, key: key, label: key, format: .text, options: [], isEnabled: true, isLookup: false,
      isCRMManaged: false, isAgentEditable: true)
  }

  private let setter = AttributeValue.Setter.agent(AgentNumber(1))

  @Test func aKeyDefinedAgainRevivesNothing() throws {
    let desk = TestDesk()
    let contact = desk.contact(name: "Mira")
    desk.apply(.schema(.defined(definition(8, "size"))))
    desk.set(contact, 8, .text("M"), by: setter)
    #expect(desk.book.definition(key: "size").map { desk.book.valueCount(of: $0) } == 1)
    desk.apply(try #require(desk.book.definitionRemoval(8)))
    #expect(desk.book.definition(key: "size") == nil)
    let seq = desk.apply(.schema(.defined(definition(9, "size"))))
    #expect(desk.book.definitionsVersion == seq && desk.book.definitionsMade == 9)
    #expect(desk.book.definition(key: "size").map { desk.book.valueCount(of: $0) } == 0)
    #expect(desk.book[contact].effectiveIndex(of: 9, shown: nil) == nil)
  }

  @Test func valuesAreCountedWhoeverSetThem() {
    let desk = TestDesk()
    let contact = desk.contact(Identity.Profile(network: .x, externalId: "1"), name: "Mira")
    let bio = AttributeDefinition.initial[3]
    let channel = AttributeValue.Setter.channel(desk.channel(.x), identity: 1)
    let count = { desk.book.valueCount(of: bio) }
    desk.set(contact, bio.number, .text("a"), by: channel)
    desk.set(contact, bio.number, .text("b"), by: channel)
    #expect(count() == 1)
    desk.set(contact, bio.number, .text("c"), by: setter)
    #expect(count() == 2)
    desk.set(contact, bio.number, nil, by: setter)
    #expect(count() == 1)
    desk.remove(1, of: contact)
    #expect(count() == 0 && desk.book[contact].values.isEmpty)
  }

  @Test func orderAndChange() throws {
    let desk = TestDesk()
    desk.apply(.schema(.defined(definition(8, "size"))))
    desk.apply(desk.book.definitionsOrder([8, 2, 1, 3, 4, 5, 6, 7]))
    #expect(desk.book.definitions.prefix(3).map(\.key) == ["size", "phone", "email"])
    var changed = definition(8, "size")
    changed.isEnabled = false
    desk.apply(try #require(desk.book.definitionUpdate(to: changed)))
    #expect(desk.book.definition(key: "size")?.isEnabled == false && desk.book.definitions.count == 8)
  }

  @Test func keysDifferInMoreThanCase() {
    let desk = TestDesk()
    desk.apply(.schema(.defined(definition(8, "Size_1"))))
    #expect(desk.book.definition(keyIgnoringCase: "sIZE_1")?.number == 8)
    #expect(desk.book.definition(key: "size_1") == nil)
    for (key, isKey) in [
      ("a", true), ("", false), (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
      ("a b", false), ("é", false), ("a-b", false), ("_9Z", true),
    ] {
      #expect(AttributeDefinition.isKey(key) == isKey, "\(key)")
    }
  }
}
