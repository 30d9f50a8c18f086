/// Writes one JSON text after another into a growing buffer of bytes (RFC 8259, UTF-8, no white space).
///
/// Commas are derived, not tracked: whoever starts a value looks at the last byte written. After `{`, `[`, `:` or a
/// line feed (or nothing at all) no comma is due; after anything else a value has just ended, and one is. A string always ends in `"`, so
/// its content cannot be mistaken for structure.
///
/// Strings are escaped as the RFC demands (`"`, `\`, U+0000 to U+001F), and so are the controls that end a line for some
/// readers of lines, act on a terminal, or turn the order of what stands around them (`Scan.controlLength`); RFC 8259,
/// section 7, lets any character be escaped. Everything else is copied as UTF-8.
public struct JSONWriter: ~Copyable {
  // Usable from inline, like all that writes a byte: other modules spell whole answers with these few instructions.
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int

  @usableFromInline var length = 0

  /// Creates an empty writer that holds `capacity` bytes before it grows.
  public init(capacity: Int = 4096) {
    self.capacity = max(capacity, 64)
    base = Heap.resize(nil, to: self.capacity).assumingMemoryBound(to: UInt8.self)
  }

  deinit { Heap.release(base) }

  // MARK: The bytes

  /// Bytes written so far.
  @inlinable public var count: Int { length }

  /// Calls `body` with the bytes written so far; they are valid during the call alone.
  @inlinable
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The bytes written so far, copied.
  public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Takes back everything behind the first `count` bytes (at most what is written).
  public mutating func truncate(to count: Int) {
    self.length = min(max(count, 0), self.length)
  }

  /// Drops the first `count` bytes (at most what is written).
  public mutating func removeFirst(_ count: Int) {
    let dropped = min(max(count, 0), self.length)
    self.length -= dropped
    base.update(from: base + dropped, count: self.length)
  }

  /// Empties the writer and gives memory above `keeping` bytes back.
  public mutating func removeAll(keeping: Int = .max) {
    length = 0
    guard capacity > keeping else { return }
    Heap.release(base)
    capacity = max(keeping, 64)
    base = Heap.resize(nil, to: capacity).assumingMemoryBound(to: UInt8.self)
  }

  // MARK: Structure

  /// Starts an object.
  @inlinable @inline(__always)
  public mutating func beginObject() {
    comma()
    put(UInt8(ascii: "{"))
  }

  /// Ends the object started last.
  @inlinable @inline(__always)
  public mutating func endObject() {
    reserve(1)
    put(UInt8(ascii: "}"))
  }

  /// Starts an array.
  @inlinable @inline(__always)
  public mutating func beginArray() {
    comma()
    put(UInt8(ascii: "["))
  }

  /// Ends the array started last.
  @inlinable @inline(__always)
  public mutating func endArray() {
    reserve(1)
    put(UInt8(ascii: "]"))
  }

  /// Writes a member's name; its value follows. The name needs no escaping: it is a literal of ours.
  @inlinable @inline(__always)
  public mutating func key(_ name: StaticString) {
    let size = name.utf8CodeUnitCount
    let at = quoted(name, room: 1)
    at[size] = UInt8(ascii: ":")
    length += 1
  }

  /// Writes a member's name that came from elsewhere; its value follows.
  public mutating func key(escaping name: String) {
    string(name)
    reserve(1)
    put(UInt8(ascii: ":"))
  }

  /// Ends a line: one message per line.
  @inlinable @inline(__always)
  public mutating func endLine() {
    reserve(1)
    put(UInt8(ascii: "\n"))
  }

  // MARK: Values

  /// Writes `null`.
  public mutating func null() { literal("null") }

