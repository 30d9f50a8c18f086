/// Reads a JSON text, strictly (RFC 8259), in one pass, into a flat tape of 64-bit entries.
///
/// An entry a value, and one for the name of each member; a container's entry comes before those of its content and
/// says where the next entry behind it is. No tree, no copies: strings and numbers stay where they lie in the text,
/// and the tape is used again for the next line.
///
///     bits 63…60  kind                         (JSONValue.Kind)
///     bits 59…56  flags                        (string: 1 escapes, 2 lone surrogate; number: 1 not an integer)
///     bits 55…28  string, number: length       array, object: how many elements or members
///     bits 27…0   string, number: offset       array, object: index of the entry behind it
///
/// 28 bits are 256 MiB; a line is at most 16 MiB (`WireLimits`), and longer texts are refused.
public final class JSONTape {
  /// Longest text that can be read, in bytes.
  public static let textBytesMax = 1 << 28 - 1

  private(set) var entries: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  private let open: UnsafeMutablePointer<Int>
  private let depthMax: Int

  /// Creates a tape whose texts nest at most `depthMax` levels; the outermost container is level 1.
  public init(depthMax: Int) {
    self.depthMax = max(depthMax, 1)
    capacity = 1024
    entries = .allocate(capacity: capacity)
    open = .allocate(capacity: self.depthMax)
  }

  deinit {
    entries.deallocate()
    open.deallocate()
  }

  /// Gives memory back that a very long line needed.
  public func shrink() {
    guard capacity > 1 << 17 else { return }
    entries.deallocate()
    capacity = 1024
    entries = .allocate(capacity: capacity)
  }

  /// Reads one text and calls `body` with its value: a view into text and tape, valid during the call alone.
  @inline(__always)
  public func withValue<R>(of text: UnsafeRawBufferPointer, _ body: (JSONValue) -> R) throws(JSONSyntaxError) -> R {
    let value = try read(text)
    return withExtendedLifetime(self) { body(value) }
  }

  /// Reads one text. The value is valid until the text moves, the tape reads again, or the tape is gone.
  func read(_ text: UnsafeRawBufferPointer) throws(JSONSyntaxError) -> JSONValue {
    guard let start = text.baseAddress, text.count < Self.textBytesMax else {
      throw JSONSyntaxError(reason: .expected("a JSON text of less than 256 MiB"), offset: 0)
    }
    if capacity <= text.count {
      // Each entry takes a byte of the text at least. Memory that is never touched costs nothing.
      entries.deallocate()
      capacity = text.count + 1
      entries = .allocate(capacity: capacity)
    }
    let bytes = start.assumingMemoryBound(to: UInt8.self)
    var parser = Parser(
      start: bytes, at: bytes, end: bytes + text.count, entries: entries, open: open, depthMax: depthMax)
    try parser.text()
    return JSONValue(text: bytes, tape: UnsafePointer(entries), index: 0)
  }

  /// Packs an entry.
  @inline(__always)
  static func entry(_ kind: JSONValue.Kind, flags: UInt64 = 0, high: Int, low: Int) -> UInt64 {
    UInt64(kind.rawValue) << 60 | flags << 56 | UInt64(truncatingIfNeeded: high) << 28
      | UInt64(truncatingIfNeeded: low)
  }
}

/// The grammar of RFC 8259, section by section. All state of one pass.
private struct Parser {
  let start: UnsafePointer<UInt8>
  var at: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  let entries: UnsafeMutablePointer<UInt64>
  let open: UnsafeMutablePointer<Int>
  let depthMax: Int
  var next = 0
  var depth = 0

  /// JSON-text = ws value ws. Containers are not recursion: `open` holds the entries of those not yet closed.
  @inline(__always)
  mutating func text() throws(JSONSyntaxError) {
    while true {
      skipSpace()
      guard at < end else { throw expected("a value") }
      switch at[0] {
      case UInt8(ascii: "{"):
        try begin(.object)
        if take(UInt8(ascii: "}")) { close() } else { try name(); continue }
      case UInt8(ascii: "["):
        try begin(.array)
        if take(UInt8(ascii: "]")) { close() } else { continue }
      default: try scalar()
      }
      if try !another() { return }
    }
  }

