import Desk
import JSON
import RPC
import Server
import TestSupport

@testable import ChangeLog
@testable import Store

/// The line framer, the messages, and the methods above them: any bytes, in pieces of any size.
enum LinesTarget {
  static func run(_ bytes: UnsafeRawBufferPointer) throws {
    let lines = split(bytes)
    // How the bytes come in pieces follows from the bytes alone, so that what is found is found again.
    var random = SplitMix64(seed: bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    try checkFraming(bytes, lines, &random)
    let talk = try Talk()
    for line in lines { try talk.answer(line) }
    try talk.checkChanges()
    let (session, pieces) = (try newSession { _ in }, 1 + random.below(200))
    var out = JSONWriter()
    try frame(bytes, limit: WireLimits.lineBytesMax, &random, pieces) { try session.execute($0, to: &out) }
    try hold(out.bytes == talk.answers, "in pieces the lines have other answers")
  }

  /// A session over a desk in memory, at a time of its own.
  static func newSession(_ observer: @escaping (Change) -> Void) throws -> TransactionRunner {
    try TransactionRunner(.init(clock: Timestamp(milliseconds: 1_767_258_000_000)), observer: observer)
  }

  // MARK: Framing

  /// The lines of a stream, cut all at once: without LF, one CR, and a byte order mark at the very start.
  private static func split(_ bytes: UnsafeRawBufferPointer) -> [[UInt8]] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
    if lines.last == [] { lines.removeLast() }
    if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0].removeFirst(3) }
    return lines.map { $0.last == 0x0D ? Array($0.dropLast()) : $0 }
  }

  private static func isBlank(_ line: [UInt8]) -> Bool { line.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } }

  private static func frame(
    _ bytes: UnsafeRawBufferPointer, limit: Int, _ random: inout SplitMix64, _ pieces: Int,
    _ take: (LineFramer.Line) throws -> Void
  ) throws {
    var framer = LineFramer(lineBytesMax: limit)
    var at = 0
    while at < bytes.count {
      let size = 1 + random.below(pieces)
      at += framer.read { room in
        let count = min(size, room.count, bytes.count - at)
        room.copyBytes(from: UnsafeRawBufferPointer(rebasing: bytes[at..<at + count]))
        return count
      }
      framer.mark()
      if random.percent(20) {
        while framer.next() != nil {}
        framer.rewind()
      }
      while let line = framer.next() { try take(line) }
    }
    if let line = framer.last() { try take(line) }
  }

  /// The framer with a small limit: each line as it is, or told as too long, in its place.
  private static func checkFraming(
    _ bytes: UnsafeRawBufferPointer, _ lines: [[UInt8]], _ random: inout SplitMix64
  ) throws {
    let limit = 1 + random.below(60)
    var expected = lines.filter { $0.count > limit || !isBlank($0) }.makeIterator()
    try frame(bytes, limit: limit, &random, 1 + random.below(100)) { line in
      guard let wanted = expected.next() else { throw Violation("a line too many") }
      switch line {
      case .tooLong: try hold(wanted.count > limit, "\(wanted.count) bytes are not too long for \(limit)")
      case .bytes(let bytes):
        try hold(wanted.count <= limit && bytes.elementsEqual(wanted), "a line is not as it came")
      }
    }
    try hold(expected.next() == nil, "a line is missing")
  }

  // MARK: Talking

  /// A session whose answers are looked at, one by one, and whose changes are taken into a book beside its own.
  private final class Talk {
    private(set) var answers: [UInt8] = []
    private let session: TransactionRunner
    private let changes = Changes()
    private let twin = Book()
    private var seen = 0

    init() throws { session = try LinesTarget.newSession { [changes] in changes.all.append($0) } }

    func answer(_ line: [UInt8]) throws {
      // The framer drops them.
      guard !LinesTarget.isBlank(line) else { return }
      let (wasEnded, seq) = (session.isEnded, session.book.seq)
      let expected = Expected(line)
      let answer = try session.answer(to: line)
      answers += answer
      let before = seen
      try takeChanges()
      if wasEnded {
        try hold(answer.isEmpty && seq == session.book.seq, "the session had ended")
      } else if try expected.check(answer, isCut: session.isEnded) {
        // What the desk does by itself, it does before the call, whatever becomes of that.
        let isOwn = changes.all[before...].allSatisfy { if case .rule = $0.cause { true } else { false } }
        try hold(isOwn, "an error, and the call has changed the book")
      }
    }

    /// Each change is one that follows, and reads as it was written.
    private func takeChanges() throws {
      for change in changes.all[seen...] {
        try hold(twin.accepts(change), "does not follow: \(change)")
        twin.apply(change)
        var out = ByteWriter(capacity: 64)
        out.change(change)
        try out.withBytes { bytes in
          var reader = ByteReader(bytes)
          var again = ByteWriter(capacity: 64)
          again.change(try reader.change(seq: change.seq))
          try hold(reader.isAtEnd, "a change takes more than was read of it: \(change)")
          try again.withBytes { try hold($0.elementsEqual(bytes), "reads as another change: \(change)") }
        }
      }
      seen = changes.all.count
    }

    func checkChanges() throws {
      try takeChanges()
      try hold(session.book.seq == seen && twin.seq == seen, "\(session.book.seq) changes, \(seen) told")
      try hold(twin.digest == session.book.digest, "the same changes made another book")
    }
  }

  private final class Changes {
    var all: [Change] = []
  }
}
