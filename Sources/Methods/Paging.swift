import Desk
import JSON
import RPC
import Tables

// Lists come in pages: at most `limit` entries and about 1 MiB, with a `nextCursor` while there is more.

/// What a list takes beside its filters.
struct PageParams {
  /// Entries where no `limit` is given.
  static let limitDefault = 50

  let limit: Int
  private let cursorText: String?

  init(_ fields: inout FieldReader) throws(ShapeError) {
    limit =
      try fields.optional("limit", Shapes.limit, "Most entries of the page; 50 where left out.") ?? Self.limitDefault
    cursorText = try fields.optional("cursor", Shapes.cursor, "The `nextCursor` of the page before.")
  }

  /// The cursor that came, if one came; throws if it is none of ours. Look-ups come after this, `after` behind them.
  func cursor() throws(RPCError) -> PageCursor? {
    guard let cursorText else { return nil }
    guard let cursor = PageCursor(cursorText) else { throw badCursor }
    return cursor
  }

  /// The place behind which the page begins; throws if the cursor is that of another query.
  func after(_ cursor: PageCursor?, _ query: QueryFingerprint) throws(RPCError) -> RunIndex.Position? {
    guard let cursor else { return nil }
    guard cursor.name == nil else { throw badCursor }
    return try place(cursor, query)
  }

  /// The same of contacts in the order of their names.
  func afterName(_ cursor: PageCursor?, _ query: QueryFingerprint) throws(RPCError) -> NamePlace? {
    guard let cursor else { return nil }
    return NamePlace(cursor.name, ContactID(try place(cursor, query).seq))
  }

  private func place(_ cursor: PageCursor, _ query: QueryFingerprint) throws(RPCError) -> RunIndex.Position {
    guard cursor.query == query.value else { throw badCursor }
    return cursor.position
  }

  /// The page of a list in the order of numbers that has no filters.
  func numbered(_ query: QueryFingerprint) throws(RPCError) -> NumberedPage {
    NumberedPage(limit: limit, after: try after(try cursor(), query)?.seq ?? 0)
  }

  private var badCursor: RPCError {
    .invalidParams(
      "cursor", expected: "the nextCursor of this very query", got: "\"\((cursorText ?? "").shortened)\"")
  }
}

/// A page of a list in the order of numbers.
struct NumberedPage {
  /// The most rows.
  let limit: Int
  /// The number that the page before ended with; 0 for the first page.
  let after: Int
}

/// Which query a cursor belongs to: 31 bits of all that makes the query, the size of its pages aside.
struct QueryFingerprint: Sendable {
  private var hash: KeyHash

  /// Starts with the method, so that no cursor of one is taken for one of another.
  init(_ method: StaticString) {
    hash = KeyHash()
    hash.combine(method.description)
  }

  mutating func combine(_ number: Int?) { hash.combine(UInt64(bitPattern: Int64(number ?? -1))) }
  mutating func combine(_ time: Timestamp?) { hash.combine(UInt64(bitPattern: time?.milliseconds ?? .min)) }
  mutating func combine(_ text: String?) { hash.combine(text ?? "") }

  var value: Int64 { Int64(hash.value >> 33) }
}

/// Where a page ended, as a client gives it back: `AT_SEQ_QUERY` in base 36, or `AT_SEQ_PART_QUERY` where one change
/// made several entries; in the order of names with `~NAME` after it, if the last contact had one. Stable while rows
/// come, go and move, because it names a place in the order and no row.
struct PageCursor {
  /// The place of the last entry.
  let position: RunIndex.Position
  /// The fingerprint of the query, so that a cursor of another is noticed.
  let query: Int64
  /// The name of the last contact, in the order of names.
  let name: String?

  init(position: RunIndex.Position, query: QueryFingerprint, name: String? = nil) {
    (self.position, self.query, self.name) = (position, query.value, name)
  }

  /// No cursor of ours is longer, the name aside.
  private static let bytesMax = 64
  /// Numbers of records and of changes are below this.
  private static let seqMax = Int64(UInt32.max)

