/// A set of strings that are the same only if their scalars are.
public struct ScalarSet {
  /// So many are looked through one by one: that is faster than to hash them.
  private static let fewMax = 8

  private var few: [String] = []
  private var members: Set<[UInt8]> = []

  /// Makes an empty set.
  public init() {}

  /// Takes a string in; false if it was there.
  @discardableResult
  public mutating func insert(_ text: String) -> Bool {
    guard !few.contains(where: { $0.sameScalars(as: text) }) else { return false }
    if few.count < Self.fewMax {
      few.append(text)
      return true
    }
    return members.insert(Array(text.utf8)).inserted
  }

  /// The strings in their order, each where it comes first.
  public static func unique(_ texts: [String]) -> [String] {
    var seen = ScalarSet()
    return texts.filter { seen.insert($0) }
  }

  /// How many strings there are.
  public var count: Int { few.count + members.count }

  /// True if the string is there.
  public func contains(_ text: String) -> Bool {
    few.contains { $0.sameScalars(as: text) } || members.contains(Array(text.utf8))
  }
}
