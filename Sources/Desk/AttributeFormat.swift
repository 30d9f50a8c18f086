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
  /// Something that is longer than any value may be, and was not looked at.
  case tooLong(Excess)
  /// Anything else; the words say what.
  case other(String)

  /// What is too long, and how much of it there is.
  public enum Excess: Equatable, Sendable {
    /// A string of so many bytes, as it was written.
    case text(bytes: Int)
    /// A number of so many bytes.
    case number(bytes: Int)
    /// A list of so many strings.
    case list(count: Int)
  }
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

  /// The bytes of its texts (UTF-8), together.
  public var bytes: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .choices(let options): options.reduce(0) { $0 + $1.utf8.count }
    case .integer, .decimal, .boolean: 0
    }
  }

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
  /// `options` are those of a `choice` or `choices` attribute; `phoneCountry` is the country whose national numbers a
  /// `phone` attribute takes, if it takes any. Emptiness is not a value: `""`, `null` and `[]` are refused, since
  /// `clear` says it.
  public func normalise(
    _ input: AttributeInput, options: OptionList, phoneCountry: PhoneCountry?
  ) throws(Refusal) -> AttributeContent {
    switch (self, input) {
    case (_, .text("")), (_, .other("null")):
      throw Refusal(
        "an empty value cannot be set", example: example(options: options.texts))
    case (_, .tooLong(let excess)): throw refusal(of: excess, options)
    case (.number, .number(let literal)): return try NumberLiteral.normalise(literal)
    case (.boolean, .boolean(let value)): return .boolean(value)
    case (.choices, .list(let chosen)): return .choices(try Self.normalise(chosen, options))
    case (.choice, .text(let text)):
      guard let place = options.place(of: text) else { throw Self.notAnOption(text, options.texts) }
      return .text(options.texts[place])
    case (.text, .text(let text)): return .text(try Self.checked(text))
    case (.date, .text(let text)): return .text(try Self.date(text))
    case (.email, .text(let text)): return .text(try EmailAddress.normalise(text))
    case (.phone, .text(let text)): return .text(try PhoneNumber.normalise(text, in: phoneCountry))
    case (.url, .text(let text)): return .text(try WebAddress.normalise(text))
    case (.language, .text(let text)): return .text(try LanguageTag.normalise(text))
    default:
      throw Refusal("expected \(jsonType), got \(Self.jsonType(of: input))", example: example(options: options.texts))
    }
  }

  /// Why something is refused that is longer than any value.
  private func refusal(of excess: AttributeInput.Excess, _ options: OptionList) -> Refusal {
    let example = example(options: options.texts)
    switch (self, excess) {
    case (.number, .number(let bytes)):
      return Refusal("at most \(NumberLiteral.bytesMax) bytes are allowed, got \(bytes)", example: "12.5")
    case (.choices, .list(let count)): return Self.tooManyChosen(count, options)
    case (.number, _), (.boolean, _), (.choices, _), (_, .number), (_, .list):
      return Refusal("expected \(jsonType), got \(Self.jsonType(of: .tooLong(excess)))", example: example)
    case (_, .text(let bytes)):
      return Refusal("at most \(DeskLimits.valueBytesMax) bytes are allowed, got \(bytes)", example: example)
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
    case .tooLong(.text): "a string"
    case .tooLong(.number): "a number"
    case .tooLong(.list): "an array"
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

  private static func normalise(_ chosen: [String], _ options: OptionList) throws(Refusal) -> [String] {
    guard !chosen.isEmpty else {
      throw Refusal("an empty list cannot be set")
    }
    guard chosen.count <= options.texts.count else { throw tooManyChosen(chosen.count, options) }
    var places: [Int] = []
    places.reserveCapacity(chosen.count)
    for text in chosen {
      guard let place = options.place(of: text) else { throw notAnOption(text, options.texts) }
      places.append(place)
    }
    places.sort()
    var found: [String] = []
    found.reserveCapacity(places.count)
    for (index, place) in places.enumerated() where index == 0 || places[index - 1] != place {
      found.append(options.texts[place])
    }
    return found
  }

  private static func tooManyChosen(_ count: Int, _ options: OptionList) -> Refusal {
    Refusal("at most \(options.texts.count) options can be chosen, got \(count)")
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
