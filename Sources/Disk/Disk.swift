/// Every call to the system that touches a file of the store goes through here, so that a test can take its place and
/// let any of them fail.
///
/// Descriptors are closed on `exec`; files are never opened through a symbolic link in their own place (O_NOFOLLOW);
/// what is made is the owner's alone (folders 0700, files 0600) whatever the process's umask; the owner is that of the
/// folder, where root makes it. Calls that a signal interrupts are made again. Offsets and sizes are in bytes.
public protocol Disk: AnyObject {
  /// Makes a folder, where there is nothing of this name.
  func makeFolder(_ path: String) throws(DiskError)
  /// The user that a folder belongs to, if that is not this process's, who could make files there all the same, and
  /// has not made the one of a path. Nil for root, whose files go to the owner of the folder, and where root owns the
  /// folder and lets a group write.
  func otherOwner(of folder: String, file: String) throws(DiskError) -> UInt32?
  /// What the operator of the process should know of files that were made since this was asked last.
  func takeWarnings() -> [String]
  /// The names in a folder, in no order.
  func names(in folder: String) throws(DiskError) -> [String]
  /// Opens a file or a folder.
  func open(_ path: String, _ mode: DiskMode) throws(DiskError) -> DiskFile
  /// Closes a file. What that might report (a write that failed late) a sync has reported before.
  func close(_ file: DiskFile)
  /// What the system says of an open file.
  func status(of file: DiskFile) throws(DiskError) -> DiskFileStatus
  /// What the system says of the file at a path, a link being itself; throws if there is none.
  func status(at path: String) throws(DiskError) -> DiskFileStatus
  /// Cuts a file, or lengthens it by zeros.
  func truncate(_ file: DiskFile, to size: Int) throws(DiskError)
  /// Reads what there is at an offset, up to the size of `room`; 0 at the end of the file.
  func read(_ file: DiskFile, into room: UnsafeMutableRawBufferPointer, at offset: Int) throws(DiskError) -> Int
  /// The next part of a file that holds data, from an offset on; nil if none follows. All else is holes, which read as
  /// zeros and take no room. If the file system does not know its holes, all up to the end is data.
  func data(in file: DiskFile, from offset: Int) throws(DiskError) -> Range<Int>?
  /// Writes at an offset; how many bytes were taken, at least one.
  func write(_ file: DiskFile, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) -> Int
  /// Lets the system begin to write a part of a file to the disk, where it offers that, and does not wait for it. A
  /// sync reports what became of it.
  func beginSync(_ file: DiskFile, _ range: Range<Int>)
  /// Returns once all that was written to the file is durable: it outlives a power loss. Of a folder: its names.
  func sync(_ file: DiskFile) throws(DiskError)
  /// Gives a file another name in the same folder, in the place of whatever had it.
  func rename(_ path: String, to new: String) throws(DiskError)
  /// Removes a file's name.
  func remove(_ path: String) throws(DiskError)
  /// Takes the lock of an open file, without waiting for it, until the file is closed or unlocked: alone, or shared;
  /// false if another process has it. A process that has it already changes from one to the other, and for a moment has
  /// neither.
  func lock(_ file: DiskFile, _ mode: LockMode) throws(DiskError) -> Bool
  /// Gives a lock back.
  func unlock(_ file: DiskFile)
  /// So many bytes of a file from an offset on, which is a multiple of 16 KiB: always as the file is now, whatever
  /// process writes to it.
  func map(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> DiskMap
  /// Waits for so long.
  func pause(microseconds: Int)
  /// The id of this process.
  var process: Int32 { get }
  /// True if there is no process of an id any more.
  func isGone(_ process: Int32) -> Bool
  /// 16 bytes that are the same until the machine is started again.
  var boot: [UInt8] { get }
  /// Milliseconds since 1970, to compute how long ago something was.
  func now() -> Int64
}

/// How a file is opened.
public enum DiskMode: Sendable {
  /// To read what is there.
  case read
  /// To read and write what is there.
  case change
  /// To write a file that must not be there yet.
  case create
  /// A folder, to sync its names.
  case folder
}

/// How a file is locked.
public enum LockMode: Sendable {
  /// By nobody else.
  case alone
  /// Together with others.
  case shared
}

/// A part of a file that is mapped, to be read, for as long as this is held.
public final class DiskMap {
  /// The bytes.
  public let bytes: UnsafeRawBufferPointer
  private let end: (UnsafeRawBufferPointer) -> Void

