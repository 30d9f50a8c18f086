public import Tables

/// A person whom the desk talks with.
public struct Contact: Sendable {
  /// The id.
  public let id: ContactID
  /// The name that the team gave, or the display name of the first message; a contact with identities may have none.
  public internal(set) var name: String?
  /// Whether the team took the name away: then no network gives the contact one.
  var isNameRemoved = false
  /// Whether the contact takes the display name that a network gives.
  public var takesName: Bool { name == nil && !isNameRemoved }
  /// The contact on networks, in the order of becoming known.
  public internal(set) var identities: [Identity]
  /// Identities that were taken away. What they wrote stays in the history, and so does who wrote it.
  public internal(set) var formerIdentities = FormerIdentities.none
  /// How many identities it ever had: their numbers are never reused for others.
  public internal(set) var identitiesMade: Int
  /// The values, ordered by definition; within one by arrival. Some may be of definitions that were removed since.
  public internal(set) var values: [AttributeValue] = []
  /// The book's `definitionsRemoved` when no value was of a definition that is gone.
  var definitionsRemoved = 0
  /// The team's labels, in the order given; no two of the same scalars.
  public internal(set) var labels: [String]
  /// True where the team wants to hear no more.
  public internal(set) var isBlocked = false
  /// What the CRM said.
  public internal(set) var validation = Validation()
  /// The latest look-up of it in the CRM.
  public internal(set) var latestLookup: LookupID?
  /// Set while the contact is a VIP.
  public internal(set) var vip: Vip?
  /// Conversations, messages and notes, counted.
  public internal(set) var counts = Counts()
  /// The channels with conversations, in the order of the first.
  public internal(set) var channels: [ChannelHistory] = []
  /// Where the latest inbound message stands, and the number of the identity that wrote it.
  public internal(set) var latestInbound: (position: RunIndex.Position, identity: Int)?
  /// When the contact became known.
  public let createdAt: Timestamp
  /// When `version` moved last.
  public internal(set) var updatedAt: Timestamp
  /// The `seq` of the last change of name, identities, labels, blocked, values, VIP or validation.
  public internal(set) var version: Int

  /// How much there is of each.
  public struct Counts: Sendable {
    /// Conversations.
    public internal(set) var conversations = 0
    /// Conversations not resolved.
    public internal(set) var open = 0
    /// Messages in them.
    public internal(set) var messages = 0
    /// Notes on the contact and on the conversations.
    public internal(set) var notes = 0
  }

  /// What there is on one channel.
  public struct ChannelHistory: Sendable {
    /// The channel.
    public let channel: ChannelNumber
    /// How many conversations there are.
    public internal(set) var conversations = 0
    /// The one that was opened last.
    public internal(set) var latest: ConversationID
    /// The numbers of those not resolved.
    public internal(set) var open = NumberSet()
    /// Messages.
    public internal(set) var messages = 0

    /// Counts what another contact has there, too.
    public mutating func add(_ other: ChannelHistory) {
      conversations += other.conversations
      messages += other.messages
    }
  }

  /// What a team says of a contact by hand.
  public struct Details: Sendable {
    /// The name; nil only of a contact with an identity.
    public var name: String?
    /// The labels, no two of the same scalars.
    public var labels: [String]
    /// True where the team wants to hear no more.
    public var isBlocked: Bool

    /// All three.
    public init(name: String?, labels: [String], isBlocked: Bool) {
      self.name = name
      self.labels = labels
      self.isBlocked = isBlocked
    }

    /// One of them.
    public enum Field: String, CaseIterable, Sendable {
      case name
      case labels
      case blocked
    }

    /// Those that are not the same in `other`, by scalars.
    public func fieldsDiffering(from other: Details) -> [Field] {
      Field.allCases.filter { field in
        switch field {
        case .name: !name.sameScalars(as: other.name)
        case .labels: !labels.elementsEqual(other.labels) { $0.sameScalars(as: $1) }
        case .blocked: isBlocked != other.isBlocked
        }
      }
    }
  }

  /// What the team says of it now.
  public var details: Details { Details(name: name, labels: labels, isBlocked: isBlocked) }

