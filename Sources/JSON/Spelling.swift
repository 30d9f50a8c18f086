/// Guesses what a mistyped name was meant to be.
public enum Spelling {
  /// Longer names are not guessed at: a word of the machine has a bit for each letter.
  private static let lettersMax = 64
  /// So many candidates are looked at: a list of agents may be longer.
  private static let candidatesMax = 1_000
  /// What people write where the dot of a method's name belongs.
  private static let separators: Set<Unicode.Scalar> = ["_", "-", "/", ":", " "]

  /// The candidate nearest to `name`, if one is near: at most a third of its letters wrong, ignoring case; of several
  /// that are equally near, the first. Candidates are keys, ids and names of ours, which are ASCII; others are passed
  /// over.
  ///
  /// Of a candidate with a dot, noun and verb are compared apart, each at most a third wrong: in `contact.merge` the
  /// noun is right, but `create` is another verb. A name without a dot is split at `_`, `-`, `/`, `:` or a space; one
  /// that has none of these (`cardget`) may have as much wrong as the verb alone may.
  ///
  /// A candidate costs a few steps for each of its letters, and no memory: a batch of a thousand unknown keys is
  /// compared with five hundred attributes each.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    guard let wanted = Wanted(name) else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates.prefix(candidatesMax) {
      // Of one that is equally near, the first stays.
      guard let distance = wanted.distance(to: candidate), distance < best?.distance ?? .max else { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// The name that was mistyped, ready to be compared with many.
  private struct Wanted {
    private let whole: Pattern
    /// What stands before and after the dot, or what is in its place; nil of a name with nothing of that kind.
    private let parts: (noun: Pattern, verb: Pattern)?

    /// Nil of a name that is too long.
    init?(_ name: String) {
      // No more is folded than can be compared.
      let letters = Array(String(name.unicodeScalars.prefix(lettersMax + 1)).lowercased().unicodeScalars)
      guard letters.count <= lettersMax else { return nil }
      whole = Pattern(letters[...])
      let split = letters.firstIndex(of: ".") ?? letters.firstIndex(where: separators.contains)
      parts = split.map { (Pattern(letters[..<$0]), Pattern(letters[($0 + 1)...])) }
    }

    /// How much is wrong about the name if this candidate was meant; nil if too much.
    func distance(to candidate: String) -> Int? {
      var candidate = candidate
      return candidate.withUTF8 { known in
        guard known.count <= lettersMax else { return nil }
        guard let dot = known.firstIndex(of: UInt8(ascii: ".")) else { return whole.distance(known[...]) }
        guard let parts else { return whole.distance(known[...], skipping: dot, limit: (known.count - dot - 1) / 3) }
        guard let inNoun = parts.noun.distance(known[..<dot]), let inVerb = parts.verb.distance(known[(dot + 1)...])
        else { return nil }
        return inNoun + inVerb
      }
    }
  }

  /// Letters that others are compared with, a bit each.
  private struct Pattern {
    let count: Int
    /// For each ASCII letter, where it stands.
    private var places = [UInt64](repeating: 0, count: 128)

    init(_ letters: ArraySlice<Unicode.Scalar>) {
      count = letters.count
      for (place, letter) in letters.enumerated() where letter.isASCII {
        places[Int(letter.value)] |= 1 << UInt64(place)
      }
    }

    /// The least number of insertions, deletions, replacements and swaps of neighbours between the two; nil if that is
    /// more than `limit`, a third where none is given, or if `known` is not ASCII. The byte at `skipping` is no letter.
    ///
    /// Damerau's and Levenshtein's distance, in the form of optimal string alignment: a column of its table at a time,
    /// as the bits of a word (Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances,
    /// 2003).
    func distance(_ known: Slice<UnsafeBufferPointer<UInt8>>, skipping: Int? = nil, limit: Int? = nil) -> Int? {
      let length = known.count - (skipping == nil ? 0 : 1)
      let limit = limit ?? max(count, length) / 3
      guard abs(length - count) <= limit else { return nil }
      guard count > 0 else { return length }
      let last = UInt64(1) << UInt64(count - 1)
      var (distance, more, less, diagonal, matchesBefore) = (count, UInt64.max, UInt64(0), UInt64(0), UInt64(0))
      for index in known.indices where index != skipping {
        let byte = known[index]
        guard byte < 0x80 else { return nil }
        let matches = places[Int(byte &- 0x41 < 26 ? byte | 0x20 : byte)]
        let swapped = ((~diagonal & matches) << 1) & matchesBefore
        diagonal = (((matches & more) &+ more) ^ more) | matches | less | swapped
        var (right, left) = (less | ~(diagonal | more), diagonal & more)
        if right & last != 0 { distance += 1 }
        if left & last != 0 { distance -= 1 }
        (right, left) = (right << 1 | 1, left << 1)
        (more, less) = (left | ~(diagonal | right), right & diagonal)
        matchesBefore = matches
      }
      return distance <= limit ? distance : nil
    }
  }
}
