import Desk
import JSON

/// What was taken of a field for which no message is refused, and why the rest of it was not.
struct Lenient<Value: Sendable>: Sendable {
  var value: Value?
  var faults: [Refusal] = []
}

/// Something of a message that was not taken as it came; the message was.
struct Warning: Sendable {
  let field: String
  let reason: String
  let example: String?

  static let schema = Schema.named(
    "Warning",
    .object([
      .required("field", .string(), "The field, such as `from.attributes.language`."),
      .required("reason", .string(), "What is wrong with it, and what became of it where it was not left out."),
      .optional("example", .string(), "A value that would be taken."),
    ]))

  /// So many are written one by one; then a last one speaks for the rest.
  private static let writtenMax = 200

  static func write(_ warnings: [Warning], to out: inout JSONWriter) {
    guard !warnings.isEmpty else { return }
    out.key("warnings")
    out.beginArray()
    var written = warnings.prefix(writtenMax)
    if warnings.count > written.count {
      let more = "\(warnings.count - written.count) more faults of this message are not listed"
      written.append(Warning(field: "warnings", reason: more, example: nil))
    }
    for warning in written {
      out.beginObject()
      out.member("field", warning.field)
      out.member("reason", warning.reason)
      out.member("example", warning.example)
      out.endObject()
    }
    out.endArray()
  }
}

extension [Warning] {
  /// Adds what is wrong with a field.
  mutating func add(_ field: @autoclosure () -> String, _ faults: [Refusal]) {
    for fault in faults { append(Warning(field: field(), reason: fault.reason, example: fault.example)) }
  }
}

/// The shapes of what decorates a message: sender, attachments, the channel's id. A wrong JSON type is the client's
/// fault and is refused; what a customer or a network can put into a value is not.
enum LenientShapes {
  /// What becomes of a text that is too long.
  enum Excess {
    /// Its beginning is taken: half of a name still names.
    case isCut
    /// It is left out: half of a handle names somebody else.
    case leavesOut
  }

  /// A text of which nobody sees anything, or that is too long to be taken whole, is left out or cut.
  static func text(_ rule: TextRule, _ excess: Excess) -> Shape<Lenient<String>> {
    Shape<Lenient<String>>(.string(), placeholder: Lenient()) { value throws(ShapeError) in
      // Of a text of many megabytes, no more is copied than can be taken.
      let isHuge = value.exceeds(scalars: rule.max)
      if isHuge, case .leavesOut = excess { return Lenient(faults: [rule.refusal(of: value.scalarCount)]) }
      var taken = try string(value, bytesMax: isHuge ? rule.max * 4 + 12 : .max)
      guard let text = taken.value else { return taken }
      do throws(Refusal) {
        if case .isCut = excess, text.utf8.count > rule.max,
          let (cut, count) = cut(text, to: rule.max, of: isHuge ? value.scalarCount : nil)
        {
          taken.value = cut
          taken.faults.append(
            Refusal("at most \(rule.max) characters (Unicode scalars) are kept, got \(count): the rest was cut"))
          try rule.check(cut)
        } else {
          try rule.check(text)
        }
      } catch {
        taken.value = nil
        taken.faults.append(error)
      }
      return taken
    }
  }

  /// A moment; what is none is left out, and the message is recorded as of now.
  static let time = Shape<Lenient<Timestamp>>(.string(format: "date-time"), placeholder: Lenient()) {
    value throws(ShapeError) in
    let text = try string(value, bytesMax: Shapes.timeBytesMax)
    if value.raw.count <= Shapes.timeBytesMax, let time = text.value.flatMap({ Timestamp($0) }) {
      return Lenient(value: time)
    }
    return Lenient(
      faults: [Refusal("not an RFC 3339 time with its offset: recorded as now", example: "2026-01-01T09:00:00Z")])
  }

  /// The channel's own id of a message. An id that is not whole would be taken for another message's, so none is.
  static let externalId = Shape<Lenient<String>>(.string(), placeholder: Lenient()) { value throws(ShapeError) in
    let rule = TextRule.messageExternalId
    if value.exceeds(scalars: rule.max) { return Lenient(faults: [rule.refusal(of: value.scalarCount)]) }
    let taken = try string(value)
    guard taken.faults.isEmpty else {
      return Lenient(faults: [Refusal("half of a surrogate pair is no character: the id was left out")])
    }
    guard let text = taken.value else { return taken }
    do throws(Refusal) { try rule.check(text) } catch { return Lenient(faults: [error]) }
    return taken
  }

  /// An absolute URL, in its normal form; one that is refused is left out.
  static let url = Shape<Lenient<String>>(.string(), placeholder: Lenient()) { value throws(ShapeError) in
    let bytesMax = DeskLimits.messageUrlBytesMax
    if value.exceeds(bytes: bytesMax) {
      let reason = "at most \(bytesMax) bytes are allowed, got \(value.byteCount)"
      return Lenient(faults: [Refusal(reason, example: WebAddress.example)])
    }
    guard let text = try string(value).value else { return Lenient() }
    do throws(Refusal) {
      let text = WebAddress.encodingSpaces(in: text)
      return Lenient(value: try WebAddress.normalise(text, bytesMax: bytesMax))
    } catch {
      return Lenient(faults: [error])
    }
  }

  /// The files of a message that can be taken.
  struct Attachments: Sendable {
    var taken: [Message.Attachment] = []
    /// How many there were.
    var given = 0
    var warnings: [Warning] = []
  }

  /// Files that were left out are named one by one up to so many; then a last warning speaks for the rest.
  private static let attachmentWarningsMax = 100

