/// A handle on a network, and who was seen with it.
struct Handle {
  /// An identity that has the handle.
  struct Holder: Hashable {
    let contact: ContactID
    let identity: Int
  }

  let network: Network
  /// The form in which it is compared.
  let form: String
  /// Whose it is, and whose it was before.
  var holders: Holders

  /// Those who have a handle, in the order of being seen with it last: it belongs to the last one.
  ///
  /// Nearly each handle has one holder, and some have many: all visitors of a web chat are named `guest`. Who is seen
  /// again, or has another handle now, leaves a gap; gaps are closed when they are more than the holders, so that
  /// each change costs a few steps, however many holders there are.
  struct Holders {
    private enum Storage {
      case one(Holder)
      case many(Many)
    }

    private var storage: Storage

    init(_ holder: Holder) { storage = .one(holder) }

    /// Whose the handle is; nil of one that nobody has any more.
    var last: Holder? {
      switch storage {
      case .one(let holder): holder
      case .many(let many): many.order.last ?? nil
      }
    }

    /// How many places there are, gaps included: for tests.
    var places: Int {
      switch storage {
      case .one: 1
      case .many(let many): many.order.count
      }
    }

    /// Somebody was seen with the handle.
    mutating func take(_ holder: Holder) {
      if last != holder { many().take(holder) }
    }

    /// Somebody has the handle no more.
    mutating func drop(_ holder: Holder) { many().drop(holder) }

    private mutating func many() -> Many {
      switch storage {
      case .many(let many): return many
      case .one(let holder):
        let many = Many()
        many.take(holder)
        storage = .many(many)
        return many
      }
    }
  }

  /// Several holders. A class, so that they are changed in place; a handle, which a book owns, is never copied.
  private final class Many {
    /// The holders, and gaps; the last one is no gap.
    private(set) var order: [Holder?] = []
    /// Where each holder stands.
    private var places: [Holder: Int] = [:]

    func take(_ holder: Holder) {
      if let place = places[holder] { order[place] = nil }
      places[holder] = order.count
      order.append(holder)
      closeGaps()
    }

    func drop(_ holder: Holder) {
      guard let place = places.removeValue(forKey: holder) else { return }
      order[place] = nil
      while case .some(nil) = order.last { order.removeLast() }
      closeGaps()
    }

    private func closeGaps() {
      guard order.count > 2 * places.count + 8 else { return }
      order = order.filter { $0 != nil }
      for (place, holder) in order.enumerated() { if let holder { places[holder] = place } }
    }
  }
}
