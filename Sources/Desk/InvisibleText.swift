import Text

extension Unicode.Scalar {
  /// The code point as the Unicode Standard writes it (appendix A): `U+00A0`, at least four hexadecimal digits.
  var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension StringProtocol {
  /// The text without the scalars at its beginning and its end that are no part of an id (`isIgnoredInIDs`).
  func trimmingInvisible() -> SubSequence {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isIgnoredInIDs }),
      let last = scalars.lastIndex(where: { !$0.isIgnoredInIDs })
    else { return self[startIndex..<startIndex] }
    return self[first..<scalars.index(after: last)]
  }
}
