extension Unicode.Scalar {
  /// Whether a reader sees nothing of this scalar: white space, control characters, what the Unicode Standard calls
  /// default-ignorable (joiners, bidirectional controls, variation selectors, tags, fillers such as U+3164), and what
  /// is blank without being either: U+2800, a Braille pattern without dots; U+1D159, a notehead without a head; the
  /// controls and the blanks of Egyptian hieroglyphs (U+13430 to U+1343F, U+13441, U+13442); the marks of interlinear
  /// annotations (U+FFF9 to U+FFFB); noncharacters, which no font has.
  public var isInvisible: Bool {
    if isASCII { return value <= 0x20 || value == 0x7F }
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch value {
    case 0x80..<0xA0, 0x2800, 0x1D159, 0x13430...0x1343F, 0x13441...0x13442, 0xFFF9...0xFFFB: return true
    default: return isNoncharacter
    }
  }

  /// Whether this scalar is one of the 66 that will never be a character (Unicode Standard, section 23.7).
  var isNoncharacter: Bool { (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE }

  /// Whether this scalar is drawn onto the character before it: alone it would change somebody else's text.
  public var isMarkOnAnother: Bool {
    guard value >= 0x300 else { return false }
    let category = properties.generalCategory
    return category == .nonspacingMark || category == .enclosingMark
  }
}

extension StringProtocol {
  /// Whether a reader would see nothing that belongs to this text: it is empty, or nothing is in it but invisible
  /// scalars, marks without a letter to stand on, and private-use scalars, which no two systems draw alike.
  public var isBlankToReaders: Bool {
    for scalar in unicodeScalars {
      if scalar.isASCII {
        if !scalar.isInvisible { return false }
      } else if !scalar.isInvisible && !scalar.isMarkOnAnother && scalar.properties.generalCategory != .privateUse {
        return false
      }
    }
    return true
  }
}
