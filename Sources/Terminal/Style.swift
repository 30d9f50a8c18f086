/// How a text looks. The colours are of a middle lightness, so that they are read on black as well as on white.
public struct Style: Equatable, Sendable {
  var color: Color?
  var ground: Color?
  var isBold = false

  /// As the terminal writes.
  static let plain = Style()
  /// What matters most.
  static let strong = Style(isBold: true)
  /// What stands back: labels, times, what is not there.
  static let quiet = Style(color: Color(0x858585, named: 8))
  /// Lines and frames.
  static let frame = Style(color: Color(0x7C8796, named: 8))
  /// Names of things: keys, headings.
  static let name = Style(color: Color(0x1C8CA8, named: 6))
  /// Texts in JSON; what is well.
  static let good = Style(color: Color(0x3A9A52, named: 2))
  /// Numbers in JSON.
  static let number = Style(color: Color(0xA86FC9, named: 5))
  /// What is wrong.
  static let bad = Style(color: Color(0xD9534F, named: 1), isBold: true)
  /// A VIP: white on dark blue.
  static let vip = Style(color: Color(0xFFFFFF, named: 15), ground: Color(0x1E3A8A, named: 4), isBold: true)
  /// Somebody the team wants to hear no more of: white on red.
  static let blocked = Style(color: Color(0xFFFFFF, named: 15), ground: Color(0xB3261E, named: 1), isBold: true)

  /// A badge in a brand's colour.
  static func badge(_ brand: Color) -> Style { Style(color: brand.ink, ground: brand, isBold: true) }

  /// What switches it on; empty where there is nothing to switch. A sequence for each: some terminals read no more than
  /// ten numbers of one.
  func begin(_ depth: ColorDepth) -> String {
    guard depth != .none else { return "" }
    var codes: [String] = []
    if isBold { codes.append("1") }
    if let color { codes.append(color.sgr(depth, ground: false)) }
    if let ground { codes.append(ground.sgr(depth, ground: true)) }
    return codes.map { "\u{1B}[\($0)m" }.joined()
  }

  /// What switches all off.
  static let end = "\u{1B}[0m"
}
