import Desk
import Testing

/// What a format makes of an input.
func normalised(
  _ format: AttributeFormat, _ input: AttributeInput, options: [String] = []
) -> Result<AttributeContent, Refusal> {
  do throws(Refusal) {
    return .success(try format.normalise(input, options: OptionList(options), phoneCountry: nil))
  } catch {
    return .failure(error)
  }
}

/// The format takes the input, in this normal form; and takes the normal form as it is.
func check(
  _ format: AttributeFormat, _ input: AttributeInput, _ expected: AttributeContent, options: [String] = [],
  at location: SourceLocation = #_sourceLocation
) {
  switch normalised(format, input, options: options) {
  case .failure(let refusal): Issue.record("\(format) refused \(input): \(refusal.reason)", sourceLocation: location)
  case .success(let content):
    #expect(content.isSame(as: expected), "\(format), \(input): \(content)", sourceLocation: location)
  }
  guard case .success(let again) = normalised(format, expected.asInput, options: options) else {
    Issue.record("\(format) refused its own \(expected)", sourceLocation: location)
    return
  }
  #expect(again.isSame(as: expected), "\(format), \(expected) again: \(again)", sourceLocation: location)
}

/// The format refuses the input, for a reason that has `part` in it.
func check(
  _ format: AttributeFormat, _ input: AttributeInput, refusedFor part: String, options: [String] = [],
  at location: SourceLocation = #_sourceLocation
) {
  switch normalised(format, input, options: options) {
  case .success(let content): Issue.record("\(format) took \(input) as \(content)", sourceLocation: location)
  case .failure(let refusal):
    let comment: Comment = "\(format), \(input): \(refusal.reason)"
    #expect(refusal.reason.contains(part), comment, sourceLocation: location)
  }
}

extension AttributeContent {
  /// The value as it would come in again.
  var asInput: AttributeInput {
    switch self {
    case .text(let text): .text(text)
    case .integer(let number): .number(String(number))
    case .decimal(let number): .number(number.description)
    case .boolean(let value): .boolean(value)
    case .choices(let options): .list(options)
    }
  }
}
