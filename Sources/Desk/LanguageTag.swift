import Text

/// Language tags (BCP 47: RFC 5646, section 2.1), well-formed, in the case that section 2.1.1 recommends.
///
/// All three productions are accepted: `langtag`, `privateuse` (`x-klingon`) and `grandfathered` (`i-klingon`); whether
/// a subtag is registered is not looked up. A `_`, as in `pt_BR`, reads as `-`. Invisible characters at the ends fall
/// away. The codeset and modifier of a POSIX locale (`de_DE.UTF-8`, `sr_RS@latin`) are refused by name: a modifier may
/// change the language or its script, which no rule maps to subtags, so cutting it off could store another language.
enum LanguageTag {
  static let example = "pt-BR"
  /// Of a tag, in bytes. RFC 5646, section 4.4.1, finds room for 35 enough.
  private static let bytesMax = 64
  /// Of what comes in, in bytes: a tag and what falls away around it. Checked before any other work.
  private static let inputBytesMax = 256

  /// The normal form, or why the text is refused.
  static func normalise(_ text: String) throws(Refusal) -> String {
    try checkLength(text.utf8.count, inputBytesMax)
    let tag = text.trimmingInvisible()
    try checkLength(tag.utf8.count, bytesMax)
    // The lower case of the Kelvin sign is the letter k: what is not ASCII is refused before.
    if let index = tag.utf8.firstIndex(where: { !isTagByte($0) }) { throw noPlace(index, of: tag) }
    let subtags = tag.utf8.split(omittingEmptySubsequences: false, whereSeparator: isHyphen).map {
      Substring($0).lowercased()
    }
    guard subtags.allSatisfy({ (1...8).contains($0.utf8.count) }), let first = subtags.first else { throw refusal() }
    if first.utf8.count == 1, first.utf8.first == UInt8(ascii: "x"), subtags.count > 1 {
      return subtags.joined(separator: "-")
    }
    do throws(Refusal) {
      return try langtag(subtags[...]).joined(separator: "-")
    } catch {
      guard let form = irregular[subtags.joined(separator: "-")] else { throw error }
      return form
    }
  }

  /// language ["-" script] ["-" region] *("-" variant) *("-" extension) ["-" privateuse]
  private static func langtag(_ lowercased: ArraySlice<String>) throws(Refusal) -> [String] {
    var subtags = lowercased
    guard let language = subtags.popFirst(), (2...8).contains(language.utf8.count), isAlphabetic(language) else {
      throw refusal()
    }
    var result = [language]
    if language.utf8.count <= 3 {
      while result.count <= 3, let next = subtags.first, next.utf8.count == 3, isAlphabetic(next) {
        result.append(subtags.removeFirst())
      }
    }
    if let script = subtags.first, script.utf8.count == 4, isAlphabetic(script) {
      result.append(script.prefix(1).uppercased() + script.dropFirst())
      subtags.removeFirst()
    }
    if let region = subtags.first, isRegion(region) {
      result.append(region.uppercased())
      subtags.removeFirst()
    }
    let variants = subtags.prefix(while: isVariant)
    try check(variants)
    try checkExtensions(subtags.dropFirst(variants.count))
    return result + subtags
  }

  /// No variant stands twice (section 2.2.5).
  private static func check(_ variants: ArraySlice<String>) throws(Refusal) {
    guard variants.count > 1 else { return }
    var seen: Set<String> = []
    for variant in variants where !seen.insert(variant).inserted {
      throw refusal("the variant \"\(variant)\" stands twice; give it once")
    }
  }

  /// *("-" extension) ["-" privateuse]: a letter or digit, then subtags of 2 to 8 (after `x`: of 1 to 8); none of the
  /// letters and digits stands twice (section 2.2.6).
  private static func checkExtensions(_ subtags: ArraySlice<String>) throws(Refusal) {
    var seen: Set<String> = []
    var rest = subtags
    while let singleton = rest.popFirst() {
      guard singleton.utf8.count == 1 else { throw refusal("\"\(singleton)\" has no place there") }
      let isPrivate = singleton.utf8.first == UInt8(ascii: "x")
      let content = isPrivate ? rest : rest.prefix { $0.utf8.count >= 2 }
      guard !content.isEmpty else { throw refusal("a subtag is expected after \"\(singleton)\"") }
      guard seen.insert(singleton).inserted else {
        throw refusal("the extension \"\(singleton)\" stands twice; give all its subtags after one \"\(singleton)\"")
      }
      rest = rest.dropFirst(content.count)
    }
  }

  /// The grandfathered tags that are no `langtag` (section 2.1, `irregular`) in the registry's case, by their lower
  /// case. The `regular` ones, such as `art-lojban` and `zh-min-nan`, are well-formed without a list.
  private static let irregular: [String: String] = {
    let tags = [
      "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo",
      "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE",
    ]
    return Dictionary(uniqueKeysWithValues: tags.map { ($0.lowercased(), $0) })
  }()

  private static func isRegion(_ text: String) -> Bool {
    (text.utf8.count == 2 && isAlphabetic(text)) || (text.utf8.count == 3 && text.utf8.allSatisfy { $0 &- 0x30 < 10 })
  }

  /// 5 to 8 letters or digits, or 4 that begin with a digit.
  private static func isVariant(_ text: String) -> Bool {
    text.utf8.count >= 5 || (text.utf8.count == 4 && (text.utf8.first ?? 0) &- 0x30 < 10)
  }

  private static func isAlphabetic(_ text: String) -> Bool { text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 } }

  private static func isTagByte(_ byte: UInt8) -> Bool { PercentEncoding.isAlphanumeric(byte) || isHyphen(byte) }

  /// Also the underscore, which stands for one.
  private static func isHyphen(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") }

  // MARK: Refusals

  private static func checkLength(_ count: Int, _ max: Int) throws(Refusal) {
    guard count <= max else { throw refusal("at most \(max) bytes are allowed, got \(count)") }
  }

  /// Why the scalar there is refused: it begins the suffix of a POSIX locale, or no tag has it.
  private static func noPlace(_ index: String.Index, of tag: Substring) -> Refusal {
    let suffix = tag[index...]
    let scalar = suffix.unicodeScalars[index]
    guard scalar == "." || scalar == "@", index > tag.startIndex,
      suffix.unicodeScalars.allSatisfy({ $0.isASCII && !$0.isInvisible })
    else { return refusal("\(scalar.quoted) has no place in one") }
    return refusal("leave out \"\(suffix)\", which belongs to a POSIX locale; a script is a subtag, as in sr-Latn")
  }

  private static func refusal(_ detail: String? = nil) -> Refusal {
    Refusal("not a language tag (BCP 47)" + (detail.map { ": \($0)" } ?? ""), example: example)
  }
}
