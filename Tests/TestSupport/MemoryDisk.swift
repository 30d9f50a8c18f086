public import Store

/// A disk in memory, any call of which can fail: the twin of the system's.
///
/// Quick, and open to a test: it can look at files, cut them, flip their bytes, and see which were synced.
public final class MemoryDisk: Disk {
  /// What the disk is asked: the number of the call, counted from 1, its name as in errors, and the file's.
  public struct Call: Sendable {
    /// Counted from 1.
    public let number: Int
    /// The call, as errors name it.
    public let name: String
    /// The last component of the path.
    public let file: String
  }

  /// A file's bytes; open files keep theirs, whatever becomes of the name.
  public final class Content {
    /// The bytes.
    public var bytes: [UInt8]
    /// True once a sync came after the last write.
    public var isSynced = true
    var isLocked = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var status: DiskFileStatus {
      DiskFileStatus(size: bytes.count, identity: [UInt64(UInt(bitPattern: ObjectIdentifier(self)))])
    }
  }

  /// The files by path.
  public var files: [String: Content] = [:]
  /// The folders.
  public var folders: Set<String> = ["/"]
  /// Says with which `errno` a call fails; nil lets it be.
  public var fault: (Call) -> Int32? = { _ in nil }
  /// How many bytes all files may have; a write that would pass it is cut short, and the next one fails.
  public var room = Int.max
  /// How many bytes a write takes at the most.
  public var writeMax = Int.max
  /// Every call so far.
  public private(set) var calls: [Call] = []
  /// What the clock shows.
  public var clock: Int64 = 1_767_258_000_000

  private var opened: [Int32: Content] = [:]
  private var last: Int32 = 100

  /// An empty disk.
  public init() {}

  /// The same files on a disk of its own, as the next process finds them: no locks, no faults.
  public func copy() -> MemoryDisk {
    let other = MemoryDisk()
    other.files = files.mapValues { Content($0.bytes) }
    other.folders = folders
    return other
  }

  /// The system's numbers of the reasons that tests use; the same on Linux and macOS.
  public static let (missing, ioError, exists, full): (Int32, Int32, Int32, Int32) = (2, 5, 17, 28)

  private func note(_ name: String, _ file: String) throws(DiskError) {
    let call = Call(number: calls.count + 1, name: name, file: String(file.split(separator: "/").last ?? "/"))
    calls.append(call)
    if let code = fault(call) { throw DiskError(name, file, code) }
  }

  private func content(_ file: DiskFile) throws(DiskError) -> Content {
    guard let content = opened[file.descriptor] else { throw DiskError("closed", file.name, Self.ioError) }
    return content
  }

  /// Makes a folder.
  public func makeFolder(_ path: String) throws(DiskError) -> Bool {
    try note("mkdir", path)
    let above = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    guard folders.contains(above.isEmpty ? "/" : String(above)) else { throw DiskError("mkdir", path, Self.missing) }
    return folders.insert(path).inserted
  }

  /// The names in a folder.
  public func names(in folder: String) throws(DiskError) -> [String] {
    try note("opendir", folder)
    return files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
  }

  /// Opens a file.
  public func open(_ path: String, _ mode: DiskMode) throws(DiskError) -> DiskFile {
    try note("open", path)
    if mode == .folder {
      guard folders.contains(path) else { throw DiskError("open", path, Self.missing) }
    } else if files[path] != nil {
      guard mode != .create else { throw DiskError("open", path, Self.exists) }
    } else {
      guard mode == .create || mode == .createIfMissing else { throw DiskError("open", path, Self.missing) }
      files[path] = Content([])
    }
    last += 1
    opened[last] = files[path] ?? Content([])
    return DiskFile(descriptor: last, name: String(path.split(separator: "/").last ?? "/"))
  }

  /// Closes a file.
  public func close(_ file: DiskFile) {
    // Only the lock's file is ever locked, and only one has it.
    if file.name == "lock" { opened[file.descriptor]?.isLocked = false }
    opened[file.descriptor] = nil
  }

  /// What the disk says of an open file.
  public func status(of file: DiskFile) throws(DiskError) -> DiskFileStatus {
    try note("fstat", file.name)
    return try content(file).status
  }

  /// What the disk says of a file.
  public func status(at path: String) throws(DiskError) -> DiskFileStatus {
    try note("lstat", path)
    guard let content = files[path] else { throw DiskError("lstat", path, Self.missing) }
    return content.status
  }

  /// Finds a file.
  public func find(_ path: String) throws(DiskError) {
    try note("access", path)
    guard files[path] != nil else { throw DiskError("access", path, Self.missing) }
  }

  /// Reads what there is.
  public func read(
    _ file: DiskFile, into room: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(DiskError) -> Int {
    try note("read", file.name)
    let bytes = try content(file).bytes
    let count = max(0, min(room.count, bytes.count - offset))
    if count > 0 { room.copyBytes(from: bytes[offset..<offset + count]) }
    return count
  }

  /// Writes what is taken.
  public func write(_ file: DiskFile, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
    try note("write", file.name)
    let content = try content(file)
    let free =
      room == .max ? .max : room - files.values.reduce(0) { $0 + $1.bytes.count } + content.bytes.count - offset
    let count = min(bytes.count, writeMax, free)
    guard count > 0 else { throw DiskError("write", file.name, Self.full) }
    if offset + count > content.bytes.count {
      content.bytes += [UInt8](repeating: 0, count: offset + count - content.bytes.count)
    }
    content.bytes.replaceSubrange(offset..<offset + count, with: bytes[..<count])
    content.isSynced = false
    return count
  }

  /// Notes that the file is safe.
  public func sync(_ file: DiskFile) throws(DiskError) {
    try note("fdatasync", file.name)
    try content(file).isSynced = true
  }

  /// Gives a file another name.
  public func rename(_ path: String, to new: String) throws(DiskError) {
    try note("rename", new)
    guard let content = files.removeValue(forKey: path) else { throw DiskError("rename", new, Self.missing) }
    files[new] = content
  }

  /// Removes a name.
  public func remove(_ path: String) throws(DiskError) {
    try note("unlink", path)
    guard files.removeValue(forKey: path) != nil else { throw DiskError("unlink", path, Self.missing) }
  }

  /// Takes the lock, if nobody has it.
  public func lock(_ file: DiskFile) throws(DiskError) -> Bool {
    try note("flock", file.name)
    let content = try content(file)
    defer { content.isLocked = true }
    return !content.isLocked
  }

  /// The time that the test set.
  public func now() -> Int64 { clock }
}
