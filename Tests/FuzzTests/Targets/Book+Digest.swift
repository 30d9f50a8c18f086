import Desk
import Tables

extension Book {
  /// Two books of the same changes have the same: of each record what moves with most changes, and what the indexes
  /// find; of one book in sixteen all that is in it, which takes a hundred times as long.
  var digest: [Int] {
    var parts = Hasher()
    parts.combine([seq, definitionsVersion, definitionsMade, sizes.agents, sizes.contacts, sizes.conversations])
    parts.combine([sizes.messages, sizes.notes])
    parts.combine([settingsVersion, agentsVersion, nextTeamNumber.number, nextChannelNumber.number])
    parts.combine([configured.channels, configured.teams])
    channels(after: 0) { number in
      parts.combine([number.number, self[number].version, conversations(on: number).count])
      return true
    }
    teams(after: 0) { number in
      parts.combine([number.number, self[number].version, agentCount(in: number)])
      return true
    }
    groups(after: 0) { number in
      parts.combine([number.number, self[number].version, disabledAttributes(of: number).count])
      return true
    }
    waiting(for: nil, after: nil) { id, position in
      parts.combine([id.number, Int(position.at)])
      return true
    }
    for definition in definitions { parts.combine([definition.number, valueCount(of: definition)]) }
    for number in 0..<sizes.contacts { combine(ContactID(number + 1), &parts) }
    for number in 0..<sizes.conversations {
      let conversation = self[ConversationID(number + 1)]
      parts.combine([conversation.version, conversation.messages, conversation.notes])
      parts.combine(conversation.quietSince.milliseconds)
      parts.combine([conversation.assignee?.number, conversation.waitingSince.map { Int($0.milliseconds) }])
      parts.combine(conversation.status)
      conversationTimelines.forward(number + 1, after: nil) { entry in
        parts.combine(entry.seq)
        return true
      }
    }
    for number in 0..<sizes.messages { parts.combine(self[MessageID(number + 1)].content.text) }
    for number in 1..<nextNoteID.number { parts.combine(self[NoteID(number)].text) }
    if seq % 16 == 0 { parts.combine(everything) }
    return [seq, parts.finalize()]
  }

  private func combine(_ id: ContactID, _ parts: inout Hasher) {
    let contact = self[id]
    parts.combine([contact.version, contact.counts.messages, contact.counts.notes, contact.counts.open])
    parts.combine([contact.name, contact.vip?.reason] + contact.labels)
    for profile in contact.identities.map(\.profile) {
      parts.combine([profile.externalId, profile.handle, profile.profileUrl])
      parts.combine(self.contact(network: profile.network, externalId: profile.externalId)?.id)
      parts.combine(profile.handle.flatMap { self.contact(network: profile.network, handle: $0)?.id })
    }
    for value in contact.values { parts.combine([value.definition, Int(value.setAt.milliseconds)]) }
    timelines.forward(id.number, after: nil) { entry in
      parts.combine([Int(entry.at), entry.seq, Int(entry.number), Int(entry.tag)])
      return true
    }
  }

  private var everything: [String] {
    let sizes = sizes
    var lines = definitions.map { "\($0)" } + (0..<sizes.agents).map { "\(self[AgentNumber($0 + 1)])" }
    lines += (0..<sizes.contacts).map { "\(self[ContactID($0 + 1)])" }
    lines += (0..<sizes.conversations).map { "\(self[ConversationID($0 + 1)])" }
    lines += (0..<sizes.messages).map { "\(self[MessageID($0 + 1)])" }
    lines += (1..<nextNoteID.number).map { "\(self[NoteID($0)])" }
    lines += ["\(settings)", "\(pendingConversations)"]
    return lines + ["\(timelines)", "\(conversationTimelines)", "\(noteTimelines)", "\(conversationNoteTimelines)"]
  }
}
