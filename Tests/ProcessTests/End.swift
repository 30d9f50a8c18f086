import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What went wrong around the server, so that the test cannot go on.
struct ProcessFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// A system call that failed.
  init(call: String) { self.init("\(call): \(String(cString: strerror(errno)))") }
}

/// One end of a pipe or of a pair of sockets. No wait is unlimited: a server that hangs fails the test.
final class End {
  /// How long the other side may take.
  static let patience = Duration.seconds(30)

  /// The descriptor, -1 once it is closed.
  private(set) var descriptor: Int32

  /// Takes over a descriptor, under a number above all that children are given, so that one cannot overwrite another.
  private init(_ low: Int32) throws {
    descriptor = fcntl(low, F_DUPFD_CLOEXEC, 100)
    _ = Self.systemClose(low)
    guard descriptor >= 0 else { throw ProcessFault(call: "fcntl") }
  }

  deinit { close() }

  /// Held while descriptors are made and while a process is started: one that is not ours alone yet must not get into
  /// another test's server, which would keep it open.
  static let lock = Mutex(())

  /// A pipe. Children get an end only where it is handed to them.
  static func newPipe() throws -> (reader: End, writer: End) {
    try both("pipe") { pipe($0) }
  }

  /// A pair of connected sockets.
  static func newSockets() throws -> (ours: End, theirs: End) {
    #if canImport(Glibc)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    return try both("socketpair") { socketpair(AF_UNIX, kind, 0, $0) }
  }

  /// A terminal so many columns wide: our side of it, and the one that a program is given.
  static func newTerminal(columns: UInt16) throws -> (ours: End, theirs: End) {
    var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    return try both("openpty") { openpty($0, $0 + 1, nil, nil, &size) }
  }

  private static func both(_ call: String, _ make: (UnsafeMutablePointer<Int32>) -> Int32) throws -> (End, End) {
    try lock.withLock { _ in
      var ends: [Int32] = [-1, -1]
      guard make(&ends) == 0 else { throw ProcessFault(call: call) }
      return (try End(ends[0]), try End(ends[1]))
    }
  }

  /// Closes it.
  func close() {
    if descriptor >= 0 { _ = Self.systemClose(descriptor) }
    descriptor = -1
  }

  /// Says that nothing more will be written, where the same end is read from too.
  func closeWriting() { if shutdown(descriptor, Int32(SHUT_WR)) != 0 { close() } }

  /// Says that nothing more will be read.
  func closeReading() { if shutdown(descriptor, Int32(SHUT_RD)) != 0 { close() } }

  /// What `fcntl` says of it: whether it waits, among other things.
  var flags: Int32 {
    get { fcntl(descriptor, F_GETFL) }
    set { _ = fcntl(descriptor, F_SETFL, newValue) }
  }

  /// Lets no call wait.
  func setNonBlocking() { flags |= O_NONBLOCK }

  /// Waits for one of these events, or the end of the other side; false if none came in time.
  func waits(for events: Int32, _ patience: Duration = End.patience) -> Bool {
    Self.wait(descriptor, events, patience)
  }

  /// The same, for a second or two: meanwhile other tests have the thread, of which there are few.
  func waitsAside(for events: Int32, _ patience: Duration) async -> Bool {
    let descriptor = descriptor
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: Self.wait(descriptor, events, patience)) }
    }
  }

  private static func wait(_ descriptor: Int32, _ events: Int32, _ patience: Duration) -> Bool {
    var ready = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    let (clock, limit) = (ContinuousClock(), ContinuousClock.now + patience)
    while true {
      let left = max(clock.now.duration(to: limit) / .milliseconds(1), 0)
      let count = poll(&ready, 1, Int32(left.rounded(.up)))
      if count >= 0 || errno != EINTR { return count > 0 }
    }
  }

  /// Reads what is there, up to `count` bytes, or waits for it; nothing at the end.
  func read(_ count: Int = 1 << 16) throws -> [UInt8] {
    guard waits(for: POLLIN) else { throw ProcessFault("no byte came in \(Self.patience)") }
    return try [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      filled = 0
      let got = Self.systemRead(descriptor, room.baseAddress, count)
      // A socket whose other side left with unread bytes says so, and so does a terminal that nobody has open.
      guard got >= 0 || errno == ECONNRESET || errno == EIO else { throw ProcessFault(call: "read") }
      filled = max(got, 0)
    }
  }

  /// Writes what is taken at once: 0 if the other side has to read first.
  func writeSome(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    let count = Self.systemWrite(descriptor, bytes.baseAddress, bytes.count)
    if count >= 0 { return count }
    guard errno == EAGAIN else { throw ProcessFault(call: "write") }
    return 0
  }

  /// Writes all, in pieces of at most `piece` bytes. The end must be non-blocking.
  func write(_ bytes: [UInt8], piece: Int = .max) throws {
    var sent = 0
    while sent < bytes.count {
      guard waits(for: POLLOUT) else { throw ProcessFault("\(bytes.count - sent) bytes not taken in \(Self.patience)") }
      sent += try bytes.withUnsafeBytes { try writeSome(.init(rebasing: $0[sent...].prefix(piece))) }
    }
  }

  #if canImport(Glibc)
  private static let (systemRead, systemWrite, systemClose) = (Glibc.read, Glibc.write, Glibc.close)
  #else
  private static let (systemRead, systemWrite, systemClose) = (Darwin.read, Darwin.write, Darwin.close)
  #endif
}
