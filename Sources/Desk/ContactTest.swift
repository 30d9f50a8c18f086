/// A condition made ready to be asked of many contacts: texts are folded once, not for each of them.
///
/// Texts compare without regard to case and diacritics, numbers as numbers, dates as days, options exactly. A value
/// that is not there is met by `empty` and `isNot` alone.
final class ContactTest: Sendable {
  /// What the value must be.
  private enum Wanted: Sendable {
    case empty(Bool)
    /// This text, folded; false: not this one.
    case text(BareText, Bool)
    /// One of these texts.
    case texts(BareTexts)
    /// Has this in it.
    case fragment(BareText)
    /// One of these, exactly; false: none of them.
    case exactly([AttributeContent], Bool)
    /// One of these options is among those chosen.
    case option([String])
    /// Stands so to a number or a date.
    case order(Condition.Operator, AttributeContent)
    /// What no value meets: a condition that its attribute's format does not take.
    case nothing
  }

  /// What can be said of a contact without a look at a value.
  struct Head: BitwiseCopyable, Sendable {
    /// The attribute's bit among those of `attributesPresent`; 0 of VIP.
    fileprivate let bit: UInt64
    /// Whether a contact without a value, or one who is no VIP, meets the condition.
    fileprivate let isMetByNothing: Bool

    /// Whether a contact with values of these attributes meets the condition; nil: a value decides.
    @inline(__always)
    func isMet(isVip: Bool, present: UInt64) -> Bool? {
      if bit == 0 { return isVip != isMetByNothing }
      return bit & present == 0 ? isMetByNothing : nil
    }

    /// The bits of the attributes without which these conditions are not met: each of them, where all conditions must
    /// be met; else one of them, or 0 where one of the conditions may be met without a value.
    static func needed(_ heads: [Head], isAll: Bool) -> UInt64 {
      let needing = heads.filter { $0.bit != 0 && !$0.isMetByNothing }
      return isAll || needing.count == heads.count ? needing.reduce(0) { $0 | $1.bit } : 0
    }
  }

  let head: Head
  /// The inner number of the definition; 0 of VIP.
  private let definition: Int
  private let wanted: Wanted

  /// Makes a condition ready.
  convenience init(_ condition: Condition, in schema: DefinitionList) {
    switch condition.subject {
    case .vip: self.init(condition, nil)
    case .attribute(let number): self.init(condition, schema.definition(number: number))
    }
  }

  /// Makes a condition ready; `definition` is that of its attribute, nil of VIP.
  init(_ condition: Condition, _ definition: AttributeDefinition?) {
    guard let definition else {
      let isWanted = if case .one(.boolean(let value)) = condition.operand { value } else { true }
      head = Head(bit: 0, isMetByNothing: (condition.operator == .is) != isWanted)
      (self.definition, wanted) = (0, .nothing)
      return
    }
    self.definition = definition.number
    wanted = Self.wanted(condition, definition.format)
    let isMetByNothing =
      switch wanted {
      case .empty(let isEmpty): isEmpty
      case .text(_, let isIt), .exactly(_, let isIt): !isIt
      case .texts, .fragment, .option, .order, .nothing: false
      }
    head = Head(bit: Self.bit(definition.number), isMetByNothing: isMetByNothing)
  }

