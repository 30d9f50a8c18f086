import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The file that was mapped last. If another program cuts it, the next look at what is gone is the signal SIGBUS, which
/// would end every process that has the desk open. The handler lengthens the file again, and the look finds zeros, as
/// in a file that was emptied. It does only what is safe in a handler (POSIX.1-2017, 2.4.3).
enum MappedFile {
  private static let descriptor = Atomic<Int32>(-1)
  private static let inode = Atomic<UInt64>(0)
  private static let end = Atomic<Int>(0)

  /// Watches an open file, of which all up to `end` is to stay readable.
  static func watch(_ file: Int32, upTo end: Int) {
    var status = stat()
    guard fstat(file, &status) == 0 else { return }
    // All are touched before the handler can be: Swift makes a global at its first use, under a lock.
    descriptor.store(file, ordering: .relaxed)
    inode.store(UInt64(status.st_ino), ordering: .relaxed)
    self.end.store(end, ordering: .relaxed)
    signal(SIGBUS) { _ in
      if !MappedFile.lengthen() { MappedFile.endProcess() }
    }
  }

  /// False where there is nothing to lengthen, or it cannot be: the look would fail again.
  private static func lengthen() -> Bool {
    let (file, end) = (descriptor.load(ordering: .relaxed), end.load(ordering: .relaxed))
    var status = stat()
    // The descriptor may have been closed, and be another file's by now.
    guard fstat(file, &status) == 0, UInt64(status.st_ino) == inode.load(ordering: .relaxed), status.st_size < end
    else {
      return false
    }
    return ftruncate(file, off_t(end)) == 0
  }

  private static func endProcess() -> Never {
    let line: StaticString =
      "contactdesk: another program cut the file lock of the desk. What was acknowledged is kept: start again\n"
    _ = write(2, line.utf8Start, line.utf8CodeUnitCount)
    // EX_IOERR of sysexits.
    _exit(74)
  }
}
