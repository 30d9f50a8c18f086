import Desk
import TestSupport

@testable import ChangeLog
@testable import Store

/// Changes of every kind, with all that can be in them; not such as follow each other.
struct RandomChanges {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// Every case of every noun.
  enum Case: CustomStringConvertible {
    case agent(ChangeCoding.AgentCase)
    case contact(ChangeCoding.ContactCase)
    case conversation(ChangeCoding.ConversationCase)
    case note(ChangeCoding.NoteCase)
    case schema(ChangeCoding.SchemaCase)
    case team(ChangeCoding.TeamCase)
    case channel(ChangeCoding.ChannelCase)
    case settings(ChangeCoding.SettingsCase)
    case group(ChangeCoding.GroupCase)
    case lookup(ChangeCoding.LookupCase)
    case erased

    static let allCases: [Case] =
      ChangeCoding.AgentCase.allCases.map(Case.agent) + ChangeCoding.ContactCase.allCases.map(Case.contact)
      + ChangeCoding.ConversationCase.allCases.map(Case.conversation) + ChangeCoding.NoteCase.allCases.map(Case.note)
      + ChangeCoding.SchemaCase.allCases.map(Case.schema) + ChangeCoding.TeamCase.allCases.map(Case.team)
      + ChangeCoding.ChannelCase.allCases.map(Case.channel) + ChangeCoding.SettingsCase.allCases.map(Case.settings)
      + ChangeCoding.GroupCase.allCases.map(Case.group) + ChangeCoding.LookupCase.allCases.map(Case.lookup)
      + [.erased]

    static let numbers: [[UInt8]] = [
      ChangeCoding.AgentCase.allCases.map(\.rawValue), ChangeCoding.ContactCase.allCases.map(\.rawValue),
      ChangeCoding.ConversationCase.allCases.map(\.rawValue), ChangeCoding.NoteCase.allCases.map(\.rawValue),
      ChangeCoding.SchemaCase.allCases.map(\.rawValue), ChangeCoding.TeamCase.allCases.map(\.rawValue),
      ChangeCoding.ChannelCase.allCases.map(\.rawValue), ChangeCoding.SettingsCase.allCases.map(\.rawValue),
      ChangeCoding.GroupCase.allCases.map(\.rawValue), ChangeCoding.LookupCase.allCases.map(\.rawValue),
    ]

    var description: String {
      switch self {
      case .agent(let kind): "agent(\(kind))"
      case .contact(let kind): "contact(\(kind))"
      case .conversation(let kind): "conversation(\(kind))"
      case .note(let kind): "note(\(kind))"
      case .schema(let kind): "schema(\(kind))"
      case .team(let kind): "team(\(kind))"
      case .channel(let kind): "channel(\(kind))"
      case .settings(let kind): "settings(\(kind))"
      case .group(let kind): "group(\(kind))"
      case .lookup(let kind): "lookup(\(kind))"
      case .erased: "erased"
      }
    }
  }

  mutating func change(_ kind: Case) -> Change {
    Change(
      seq: 1 + random.below(1 << 40), at: time(), by: random.percent(10) ? .desk : agent(), cause: cause(),
      what: what(kind))
  }

  private mutating func cause() -> Change.Cause {
    random.pick([.call, .undo(of: number()), .rule(.autoResolve), .rule(.retention), .connector, .importing])
  }

  private mutating func what(_ kind: Case) -> Change.What {
    switch kind {
    case .agent(let kind): .agent(agent(), agentChange(kind))
    case .contact(let kind): .contact(contact(), contactChange(kind))
    case .conversation(let kind): .conversation(conversation(), of: contact(), conversationChange(kind))
    case .note(let kind): .note(NoteID(number()), of: contact(), noteChange(kind))
    case .schema(let kind): .schema(schemaChange(kind))
    case .team(let kind): .team(TeamNumber(number()), teamChange(kind))
    case .channel(let kind): .channel(ChannelNumber(number()), channelChange(kind))
    case .settings(let kind): .settings(settingsChange(kind))
    case .group(let kind): .group(GroupNumber(number()), groupChange(kind))
    case .lookup(let kind): .lookup(LookupID(number()), of: contact(), lookupChange(kind))
    case .erased: .erased(Erased(contact: contact(), made: made(), fill: random.below(3) * random.below(200)))
    }
  }

