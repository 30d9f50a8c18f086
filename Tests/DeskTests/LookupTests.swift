import Tables
import TestSupport
import Testing

@testable import Desk

/// Look-ups of contacts in the CRM, from being asked to being confirmed.
struct LookupTests {
  private static let agent = AttributeValue.Setter.agent(AgentNumber(1))
  private static let connector = Connector(name: "Customers", kind: .client)

  /// A desk with a contact; the attributes 8 (`number`, looked up), 9 (`tier`, kept by the CRM) and 10 (`shoe`).
  private static func desk() -> (TestDesk, ContactID) {
    let desk = TestDesk(agents: ["anna"])
    for (number, key) in [(8, "number"), (9, "tier"), (10, "shoe")] {
      desk.apply(
        .schema(
          .defined(
            AttributeDefinition(
              number: number, key: key, label: key, format: .text, options: [], isEnabled: true,
              isLookup: key == "number", isCRMManaged: key == "tier", isAgentEditable: true))))
    }
    desk.apply(desk.book.connectorChange(to: connector))
    let contact = desk.contact(Identity.Profile(network: .x, externalId: "1"))
    return (desk, contact)
  }

  private static func ask(_ desk: TestDesk, _ contact: ContactID) -> LookupID {
    let id = desk.book.nextLookupID
    desk.apply(desk.book.lookup(of: contact, by: connector))
    return id
  }

  private static func propose(_ desk: TestDesk, _ id: LookupID, _ values: [Int: String]) {
    let values = values.sorted { $0.key < $1.key }.map { Lookup.Value(definition: $0.key, content: .text($0.value)) }
    let match = desk.book.match(of: desk.book[id].contact, customerId: "C-1", values, ignored: [])
    desk.apply(.lookup(id, of: desk.book[id].contact, .matched(match)))
  }

  private static func confirm(_ desk: TestDesk, _ id: LookupID) {
    guard let confirmation = desk.book.confirmation(of: id) else {
      Issue.record("\(desk.book[id].state)")
      return
    }
    desk.apply(confirmation)
  }

  /// What the contact's card shows of an attribute.
  private static func shown(_ desk: TestDesk, _ contact: ContactID, _ definition: Int) -> String? {
    let contact = desk.book[contact]
    guard let index = contact.effectiveIndex(of: definition, shown: contact.identities.first?.number),
      case .text(let text) = contact.values[index].content
    else { return nil }
    return "\(text) \(contact.values[index].source)"
  }

  @Test func whatAConfirmedMatchDoes() {
    let (desk, contact) = Self.desk()
    let book = desk.book
    desk.set(contact, 8, .text("K-1"), by: Self.agent)
    desk.set(contact, 10, .text("41"), by: Self.agent)
    let version = book[contact].version
    let first = Self.ask(desk, contact)
    #expect(book[first].request.map(\.definition) == [8] && book[contact].version == version)
    Self.propose(desk, first, [1: "mira@example.com", 9: "gold", 10: "42"])
    #expect(book[first].match?.differences.map(\.definition) == [1, 9, 10])
    #expect(book[contact].version == version && book[contact].validation.lastLookupOk == true)
    #expect(!book[contact].validation.isValidated && Self.shown(desk, contact, 10) == "41 agent")
    // A VIP click moves no value.
    desk.apply(book[contact].promotion(reason: nil))
    #expect(book.valueMovedSince(first) == nil)
    Self.confirm(desk, first)
    #expect(book[contact].version == book.seq && book[contact].validation.isValidated)
    #expect(book[contact].validation.crm == "Customers")
    #expect(Self.shown(desk, contact, 1) == "mira@example.com crm" && Self.shown(desk, contact, 9) == "gold crm")
    #expect(Self.shown(desk, contact, 10) == "42 crm" && Self.shown(desk, contact, 8) == "K-1 agent")
    // What it does not say any more is gone; what an agent said shows again, except where the CRM keeps it.
    let second = Self.ask(desk, contact)
    Self.propose(desk, second, [8: "K-1"])
    #expect(book[second].match?.differences.map(\.definition) == [1, 9, 10])
    Self.confirm(desk, second)
    #expect(Self.shown(desk, contact, 1) == nil && Self.shown(desk, contact, 9) == nil)
    #expect(Self.shown(desk, contact, 10) == "41 agent" && Self.shown(desk, contact, 8) == "K-1 crm")
    #expect(book.valueCounts[0] == 0 && book.valueCounts[7] == 2 && book.valueCounts[8] == 0)
    guard case .validated(let crm, let set, let cleared) = book[EventNumber(number: book.events.count)].what else {
      Issue.record("no event")
      return
    }
    #expect(crm == "Customers" && set == ["number"] && cleared == ["email", "tier", "shoe"])
  }

