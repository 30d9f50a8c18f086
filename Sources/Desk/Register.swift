import Tables

/// What admins define under ids that they choose: found by id, listed in the order of definition.
///
/// A thing that is removed keeps its number, so that what was recorded of it stays true, and gives its id back: the
/// same id defined again is another thing.
struct Register<Record: Registered> {
  private var records = RecordTable<Record>()
  /// The numbers of those that were not removed.
  private var present = NumberSet()
  private var numbersById = HashIndex()
  /// Admins choose ids, and may be strangers to the machine.
  private let hashSeed = UInt64.random(in: .min ... .max)

  /// The number that the next one gets.
  var nextNumber: Int { records.nextNumber }

  /// How many there are, those that were removed left out.
  var count: Int { present.count }

  /// Whether there is one with this number, and it was not removed.
  func contains(_ number: Int) -> Bool { present.contains(number) }

  /// The number of the one with this id.
  func number(id: String) -> Int? {
    numbersById.first(hash(id)) { records[$0].id.sameScalars(as: id) }
  }

  /// The ids of the first hundred, to guess which one a mistyped id means.
  var firstIds: [String] {
    var ids: [String] = []
    forward(after: 0) { number in
      ids.append(records[number].id)
      return ids.count < 100
    }
    return ids
  }

  /// Calls `body` with the numbers above `number`, in the order of definition, until it says false.
  func forward(after number: Int, _ body: (Int) -> Bool) { present.forward(after: number, body) }

  /// The one with this number, be it that it was removed.
  subscript(number: Int) -> Record {
    @inline(__always)
    _read { yield records[number] }
    _modify { yield &records[number] }
  }

  // MARK: Changes

  /// Adds one, last in order, whose id no other one has.
  mutating func append(_ record: Record) {
    let number = records.append(record)
    present.insert(number)
    numbersById.insert(hash(record.id), number)
  }

  /// Removes the one with this number, which must be there.
  mutating func remove(_ number: Int) {
    present.remove(number)
    numbersById.remove(hash(records[number].id), number)
  }

  private func hash(_ id: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(id)
    return hash.value
  }
}

/// What a register holds.
protocol Registered {
  /// The id that an admin chose; it never changes.
  var id: String { get }
}