  private mutating func made() -> Change.Made {
    random.pick([
      .nothing, .contact(identities: random.below(4)), .identity(number()), .note(NoteID(number())),
      .lookup(LookupID(number())),
      .conversation(conversation(), ChannelNumber(number()), random.pick(Opening.allCases)),
      .message(MessageID(number()), conversation()),
    ])
  }

  private mutating func agentChange(_ kind: ChangeCoding.AgentCase) -> AgentChange {
    switch kind {
    case .recorded: .recorded(id: text(), name: text(), role: random.pick(Role.allCases))
    case .renamed: .renamed(edit { $0.text() })
    case .defined: .defined(id: text(), agentDetails())
    case .updated: .updated(edit { $0.agentDetails() }, letGo: list { $0.conversation() })
    }
  }

  private mutating func agentDetails() -> Agent.Details {
    Agent.Details(
      name: text(), isNameSet: random.percent(50), role: random.pick(Role.allCases), isActive: random.percent(50),
      teams: list { TeamNumber($0.number()) })
  }

  private mutating func teamChange(_ kind: ChangeCoding.TeamCase) -> TeamChange {
    switch kind {
    case .defined: .defined(id: text(), name: text())
    case .renamed: .renamed(edit { $0.text() })
    case .removed: .removed(id: text(), name: text())
    }
  }

  private mutating func channelChange(_ kind: ChangeCoding.ChannelCase) -> ChannelChange {
    switch kind {
    case .defined: .defined(id: text(), name: text(), random.pick(Network.allCases))
    case .renamed: .renamed(edit { $0.text() })
    case .removed: .removed(id: text(), name: text(), random.pick(Network.allCases))
    }
  }

  private mutating func groupChange(_ kind: ChangeCoding.GroupCase) -> GroupChange {
    switch kind {
    case .defined: .defined(id: text(), groupDefinition())
    case .updated: .updated(edit { $0.groupDefinition() })
    case .removed: .removed(id: text(), groupDefinition())
    }
  }

  private mutating func groupDefinition() -> Group.Definition {
    Group.Definition(
      name: text(), match: random.pick(Group.Match.allCases), conditions: list { $0.condition() },
      isPrioritized: random.percent(50), teams: list { TeamNumber($0.number()) })
  }

  private mutating func condition() -> Condition {
    Condition(
      random.percent(20) ? .vip : .attribute(number()), random.pick(Condition.Operator.allCases),
      random.percent(30) ? .none : random.percent(50) ? .one(value()) : .many(list { $0.value() }))
  }

  private mutating func settingsChange(_ kind: ChangeCoding.SettingsCase) -> SettingsChange {
    switch kind {
    case .set: .set(edit { $0.settings() })
    case .connectorConfigured: .connectorConfigured(edit { $0.maybe { $0.connector() } })
    }
  }

  private mutating func connector() -> Connector {
    let kind: Connector.Kind =
      switch random.pick(Connector.Kind.Name.allCases) {
      case .client: .client
      case .file: .file(path: text())
      case .command: .command(argv: list { $0.text() }, timeoutMilliseconds: number())
      }
    return Connector(
      name: text(), kind: kind, matchOn: maybe { $0.list { $0.number() } }, isAutoConfirming: random.percent(50),
      isAutomatic: random.percent(50))
  }

  private mutating func lookupChange(_ kind: ChangeCoding.LookupCase) -> LookupChange {
    switch kind {
    case .asked: .asked(crm: text(), list { $0.lookupValue() })
    case .notMatched: .notMatched
    case .failed: .failed(reason: text())
    case .matched:
      .matched(
        Lookup.Match(
          customerId: text(), values: list { $0.lookupValue() },
          ignored: list { maker in
            Lookup.Ignored(key: maker.text(), reason: maker.text(), example: maker.maybe { $0.text() })
          },
          differences: list { maker in
            Lookup.Difference(
              definition: maker.number(), from: maker.maybe { $0.value() }, to: maker.maybe { $0.value() })
          }))
    case .confirmed:
      .confirmed(before: mark(), set: list { $0.valueEdit() }, cleared: list { $0.attributeValue($0.number()) })
    case .rejected: .rejected
    }
  }

