import JSON

/// A number of JSON with all its zeros written out: another way to find out whether its value is whole.
struct WrittenOut {
  /// The value, if it is whole.
  let whole: WholeNumber?

  /// Writes a token out; nil if its exponent has more than four digits, because that takes too long.
  init?(_ token: String) {
    let parts = token.lowercased().split(separator: "e")
    let exponentDigits = parts.count > 1 ? parts[1] : "0"
    guard exponentDigits.count <= 5, let exponent = Int(exponentDigits) else { return nil }
    let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
    let decimals = mantissa.count > 1 ? mantissa[1] : ""
    let digits = String(mantissa[0] + decimals)
    // Zeros on both sides, so that the point stands among the digits.
    let zeros = String(repeating: "0", count: abs(exponent))
    let padded = zeros + digits + zeros
    let point = zeros.count + mantissa[0].count + exponent
    let isWhole = padded.dropFirst(point).allSatisfy { $0 == "0" }
    let integer = Int((token.hasPrefix("-") ? "-" : "") + padded.prefix(point))
    whole = isWhole ? integer.map(WholeNumber.integer) ?? .beyond64Bits : nil
  }
}
