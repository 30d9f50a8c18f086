@_spi(_Unicode) import Swift
import Text

/// Domain names beyond ASCII (IDNA2008): from what people type (RFC 5895) to the A-labels that the DNS has (RFC 5891).
///
/// The full stops of ideographic scripts separate labels too; letters become lower case, full-width ASCII becomes
/// ASCII, and the result is composed (NFC). What remains must be PVALID or CONTEXTO by RFC 5892, with the Unicode data
/// of the standard library: letters, digits and marks of all scripts, but no symbols (so no emoji), and none that
/// changes under NFKC and case folding (ligatures, half-width Katakana). `ß` and `ς` stay, as IDNA2008 has it:
/// `straße.de` is `xn--strae-oqa.de`, not `strasse.de`.
///
/// Left out: the rule for right-to-left labels (Bidi, RFC 5893) and the contextual rules (RFC 5892, appendix A). The
/// two joiners, which those allow between certain letters, are refused like all that a reader does not see; the
/// others, such as the middle dot of Catalan, are accepted everywhere.
enum InternationalName {
  /// The name in lower case with each label beyond ASCII as an A-label. What is ASCII in it is not checked.
  static func asciiForm(of host: Substring) throws(Refusal) -> [UInt8] {
    // In its A-labels each scalar takes a byte or more. Composing takes time in proportion to the square of the marks.
    guard host.utf8.count <= 4 * HostName.bytesMax else {
      throw Refusal("a host name has at most \(HostName.bytesMax) bytes in its xn-- form")
    }
    var mapped = ""
    for scalar in host.unicodeScalars { append(scalar, to: &mapped) }
    var name: [UInt8] = []
    var label: [Unicode.Scalar] = []
    for scalar in mapped._nfc {
      guard scalar == "." else {
        label.append(scalar)
        continue
      }
      try append(label, to: &name)
      name.append(UInt8(ascii: "."))
      label.removeAll(keepingCapacity: true)
    }
    try append(label, to: &name)
    return name
  }

  /// The mapping of RFC 5895, section 2.
  private static func append(_ scalar: Unicode.Scalar, to mapped: inout String) {
    switch scalar.value {
    case 0x3002, 0xFF0E, 0xFF61: mapped.append(".")
    // Full-width forms stand in the order of ASCII, from ! on.
    case 0xFF01...0xFF5E:
      let ascii = Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFF01 + 0x21))
      mapped += ascii.properties.lowercaseMapping
    default: mapped += scalar.properties.lowercaseMapping
    }
  }

  /// Appends an A-label (RFC 5891, section 4), or the label itself if it is ASCII.
  private static func append(_ label: [Unicode.Scalar], to name: inout [UInt8]) throws(Refusal) {
    guard let first = label.first, label.contains(where: { !$0.isASCII }) else {
      name += label.map { UInt8(truncatingIfNeeded: $0.value) }
      return
    }
    // Each scalar takes at least a byte of Punycode, whose time grows with the square of their number.
    guard label.count <= HostName.labelBytesMax - prefix.count else {
      throw Refusal("a label of a host name has at most \(HostName.labelBytesMax) bytes in its xn-- form")
    }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark:
      throw Refusal("a label of a host name cannot begin with the combining mark \(first.codePoint)")
    default: break
    }
    if let stranger = label.first(where: { !$0.isASCII && !isAllowed($0) }) {
      throw Refusal("\(stranger.codePoint) has no place in a host name (RFC 5892)")
    }
    guard first != "-", label.last != "-", label.count < 4 || label[2] != "-" || label[3] != "-" else {
      throw Refusal("a label of a host name has no hyphen at its ends, and beyond ASCII no third and fourth one")
    }
    name += prefix + Punycode.encode(label)
  }

  private static let prefix = Array("xn--".utf8)

  /// Whether a scalar beyond ASCII is PVALID or CONTEXTO (RFC 5892, section 3). What section 2.2 calls unstable is what
  /// changes under NFKC and case folding.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Section 2.6: exceptions.
    case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007, 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB: return true
    case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
    // Section 2.4: blocks of marks for symbols and music. Section 2.9: Hangul Jamo that are no syllables.
    case 0x20D0...0x20FF, 0x1D100...0x1D24F, 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return false
    default: break
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .decimalNumber, .nonspacingMark,
      .spacingMark:
      return !properties.changesWhenNFKCCaseFolded && !scalar.isIgnoredInIDs
    default: return false
    }
  }
}