  private mutating func lookupValue() -> Lookup.Value { Lookup.Value(definition: number(), content: value()) }

  private mutating func settings() -> Settings {
    var settings = Settings()
    settings.matchingAttribute = maybe { $0.number() }
    settings.isVipEnabled = random.percent(50)
    settings.autoResolveDays = maybe { $0.number() }
    settings.phoneCountry = maybe { $0.random.pick(PhoneCountry.all) }
    return settings
  }

  private mutating func contactChange(_ kind: ChangeCoding.ContactCase) -> ContactChange {
    switch kind {
    case .created:
      .created(name: maybe { $0.text() }, identities: list { $0.profile() }, labels: list { $0.text() })
    case .named: .named(text())
    case .detailsChanged: .detailsChanged(edit { $0.details() })
    case .identityAdded: .identityAdded(number(), profile(), former: maybe { $0.profile() })
    case .identityUpdated: .identityUpdated(number(), edit { $0.profile() })
    case .identityRemoved: .identityRemoved(number(), profile(), values: list { $0.attributeValue($0.number()) })
    case .attributesChanged: .attributesChanged(setter(), list { $0.valueEdit() })
    case .vipPromoted: .vipPromoted(reason: maybe { $0.text() })
    case .vipDemoted: .vipDemoted(Vip(promotedBy: agent(), promotedAt: time(), reason: maybe { $0.text() }))
    }
  }

  private mutating func conversationChange(_ kind: ChangeCoding.ConversationCase) -> ConversationChange {
    switch kind {
    case .opened: .opened(ChannelNumber(number()), topics: list { $0.text() }, by: random.pick(Opening.allCases))
    case .statusSet:
      .statusSet(
        edit { $0.random.pick(Conversation.Status.allCases) }, assignee: maybe { $0.agent() },
        waitingSince: maybe { $0.time() })
    case .assigned: .assigned(edit { $0.maybe { $0.agent() } })
    case .messageRecorded:
      .messageRecorded(MessageID(number()), author(), toldHandle: random.percent(50), content())
    case .messageImported: .messageImported(MessageID(number()), author(), content())
    }
  }

  private mutating func author() -> Message.Author {
    random.percent(50) ? .identity(maybe { $0.number() }) : .agent(agent(), name: text())
  }

  private mutating func noteChange(_ kind: ChangeCoding.NoteCase) -> NoteChange {
    switch kind {
    case .added: .added(maybe { $0.conversation() }, body(), authorName: text())
    case .edited: .edited(edit { $0.body() })
    case .removed: .removed(body())
    }
  }

  private mutating func schemaChange(_ kind: ChangeCoding.SchemaCase) -> SchemaChange {
    switch kind {
    case .defined: .defined(definition())
    case .updated: .updated(edit { $0.definition() })
    case .reordered: .reordered(edit { $0.list { $0.number() } })
    case .removed: .removed(definition(), at: random.below(500))
    }
  }

  private mutating func edit<T>(_ make: (inout Self) -> T) -> Edit<T> { Edit(make(&self), to: make(&self)) }

  private mutating func body() -> Note.Body { Note.Body(text: text(), mentions: list { $0.agent() }) }

  private mutating func details() -> Contact.Details {
    Contact.Details(name: maybe { $0.text() }, labels: list { $0.text() }, isBlocked: random.percent(50))
  }

  private mutating func setter() -> AttributeValue.Setter {
    switch random.below(3) {
    case 0: .agent(agent())
    case 1: .channel(ChannelNumber(number()), identity: number())
    default: .crm(LookupID(number()))
    }
  }

  private mutating func attributeValue(_ definition: Int) -> AttributeValue {
    AttributeValue(definition: definition, content: value(), setter: setter(), setAt: time())
  }

  private mutating func valueEdit() -> ValueEdit {
    let definition = number()
    return ValueEdit(
      definition: definition, before: maybe { $0.attributeValue(definition) }, content: maybe { $0.value() })
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

  private mutating func mark() -> Validation.Mark {
    Validation.Mark(isValidated: random.percent(50), crm: maybe { $0.text() })
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
