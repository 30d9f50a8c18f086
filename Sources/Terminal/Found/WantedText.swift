/// What somebody looked for, to be shown again in the texts where the desk found it.
///
/// The desk alone decides who is found. This only looks for the place: of the first word, or of all digits in a
/// telephone number.
public struct WantedText {
  /// So few digits are no part of a telephone number.
  private static let digitsMin = 3
  /// So many zeros are dialled before a number, and no part of it.
  private static let zerosMax = 2

  /// Bytes that are the same of texts that count as the same.
  private let form: (String) -> [UInt8]
  /// The first word in that form, without the `@` that people write before a handle.
  private let word: ArraySlice<UInt8>
  /// The digits; none if the text can be no part of a telephone number.
  private let digits: [UInt8]

  /// The text as it was typed. `fold` brings texts that count as the same into one form: without case and diacritics.
  public init(_ text: String, fold: @escaping (String) -> String) {
    form = { text in
      let seen = fold(text).unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
      return Array(String(String.UnicodeScalarView(seen)).utf8)
    }
    let words = text.split(whereSeparator: \.isWhitespace).lazy.map(String.init).map(form)
    word = words.first { !$0.isEmpty }?.drop { $0 == UInt8(ascii: "@") } ?? []
    // Nobody dials the zero of `+32 (0)470`.
    let digits = text.replacing("(0)", with: "").compactMap(\.wholeNumberValue).map(String.init).joined()
    let isPart = digits.utf8.count >= Self.digitsMin && !text.contains(where: \.isLetter)
    self.digits = isPart ? Array(digits.utf8) : []
  }

  /// Where it stands in a text; nil if it is not there.
  func place(in text: SafeText) -> Range<String.Index>? {
    let text = text.text
    var (bytes, clusters): ([UInt8], [String.Index]) = ([], [])
    for index in text.indices {
      bytes += form(String(text[index]))
      clusters += repeatElement(index, count: bytes.count - clusters.count)
    }
    // In scripts without spaces, a word may begin at any letter.
    let places = word.isEmpty ? [] : bytes.ranges(of: word)
    let atWord = places.first { place in
      let around = clusters[max(place.lowerBound - 1, 0)...place.lowerBound].map { text[$0] }
      return place.lowerBound == 0 || !around.allSatisfy { $0.isLetter || $0.isNumber }
    }
    guard let place = placeOfDigits(in: bytes) ?? atWord ?? places.first else { return nil }
    return clusters[place.lowerBound]..<text.index(after: clusters[place.upperBound - 1])
  }

  /// The end of a telephone number, or the digits anywhere in it: it may begin after its calling code.
  private func placeOfDigits(in bytes: [UInt8]) -> Range<Int>? {
    let number = bytes.drop { $0 == UInt8(ascii: "+") }
    guard !digits.isEmpty, number.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    if number.suffix(digits.count).elementsEqual(digits) { return bytes.count - digits.count..<bytes.count }
    let zeros = digits.prefix(Self.zerosMax).prefix { $0 == UInt8(ascii: "0") }
    return number.firstRange(of: digits) ?? number.firstRange(of: digits.dropFirst(zeros.count))
  }
}
