#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What of a file moves when its content does.
struct FileVersion: Equatable {
  let device: UInt64
  let inode: UInt64
  let size: Int
  /// When it was written to: nanoseconds since 1970.
  let modified: Int64
  /// When it, or what the system says of it, was changed: nanoseconds since 1970. Nobody can set it.
  let changed: Int64

  fileprivate init(_ status: stat, timeStep: Int64) {
    (device, inode) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
    size = Int(status.st_size)
    #if os(Linux)
    let (modified, changed) = (status.st_mtim.nanoseconds, status.st_ctim.nanoseconds)
    #else
    let (modified, changed) = (status.st_mtimespec.nanoseconds, status.st_ctimespec.nanoseconds)
    #endif
    (self.modified, self.changed) = (modified / timeStep * timeStep, changed / timeStep * timeStep)
  }
}

/// A file that was read whole.
struct WholeFile {
  let bytes: [UInt8]
  var mark: ReadMark
}

/// What a file was when it was read.
struct ReadMark {
  private let version: FileVersion
  /// Whether a later change is sure to give the file another version. It is not while the last change is so recent that
  /// the next one could bear the same time: systems count the time of files in steps. Nor is it if the time of the
  /// change is still to come, by the clock of a file server.
  private let isSettled: Bool

  /// The steps of Linux are at most 10 ms, those of FAT 2 s.
  private static let longestStep: Int64 = 2_000_000_000

  fileprivate init(_ version: FileVersion, readAt time: Int64) {
    self.version = version
    isSettled = version.changed < time - Self.longestStep
  }

  /// Whether this may be what the file is.
  func isSame(as version: FileVersion) -> Bool { self.version == version }

  /// Whether this is what the file is, without a doubt.
  func isCertain(_ version: FileVersion) -> Bool { isSettled && isSame(as: version) }
}

/// Why a file cannot be read: the rest of a sentence that begins with its name.
struct FileFault: Error { let words: String }

/// Reads files whole, and never a half of one and a half of another.
///
/// What is written into a file in its place can be read as far as it is written: this cannot know when the writer is
/// done. A file that is renamed over the old one is always read whole.
struct FileReader {
  /// Largest file that is read, in bytes.
  static let bytesMax = 256 << 20
  /// How many times a file is read that changes meanwhile.
  static let attemptsMax = 3

  /// Nanoseconds since 1970.
  var now: () -> Int64 = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.nanoseconds
  }
  /// The times of files are rounded down to so many nanoseconds: for tests, of file systems with long steps.
  var timeStep: Int64 = 1
  /// Called between the reading of a file and the look at whether it is still the same: for tests.
  var afterReading: () -> Void = {}

  /// The version of the file at a path; throws if there is none that can be read.
  func version(of path: String) throws(FileFault) -> FileVersion {
    var status = stat()
    guard again({ stat(path, &status) }) == 0 else { throw .failed(errno) }
    return try checked(status)
  }

  /// Reads the file at a path.
  func read(_ path: String) throws(FileFault) -> WholeFile {
    for _ in 0..<Self.attemptsMax {
      if let file = try readOnce(path) { return file }
    }
    throw FileFault(
      words: "changed while it was read, \(Self.attemptsMax) times in a row: write another file and rename it over this"
    )
  }

  /// Nil if the file changed meanwhile.
  private func readOnce(_ path: String) throws(FileFault) -> WholeFile? {
    // Before anything else: to open a device could do something.
    _ = try version(of: path)
    let time = now()
    // What became a pipe by now is not to be waited for.
    let descriptor = again { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    guard descriptor >= 0 else { throw .failed(errno) }
    defer { close(descriptor) }
    let before = try version(of: descriptor)
    let bytes = try bytes(of: descriptor, count: before.size)
    afterReading()
    // The file at the path is the one that is open, and as it was when it was opened.
    guard bytes.count == before.size, try version(of: path) == before else { return nil }
    return WholeFile(bytes: bytes, mark: ReadMark(before, readAt: time))
  }

  private func version(of descriptor: Int32) throws(FileFault) -> FileVersion {
    var status = stat()
    guard again({ fstat(descriptor, &status) }) == 0 else { throw .failed(errno) }
    return try checked(status)
  }

  private func checked(_ status: stat) throws(FileFault) -> FileVersion {
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileFault(words: "is a folder; expected a file")
    default: throw FileFault(words: "is a device, a pipe or a socket; expected a file")
    }
    guard status.st_size <= Self.bytesMax else {
      throw FileFault(words: "has \(status.st_size) bytes; at most \(Self.bytesMax) are read")
    }
    return FileVersion(status, timeStep: timeStep)
  }

  /// So many bytes of a file, or as many as it has. They are copied, not mapped: if another program cut a file that is
  /// mapped, a look at it would end this process.
  private func bytes(of descriptor: Int32, count: Int) throws(FileFault) -> [UInt8] {
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      while filled < count {
        let got = again { pread(descriptor, room.baseAddress.map { $0 + filled }, count - filled, off_t(filled)) }
        guard got > 0 else {
          if got < 0 { failure = errno }
          return
        }
        filled += got
      }
    }
    if let failure { throw .failed(failure) }
    return bytes
  }

  private func again<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

extension FileFault {
  /// A call to the system failed.
  fileprivate static func failed(_ code: Int32) -> FileFault {
    FileFault(words: "cannot be read: \(String(cString: strerror(code)))")
  }
}

extension timespec {
  /// Times that 64 bits do not hold, which somebody may give a file, wrap: they are only compared.
  fileprivate var nanoseconds: Int64 { Int64(tv_sec) &* 1_000_000_000 &+ Int64(tv_nsec) }
}