  /// An agent's value of an attribute that the CRM came to keep later goes when a match lacks it.
  @Test func whatTheCRMKeepsAndDoesNotKnow() {
    let (desk, contact) = Self.desk()
    desk.set(contact, 9, .text("silver"), by: Self.agent)
    let id = Self.ask(desk, contact)
    Self.propose(desk, id, [:])
    #expect(desk.book[id].match?.differences.map(\.definition) == [9])
    Self.confirm(desk, id)
    #expect(Self.shown(desk, contact, 9) == nil)
  }

  /// The CRM is asked with what people said, so that a wrong value which the CRM covers can be corrected.
  @Test func whatIsAskedWith() {
    let (desk, contact) = Self.desk()
    func asked() -> [String?] {
      desk.book[Self.ask(desk, contact)].request.map {
        if case .text(let text) = $0.content { text } else { nil }
      }
    }
    #expect(asked() == [])
    let id = Self.ask(desk, contact)
    Self.propose(desk, id, [8: "K-7"])
    Self.confirm(desk, id)
    #expect(asked() == ["K-7"])
    desk.set(contact, 8, .text("K-8"), by: Self.agent)
    #expect(asked() == ["K-8"] && Self.shown(desk, contact, 8) == "K-7 crm")
  }

  /// What voids a proposal: a value that was asked with, or that the card would show otherwise.
  @Test(arguments: [(8, 8), (9, 9), (10, nil), (1, nil)]) func whatVoids(edited: Int, moved: Int?) {
    let (desk, contact) = Self.desk()
    desk.set(contact, 8, .text("K-1"), by: Self.agent)
    let id = Self.ask(desk, contact)
    Self.propose(desk, id, [9: "gold"])
    #expect(desk.book.valueMovedSince(id) == nil)
    desk.set(contact, edited, .text("a@b.example"), by: Self.agent)
    #expect(desk.book.valueMovedSince(id) == moved)
  }

  /// Confirming would change something that was not proposed: a value that was the same, one that the CRM keeps since,
  /// one whose attribute is gone.
  @Test func whatElseVoids() {
    for (change, moved) in [("edit", 10), ("keep", 10), ("remove", 9), ("disable", 9), ("promote", nil)] {
      let (desk, contact) = Self.desk()
      let book = desk.book
      desk.set(contact, 10, .text("41"), by: Self.agent)
      let id = Self.ask(desk, contact)
      Self.propose(desk, id, change == "keep" ? [9: "gold"] : [9: "gold", 10: "41"])
      #expect(book[id].match?.differences.map(\.definition) == [9] && book.valueMovedSince(id) == nil)
      switch change {
      case "edit": desk.set(contact, 10, .text("42"), by: Self.agent)
      case "keep": Self.update(desk, 10) { $0.isCRMManaged = true }
      case "remove": if let removal = book.definitionRemoval(9) { desk.apply(removal) }
      case "disable": Self.update(desk, 9) { $0.isEnabled = false }
      default: desk.apply(book[contact].promotion(reason: nil))
      }
      #expect(book.valueMovedSince(id) == moved, "\(change)")
    }
  }

