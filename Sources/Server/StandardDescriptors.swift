import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Descriptors 0 to 2, and the empty file that takes the place of stdin when a signal ends the process.
///
/// A descriptor that the parent closed is the lowest free one: the next file that is opened gets it. If that were a
/// file of the desk, answers and log lines would be written into it. So `prepare` runs before anything is opened, and
/// the process does not go on without it.
public enum StandardDescriptors {
  /// Why there is no `/dev/null`, for a person.
  public struct Fault: Error {
    /// What happened, and what to do.
    public let message: String
  }

  /// An empty file; -1 until `prepare` opened it. A handler of signals reads it, so it is no lazy global.
  private static let emptyFile = Atomic<Int32>(-1)

  /// An open file that is empty, with a descriptor above 2.
  static var emptyInput: Int32 { emptyFile.load(ordering: .relaxed) }

  /// Opens `/dev/null` in the place of each descriptor that is closed, and once more for `emptyInput`.
  ///
  /// A stdin that was closed gets a descriptor that cannot be read: it must not be taken for empty input.
  public static func prepare() throws(Fault) {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      let opened = try openNull(descriptor == 0 ? O_WRONLY : O_RDWR)
      guard opened == descriptor else {
        throw Fault(message: "descriptor \(descriptor) is closed, and /dev/null got \(opened) instead")
      }
    }
    emptyFile.store(try openNull(O_RDONLY | O_CLOEXEC), ordering: .relaxed)
  }

  /// Takes a descriptor away from its file: what is written to it fails from now on, and what is read is empty.
  public static func abandon(_ descriptor: Int32) { _ = dup2(emptyInput, descriptor) }

  /// Without waiting: opening a FIFO in the place of `/dev/null` would block until somebody writes to it.
  private static func openNull(_ flags: Int32) throws(Fault) -> Int32 {
    let descriptor = open("/dev/null", flags | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let advice =
        [EMFILE, ENFILE].contains(errno)
        ? "Raise the limit of open files (ulimit -n)" : "Mount /dev, or make the device with mknod"
      throw Fault(message: "/dev/null cannot be opened: \(String(cString: strerror(errno))). \(advice)")
    }
    // What a file has in its place would be read as requests, or get the answers.
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else {
      close(descriptor)
      throw Fault(message: "/dev/null is no device. Remove it, and make the device with mknod")
    }
    return descriptor
  }
}
