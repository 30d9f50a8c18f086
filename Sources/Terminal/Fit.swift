/// Cuts and wraps texts by whole clusters, so that they fit their columns in every terminal.
public enum Fit {
  /// The text, or as much of its front as fits with a `…` behind it. Line breaks become spaces.
  public static func cut(_ text: SafeText, to columns: Int) -> SafeText {
    let line = text.text.contains("\n") ? SafeText(text.text) : text
    guard Columns.atMost(line.text) > columns else { return line }
    return columns < 1 ? "" : ellipsed(line.text, to: columns)
  }

  /// The text in lines of at most so many columns. Lines break at spaces (U+00A0 keeps words together, and becomes a
  /// plain one) and between the characters of scripts that write without them; a word that is longer than a line breaks
  /// anywhere. Of more lines than `max` the rest is left out, and a `…` says so.
  public static func wrap(_ text: SafeText, to columns: Int, max: Int = .max) -> [SafeText] {
    let columns = Swift.max(columns, 1)
    var lines: [String] = []
    for paragraph in text.text.split(separator: "\n", omittingEmptySubsequences: false) {
      // One empty line parts paragraphs as well as many.
      if paragraph.allSatisfy(\.isWhitespace) {
        if lines.last?.isEmpty == false { lines.append("") }
      } else {
        wrap(Array(paragraph), to: columns, into: &lines, max)
      }
      if lines.count > max { break }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    if lines.count > max {
      lines.removeSubrange(max...)
      if let last = lines.popLast() { lines.append(ellipsed(last, to: columns).text) }
    }
    return lines.map { SafeText(joined: String($0.map { $0 == noBreakSpace ? " " : $0 })) }
  }

  private static let noBreakSpace: Character = "\u{A0}"

  private static func mayBreak(at cluster: Character) -> Bool {
    cluster.isWhitespace && cluster != noBreakSpace
  }

  /// As much of the front as leaves a column for the `…`.
  private static func ellipsed(_ text: String, to columns: Int) -> SafeText {
    var (kept, used) = ("", 0)
    for cluster in text {
      used += Columns.atMost(cluster)
      guard used < columns else { break }
      kept.append(cluster)
    }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return SafeText(joined: kept + "…")
  }

  private static func wrap(_ clusters: [Character], to columns: Int, into lines: inout [String], _ max: Int) {
    var start = 0
    while start < clusters.count, lines.count <= max {
      if clusters[start].isWhitespace {
        start += 1
        continue
      }
      let end = lineEnd(clusters, from: start, columns)
      var line = String(clusters[start..<end])
      while line.last?.isWhitespace == true { line.removeLast() }
      // A character that is wider than the line.
      lines.append(Columns.atMost(line) > columns ? "…" : line)
      start = end
    }
  }

  /// Where the line that begins at `start` ends: at the last place to break at that fits.
  private static func lineEnd(_ clusters: [Character], from start: Int, _ columns: Int) -> Int {
    var (used, end, place, second) = (0, start, start, start)
    while end < clusters.count {
      used += Columns.atMost(clusters[end])
      if mayBreak(at: clusters[end]) {
        // A space may hang over the edge: it is not written.
        place = end
      } else {
        if end > start, mayBreak(between: clusters[end - 1], clusters[end]) { place = end }
        if end > start, mayBreak(within: clusters[end - 1], clusters[end]) { second = end }
        if used > columns { break }
      }
      end += 1
    }
    if end == clusters.count { return end }
    if place > start { return place }
    return second > start ? second : Swift.max(end, start + 1)
  }

  /// A little of UAX #14: between ideographs and the like, but not before what closes or behind what opens.
  private static func mayBreak(between before: Character, _ after: Character) -> Bool {
    if mayBreak(at: before) { return true }
    return (before.isWithoutSpaces || after.isWithoutSpaces) && !closing.contains(after) && !opening.contains(before)
  }

  /// Where an address or a long word breaks that does not fit a line.
  private static func mayBreak(within before: Character, _ after: Character) -> Bool {
    (before == "-" && after.isLetter) || (before == "/" && after != "/") || after == "." || after == "@"
  }

  private static let closing: Set<Character> = [
    "、", "。", "，", "．", "・", "：", "；", "？", "！", "）", "」", "』", "】", "〉", "》", "〕", "］", "｝", "ー", "々", "ゝ",
    "ぁ", "ぃ", "ぅ", "ぇ", "ぉ", "っ", "ゃ", "ゅ", "ょ", "ァ", "ィ", "ゥ", "ェ", "ォ", "ッ", "ャ", "ュ", "ョ", "…", "!", "?", ".", ",",
    ")", "]", ":", ";", "ๆ", "ฯ",
  ]

  /// What opens, and the vowels of Thai and Lao that stand before their consonant.
  private static let opening: Set<Character> = [
    "（", "「", "『", "【", "〈", "《", "〔", "［", "｛", "(", "[", "เ", "แ", "โ", "ใ", "ไ", "ເ", "ແ", "ໂ", "ໃ", "ໄ",
  ]
}

extension Character {
  /// True of a character of a script that writes words without spaces between them.
  fileprivate var isWithoutSpaces: Bool {
    guard let first = unicodeScalars.first else { return false }
    switch first.value {
    // Thai and Lao, Myanmar, Khmer.
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return true
    // Hangul is wide, and written with spaces.
    case 0x1100...0x11FF, 0xAC00...0xD7FF: return false
    default: return WideRanges.contains(first)
    }
  }
}
