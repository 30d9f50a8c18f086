/// Why a store cannot be opened, or cannot go on.
public enum StoreError: Error, CustomStringConvertible {
  /// Another process has the folder open; its id, where it could be read.
  case locked(folder: String, pid: Int32?)
  /// A file is not as it was written.
  case damaged(String, offset: Int, String)
  /// A file is not there: which, and how that is known.
  case missing(String, String)
  /// A later program wrote a file: which, the formats in it, those that this program knows.
  case tooNew(String, String, String)
  /// What is there cannot be read.
  case unreadable(DiskError)
  /// What is needed cannot be made.
  case cannotCreate(DiskError)
  /// What was to be kept could not be written.
  case failed(DiskError)

  /// The exit code of a process that ends for this reason, as `sysexits` has them.
  public var exitCode: Int32 {
    switch self {
    case .damaged, .missing, .tooNew: 65
    case .cannotCreate: 73
    case .failed, .unreadable: Self.exitCodeOfWrites
    case .locked: 75
    }
  }

  /// The exit code of a process whose last change could not be kept.
  public static let exitCodeOfWrites: Int32 = 74

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .locked(let folder, let pid):
      "\(folder) is open in another process\(pid.map { " (\($0))" } ?? "")"
    case .damaged(let file, let offset, let what):
      "\(file) is damaged at byte \(offset): \(what). Nothing was changed"
    case .missing(let file, let reason): "\(file) is not there: \(reason). Nothing was changed"
    case .tooNew(let file, let found, let known):
      "\(file) was written by a later version (format \(found), this program reads \(known))"
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
    case .locked: "End the other process, or name another folder"
    case .damaged, .missing: "contactdesk check says what is lost, and can save the rest into another folder"
    case .tooNew: "Use the version that wrote it, or a later one"
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

  /// Runs `body`, whose system calls make what is not there.
  static func creating<R>(_ body: () throws(DiskError) -> R) throws(StoreError) -> R {
    do throws(DiskError) { return try body() } catch { throw .cannotCreate(error) }
  }
}
