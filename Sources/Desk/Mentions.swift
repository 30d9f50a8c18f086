/// The places of a text that can mention somebody: `@`, or the full-width `＠`, where a word begins, and an id after it.
///
/// Notes hold addresses (`mira@anna.example`), handles on networks (`@anna@mastodon.example`), paths (`/@anna/video`),
/// packages (`@anna/kit`) and longer names (`@annaé`): none of them mentions `anna`. In scripts written without spaces,
/// and beside them, no gap is needed: `请@anna看一下`, `@anna에게`.
struct Mentions {
  /// An id has at most so many bytes (`Agent.isID`).
  private static let idMax = 64

  private let text: [Unicode.Scalar]

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  /// Whether a text has any place to look at.
  static func mayBe(in text: String) -> Bool {
    // The first byte of the full-width form is that of many others, too: the whole search sorts them out.
    text.utf8.contains { $0 == UInt8(ascii: "@") || $0 == 0xEF }
  }

  /// Calls `isKnown` for each place with the ids that it can name, the longest first, until it says yes: a mark at the
  /// end of a name belongs to the name if somebody has such a name, and to the sentence if not.
  func forEachPlace(_ isKnown: (UnsafeBufferPointer<UInt8>) -> Bool) {
    var (at, urlEnd, mentionEnd) = (0, 0, -1)
    while at < text.count {
      defer { at += 1 }
      if text[at] == ":", at >= urlEnd, text[at...].starts(with: "://".unicodeScalars) {
        urlEnd = self.urlEnd(from: at)
      }
      guard text[at] == "@" || text[at] == "＠", at >= urlEnd, beginsWord(at, mentionEnd) else { continue }
      let (ends, name) = ends(after: at)
      name.withUnsafeBufferPointer { name in
        for end in ends where isKnown(UnsafeBufferPointer(rebasing: name[..<(end - at - 1)])) {
          mentionEnd = end
          break
        }
      }
    }
  }

  // MARK: Before the name

  /// Whether a word begins at an `@`: before it stands no letter or digit, not even before marks that an address can
  /// have there, and no slash, except one that parts two mentions (`@anna/@ben`).
  private func beginsWord(_ at: Int, _ mentionEnd: Int) -> Bool {
    var before = at - 1
    while before >= 0, Self.isMark(text[before]) { before -= 1 }
    guard before >= 0 else { return true }
    if text[before] == "/" { return before == mentionEnd && before == at - 1 }
    return !Self.isWord(text[before]) || text[before].isWrittenWithoutSpaces
  }

  /// Where the address ends that has its `://` here: at white space, a closing mark, or what no address holds raw.
  private func urlEnd(from at: Int) -> Int {
    text[at...].firstIndex { !$0.isASCII || $0.value <= 0x20 || ")>]}\"".unicodeScalars.contains($0) } ?? text.count
  }

  // MARK: The name and what follows it

  /// Where a name that begins after this `@` can end, the farthest place first; and its bytes up to there.
  private func ends(after at: Int) -> (ends: [Int], name: [UInt8]) {
    let start = at + 1
    var (farthest, name): (Int, [UInt8]) = (start, [])
    while farthest < text.count, farthest - start <= Self.idMax, Self.isID(text[farthest]) {
      name.append(UInt8(truncatingIfNeeded: text[farthest].value))
      farthest += 1
    }
    var next = farthest
    while next < text.count, Self.isMark(text[next]) { next += 1 }
    var ends: [Int] = []
    for end in (start...farthest).reversed() where end > start {
      if end < farthest {
        guard Self.isMark(text[end]) else {
          next = end
          continue
        }
      }
      if end - start <= Self.idMax && endsName(end, next) { ends.append(end) }
    }
    return (ends, name)
  }

  /// Whether the name that ends here is not the beginning of a longer one, of an address or of a path. From here to
  /// `next` there are marks alone.
  private func endsName(_ end: Int, _ next: Int) -> Bool {
    let marks = text[end..<next]
    guard next < text.count else { return true }
    switch text[next] {
    case "@", "＠": return !marks.isEmpty
    case "/": return !marks.isEmpty || next + 1 == text.count || !Self.isWord(text[next + 1])
    case let scalar where !Self.isWord(scalar) || scalar.isWrittenWithoutSpaces: return true
    case let scalar:
      // "@anna.Please call": a sentence ends. "@anna.k" and "@anna-marie" are somebody else.
      return marks.last == "." && (marks.count > 1 || scalar.properties.isUppercase)
    }
  }

  // MARK: Scalars

  private static func isID(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && ChosenID.isByte(UInt8(truncatingIfNeeded: scalar.value))
  }

  /// A mark that an id, and an address before its `@`, can have.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "_" || scalar == "-" }

  /// A letter, a digit, or a mark that combines with one.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return PercentEncoding.isAlphanumeric(UInt8(truncatingIfNeeded: scalar.value)) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
      // A variation selector belongs to the emoji before it, and is no letter.
      return !scalar.properties.isVariationSelector
    case .enclosingMark, .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol,
      .otherSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
      .unassigned:
      return false
    @unknown default: return false
    }
  }
}

extension Unicode.Scalar {
  /// Whether words of this scalar's script stand beside each other without spaces, or take endings without one: those
  /// that need a dictionary to be broken into words (class SA of UAX #14: Thai, Lao, Myanmar, Khmer, Tai), Tibetan, the
  /// ideographs and syllables of Chinese and Japanese, and Hangul, whose particles follow a name directly.
  var isWrittenWithoutSpaces: Bool {
    switch value {
    case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x1950...0x19FF, 0x1A20...0x1AAF,
      0x3005...0x3007, 0x3021...0x3029, 0x3031...0x318F, 0x31A0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA960...0xA97F, 0xA9E0...0xA9FF, 0xAA60...0xAADF, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC,
      0x11700...0x1174F, 0x1AFF0...0x1B16F, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
