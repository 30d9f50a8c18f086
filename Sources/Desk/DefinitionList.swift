import Tables

/// The attribute definitions in the admin's order, found by number and by key without looking through all of them.
struct DefinitionList {
  /// So few are looked through one by one: that is faster than to hash them.
  private static let fewMax = 16

  /// The definitions.
  private(set) var inOrder: [AttributeDefinition]
  /// Where each definition is, by its number.
  private var places: [Int: Int] = [:]
  /// The places + 1 by key, and by key in lower case.
  private var placesByKey = HashIndex()
  private var placesByFoldedKey = HashIndex()
  /// Admins pick keys, and may be strangers to the machine.
  private let hashSeed = UInt64.random(in: .min ... .max)
  /// Bytes (UTF-8) of the options of all definitions.
  private(set) var optionBytes = 0

  init(_ definitions: [AttributeDefinition]) {
    inOrder = definitions
    index()
  }

  /// Where the definition with this number is.
  func place(number: Int) -> Int? {
    if inOrder.count <= Self.fewMax { return inOrder.firstIndex { $0.number == number } }
    return places[number]
  }

  /// The definition with this number.
  func definition(number: Int) -> AttributeDefinition? { place(number: number).map { inOrder[$0] } }

  /// The key of the definition with this number; empty where there is none.
  func key(number: Int) -> String { place(number: number).map { inOrder[$0].key } ?? "" }

  /// Where the definition with this key is, exactly.
  func place(key: String) -> Int? {
    if inOrder.count <= Self.fewMax { return inOrder.firstIndex { $0.key.sameScalars(as: key) } }
    return placesByKey.first(hash(key)) { inOrder[$0 - 1].key.sameScalars(as: key) }.map { $0 - 1 }
  }

  /// Where the definition with this key is, ignoring the case of A to Z.
  func place(keyIgnoringCase key: String) -> Int? {
    let folded = ASCIICase.lowered(key)
    return placesByFoldedKey.first(hash(folded)) {
      ASCIICase.lowered(inOrder[$0 - 1].key).sameScalars(as: folded)
    }.map { $0 - 1 }
  }

  // MARK: Changes

  /// Adds a definition, last in order.
  mutating func append(_ definition: AttributeDefinition) {
    inOrder.append(definition)
    index(inOrder.count - 1)
  }

  /// Puts a definition in the place of the one that has its number.
  mutating func replace(_ definition: AttributeDefinition) {
    guard let place = places[definition.number] else { return }
    inOrder[place] = definition
    index()
  }

  /// Puts the definitions into the order of these numbers.
  mutating func reorder(_ numbers: [Int]) {
    inOrder = numbers.compactMap { definition(number: $0) }
    index()
  }

  /// Removes the definition with this number.
  mutating func remove(number: Int) {
    guard let place = places[number] else { return }
    inOrder.remove(at: place)
    index()
  }

  /// Makes the indexes anew: a desk has at most `DeskLimits.definitionsMax` definitions, and schemas change seldom.
  private mutating func index() {
    places.removeAll(keepingCapacity: true)
    (placesByKey, placesByFoldedKey, optionBytes) = (HashIndex(), HashIndex(), 0)
    for place in inOrder.indices { index(place) }
  }

  private mutating func index(_ place: Int) {
    let definition = inOrder[place]
    places[definition.number] = place
    placesByKey.insert(hash(definition.key), place + 1)
    placesByFoldedKey.insert(hash(ASCIICase.lowered(definition.key)), place + 1)
    optionBytes += definition.optionList.bytes
  }

  private func hash(_ key: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(key)
    return hash.value
  }
}
