import Text

/// What a value of an attribute looks like.
public enum AttributeFormat: String, CaseIterable, Sendable {
  case text
  case number
  case date
  case boolean
  case email
  case phone
  case url
  case language
  case choice
  case choices

  /// A value that this format takes, as JSON writes it without quotes.
  public func example(options: [String]) -> String {
    switch self {
    case .text: "Prefers to be called in the morning"
    case .number: "1280"
    case .date: "2026-01-31"
    case .boolean: "true"
    case .email: EmailAddress.example
    case .phone: PhoneNumber.example
    case .url: WebAddress.example
    case .language: LanguageTag.example
    case .choice: options.first ?? "gold"
    case .choices: "[\(options.prefix(2).joined(separator: ", "))]"
    }
  }
}

/// A value as it comes in, before a format has looked at it.
public enum AttributeInput: Sendable {
  /// A string.
  case text(String)
  /// A number, to the letter.
  case number(String)
  /// A boolean.
  case boolean(Bool)
  /// A list of strings.
  case list([String])
  /// Anything else; the words say what.
  case other(String)
}

/// The normal form of a value: what is stored, shown and compared.
public enum AttributeContent: Sendable {
  /// Text, a date, an address, a tag, a choice.
  case text(String)
  /// A whole number of 64 bits.
  case integer(Int)
  /// A number that is not whole, or larger.
  case decimal(Double)
  /// True or false.
  case boolean(Bool)
  /// Several choices, in the order of the options.
  case choices([String])

  /// True of the same normal form, by scalars.
  public func isSame(as other: AttributeContent) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): a.sameScalars(as: b)
    case (.integer(let a), .integer(let b)): a == b
    case (.decimal(let a), .decimal(let b)): a == b
    case (.boolean(let a), .boolean(let b)): a == b
    case (.choices(let a), .choices(let b)): a.elementsEqual(b) { $0.sameScalars(as: $1) }
    default: false
    }
  }
}

extension AttributeFormat {
  /// The normal form of a value, or why this format refuses it.
  ///
  /// `options` are those of a `choice` or `choices` attribute. Emptiness is not a value: `""`, `null` and `[]` are
  /// refused, since `clear` says it.
  public func normalise(_ input: AttributeInput, options: [String] = []) throws(Refusal) -> AttributeContent {
    switch (self, input) {
    case (_, .text("")), (_, .other("null")):
      throw Refusal(
        "an empty value cannot be set", example: example(options: options))
    case (.number, .number(let literal)): return try NumberLiteral.normalise(literal)
    case (.boolean, .boolean(let value)): return .boolean(value)
    case (.choices, .list(let chosen)): return .choices(try Self.normalise(chosen, options))
    case (.choice, .text(let text)):
      guard let option = options.first(where: { $0.sameScalars(as: text) }) else {
        throw Self.notAnOption(text, options)
      }
      return .text(option)
    case (.text, .text(let text)): return .text(try Self.checked(text))
    case (.date, .text(let text)): return .text(try Self.date(text))
    case (.email, .text(let text)): return .text(try EmailAddress.normalise(text))
    case (.phone, .text(let text)): return .text(try PhoneNumber.normalise(text))
    case (.url, .text(let text)): return .text(try WebAddress.normalise(text))
    case (.language, .text(let text)): return .text(try LanguageTag.normalise(text))
    default:
      throw Refusal("expected \(jsonType), got \(Self.jsonType(of: input))", example: example(options: options))
    }
  }

  /// The JSON type of this format's values, in words.
  private var jsonType: String {
    switch self {
    case .number: "a number"
    case .boolean: "true or false"
    case .choices: "an array of strings"
    default: "a string"
    }
  }

  private static func jsonType(of input: AttributeInput) -> String {
    switch input {
    case .text: "a string"
    case .number: "a number"
    case .boolean(let value): value ? "true" : "false"
    case .list(let items): items.isEmpty ? "an empty list" : "an array"
    case .other(let words): words
    }
  }

  private static func checked(_ text: String) throws(Refusal) -> String {
    try TextRule.attribute.check(text)
    return text
  }