  /// The identity with this number, if it is still there.
  public func identity(numbered number: Int) -> Identity? { identities.first { $0.number == number } }

  /// The identity with this number, whether it is still there or was taken away.
  public func author(numbered number: Int) -> Identity? {
    identity(numbered: number) ?? formerIdentities[number]
  }

  /// The number that an identity gets when it is added: its own if it was this contact's before, so that what it wrote
  /// is its own again; else the next one.
  public func number(forAdding profile: Identity.Profile) -> Int {
    formerIdentities.number(of: profile) ?? identitiesMade + 1
  }

  /// The index of the identity that the card shows: behind the conversation that it is seen from, else behind the
  /// latest inbound message, else the first. Nil of a contact with no identity.
  ///
  /// An identity that was taken away is behind nothing any more. A conversation that nobody is behind, since nobody
  /// wrote in it yet or who did was taken away, has the first on its network, else the first.
  public func indexShown(from conversation: Conversation?, on network: Network?) -> Int? {
    let latest = conversation == nil ? latestInbound : conversation?.latestInbound
    if let latest, let index = identities.firstIndex(where: { $0.number == latest.identity }) { return index }
    if conversation != nil, let index = identities.firstIndex(where: { $0.network == network }) { return index }
    return identities.isEmpty ? nil : 0
  }

  /// The number of the identity that the card shows where no conversation is seen from.
  @inline(__always)
  public var numberShown: Int? {
    guard let index = indexShown(from: nil, on: nil) else { return nil }
    return identities[index].number
  }

  /// The index of the value of a definition to show: the highest source; of channel values only those of the identity
  /// shown.
  public func effectiveIndex(of definition: Int, shown: Int?) -> Int? { highest(definition, shown, below: nil) }

  /// The same, of the sources below one alone.
  func effectiveIndex(of definition: Int, shown: Int?, below source: AttributeValue.Source) -> Int? {
    highest(definition, shown, below: source)
  }

  /// In each of the two by itself: cards ask twenty times.
  @inline(__always)
  private func highest(_ definition: Int, _ shown: Int?, below source: AttributeValue.Source?) -> Int? {
    var best: Int?
    if values.count <= AttributeValue.fewMax {
      for index in values.indices where values[index].definition == definition {
        if isShown(index, shown: shown, insteadOf: best, below: source) { best = index }
      }
    } else {
      for index in values.indices(of: definition) {
        if isShown(index, shown: shown, insteadOf: best, below: source) { best = index }
      }
    }
    return best
  }

  @inline(__always)
  private func isShown(
    _ index: Int, shown: Int?, insteadOf best: Int?, below source: AttributeValue.Source?
  ) -> Bool {
    if let source, values[index].source >= source { return false }
    if case .channel(_, let identity) = values[index].setter, identity != shown { return false }
    if let best, values[best].source > values[index].source { return false }
    return true
  }

  /// The value that a setter of this kind would replace.
  public func value(of definition: Int, from setter: AttributeValue.Setter) -> AttributeValue? {
    let few = values.count <= AttributeValue.fewMax
    for index in few ? values.indices : values.indices(of: definition)
    where values[index].definition == definition && values[index].isInPlace(of: setter) {
      return values[index]
    }
    return nil
  }
}

extension AttributeValue {
  /// True if a value from `setter` replaces this one: the same source, and from channels the same identity.
  func isInPlace(of setter: Setter) -> Bool {
    switch (self.setter, setter) {
    case (.agent, .agent), (.crm, .crm): true
    case (.channel(_, let a), .channel(_, let b)): a == b
    default: false
    }
  }
}

/// A contact on one network.
public struct Identity: Sendable {
  /// The number within its contact, from 1, never reused.
  public let number: Int
  /// What is known of the person there.
  public internal(set) var profile: Profile

  /// The network.
  public var network: Network { profile.network }

  /// What a network tells of a person. (`network`, `externalId`) is unique over all contacts, however it is spelled.
  public struct Profile: Sendable {
    /// The network.
    public let network: Network
    /// The network's own id of the person.
    public let externalId: String
    /// The name in the network's addresses, such as `mira.k`.
    public let handle: String?
    /// The name that the person shows there.
    public let displayName: String?
    /// The address of the picture.
    public let pictureUrl: String?
    /// The address of the profile, where it was given.
    public let givenProfileUrl: String?
    /// The address of the profile: as given, or made from the network's template. Kept, since every card shows it.
    public let profileUrl: String?
    /// The form in which the network's own id is compared, where it is another. Kept, since an address takes a while to
    /// bring into it.
    private let otherForm: String?

