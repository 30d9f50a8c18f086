@_spi(_Unicode) import Swift

/// Texts compared without regard to case and to their Unicode form (canonical caseless matching, Unicode Standard
/// 3.13): taken apart into letters and marks (NFD), each scalar by the lower case of its upper case, so that letters of
/// several forms (σ, ς) become one (simple case folding, as far as the standard library has it).
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

  /// The same without diacritics: `Zoë` and `zoe` are one.
  ///
  /// Dropped are the marks with a canonical combining class, such as accents, vowel points and tone marks. Those that
  /// make another letter or syllable stay: nuktas (class 7), voicing marks of kana (8) and viramas (9), and the vowel
  /// signs of Telugu (84, 91), Thai (103), Lao (118) and Tibetan (129 to 132), which those scripts write like letters.
  public static func bare(_ text: String) -> String { String(decoding: bareBytes(of: text), as: UTF8.self) }

  /// The bytes of that.
  static func bareBytes(of text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    // Marks change places among themselves alone. Where none is kept that does, each scalar can be taken by itself, and
    // the text need not be taken apart.
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case ..<0x80:
        result.append(ASCIICase.lowered(UInt8(truncatingIfNeeded: scalar.value)))
      case ..<0x800:
        if let bare = twoByteBares[Int(scalar.value)] { result.append(contentsOf: bare.utf8) }
      // Chinese characters are neither taken apart nor have they a case.
      case 0x3400...0x9FFF: result.append(contentsOf: scalar.utf8)
      default: return bareBytesInOrder(of: text)
      }
    }
    return result
  }

  /// The same of any text.
  private static func bareBytesInOrder(of text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    forEachByte(of: text) {
      !isDiacritic($0)
    } _: { byte in
      result.append(byte)
      return true
    }
    return result
  }

  /// What the scalars of up to two bytes in UTF-8 become, by themselves; nil of those of which nothing is left. No mark
  /// among them is kept.
  private static let twoByteBares: [Unicode.Scalar?] = (0..<0x800).map { (value: UInt16) in
    guard let scalar = Unicode.Scalar(value) else { return nil }
    return String(decoding: bareBytesInOrder(of: String(scalar)), as: UTF8.self).unicodeScalars.first
  }

  @inline(__always)
  private static func isDiacritic(_ scalar: Unicode.Scalar) -> Bool {
    // No mark is among the characters of Chinese, nor among the syllables of Korean.
    switch scalar.value {
    case 0..<0x300, 0x3400...0x9FFF, 0xAC00...0xD7A3: return false
    default: break
    }
    switch scalar.properties.canonicalCombiningClass.rawValue {
    case 0, 7...9, 84, 91, 103, 118, 129...132: return false
    default: return true
    }
  }

  /// A text that is looked for in others, in time linear in theirs (Knuth, Morris and Pratt, 1977).
  public struct Search: Sendable {
    /// The bytes that are looked for.
    let wanted: [UInt8]
    /// For each beginning of what is wanted: how many of its first bytes are also its last ones.
    private let borders: [Int]

    /// Looks for a text that is folded already.
    public init(folded: String) { self.init(Array(folded.utf8)) }

    /// Looks for these bytes.
    init(_ wanted: [UInt8]) {
      self.wanted = wanted
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
      guard Self.mayFit(wanted.count, in: text) else { return false }
      return isFound { forEachByte(of: text, $0) }
    }

    /// True if `text`, which is folded, has it in it.
    func isFound(inFolded text: String) -> Bool {
      guard wanted.count <= text.utf8.count else { return false }
      return isFound { body in for byte in text.utf8 { guard body(byte) else { return } } }
    }

    /// True if it is among the bytes at a place of which `isIt` says yes.
    func isFound(in bytes: UnsafeBufferPointer<UInt8>, at isIt: (Int) -> Bool) -> Bool {
      guard !wanted.isEmpty, wanted.count <= bytes.count else { return false }
      return wanted.withUnsafeBufferPointer { wanted in
        borders.withUnsafeBufferPointer { borders in
          var matched = 0
          for index in bytes.indices where Self.ends(with: bytes[index], &matched, wanted, borders) {
            if isIt(index + 1 - wanted.count) { return true }
          }
          return false
        }
      }
    }

    /// True if it is among the bytes that `forEach` calls its argument with, until that returns false.
    @inline(__always)
    private func isFound(_ forEach: ((UInt8) -> Bool) -> Void) -> Bool {
      guard !wanted.isEmpty else { return true }
      return wanted.withUnsafeBufferPointer { wanted in
        borders.withUnsafeBufferPointer { borders in
          var (matched, isFound) = (0, false)
          forEach { byte in
            isFound = Self.ends(with: byte, &matched, wanted, borders)
            return !isFound
          }
          return isFound
        }
      }
    }

    /// Takes the next byte; true if what is wanted ends with it. `matched`: how many of the first bytes of that are the
    /// last ones taken.
    @inline(__always)
    private static func ends(
      with byte: UInt8, _ matched: inout Int, _ wanted: UnsafeBufferPointer<UInt8>, _ borders: UnsafeBufferPointer<Int>
    ) -> Bool {
      while matched > 0 && wanted[matched] != byte { matched = borders[matched - 1] }
      if wanted[matched] == byte { matched += 1 }
      guard matched == wanted.count else { return false }
      matched = borders[matched - 1]
      return true
    }

    /// Folding at most triples the bytes of a scalar: in a short text nothing long needs to be looked for.
    static func mayFit(_ count: Int, in text: String) -> Bool { count <= 3 * text.utf8.count }
  }

  /// Calls `body` with the bytes of the folded text, until it returns false; of those scalars alone, once the text is
  /// taken apart, that are kept.
  @inline(__always)
  private static func forEachByte(
    of text: String, keeping isKept: (Unicode.Scalar) -> Bool = { _ in true }, _ body: (UInt8) -> Bool
  ) {
    // No scalar before U+00C0, whose first byte is 0xC3, can be taken apart, or combines with one before it.
    if !text.utf8.contains(where: { $0 >= 0xC3 }) {
      _ = forEachByte(of: text.unicodeScalars, isKept, body)
    } else if !MarkRuns.areLong(in: text) {
      _ = forEachByte(of: text._nfd, isKept, body)
    } else {
      for piece in MarkRuns.pieces(of: text) { guard forEachByte(of: piece._nfd, isKept, body) else { return } }
    }
  }

  /// The same for scalars; false if `body` returned it.
  @inline(__always)
  private static func forEachByte(
    of scalars: some Sequence<Unicode.Scalar>, _ isKept: (Unicode.Scalar) -> Bool, _ body: (UInt8) -> Bool
  ) -> Bool {
    for scalar in scalars {
      if scalar.isASCII {
        guard body(ASCIICase.lowered(UInt8(truncatingIfNeeded: scalar.value))) else { return false }
      } else if !isKept(scalar) {
        continue
      } else if let folded = quickly(scalar) {
        for byte in folded.utf8 { guard body(byte) else { return false } }
      } else {
        for byte in fold(scalar).utf8 { guard body(byte) else { return false } }
      }
    }
    return true
  }

  /// What the scalar folds to, where that takes no asking for both mappings, which are strings; nil elsewhere.
  @inline(__always)
  private static func quickly(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case ..<0x800: return twoByteFolds[Int(scalar.value)]
    // The scripts of India and South-East Asia, Chinese, Japanese and Korean have no case.
    case 0x900...0x109F, 0x3000...0x9FFF, 0xAC00...0xD7A3: return scalar
    default: break
    }
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

/// Runs of combining marks, which `_nfd` puts into their order in a time that grows with the square of their number: a
/// message of 100,000 marks would hold everybody up for seconds.
private enum MarkRuns {
  /// No writing system has more marks on a letter; a longer run is ordered piece by piece (Stream-Safe Text Format, UAX
  /// #15).
  private static let longest = 30

  /// Whether a text has a longer run. Only each 31st scalar is looked at in texts that cannot have one.
  static func areLong(in text: String) -> Bool {
    var index = 0
    for scalar in text.unicodeScalars {
      // Each longer run has a scalar at one of these places.
      if index % (longest + 1) == 0 && isMark(scalar) { return pieces(of: text).count > 1 }
      index += 1
    }
    return false
  }

  /// The text cut after each so many marks in a row.
  static func pieces(of text: String) -> [String] {
    var (pieces, start, run) = ([String](), text.startIndex, 0)
    for index in text.unicodeScalars.indices {
      run = isMark(text.unicodeScalars[index]) ? run + 1 : 0
      guard run > longest else { continue }
      pieces.append(String(text[start..<index]))
      (start, run) = (index, 1)
    }
    return pieces + [String(text[start...])]
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
  }
}