  private static func bit(_ definition: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: definition & 63) }

  /// A bit for each attribute of which a contact has a value; several attributes may have the same bit.
  /// So most conditions are answered without a look for the value.
  @inline(__always)
  static func attributesPresent(in contact: borrowing Contact) -> UInt64 {
    var bits: UInt64 = 0
    for index in contact.values.indices { bits |= bit(contact.values[index].definition) }
    return bits
  }

  private static func wanted(_ condition: Condition, _ format: AttributeFormat) -> Wanted {
    guard Condition.Operator.of(format).contains(condition.operator) else { return .nothing }
    let values = condition.operand.values
    switch (condition.operator, format) {
    case (.empty, _): return .empty(true)
    case (.notEmpty, _): return .empty(false)
    case (.contains, .choices), (.anyOf, .choices): return .option(values.compactMap(\.text))
    case (.contains, _): return values.first?.text.map { .fragment(BareText($0)) } ?? .nothing
    case (.gt, _), (.gte, _), (.lt, _), (.lte, _):
      return values.first.map { .order(condition.operator, $0) } ?? .nothing
    case (_, .text), (_, .email), (_, .phone), (_, .url), (_, .language):
      let texts = values.compactMap(\.text)
      if condition.operator == .anyOf { return .texts(BareTexts(texts)) }
      return texts.first.map { .text(BareText($0), condition.operator == .is) }
        ?? .exactly([], condition.operator == .is)
    case (_, .number), (_, .date), (_, .boolean), (_, .choice), (_, .choices):
      return .exactly(values, condition.operator != .isNot)
    }
  }

  /// Whether a contact meets the condition on an attribute. `shown`: the number of the identity that their card shows;
  /// `forms`: what was made of the contact's values for other conditions.
  func isMet(by contact: borrowing Contact, shown: Int?, _ forms: inout ValueForms) -> Bool {
    guard let index = contact.effectiveIndex(of: definition, shown: shown) else { return head.isMetByNothing }
    return isMet(by: contact.values[index].content, &forms)
  }

  private func isMet(by content: AttributeContent, _ forms: inout ValueForms) -> Bool {
    switch wanted {
    case .empty(let isEmpty): return !isEmpty
    case .text(let wanted, let isIt):
      guard case .text(let text) = content else { return false }
      return (text.isASCII ? wanted.isSame(asASCII: text) : wanted.isSame(asBare: forms.bare(text, of: definition)))
        == isIt
    case .texts(let texts):
      guard case .text(let text) = content else { return false }
      return text.isASCII ? texts.contain(ascii: text) : texts.contain(bare: forms.bare(text, of: definition))
    case .fragment(let fragment):
      guard case .text(let text) = content else { return false }
      return text.isASCII
        ? fragment.isFound(inASCII: text) : fragment.isFound(inBare: forms.bare(text, of: definition))
    case .exactly(let values, let isOneOf): return values.contains { $0.isSame(as: content) } == isOneOf
    case .option(let options):
      guard case .choices(let chosen) = content else { return false }
      return forms.hasOne(of: options, among: chosen, of: definition)
    case .order(let order, let value):
      guard let sign = content.order(beside: value) else { return false }
      return switch order {
      case .gt: sign > 0
      case .gte: sign >= 0
      case .lt: sign < 0
      case .lte: sign <= 0
      case .is, .isNot, .anyOf, .contains, .empty, .notEmpty: false
      }
    case .nothing: return false
    }
  }
}

/// Conditions made ready to be asked of many contacts, apart from any group.
public struct ConditionTests: Sendable {
  fileprivate let tests: [ContactTest]
  fileprivate let isAll: Bool
  /// What it costs to ask them.
  public let work: ConditionWork

  /// Whether a contact meets them: all, or any where that is enough.
  func areMet(by contact: borrowing Contact, isVip: Bool) -> Bool {
    let (shown, present) = (contact.numberShown, ContactTest.attributesPresent(in: contact))
    var forms = ValueForms()
    for test in tests {
      let isMet = test.head.isMet(isVip: isVip, present: present) ?? test.isMet(by: contact, shown: shown, &forms)
      if isMet != isAll { return isMet }
    }
    return isAll
  }
}

extension Book {
  /// Conditions made ready: all must be met, or any.
  public func tests(_ conditions: [Condition], isAll: Bool) -> ConditionTests {
    var work = ConditionWork()
    work.add(conditions)
    return ConditionTests(tests: conditions.map { ContactTest($0, in: schema) }, isAll: isAll, work: work)
  }
}

/// What conditions make of the values of one contact, each once, when a condition needs it first: a desk may have
/// thousands of conditions on one attribute.
struct ValueForms {
  /// So few options are looked through one by one: that is faster than to hash them.
  private static let fewMax = 8

  /// By the inner number of the definition.
  private var bareTexts: [Int: String]?
  private var chosen: [Int: OptionList]?