  /// Writes `true` or `false`.
  @inlinable @inline(__always)
  public mutating func boolean(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes a whole number.
  @inlinable
  public mutating func integer(_ value: Int) {
    reserve(24)
    comma()
    digits(value)
  }

  /// Writes a finite number in the shortest form that reads back as the same double.
  ///
  /// Not finite numbers have no JSON form; the domain never lets one in, and `null` stands for it here.
  public mutating func number(_ value: Double) {
    guard value.isFinite else { return null() }
    raw(Array(value.description.utf8))
  }

  /// Writes a string, escaped.
  public mutating func string(_ value: String) {
    if value.utf8.withContiguousStorageIfAvailable({ string(utf8: $0) }) != nil { return }
    // Only a string bridged from elsewhere is not contiguous.
    var copy = value
    copy.withUTF8 { string(utf8: $0) }
  }

  /// Writes a literal of ours that needs no escaping as a string.
  @inlinable @inline(__always)
  public mutating func string(literal value: StaticString) { _ = quoted(value, room: 0) }

  /// Writes a literal in quotes, with the comma that is due and room behind it; where to go on, less the literal.
  @inlinable @inline(__always)
  mutating func quoted(_ text: StaticString, room: Int) -> UnsafeMutablePointer<UInt8> {
    let size = text.utf8CodeUnitCount
    reserve(size + 3 + room)
    var at = base + length
    if isCommaDue {
      at[0] = UInt8(ascii: ",")
      at += 1
    }
    at[0] = UInt8(ascii: "\"")
    at += 1
    at.update(from: text.utf8Start, count: size)
    at[size] = UInt8(ascii: "\"")
    at += 1
    length = at - base + size
    return at
  }

  /// Writes `prefix` and a number as one string, such as `"contact-12"`.
  @inlinable @inline(__always)
  public mutating func string(_ prefix: StaticString, number: Int) {
    let size = prefix.utf8CodeUnitCount
    reserve(size + 26)
    comma()
    put(UInt8(ascii: "\""))
    (base + count).update(from: prefix.utf8Start, count: size)
    length += size
    digits(number)
    put(UInt8(ascii: "\""))
  }

  /// Writes bytes that are a JSON value already, or the beginning or the end of one.
  @inlinable @inline(__always)
  public mutating func raw(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw($0) }
  }

  /// Writes bytes that are a JSON value already.
  @inlinable @inline(__always)
  public mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count + 1)
    comma()
    append(bytes)
  }

  /// Appends bytes as they are, with no comma: a piece of a value prepared before.
  @inlinable @inline(__always)
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
    length += bytes.count
  }

  /// Writes a string whose UTF-8 is at hand, escaped. Eight bytes are looked at at a time.
  @inline(__always)
  public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
    // The text, the quotes, the comma, and what the last word writes too much.
    reserve(text.count + 16)
    if isCommaDue { put(UInt8(ascii: ",")) }
    put(UInt8(ascii: "\""))
    if let start = text.baseAddress { copyPlain(start, start + text.count) }
    put(UInt8(ascii: "\""))
  }

  // MARK: Inside

  /// True where a value ended: what comes next is set off by a comma.
  @inlinable @inline(__always)
  var isCommaDue: Bool {
    guard length > 0 else { return false }
    let last = base[length &- 1]
    // `[` and `{` differ by one bit.
    return last | 0x20 != UInt8(ascii: "{") && last != UInt8(ascii: ":") && last != UInt8(ascii: "\n")
  }

  /// Writes the comma that is due before a value, and makes sure of room for two bytes more.
  @inlinable @inline(__always)
  mutating func comma() {
    reserve(2)
    if isCommaDue { put(UInt8(ascii: ",")) }
  }

  /// Writes the digits of a number; room for 20 bytes has been made.
  @usableFromInline
  mutating func digits(_ value: Int) {
    if value < 0 { put(UInt8(ascii: "-")) }
    var rest = value.magnitude
    if rest < 10 { return put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest)) }
    var places = 1
    var power: UInt = 10
    while places < 19 && rest >= power {
      places += 1
      (power, _) = power.multipliedReportingOverflow(by: 10)
    }
    if places == 19 && rest >= 10_000_000_000_000_000_000 { places = 20 }
    var at = count + places
    length = at
    repeat {
      at -= 1
      base[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  @inlinable @inline(__always)
  mutating func literal(_ text: StaticString) {
    let size = text.utf8CodeUnitCount
    reserve(size + 1)
    comma()
    reserve(size)
    (base + count).update(from: text.utf8Start, count: size)
    length += size
  }

  @inlinable @inline(__always)
  mutating func put(_ byte: UInt8) {
    base[length] = byte
    length &+= 1
  }

  /// Makes sure that `room` bytes fit behind those written.
  @inlinable @inline(__always)
  mutating func reserve(_ room: Int) {
    if capacity &- length < room { grow(room) }
  }

  @usableFromInline @inline(never)
  mutating func grow(_ room: Int) {
    capacity = max(capacity * 2, count + room)
    base = Heap.resize(base, to: capacity).assumingMemoryBound(to: UInt8.self)
  }
}

extension JSONWriter {
  /// Writes a member whose value is a string, or nothing if there is none.
  @inlinable @inline(__always)
  public mutating func member(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  /// Writes a member whose value is a literal of ours.
  @inlinable @inline(__always)
  public mutating func member(_ name: StaticString, literal value: StaticString) {
    key(name)
    string(literal: value)
  }

  /// Writes a member whose value is a whole number, or nothing if there is none.
  @inlinable @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    key(name)
    integer(value)
  }

  /// Writes a member whose value is a boolean, or nothing if there is none.
  @inlinable @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    key(name)
    boolean(value)
  }

  /// Writes a member whose value is an array of strings.
  public mutating func member(_ name: StaticString, _ values: [String]) {
    key(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
