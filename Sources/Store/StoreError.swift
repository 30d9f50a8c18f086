public import ChangeLog
import Disk

/// Why a store cannot be opened, or cannot go on.
public enum StoreError: Error, CustomStringConvertible {
  /// Other processes have the folder open, and do not let this one in; their ids, where they could be read.
  case inUse(folder: String, pids: [Int32])
  /// Another process held the write lock for too long; its id, where it is known.
  case lockTimeout(pid: Int32?)
  /// A process of another machine or version, or one that does not see this one's memory, has the folder open.
  case foreign(folder: String)
  /// Another user, of this id, owns the folder: what this process made there, that user could not read.
  case otherUser(folder: String, owner: UInt32)
  /// There is no desk in the folder, or no folder, and none is to be made.
  case noDesk(folder: String, isThere: Bool)
  /// The desk that is there cannot be read.
  case open(ChangeLogError)
  /// What is needed cannot be made.
  case create(ChangeLogError)
  /// A change cannot be written.
  case write(ChangeLogError)

  /// The exit code of a process that ends for this reason, as `sysexits` has them.
  public var exitCode: Int32 {
    switch self {
    case .noDesk: 66
    case .inUse, .lockTimeout, .foreign: 75
    case .open(.disk), .write(.disk): Self.exitCodeOfWrites
    case .otherUser, .create(.disk): 73
    case .open, .create, .write: 65
    }
  }

  /// The exit code of a process whose last change could not be kept.
  public static let exitCodeOfWrites: Int32 = 74

  /// What is wrong.
  public var description: String {
    switch self {
    case .inUse(let folder, let pids):
      "\(folder) is open in \(pids.count > 1 ? "other processes" : "another process")\(Self.list(pids))"
    case .lockTimeout(let pid):
      "timed out waiting for \(pid.map { "process \($0), which" } ?? "the process that") holds the write lock"
    case .foreign(let folder): "\(folder) is open in a process of another machine or version, or its lock was replaced"
    case .otherUser(let folder, let owner):
      "\(folder) belongs to another user, of the id \(owner), and a desk is one user's"
    case .noDesk(let folder, isThere: true): "there is no desk in \(folder): neither a journal nor a snapshot"
    case .noDesk(let folder, isThere: false): "there is no folder \(folder)"
    case .open(.disk(let error)): "the desk cannot be read: \(error)"
    case .create(.disk(let error)): "the folder cannot be used: \(error)"
    case .open(let error), .create(let error), .write(let error): "\(error)"
    }
  }

  /// What to do about it, in a sentence without its full stop.
  public var advice: String {
    switch self {
    case .inUse, .foreign: "End the other process, or name another folder"
    case .lockTimeout: "Let it go on if it was stopped, or end it, and send the call again"
    case .otherUser: "Run contactdesk as that user, or name another folder with --data"
    case .noDesk:
      "Name the desk's folder with --data; contactdesk serve and calls that change something make a new desk"
    case .create(.disk(let error)) where error.isNoPath:
      "Something on the way to the folder is no folder: name another one with --data"
    case .open(let error), .create(let error), .write(let error): error.advice
    }
  }

  private static func list(_ pids: [Int32]) -> String {
    pids.isEmpty ? "" : " (\(pids.map { String($0) }.joined(separator: ", ")))"
  }
}
