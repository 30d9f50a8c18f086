import Tables

/// The options of an attribute, each found without looking through all of them: an attribute may have a thousand, and
/// one call may set five hundred attributes. A class, because definitions are copied with each edit.
public final class OptionList: CustomStringConvertible, Sendable {
  /// So few are looked through one by one: that is faster than to hash them.
  private static let fewMax = 8
  /// Admins pick options, and may be strangers to the machine.
  private static let hashSeed = UInt64.random(in: .min ... .max)

  /// The options, in the admin's order.
  public let texts: [String]
  /// Their bytes (UTF-8) together.
  public let bytes: Int
  /// The places + 1 by text; empty of few.
  private let placesByText: HashIndex

  /// The options.
  public var description: String { "\(texts)" }

  /// The options of these texts.
  public init(_ texts: [String]) {
    self.texts = texts
    bytes = texts.reduce(0) { $0 + $1.utf8.count }
    var index = HashIndex()
    if texts.count > Self.fewMax {
      for (place, text) in texts.enumerated() { index.insert(Self.hash(text), place + 1) }
    }
    placesByText = index
  }

  /// Whether an option has the same scalars.
  public func contains(_ text: String) -> Bool { place(of: text) != nil }

  /// Where an option with the same scalars is.
  func place(of text: String) -> Int? {
    if texts.count <= Self.fewMax { return texts.firstIndex { $0.sameScalars(as: text) } }
    return placesByText.first(Self.hash(text)) { texts[$0 - 1].sameScalars(as: text) }.map { $0 - 1 }
  }

  private static func hash(_ text: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(text)
    return hash.value
  }
}
