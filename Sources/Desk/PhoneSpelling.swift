import Text

/// Reads phone numbers in which more stands than ASCII digits, spaces, dots, hyphens and brackets.
struct PhoneSpelling {
  /// The visible scalars, in half-width forms.
  private let scalars: ArraySlice<Unicode.Scalar>
  private var digits = PhoneDigits()
  /// How many digits there were at the last slash.
  private var digitsBeforeSlash: Int?

  /// The digits of a text, or what in it has no place in a phone number.
  static func read(_ text: String) throws(Refusal) -> PhoneDigits {
    var spelling = PhoneSpelling(text)
    return try spelling.read()
  }

  /// The digits of a text in which nothing else stands but what people write between the digits of a number; nil of any
  /// other text. Left out is a zero that stands alone in brackets after digits, as in `+32 (0)470`: nobody dials it.
  static func digits(of text: String) -> [UInt8]? {
    var digits: [UInt8] = []
    var opened = 0
    for scalar in PhoneSpelling(text).scalars {
      if let digit = decimalDigit(scalar) {
        digits.append(UInt8(ascii: "0") + UInt8(digit))
      } else if isOpeningBracket(scalar) {
        opened = digits.count
      } else if isClosingBracket(scalar) {
        if opened > 0, digits[opened...] == [UInt8(ascii: "0")] { digits.removeLast() }
      } else if !isPlus(scalar) && !isSlash(scalar) && !isDash(scalar) && !isDot(scalar) {
        return nil
      }
    }
    return digits
  }

  private init(_ text: String) {
    var visible: [Unicode.Scalar] = []
    visible.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars where !scalar.isInvisible && scalar != Self.keycap {
      visible.append(Self.halfWidth(scalar))
    }
    let hasScheme = visible.count >= 4 && zip(visible, "tel:".unicodeScalars).allSatisfy { Self.lowercased($0) == $1 }
    scalars = visible.dropFirst(hasScheme ? 4 : 0)
  }

  private mutating func read() throws(Refusal) -> PhoneDigits {
    for index in scalars.indices {
      let scalar = scalars[index]
      if let digit = Self.decimalDigit(scalar) {
        digits.append(digit)
      } else if Self.isPlus(scalar) && digits.isEmpty {
        digits.isInternational = true
      } else if Self.isSlash(scalar) {
        digitsBeforeSlash = digits.count
      } else if Self.isOpeningBracket(scalar) {
        digits.openBracket()
      } else if Self.isClosingBracket(scalar) {
        digits.closeBracket()
      } else if !Self.isDash(scalar) && !Self.isDot(scalar) {
        throw refusal(at: index)
      }
    }
    if let digitsBeforeSlash, digits.count - digitsBeforeSlash < Self.digitsAfterSlashMin {
      throw PhoneNumber.refusal(
        "fewer than five digits after a / are a second number or an extension: give one number alone")
    }
    return digits
  }

  // MARK: Refusals

  /// Fewer digits after a slash or a comma are an extension, or the last digits of a second number.
  private static let digitsAfterSlashMin = 5

