import Desk
import TestSupport

@testable import Store

/// Changes of every kind, with all that can be in them; not such as follow each other.
struct RandomChanges {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func change(_ tag: ChangeCoding.Tag) -> Change {
    Change(seq: 1 + random.below(1 << 40), at: time(), by: agent(), what: what(tag))
  }

  private mutating func what(_ tag: ChangeCoding.Tag) -> Change.What {
    switch tag {
    case .agentRegistered: .agentRegistered(Agent(id: text(), name: text(), role: random.pick(Role.allCases)))
    case .agentRenamed: .agentRenamed(agent(), name: text())
    case .contactNamed: .contactNamed(contact(), name: text())
    case .contactCreated:
      .contactCreated(
        contact(), name: maybe { $0.text() }, identities: list { $0.profile() }, labels: list { $0.text() })
    case .identityUpdated: .identityUpdated(contact(), identity: number(), profile())
    case .identityAdded: .identityAdded(contact(), identity: number(), profile())
    case .identityRemoved: .identityRemoved(contact(), identity: number())
    case .contactUpdated:
      .contactUpdated(
        contact(), Contact.Details(name: maybe { $0.text() }, labels: list { $0.text() }, isBlocked: random.percent(50))
      )
    case .attributesChanged:
      .attributesChanged(
        contact(), random.percent(50) ? .agent(agent()) : .channel(ChannelNumber(number()), identity: number()),
        list { ValueEdit(definition: $0.number(), content: $0.maybe { $0.value() }) })
    case .vipPromoted: .vipPromoted(contact(), reason: maybe { $0.text() })
    case .vipDemoted: .vipDemoted(contact())
    case .validationChanged: .validationChanged(contact(), validation())
    case .conversationOpened:
      .conversationOpened(
        conversation(), contact(), ChannelNumber(number()), topics: list { $0.text() }, isByHand: random.percent(50))
    case .statusChanged: .statusChanged(conversation(), random.pick(Conversation.Status.allCases))
    case .conversationAssigned: .conversationAssigned(conversation(), maybe { $0.agent() })
    case .messageRecorded:
      .messageRecorded(
        MessageID(number()), conversation(),
        random.percent(50) ? .identity(maybe { $0.number() }) : .agent(agent(), name: text()),
        toldHandle: random.percent(50), content())
    case .noteAdded:
      .noteAdded(
        NoteID(number()), contact(), maybe { $0.conversation() }, text: text(), authorName: text(),
        mentions: list { $0.agent() })
    case .noteEdited: .noteEdited(NoteID(number()), text: text(), mentions: list { $0.agent() })
    case .noteRemoved: .noteRemoved(NoteID(number()))
    case .attributeDefined: .attributeDefined(definition())
    case .definitionUpdated: .definitionUpdated(definition())
    case .definitionsReordered: .definitionsReordered(list { $0.number() })
    case .definitionRemoved: .definitionRemoved(number())
    }
  }

  private mutating func maybe<T>(_ make: (inout Self) -> T) -> T? { random.percent(50) ? make(&self) : nil }
  private mutating func list<T>(_ make: (inout Self) -> T) -> [T] { (0..<random.below(4)).map { _ in make(&self) } }
  private mutating func number() -> Int { 1 + random.below(random.pick([100, 1 << 20, .max - 1])) }
  private mutating func agent() -> AgentNumber { AgentNumber(number()) }
  private mutating func contact() -> ContactID { ContactID(number()) }
  private mutating func conversation() -> ConversationID { ConversationID(number()) }

  private mutating func text() -> String {
    random.pick(["", "a", "Zoë", "e\u{301}", "K\u{212A}", "\u{0}\n\u{2028}", "👩‍👩‍👧", String(repeating: "ß", count: 70)])
  }

  private mutating func time() -> Timestamp {
    Timestamp(milliseconds: random.pick([0, -1, 1_767_258_000_000, .min, .max, -62_167_219_199_999]))
  }

  private mutating func profile() -> Identity.Profile {
    Identity.Profile(
      network: random.pick(Network.allCases), externalId: text(), handle: maybe { $0.text() },
      displayName: maybe { $0.text() }, pictureUrl: maybe { $0.text() }, givenProfileUrl: maybe { $0.text() })
  }

  private mutating func value() -> AttributeContent {
    switch random.below(5) {
    case 0: .text(text())
    case 1: .integer(random.pick([0, -1, .min, .max, 1 << 40]))
    case 2: .decimal(random.pick([0.1, -1e308, .leastNonzeroMagnitude, 1e17]))
    case 3: .boolean(random.percent(50))
    default: .choices(list { $0.text() })
    }
  }

  private mutating func validation() -> Validation {
    var validation = Validation()
    validation.isValidated = random.percent(50)
    validation.lastLookupAt = maybe { $0.time() }
    validation.lastLookupOk = maybe { $0.random.percent(50) }
    validation.crm = maybe { $0.text() }
    return validation
  }

  private mutating func content() -> Message.Content {
    Message.Content(
      text: text(),
      attachments: list { maker in
        Message.Attachment(url: maker.text(), mimeType: maker.maybe { $0.text() }, name: maker.maybe { $0.text() })
      },
      at: time(), externalId: maybe { $0.text() })
  }

  private mutating func definition() -> AttributeDefinition {
    AttributeDefinition(
      number: number(), key: text(), label: text(), kind: random.pick(AttributeDefinition.Kind.allCases),
      format: random.pick(AttributeFormat.allCases), options: list { $0.text() }, isEnabled: random.percent(50),
      isLookup: random.percent(50), isCRMManaged: random.percent(50), isAgentEditable: random.percent(50))
  }
}
