import Text

/// What a connector writes to stderr, as lines of the log: made safe, cut, and not too many of them.
struct StderrLog {
  /// Most bytes of a line of the log, with its prefix.
  static let lineBytesMax = 1_000
  /// Most lines in a second; the others are counted.
  static let linesMax = 20

  private static let prefix = "connector: "
  private static let second: Int64 = 1_000

  private let log: (String) -> Void
  /// The front of a line that has not ended: as much as the log takes, and a byte by which it is known to be cut.
  private var partial: [UInt8] = []
  private var secondEnd = Int64.min
  private var linesInSecond = 0
  private var dropped = 0
  /// The first line that the present child ended, made safe.
  private(set) var firstLine: String?

  init(_ log: @escaping (String) -> Void) { self.log = log }

  /// When lines that were dropped are due to be reported.
  var deadline: Int64? { dropped > 0 ? secondEnd : nil }

  /// Takes what a child wrote.
  mutating func take(_ bytes: UnsafeRawBufferPointer, now: Int64) {
    for piece in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      // A line feed stands before each piece but the first.
      if piece.offset > 0 { endLine(now) }
      partial += piece.element.prefix(Self.lineBytesMax + 1 - partial.count)
    }
  }

  /// A child has ended: what it wrote last is a line, with LF or without, and the next child's first line is another.
  mutating func endChild(now: Int64) {
    endLine(now)
    firstLine = nil
  }

  /// Reports what was dropped in a second that is over.
  mutating func reportDropped(now: Int64) {
    guard dropped > 0, now >= secondEnd else { return }
    log("\(Self.prefix)\(dropped) more lines were dropped: at most \(Self.linesMax) are logged in a second")
    dropped = 0
  }

  private mutating func endLine(_ now: Int64) {
    defer { partial.removeAll(keepingCapacity: true) }
    guard !partial.isEmpty else { return }
    // Even if it is too many: it may say why there is no connector.
    if firstLine == nil { firstLine = TextGuard.guarded(String(decoding: partial, as: UTF8.self), .escapes) }
    reportDropped(now: now)
    if now >= secondEnd { (secondEnd, linesInSecond) = (now + Self.second, 0) }
    linesInSecond += 1
    guard linesInSecond <= Self.linesMax else {
      dropped += 1
      return
    }
    let shown = TextGuard.guarded(String(decoding: partial, as: UTF8.self), .escapes)
    log((Self.prefix + shown).cut(toBytes: Self.lineBytesMax))
  }
}