  /// Why the scalar there ends the number.
  private func refusal(at index: Int) -> Refusal {
    let (scalar, rest) = (scalars[index], scalars[(index + 1)...])
    let digitsAfter = rest.count { Self.decimalDigit($0) != nil }
    if Self.isPlus(scalar) {
      return PhoneNumber.refusal("\"+\" has no place after the beginning of a phone number: of several, give one")
    }
    if Self.separators.contains(scalar) && !digits.isEmpty {
      let name = Self.text(rest.prefix { Self.isASCIILetter($0) || $0 == "-" })
      if name.isEmpty && digitsAfter >= Self.digitsAfterSlashMin {
        return PhoneNumber.refusal("a second number after the \(scalar.quoted): give one number alone")
      }
      if name.isEmpty && digitsAfter > 0 { return Self.anExtension("\(scalar)") }
      if Self.extensionWords.contains(name) { return Self.anExtension(name) }
      if !name.isEmpty && scalar == ";" {
        return PhoneNumber.refusal("leave out the parameter \";\(name)\" (RFC 3966): give the number alone")
      }
    }
    if scalar == "#" && digitsAfter > 0 { return Self.anExtension("#") }
    guard scalar.properties.isAlphabetic else {
      return PhoneNumber.refusal("\(scalar.quoted) has no place in a phone number: write + and digits alone")
    }
    // The accent of a decomposed ó is a scalar of its own.
    let word = Self.text(
      scalars[index...].prefix { $0.properties.isAlphabetic || $0.properties.generalCategory == .nonspacingMark })
    if Self.extensionWords.contains(word) { return Self.anExtension(word) }
    return PhoneNumber.refusal("\(scalar.quoted) has no place in a phone number: write digits, not letters")
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars)).lowercased()
  }

  private static func anExtension(_ mark: String) -> Refusal {
    PhoneNumber.refusal("an extension (\"\(mark)\") has no place in a phone number: give the number alone")
  }

  /// Commas and semicolons.
  private static let separators: [Unicode.Scalar] = [",", ";", "\u{3001}", "\u{60C}", "\u{61B}"]

  /// What people write before an extension; `p` and `w` make a dialler pause or wait.
  private static let extensionWords: Set<String> = [
    "ext", "extn", "extension", "extensión", "x", "xt", "xtn", "p", "w", "durchwahl", "dw", "nebenstelle", "nst", "app",
    "poste", "toestel", "tst", "int", "interno", "interne", "anexo", "ramal", "wew", "klapka", "linka", "lok",
    "anknytning",
    "dahili", "доб", "内線", "内线", "分机", "分機", "转", "轉",
  ]

  // MARK: Characters

  /// Stands on a digit and makes a key of it, in emoji.
  private static let keycap: Unicode.Scalar = "\u{20E3}"

  /// The ASCII character of a full-width one (U+FF01 to U+FF5E); any other scalar as it is.
  private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
  }

  private static func isASCIILetter(_ scalar: Unicode.Scalar) -> Bool { (scalar.value | 0x20) &- 0x61 < 26 }

  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    isASCIILetter(scalar) ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar
  }

  /// The value of a decimal digit of any script (Unicode's Numeric_Type).
  private static func decimalDigit(_ scalar: Unicode.Scalar) -> Int? {
    if scalar.isASCII { return scalar.value &- 0x30 < 10 ? Int(scalar.value - 0x30) : nil }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
    return Int(value)
  }

  private static func isPlus(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "+" || scalar == "\u{FE62}" || scalar == "\u{2795}"
  }

  private static func isSlash(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "/" || scalar == "\u{2044}" || scalar == "\u{2215}"
  }

  /// Dash punctuation, except the wave dashes, which stand for a range of numbers; and what looks like it: minus signs,
  /// the hyphen bullet, the long-vowel marks of Japanese.
  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "\u{2D7}", "\u{2212}", "\u{2043}", "\u{30FC}", "\u{FF70}": true
    case "\u{301C}", "\u{3030}": false
    default: scalar.properties.generalCategory == .dashPunctuation
    }
  }

  /// Full stops, middle dots and bullets.
  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "\u{B7}", "\u{2022}", "\u{2024}", "\u{2027}", "\u{2219}", "\u{22C5}", "\u{3002}", "\u{30FB}", "\u{FE52}",
      "\u{FF61}", "\u{FF65}":
      true
    default: false
    }
  }

  private static func isOpeningBracket(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<": true
    // Low and double prime quotation marks have the category too.
    case "\u{201A}", "\u{201E}", "\u{2E42}", "\u{301D}": false
    default: scalar.properties.generalCategory == .openPunctuation
    }
  }

  private static func isClosingBracket(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ">": true
    case "\u{301E}", "\u{301F}": false
    default: scalar.properties.generalCategory == .closePunctuation
    }
  }
}
