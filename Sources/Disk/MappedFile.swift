#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The files that are mapped. If another program cuts one, the next look at what is gone is the signal SIGBUS, which
/// would end every process that has the desk open. The handler lengthens the file again, and the look finds zeros, as
/// in a file that was emptied. It does only what is safe in a handler (POSIX.1-2017, 2.4.3). A process that may only
/// read the file ends, with one line and exit code 74.
///
/// The signal comes in the thread that looks, which is the one that maps: nothing here changes meanwhile.
enum MappedFile {
  private struct Watched {
    /// -1: a free place.
    var descriptor: Int32 = -1
    /// The file may have been closed, and the descriptor be another one's.
    var inode: UInt64 = 0
    /// All before this offset is to stay readable.
    var end = 0
  }

  /// So often a look may fail at a file that is long enough: another process lengthened it meanwhile. If it fails for
  /// another reason, such as a disk that cannot be read, that ends here.
  private static let failuresMax = 1_000
  nonisolated(unsafe) private static var failures = 0

  /// A process maps one file, and another for as long as it joins the folder of the first.
  private static let places = 8
  nonisolated(unsafe) private static let watched: UnsafeMutablePointer<Watched> = {
    let watched = UnsafeMutablePointer<Watched>.allocate(capacity: places)
    watched.initialize(repeating: Watched(), count: places)
    return watched
  }()

  /// Watches an open file until `unwatch`; nil if there is no place: then a look at a cut file ends the process.
  static func watch(_ descriptor: Int32, upTo end: Int) -> Int? {
    let watched = watched
    failures = 0
    // All that the handler uses exists by now: Swift makes a global at its first use, under a lock.
    signal(SIGBUS) { _ in
      if !MappedFile.lengthen() { MappedFile.endProcess() }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0,
      let place = (0..<places).first(where: { watched[$0].descriptor < 0 })
    else { return nil }
    watched[place] = Watched(descriptor: descriptor, inode: UInt64(status.st_ino), end: end)
    return place
  }

  /// Watches a file no more.
  static func unwatch(_ place: Int) { watched[place] = Watched() }

  /// Lengthens what was cut. False where a look would fail again.
  private static func lengthen() -> Bool {
    var place = 0
    failures += 1
    while place < places {
      let file = watched[place]
      place += 1
      var status = stat()
      guard file.descriptor >= 0, fstat(file.descriptor, &status) == 0,
        UInt64(status.st_ino) == file.inode, status.st_size < file.end
      else { continue }
      guard ftruncate(file.descriptor, off_t(file.end)) == 0 else { return false }
      failures = 0
    }
    return failures < failuresMax
  }

  private static func endProcess() -> Never {
    let line: StaticString =
      "contactdesk: the file lock of the desk cannot be read: another program cut it, or its disk fails. Start again\n"
    _ = write(2, line.utf8Start, line.utf8CodeUnitCount)
    // EX_IOERR of sysexits.
    _exit(74)
  }
}
