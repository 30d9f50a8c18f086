import Desk
import JSON
import RPC

/// The shapes of params that methods share: the wire's types on one side, the desk's rules on the other.
enum Shapes {
  /// A string that can be kept: no lone surrogate. The caller has checked that it is not too long to copy.
  private static func string(_ value: JSONValue) throws(ShapeError) -> String {
    guard value.kind == .string else { throw .mismatch(expected: "a string", got: value) }
    guard let text = value.string else {
      throw ShapeError(.mismatch(expected: "a string without lone surrogates", got: value.summary))
    }
    return text
  }

  /// A string of at most so many bytes, in words for an error: a longer one is refused before it is copied.
  static func string(_ words: String, bytesMax: Int, pattern: String? = nil) -> Shape<String> {
    Shape<String>(.string(pattern: pattern), placeholder: "") { value throws(ShapeError) in
      // Escapes only make it shorter.
      if value.raw.count <= bytesMax, let text = value.string { return text }
      return try string(value, words, bytesMax)
    }
  }

  private static func string(_ value: JSONValue, _ words: String, _ bytesMax: Int) throws(ShapeError) -> String {
    guard !value.exceeds(bytes: bytesMax) else {
      throw ShapeError(
        .mismatch(expected: "\(words) of at most \(bytesMax) bytes", got: "a string of \(value.byteCount) bytes"))
    }
    return try string(value)
  }

  /// A text for the system, in words for an error: a path or an argument. It has no NUL, which would end it there.
  static func systemText(_ words: String) -> Shape<String> {
    // PATH_MAX of Linux.
    let text = string(words, bytesMax: 4_096)
    return Shape<String>(.string(), placeholder: "") { value throws(ShapeError) in
      let text = try text.read(value)
      guard !text.utf8.contains(0) else {
        throw ShapeError(.mismatch(expected: "\(words) without NUL", got: "a string with NUL"))
      }
      return text
    }
  }

  /// An id of ours or of somebody else's: looked up, not checked. Nothing has one that is too long.
  static let id = string("an id", bytesMax: DeskLimits.idBytesMax)

  /// An id that an admin chooses for something that is to be made, such as the example.
  static func chosenId(example: String) -> Shape<String> {
    Shape<String>(.string(pattern: ChosenID.pattern), placeholder: "") { value throws(ShapeError) in
      let text = value.exceeds(bytes: 64) ? "" : try string(value)
      guard ChosenID.isValid(text) else {
        throw ShapeError(Refusal("not 1 to 64 letters, digits, ., _ and - of ASCII", example: example))
      }
      return text
    }
  }

  /// Where a page ended.
  static let cursor = string("the nextCursor of this very query", bytesMax: DeskLimits.cursorBytesMax)

  /// The ids of teams.
  static let teamIds = id.array(max: DeskLimits.teamsMax)

  /// The version that the caller read.
  static let version = integer(from: 1)

  /// The version of something that may never have been changed.
  static let versionFromZero = integer(from: 0)

  /// A whole number of 64 bits.
  private static func integer(from min: Int) -> Shape<Int> {
    Shape<Int>(.integer(min: min), placeholder: min) { value throws(ShapeError) in
      guard case .integer(let number) = value.wholeNumber, number >= min else {
        throw .mismatch(expected: "an integer from \(min) on", got: value)
      }
      return number
    }
  }

  /// A whole number of a range.
  static func integer(in range: ClosedRange<Int>) -> Shape<Int> {
    Shape<Int>(.integer(min: range.lowerBound, max: range.upperBound), placeholder: range.lowerBound) {
      value throws(ShapeError) in
      guard case .integer(let number) = value.wholeNumber, range.contains(number) else {
        throw .mismatch(expected: "an integer from \(range.lowerBound) to \(range.upperBound)", got: value)
      }
      return number
    }
  }

  /// True or false.
  static let boolean = Shape<Bool>(.boolean, placeholder: false) { value throws(ShapeError) in
    switch value.kind {
    case .true: return true
    case .false: return false
    default: throw .mismatch(expected: "true or false", got: value)
    }
  }

