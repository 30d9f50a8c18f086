public import Disk

/// Why the files of a desk cannot be read or written.
public enum ChangeLogError: Error, Equatable, CustomStringConvertible {
  /// A system call failed.
  case disk(DiskError)
  /// A file is not as it was written: from which offset in bytes on, and what is wrong.
  case corrupt(file: String, offset: Int, String)
  /// A file is not there, and how that is known.
  case missing(file: String, String)
  /// A later version wrote a file, and what in it this program does not know.
  case laterVersion(file: String, String)
  /// A version before the first release wrote a file, and which formats that has.
  case earlierVersion(file: String, String)

  /// What is wrong.
  public var description: String {
    switch self {
    case .disk(let error): "\(error)"
    case .corrupt(let file, let offset, let what):
      "\(file) is damaged at byte \(offset): \(what). Nothing was changed"
    case .missing(let file, let reason): "\(file) is not there: \(reason). Nothing was changed"
    case .laterVersion(let file, let what): "\(file) was written by a later version (\(what))"
    case .earlierVersion(let file, let what): "\(file) was written by a version before the first release (\(what))"
    }
  }

  /// What to do about it, in a sentence without its full stop.
  public var advice: String {
    switch self {
    case .disk(let error) where error.isNoPath && [LogFolder.lock, LogFolder.presence].contains(error.name):
      "Put the folder or the file back, or end all processes that have the folder open, and start again: what was "
        + "acknowledged is in the journal"
    case .disk(let error): error.advice
    case .corrupt, .missing: "contactdesk check says what is lost, and can save the rest into another folder"
    case .laterVersion: "Use the version that wrote it, or a later one"
    case .earlierVersion: "Use the version that wrote it, or begin a new desk in another folder"
    }
  }

  /// The system call that failed; nil if the files are at fault.
  public var diskError: DiskError? {
    if case .disk(let error) = self { error } else { nil }
  }

  /// Whether changes that were committed may be gone, or out of reach.
  package var mayBeLoss: Bool {
    switch self {
    case .corrupt, .missing: true
    case .disk: isNotThere
    case .laterVersion, .earlierVersion: false
    }
  }

  /// Whether a path leads to nothing.
  package var isNotThere: Bool {
    diskError.map { [SystemDisk.missing, SystemDisk.noFolder].contains($0.code) } ?? false
  }

  /// Whether a file can only be read.
  package var isReadOnly: Bool { diskError.map { SystemDisk.readOnly.contains($0.code) } ?? false }

  /// Whether another version wrote the file: that is no corruption.
  public var isOfAnotherVersion: Bool {
    switch self {
    case .laterVersion, .earlierVersion: true
    case .disk, .corrupt, .missing: false
    }
  }

  /// What is wrong with that very file, in words; nil where something else is.
  func damage(of name: String) -> String? {
    switch self {
    case .corrupt(name, let offset, let what): "\(name) is damaged at byte \(offset): \(what)"
    case .disk(let error) where error.name == name: "\(error)"
    case .disk, .corrupt, .missing, .laterVersion, .earlierVersion: nil
    }
  }
}
