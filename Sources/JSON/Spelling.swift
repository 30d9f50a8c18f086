/// Guesses what a mistyped name was meant to be.
public enum Spelling {
  /// Longer names are not guessed at.
  private static let lettersMax = 64
  /// So many candidates are looked at: a list of agents may be longer.
  private static let candidatesMax = 1_000
  /// What people write where the dot of a method's name belongs.
  private static let separators: Set<Unicode.Scalar> = ["_", "-", "/", ":", " "]

  /// The candidate nearest to `name`, if one is near: at most a third of its letters wrong, ignoring case; of several
  /// that are equally near, the first.
  ///
  /// Of a candidate with a dot, noun and verb are compared apart, each at most a third wrong: in `contact.merge` the
  /// noun is right, but `create` is another verb. A name without a dot is split at `_`, `-`, `/`, `:` or a space; one
  /// that has none of these (`cardget`) may have as much wrong as the verb alone may.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    guard let wanted = Name(name) else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates.prefix(candidatesMax) {
      guard let known = Name(candidate), let distance = distance(wanted, known) else { continue }
      if distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.name
  }

  /// A name in small letters.
  private struct Name {
    let letters: [Unicode.Scalar]
    /// Where its first dot is.
    let dot: Int?

    /// Nil of a name that is too long.
    init?(_ name: String) {
      // No more is folded than can be compared.
      letters = Array(String(name.unicodeScalars.prefix(lettersMax + 1)).lowercased().unicodeScalars)
      guard letters.count <= lettersMax else { return nil }
      dot = letters.firstIndex(of: ".")
    }
  }

  /// How much is wrong about a name if another one was meant; nil if too much.
  private static func distance(_ wanted: Name, _ known: Name) -> Int? {
    guard let dot = known.dot else { return part(wanted.letters[...], known.letters[...]) }
    let (noun, verb) = (known.letters[..<dot], known.letters[(dot + 1)...])
    guard let split = wanted.dot ?? wanted.letters.firstIndex(where: separators.contains) else {
      return part(wanted.letters[...], noun + verb, limit: verb.count / 3)
    }
    guard let inNoun = part(wanted.letters[..<split], noun),
      let inVerb = part(wanted.letters[(split + 1)...], verb)
    else { return nil }
    return inNoun + inVerb
  }

  /// How much is wrong about a part of a name; nil if that is more than `limit`, a third where none is given.
  private static func part(
    _ wanted: ArraySlice<Unicode.Scalar>, _ known: ArraySlice<Unicode.Scalar>, limit: Int? = nil
  ) -> Int? {
    let limit = limit ?? max(wanted.count, known.count) / 3
    guard abs(known.count - wanted.count) <= limit else { return nil }
    let distance = distance(Array(wanted), Array(known))
    return distance <= limit ? distance : nil
  }

  /// The least number of insertions, deletions, replacements and swaps of neighbours between the two (Damerau and
  /// Levenshtein, in the form of optimal string alignment).
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var (before, above) = ([Int](), Array(0...b.count))
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
        row.append(least)
      }
      (before, above) = (above, row)
    }
    return above[b.count]
  }
}
