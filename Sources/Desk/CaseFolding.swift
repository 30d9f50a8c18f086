/// Texts compared without regard to case: each scalar by its own lower case (simple case folding, as far as the
/// standard library has it).
public enum CaseFolding {
  /// The text in lower case, scalar by scalar.
  public static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    var result = ""
    for scalar in text.unicodeScalars { result += scalar.properties.lowercaseMapping }
    return result
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
