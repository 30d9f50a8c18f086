#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a connector has written and nobody has read yet, cut into lines at LF.
///
/// It holds what one read brought and at most one line that has not ended. Take all lines after each read: then it
/// never holds more than `lineBytesMax` and one read.
struct LineBuffer {
  /// A line, or what stands in its place.
  enum Line {
    /// A line without its LF.
    case bytes(ArraySlice<UInt8>)
    /// A line is longer than `lineBytesMax`, whether it has ended or not.
    case tooLong
  }

  /// Most bytes of a line without its LF.
  static let lineBytesMax = 1 << 20

  private var bytes: [UInt8] = []
  /// Bytes at the front that were taken.
  private var taken = 0
  /// Bytes at the front in which no further LF is.
  private var searched = 0
  /// The most bytes that it held.
  private(set) var peakBytes = 0

  /// Appends what a read brought.
  mutating func append(_ new: UnsafeRawBufferPointer) {
    bytes.removeFirst(taken)
    searched -= taken
    taken = 0
    bytes.append(contentsOf: new)
    peakBytes = max(peakBytes, bytes.count)
  }

  /// The next line; nil if more must be read first.
  mutating func next() -> Line? {
    guard let end = lineFeed() else {
      searched = bytes.count
      return bytes.count - taken > Self.lineBytesMax ? .tooLong : nil
    }
    let line = bytes[taken..<end]
    taken = end + 1
    searched = taken
    return line.count > Self.lineBytesMax ? .tooLong : .bytes(line)
  }

  private func lineFeed() -> Int? {
    bytes.withUnsafeBytes { all in
      guard searched < all.count, let start = all.baseAddress,
        let found = memchr(start + searched, 0x0A, all.count - searched)
      else { return nil }
      return UnsafeRawPointer(found) - start
    }
  }
}
