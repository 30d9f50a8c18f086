#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The disk of the system.
public final class SystemDisk: Disk {
  /// The disk. A file that may not grow (RLIMIT_FSIZE) is a write that fails, like a full disk: not the end.
  public init() { signal(SIGXFSZ, SIG_IGN) }

  /// Makes a folder of the owner's alone.
  public func makeFolder(_ path: String) throws(DiskError) {
    if again({ mkdir(path, 0o700) }) != 0 {
      guard errno != EEXIST else { return }
      throw DiskError("mkdir", path, errno)
    }
    // The umask may have taken bits of the owner's away, the one to read it too: then only root can open it.
    if geteuid() != 0 {
      guard again({ chmod(path, 0o700) }) == 0 else { throw DiskError("chmod", path, errno) }
      return
    }
    // Root changes nothing by a path: the user whose folder it is in could have put something else there.
    let descriptor = again { Self.systemOpen(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0) }
    guard descriptor >= 0 else { throw DiskError("open", path, errno) }
    defer { _ = Self.systemClose(descriptor) }
    var status = stat()
    guard again({ fstat(descriptor, &status) }) == 0, status.st_uid == 0 else {
      throw DiskError("mkdir", path, EPERM)
    }
    guard again({ fchmod(descriptor, 0o700) }) == 0 else { throw DiskError("fchmod", path, errno) }
    giveToOwner(descriptor, path)
  }

  private var warnings: [String] = []

  /// What the operator should know of files that were made.
  public func takeWarnings() -> [String] {
    defer { warnings = [] }
    return warnings
  }

  /// The owner of a folder that this process could write to and does not own, unless a file of the desk there is its
  /// own, or root owns the folder and lets a group write: volumes are mounted so.
  public func otherOwner(of folder: String, file: String) throws(DiskError) -> UInt32? {
    var status = stat()
    guard again({ stat(folder, &status) }) == 0 else { throw DiskError("stat", folder, errno) }
    let (user, owner) = (geteuid(), status.st_uid)
    guard user != 0, owner != user, access(folder, W_OK) == 0 else { return nil }
    if owner == 0, status.st_mode & S_IWOTH == 0 { return nil }
    return again({ lstat(file, &status) }) == 0 && status.st_uid == user ? nil : owner
  }

  /// What root makes in a folder of another user is that user's: else they could not open their own desk.
  private func giveToOwner(_ descriptor: Int32, _ path: String) {
    guard geteuid() == 0 else { return }
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    var status = stat()
    guard again({ stat(folder, &status) }) == 0, status.st_uid != 0 else { return }
    if again({ fchown(descriptor, status.st_uid, status.st_gid) }) != 0 {
      warnings.append(
        "\(DiskFile.name(of: path)) could not be given to the user \(status.st_uid), whose folder it is: "
          + "\(Self.words(errno)). Only root can open it")
    }
  }

