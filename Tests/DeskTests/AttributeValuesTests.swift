import TestSupport
import Testing

@testable import Desk

/// The values of a contact against a model in which each is looked for; and values of attributes that are gone.
struct AttributeValuesTests {
  private static let time = Timestamp(milliseconds: 0)

  /// An edit as it was made before there was an order to search in.
  private static func edit(_ values: inout [AttributeValue], _ edit: ValueEdit, _ setter: AttributeValue.Setter) {
    values.removeAll { $0.definition == edit.definition && $0.isInPlace(of: setter) }
    guard let content = edit.content else { return }
    let value = AttributeValue(definition: edit.definition, content: content, setter: setter, setAt: time)
    values.insert(value, at: values.firstIndex { $0.definition > edit.definition } ?? values.count)
  }

  /// What tells values apart: definition, identity, and the step that set them.
  private static func numbers(_ values: [AttributeValue]) -> [[Int]] {
    values.map { value in
      let identity = if case .channel(_, let identity) = value.setter { identity } else { -1 }
      let step = if case .integer(let step) = value.content { step } else { -1 }
      return [value.definition, identity, step]
    }
  }

  @Test(arguments: [1, 3, 4, 5, 40]) func editsAgainstAModel(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    var (values, model): ([AttributeValue], [AttributeValue]) = ([], [])
    var counts = Array(repeating: 0, count: 30)
    for step in 0..<300 {
      let setter: AttributeValue.Setter =
        random.percent(50) ? .agent(AgentNumber(1)) : .channel(ChannelNumber(1), identity: random.below(3))
      // A hostile journal may name a definition twice.
      let edits = (0..<count).map { _ in
        ValueEdit(
          definition: 1 + random.below(30), before: nil, content: random.percent(70) ? .integer(step) : nil)
      }
      values.edit(edits, by: setter, at: Self.time, counts: &counts)
      for edit in edits { Self.edit(&model, edit, setter) }
      #expect(Self.numbers(values) == Self.numbers(model))
      for number in 1...30 { #expect(counts[number - 1] == model.count { $0.definition == number }) }
      let wanted = 1 + random.below(30)
      #expect(values.indices(of: wanted) == Self.indices(of: wanted, model))
    }
  }

  private static func indices(of definition: Int, _ values: [AttributeValue]) -> Range<Int> {
    let start = values.firstIndex { $0.definition >= definition } ?? values.count
    return start..<start + values.count { $0.definition == definition }
  }

  /// Values of removed attributes do not pile up on a contact.
  @Test func removedAttributesLeaveNoValues() {
    let desk = TestDesk()
    let contact = desk.contact(name: "Mira")
    desk.set(contact, 1, .text("mira@example.com"), by: .agent(AgentNumber(1)))
    for cycle in 0..<1_000 {
      let definition = AttributeDefinition(
        number: desk.book.definitionsMade + 1, key: "k\(cycle)", label: "K", format: .text, options: [],
        isEnabled: true, isLookup: false, isCRMManaged: false, isAgentEditable: true)
      desk.apply(.schema(.defined(definition)))
      desk.set(contact, definition.number, .text("a"), by: .agent(AgentNumber(1)))
      #expect(desk.book.valueCount(of: definition) == 1)
      if let removal = desk.book.definitionRemoval(definition.number) { desk.apply(removal) }
      #expect(desk.book[contact].values.count <= 2)
    }
    desk.set(contact, 2, .text("+32470123456"), by: .agent(AgentNumber(1)))
    #expect(desk.book[contact].values.map(\.definition) == [1, 2])
    #expect(desk.book.definitions.count == AttributeDefinition.initial.count)
  }

  // MARK: Definitions and options

  @Test func definitionsAreFoundWhateverHappensToThem() throws {
    let desk = TestDesk()
    var random = SplitMix64(seed: 500)
    for step in 0..<400 {
      let definitions = desk.book.definitions
      let one = definitions[random.below(definitions.count)]
      switch random.below(4) {
      case 0, 1:
        desk.apply(
          .schema(
            .defined(
              AttributeDefinition(
                number: desk.book.definitionsMade + 1, key: "Key\(step)", label: "K", format: .choice,
                options: ["é\(step)"], isEnabled: true, isLookup: false, isCRMManaged: false, isAgentEditable: true))))
      case 2: desk.apply(desk.book.definitionsOrder(definitions.map(\.number).shuffled(using: &random)))
      default: if let removal = desk.book.definitionRemoval(one.number) { desk.apply(removal) }
      }
      for definition in desk.book.definitions {
        #expect(desk.book.definition(key: definition.key)?.number == definition.number)
        #expect(desk.book.definition(keyIgnoringCase: definition.key.uppercased())?.number == definition.number)
        #expect(desk.book.definition(number: definition.number)?.key == definition.key)
      }
      let bytes = desk.book.definitions.flatMap(\.options).reduce(0) { $0 + $1.utf8.count }
      #expect(desk.book.optionBytes == bytes)
      if !desk.book.definitions.contains(where: { $0.number == one.number }) {
        #expect(desk.book.definition(key: one.key) == nil && desk.book.definition(number: one.number) == nil)
      }
    }
    #expect(desk.book.definition(key: "key1") == nil && desk.book.definition(key: "") == nil)
  }

  /// Few options and many: the chosen ones come in the order of the options, each once.
  @Test(arguments: [3, 8, 9, 1_000]) func choicesOfFewAndOfMany(count: Int) throws {
    let options = OptionList((0..<count).map { "o\($0)" })
    let chosen = try AttributeFormat.choices.normalise(.list(["o2", "o0", "o2"]), options: options, phoneCountry: nil)
    #expect(chosen.isSame(as: .choices(["o0", "o2"])))
    let one = try AttributeFormat.choice.normalise(.text("o1"), options: options, phoneCountry: nil)
    #expect(one.isSame(as: .text("o1")))
    for wrong in ["o\(count)", "O1", "", "o1\u{301}"] {
      #expect(throws: Refusal.self) {
        try AttributeFormat.choice.normalise(.text(wrong), options: options, phoneCountry: nil)
      }
      #expect(throws: Refusal.self) {
        try AttributeFormat.choices.normalise(.list(["o1", wrong]), options: options, phoneCountry: nil)
      }
      #expect(!options.contains(wrong))
    }
    #expect(options.contains("o0"))
  }

  /// What was not looked at, because it is too long, is refused in words of the format.
  @Test(
    arguments: [
      (.text, .text(bytes: 20_000), "at most 4000 bytes are allowed, got 20000"),
      (.email, .text(bytes: 20_000), "at most 4000 bytes are allowed, got 20000"),
      (.choice, .text(bytes: 20_000), "at most 4000 bytes are allowed, got 20000"),
      (.number, .text(bytes: 20_000), "expected a number, got a string"),
      (.number, .number(bytes: 20_000), "at most 400 bytes are allowed, got 20000"),
      (.date, .number(bytes: 20_000), "expected a string, got a number"),
      (.choices, .list(count: 5_000), "at most 2 options can be chosen, got 5000"),
      (.choices, .text(bytes: 20_000), "expected an array of strings, got a string"),
      (.boolean, .list(count: 5_000), "expected true or false, got an array"),
      (.phone, .list(count: 5_000), "expected a string, got an array"),
    ] as [(AttributeFormat, AttributeInput.Excess, String)])
  func tooLong(format: AttributeFormat, excess: AttributeInput.Excess, reason: String) {
    do throws(Refusal) {
      _ = try format.normalise(.tooLong(excess), options: OptionList(["a", "b"]), phoneCountry: nil)
      Issue.record("it was taken")
    } catch { #expect(error.reason == reason) }
  }
}