  /// The size of a page.
  static let limit = Shape<Int>(.integer(min: 1, max: WireLimits.pageMax), placeholder: 1) { value throws(ShapeError) in
    guard let whole = value.wholeNumber else { throw .mismatch(expected: "an integer", got: value) }
    guard case .integer(let number) = whole, (1...WireLimits.pageMax).contains(number) else {
      let got =
        if case .integer(let number) = whole { JSONNumber.integer(number) } else {
          JSONNumber.digits(value.repeatedText)
        }
      throw ShapeError(.outOfRange(min: 1, max: WireLimits.pageMax, got: got))
    }
    return number
  }

  /// A text that obeys a rule of the desk.
  static func text(_ rule: TextRule) -> Shape<String> {
    Shape<String>(.string(min: rule.notBlank ? 1 : nil, max: rule.max), placeholder: "") { value throws(ShapeError) in
      if value.exceeds(scalars: rule.max) { throw ShapeError(rule.refusal(of: value.scalarCount)) }
      let text = try string(value)
      do throws(Refusal) { try rule.check(text) } catch { throw ShapeError(error) }
      return text
    }
  }

  /// An absolute URL, in its normal form.
  static let url = Shape<String>(.string(min: 1), placeholder: "") { value throws(ShapeError) in
    let bytesMax = DeskLimits.urlBytesMax
    if value.exceeds(bytes: bytesMax) {
      throw ShapeError(
        Refusal("at most \(bytesMax) bytes are allowed, got \(value.byteCount)", example: WebAddress.example))
    }
    let text = try string(value)
    do throws(Refusal) { return try WebAddress.normalise(text) } catch { throw ShapeError(error) }
  }

  /// A moment, cut to the millisecond.
  static let time = moment(roundedUp: false)

  /// The first moment of a period, or the first past it. Between two milliseconds it is the later of them: entries have
  /// whole ones, and the same are before it.
  static let timeBound = moment(roundedUp: true)

  /// No time is longer, with all digits of its fraction that a reader has use for, each of them escaped.
  static let timeBytesMax = DeskLimits.idBytesMax

  private static func moment(roundedUp: Bool) -> Shape<Timestamp> {
    Shape<Timestamp>(.string(format: "date-time"), placeholder: Timestamp(milliseconds: 0)) {
      value throws(ShapeError) in
      guard value.raw.count <= timeBytesMax, let text = value.string, let time = Timestamp(text, roundedUp: roundedUp)
      else {
        throw .mismatch(expected: "an RFC 3339 time such as 2026-01-01T09:00:00Z", got: value)
      }
      return time
    }
  }

