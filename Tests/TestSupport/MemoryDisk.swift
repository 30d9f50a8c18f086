public import Disk

/// A disk in memory, any call of which can fail, and which can lose its power: the twin of the system's.
///
/// It keeps apart what a process sees and what a loss of power leaves (`MemoryDisk+Content`, `MemoryDisk+Names`), so a
/// test can ask at any moment for the disk that the next process or the next boot finds (`MemoryDisk+Crash`). It knows
/// in which ways each call can fail, and what each leaves (`MemoryDisk+Failure`). And it is open to a test: files can
/// be looked at, cut and changed.
public final class MemoryDisk: Disk {
  /// What the disk is asked.
  public struct Call: Sendable, CustomStringConvertible {
    /// Counted from 1.
    public let number: Int
    /// The call, as errors name it.
    public let name: String
    /// The last component of the path.
    public let file: String
    /// How a file is opened.
    public let mode: DiskMode?

    /// For messages.
    public var description: String { "\(number): \(name)\(mode.map { " (\($0))" } ?? "") of \(file)" }
  }

  /// The files by path, as processes see them.
  public var files: [String: Content] = [:]
  /// The folders, as processes see them.
  public var folders: Set<String> = ["/"]
  /// Says with which `errno` a call fails, without having done anything; nil lets it be.
  public var fault: (Call) -> Int32? = { _ in nil }
  /// Says how a call fails; nil lets it be.
  public var failure: (Call) -> Failure? = { _ in nil }
  /// Is called before each call, with the disk as it is then.
  public var before: (Call) -> Void = { _ in }
  /// How many bytes all files may have; a write that would pass it is cut short, and the next one fails.
  public var room = Int.max
  /// How many bytes a write takes at the most.
  public var writeMax = Int.max
  /// How many bytes a read gives at the most.
  public var readMax = Int.max
  /// Every call so far.
  public private(set) var calls: [Call] = []
  /// Is called where a process waits.
  public var paused: (_ microseconds: Int) -> Void = { _ in }
  /// What the clock shows.
  public var clock: Int64 = 1_767_258_000_000

  /// What a loss of power leaves of the names.
  var safeNames = Names()
  /// What happened to names since, in order.
  var nameChanges: [NameChange] = []

  private var opened: [Int32: Content] = [:]
  private var openedFolders: [Int32: String] = [:]
  private var last: Int32 = 100
  /// The reason for which the write behind a short one fails.
  private var laterFailure: Int32?

  /// An empty disk.
  public init() {}

  /// The system's numbers of the reasons that tests use; the same on Linux and macOS.
  public static let (missing, ioError, exists, full): (Int32, Int32, Int32, Int32) = (2, 5, 17, 28)

  /// Counts a call, and throws if it fails with nothing done; else says how it is to fail when something is.
  private func note(_ name: String, _ path: String, _ mode: DiskMode? = nil) throws(DiskError) -> Failure? {
    let file = String(path.split(separator: "/").last ?? "/")
    let call = Call(number: calls.count + 1, name: name, file: file, mode: mode)
    before(call)
    calls.append(call)
    let failure = fault(call).map { Failure($0) } ?? failure(call)
    // What a sync leaves that failed is its own matter.
    if let failure, failure.effect == .nothing, name != "fdatasync" { throw DiskError(name, path, failure.code) }
    return failure
  }

  private func end(_ failure: Failure?, _ name: String, _ path: String) throws(DiskError) {
    if let failure { throw DiskError(name, path, failure.code) }
  }

  /// What an open file holds.
  func content(of file: DiskFile) -> Content? { opened[file.descriptor] }

  private func content(_ file: DiskFile) throws(DiskError) -> Content {
    guard let content = opened[file.descriptor] else { throw DiskError("closed", file.name, Self.ioError) }
    return content
  }

  /// Makes a folder.
  public func makeFolder(_ path: String) throws(DiskError) {
    let failure = try note("mkdir", path)
    let above = Self.folder(of: path)
    guard folders.contains(above) else { throw DiskError("mkdir", path, Self.missing) }
    let isNew = folders.insert(path).inserted
    if isNew { nameChanges.append(NameChange(folder: above, from: nil, to: path, content: nil)) }
    try end(failure, "mkdir", path)
  }

  /// The names in a folder.
  public func names(in folder: String) throws(DiskError) -> [String] {
    _ = try note("opendir", folder)
    guard folders.contains(folder) else { throw DiskError("opendir", folder, Self.missing) }
    return files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
  }

  /// Opens a file.
  public func open(_ path: String, _ mode: DiskMode) throws(DiskError) -> DiskFile {
    let failure = try note("open", path, mode)
    if mode == .folder {
      guard folders.contains(path) else { throw DiskError("open", path, Self.missing) }
    } else if files[path] != nil {
      guard mode != .create else { throw DiskError("open", path, Self.exists) }
    } else {
      guard mode == .create, folders.contains(Self.folder(of: path)) else {
        throw DiskError("open", path, Self.missing)
      }
      let content = Content([])
      files[path] = content
      nameChanges.append(NameChange(folder: Self.folder(of: path), from: nil, to: path, content: content))
    }
    try end(failure, "open", path)
    last += 1
    if mode == .folder { openedFolders[last] = path } else { opened[last] = files[path] }
    return DiskFile(descriptor: last, name: String(path.split(separator: "/").last ?? "/"))
  }

