import Text

/// A text that may be written on a terminal: nothing in it moves the cursor, changes a colour or turns the direction of
/// what stands around it. Only such texts are ever drawn.
///
/// It is what `TextGuard` lets through: control characters become their pictures, a tab a space. What has no width and
/// no meaning in a text is left out: bidirectional embeddings, overrides and isolates (the text is isolated as a whole
/// where it is drawn), soft hyphens, fillers, tags outside flags.
public struct SafeText: Equatable, Sendable, ExpressibleByStringLiteral {
  /// The text: lines are divided by LF, and there is no other control character.
  public let text: String

  /// True of a text with characters that are written from right to left.
  public let isBidirectional: Bool

  /// The safe form of any text on one line.
  public init(_ raw: String) { self.init(raw, lineBreak: " ") }

  /// A text of our own.
  public init(stringLiteral text: String) { self.init(text) }

  /// The safe form of any text, its line breaks kept.
  public init(lines raw: String) { self.init(raw, lineBreak: "\n") }

  /// A part of a safe text, or several put together.
  init(joined text: String) {
    self.text = text
    isBidirectional = text.unicodeScalars.contains(where: Self.isRightToLeft)
  }

  private init(_ raw: String, lineBreak: Unicode.Scalar) {
    self.init(joined: TextGuard.guarded(raw, .pictures(lineBreak: lineBreak)))
  }

  /// True where nothing is to be seen.
  public var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

  /// Two texts, one behind the other.
  public static func + (a: SafeText, b: SafeText) -> SafeText { SafeText(joined: a.text + b.text) }

  /// Several texts with another between them, in this order from left to right: what is written from right to left is
  /// isolated by itself. In a pipe, `Line` leaves the marks out.
  static func join(_ texts: [SafeText], _ separator: SafeText) -> SafeText {
    let parts = texts.map { text in
      // What was joined before has its isolates: they do not nest.
      let needsIsolate = text.isBidirectional && !text.text.unicodeScalars.contains(isolate)
      return needsIsolate ? "\(isolate)\(text.text)\(endOfIsolate)" : text.text
    }
    return SafeText(joined: parts.joined(separator: separator.text))
  }

  /// The text with its spaces kept: no line breaks in it.
  var unbroken: SafeText { SafeText(joined: String(text.map { $0 == " " ? "\u{A0}" : $0 })) }

  /// FSI and PDI (UAX #9): the text between them has the direction of its first letter, and turns nothing around it.
  static let isolate: Unicode.Scalar = "\u{2068}"
  /// The end of it.
  static let endOfIsolate: Unicode.Scalar = "\u{2069}"

  /// What parts words on one line, and stays with the word before it where the line breaks.
  static let separator = SafeText(joined: "\u{A0}· ")

  /// Hebrew, Arabic and the other scripts of Unicode's right-to-left blocks, and the marks that say so.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
