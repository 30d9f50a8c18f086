/// The identities that were taken away from a contact, found by number and by the person on the network: somebody may
/// have had thousands, and nearly nobody has any. Indirect, because contacts are copied.
public indirect enum FormerIdentities: CustomStringConvertible, Sendable {
  /// None was taken away.
  case none
  /// Those that were, by number; and the number of each person.
  case some(byNumber: [Int: Identity], numbers: [Person: Int])

  /// What makes an identity.
  public struct Person: Hashable, Sendable {
    private let network: Network
    /// The bytes of the form in which ids are compared: Swift's strings are equal in other scalars, too.
    private let form: [UInt8]

    init(_ profile: Identity.Profile) { (network, form) = (profile.network, Array(profile.form.utf8)) }
  }

  /// All of them by number: of the same changes the same text, however a process hashes.
  public var description: String {
    switch self {
    case .none: "[]"
    case .some(let byNumber, numbers: _): "\(byNumber.sorted { $0.key < $1.key }.map(\.value))"
    }
  }

  /// How many there are.
  public var count: Int {
    switch self {
    case .none: 0
    case .some(let byNumber, numbers: _): byNumber.count
    }
  }

  /// The identity with this number.
  public subscript(number: Int) -> Identity? {
    switch self {
    case .none: nil
    case .some(let byNumber, numbers: _): byNumber[number]
    }
  }

  /// The number of the identity of the same person.
  func number(of profile: Identity.Profile) -> Int? {
    switch self {
    case .none: nil
    case .some(byNumber: _, let numbers): numbers[Person(profile)]
    }
  }

  /// Takes in an identity that was taken away.
  mutating func insert(_ identity: Identity) {
    edit { byNumber, numbers in
      byNumber[identity.number] = identity
      numbers[Person(identity.profile)] = identity.number
    }
  }

  /// Removes the identity with this number, if it is there.
  mutating func remove(_ number: Int) {
    guard let identity = self[number] else { return }
    edit { byNumber, numbers in
      byNumber[number] = nil
      let person = Person(identity.profile)
      if numbers[person] == number { numbers[person] = nil }
    }
  }

  private mutating func edit(_ body: (inout [Int: Identity], inout [Person: Int]) -> Void) {
    var (byNumber, numbers): ([Int: Identity], [Person: Int]) = ([:], [:])
    if case .some(let present, let known) = self { (byNumber, numbers) = (present, known) }
    // Nothing else holds the two now: they are changed in place.
    self = .none
    body(&byNumber, &numbers)
    self = .some(byNumber: byNumber, numbers: numbers)
  }
}
