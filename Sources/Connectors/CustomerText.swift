/// A text that lists customers, in some format.
///
/// A customer is read again each time: what a text holds can be a hundred times more than what anybody asks for.
protocol CustomerText {
  /// Where the first customer can begin, in bytes from the start of the text.
  var start: Int { get }

  /// Reads the first customer that begins at an offset or after it, and tells where it begins and where the next can
  /// begin; nil if no customer follows. The offset is `start`, or one that this told.
  func customer(from offset: Int) throws(Malformation) -> PlacedCustomer?
}

/// A customer, and from where to where its record reaches.
typealias PlacedCustomer = (customer: Customer, range: Range<Int>)