  /// One word of a closed list.
  static func word<Word: RawRepresentable & CaseIterable & Sendable>(_: Word.Type) -> Shape<Word>
  where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    return Shape<Word>(.oneOf(words), placeholder: Word.allCases[Word.allCases.startIndex]) {
      value throws(ShapeError) in
      guard let word = Word.allCases.first(where: { value.sameScalars(as: $0.rawValue) }) else {
        throw .mismatch(expected: "one of \(words.joined(separator: ", "))", got: value)
      }
      return word
    }
  }

  /// A network.
  static let network = word(Network.self)

  /// The labels of a contact.
  static let labels = text(.label).array(max: DeskLimits.labelsMax)

  /// The options of an attribute.
  static let options = text(.option).array(max: DeskLimits.optionsMax)

  /// The key of an attribute that is to be made.
  static let key = Shape<String>(.string(pattern: "^[A-Za-z0-9_]{1,64}$"), placeholder: "") {
    value throws(ShapeError) in
    let text = value.exceeds(bytes: 64) ? "" : try string(value)
    guard AttributeDefinition.isKey(text) else {
      throw ShapeError(Refusal("not 1 to 64 letters, digits and _ of ASCII", example: "customer_since"))
    }
    return text
  }

  /// What a network tells of a person.
  static let identity = Shape<IdentityInput>.object("IdentityInput", identityFields)

  /// The fields of that, for params that have them among others.
  static func identityFields(_ fields: inout FieldReader) throws(ShapeError) -> IdentityInput {
    IdentityInput(
      network: try fields.required("network", network, "The network."),
      externalId: try fields.required("externalId", text(.name), "The network's own id of the person."),
      handle: try fields.optional("handle", text(.name), "The name in the network's addresses, such as `mira.k`."),
      displayName: try fields.optional("displayName", text(.name), "The name that the person shows there."),
      pictureUrl: try fields.optional("pictureUrl", url, "The address of the picture (http or https)."),
      givenProfileUrl: try fields.optional(
        "profileUrl", url, "The address of the profile; where left out it is made from the handle or the id."))
  }

  /// Attribute values by key, in the order of the text.
  static let attributes = Shape<[(key: String, input: AttributeInput)]>(
    .map(attributeInput.schema, max: DeskLimits.definitionsMax), placeholder: []
  ) { value throws(ShapeError) in
    guard value.kind == .object || value.isEmptyContainer else {
      throw .mismatch(expected: "an object of values by key", got: value)
    }
    guard value.count <= DeskLimits.definitionsMax else {
      throw ShapeError(.tooMany(limit: DeskLimits.definitionsMax, got: value.count))
    }
    var result: [(key: String, input: AttributeInput)] = []
    var seen = ScalarSet()
    for (name, member) in value.members {
      let key = try string(name, "a key", DeskLimits.idBytesMax)
      // A single one needs no second look.
      guard value.count == 1 || seen.insert(key) else { throw ShapeError(.repeated, path: key.shortened) }
      do throws(ShapeError) { result.append((key, try attributeInput.read(member))) } catch {
        throw error.within(key.shortened)
      }
    }
    return result
  }

  /// Keys of attributes.
  static let keys = string("a key", bytesMax: DeskLimits.idBytesMax).array(max: DeskLimits.definitionsMax)

  /// One value of an attribute; its format has the say, so a wrong type is no fault of the shape (1004, not -32602).
  static let attributeInput = Shape<AttributeInput>(
    .anyOf([.string(), .number, .boolean, .array(.string())]), placeholder: .text("")
  ) { value throws(ShapeError) in try input(value) { value throws(ShapeError) in try string(value) } }

  /// The same, where `text` says what a string comes to. What no format takes is not even copied.
  static func input(
    _ value: JSONValue, text: (JSONValue) throws(ShapeError) -> String
  ) throws(ShapeError) -> AttributeInput {
    let bytesMax = DeskLimits.valueBytesMax
    switch value.kind {
    case .string where value.exceeds(bytes: bytesMax): return .tooLong(.text(bytes: value.byteCount))
    case .string: return .text(try text(value))
    case .number where value.raw.count > bytesMax: return .tooLong(.number(bytes: value.raw.count))
    case .number: return .number(value.tokenText)
    case .true, .false: return .boolean(value.kind == .true)
    case .array where value.count > DeskLimits.optionsMax: return .tooLong(.list(count: value.count))
    case .array where value.elements.allSatisfy({ $0.kind == .string }):
      var list: [String] = []
      list.reserveCapacity(value.count)
      for element in value.elements {
        guard !element.exceeds(bytes: bytesMax) else { return .tooLong(.text(bytes: element.byteCount)) }
        do throws(ShapeError) { list.append(try text(element)) } catch { throw error.within(list.count) }
      }
      return .list(list)
    case .object where value.isEmptyContainer: return .list([])
    case .null, .array, .object: return .other(value.summary)
    }
  }
}

/// What a caller sends of a person on a network.
struct IdentityInput: Sendable {
  let network: Network
  let externalId: String
  let handle: String?
  let displayName: String?
  let pictureUrl: String?
  let givenProfileUrl: String?

  /// The profile. The form in which an address is compared takes a while to find, and a call may name a hundred: that
  /// counts as work of the batch.
  func profile(_ work: BatchWork) -> Identity.Profile {
    work.add(externalId.utf8.count * 100)
    return Identity.Profile(
      network: network, externalId: externalId, handle: handle, displayName: displayName, pictureUrl: pictureUrl,
      givenProfileUrl: givenProfileUrl)
  }
}

extension ShapeError {
  /// A refusal of the desk's, as an error of the shape.
  init(_ refusal: Refusal) { self.init(.refused(reason: refusal.reason, example: refusal.example)) }
}
