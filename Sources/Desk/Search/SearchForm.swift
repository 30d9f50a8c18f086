/// Texts in the form in which they are searched, and where words begin in it.
///
/// The form is that of folded case without diacritics (`CaseFolding.bare`), and without what nobody sees: directional
/// controls, joiners, variation selectors (Unicode's Default_Ignorable_Code_Point) come along when texts are copied.
///
/// A word begins
///
/// - at the first letter, digit or mark of several in a row;
/// - at each character of a script that is written without spaces, since nobody can tell words there without a
///   dictionary, and at what follows it;
/// - at each other character that is no white space, such as punctuation and emoji: so `@kowalska` finds an address.
enum SearchForm {
  /// The bytes (UTF-8) of a text in that form, or of its rest from some word on.
  typealias Bytes = UnsafeBufferPointer<UInt8>

  /// Calls `body` with the bytes of a text in that form.
  static func withForm<Result>(of text: String, _ body: (Bytes) -> Result) -> Result {
    var work = 0
    return withForm(of: text, &work, body)
  }

  /// The same; adds what it costs to look for words in it.
  static func withForm<Result>(of text: String, _ work: inout Int, _ body: (Bytes) -> Result) -> Result {
    var text = text
    let result = text.withUTF8 { bytes in
      let isASCII = bytes.allSatisfy { $0 < 0x80 }
      work += Self.work(bytes: bytes.count, isASCII: isASCII)
      return isASCII ? withLowercase(of: bytes, body) : nil
    }
    return result ?? form(text).withUnsafeBufferPointer(body)
  }

  /// The form of a text of ASCII alone: most texts that are looked at need no string of their own.
  @inline(__always)
  private static func withLowercase<Result>(of text: Bytes, _ body: (Bytes) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { form in
      for index in text.indices {
        form.initializeElement(at: index, to: ASCIICase.lowered(text[index]))
      }
      return body(Bytes(form))
    }
  }

  /// The bytes of a text in that form. What nobody sees goes first: it would keep marks from their order.
  private static func form(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: isIgnored) else { return CaseFolding.bareBytes(of: text) }
    return CaseFolding.bareBytes(of: String(String.UnicodeScalarView(text.unicodeScalars.filter { !isIgnored($0) })))
  }

  /// Whether nobody sees the scalar. Only in some blocks of 256 is any like that, and most letters are in none of them.
  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value >> 8 {
    case 0x00: scalar == "\u{AD}"
    case 0x03, 0x06, 0x11, 0x17, 0x18, 0x20, 0x31, 0xFE, 0xFF, 0x1BC, 0x1D1, 0xE00...0xE0F:
      scalar.properties.isDefaultIgnorableCodePoint
    default: false
    }
  }

  /// The words of what somebody looks for: the bytes of whatever stands between white space, in that form.
  static func wanted(_ text: String) -> [[UInt8]] {
    // A space with a mark on it is one Character.
    String(decoding: form(text), as: UTF8.self).unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
      .map { Array(String($0).utf8) }
  }

  /// False if a byte of ASCII is not in the form of a text: neither is its letter, nor one that is taken apart into it.
  static func mayHave(_ byte: UInt8, _ text: String) -> Bool {
    text.utf8.contains { next in
      switch next {
      case byte: true
      case 0x41...0x5A: next | 0x20 == byte
      // First bytes of Latin letters with marks (U+00C0 to U+027F, U+1E00 to U+1FFF), and of signs that Unicode takes
      // for characters of ASCII (U+037E, U+212A).
      case 0xC3...0xC9, 0xCD, 0xE1, 0xE2: true
      default: false
      }
    }
  }

  /// What it costs to look for words in a text of so many bytes: one that is not ASCII must be taken apart.
  static func work(bytes: Int, isASCII: Bool) -> Int { 16 + (isASCII ? bytes : 8 * bytes) }

  /// Whether one of the words of a form begins so.
  static func hasWord(in form: Bytes, from beginning: CaseFolding.Search) -> Bool {
    beginning.isFound(in: form) { beginsWord(in: form, at: $0) }
  }

  /// Whether a word begins at a scalar of a form.
  private static func beginsWord(in form: Bytes, at index: Int) -> Bool {
    Kind.next(in: form, at: index).kind.beginsWord {
      // The bytes of a scalar that are not its first have these two bits.
      let before = form[..<index].lastIndex { $0 & 0xC0 != 0x80 }
      return before.map { Kind.next(in: form, at: $0).kind == .part } ?? false
    }
  }

  /// Calls `body` with what each word of a form begins with, and the form from there on, until it returns false.
  @inline(__always)
  static func forEachWord(of form: Bytes, _ body: (Kind, Bytes) -> Bool) {
    var (index, isInWord) = (0, false)
    while index < form.count {
      let (kind, length) = Kind.next(in: form, at: index)
      let begins = kind.beginsWord { isInWord }
      isInWord = kind == .part
      if begins, !body(kind, Bytes(rebasing: form[index...])) { return }
      index += length
    }
  }

  /// Whether the bytes of a form are letters, digits and marks up to this one, and it is there.
  @inline(__always)
  static func isPart(_ form: Bytes, upTo last: Int) -> Bool {
    var index = 0
    while index <= last, index < form.count {
      let (kind, length) = Kind.next(in: form, at: index)
      guard kind == .part else { return false }
      index += length
    }
    return index > last
  }

  /// What a scalar is for words.
  enum Kind {
    /// A letter, a digit or a mark.
    case part
    /// A character of a script without spaces.
    case unspacedLetter
    case space
    /// Any other character of ASCII.
    case punctuation
    /// Anything else.
    case other

    /// Whether a word begins here; `isInWord`: whether a letter, a digit or a mark stands before.
    @inline(__always)
    func beginsWord(after isInWord: () -> Bool) -> Bool {
      switch self {
      case .part: !isInWord()
      case .unspacedLetter, .punctuation, .other: true
      case .space: false
      }
    }

    /// What the scalar at a place is, and how many bytes it takes.
    @inline(__always)
    static func next(in form: Bytes, at index: Int) -> (kind: Kind, length: Int) {
      let first = form[index]
      if first < 0x80 { return (Kind(ascii: first), 1) }
      let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      // The bits of the first byte that are no part of how many bytes there are.
      var value = UInt32(first) & (0x7F >> UInt32(length))
      for next in index + 1..<index + length { value = value << 6 | UInt32(form[next] & 0x3F) }
      return (Unicode.Scalar(value).map(Kind.init(beyondASCII:)) ?? .other, length)
    }

    @inline(__always)
    private init(ascii byte: UInt8) {
      self =
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .part
        case 0x09...0x0D, 0x20: .space
        default: .punctuation
        }
    }

    private init(beyondASCII scalar: Unicode.Scalar) {
      if UnspacedLetters.contain(scalar) {
        self = .unspacedLetter
        return
      }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
        self = .part
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: self = .space
      default: self = scalar.properties.isWhitespace ? .space : .other
      }
    }
  }
}
