/// The identities that were taken away from a contact, found by number and by the person on the network: somebody may
/// have had thousands.
public struct FormerIdentities: Sendable {
  /// What makes an identity.
  private struct Person: Hashable, Sendable {
    let network: Network
    /// The bytes of the form in which ids are compared: Swift's strings are equal in other scalars, too.
    let form: [UInt8]

    init(_ profile: Identity.Profile) { (network, form) = (profile.network, Array(profile.form.utf8)) }
  }

  private var byNumber: [Int: Identity] = [:]
  private var numbers: [Person: Int] = [:]

  /// How many there are.
  public var count: Int { byNumber.count }

  /// The identity with this number.
  public subscript(number: Int) -> Identity? { byNumber.isEmpty ? nil : byNumber[number] }

  /// The number of the identity of the same person.
  func number(of profile: Identity.Profile) -> Int? { numbers.isEmpty ? nil : numbers[Person(profile)] }

  /// Takes in an identity that was taken away.
  mutating func insert(_ identity: Identity) {
    byNumber[identity.number] = identity
    numbers[Person(identity.profile)] = identity.number
  }

  /// Removes the identity with this number, if it is there.
  mutating func remove(_ number: Int) {
    guard let identity = byNumber.removeValue(forKey: number) else { return }
    let person = Person(identity.profile)
    if numbers[person] == number { numbers[person] = nil }
  }
}