  private static func update(_ desk: TestDesk, _ number: Int, _ change: (inout AttributeDefinition) -> Void) {
    guard let before = desk.book.definition(number: number) else { return }
    var after = before
    change(&after)
    desk.apply(.schema(.updated(Edit(before, to: after))))
  }

  /// A disabled attribute is neither proposed nor touched.
  @Test func disabled() {
    let (desk, contact) = Self.desk()
    let first = Self.ask(desk, contact)
    Self.propose(desk, first, [9: "gold", 10: "42"])
    Self.confirm(desk, first)
    Self.update(desk, 9) { $0.isEnabled = false }
    let second = Self.ask(desk, contact)
    Self.propose(desk, second, [9: "silver"])
    #expect(desk.book[second].match?.differences.map(\.definition) == [10])
    Self.confirm(desk, second)
    #expect(Self.shown(desk, contact, 9) == "gold crm" && Self.shown(desk, contact, 10) == nil)
  }

  /// Of each contact the latest look-up is in the lists; an open one before it is replaced, others keep how they ended.
  @Test func theLatestCounts() {
    let (desk, contact) = Self.desk()
    let book = desk.book
    let other = desk.contact(name: "Ben")
    func list(_ state: Lookup.State.Name?, of contact: ContactID? = nil) -> [Int] {
      var found: [Int] = []
      book.latestLookups(in: state, of: contact, before: nil) { id in
        found.append(id.number)
        return true
      }
      return found
    }
    let first = Self.ask(desk, contact)
    let second = Self.ask(desk, other)
    #expect(list(nil) == [2, 1] && list(.asked) == [2, 1] && list(nil, of: contact) == [1])
    Self.propose(desk, first, [8: "K"])
    #expect(list(.asked) == [2] && list(.proposed) == [1] && book.lookupCount(.proposed) == 1)
    let third = Self.ask(desk, contact)
    #expect(book[first].state.name == .replaced && book[first].match == nil && list(nil) == [3, 2])
    Self.propose(desk, third, [8: "K"])
    desk.apply(.lookup(third, of: contact, .rejected))
    desk.apply(.lookup(second, of: other, .failed(reason: "down")))
    #expect(book.lastFailedLookup == second && book[other].validation.lastLookupOk == false)
    #expect(list(.rejected) == [3] && list(.asked, of: other) == [] && list(.failed, of: other) == [2])
    _ = Self.ask(desk, contact)
    #expect(book[third].state.name == .rejected && book[third].match?.values.isEmpty == true && list(nil) == [4, 2])
  }

  /// A confirmed match moves who is linked, and who is in which group.
  @Test func linksAndGroupsFollow() {
    let (desk, contact) = Self.desk()
    let book = desk.book
    let other = desk.contact(name: "Ben")
    var settings = book.settings
    settings.matchingAttribute = 1
    desk.apply(book.settingsChange(to: settings))
    let isGold = Condition(.attribute(9), .is, .one(.text("gold")))
    let group = Group.Definition(name: "G", match: .all, conditions: [isGold], isPrioritized: true, teams: [])
    desk.apply(.group(GroupNumber(1), .defined(id: "gold", group)))
    desk.set(other, 1, .text("mira@example.com"), by: Self.agent)
    let first = desk.open(other, .sms)
    let conversation = desk.open(contact, .x)
    desk.inbound(first, at: 1, identity: nil)
    desk.inbound(conversation, at: 2)
    var order: [ConversationID] {
      var found: [ConversationID] = []
      book.waiting(for: nil, after: nil) { id, _ in
        found.append(id)
        return true
      }
      return found
    }
    #expect(book.links(of: contact).contacts == [] && order == [first, conversation])
    let id = Self.ask(desk, contact)
    Self.propose(desk, id, [1: "mira@example.com", 9: "gold"])
    #expect(book.links(of: contact).contacts == [] && order == [first, conversation])
    Self.confirm(desk, id)
    #expect(book.links(of: contact).contacts == [other] && order == [conversation, first])
    #expect(book.isMember(contact, of: GroupNumber(1)))
  }
}
