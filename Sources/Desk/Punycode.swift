/// Punycode (RFC 3492): a label of any Unicode scalars as one of ASCII.
enum Punycode {
  /// The label in Punycode, without `xn--`. It takes time in proportion to the square of the scalars: bound them first.
  ///
  /// Names as in section 6.3, with the parameters of section 5.
  static func encode(_ label: [Unicode.Scalar]) -> [UInt8] {
    var output = label.filter(\.isASCII).map { UInt8(truncatingIfNeeded: $0.value) }
    let basic = output.count
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (next, delta, bias, handled) = (UInt32(0x80), 0, 72, basic)
    while handled < label.count {
      let least = label.lazy.map(\.value).filter { [next] in $0 >= next }.min() ?? next
      delta += Int(least - next) * (handled + 1)
      next = least
      for scalar in label {
        if scalar.value < next { delta += 1 }
        guard scalar.value == next else { continue }
        append(delta, bias, to: &output)
        bias = adapt(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      next += 1
    }
    return output
  }

  private static let base = 36

  /// A variable-length integer (section 3.3).
  private static func append(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
    var (rest, weight) = (number, base)
    while true {
      let threshold = min(max(weight - bias, 1), 26)
      guard rest >= threshold else { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      weight += base
    }
    output.append(digit(rest))
  }

  /// The bias for the next number (section 3.4).
  private static func adapt(_ number: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? number / 700 : number / 2
    delta += delta / count
    var steps = 0
    while delta > 455 {
      delta /= base - 1
      steps += base
    }
    return steps + base * delta / (delta + 38)
  }

  /// `a` to `z`, then `0` to `9`.
  private static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x30 + value - 26)
  }
}
