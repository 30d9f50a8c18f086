import JSON

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Cuts a stream of bytes into lines, in one buffer, without copying a line.
///
/// The buffer, with `head` and `tail` moving right and the rest of a half line moved to the front only when room is
/// needed:
///
///     | consumed | lines not yet taken … half line | free for the next read |
///                ^ head                            ^ tail
///
/// A line ends with LF; one CR before it is not part of it, nor is a byte order mark (U+FEFF) at the start of the
/// stream. A line longer than the limit is skipped up to its LF, in bounded memory, and told as `.tooLong` in its
/// place.
public struct LineFramer: ~Copyable {
  /// A line, or what is told in its place.
  public enum Line {
    /// The bytes of a line without its end; valid until the next call of the framer.
    case bytes(UnsafeRawBufferPointer)
    /// A line was longer than the limit.
    case tooLong
  }

  private static let readBytes = 1 << 16

  private var base: UnsafeMutableRawPointer
  private var capacity = LineFramer.readBytes * 2
  private var head = 0
  private var tail = 0
  /// Bytes behind `head` that hold no LF: they are not searched twice.
  private var searched = 0
  private var isFirst = true
  private var isSkipping = false
  /// A place in the stream between two lines.
  private typealias Place = (head: Int, isFirst: Bool, isSkipping: Bool)
  private var marked: Place = (0, true, false)
  /// Before the line that was taken last.
  private var beforeLine: Place = (0, true, false)
  private let lineBytesMax: Int

  /// Creates a framer for lines of at most `lineBytesMax` bytes.
  public init(lineBytesMax: Int = WireLimits.lineBytesMax) {
    self.lineBytesMax = lineBytesMax
    base = Heap.resize(nil, to: capacity)
  }

  deinit { Heap.release(base) }

  /// Lets `fill` write bytes of the stream behind those not yet taken; `fill` returns how many it wrote.
  @inline(__always)
  public mutating func read(_ fill: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    dropOverlong()
    makeRoom()
    let room = UnsafeMutableRawBufferPointer(start: base + tail, count: min(capacity - tail, Self.readBytes))
    let got = fill(room)
    tail += min(max(got, 0), room.count)
    return got
  }

  /// The next complete line, if there is one.
  public mutating func next() -> Line? {
    beforeLine = (head, isFirst, isSkipping)
    while true {
      let from = head + searched
      guard let feed = Self.lineFeed(base + from, tail - from) else {
        searched = tail - head
        return nil
      }
      let start = head
      let end = from + feed
      head = end + 1
      searched = 0
      if isSkipping {
        isSkipping = false
        isFirst = false
        return .tooLong
      }
      if let line = trimmed(start, end) { return line }
    }
  }

  /// True if nothing is left, not even half a line.
  @inline(__always)
  public var isEmpty: Bool { head == tail }

  /// At the end of the stream: the last line, if it has no LF.
  public mutating func last() -> Line? {
    beforeLine = (head, isFirst, isSkipping)
    defer { (head, searched, isSkipping) = (tail, 0, false) }
    if isSkipping { return .tooLong }
    return head < tail ? trimmed(head, tail) : nil
  }

  /// Remembers the place reached so far.
  @inline(__always)
  public mutating func mark() { marked = (head, isFirst, isSkipping) }

  /// Goes back to the place that was marked, since the last read: its lines come again.
  public mutating func rewind() { go(to: marked) }

  /// Puts back the line that was taken last: it comes again.
  public mutating func putBack() { go(to: beforeLine) }

  private mutating func go(to place: Place) {
    (head, isFirst, isSkipping) = place
    searched = 0
  }

  /// The line between two offsets; nil if it is white space alone.
  private mutating func trimmed(_ start: Int, _ end: Int) -> Line? {
    var (start, end) = (start, end)
    if isFirst {
      isFirst = false
      if end - start >= 3, Self.isByteOrderMark(base + start) { start += 3 }
    }
    if end > start, base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0D { end -= 1 }
    guard end - start <= lineBytesMax else { return .tooLong }
    let line = UnsafeRawBufferPointer(start: base + start, count: end - start)
    return line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ? nil : .bytes(line)
  }

  /// A half line that is too long already (even without its CR and mark) is dropped; so is what follows up to its LF.
  private mutating func dropOverlong() {
    // Lines that were not taken yet stay.
    guard searched == tail - head, isSkipping || searched > lineBytesMax + 4 else { return }
    isSkipping = true
    (head, tail, searched) = (0, 0, 0)
    if capacity > Self.readBytes * 2 { resize(Self.readBytes * 2) }
  }

  /// Room for one read: by moving the half line to the front, and only then by growing.
  @inline(__always)
  private mutating func makeRoom() {
    if head == tail {
      (head, tail, searched) = (0, 0, 0)
      if capacity > 1 << 20 { resize(Self.readBytes * 2) }
    }
    guard capacity - tail < Self.readBytes else { return }
    base.copyMemory(from: base + head, byteCount: tail - head)
    (head, tail) = (0, tail - head)
    if capacity - tail < Self.readBytes { resize(capacity * 2) }
  }

  private mutating func resize(_ size: Int) {
    (base, capacity) = (Heap.resize(base, to: size), size)
  }

  private static func isByteOrderMark(_ at: UnsafeMutableRawPointer) -> Bool {
    at.load(as: UInt8.self) == 0xEF && at.load(fromByteOffset: 1, as: UInt8.self) == 0xBB
      && at.load(fromByteOffset: 2, as: UInt8.self) == 0xBF
  }

  /// Where the first LF of `count` bytes is.
  @inline(__always)
  private static func lineFeed(_ start: UnsafeMutableRawPointer, _ count: Int) -> Int? {
    guard count > 0, let found = memchr(start, 0x0A, count) else { return nil }
    return UnsafeMutableRawPointer(found) - start
  }
}
