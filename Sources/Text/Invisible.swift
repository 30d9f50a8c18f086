extension Unicode.Scalar {
  /// Whether a reader sees nothing of this scalar: white space, control characters, what the Unicode Standard calls
  /// default-ignorable (joiners, bidirectional controls, variation selectors, tags, fillers such as U+3164), and what
  /// is blank without being either: U+2800, a Braille pattern without dots; U+1D159, a notehead without a head; the
  /// controls and the blanks of Egyptian hieroglyphs (U+13430 to U+1343F, U+13441, U+13442); the marks of interlinear
  /// annotations (U+FFF9 to U+FFFB); noncharacters, which no font has.
  public var isInvisible: Bool {
    if isIgnoredInIDs { return true }
    if isASCII { return false }
    switch value {
    case 0x13430...0x1343F, 0x13441...0x13442: return true
    default: return isNoncharacter
    }
  }

  /// Whether the forms in which ids are compared (telephone numbers, e-mail addresses, their hosts) ignore or refuse
  /// this scalar as invisible: `isInvisible` without the hieroglyphs and the noncharacters.
  ///
  /// A desk is replayed by these forms, so a change of this set would make two people of one, or one of two, in old
  /// folders. `isInvisible`, the set for readers, may grow.
  public var isIgnoredInIDs: Bool {
    if isASCII { return value <= 0x20 || value == 0x7F }
    if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return true }
    switch value {
    case 0x80..<0xA0, 0x2800, 0x1D159, 0xFFF9...0xFFFB: return true
    default: return false
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
  /// scalars and marks without a letter to stand on. A private-use scalar is seen: as an icon, or as a box.
  public var isBlankToReaders: Bool {
    for scalar in unicodeScalars {
      if !scalar.isInvisible && !scalar.isMarkOnAnother { return false }
    }
    return true
  }
}
