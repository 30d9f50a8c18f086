import Disk

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension MemoryDisk {
  /// A way in which a call fails.
  public struct Failure: Sendable, CustomStringConvertible {
    /// What the call did before it failed.
    public enum Effect: Sendable {
      /// Nothing. A sync: nothing was written, and nobody writes it any more.
      case nothing
      /// A part: half of the bytes, some of the blocks, the first of the names.
      case part
      /// Half of the bytes were written, and that is what the call tells; the next write fails.
      case partFirst
      /// All of it. Yet it says that it failed.
      case whole
      /// A sync that wrote nothing; and what processes see is what is on the disk.
      case undone
    }

    /// The `errno`.
    public let code: Int32
    /// What was done.
    public let effect: Effect

    /// A way to fail.
    public init(_ code: Int32, _ effect: Effect = .nothing) { (self.code, self.effect) = (code, effect) }

    /// For messages.
    public var description: String { "\(effect) done, errno \(code)" }
  }
}

extension MemoryDisk.Call {
  /// All the ways in which this call can fail, by what the system's manual says and by what disks were seen to do.
  public var ways: [MemoryDisk.Failure] {
    let nothing = reasons.map { MemoryDisk.Failure($0) }
    switch name {
    case "write": return nothing + [.init(EIO, .part), .init(ENOSPC, .partFirst), .init(EIO, .whole)]
    case "fdatasync": return nothing + [.init(EIO, .part), .init(EIO, .whole), .init(EIO, .undone)]
    case "mkdir", "rename", "unlink", "flock", "ftruncate": return nothing + [.init(EIO, .whole)]
    // The file is made, and its mode cannot be set.
    case "open" where mode == .create: return nothing + [.init(EPERM, .whole)]
    default: return nothing
    }
  }

  private var reasons: [Int32] {
    switch name {
    case "mkdir": [EIO, EACCES, ENOSPC, EDQUOT, EROFS, ENOENT]
    case "opendir": [EIO, EMFILE, ENFILE, EACCES, ENOENT]
    case "open":
      switch mode {
      case .create: [EIO, ENOSPC, EDQUOT, EROFS, EACCES, EMFILE, ENFILE, ENOENT]
      case .change: [EIO, EROFS, EACCES, EMFILE, ENFILE, ENOENT]
      // A folder that this user may not list was not made by them, so its names were there before.
      case .folder: [EIO, EMFILE, ENFILE, ENOENT]
      default: [EIO, EACCES, EMFILE, ENFILE, ENOENT]
      }
    case "write": [EIO, ENOSPC, EDQUOT, EFBIG, EROFS]
    case "fdatasync": [EIO, ENOSPC, EDQUOT, EROFS]
    case "rename": [EIO, ENOSPC, EDQUOT, EROFS, EACCES, ENOENT]
    case "unlink": [EIO, EROFS, EACCES, ENOENT]
    case "flock": [EIO, ENOLCK]
    case "mmap": [ENODEV, ENOMEM]
    case "lstat": [EIO, EACCES, ENOENT]
    default: [EIO]
    }
  }
}
