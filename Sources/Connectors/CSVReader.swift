/// Reads a CSV text, a record at a time and from any record on. No field is copied before its text is asked for.
///
/// The grammar is that of RFC 4180, section 2, where LF alone ends a line too, `;` and tab can take the comma's place,
/// lines without any byte are skipped, and all of Unicode but NUL is text:
///
///     file       = [BOM] *(line-end / record line-end) [record]
///     record     = field *(delimiter field)
///     field      = quoted / plain
///     quoted     = quote *(any byte but quote / quote quote) quote
///     plain      = *(any byte but quote, delimiter, CR, LF)
///     delimiter  = "," / ";" / tab        the first of them outside of quotes in the first record
///     line-end   = LF / CR LF
///     quote      = %x22
///     BOM        = %xEF.BB.BF
///
/// Blanks around a field are part of it. Whether records have as many fields as each other is not looked at, nor
/// whether the bytes are UTF-8.
struct CSVReader {
  /// A field, as the place of its content in the text.
  struct Field {
    /// The content: what is between the quotes, if it is quoted.
    let content: Range<Int>
    /// How many pairs of quotes are in it, each of which stands for one.
    let quotePairs: Int

    /// Bytes of its text.
    var count: Int { content.count - quotePairs }
  }

  private static let quote = UInt8(ascii: "\"")
  private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

  /// Where the first record can begin: past the byte order mark.
  let start: Int
  private let text: [UInt8]
  private let delimiter: UInt8

  /// Creates a reader, and finds the delimiter.
  init(_ text: [UInt8]) {
    self.text = text
    start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    delimiter = Self.delimiter(of: text[start...])
  }

  /// The first delimiter outside of quotes in the first line that has any byte; a comma if there is none.
  private static func delimiter(of text: ArraySlice<UInt8>) -> UInt8 {
    var (isQuoted, isEmpty) = (false, true)
    for byte in text {
      switch byte {
      // The second quote of a pair goes back into the quotes that the first has left.
      case quote: isQuoted.toggle()
      case _ where isQuoted: break
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"): return byte
      case lineFeed where !isEmpty: return UInt8(ascii: ",")
      default: break
      }
      if byte != lineFeed, byte != carriageReturn { isEmpty = false }
    }
    return UInt8(ascii: ",")
  }

  /// Reads the first record that begins at an offset or after it; `fields` are its fields then.
  ///
  /// Returns from where to where it reaches, its line end included, or nil if no record follows. Throws what is no CSV.
  func record(from offset: Int, into fields: inout [Field]) throws(Malformation) -> Range<Int>? {
    fields.removeAll(keepingCapacity: true)
    var at = offset
    while let end = lineEnd(at) { at = end }
    guard at < text.count else { return nil }
    let begin = at
    while true {
      let field = try field(at)
      fields.append(field.value)
      at = field.end
      if at == text.count { return begin..<at }
      if let end = lineEnd(at) { return begin..<end }
      // The field ends with the text, a line end or the delimiter.
      at += 1
    }
  }

  /// The text of a field. Bytes that are not UTF-8 become U+FFFD.
  func string(_ field: Field) -> String {
    let content = text[field.content]
    guard field.quotePairs > 0 else { return String(decoding: content, as: UTF8.self) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(field.count)
    var isSecond = false
    for byte in content {
      isSecond = byte == Self.quote && !isSecond
      if byte != Self.quote || isSecond { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Past the line end at an offset; nil if there is none.
  @inline(__always)
  private func lineEnd(_ at: Int) -> Int? {
    guard at < text.count else { return nil }
    if text[at] == Self.lineFeed { return at + 1 }
    guard text[at] == Self.carriageReturn, at + 1 < text.count, text[at + 1] == Self.lineFeed else { return nil }
    return at + 2
  }

  @inline(__always)
  private func field(_ start: Int) throws(Malformation) -> (value: Field, end: Int) {
    start < text.count && text[start] == Self.quote ? try quoted(start) : try plain(start)
  }

  private func plain(_ start: Int) throws(Malformation) -> (value: Field, end: Int) {
    var at = start
    while at < text.count {
      switch text[at] {
      case delimiter, Self.lineFeed: return (Field(content: start..<at, quotePairs: 0), at)
      case Self.carriageReturn where lineEnd(at) != nil: return (Field(content: start..<at, quotePairs: 0), at)
      case Self.carriageReturn:
        throw Malformation(at: at, expected: "a line feed after a carriage return outside of quotes", got: name(at + 1))
      case Self.quote:
        throw Malformation(
          at: at, "a quote stands in a field without quotes around it: put the field into quotes, and write \"\" for it"
        )
      case 0: throw Malformation(at: at, expected: "text in UTF-8", got: name(at))
      default: at += 1
      }
    }
    return (Field(content: start..<at, quotePairs: 0), at)
  }

  private func quoted(_ start: Int) throws(Malformation) -> (value: Field, end: Int) {
    var (at, pairs) = (start + 1, 0)
    while at < text.count {
      switch text[at] {
      case Self.quote where at + 1 < text.count && text[at + 1] == Self.quote: (at, pairs) = (at + 2, pairs + 1)
      case Self.quote:
        let end = at + 1
        guard end == text.count || text[end] == delimiter || lineEnd(end) != nil else {
          let expected = "\(Self.name(of: delimiter)) or the end of the line after a closing quote"
          throw Malformation(at: end, expected: expected, got: name(end))
        }
        return (Field(content: start + 1..<at, quotePairs: pairs), end)
      case 0: throw Malformation(at: at, expected: "text in UTF-8", got: name(at))
      default: at += 1
      }
    }
    // Where it opens is the place to look at, not the end of the file.
    throw Malformation(at: start, "a quote that opens a field is never closed")
  }

  /// What stands at an offset, for an error.
  private func name(_ at: Int) -> String { at < text.count ? Self.name(of: text[at]) : "the end of the file" }

  private static func name(of byte: UInt8) -> String {
    switch byte {
    case 0: "a NUL byte"
    case UInt8(ascii: "\t"): "a tab"
    case carriageReturn: "a carriage return"
    case 0x21...0x7E: "'\(Character(Unicode.Scalar(byte)))'"
    default: "another character"
    }
  }
}