  /// Behind a value: closes what ends here. False at the end of the text.
  @inline(__always)
  private mutating func another() throws(JSONSyntaxError) -> Bool {
    while true {
      skipSpace()
      guard depth > 0 else {
        guard at == end else { throw expected("the end of the text") }
        return false
      }
      let container = open[depth - 1]
      entries[container] &+= 1 << 28
      let isObject = entries[container] >> 60 == UInt64(JSONValue.Kind.object.rawValue)
      guard at < end else { throw expected(isObject ? "',' or '}'" : "',' or ']'") }
      if at[0] == UInt8(ascii: ",") {
        at += 1
        if isObject {
          skipSpace()
          try name()
        }
        return true
      }
      guard at[0] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw expected(isObject ? "',' or '}'" : "',' or ']'")
      }
      at += 1
      close()
    }
  }

  @inline(__always)
  private mutating func begin(_ kind: JSONValue.Kind) throws(JSONSyntaxError) {
    guard depth < depthMax else { throw JSONSyntaxError(reason: .tooDeep(limit: depthMax), offset: at - start) }
    open[depth] = next
    depth += 1
    add(JSONTape.entry(kind, high: 0, low: 0))
    at += 1
    skipSpace()
  }

  @inline(__always)
  private mutating func close() {
    depth -= 1
    entries[open[depth]] |= UInt64(truncatingIfNeeded: next)
  }

  /// member = string name-separator value, up to the value.
  @inline(__always)
  private mutating func name() throws(JSONSyntaxError) {
    guard at < end, at[0] == UInt8(ascii: "\"") else { throw expected("a member name in double quotes") }
    try string()
    skipSpace()
    guard take(UInt8(ascii: ":")) else { throw expected("':'") }
  }

  @inline(__always)
  private mutating func scalar() throws(JSONSyntaxError) {
    switch at[0] {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try literal("true", .true)
    case UInt8(ascii: "f"): try literal("false", .false)
    case UInt8(ascii: "n"): try literal("null", .null)
    default: throw expected("a value")
    }
  }

  private mutating func literal(_ word: StaticString, _ kind: JSONValue.Kind) throws(JSONSyntaxError) {
    let from = at
    for index in 0..<word.utf8CodeUnitCount {
      guard at < end, at[0] == word.utf8Start[index] else { throw expected(word.description) }
      at += 1
    }
    add(JSONTape.entry(kind, high: at - from, low: from - start))
  }

  /// number = [ minus ] int [ frac ] [ exp ]
  private mutating func number() throws(JSONSyntaxError) {
    let from = at
    var flags: UInt64 = 0
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) {
      flags = JSONValue.notInteger
      try digits()
    }
    if at < end, at[0] | 0x20 == UInt8(ascii: "e") {
      flags = JSONValue.notInteger
      at += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    add(JSONTape.entry(.number, flags: flags, high: at - from, low: from - start))
  }

  /// At least one digit.
  @inline(__always)
  private mutating func digits() throws(JSONSyntaxError) {
    let from = at
    while at < end, at[0] &- UInt8(ascii: "0") < 10 { at += 1 }
    guard at > from else { throw expected("a digit") }
  }

  /// string = quotation-mark *char quotation-mark. `at` is on the opening quote.
  @inline(__always)
  private mutating func string() throws(JSONSyntaxError) {
    at += 1
    let from = at
    var flags: UInt64 = 0
    while true {
      skipPlain()
      guard at < end else { throw expected("'\"' to end the string") }
      let byte = at[0]
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") {
        flags |= try escape()
      } else if byte < 0x20 {
        throw expected("an escape in place of a control character")
      } else {
        at += try sequence()
      }
    }
    add(JSONTape.entry(.string, flags: flags, high: at - from, low: from - start))
    at += 1
  }

  /// Passes over printable ASCII.
  @inline(__always)
  private mutating func skipPlain() {
    while end - at >= 8 {
      let stop = Scan.stringBreak(Scan.word(at))
      if stop != 0 {
        at += stop.trailingZeroBitCount / 8
        return
      }
      at += 8
    }
    while at < end, at[0] >= 0x20, at[0] < 0x80, at[0] != UInt8(ascii: "\""), at[0] != UInt8(ascii: "\\") { at += 1 }
  }

  /// An escape; `at` is on the backslash. A lone surrogate is grammatical, and told by a flag.
  private mutating func escape() throws(JSONSyntaxError) -> UInt64 {
    at += 1
    guard at < end else { throw expected("an escape: one of \" \\ / b f n r t u") }
    switch at[0] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 1
      return JSONValue.hasEscapes
    case UInt8(ascii: "u"):
      let unit = try hex()
      guard unit & 0xF800 == 0xD800 else { return JSONValue.hasEscapes }
      guard unit < 0xDC00, end - at >= 2, at[0] == UInt8(ascii: "\\"), at[1] == UInt8(ascii: "u") else {
        return JSONValue.hasEscapes | JSONValue.hasLoneSurrogate
      }
      let before = at
      at += 1
      if try hex() & 0xFC00 == 0xDC00 { return JSONValue.hasEscapes }
      // Not the other half: it is read again as an escape of its own.
      at = before
      return JSONValue.hasEscapes | JSONValue.hasLoneSurrogate
    default: throw expected("an escape: one of \" \\ / b f n r t u")
    }
  }

  /// uXXXX; `at` is on the u.
  private mutating func hex() throws(JSONSyntaxError) -> UInt16 {
    at += 1
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard at < end, let digit = UTF8Text.hexValue(at[0]) else { throw expected("four hexadecimal digits") }
      unit = unit << 4 | UInt16(digit)
      at += 1
    }
    return unit
  }

  /// The length of the UTF-8 sequence at `at`, whose first byte is not ASCII.
  private func sequence() throws(JSONSyntaxError) -> Int {
    let length = UTF8Text.sequenceLength(UnsafeBufferPointer(start: at, count: end - at))
    guard length > 0 else { throw JSONSyntaxError(reason: .invalidUTF8, offset: at - start) }
    return length
  }

  @inline(__always)
  private mutating func skipSpace() {
    while at < end {
      switch at[0] {
      case 0x20, 0x09, 0x0A, 0x0D: at += 1
      default: return
      }
    }
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < end, at[0] == byte else { return false }
    at += 1
    return true
  }

  @inline(__always)
  private mutating func add(_ entry: UInt64) {
    entries[next] = entry
    next += 1
  }

  /// The error at this place. Bytes that are not even UTF-8 are told as such, wherever they stand.
  private func expected(_ what: String) -> JSONSyntaxError {
    if at < end, at[0] >= 0x80, UTF8Text.sequenceLength(UnsafeBufferPointer(start: at, count: end - at)) == 0 {
      return JSONSyntaxError(reason: .invalidUTF8, offset: at - start)
    }
    return JSONSyntaxError(reason: .expected(what), offset: at - start)
  }
}
