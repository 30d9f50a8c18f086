@_spi(_Unicode) import Swift

/// Texts compared without regard to case and to their Unicode form (canonical caseless matching, Unicode Standard 3.13):
/// taken apart into letters and marks (NFD), each scalar by the lower case of its upper case, so that letters of several
/// forms (σ, ς) become one (simple case folding, as far as the standard library has it).
///
/// So `e` is in `é`, whether that is one scalar or two, as it is in `e` with any other mark.
public enum CaseFolding {
  /// The text taken apart and in folded case.
  public static func fold(_ text: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    forEachByte(of: text) { byte in
      result.append(byte)
      return true
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A text that is looked for in others, in time linear in theirs (Knuth, Morris and Pratt, 1977).
  public struct Search: Sendable {
    private let wanted: [UInt8]
    /// For each beginning of what is wanted: how many of its first bytes are also its last ones.
    private let borders: [Int]

    /// Looks for a text that is folded already.
    public init(folded: String) {
      wanted = Array(folded.utf8)
      borders = wanted.withUnsafeBufferPointer { wanted in
        var borders = [Int](repeating: 0, count: wanted.count)
        var matched = 0
        for index in wanted.indices.dropFirst() {
          while matched > 0 && wanted[matched] != wanted[index] { matched = borders[matched - 1] }
          if wanted[matched] == wanted[index] { matched += 1 }
          borders[index] = matched
        }
        return borders
      }
    }

    /// True if `text`, folded, has it in it.
    public func isFound(in text: String) -> Bool {
      guard !wanted.isEmpty else { return true }
      guard Self.mayFit(wanted.count, in: text) else { return false }
      return wanted.withUnsafeBufferPointer { wanted in
        borders.withUnsafeBufferPointer { borders in
          var matched = 0
          forEachByte(of: text) { byte in
            while matched > 0 && wanted[matched] != byte { matched = borders[matched - 1] }
            if wanted[matched] == byte { matched += 1 }
            return matched < wanted.count
          }
          return matched == wanted.count
        }
      }
    }

    /// Folding at most triples the bytes of a scalar: in a short text nothing long needs to be looked for.
    static func mayFit(_ count: Int, in text: String) -> Bool { count <= 3 * text.utf8.count }
  }

  /// Calls `body` with the bytes of the folded text, until it returns false.
  @inline(__always)
  private static func forEachByte(of text: String, _ body: (UInt8) -> Bool) {
    // No scalar before U+00C0, whose first byte is 0xC3, can be taken apart, or combines with one before it.
    if text.utf8.contains(where: { $0 >= 0xC3 }) {
      forEachByte(of: text._nfd, body)
    } else {
      forEachByte(of: text.unicodeScalars, body)
    }
  }

  @inline(__always)
  private static func forEachByte(of scalars: some Sequence<Unicode.Scalar>, _ body: (UInt8) -> Bool) {
    for scalar in scalars {
      if scalar.isASCII {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        guard body(byte &- 0x41 < 26 ? byte | 0x20 : byte) else { return }
      } else if let folded = quickly(scalar) {
        for byte in folded.utf8 { guard body(byte) else { return } }
      } else {
        for byte in fold(scalar).utf8 { guard body(byte) else { return } }
      }
    }
  }

  /// What the scalar folds to, where that takes no asking for both mappings, which are strings; nil elsewhere.
  @inline(__always)
  private static func quickly(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if scalar.value < 0x800 { return twoByteFolds[Int(scalar.value)] }
    return scalar.properties.changesWhenCaseMapped ? nil : scalar
  }

  /// What the scalars of up to two bytes in UTF-8 fold to, which are most of those that have a case; nil of several.
  private static let twoByteFolds: [Unicode.Scalar?] = (0..<0x800).map { (value: UInt16) in
    guard let folded = Unicode.Scalar(value).map(fold)?.unicodeScalars, folded.count == 1 else { return nil }
    return folded.first
  }

  private static func fold(_ scalar: Unicode.Scalar) -> String {
    let upper = scalar.properties.uppercaseMapping.unicodeScalars
    // ß has no single upper case, and that of ı is the one of i: such letters stay themselves.
    guard let only = upper.first, upper.count == 1, scalar != "ı" else { return scalar.properties.lowercaseMapping }
    return only.properties.lowercaseMapping
  }
}