  /// Reads a cursor, strictly: nil for anything that we would not have written.
  init?(_ text: String) {
    // A mark on the ~ would hide it among characters.
    let end = text.utf8.firstIndex(of: UInt8(ascii: "~"))
    let head = text[..<(end ?? text.endIndex)]
    guard head.utf8.count <= Self.bytesMax else { return nil }
    let parts = head.split(separator: "_", omittingEmptySubsequences: false).map { Int64($0, radix: 36) }
    guard parts.count == 3 || parts.count == 4, let at = parts[0], let seq = parts[1],
      (0...Self.seqMax).contains(seq), let query = parts[parts.count - 1],
      let part = parts.count == 4 ? parts[2] : 0, (0...Int64(RunIndex.Position.partMax)).contains(part)
    else {
      return nil
    }
    position = RunIndex.Position(at: at, seq: Int(seq), part: Int(part))
    self.query = query
    name = end.map { String(text[text.utf8.index(after: $0)...]) }
    guard name != "", self.text.sameScalars(as: text) else { return nil }
  }

  /// The cursor on the wire.
  var text: String {
    let part = position.part == 0 ? [] : [Int64(position.part)]
    let numbers = [position.at, Int64(position.seq)] + part + [query]
    let head = numbers.map { String($0, radix: 36) }.joined(separator: "_")
    return name.map { head + "~" + $0 } ?? head
  }
}

/// Says when a page is full, and remembers where it ended.
struct PageGate {
  /// Looks at rows after which a page closes, rows that a filter leaves out included: others wait for their answers
  /// meanwhile.
  private static let looksMax = 1 << 16
  /// So many bytes that are looked at cost as much as one look at a row.
  private static let bytesOfLook = 64

  private let limit: Int
  private let start: Int
  private var written = 0
  /// The last row that was written, and the last one that was looked at.
  private var lastWritten: RunIndex.Position?
  private var last: RunIndex.Position?
  private var isMore = false
  /// Looks at rows so far, and the bytes that were looked at beside.
  private(set) var looks = 0
  private(set) var bytes = 0

  /// A page that begins where `out` is now.
  init(limit: Int, _ out: borrowing JSONWriter) {
    self.limit = limit
    start = out.count
  }

  /// Whether a row may be looked at, which costs so many looks, and so many bytes beside; false closes the page. The
  /// first row may always be, or the next page would begin where this one does.
  mutating func mayLook(_ cost: Int = 1, bytes: Int = 0) -> Bool {
    let isFirst = looks == 0
    looks += cost
    self.bytes += bytes
    return isFirst || looks + self.bytes / Self.bytesOfLook <= Self.looksMax || close()
  }

  /// So many bytes were looked at beside.
  mutating func lookedAt(bytes: Int) { self.bytes += bytes }

  /// True if there is room for the entry at this place: write it then. False closes the page.
  mutating func admits(_ position: RunIndex.Position, _ out: borrowing JSONWriter) -> Bool {
    guard written < limit, out.count - start < WireLimits.pageBytesMax else {
      // Not the last one looked at: what comes between the two meanwhile is on the next page, which looks at those
      // that the query leaves out once more.
      last = lastWritten
      return close()
    }
    written += 1
    (lastWritten, last) = (position, position)
    return true
  }

  /// The entry at this place is not of the query.
  mutating func pass(_ position: RunIndex.Position) { last = position }

  /// Closes the page though there may be more; false, as `admits` would say.
  mutating func close() -> Bool {
    isMore = true
    return false
  }

  /// The cursor of the next page, if there is more.
  func next(_ query: QueryFingerprint, name: (RunIndex.Position) -> String? = { _ in nil }) -> String? {
    guard isMore, let last else { return nil }
    return PageCursor(position: last, query: query, name: name(last)).text
  }
}

extension JSONWriter {
  /// Writes a page of a list: its rows under their noun, and `nextCursor` while there is more. `rows` asks the gate
  /// before it writes each. `name`: what is called so at a place, where rows are in the order of names.
  mutating func page(
    _ noun: StaticString, limit: Int, _ query: QueryFingerprint,
    name: (RunIndex.Position) -> String? = { _ in nil }, _ rows: (inout PageGate, inout JSONWriter) -> Void
  ) {
    beginObject()
    key(noun)
    beginArray()
    var gate = PageGate(limit: limit, self)
    rows(&gate, &self)
    endArray()
    member("nextCursor", gate.next(query, name: name))
    endObject()
  }
}
