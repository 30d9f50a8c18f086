/// A text that may be written on a terminal: nothing in it moves the cursor, changes a colour or turns the direction of
/// what stands around it. Only such texts are ever drawn.
///
/// Control characters become their pictures (U+2400 and on; C1: U+FFFD), a tab a space. What has no width and no
/// meaning in a text is left out: bidirectional embeddings, overrides and isolates (U+202A to U+202E, U+2066 to
/// U+2069; the text is isolated as a whole where it is drawn), soft hyphens, fillers, tags outside flags. A cluster
/// keeps its first 32 scalars.
public struct SafeText: Equatable, Sendable, ExpressibleByStringLiteral {
  /// Most scalars of a cluster: a little more than what the Stream-Safe Text Format (UAX #15) allows.
  private static let clusterMax = 32

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
    // Most texts are plain: nothing to look for.
    if raw.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      self.init(joined: raw)
      return
    }
    var safe = String.UnicodeScalarView()
    for cluster in raw {
      if cluster.isNewline {
        safe.append(lineBreak)
        continue
      }
      let isFlag = cluster.unicodeScalars.first == "\u{1F3F4}"
      for scalar in cluster.unicodeScalars.prefix(Self.clusterMax) {
        if let shown = Self.shown(scalar, inFlag: isFlag) { safe.append(shown) }
      }
    }
    self.init(joined: String(safe))
  }

  /// True where nothing is to be seen.
  public var isBlank: Bool { text.allSatisfy(\.isWhitespace) }

  /// Two texts, one behind the other.
  public static func + (a: SafeText, b: SafeText) -> SafeText { SafeText(joined: a.text + b.text) }

  /// Several texts with another between them, in this order from left to right: what is written from right to left is
  /// isolated by itself. In a pipe, `Line` leaves the marks out.
  static func join(_ texts: [SafeText], _ separator: SafeText) -> SafeText {
    let parts = texts.map { $0.isBidirectional ? "\(isolate)\($0.text)\(endOfIsolate)" : $0.text }
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

  private static func shown(_ scalar: Unicode.Scalar, inFlag: Bool) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09: return " "
    case 0x00..<0x20: return Unicode.Scalar(0x2400 + scalar.value)
    case 0x20..<0x7F: return scalar
    case 0x7F: return "\u{2421}"
    case 0x80..<0xA0: return "\u{FFFD}"
    // What joins and parts letters, which variant is meant, and the marks of direction.
    case 0x200C...0x200F, 0x061C, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return scalar
    case 0xE0020...0xE007F: return inFlag ? scalar : nil
    case 0xFFF9...0xFFFB: return nil
    default: return scalar.properties.isDefaultIgnorableCodePoint ? nil : scalar
    }
  }

  /// Hebrew, Arabic and the other scripts of Unicode's right-to-left blocks, and the marks that say so.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}
