public import Disk

/// A process of its own over a disk in memory that others use too: with an id, descriptors and locks that end with it.
/// It can be killed at any of its calls, and any of them can fail.
public final class MemoryProcess: Disk {
  /// What it shares with the others.
  public let disk: MemoryDisk
  /// Its id.
  public let process: Int32
  /// Is called before each of its calls, counted from 1: what others do then, they do before it.
  public var step: (_ number: Int) -> Void = { _ in }
  /// Says how one of its calls fails; nil lets it be.
  public var failure: (MemoryDisk.Call) -> MemoryDisk.Failure? = { _ in nil }
  /// True where a write that it is killed at leaves its first half.
  public var leavesHalf = false
  /// How many calls it made.
  public private(set) var count = 0
  /// True once it is gone: what it does from then on has no effect.
  public private(set) var isKilled = false
  private var opened: [Int32: DiskFile] = [:]
  /// What it had open when it was killed.
  private var killedWith: [Int32: MemoryDisk.Content] = [:]

  /// A process.
  public init(_ disk: MemoryDisk, id: Int32) { (self.disk, process) = (disk, id) }

  /// Ends it, as SIGKILL does; `keeping` a file open that the system has not come to yet.
  public func kill(keeping kept: DiskFile? = nil) {
    if !isKilled { killedWith = opened.compactMapValues { disk.content(of: $0) } }
    isKilled = true
    for file in opened.values where file.descriptor != kept?.descriptor { disk.close(file) }
    opened = opened.filter { $0.key == kept?.descriptor }
  }

  /// Whether it holds the lock of a file.
  public func holdsLock(_ name: String) -> Bool {
    opened.values.contains { $0.name == name && disk.content(of: $0)?.locks[$0.descriptor] != nil }
  }

  /// The files that it has open.
  public var files: [DiskFile] { Array(opened.values) }

  private func call<R>(_ body: () throws(DiskError) -> R) throws(DiskError) -> R {
    count += 1
    step(count)
    guard !isKilled else { throw DiskError("killed", "", MemoryDisk.ioError) }
    let others = disk.failure
    disk.failure = { [self] call in others(call) ?? failure(call) }
    defer { disk.failure = others }
    return try body()
  }

  private func hold(_ file: DiskFile) -> DiskFile {
    opened[file.descriptor] = file
    return file
  }

  /// Makes a folder.
  public func makeFolder(_ path: String) throws(DiskError) {
    try call { () throws(DiskError) in try disk.makeFolder(path) }
  }

  /// The names in a folder.
  public func names(in folder: String) throws(DiskError) -> [String] {
    try call { () throws(DiskError) in try disk.names(in: folder) }
  }

  /// Opens a file.
  public func open(_ path: String, _ mode: DiskMode) throws(DiskError) -> DiskFile {
    try call { () throws(DiskError) in hold(try disk.open(path, mode)) }
  }

  /// Closes a file.
  public func close(_ file: DiskFile) {
    if opened.removeValue(forKey: file.descriptor) != nil { disk.close(file) }
  }

  /// What the disk says of an open file.
  public func status(of file: DiskFile) throws(DiskError) -> DiskFileStatus {
    try call { () throws(DiskError) in try disk.status(of: file) }
  }

  /// What the disk says of a file.
  public func status(at path: String) throws(DiskError) -> DiskFileStatus {
    try call { () throws(DiskError) in try disk.status(at: path) }
  }

  /// Cuts a file, or lengthens it by zeros.
  public func truncate(_ file: DiskFile, to size: Int) throws(DiskError) {
    try call { () throws(DiskError) in try disk.truncate(file, to: size) }
  }

  /// Reads what there is.
  public func read(
    _ file: DiskFile, into room: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(DiskError) -> Int {
    try call { () throws(DiskError) in try disk.read(file, into: room, at: offset) }
  }

  /// Asks for the holes of a file.
  public func data(in file: DiskFile, from offset: Int) throws(DiskError) -> Range<Int>? {
    try call { () throws(DiskError) in try disk.data(in: file, from: offset) }
  }

  /// Writes what is taken.
  public func write(_ file: DiskFile, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int {
    let wasThere = !isKilled
    do throws(DiskError) { return try call { () throws(DiskError) in try disk.write(file, bytes, at: offset) } } catch {
      if leavesHalf, wasThere, let content = killedWith[file.descriptor] {
        content.write(UnsafeRawBufferPointer(rebasing: bytes[..<max(1, bytes.count / 2)]), at: offset)
      }
      throw error
    }
  }

  /// Makes what all see of the file safe, or of the folder's names.
  public func sync(_ file: DiskFile) throws(DiskError) {
    try call { () throws(DiskError) in try disk.sync(file) }
  }

  /// Gives a file another name.
  public func rename(_ path: String, to new: String) throws(DiskError) {
    try call { () throws(DiskError) in try disk.rename(path, to: new) }
  }

  /// Removes a name.
  public func remove(_ path: String) throws(DiskError) {
    try call { () throws(DiskError) in try disk.remove(path) }
  }

  /// Takes the lock, if nobody has it who does not share it.
  public func lock(_ file: DiskFile, _ mode: LockMode) throws(DiskError) -> Bool {
    try call { () throws(DiskError) in try disk.lock(file, mode) }
  }

  /// Gives a lock back.
  public func unlock(_ file: DiskFile) {
    if !isKilled { disk.unlock(file) }
  }

  /// Maps a part of a file.
  public func map(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> DiskMap {
    try call { () throws(DiskError) in try disk.map(file, at: offset, count: count) }
  }

  /// Lets a test do what others do meanwhile.
  public func pause(microseconds: Int) { disk.pause(microseconds: microseconds) }

  /// Nobody is.
  public func isGone(_ process: Int32) -> Bool { false }

  /// That of the disk.
  public var boot: [UInt8] { disk.boot }

  /// The time that the test set.
  public func now() -> Int64 { disk.now() }
}
