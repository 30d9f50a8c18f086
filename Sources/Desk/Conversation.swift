public import Tables

/// A conversation with a contact on one channel.
public struct Conversation: Sendable {
  /// Where a conversation stands.
  public enum Status: String, CaseIterable, Sendable {
    /// The contact wrote last and waits.
    case new
    /// The desk wrote last, or opened it.
    case pending
    /// Done.
    case resolved

    /// The number of the status's set among those of all conversations, from 1.
    var setNumber: Int {
      switch self {
      case .new: 1
      case .pending: 2
      case .resolved: 3
      }
    }
  }

  /// The id.
  public let id: ConversationID
  /// With whom.
  public let contact: ContactID
  /// On which channel.
  public let channel: ChannelNumber
  /// When it was opened.
  public let openedAt: Timestamp
  /// What it is about, as whoever opened it said.
  public let topics: [String]
  /// Where it stands.
  public internal(set) var status: Status
  /// Who works on it; nobody on a resolved one.
  public internal(set) var assignee: AgentNumber?
  /// The `at` of the oldest inbound message not yet answered. Answering goes by arrival.
  public internal(set) var waitingSince: Timestamp?
  /// Where the latest inbound message stands, and the number of the identity that wrote it.
  public internal(set) var latestInbound: (position: RunIndex.Position, identity: Int)?
  /// The number of the identity whose messages here are known by their channel's ids under the sender alone.
  var firstSender: Int?
  /// Since when nothing was heard of in it: the later of its last message's `at` and recording, or when somebody opened
  /// it or put it into `pending`, if that was after it. Imported messages do not count.
  public internal(set) var quietSince: Timestamp
  /// The message with the latest `at`; of several the one that was recorded last.
  public internal(set) var latestMessage: MessageID?
  /// How many messages there are in it.
  public internal(set) var messages = 0
  /// How many notes stand on it.
  public internal(set) var notes = 0
  /// The `seq` of the last change to it. Notes have versions of their own.
  public internal(set) var version: Int

  /// Its entry among those in `pending`, while it is one.
  var quietEntry: RunIndex.Entry {
    RunIndex.Entry(at: quietSince.milliseconds, seq: id.number, number: id.number, tag: 0)
  }
}

/// One message of a conversation.
public struct Message: Sendable {
  /// Who wrote to whom.
  public enum Direction: String, CaseIterable, Sendable {
    /// The contact to the desk.
    case inbound
    /// The desk to the contact.
    case outbound
  }

  /// Who wrote it.
  public enum Author: Sendable {
    /// The contact, as the identity with this number; nil of a contact with no identity.
    case identity(Int?)
    /// An agent, whose name stays as it was.
    case agent(AgentNumber, name: String)
  }

  /// A file that came with a message; only its address is kept.
  public struct Attachment: Sendable {
    /// Where it is.
    public let url: String
    /// Its media type, such as `image/png`.
    public let mimeType: String?
    /// Its file name.
    public let name: String?

    /// A file.
    public init(url: String, mimeType: String?, name: String?) {
      self.url = url
      self.mimeType = mimeType
      self.name = name
    }
  }

  /// What is said of a message when it is recorded.
  public struct Content: Sendable {
    /// The text; empty only with attachments.
    public let text: String
    /// Files.
    public let attachments: [Attachment]
    /// When it was written.
    public let at: Timestamp
    /// The channel's own id of it: recording the same one again changes nothing.
    public let externalId: String?

    /// A message's content.
    public init(text: String, attachments: [Attachment], at: Timestamp, externalId: String?) {
      self.text = text
      self.attachments = attachments
      self.at = at
      self.externalId = externalId
    }
  }

  /// The id.
  public let id: MessageID
  /// The conversation it belongs to.
  public let conversation: ConversationID
  /// Who wrote it.
  public let author: Author
  /// What it says.
  public let content: Content

  /// Who wrote to whom.
  public var direction: Direction {
    switch author {
    case .identity: .inbound
    case .agent: .outbound
    }
  }
}
