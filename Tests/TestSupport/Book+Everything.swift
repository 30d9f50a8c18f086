public import Desk

extension Book {
  /// All that can be seen of it, record by record: two books of the same changes say the same.
  public var everything: [String] {
    let sizes = sizes
    var lines = ["\(seq) \(definitionsVersion) \(definitionsMade)"] + definitions.map { "\($0) \(valueCount(of: $0))" }
    lines += (0..<sizes.agents).map { "\(self[AgentNumber($0 + 1)])" }
    groups(after: 0) { number in
      lines.append("\(self[number]) \(group(id: self[number].id) == number) \(disabledAttributes(of: number))")
      return true
    }
    lines.append("\(settings) \(settingsVersion) \(nextGroupNumber) \(nextTeamNumber)")
    lines.append("\(nextChannelNumber) \(configured)")
    channels(after: 0) { number in
      lines.append("\(self[number]) \(channel(id: self[number].id) == number) \(conversations(on: number))")
      return true
    }
    waiting(for: nil, after: nil) { id, position in
      lines.append("waiting \(id) \(position)")
      return true
    }
    teams(after: 0) { number in
      waiting(for: number, after: nil) { id, position in
        lines.append("waiting for \(number) \(id) \(position)")
        return true
      }
      lines.append("\(self[number]) \(team(id: self[number].id) == number) \(agentCount(in: number))")
      return true
    }
    for number in 0..<sizes.contacts {
      let contact = self[ContactID(number + 1)]
      lines.append("\(contact)")
      for profile in contact.identities.map(\.profile) {
        lines.append("\(self.contact(network: profile.network, externalId: profile.externalId) ?? (contact.id, 0))")
        if let handle = profile.handle {
          lines.append("\(self.contact(network: profile.network, handle: handle) ?? (contact.id, 0))")
        }
      }
    }
    lines += (0..<sizes.conversations).map { "\(self[ConversationID($0 + 1)])" }
    lines += (0..<sizes.messages).map { "\(self[MessageID($0 + 1)])" }
    lines += (0..<sizes.notes).map { "\(self[NoteID($0 + 1)])" }
    return lines + ["\(timelines)", "\(conversationTimelines)", "\(noteTimelines)", "\(pendingConversations)"]
  }
}
