import TestSupport
import Testing

@testable import Desk

/// What conditions say of values: a table for each format.
struct ConditionTests {
  /// A contact with one value, or none, of an attribute of this format.
  private static func contact(_ value: AttributeContent?) -> (Contact, Int) {
    let desk = TestDesk()
    let id = desk.contact(name: "Mira")
    if let value {
      desk.apply(
        .contact(
          id,
          .attributesChanged(
            .agent(AgentNumber(1)), [ValueEdit(definition: 1, before: nil, content: value)])))
    }
    return (desk.book[id], 1)
  }

  private static func definition(_ format: AttributeFormat) -> AttributeDefinition {
    AttributeDefinition(
      number: 1, key: "a", label: "A", format: format, options: ["silver", "gold"], isEnabled: true, isLookup: false,
      isCRMManaged: false, isAgentEditable: true)
  }

  private static func isMet(_ test: ContactTest, _ contact: Contact, isVip: Bool = false) -> Bool {
    let present = ContactTest.attributesPresent(in: contact)
    var forms = ValueForms()
    return test.head.isMet(isVip: isVip, present: present) ?? test.isMet(by: contact, shown: nil, &forms)
  }

  private func check(
    _ format: AttributeFormat, _ value: AttributeContent?, _ order: Condition.Operator, _ operand: Condition.Operand,
    _ expected: Bool, at location: SourceLocation = #_sourceLocation
  ) {
    let (contact, number) = Self.contact(value)
    let test = ContactTest(Condition(.attribute(number), order, operand), Self.definition(format))
    #expect(
      Self.isMet(test, contact) == expected, "\(format) \(String(describing: value)) \(order)",
      sourceLocation: location)
  }

  @Test(arguments: [
    ("Gent", "gent", true), ("ZOË", "zoe", true), ("zoe", "Zoë", true), ("e\u{301}", "\u{C9}", true),
    ("Straße", "STRASSE", false), ("Ἀθήνα", "αθηνα", true), ("МОСКВА", "москва", true), ("か", "が", false),
    ("שלום", "שָׁלוֹם", true), ("Gent", "Gand", false), ("Gent ", "Gent", false), ("K", "\u{212A}", true),
    ("ß", "ß", true),
    ("٣", "3", false), ("Ge\u{200B}nt", "Gent", false), ("İ", "i", true),
  ])
  func textsAreTheSame(a: String, b: String, expected: Bool) {
    for (value, wanted) in [(a, b), (b, a)] {
      check(.text, .text(value), .is, .one(.text(wanted)), expected)
      check(.text, .text(value), .isNot, .one(.text(wanted)), !expected)
      check(.text, .text(value), .anyOf, .many([.text("x"), .text(wanted)]), expected)
    }
  }

  @Test(arguments: [
    ("Prefers the morning", "MORN", true), ("Zoë Ångström", "angstrom", true), ("Zoe", "oë", true), ("abc", "", true),
    ("abc", "abcd", false), ("a.c", ".", true), ("abc", ".", false), ("ab", "a b", false), ("München", "nch", true),
  ])
  func textsHaveOthersInThem(text: String, fragment: String, expected: Bool) {
    for format in [AttributeFormat.text, .email, .phone, .url, .language] {
      check(format, .text(text), .contains, .one(.text(fragment)), expected)
    }
  }

  @Test func numbers() {
    let cases: [(AttributeContent, Condition.Operator, AttributeContent, Bool)] = [
      (.integer(10), .gt, .integer(9), true), (.integer(9), .gt, .integer(10), false),
      (.integer(9), .gte, .integer(9), true),
      (.integer(9), .lt, .integer(9), false), (.integer(9), .lte, .integer(9), true),
      (.integer(-10), .lt, .integer(9), true),
      (.decimal(9.5), .gt, .integer(9), true), (.decimal(9.5), .lt, .integer(10), true),
      (.integer(10), .gt, .decimal(9.5), true),
      (.integer(9), .lt, .decimal(9.5), true), (.decimal(-9.5), .lt, .integer(-9), true),
      (.integer(-9), .gt, .decimal(-9.5), true),
      (.integer(.max), .lt, .decimal(1e19), true), (.integer(.min), .gt, .decimal(-1e19), true),
      (.integer((1 << 53) + 1), .gt, .integer(1 << 53), true), (.decimal(0.1), .lt, .decimal(0.2), true),
      (.integer(5), .is, .integer(5), true), (.integer(5), .isNot, .integer(5), false),
      (.decimal(5.5), .is, .decimal(5.5), true),
      (.integer(5), .is, .decimal(5.5), false),
    ]
    for (value, order, wanted, expected) in cases { check(.number, value, order, .one(wanted), expected) }
    check(.number, .integer(7), .anyOf, .many([.integer(1), .integer(7)]), true)
    check(.number, .integer(8), .anyOf, .many([.integer(1), .integer(7)]), false)
  }

  @Test func days() {
    let day = { (text: String) in AttributeContent.text(text) }
    let cases: [(String, Condition.Operator, String, Bool)] = [
      ("2026-01-31", .lt, "2026-02-01", true), ("2026-02-01", .lt, "2026-01-31", false),
      ("2026-02-01", .gte, "2026-02-01", true), ("0999-12-31", .lt, "2026-01-01", true),
      ("2026-02-01", .is, "2026-02-01", true), ("2026-02-01", .isNot, "2026-02-02", true),
    ]
    for (value, order, wanted, expected) in cases { check(.date, day(value), order, .one(day(wanted)), expected) }
  }

  @Test func choicesAndBooleans() {
    check(.choice, .text("gold"), .is, .one(.text("gold")), true)
    check(.choice, .text("Gold"), .is, .one(.text("gold")), false)
    check(.choice, .text("silver"), .anyOf, .many([.text("gold"), .text("silver")]), true)
    check(.choices, .choices(["silver", "gold"]), .contains, .one(.text("gold")), true)
    check(.choices, .choices(["silver"]), .contains, .one(.text("gold")), false)
    check(.choices, .choices(["silver"]), .anyOf, .many([.text("gold"), .text("silver")]), true)
    check(.choices, .choices(["bronze"]), .anyOf, .many([.text("gold"), .text("silver")]), false)
    for (value, wanted, expected) in [(true, true, true), (true, false, false), (false, false, true)] {
      check(.boolean, .boolean(value), .is, .one(.boolean(wanted)), expected)
      check(.boolean, .boolean(value), .isNot, .one(.boolean(wanted)), !expected)
    }
  }

  /// What is not there is met by `empty` and `isNot` alone, in every format.
  @Test func emptyValues() {
    for format in AttributeFormat.allCases {
      for order in Condition.Operator.of(format) {
        let operand: Condition.Operand =
          switch order {
          case .empty, .notEmpty: .none
          case .anyOf: .many([.text("gold"), .integer(1)])
          case .is, .isNot, .contains, .gt, .gte, .lt, .lte: .one(format == .number ? .integer(1) : .text("gold"))
          }
        check(format, nil, order, operand, order == .empty || order == .isNot)
      }
      check(format, .text("x"), .empty, .none, false)
      check(format, .text("x"), .notEmpty, .none, true)
    }
  }

  @Test func vips() {
    let (contact, _) = Self.contact(nil)
    for (order, wanted, isVip, expected) in [
      (Condition.Operator.is, true, true, true), (.is, true, false, false), (.is, false, false, true),
      (.isNot, true, false, true), (.isNot, true, true, false),
    ] {
      let test = ContactTest(Condition(.vip, order, .one(.boolean(wanted))), nil)
      #expect(Self.isMet(test, contact, isVip: isVip) == expected)
    }
  }

  /// What a format does not take is met by nobody, be it that a damaged file says it.
  @Test func whatNoFormatTakes() {
    for format in AttributeFormat.allCases {
      for order in Condition.Operator.allCases where !Condition.Operator.of(format).contains(order) {
        check(format, .text("x"), order, .one(.text("x")), false)
        check(format, nil, order, .none, false)
      }
      for order in Condition.Operator.of(format) {
        // With no value, or one of another kind: no crash, and only what emptiness decides.
        check(format, .text("x"), order, .none, order == .notEmpty || order == .isNot)
      }
    }
  }
}