  /// The names in a folder.
  public func names(in folder: String) throws(DiskError) -> [String] {
    guard let stream = opendir(folder) else { throw DiskError("opendir", folder, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw DiskError("readdir", folder, errno) }
        return names
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
  }

  /// Opens a file.
  public func open(_ path: String, _ mode: DiskMode) throws(DiskError) -> DiskFile {
    let flags =
      switch mode {
      case .read: O_RDONLY | O_NOFOLLOW
      case .change: O_RDWR | O_NOFOLLOW
      case .create: O_RDWR | O_NOFOLLOW | O_CREAT | O_EXCL
      case .folder: O_RDONLY | O_DIRECTORY
      }
    // What is no file in the place of one, such as a pipe, is not to be waited for.
    let descriptor = again { Self.systemOpen(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600) }
    guard descriptor >= 0 else { throw DiskError("open", path, errno) }
    let file = DiskFile(descriptor: descriptor, name: DiskFile.name(of: path))
    do throws(DiskError) {
      if mode != .folder { try expectFile(file) }
      // The umask may have taken bits of the owner's away.
      if mode == .create, again({ fchmod(descriptor, 0o600) }) != 0 { throw DiskError("fchmod", path, errno) }
    } catch {
      close(file)
      throw error
    }
    if mode == .create { giveToOwner(descriptor, path) }
    return file
  }

  private func expectFile(_ file: DiskFile) throws(DiskError) {
    var status = stat()
    guard again({ fstat(file.descriptor, &status) }) == 0 else { throw DiskError("fstat", file.name, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw DiskError("open", file.name, EINVAL) }
  }

  /// Closes a file.
  public func close(_ file: DiskFile) { _ = Self.systemClose(file.descriptor) }

  /// What the system says of an open file.
  public func status(of file: DiskFile) throws(DiskError) -> DiskFileStatus {
    guard let status = systemStatus(file.descriptor, "") else { throw DiskError("fstat", file.name, errno) }
    return status
  }

  /// What the system says of a file.
  public func status(at path: String) throws(DiskError) -> DiskFileStatus {
    guard let status = systemStatus(AT_FDCWD, path) else { throw DiskError("lstat", path, errno) }
    return status
  }

  /// Reads what there is.
  public func read(
    _ file: DiskFile, into room: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(DiskError) -> Int {
    let count = again { pread(file.descriptor, room.baseAddress, room.count, off_t(offset)) }
    guard count >= 0 else { throw DiskError("read", file.name, errno) }
    return count
  }

  /// Asks for the holes of a file.
  public func data(in file: DiskFile, from offset: Int) throws(DiskError) -> Range<Int>? {
    #if os(Linux)
    let (seekData, seekHole): (Int32, Int32) = (3, 4)
    #else
    let (seekData, seekHole): (Int32, Int32) = (4, 3)
    #endif
    let start = again { lseek(file.descriptor, off_t(offset), seekData) }
    if start < 0 && errno == ENXIO { return nil }
    let end = start < 0 ? -1 : again { lseek(file.descriptor, start, seekHole) }
    if end > start { return max(Int(start), offset)..<Int(end) }
    let size = try status(of: file).size
    return offset < size ? offset..<size : nil
  }

  /// Writes what is taken.
  public func write(_ file: DiskFile, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
    let count = again { pwrite(file.descriptor, bytes.baseAddress, bytes.count, off_t(offset)) }
    guard count > 0 else { throw DiskError("write", file.name, count == 0 ? ENOSPC : errno) }
    return count
  }

  /// Shortens or lengthens a file.
  public func truncate(_ file: DiskFile, to size: Int) throws(DiskError) {
    guard again({ ftruncate(file.descriptor, off_t(size)) }) == 0 else {
      throw DiskError("ftruncate", file.name, errno)
    }
  }

  #if os(Linux)
  /// Hands the pages of a part of a file to the disk. What fails here, fails in the sync.
  public func beginSync(_ file: DiskFile, _ range: Range<Int>) { beginWriting(file.descriptor, range) }
  #endif

  /// Waits until all is durable. On macOS `fsync` leaves it in the drive's own memory; F_FULLFSYNC does not (fsync(2)).
  public func sync(_ file: DiskFile) throws(DiskError) {
    #if os(Linux)
    guard again({ fdatasync(file.descriptor) }) == 0 else { throw DiskError("fdatasync", file.name, errno) }
    #else
    guard again({ fcntl(file.descriptor, F_FULLFSYNC) }) == 0 else { throw DiskError("sync", file.name, errno) }
    #endif
  }

  /// Gives a file another name.
  public func rename(_ path: String, to new: String) throws(DiskError) {
    guard again({ Self.systemRename(path, new) }) == 0 else { throw DiskError("rename", new, errno) }
  }

  /// Removes a name.
  public func remove(_ path: String) throws(DiskError) {
    guard again({ unlink(path) }) == 0 else { throw DiskError("unlink", path, errno) }
  }

  /// Takes the lock, without waiting for it.
  public func lock(_ file: DiskFile, _ mode: LockMode) throws(DiskError) -> Bool {
    if again({ flock(file.descriptor, (mode == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) }) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw DiskError("flock", file.name, errno) }
    return false
  }

  /// Gives a lock back.
  public func unlock(_ file: DiskFile) { _ = again { flock(file.descriptor, LOCK_UN) } }

  /// Maps a part of a file. If another program cuts the file, the file gets its size back, with zeros (`MappedFile`).
  public func map(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> DiskMap {
    guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, file.descriptor, off_t(offset)), base != MAP_FAILED else {
      throw DiskError("mmap", file.name, errno)
    }
    let place = MappedFile.watch(file.descriptor, upTo: offset + count)
    return DiskMap(UnsafeRawBufferPointer(start: base, count: count)) { bytes in
      if let place { MappedFile.unwatch(place) }
      munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
  }

  /// Waits for so long; a signal ends the wait.
  public func pause(microseconds: Int) {
    var time = timeval()
    time.tv_usec = .init(microseconds)
    _ = select(0, nil, nil, nil, &time)
  }

  /// The id of this process.
  public var process: Int32 { getpid() }

  /// True if there is no process of an id any more.
  public func isGone(_ process: Int32) -> Bool { kill(process, 0) != 0 && errno == ESRCH }

  /// The system's random id of its boot, a UUID; zeros where it cannot be read: then all boots are one.
  public lazy var boot: [UInt8] = {
    var text = [UInt8](repeating: 0, count: 64)
    #if os(Linux)
    let file = Self.systemOpen("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC, 0)
    if file >= 0 {
      _ = Glibc.read(file, &text, text.count)
      _ = Self.systemClose(file)
    }
    #else
    var count = text.count
    sysctlbyname("kern.bootsessionuuid", &text, &count, nil, 0)
    #endif
    let digits = text.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return (0..<16).map { 2 * $0 + 1 < digits.count ? UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) : 0 }
  }()

  /// The system's clock.
  public func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// The reason for what was written and does not come back.
  public static let ioError = EIO

  /// The reasons why a path leads nowhere.
  static let noPath = [ENOENT, ENOTDIR, EEXIST]
  /// The reason where a path leads through what is no folder.
  public static let noFolder = ENOTDIR
  /// The reasons why a file system keeps nobody waiting for a folder's names, or this user from it.
  public static let notOurs = [EACCES, EPERM, EINVAL, ENOTSUP]
  /// The reasons why a file can only be read.
  public static let readOnly = [EACCES, EPERM, EROFS]
  /// The reason of a file system that can only be read.
  public static let readOnlyDisk = EROFS
  /// The reason why a call's changes are too large to be kept.
  public static let tooLarge = EFBIG

  /// The reason where somebody else is at it.
  public static let busy = EBUSY
  /// The reason where there is nothing of a name.
  public static let missing = ENOENT
  /// The reason where there is something of a name already.
  public static let exists = EEXIST

  /// What the operator of the process can do about a reason.
  static func advice(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "Make room on its disk: the next change is taken then"
    case EFBIG: "Raise the limit on the size of files (ulimit -f), and start again"
    case EROFS: "Mount its disk for writing: the next change is taken then"
    case ENOENT, ENOTDIR, ESTALE:
      "The folder, or a file in it, was removed, moved or replaced: put it back, and the next change is taken"
    case EACCES, EPERM: "Give this user the right to read and to write there"
    case ELOOP, EISDIR, EINVAL: "Something that is no file of the desk has the place of one: move it away"
    case EBUSY: "Another process is at it: try again when it is done"
    case ENOLCK, ENOSYS, ENODEV, ENOTSUP:
      "Its file system cannot be shared by processes, as it has no locks or maps no files: use one on a local disk"
    case EMFILE, ENFILE: "Too many files are open: close some, or raise the limit (ulimit -n)"
    case EIO: "The disk may be failing: look at the system's log, and copy the folder to another one"
    default: "Look at the disk of the folder, and try again"
    }
  }

  /// The system's words for a reason.
  static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

  private func again<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  #if canImport(Glibc)
  private static let (systemClose, systemRename) = (Glibc.close, Glibc.rename)
  private static func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    Glibc.open(path, flags, mode)
  }
  #else
  private static let (systemClose, systemRename) = (Darwin.close, Darwin.rename)
  private static func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    Darwin.open(path, flags, mode)
  }
  #endif
}
