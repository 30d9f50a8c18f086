/// What is wrong in a text, and where.
struct Malformation: Error, Equatable {
  /// Where: bytes from the start of the text, from 0.
  let offset: Int
  /// What is wrong, as a sentence's rest: it follows the file and the line.
  let words: String

  /// Another thing stands at this place than what was expected there.
  init(at offset: Int, expected: String, got: String) {
    self.init(at: offset, "expected \(expected), got \(got)")
  }

  /// Something else is wrong.
  init(at offset: Int, _ words: String) { (self.offset, self.words) = (offset, words) }

  /// The number of the line, from 1. A line ends with LF.
  func line(in text: [UInt8]) -> Int {
    text.prefix(offset).reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
  }
}