  /// The value of a definition without case and diacritics.
  mutating func bare(_ text: String, of definition: Int) -> String {
    if let made = bareTexts?[definition] { return made }
    let bare = CaseFolding.bare(text)
    bareTexts = bareTexts ?? [:]
    bareTexts?[definition] = bare
    return bare
  }

  /// Whether one of these options is among the chosen ones of a definition.
  mutating func hasOne(of options: [String], among texts: [String], of definition: Int) -> Bool {
    guard texts.count > Self.fewMax else {
      return options.contains { option in texts.contains { $0.sameScalars(as: option) } }
    }
    let list = chosen?[definition] ?? OptionList(texts)
    chosen = chosen ?? [:]
    chosen?[definition] = list
    return options.contains(where: list.contains)
  }
}

/// A text without case and diacritics, compared with others.
struct BareText: Sendable {
  private let bytes: [UInt8]
  private let search: CaseFolding.Search

  init(_ text: String) {
    let folded = CaseFolding.bare(text)
    bytes = Array(folded.utf8)
    search = CaseFolding.Search(folded: folded)
  }

  // Values that are ASCII, as most are, need no folding into another text.

  /// Whether the text is the same one.
  func isSame(asASCII text: String) -> Bool {
    guard text.utf8.count == bytes.count else { return false }
    return text.utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) { ASCIICase.lowered($0) == $1 } }
      ?? text.utf8.elementsEqual(bytes) { ASCIICase.lowered($0) == $1 }
  }

  /// Whether the text, which has no case and diacritics, is the same one.
  func isSame(asBare text: String) -> Bool { text.utf8.elementsEqual(bytes) }

  /// Whether the text has this one in it.
  func isFound(inASCII text: String) -> Bool { search.isFound(in: text) }

  /// Whether the text, which has no case and diacritics, has this one in it.
  func isFound(inBare text: String) -> Bool { search.isFound(inFolded: text) }
}

/// Texts without case and diacritics, among which others are looked for.
struct BareTexts: Sendable {
  /// So few are compared one by one with a text of ASCII: that is faster than to fold it.
  private static let fewMax = 8

  private let few: [BareText]
  /// By their bytes: to look for a string in the standard library's way, each condition would normalise it.
  private let all: OptionList

  init(_ texts: [String]) {
    all = OptionList(texts.map(CaseFolding.bare))
    few = texts.count <= Self.fewMax ? texts.map(BareText.init) : []
  }

  /// Whether the text is one of them.
  func contain(ascii text: String) -> Bool {
    few.isEmpty ? all.contains(ASCIICase.lowered(text)) : few.contains { $0.isSame(asASCII: text) }
  }

  /// Whether the text, which has no case and diacritics, is one of them.
  func contain(bare text: String) -> Bool { all.contains(text) }
}

extension String {
  @inline(__always)
  fileprivate var isASCII: Bool {
    utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } } ?? utf8.allSatisfy { $0 < 0x80 }
  }
}

extension AttributeContent {
  /// Whether it needs no folding but for case: no text, or one of ASCII.
  var isASCII: Bool {
    if case .text(let text) = self { text.isASCII } else { true }
  }

  fileprivate var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// Below 0, 0 or above 0 as this comes before, with or after another number or date; nil of values without an order.
  func order(beside other: AttributeContent) -> Int? {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.decimal(let a), .decimal(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.integer(let a), .decimal(let b)): Self.order(of: a, beside: b)
    case (.decimal(let a), .integer(let b)): -Self.order(of: b, beside: a)
    // Days are written so that their texts have their order.
    case (.text(let a), .text(let b)):
      a.utf8.elementsEqual(b.utf8) ? 0 : a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    default: nil
    }
  }

  /// Exactly, where a double would have to be rounded. A decimal is never a whole number of 64 bits (`NumberLiteral`).
  private static func order(of whole: Int, beside decimal: Double) -> Int {
    guard let below = Int(exactly: decimal.rounded(.down)) else { return decimal < 0 ? 1 : -1 }
    return whole > below ? 1 : -1
  }
}
