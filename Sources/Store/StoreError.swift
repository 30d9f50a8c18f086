/// Why a store cannot be opened, or cannot go on.
public enum StoreError: Error, CustomStringConvertible {
  /// Other processes have the folder open, and do not let this one in; their ids, where they could be read.
  case locked(folder: String, pids: [Int32])
  /// The process that is writing in the folder does not come to its end; its id, if it told it.
  case busy(pid: Int32?)
  /// A process of another machine or version, or one that does not see this one's memory, has the folder open.
  case foreign(folder: String)
  /// A file is not as it was written.
  case damaged(String, offset: Int, String)
  /// A file is not there: which, and how that is known.
  case missing(String, String)
  /// A later version wrote a file: which, and what in it this program does not know.
  case tooNew(String, String)
  /// An earlier version wrote a file, in a format that no released version wrote: which, and the formats.
  case tooOld(String, String)
  /// There is no desk in the folder, or no folder, and none is to be made.
  case noDesk(folder: String, isThere: Bool)
  /// What is there cannot be read.
  case unreadable(DiskError)
  /// What is needed cannot be made.
  case cannotCreate(DiskError)
  /// What was to be kept could not be written.
  case failed(DiskError)

  /// The exit code of a process that ends for this reason, as `sysexits` has them.
  public var exitCode: Int32 {
    switch self {
    case .damaged, .missing, .tooNew, .tooOld: 65
    case .noDesk: 66
    case .cannotCreate: 73
    case .failed, .unreadable: Self.exitCodeOfWrites
    case .locked, .busy, .foreign: 75
    }
  }

  /// The exit code of a process whose last change could not be kept.
  public static let exitCodeOfWrites: Int32 = 74

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .locked(let folder, let pids):
      "\(folder) is open in \(pids.count > 1 ? "other processes" : "another process")\(Self.list(pids))"
    case .busy(let pid):
      "the process that is writing in the folder does not come to an end\(Self.list(pid.map { [$0] } ?? []))"
    case .foreign(let folder): "\(folder) is open in a process of another machine or version, or its lock was replaced"
    case .damaged(let file, let offset, let what):
      "\(file) is damaged at byte \(offset): \(what). Nothing was changed"
    case .missing(let file, let reason): "\(file) is not there: \(reason). Nothing was changed"
    case .tooNew(let file, let what): "\(file) was written by a later version (\(what))"
    case .tooOld(let file, let what): "\(file) was written by a version before the first release (\(what))"
    case .noDesk(let folder, isThere: true): "there is no desk in \(folder): neither a journal nor a snapshot"
    case .noDesk(let folder, isThere: false): "there is no folder \(folder)"
    case .unreadable(let error): "the desk cannot be read: \(error)"
    case .cannotCreate(let error): "the folder cannot be used: \(error)"
    case .failed(let error): "\(error)"
    }
  }
}

extension StoreError {
  /// What to do about it, in a sentence without its full stop.
  public var advice: String {
    switch self {
    case .cannotCreate(let error) where SystemDisk.isNoPath(error.code):
      "Something on the way to the folder is no folder: name another one with --data"
    case .unreadable(let error), .cannotCreate(let error), .failed(let error): error.advice
    case .locked, .foreign: "End the other process, or name another folder"
    case .busy: "Let it go on if it was stopped, or end it, and send the call again"
    case .damaged, .missing: "contactdesk check says what is lost, and can save the rest into another folder"
    case .tooNew: "Use the version that wrote it, or a later one"
    case .tooOld: "Use the version that wrote it, or begin a new desk in another folder"
    case .noDesk:
      "Name the desk's folder with --data; contactdesk serve and calls that change something make a new desk"
    }
  }

  private static func list(_ pids: [Int32]) -> String {
    pids.isEmpty ? "" : " (\(pids.map { String($0) }.joined(separator: ", ")))"
  }

  /// True if another process is at it, and it can be tried again.
  var isBusy: Bool {
    switch self {
    case .busy: true
    case .failed(let error): error.code == SystemDisk.busy
    default: false
    }
  }

  /// What is wrong with that very file, in words; nil where something else is.
  func damage(of name: String) -> String? {
    switch self {
    case .damaged(name, let offset, let what): "\(name) is damaged at byte \(offset): \(what)"
    case .unreadable(let error) where error.name == name: "\(error)"
    default: nil
    }
  }

  /// Runs `body`, whose system calls read.
  static func reading<R>(_ body: () throws(DiskError) -> R) throws(StoreError) -> R {
    do throws(DiskError) { return try body() } catch { throw .unreadable(error) }
  }

  /// Runs `body`, whose system calls write.
  static func failing<R>(_ body: () throws(DiskError) -> R) throws(StoreError) -> R {
    do throws(DiskError) { return try body() } catch { throw .failed(error) }
  }

  /// Runs `body`, whose system calls make what is not there.
  static func creating<R>(_ body: () throws(DiskError) -> R) throws(StoreError) -> R {
    do throws(DiskError) { return try body() } catch { throw .cannotCreate(error) }
  }
}
