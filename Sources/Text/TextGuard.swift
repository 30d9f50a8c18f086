/// The guard between a stranger's text and the person who reads it on a terminal, in a log or in a list: nothing that
/// passes it moves a cursor, ends a line, or turns the order of what stands around it.
///
/// A stranger is anybody who is not this program: a customer, an agent, a network, a client, a word of the command
/// line, the name of a file. The card (`SafeText`), the log, the usage errors and `lost.txt` all use it.
public enum TextGuard {
  /// What stands in the place of what does not pass.
  public enum Form: Sendable {
    /// A picture of each control character (U+2400 and on; U+FFFD for U+0080 to U+009F), a space for a tab, nothing for
    /// what has no width; marks of direction stay, as each text is isolated where it is drawn. Line breaks become
    /// `lineBreak`. A cluster keeps its first 32 scalars, a little more than the Stream-Safe Text Format (UAX #15).
    case pictures(lineBreak: Unicode.Scalar)
    /// The code point, as in `\u{202e}`, also for line breaks and marks of direction: who looks for a fault sees what
    /// was there.
    case escapes
  }

  /// Most scalars of a cluster that is drawn.
  private static let clusterMax = 32

  /// The text as a person may be shown it.
  public static func guarded(_ raw: String, _ form: Form) -> String {
    // Most texts are plain: nothing to look for.
    if raw.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return raw }
    var safe = String.UnicodeScalarView()
    for cluster in raw {
      let isFlag = cluster.unicodeScalars.first == "\u{1F3F4}"
      switch form {
      case .pictures(let lineBreak):
        if cluster.isNewline {
          safe.append(lineBreak)
          continue
        }
        for scalar in cluster.unicodeScalars.prefix(clusterMax) {
          if let shown = picture(of: scalar, kind(of: scalar, inFlag: isFlag)) { safe.append(shown) }
        }
      case .escapes:
        for scalar in cluster.unicodeScalars {
          if kind(of: scalar, inFlag: isFlag) == .plain {
            safe.append(scalar)
          } else {
            safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
          }
        }
      }
    }
    return String(safe)
  }

  private enum Kind {
    /// It is shown as it is.
    case plain
    /// A terminal acts upon it, or a reader of lines ends one.
    case control
    /// It marks a direction: needed in texts of two directions, and without effect outside of an isolated text.
    case direction
    /// It has no width, and no meaning that a reader could miss.
    case hidden
  }

  private static func kind(of scalar: Unicode.Scalar, inFlag: Bool) -> Kind {
    switch scalar.value {
    case 0x20..<0x7F: return .plain
    case 0x00..<0xA0, 0x2028...0x2029: return .control
    case 0x200E...0x200F, 0x061C: return .direction
    // What joins and parts letters, and which variant is meant.
    case 0x200C...0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return .plain
    case 0xE0020...0xE007F: return inFlag ? .plain : .hidden
    case 0xFFF9...0xFFFB: return .hidden
    default: return scalar.properties.isDefaultIgnorableCodePoint || scalar.isNoncharacter ? .hidden : .plain
    }
  }

  private static func picture(of scalar: Unicode.Scalar, _ kind: Kind) -> Unicode.Scalar? {
    switch kind {
    case .plain, .direction: return scalar
    case .hidden: return nil
    case .control:
      switch scalar.value {
      case 0x09: return " "
      case 0x00..<0x20: return Unicode.Scalar(0x2400 + scalar.value)
      case 0x7F: return "\u{2421}"
      default: return "\u{FFFD}"
      }
    }
  }
}

extension String {
  /// Most bytes of a name, a key, an id or another text of somebody that an error or a warning repeats.
  public static let repeatedBytesMax = 1_000

  /// The text, or as many whole scalars of its front as leave room for a `…` in so many bytes of UTF-8.
  public func cut(toBytes max: Int) -> String {
    guard utf8.count > max else { return self }
    let ellipsis = "…"
    var end = utf8.startIndex
    var size = ellipsis.utf8.count
    for index in unicodeScalars.indices {
      size += UTF8.width(unicodeScalars[index])
      guard size <= max else { break }
      end = unicodeScalars.index(after: index)
    }
    return String(self[..<end]) + (max < ellipsis.utf8.count ? "" : ellipsis)
  }
}