  /// Maps these bytes; `end` gives them back.
  public init(_ bytes: UnsafeRawBufferPointer, end: @escaping (UnsafeRawBufferPointer) -> Void) {
    (self.bytes, self.end) = (bytes, end)
  }

  deinit { end(bytes) }
}

/// An open file.
public struct DiskFile: Sendable {
  /// The descriptor.
  public let descriptor: Int32
  /// The last component of its path, for messages.
  public let name: String

  /// The last component of a path.
  static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// An open file.
  public init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }
}

/// What the system says of a file.
public struct DiskFileStatus: Sendable {
  /// Bytes that it has.
  public let size: Int
  /// What distinguishes it from all other files, whatever their names.
  public let identity: Identity
  /// How many names it has; none of a file that was removed.
  public let names: Int

  /// A device, and a number on it.
  public struct Identity: Equatable, Sendable {
    let device: UInt64
    /// The number on the device: the inode.
    public let number: UInt64

    /// A number on a device.
    public init(device: UInt64, number: UInt64) { (self.device, self.number) = (device, number) }
  }

  /// What the system says.
  public init(size: Int, identity: Identity, names: Int) {
    self.size = size
    self.identity = identity
    self.names = names
  }
}

/// A system call that failed.
public struct DiskError: Error, Equatable, CustomStringConvertible {
  /// The call.
  public let call: String
  /// The last component of the path: where the desk lies is its owner's business.
  public let name: String
  /// The system's number of the reason (`errno`).
  public let code: Int32

  /// A failure.
  public init(_ call: String, _ path: String, _ code: Int32) {
    self.call = call
    name = DiskFile.name(of: path)
    self.code = code
  }

  /// What to do about it, in a sentence without its full stop.
  public var advice: String { SystemDisk.advice(code) }

  /// Whether the path leads nowhere.
  public var isNoPath: Bool { SystemDisk.noPath.contains(code) }

  /// The call, the file and the reason in words, such as `write of journal-1: No space left on device`.
  public var description: String { "\(call) of \(name): \(SystemDisk.words(code))" }
}

extension Disk {
  /// A disk of one user.
  public func otherOwner(of folder: String, file: String) throws(DiskError) -> UInt32? { nil }

  /// None.
  public func takeWarnings() -> [String] { [] }

  /// Leaves it to the sync.
  public func beginSync(_ file: DiskFile, _ range: Range<Int>) {}

  /// Writes all bytes.
  public func writeAll(_ file: DiskFile, _ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
    var done = 0
    while done < bytes.count {
      done += try write(file, UnsafeRawBufferPointer(rebasing: bytes[done...]), at: offset + done)
    }
  }

  /// Opens a file to read and write it, and makes it where it is not there.
  public func openOrCreate(_ path: String) throws(DiskError) -> DiskFile {
    do throws(DiskError) { return try open(path, .create) } catch {
      guard error.code == SystemDisk.exists else { throw error }
      return try open(path, .change)
    }
  }

  /// Begins a file; one of this name that was never finished makes room for it.
  public func create(_ path: String) throws(DiskError) -> DiskFile {
    do throws(DiskError) { return try open(path, .create) } catch {
      guard error.code == SystemDisk.exists else { throw error }
      try remove(path)
      return try open(path, .create)
    }
  }

  /// Makes the names in a folder durable.
  public func syncFolder(_ path: String) throws(DiskError) {
    let folder = try open(path, .folder)
    defer { close(folder) }
    try sync(folder)
  }
}
