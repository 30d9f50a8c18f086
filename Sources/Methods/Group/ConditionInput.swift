import Desk
import JSON
import RPC

/// A condition as a caller states it: read first, then looked up, then checked against its attribute.
struct ConditionInput: Sendable {
  let attribute: String
  let `operator`: Condition.Operator
  let value: Value?

  /// What it is compared with, before a format has looked at it.
  enum Value: Sendable {
    case one(AttributeInput)
    case many([AttributeInput])
  }

  /// One condition.
  static let shape = Shape<ConditionInput>.object("ConditionInput") { fields throws(ShapeError) in
    ConditionInput(
      attribute: try fields.required("attribute", Shapes.id, "The key of an attribute, or `vip`."),
      operator: try fields.required("operator", Shapes.word(Condition.Operator.self), "How it is compared."),
      value: try fields.optional(
        "value", valueShape,
        "With what, as `attribute.edit` takes it; a list for `anyOf`, none for `empty` and `notEmpty`."
      ))
  }

  private static let valueShape = Shape<Value>(
    .anyOf([.string(), .number, .boolean, .array(.anyOf([.string(), .number]), max: DeskLimits.conditionValuesMax)]),
    placeholder: .one(.text(""))
  ) { value throws(ShapeError) in
    guard value.kind == .array else { return .one(try Shapes.attributeInput.read(value)) }
    return .many(try Shapes.attributeInput.array(max: DeskLimits.conditionValuesMax).read(value))
  }

  /// The conditions of a group.
  static let list = shape.array(max: DeskLimits.conditionsMax)

  /// A condition whose attribute was found; nil: VIP.
  struct Found {
    let input: ConditionInput
    let definition: AttributeDefinition?
    /// Where it stands in the params.
    let field: String
  }

  /// Finds the attributes of all conditions, and checks that each takes its operator, and the operator its value.
  static func look(up conditions: [ConditionInput], _ field: String, _ book: Book) throws(RPCError) -> [Found] {
    var found: [Found] = []
    for (index, input) in conditions.enumerated() {
      let field = "\(field)[\(index)]"
      let isVip = input.attribute.sameScalars(as: "vip")
      let definition: AttributeDefinition? =
        if isVip { nil } else { try book.definition(input.attribute, "\(field).attribute") }
      found.append(Found(input: input, definition: definition, field: field))
    }
    for condition in found { try condition.checkForm() }
    return found
  }

  /// The conditions with their values in the normal form, or the error of the first that its format refuses.
  static func normalise(_ conditions: [Found], _ book: Book) throws(RPCError) -> [Condition] {
    var result: [Condition] = []
    for condition in conditions { result.append(try condition.normalised(book)) }
    return result
  }
}

extension ConditionInput.Found {
  /// Throws if the attribute does not take the operator, or the operator not so many values.
  fileprivate func checkForm() throws(RPCError) {
    let taken = definition.map { Condition.Operator.of($0.format) } ?? Condition.Operator.ofVip
    guard taken.contains(input.operator) else {
      let words = taken.map(\.rawValue).joined(separator: ", ")
      let what = definition.map { "\"\($0.key)\", which is of the format \($0.format.rawValue)" } ?? "vip"
      throw .invalidParams(
        "\(field).operator", expected: "one of \(words) for \(what)", got: input.operator.rawValue)
    }
    let (expected, isFine): (String, Bool) =
      switch (input.operator, input.value) {
      case (.empty, let value), (.notEmpty, let value): ("no value", value == nil)
      case (.anyOf, .many(let values)): ("a list of at least one value", !values.isEmpty)
      case (.anyOf, _): ("a list of at least one value", false)
      case (_, .one): ("one value", true)
      case (_, _): ("one value", false)
      }
    guard isFine else { throw .invalidParams("\(field).value", expected: expected, got: valueWords) }
  }

  private var valueWords: String {
    switch input.value {
    case nil: "none"
    case .one: "one value"
    case .many(let values): "a list of \(values.count)"
    }
  }

  /// The condition with its values in the normal form.
  fileprivate func normalised(_ book: Book) throws(RPCError) -> Condition {
    let subject = definition.map { Condition.Subject.attribute($0.number) } ?? .vip
    switch input.value {
    case nil: return Condition(subject, input.operator, .none)
    case .one(let value): return Condition(subject, input.operator, .one(try normalise(value, "\(field).value", book)))
    case .many(let values):
      var contents: [AttributeContent] = []
      for (index, value) in values.enumerated() {
        contents.append(try normalise(value, "\(field).value[\(index)]", book))
      }
      return Condition(subject, input.operator, .many(contents))
    }
  }

  private func normalise(
    _ value: AttributeInput, _ field: String, _ book: Book
  ) throws(RPCError) -> AttributeContent {
    do throws(Refusal) {
      if value.isEmptiness { throw Refusal("an empty value: the operators empty and notEmpty ask for that") }
      guard let definition else {
        return try AttributeFormat.boolean.normalise(value, options: OptionList([]), phoneCountry: nil)
      }
      let format: AttributeFormat =
        switch (definition.format, input.operator) {
        // One of the options chosen, not a list of them.
        case (.choices, _): .choice
        // Any part of a text, whatever the text has to look like.
        case (_, .contains): .text
        case (let format, _): format
        }
      return try format.normalise(
        value, options: definition.optionList, phoneCountry: book.settings.phoneCountry)
    } catch {
      throw .invalidValue(field, error)
    }
  }
}

extension AttributeInput {
  /// Whether it is what `clear` says, and no value.
  fileprivate var isEmptiness: Bool {
    switch self {
    case .text(""), .other("null"), .list([]): true
    case .text, .number, .boolean, .list, .tooLong, .other: false
    }
  }
}
