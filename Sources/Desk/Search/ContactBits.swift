/// A set of contacts: a bit for each number.
struct ContactBits {
  private var words: [UInt64]

  /// No contact of a desk that has so many.
  init(contacts: Int) { words = [UInt64](repeating: 0, count: contacts / 64 + 1) }

  /// Puts in the numbers that `forEach` calls its argument with.
  mutating func insert(_ forEach: ((Int) -> Void) -> Void) {
    words.withUnsafeMutableBufferPointer { words in
      forEach { number in words[number / 64] |= 1 << UInt64(number % 64) }
    }
  }

  func contains(_ number: Int) -> Bool { words[number / 64] >> UInt64(number % 64) & 1 == 1 }

  mutating func formIntersection(_ other: ContactBits) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  /// The contacts, in order; nil if they are more than so many.
  func few(_ max: Int) -> [ContactID]? {
    var few: [ContactID] = []
    forEach(after: 0) { number in
      few.append(ContactID(number))
      return few.count <= max
    }
    return few.count <= max ? few : nil
  }

  /// Calls `body` with the numbers after one, in order, until it returns false.
  func forEach(after number: Int, _ body: (Int) -> Bool) {
    var index = (number + 1) / 64
    guard index < words.count else { return }
    var word = words[index] & (~0 << UInt64((number + 1) % 64))
    while true {
      while word != 0 {
        guard body(64 * index + word.trailingZeroBitCount) else { return }
        word &= word - 1
      }
      index += 1
      guard index < words.count else { return }
      word = words[index]
    }
  }
}
