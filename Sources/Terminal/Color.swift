/// How many colours a terminal shows.
public enum ColorDepth: Sendable {
  /// None: plain text.
  case none
  /// The 16 of the terminal's own palette.
  case basic
  /// The 256 of xterm.
  case indexed
  /// 24 bits.
  case full
}

/// A colour, as CSS writes it.
public struct Color: Equatable, Sendable {
  /// Red, 0 to 255.
  public let red: Int
  /// Green, 0 to 255.
  public let green: Int
  /// Blue, 0 to 255.
  public let blue: Int

  /// Which of the 16 stands for it where there are no more, if it is not to be the nearest.
  private let named: Int?

  /// The colour 0xRRGGBB; `named` is which of a terminal's 16 stands for it.
  init(_ hex: Int, named: Int? = nil) {
    (red, green, blue, self.named) = (hex >> 16 & 255, hex >> 8 & 255, hex & 255, named)
  }

  /// The colour `#RRGGBB`; nil if the text is none.
  public init?(css: String) {
    let digits = css.dropFirst()
    guard css.utf8.count == 7, css.hasPrefix("#"), digits.allSatisfy(\.isHexDigit), let hex = Int(digits, radix: 16)
    else { return nil }
    self.init(hex)
  }

  private init(_ red: Int, _ green: Int, _ blue: Int) { self.init(red << 16 | green << 8 | blue) }

  /// The relative luminance, 0 to 1, near enough to that of WCAG 2.2: the components squared instead of to the power of
  /// 2.4.
  var luminance: Double {
    let (r, g, b) = (Double(red) / 255, Double(green) / 255, Double(blue) / 255)
    return 0.2126 * r * r + 0.7152 * g * g + 0.0722 * b * b
  }

  /// This colour, or a lighter one of the same hue, that is seen on black as well as on white.
  var visible: Color {
    let least = 0.1
    var (color, part) = (self, 0)
    while color.luminance < least {
      part += 8
      color = Color(
        red + (255 - red) * part / 255, green + (255 - green) * part / 255, blue + (255 - blue) * part / 255)
    }
    return color
  }

  /// Black or white, whichever is read better on this colour.
  var ink: Color { luminance > 0.4 ? Color(0x000000) : Color(0xFFFFFF) }

  /// What sets it as the colour of the text, or of the ground behind it (ECMA-48, SGR; ITU-T T.416 for the direct
  /// ones).
  func sgr(_ depth: ColorDepth, ground: Bool) -> String {
    switch depth {
    case .none: return ""
    case .full: return "\(ground ? 48 : 38);2;\(red);\(green);\(blue)"
    case .indexed: return "\(ground ? 48 : 38);5;\(indexed)"
    case .basic:
      let index = named ?? basic
      return "\((ground ? 40 : 30) + (index < 8 ? index : index - 8 + 60))"
    }
  }

  /// The nearest of xterm's 6 × 6 × 6 cube and its 24 greys.
  private var indexed: Int {
    let steps = [0, 95, 135, 175, 215, 255]
    let nearest = { value in steps.indices.min { abs(steps[$0] - value) < abs(steps[$1] - value) } ?? 0 }
    let (r, g, b) = (nearest(red), nearest(green), nearest(blue))
    let grey = min(max(((red + green + blue) / 3 - 3) / 10, 0), 23)
    let level = 8 + 10 * grey
    return distance(to: Color(level, level, level)) < distance(to: Color(steps[r], steps[g], steps[b]))
      ? 232 + grey : 16 + 36 * r + 6 * g + b
  }

  /// Of the 16 the one of the same hue, bright or not; greys for what has none. (By distance the grey ones would be
  /// nearest to most brands.)
  private var basic: Int {
    let (most, least) = (max(red, green, blue), min(red, green, blue))
    let spread = most - least
    guard spread >= 0x28 else { return most < 0x40 ? 0 : most < 0xA0 ? 8 : most < 0xF0 ? 7 : 15 }
    // The hue in sixths of the circle, from red over yellow, as in HSV.
    let hue =
      most == red
      ? Double(green - blue) / Double(spread)
      : most == green ? 2 + Double(blue - red) / Double(spread) : 4 + Double(red - green) / Double(spread)
    let index = [1, 3, 2, 6, 4, 5][(Int(hue.rounded()) + 6) % 6]
    return most >= 0xE0 ? index + 8 : index
  }

  private func distance(to other: Color) -> Int {
    let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
    return 2 * r * r + 4 * g * g + 3 * b * b
  }
}