  /// Files: of one too many, and of one whose URL is refused or missing, there is a warning.
  static let attachments = Shape<Attachments>(.array(attachment.schema), placeholder: Attachments()) {
    value throws(ShapeError) in
    guard value.kind == .array || value.isEmptyContainer else { throw .mismatch(expected: "an array", got: value) }
    var result = Attachments(given: value.count)
    var hasMore = false
    for (index, element) in value.elements.enumerated() {
      guard result.taken.count < DeskLimits.attachmentsMax else {
        result.warnings.add(
          "attachments",
          [Refusal("at most \(DeskLimits.attachmentsMax) are kept, got \(value.count): the rest was left out")])
        break
      }
      guard index < DeskLimits.attachmentsRead else {
        let limit = "at most \(DeskLimits.attachmentsRead) are looked at, got \(value.count): the rest was left out"
        result.warnings.add("attachments", [Refusal(limit)])
        break
      }
      let told: Attachment
      do throws(ShapeError) { told = try attachment.read(element) } catch { throw error.within(index) }
      if let url = told.url?.value {
        let (type, name) = (told.mimeType?.value, told.name?.value)
        result.taken.append(Message.Attachment(url: url, mimeType: type, name: name))
      }
      guard result.warnings.count < attachmentWarningsMax else {
        hasMore = hasMore || told.isWanting
        continue
      }
      result.warnings.add("attachments[\(index)].url", told.url?.faults ?? [Refusal("there is no file without a URL")])
      result.warnings.add("attachments[\(index)].mimeType", told.mimeType?.faults ?? [])
      result.warnings.add("attachments[\(index)].name", told.name?.faults ?? [])
    }
    if hasMore { result.warnings.add("attachments", [Refusal("there is more wrong with those after these")]) }
    return result
  }

  private struct Attachment: Sendable {
    let url: Lenient<String>?
    let mimeType: Lenient<String>?
    let name: Lenient<String>?

    /// Whether something of it could not be taken as it came.
    var isWanting: Bool {
      guard let url else { return true }
      return !url.faults.isEmpty || !(mimeType?.faults ?? []).isEmpty || !(name?.faults ?? []).isEmpty
    }
  }

  private static let attachment = Shape<Attachment>.object("AttachmentInput") { fields throws(ShapeError) in
    Attachment(
      url: try fields.optional("url", url, "Where it is (http or https); an attachment without one is left out."),
      mimeType: try fields.optional("mimeType", text(.name, .leavesOut), "Its media type, such as `image/png`."),
      name: try fields.optional("name", text(.name, .isCut), "Its file name."))
  }

  /// Values by key, in the order of the text, and what is wrong with some.
  struct Attributes: Sendable {
    var values: [(key: String, input: AttributeInput)] = []
    var faults: [(key: String?, fault: Refusal)] = []
  }

  /// What a network tells of a person.
  static let attributes = Shape<Attributes>(.map(Shapes.attributeInput.schema), placeholder: Attributes()) {
    value throws(ShapeError) in
    guard value.kind == .object || value.isEmptyContainer else {
      throw .mismatch(expected: "an object of values by key", got: value)
    }
    var result = Attributes()
    var seen = ScalarSet()
    for (index, (name, member)) in value.members.enumerated() {
      guard index < DeskLimits.definitionsMax else {
        let limit = "at most \(DeskLimits.definitionsMax) are looked at, got \(value.count): the rest was left out"
        result.faults.append((nil, Refusal(limit)))
        break
      }
      guard !name.exceeds(bytes: DeskLimits.idBytesMax), let key = name.string else {
        result.faults.append((name.repeatedText, Refusal("there is no attribute of this key")))
        continue
      }
      guard value.count == 1 || seen.insert(key) else { throw ShapeError(.repeated, path: key.shortened) }
      var fault: Refusal?
      let input = try Shapes.input(member) { value throws(ShapeError) in
        let text = try string(value)
        fault = fault ?? text.faults.first
        return text.value ?? ""
      }
      // One for each value, be it a list of many.
      if let fault { result.faults.append((key, fault)) }
      result.values.append((key, input))
    }
    return result
  }

  /// Any string. Programs that cut a text by UTF-16 code units leave a lone surrogate, which has no UTF-8: U+FFFD takes
  /// its place (as in the WHATWG Encoding Standard).
  private static func string(_ value: JSONValue, bytesMax: Int = .max) throws(ShapeError) -> Lenient<String> {
    guard value.kind == .string else { throw .mismatch(expected: "a string", got: value) }
    if !value.hasLoneSurrogate {
      return Lenient(value: value.raw.count > bytesMax ? value.displayString(bytesMax: bytesMax) : value.string)
    }
    return Lenient(
      value: value.displayString(bytesMax: bytesMax),
      faults: [Refusal("half of a surrogate pair is no character: U+FFFD stands in its place")])
  }

  /// The first scalars of a text that has more than `max`, and how many it has (`of` where the text is only the
  /// beginning). No grapheme is cut in half, except one
  /// that is longer than anybody writes.
  private static func cut(_ text: String, to max: Int, of whole: Int?) -> (cut: String, count: Int)? {
    let count = whole ?? text.unicodeScalars.count
    guard count > max else { return nil }
    // Whether a grapheme ends before a scalar depends on that scalar and those before it (UAX #29). Without the rest, a
    // grapheme of millions of scalars is not read to its end at each step.
    let head = String(text.unicodeScalars.prefix(max + 1))
    let farthest = head.unicodeScalars.index(before: head.endIndex)
    var end = farthest
    for _ in 0..<32 {
      guard end > head.startIndex else { break }
      if String.Index(end, within: head) != nil { return (String(head[..<end]), count) }
      end = head.unicodeScalars.index(before: end)
    }
    return (String(head[..<farthest]), count)
  }
}
