/// The characters of scripts that are written without spaces between words, such as Thai, Chinese and Japanese.
///
/// Source: the Unicode Character Database 14.0.0. The letters (`General_Category` L) of line breaking class SA, ID or
/// CJ (LineBreak.txt, UAX #14), and those of the scripts Han, Hiragana, Katakana, Bopomofo, Yi, Tangut, Nushu, Javanese
/// and Balinese (Scripts.txt, UAX #24); without those of Latin and Hangul that are of the class ID. Where nothing but
/// what is no letter lies between two ranges, they are one, so the digits and marks of these scripts are in it, too.
/// Planes 2 and 3 are for Chinese characters, those of later versions included.
enum UnspacedLetters {
  /// First and last scalar of each range, ascending.
  private static let bounds: [UInt32] = [
    0x0E01, 0x0EDF, 0x1000, 0x108E, 0x1780, 0x17DC, 0x1950, 0x19C9, 0x1A20, 0x1B4C, 0x3005, 0x312F, 0x31A0, 0xA48C,
    0xA984, 0xA9B2, 0xA9E0, 0xA9FE, 0xAA60, 0xAADD, 0xF900, 0xFAD9, 0xFF66, 0xFF9F, 0x11700, 0x11746,
    0x16FE0, 0x18AFF, 0x18D00, 0x18D08, 0x1AFF0, 0x1B2FB, 0x20000, 0x3FFFD,
  ]

  /// Whether a letter is one of these.
  static func contain(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= bounds[0] else { return false }
    // How many bounds are not above: an odd number lies within a range, if the last bound does not end one below.
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] <= scalar.value { low = middle + 1 } else { high = middle }
    }
    return low % 2 == 1 || bounds[low - 1] == scalar.value
  }
}