  private static func date(_ text: String) throws(Refusal) -> String {
    guard text.utf8.count == 10, Timestamp.isFullDate(text) else {
      throw Refusal("not a date of the calendar as YYYY-MM-DD (RFC 3339 full-date)", example: "2026-01-31")
    }
    return text
  }

  private static func normalise(_ chosen: [String], _ options: [String]) throws(Refusal) -> [String] {
    guard !chosen.isEmpty else {
      throw Refusal("an empty list cannot be set")
    }
    guard chosen.count <= options.count else {
      throw Refusal("at most \(options.count) options can be chosen, got \(chosen.count)")
    }
    var wanted = ScalarSet()
    for text in chosen { wanted.insert(text) }
    let found = options.filter(wanted.contains)
    // The options are different from each other: if as many were found as are wanted, each was.
    guard found.count < wanted.count else { return found }
    var known = ScalarSet()
    for option in found { known.insert(option) }
    for text in chosen where !known.contains(text) { throw notAnOption(text, options) }
    return found
  }

  /// A refusal names at most ten options: an attribute may have a thousand.
  private static func notAnOption(_ text: String, _ options: [String]) -> Refusal {
    let more = options.count > 10 ? ", … and \(options.count - 10) more" : ""
    let names = options.prefix(10).map {
      visible($0, max: DeskLimits.optionMax).cut(toBytes: String.repeatedBytesMax)
    }
    return Refusal(
      "\"\(visible(text, max: 40))\" is none of the options: \(names.joined(separator: ", "))\(more)",
      example: options.first { $0.utf8.count <= String.repeatedBytesMax })
  }

  /// The beginning of a text, with the code points of what a reader cannot see.
  private static func visible(_ text: String, max: Int) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(max) {
      result += scalar.isInvisible && scalar != " " ? scalar.codePoint : String(scalar)
    }
    return result
  }
}

/// Numbers as values: whole ones of 64 bits exactly, however they are written; others of at most 17 significant digits
/// as the nearest double. What cannot be held so is refused, never rounded in silence.
enum NumberLiteral {
  /// Room for all digits of any double that 17 digits name, be it as small as it can be.
  private static let bytesMax = 400

  static func normalise(_ literal: String) throws(Refusal) -> AttributeContent {
    guard literal.utf8.count <= bytesMax else {
      throw Refusal("at most \(bytesMax) bytes are allowed, got \(literal.utf8.count)", example: "12.5")
    }
    if let whole = Int(literal) { return .integer(whole) }
    let mantissa = literal.prefix { $0 != "e" && $0 != "E" }
    let digits = mantissa.filter { $0 != "." && $0 != "-" }
    let significant = String(digits.reversed().drop { $0 == "0" }.reversed().drop { $0 == "0" })
    if significant.isEmpty { return .integer(0) }
    // 10.0, 1e1 and 100e-1 are the number 10: the significant digits, with so many zeros behind them.
    let exponent = Int(literal[mantissa.endIndex...].dropFirst()) ?? (mantissa.endIndex == literal.endIndex ? 0 : .max)
    let decimals = mantissa.firstIndex(of: ".").map { mantissa[$0...].count - 1 } ?? 0
    let zeros = digits.reversed().prefix { $0 == "0" }.count - decimals
    // Of 19 digits at the most: an exponent beyond that names no number of 64 bits.
    if exponent.magnitude < 1 << 32, (0...18).contains(exponent + zeros) {
      let text = (literal.hasPrefix("-") ? "-" : "") + significant + String(repeating: "0", count: exponent + zeros)
      if let whole = Int(text) { return .integer(whole) }
    }
    guard significant.count <= 17, let value = Double(literal), value.isFinite, value != 0 else {
      throw Refusal(
        "only integers of 64 bits and numbers of up to 17 significant digits that a double holds can be kept",
        example: "12.5")
    }
    // The nearest double may be a whole number: then it has that number's form.
    return Int(exactly: value).map(AttributeContent.integer) ?? .decimal(value)
  }
}
