/// Language tags (BCP 47: RFC 5646, section 2.1), well-formed, in the case that section 2.1.1 recommends.
///
/// `langtag` only: the grandfathered tags and pure private use (`x-…`) name no language that a desk could use.
enum LanguageTag {
  static let example = "pt-BR"

  static func normalise(_ text: String) throws(Refusal) -> String {
    // The lower case of the Kelvin sign is the letter k: what is not ASCII is refused before.
    guard text.utf8.count <= 64, text.utf8.allSatisfy({ $0 < 0x80 }) else { throw refusal }
    var subtags = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.lowercased() }[...]
    guard subtags.allSatisfy({ (1...8).contains($0.utf8.count) && isAlphanumeric($0) }),
      let language = subtags.popFirst(), (2...8).contains(language.utf8.count), isAlphabetic(language)
    else { throw refusal }
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
    while let variant = subtags.first, isVariant(variant) { result.append(subtags.removeFirst()) }
    return (result + (try extensions(subtags))).joined(separator: "-")
  }

  /// *("-" extension) ["-" privateuse]: a letter or digit, then subtags of 2 to 8 (behind `x`: of 1 to 8); no letter twice.
  private static func extensions(_ subtags: ArraySlice<String>) throws(Refusal) -> [String] {
    var seen: Set<String> = []
    var rest = subtags
    while let singleton = rest.popFirst() {
      let shortest = singleton == "x" ? 1 : 2
      let content = singleton == "x" ? rest : rest.prefix { $0.utf8.count >= shortest }
      guard singleton.utf8.count == 1, !content.isEmpty, seen.insert(singleton).inserted else { throw refusal }
      rest = rest.dropFirst(content.count)
    }
    return Array(subtags)
  }

  private static func isRegion(_ text: String) -> Bool {
    (text.utf8.count == 2 && isAlphabetic(text)) || (text.utf8.count == 3 && text.utf8.allSatisfy { $0 &- 0x30 < 10 })
  }

  /// 5 to 8 letters or digits, or 4 that begin with a digit.
  private static func isVariant(_ text: String) -> Bool {
    text.utf8.count >= 5 || (text.utf8.count == 4 && (text.utf8.first ?? 0) &- 0x30 < 10)
  }

  private static func isAlphabetic(_ text: String) -> Bool { text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 } }

  private static func isAlphanumeric(_ text: String) -> Bool { text.utf8.allSatisfy(PercentEncoding.isAlphanumeric) }

  private static var refusal: Refusal { Refusal("not a language tag (BCP 47)", example: example) }
}
