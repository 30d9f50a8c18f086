/// Writes one JSON text after another into a growing buffer of bytes (RFC 8259, UTF-8, no white space).
///
/// Commas are derived, not tracked: whoever starts a value looks at the last byte written. After `{`, `[`, `:` or a
/// line feed (or nothing at all) no comma is due; after anything else a value has just ended, and one is. A string always ends in `"`, so
/// its content cannot be mistaken for structure.
///
/// Strings are escaped as the RFC demands (`"`, `\`, U+0000 to U+001F) plus U+2028 and U+2029, which end a line for
/// some readers of lines. Everything else is copied as UTF-8.
public struct JSONWriter: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  /// Bytes written so far.
  public private(set) var count = 0

  /// Creates an empty writer that holds `capacity` bytes before it grows.
  public init(capacity: Int = 4096) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  // MARK: The bytes

  /// Calls `body` with the bytes written so far; they are valid during the call alone.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// The bytes written so far, copied.
  public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Takes back everything behind the first `count` bytes (at most what is written).
  public mutating func truncate(to count: Int) {
    self.count = min(max(count, 0), self.count)
  }

  /// Drops the first `count` bytes (at most what is written).
  public mutating func removeFirst(_ count: Int) {
    let dropped = min(max(count, 0), self.count)
    self.count -= dropped
    base.update(from: base + dropped, count: self.count)
  }

  /// Empties the writer and gives memory above `keeping` bytes back.
  public mutating func removeAll(keeping: Int = .max) {
    count = 0
    guard capacity > keeping else { return }
    base.deallocate()
    capacity = max(keeping, 64)
    base = .allocate(capacity: capacity)
  }

  // MARK: Structure

  /// Starts an object.
  @inline(__always)
  public mutating func beginObject() {
    comma()
    put(UInt8(ascii: "{"))
  }

  /// Ends the object started last.
  @inline(__always)
  public mutating func endObject() {
    reserve(1)
    put(UInt8(ascii: "}"))
  }

  /// Starts an array.
  @inline(__always)
  public mutating func beginArray() {
    comma()
    put(UInt8(ascii: "["))
  }

  /// Ends the array started last.
  @inline(__always)
  public mutating func endArray() {
    reserve(1)
    put(UInt8(ascii: "]"))
  }

  /// Writes a member's name; its value follows. The name needs no escaping: it is a literal of ours.
  @inline(__always)
  public mutating func key(_ name: StaticString) {
    let length = name.utf8CodeUnitCount
    reserve(length + 4)
    comma()
    put(UInt8(ascii: "\""))
    (base + count).update(from: name.utf8Start, count: length)
    count += length
    put(UInt8(ascii: "\""))
    put(UInt8(ascii: ":"))
  }

  /// Writes a member's name that came from elsewhere; its value follows.
  public mutating func key(_ name: String) {
    string(name)
    reserve(1)
    put(UInt8(ascii: ":"))
  }

  /// Ends a line: one message per line.
  @inline(__always)
  public mutating func endLine() {
    reserve(1)
    put(UInt8(ascii: "\n"))
  }

  // MARK: Values

  /// Writes `null`.
  public mutating func null() { literal("null") }

  /// Writes `true` or `false`.
  @inline(__always)
  public mutating func boolean(_ value: Bool) { literal(value ? "true" : "false") }

  /// Writes a whole number.
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
    raw(value.description.utf8)
  }

  /// Writes a string, escaped.
  public mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { string(utf8: $0) }
  }

  /// Writes a literal of ours that needs no escaping as a string.
  @inline(__always)
  public mutating func string(_ value: StaticString) {
    let length = value.utf8CodeUnitCount
    reserve(length + 3)
    comma()
    put(UInt8(ascii: "\""))
    (base + count).update(from: value.utf8Start, count: length)
    count += length
    put(UInt8(ascii: "\""))
  }

  /// Writes `prefix` and a number as one string, such as `"contact-12"`.
  @inline(__always)
  public mutating func string(_ prefix: StaticString, number: Int) {
    let length = prefix.utf8CodeUnitCount
    reserve(length + 26)
    comma()
    put(UInt8(ascii: "\""))
    (base + count).update(from: prefix.utf8Start, count: length)
    count += length
    digits(number)
    put(UInt8(ascii: "\""))
  }

  /// Writes bytes that are a JSON value already.
  public mutating func raw(_ bytes: some Collection<UInt8>) {
    reserve(bytes.count + 1)
    comma()
    for byte in bytes { put(byte) }
  }

  /// Writes bytes that are a JSON value already.
  @inline(__always)
  public mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count + 1)
    comma()
    append(bytes)
  }

  /// Appends bytes as they are, with no comma: a piece of a value prepared before.
  @inline(__always)
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  /// Writes a string whose UTF-8 is at hand, escaped. Eight bytes are looked at at a time.
  public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count + 12)
    comma()
    put(UInt8(ascii: "\""))
    escape(text)
    reserve(1)
    put(UInt8(ascii: "\""))
  }

  // MARK: Inside

  /// Writes the comma that is due before a value or a name, and makes sure of room for two bytes more.
  @inline(__always)
  private mutating func comma() {
    reserve(2)
    guard count > 0 else { return }
    switch base[count - 1] {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): return
    default: put(UInt8(ascii: ","))
    }
  }

  private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
    guard var from = text.baseAddress else { return }
    let end = from + text.count
    while end - from >= 8 {
      // Room for the eight bytes and for the longest escape.
      reserve((end - from) + 16)
      let word = UnsafeRawPointer(from).loadUnaligned(as: UInt64.self)
      UnsafeMutableRawPointer(base + count).storeBytes(of: word, as: UInt64.self)
      let special = Scan.escapable(word)
      if special == 0 {
        from += 8
        count += 8
        continue
      }
      let plain = UInt64(littleEndian: special).trailingZeroBitCount / 8
      from += plain
      count += plain
      from += escapeOne(from, end)
    }
    while from < end {
      reserve((end - from) + 16)
      from += escapeOne(from, end)
    }
  }

  /// Writes the byte at `from`, escaped where it must be; returns how many bytes of the text that took.
  private mutating func escapeOne(_ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    let byte = from[0]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): escaped(byte)
    case 0x08: escaped(UInt8(ascii: "b"))
    case 0x09: escaped(UInt8(ascii: "t"))
    case 0x0A: escaped(UInt8(ascii: "n"))
    case 0x0C: escaped(UInt8(ascii: "f"))
    case 0x0D: escaped(UInt8(ascii: "r"))
    case 0..<0x20:
      escaped(UInt8(ascii: "u"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "0") + byte >> 4)
      put(Self.hexDigit(byte & 15))
    case 0xE2 where end - from >= 3 && from[1] == 0x80 && (from[2] == 0xA8 || from[2] == 0xA9):
      escaped(UInt8(ascii: "u"))
      put(UInt8(ascii: "2"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "2"))
      put(from[2] == 0xA8 ? UInt8(ascii: "8") : UInt8(ascii: "9"))
      return 3
    default: put(byte)
    }
    return 1
  }

  @inline(__always)
  private mutating func escaped(_ byte: UInt8) {
    put(UInt8(ascii: "\\"))
    put(byte)
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Writes the digits of a number; room for 20 bytes has been made.
  private mutating func digits(_ value: Int) {
    if value < 0 { put(UInt8(ascii: "-")) }
    var rest = value.magnitude
    if rest < 10 { return put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest)) }
    var length = 1
    var power: UInt = 10
    while length < 19 && rest >= power {
      length += 1
      (power, _) = power.multipliedReportingOverflow(by: 10)
    }
    if length == 19 && rest >= 10_000_000_000_000_000_000 { length = 20 }
    var at = count + length
    count = at
    repeat {
      at -= 1
      base[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  @inline(__always)
  private mutating func literal(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length + 1)
    comma()
    reserve(length)
    (base + count).update(from: text.utf8Start, count: length)
    count += length
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }

  /// Makes sure that `room` bytes fit behind those written.
  @inline(__always)
  private mutating func reserve(_ room: Int) {
    if capacity - count < room { grow(room) }
  }

  @inline(never)
  private mutating func grow(_ room: Int) {
    let larger = max(capacity * 2, count + room)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    fresh.update(from: base, count: count)
    base.deallocate()
    base = fresh
    capacity = larger
  }
}

extension JSONWriter {
  /// Writes a member whose value is a string, or nothing if there is none.
  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  /// Writes a member whose value is a literal of ours.
  @inline(__always)
  public mutating func member(_ name: StaticString, literal value: StaticString) {
    key(name)
    string(value)
  }

  /// Writes a member whose value is a whole number, or nothing if there is none.
  @inline(__always)
  public mutating func member(_ name: StaticString, _ value: Int?) {
    guard let value else { return }
    key(name)
    integer(value)
  }

  /// Writes a member whose value is a boolean, or nothing if there is none.
  @inline(__always)
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
