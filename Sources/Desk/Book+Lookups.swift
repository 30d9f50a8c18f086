import Tables

extension Book {
  /// The agent with this id.
  public func agent(id: String) -> AgentNumber? {
    agentsById.first(hash(id)) { agents[$0].id.sameScalars(as: id) }.map(AgentNumber.init)
  }

  /// The ids of the first hundred agents, to guess whom a mistyped one means.
  public var agentIds: [String] { (0..<min(agents.count, 100)).map { agents[$0 + 1].id } }

  /// The channel with this id.
  public func channel(id: String) -> ChannelNumber? { channels.number(id: id).map(ChannelNumber.init) }

  /// The ids of the first hundred channels, to guess which one a mistyped id means.
  public var channelIds: [String] { channels.firstIds }

  /// The team with this id.
  public func team(id: String) -> TeamNumber? { teams.number(id: id).map(TeamNumber.init) }

  /// The group with this id.
  public func group(id: String) -> GroupNumber? { groups.number(id: id).map(GroupNumber.init) }

  /// The ids of the first hundred groups, to guess which one a mistyped id means.
  public var groupIds: [String] { groups.firstIds }

  /// The ids of the first hundred teams, to guess which one a mistyped id means.
  public var teamIds: [String] { teams.firstIds }

  /// The definition with this key, exactly.
  public func definition(key: String) -> AttributeDefinition? { schema.place(key: key).map { definitions[$0] } }

  /// The definition with this number.
  public func definition(number: Int) -> AttributeDefinition? { schema.definition(number: number) }

  /// Bytes (UTF-8) of the options of all attributes together.
  public var optionBytes: Int { schema.optionBytes }

  /// The definition whose key this is, ignoring case: no two keys differ in case alone.
  public func definition(keyIgnoringCase key: String) -> AttributeDefinition? {
    schema.place(keyIgnoringCase: key).map { definitions[$0] }
  }

  /// How many values of a definition there are, over all contacts and sources.
  public func valueCount(of definition: AttributeDefinition) -> Int { valueCounts[definition.number - 1] }

  /// The contact of whom a network has this id, however it is spelled (`Network.comparisonForm`), and the number of the
  /// identity.
  public func contact(network: Network, externalId: String) -> (id: ContactID, identity: Int)? {
    contact(network, form: network.comparisonForm(externalId: externalId))
  }

  /// The contact who is the person of a profile, and the number of the identity.
  public func contact(of profile: Identity.Profile) -> (id: ContactID, identity: Int)? {
    contact(profile.network, form: profile.form)
  }

  private func contact(_ network: Network, form: String) -> (id: ContactID, identity: Int)? {
    var identity = 0
    let number = contactsByIdentity.first(hash(network, form)) { number in
      let match = contacts[number].identities.first { $0.profile.isOf(network, form: form) }
      identity = match?.number ?? 0
      return match != nil
    }
    return number.map { (ContactID($0), identity) }
  }

  /// The contact who was seen with this handle last on the network, however it is spelled, and the number of the
  /// identity.
  public func contact(network: Network, handle: String) -> (id: ContactID, identity: Int)? {
    guard let number = handleNumber(network, form: network.comparisonForm(handle: handle)),
      let owner = handles[number].holders.last
    else { return nil }
    return (owner.contact, owner.identity)
  }

  func handleNumber(_ network: Network, form: String) -> Int? {
    handlesByName.first(hash(network, form)) {
      handles[$0].network == network && handles[$0].form.sameScalars(as: form)
    }
  }

  /// The inbound message that a person wrote on a channel under this id of the channel's own. Networks number the
  /// messages of each person or chat anew (Telegram from 1): another person's message with the same id is another one.
  public func message(channel: ChannelNumber, from sender: Identity.Profile, externalId: String) -> MessageID? {
    let form = sender.form
    return messagesByExternalId.first(hash(channel, sender: form, externalId)) {
      isMessage($0, channel, sender: form, externalId)
    }.map(MessageID.init)
  }

