import Text

extension Unicode.Scalar {
  /// The scalar as an error shows it: `"*"`, `"é" (U+00E9)`; without the quotes, `U+0301`, where a reader would see
  /// nothing of it or take it for part of the quotes, as of `"` itself.
  var quoted: String {
    if isASCII { return isInvisible || self == "\"" ? codePoint : "\"\(self)\"" }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark, .spacingMark, .enclosingMark,
      .spaceSeparator, .lineSeparator, .paragraphSeparator:
      return codePoint
    default: return isInvisible ? codePoint : "\"\(self)\" (\(codePoint))"
    }
  }
}
