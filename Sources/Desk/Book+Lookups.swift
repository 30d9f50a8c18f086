import Tables

extension Book {
  /// The agent with this id.
  public func agent(id: String) -> AgentNumber? {
    agentsById.first(hash(id)) { agents[$0].id.sameScalars(as: id) }.map(AgentNumber.init)
  }

  /// The ids of the first hundred agents, to guess whom a mistyped one means.
  public var agentIds: [String] { (0..<min(agents.count, 100)).map { agents[$0 + 1].id } }

  /// The channel with this id. There are few.
  public func channel(id: String) -> ChannelNumber? {
    (1...channels.count).first { channels[$0].id.sameScalars(as: id) }.map(ChannelNumber.init)
  }

  /// The ids of all channels. There are few.
  public var channelIds: [String] { (1...channels.count).map { channels[$0].id } }

  /// The definition with this key, exactly.
  public func definition(key: String) -> AttributeDefinition? { definitions.first { $0.key.sameScalars(as: key) } }

  /// The definition whose key this is, ignoring case: no two keys differ in case alone.
  public func definition(keyIgnoringCase key: String) -> AttributeDefinition? {
    definitions.first { $0.key.lowercased() == key.lowercased() }
  }

  /// How many values of a definition there are, over all contacts and sources.
  public func valueCount(of definition: AttributeDefinition) -> Int { valueCounts[definition.number - 1] }

  /// The contact of whom a network has this id, and the number of the identity.
  public func contact(network: Network, externalId: String) -> (id: ContactID, identity: Int)? {
    var identity = 0
    let number = contactsByIdentity.first(hash(network, externalId)) { number in
      let match = contacts[number].identities.first { $0.profile.isOf(network, externalId) }
      identity = match?.number ?? 0
      return match != nil
    }
    return number.map { (ContactID($0), identity) }
  }

  /// The contact who was seen with this handle last on the network, and the number of the identity.
  public func contact(network: Network, handle: String) -> (id: ContactID, identity: Int)? {
    guard let number = handleNumber(network, handle), let owner = handles[number].holders.last else { return nil }
    return (owner.contact, owner.identity)
  }

  func handleNumber(_ network: Network, _ handle: String) -> Int? {
    handlesByName.first(hash(network, handle)) {
      handles[$0].network == network && handles[$0].handle.sameScalars(as: handle)
    }
  }

  /// The message that this channel calls so.
  public func message(channel: ChannelNumber, externalId: String) -> MessageID? {
    messagesByExternalId.first(hash(channel, externalId)) { number in
      messages[number].content.externalId.sameScalars(as: externalId)
        && conversations[messages[number].conversation.number].channel == channel
    }.map(MessageID.init)
  }

  /// The conversation in which an inbound message of this contact on this channel lands: the latest unresolved one,
  /// else the latest, else none: a new one is opened.
  public func conversationForInbound(_ contact: ContactID, _ channel: ChannelNumber) -> ConversationID? {
    guard let history = contacts[contact.number].channels.first(where: { $0.channel == channel }) else { return nil }
    return history.open.last ?? history.latest
  }

  /// Calls `body` with the contacts behind `id`, by number, until it says false: for lists that end with a page.
  public func contacts(after id: ContactID, _ body: (ContactID) -> Bool) {
    var number = id.number
    guard number < contacts.count else { return }
    number += 1
    while contacts.contains(number), body(ContactID(number)) { number += 1 }
  }

  /// The number of the identity behind a conversation; nil of a contact with no identity.
  public func identityNumberShown(in conversation: Conversation) -> Int? {
    let identities = self[conversation.contact].identities
    let index = self[conversation.contact].indexShown(from: conversation, on: self[conversation.channel].network)
    return index.map { identities[$0].number }
  }

  /// The known agents that a text mentions, each once, in the order of the text. `newcomer` is the id of an agent who
  /// is recorded only with the change that brings the text, and gets the next number.
  public func mentions(in text: String, newcomer: String? = nil) -> [AgentNumber] {
    guard Mentions.mayBe(in: text) else { return [] }
    var found: [AgentNumber] = []
    Mentions(text).forEachPlace { id in
      guard let agent = agent(meantBy: id, newcomer) else { return false }
      if !found.contains(agent) { found.append(agent) }
      return true
    }
    return found
  }

  /// The agent with this id; else the only one whose id is the same but for its case.
  private func agent(meantBy id: String, _ newcomer: String?) -> AgentNumber? {
    if let agent = agent(id: id) { return agent }
    if let newcomer, newcomer.sameScalars(as: id) { return nextAgentNumber }
    let folded = id.lowercased()
    var alike: [AgentNumber] = []
    if let newcomer, newcomer.lowercased().sameScalars(as: folded) { alike.append(nextAgentNumber) }
    _ = agentsByFoldedId.first(hash(folded)) { number in
      if agents[number].id.lowercased().sameScalars(as: folded) { alike.append(AgentNumber(number)) }
      return alike.count > 1
    }
    return alike.count == 1 ? alike.first : nil
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

  func hash(_ channel: ChannelNumber, _ externalId: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(UInt64(channel.number))
    hash.combine(externalId)
    return hash.value
  }
}