  /// The first message of a direction that has this id of the channel's own in a conversation.
  public func message(
    in id: ConversationID, _ direction: Message.Direction, externalId: String
  ) -> MessageID? {
    let found = messagesByExternalId.first(hash(id, direction, externalId)) {
      isMessage($0, id, direction, externalId)
    }.map(MessageID.init)
    // Most are known under their sender alone: the first who wrote here, be it that the identity was taken away since.
    // Another sender's message with the same id is known under the conversation, and may be the later one.
    let (contact, channel) = (conversations[id.number].contact, conversations[id.number].channel)
    guard direction == .inbound, let sender = conversations[id.number].firstSender,
      let profile = contacts[contact.number].author(numbered: sender)?.profile,
      let message = message(channel: channel, from: profile, externalId: externalId),
      messages[message.number].conversation == id
    else { return found }
    guard let found, found.number < message.number else { return message }
    return found
  }

  /// Whether a message is that of a person on a channel with this id.
  func isMessage(_ number: Int, _ channel: ChannelNumber, sender form: String, _ externalId: String) -> Bool {
    messages[number].content.externalId.sameScalars(as: externalId)
      && conversations[messages[number].conversation.number].channel == channel
      && senderForm(of: messages[number], on: channels[channel.number].network)?.sameScalars(as: form) ?? false
  }

  /// Whether a message is that of a direction in a conversation with this id.
  func isMessage(
    _ number: Int, _ conversation: ConversationID, _ direction: Message.Direction, _ externalId: String
  ) -> Bool {
    messages[number].conversation == conversation && messages[number].direction == direction
      && messages[number].content.externalId.sameScalars(as: externalId)
  }

  /// The form of the id of the identity on a network that wrote a message, whether it is still there or was taken away;
  /// nil of a message that no such identity wrote.
  func senderForm(of message: borrowing Message, on network: Network) -> String? {
    guard case .identity(let number?) = message.author else { return nil }
    let contact = conversations[message.conversation.number].contact.number
    // By index, so that no identity is copied out with all its texts.
    for index in contacts[contact].identities.indices where contacts[contact].identities[index].number == number {
      guard contacts[contact].identities[index].profile.network == network else { return nil }
      return contacts[contact].identities[index].profile.form
    }
    guard let former = contacts[contact].formerIdentities[number], former.network == network else { return nil }
    return former.profile.form
  }

  /// The conversation in which an inbound message of this contact on this channel lands: the latest unresolved one,
  /// else the latest, else none: a new one is opened.
  public func conversationForInbound(_ contact: ContactID, _ channel: ChannelNumber) -> ConversationID? {
    guard let history = contacts[contact.number].channels.first(where: { $0.channel == channel }) else { return nil }
    return history.open.last.map(ConversationID.init) ?? history.latest
  }

  /// Calls `body` with the contacts behind `id`, by number, until it says false: for lists that end with a page.
  public func contacts(after id: ContactID, _ body: (ContactID) -> Bool) {
    var number = id.number
    guard number < contacts.count else { return }
    number += 1
    while contacts.contains(number), body(ContactID(number)) { number += 1 }
  }

  /// The number of the identity that an inbound message of a conversation is attributed to, where nobody says whose it
  /// is: the one that wrote there last, else the contact's first on the channel's network; nil where there is none. The
  /// author of an e-mail is nobody's Instagram identity.
  public func identityNumberWriting(in conversation: Conversation) -> Int? {
    let network = self[conversation.channel].network
    let identities = self[conversation.contact].identities
    let latest = conversation.latestInbound?.identity
    return
      (identities.first { $0.number == latest && $0.network == network } ?? identities.first { $0.network == network })?
      .number
  }

  func hash(_ id: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(id)
    return hash.value
  }

  func hash(_ network: Network, _ name: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(network.rawValue)
    hash.combine(name)
    return hash.value
  }

  func hash(_ channel: ChannelNumber, sender form: String, _ externalId: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(UInt64(channel.number))
    hash.combine(form)
    hash.combine(externalId)
    return hash.value
  }

  func hash(_ conversation: ConversationID, _ direction: Message.Direction, _ externalId: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(UInt64(conversation.number) << 1 | (direction == .inbound ? 1 : 0))
    hash.combine(externalId)
    return hash.value
  }
}
