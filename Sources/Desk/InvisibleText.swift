extension Unicode.Scalar {
  /// Whether a reader sees nothing of this scalar: white space, control characters, what the Unicode Standard calls
  /// default-ignorable (joiners, bidirectional controls, variation selectors, fillers such as U+3164), and what is
  /// blank without being either: U+2800, a Braille pattern without dots, U+1D159, a notehead without a head, and the
  /// marks of interlinear annotations (U+FFF9 to U+FFFB).
  var isInvisible: Bool {
    if isASCII { return value <= 0x20 || value == 0x7F }
    return properties.isWhitespace || properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
      || value == 0x2800 || value == 0x1D159 || (0xFFF9...0xFFFB).contains(value)
  }

  /// The code point as the Unicode Standard writes it (appendix A): `U+00A0`, at least four hexadecimal digits.
  var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension StringProtocol {
  /// The text without the invisible scalars at its beginning and its end.
  func trimmingInvisible() -> SubSequence {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isInvisible }),
      let last = scalars.lastIndex(where: { !$0.isInvisible })
    else { return self[startIndex..<startIndex] }
    return self[first..<scalars.index(after: last)]
  }
}
