/// Texts compared without regard to case: each scalar by the lower case of its upper case, so that letters of several
/// forms (σ, ς) become one (simple case folding, as far as the standard library has it).
public enum CaseFolding {
  /// The text in folded case, scalar by scalar.
  public static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    var result = ""
    for scalar in text.unicodeScalars { result += fold(scalar) }
    return result
  }

  private static func fold(_ scalar: Unicode.Scalar) -> String {
    let upper = scalar.properties.uppercaseMapping.unicodeScalars
    // ß has no single upper case, and that of ı is the one of i: such letters stay themselves.
    guard let only = upper.first, upper.count == 1, scalar != "ı" else { return scalar.properties.lowercaseMapping }
    return only.properties.lowercaseMapping
  }

  /// True if `text`, folded, has `folded` in it.
  public static func contains(_ text: String, folded: String) -> Bool {
    var (text, folded) = (fold(text), folded)
    return text.withUTF8 { text in
      folded.withUTF8 { wanted in
        guard let first = wanted.first else { return true }
        guard text.count >= wanted.count else { return false }
        for start in 0...(text.count - wanted.count) where text[start] == first {
          if UnsafeBufferPointer(rebasing: text[start..<start + wanted.count]).elementsEqual(wanted) { return true }
        }
        return false
      }
    }
  }
}
