/// What the team writes down, on a contact or on one of the conversations.
public struct Note: Sendable {
  /// The id.
  public let id: NoteID
  /// The contact it is about.
  public let contact: ContactID
  /// The conversation it stands on, if it does.
  public let conversation: ConversationID?
  /// The text.
  public let text: String
  /// Who wrote it.
  public let author: AgentNumber
  /// Their name as it was then.
  public let authorName: String
  /// When.
  public let createdAt: Timestamp
  /// The known agents that the text names as `@id`, each once, in the order of the text.
  public let mentions: [AgentNumber]
  /// The `seq` of the last change to it.
  public let version: Int

  /// The ids that a text names as `@id`: what follows an `@` that is not itself inside a word (as in an address),
  /// with each shorter form that leaves out a mark at its end, since a sentence may end behind a name.
  static func mentionCandidates(in text: String) -> [[String]] {
    var found: [[String]] = []
    var before: UInt8 = UInt8(ascii: " ")
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      defer { before = byte }
      guard byte == UInt8(ascii: "@"), !Agent.isIDByte(before) else { continue }
      var name = Substring(rest.prefix { Agent.isIDByte($0) })
      var candidates: [String] = []
      while !name.isEmpty {
        if Agent.isID(name) { candidates.append(String(name)) }
        guard let last = name.utf8.last, !PercentEncoding.isAlphanumeric(last) else { break }
        name = name.dropLast()
      }
      found.append(candidates)
    }
    return found
  }
}

/// Something that happened to a contact and is no message and no note: an entry of the history.
public struct Event: Sendable {
  /// What happened.
  public enum What: Sendable {
    /// Someone at the desk set or cleared values; the keys as they were then.
    case attributesChanged(set: [String], cleared: [String])
    /// Someone made the contact a VIP.
    case vipPromoted(reason: String?)
  }

  /// To whom.
  public let contact: ContactID
  /// By whom.
  public let by: AgentNumber
  /// Their name as it was then.
  public let byName: String
  /// When.
  public let at: Timestamp
  /// What.
  public let what: What
}

/// The number of an event in the book, from 1.
public struct EventNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
}
