/// How many columns of a terminal a text takes.
///
/// Terminals do not agree. Those that know clusters give an emoji of several scalars two columns; the others add up
/// what each scalar takes, by the East Asian width. `of` says the former, with which texts are padded, and `atMost`
/// what the greediest terminal takes, with which they are cut and wrapped; where the two may differ, `isDisputed` is
/// true, and whoever draws sets the cursor behind such a text.
public enum Columns {
  /// The columns of a text without control characters.
  public static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

  /// The columns of one grapheme cluster.
  public static func of(_ cluster: Character) -> Int {
    if cluster.isASCII { return 1 }
    return isEmojiSequence(cluster) ? 2 : sum(cluster)
  }

  /// The columns that a text takes in the terminal that gives it the most.
  public static func atMost(_ text: String) -> Int { text.reduce(0) { $0 + atMost($1) } }

  /// The columns that one grapheme cluster takes in the terminal that gives it the most.
  public static func atMost(_ cluster: Character) -> Int {
    if cluster.isASCII { return 1 }
    return isEmojiSequence(cluster) ? max(sum(cluster), 2) : sum(cluster)
  }

  /// True of a text on whose width terminals may disagree: emoji, and clusters of several spacing scalars.
  public static func isDisputed(_ text: String) -> Bool {
    var isFirst = true
    var boundary = text.startIndex
    for index in text.unicodeScalars.indices {
      let scalar = text.unicodeScalars[index]
      if scalar.value >= 0x1F000 || scalar.value == 0xFE0F || scalar == zeroWidthJoiner { return true }
      if index >= boundary {
        isFirst = true
        boundary = text.index(after: index)
      }
      if !isFirst && of(scalar) > 0 { return true }
      isFirst = false
    }
    return false
  }

  static let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"

  private static func sum(_ cluster: Character) -> Int { cluster.unicodeScalars.reduce(0) { $0 + of($1) } }

  /// Flags, keycaps, skin tones, families, and what U+FE0F makes an emoji (UTS #51).
  private static func isEmojiSequence(_ cluster: Character) -> Bool {
    let scalars = cluster.unicodeScalars
    guard let first = scalars.first, first.properties.isEmoji else { return false }
    return scalars.dropFirst().contains { scalar in
      switch scalar.value {
      case 0xFE0F, 0x20E3, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF, 0xE0020...0xE007F: true
      case 0x200D: true
      default: false
      }
    }
  }

  /// The columns of a scalar by itself.
  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20...0x7E: return 1
    // Vowels and final consonants of Hangul join the syllable that a leading consonant begins.
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    case 0xA0...0x2FF: return scalar.value == 0xAD ? 0 : 1
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: return WideRanges.contains(scalar) ? 2 : 1
    }
  }
}