  /// Closes a file.
  public func close(_ file: DiskFile) {
    opened[file.descriptor]?.locks[file.descriptor] = nil
    opened[file.descriptor] = nil
    openedFolders[file.descriptor] = nil
  }

  /// What the disk says of an open file.
  public func status(of file: DiskFile) throws(DiskError) -> DiskFileStatus {
    _ = try note("fstat", file.name)
    let content = try content(file)
    return content.status(names: files.values.count { $0 === content })
  }

  /// What the disk says of a file.
  public func status(at path: String) throws(DiskError) -> DiskFileStatus {
    _ = try note("lstat", path)
    guard let content = files[path] else { throw DiskError("lstat", path, Self.missing) }
    return content.status(names: 1)
  }

  /// Cuts a file, or lengthens it by zeros.
  public func truncate(_ file: DiskFile, to size: Int) throws(DiskError) {
    let failure = try note("ftruncate", file.name)
    try content(file).resize(to: size)
    try end(failure, "ftruncate", file.name)
  }

  /// Reads what there is.
  public func read(
    _ file: DiskFile, into room: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(DiskError) -> Int {
    _ = try note("read", file.name)
    let content = try content(file)
    let count = max(0, min(room.count, content.size - offset, readMax))
    let data = max(0, min(count, content.bytes.count - offset))
    if data > 0 { room.copyBytes(from: content.bytes[offset..<offset + data]) }
    for at in data..<count { room[at] = 0 }
    return count
  }

  /// All bytes are data, and the hole at the end is none.
  public func data(in file: DiskFile, from offset: Int) throws(DiskError) -> Range<Int>? {
    _ = try note("lseek", file.name)
    let end = try content(file).bytes.count
    return offset < end ? offset..<end : nil
  }

  /// Writes what is taken.
  public func write(_ file: DiskFile, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
    if let code = laterFailure {
      laterFailure = nil
      _ = try note("write", file.name)
      throw DiskError("write", file.name, code)
    }
    let failure = try note("write", file.name)
    let content = try content(file)
    let free =
      room == .max ? .max : room - files.values.reduce(0) { $0 + $1.bytes.count } + content.bytes.count - offset
    var count = min(bytes.count, writeMax, free)
    guard count > 0 else { throw DiskError("write", file.name, Self.full) }
    let isCut = failure?.effect == .part || failure?.effect == .partFirst
    if isCut { count = max(1, count / 2) }
    content.write(UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: offset)
    if let failure, failure.effect == .partFirst {
      laterFailure = failure.code
      return count
    }
    try end(failure, "write", file.name)
    return count
  }

  /// Makes what a process sees of the file safe, or of the folder's names.
  public func sync(_ file: DiskFile) throws(DiskError) {
    let failure = try note("fdatasync", file.name)
    if let folder = openedFolders[file.descriptor] {
      syncNames(of: folder, failure?.effect)
    } else {
      try content(file).sync(failure?.effect, seed: UInt64(calls.count))
    }
    try end(failure, "fdatasync", file.name)
  }

  /// Gives a file another name.
  public func rename(_ path: String, to new: String) throws(DiskError) {
    let failure = try note("rename", new)
    guard let content = files.removeValue(forKey: path) else { throw DiskError("rename", new, Self.missing) }
    files[new] = content
    nameChanges.append(NameChange(folder: Self.folder(of: new), from: path, to: new, content: content))
    try end(failure, "rename", new)
  }

  /// Removes a name.
  public func remove(_ path: String) throws(DiskError) {
    let failure = try note("unlink", path)
    guard files.removeValue(forKey: path) != nil else { throw DiskError("unlink", path, Self.missing) }
    nameChanges.append(NameChange(folder: Self.folder(of: path), from: path, to: nil, content: nil))
    try end(failure, "unlink", path)
  }

  /// Takes the lock, if nobody has it who does not share it.
  public func lock(_ file: DiskFile, _ mode: LockMode) throws(DiskError) -> Bool {
    let failure = try note("flock", file.name)
    let content = try content(file)
    let isFree = content.locks.allSatisfy { $0.key == file.descriptor || (mode == .shared && $0.value == .shared) }
    if isFree { content.locks[file.descriptor] = mode }
    try end(failure, "flock", file.name)
    return isFree
  }

  /// Gives a lock back: the system never says no.
  public func unlock(_ file: DiskFile) { opened[file.descriptor]?.locks[file.descriptor] = nil }

  /// Maps a part of a file, as long as the file is not another one.
  public func map(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> DiskMap {
    _ = try note("mmap", file.name)
    return try content(file).map(at: offset, count: count)
  }

  /// Lets a test do what others do meanwhile.
  public func pause(microseconds: Int) { paused(microseconds) }

  /// The id of the process that this disk is the disk of.
  public var process: Int32 { 4_711 }

  /// Nobody is.
  public func isGone(_ process: Int32) -> Bool { false }

  /// Another one after each loss of power.
  public internal(set) var boot: [UInt8] = Array(1...16)

  /// The time that the test set.
  public func now() -> Int64 { clock }
}