    /// The form in which the network's own id is compared.
    public var form: String { otherForm ?? externalId }

    /// What a network tells.
    public init(
      network: Network, externalId: String, handle: String? = nil, displayName: String? = nil,
      pictureUrl: String? = nil, givenProfileUrl: String? = nil
    ) {
      self.init(
        network, externalId, form: network.comparisonForm(externalId: externalId), handle, displayName, pictureUrl,
        givenProfileUrl)
    }

    private init(
      _ network: Network, _ externalId: String, form: String, _ handle: String?, _ displayName: String?,
      _ pictureUrl: String?, _ givenProfileUrl: String?
    ) {
      self.network = network
      self.externalId = externalId
      self.handle = handle
      self.displayName = displayName
      self.pictureUrl = pictureUrl
      self.givenProfileUrl = givenProfileUrl
      otherForm = form.sameScalars(as: externalId) ? nil : form
      profileUrl = givenProfileUrl ?? network.profileURL(externalId: externalId, handle: handle)
    }

    /// This profile with what is newly told; what is not told stays, and so does a handle that is only spelled in
    /// another way.
    public func updated(with told: Profile) -> Profile {
      Profile(
        network, externalId, form: form, isSameHandle(told.handle) ? handle : told.handle ?? handle,
        told.displayName ?? displayName, told.pictureUrl ?? pictureUrl, told.givenProfileUrl ?? givenProfileUrl)
    }

    private func isSameHandle(_ other: String?) -> Bool {
      guard let handle, let other else { return false }
      return handle.sameScalars(as: other)
        || network.comparisonForm(handle: handle).sameScalars(as: network.comparisonForm(handle: other))
    }

    /// True of the same person on the same network: what makes an identity.
    public func isOfSamePerson(as other: Profile) -> Bool {
      isOf(other.network, form: other.form)
    }

    /// True of the person whose id on this network has this comparison form.
    func isOf(_ network: Network, form: String) -> Bool {
      self.network == network && self.form.sameScalars(as: form)
    }

    /// True of the same profile, by scalars.
    public func isSame(as other: Profile) -> Bool {
      network == other.network && externalId.sameScalars(as: other.externalId) && handle.sameScalars(as: other.handle)
        && displayName.sameScalars(as: other.displayName)
        && pictureUrl.sameScalars(as: other.pictureUrl) && givenProfileUrl.sameScalars(as: other.givenProfileUrl)
    }
  }
}

/// Whether the CRM knows a contact.
public struct Validation: Sendable {
  /// True once the CRM looked the contact up and the match was confirmed.
  public var isValidated = false
  /// When the CRM was asked last.
  public var lastLookupAt: Timestamp?
  /// Whether it could answer then. A failed look-up never un-validates.
  public var lastLookupOk: Bool?
  /// The name of the CRM connector.
  public var crm: String?

  /// Not validated, never looked up.
  public init() {}

  /// What confirming a customer changes of it.
  public struct Mark: Sendable {
    /// Whether the contact is validated.
    public let isValidated: Bool
    /// The name of the CRM connector.
    public let crm: String?

    /// A mark.
    public init(isValidated: Bool, crm: String?) { (self.isValidated, self.crm) = (isValidated, crm) }
  }

  /// What confirming a customer changes.
  public var mark: Mark { Mark(isValidated: isValidated, crm: crm) }
}

/// Who made a contact a VIP.
public struct Vip: Sendable {
  /// Who.
  public let promotedBy: AgentNumber
  /// When.
  public let promotedAt: Timestamp
  /// Why, if they said.
  public let reason: String?

  /// A mark.
  public init(promotedBy: AgentNumber, promotedAt: Timestamp, reason: String?) {
    (self.promotedBy, self.promotedAt, self.reason) = (promotedBy, promotedAt, reason)
  }
}
