import Desk
import Tables

/// Finds the customers of a text by the normal form of one key.
///
/// It keeps hashes and offsets, and no form: a customer that the hash leads to is read again and compared. Of customers
/// with the same form it keeps two: there are several then, and nobody asks which.
struct CustomerIndex {
  private let text: any CustomerText
  private let hash: (String) -> UInt64
  /// One more than the offset of each: 0 is none.
  private var offsets = HashIndex()

  /// Reads all customers of a text. `form` is that of a customer's value; nil if there is none.
  init(
    _ text: any CustomerText, hash: @escaping (String) -> UInt64, form: (Customer) -> String?
  ) throws(Malformation) {
    (self.text, self.hash) = (text, hash)
    var at = text.start
    while let (customer, range) = try text.customer(from: at) {
      at = range.upperBound
      guard let value = form(customer), try customers(with: value, form: form).count < 2 else { continue }
      offsets.insert(hash(value), range.lowerBound + 1)
    }
  }

  /// The customers whose form is `value`: none, one, or two where there are more than one. `form` is the same as it was
  /// when the index was made.
  func customers(with value: String, form: (Customer) -> String?) throws(Malformation) -> [Customer] {
    var candidates: [Int] = []
    _ = offsets.first(hash(value)) { number in
      candidates.append(number - 1)
      return false
    }
    var found: [Customer] = []
    for offset in candidates {
      guard let customer = try text.customer(from: offset)?.customer else { continue }
      if let other = form(customer), other.sameScalars(as: value) { found.append(customer) }
    }
    return found
  }
}
