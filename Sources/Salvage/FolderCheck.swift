public import ChangeLog
import Desk

/// What a desk's folder holds, and what is wrong with it: a look that reads, never writes, and does not stop at damage.
///
/// Whether the folder is sound says the very code that opens it (`Recovery`). What is lost, and what can be read after
/// the damage, is found by reading every file to its end (`FileScan`).
public struct FolderCheck {
  /// Whether a desk in the folder would open.
  public enum Outcome {
    /// It would.
    case sound
    /// It would not: the first thing that is wrong.
    case refused(ChangeLogError)

    /// True if a desk in the folder would open.
    public var isSound: Bool { if case .sound = self { true } else { false } }
    /// Whether another version wrote it: that is no damage.
    public var isOfAnotherVersion: Bool {
      switch self {
      case .sound: false
      case .refused(let error): error.isOfAnotherVersion
      }
    }
  }

  /// Why there is nothing to look at.
  public enum Refusal: Error {
    /// There is no such folder.
    case noFolder
    /// Neither a journal nor a snapshot is in it.
    case noDesk
    /// The folder cannot be read.
    case unreadable(ChangeLogError)
  }

  /// What a file is.
  public enum Kind: Sendable {
    case journal, snapshot
    /// What a write that was cut short left, kept by a start.
    case torn
    /// A file that was never finished.
    case unfinished
    case lock
    /// The lock that each process with the desk open holds.
    case presence
    /// What a salvage could not read, and its list.
    case salvaged
    case unknown
  }

  /// A file of the folder.
  public struct File: Sendable {
    /// Its name, which may be any.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// The number of a journal or a snapshot; 0 of others.
    public let number: Int
    /// Its size in bytes.
    public let size: Int
    /// How many of them count; nil where that is not known.
    public let counted: Int?
    /// When it was begun, in ms since 1970; nil where its header is not sound.
    public let begun: Int64?
    /// The first and the last change that can be read in it; nil if there is none.
    public let changes: ClosedRange<Int>?
    /// How many records can be read in it.
    public let records: Int
    /// True if the desk is made from it.
    public let isUsed: Bool
  }

  /// Something that is wrong.
  public struct Finding: Sendable {
    /// The file.
    public let file: String
    /// Where in it.
    public let offset: Int
    /// How many bytes; 0 where that cannot be said.
    public let length: Int
    /// What is wrong, in words.
    public let what: String
    /// The changes that are known to be lost by it; those that another file has too are not.
    public let lost: [ClosedRange<Int>]
    /// True if more may be lost: nothing sound follows.
    public let mayBeMore: Bool
    /// Whether nothing acknowledged is lost by it, and the folder would open but for other findings.
    public let isHarmless: Bool
  }

  /// The folder.
  public let folder: String
  /// Whether it would open.
  public let outcome: Outcome
  /// All files, by kind and number.
  public internal(set) var files: [File]
  /// What is wrong, in the order of the files.
  public internal(set) var findings: [Finding]
  /// The changes that are known to be lost.
  public let lost: [ClosedRange<Int>]
  /// Whether more may be lost after the last that can be read.
  public internal(set) var mayBeMore: Bool
  /// The last change that can be read.
  public let last: Int
  /// When the folderCheck was made, in ms since 1970.
  public let made: Int64

  /// How much there is of each, where it would open.
  public internal(set) var sizes: DeskSizes?

  let scans: [FileScan]
  let plan: SalvagePlan

  /// How many placeholders a salvage may make: as many as there can have been changes in what the files hold, and some
  /// for files that are gone. What records and headers say of numbers may be forged.
  var placeholdersMax: Int {
    let (bytesPerChange, ofMissingFiles, inAll) = (32, 1 << 16, 1 << 22)
    return min(scans.reduce(ofMissingFiles) { $0 + $1.filledBytes / bytesPerChange }, inAll)
  }

  /// How many changes can be read.
  public var readable: Int { plan.segments.reduce(0) { $0 + $1.seqs.count } }

  /// What is known to be lost, in words.
  public var lostWords: String { Self.words(lost, mayBeMore: mayBeMore, last: last) }

  /// What is known to be lost by a finding, in words.
  public func words(of finding: Finding) -> String {
    Self.words(finding.lost, mayBeMore: finding.mayBeMore, last: last)
  }

  /// Such as `changes 121 to 124 are lost; 125 to 900 behind them can be read`.
  static func words(_ lost: [ClosedRange<Int>], mayBeMore: Bool, last: Int) -> String {
    var parts = lost.prefix(8).map { range in
      range.count == 1
        ? "change \(range.lowerBound) is lost" : "changes \(range.lowerBound) to \(range.upperBound) are lost"
    }
    if lost.count > 8 { parts.append("and \(lost.count - 8) more ranges") }
    if mayBeMore {
      parts.append(
        lost.last.map { $0.upperBound > last } == true
          ? "and all that may have followed" : "what may have followed change \(last) is lost")
    } else if let end = lost.last?.upperBound, end < last {
      parts.append(end + 1 == last ? "change \(last) behind can be read" : "\(end + 1) to \(last) behind can be read")
    }
    return parts.isEmpty ? "nothing is known to be lost" : parts.joined(separator: "; ")
  }
}

/// How much there is of each thing of a desk.
public struct DeskSizes: Sendable {
  /// Contacts.
  public let contacts: Int
  /// Conversations.
  public let conversations: Int
  /// Messages.
  public let messages: Int
  /// Notes that were not removed.
  public let notes: Int
  /// Agents.
  public let agents: Int
  /// Teams.
  public let teams: Int
  /// Channels, built-in ones included.
  public let channels: Int
  /// Groups.
  public let groups: Int
  /// Definitions of attributes, those that every desk starts with included.
  public let definitions: Int

  init(_ book: Book) {
    let sizes = book.sizes
    (contacts, conversations, messages) = (sizes.contacts, sizes.conversations, sizes.messages)
    (notes, agents, definitions) = (sizes.notes, sizes.agents, book.definitions.count)
    (channels, teams, groups) = book.configured
  }
}
