import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// Some contacts, mostly those that have some words.
  func anySearch(sort: String? = nil) -> RandomSession.List {
    var search = RandomSession.Search()
    if random.percent(65) { search.text = anySearchText() }
    if random.percent(25) { (search.conditions, search.isAll) = (anyConditions(), random.percent(60)) }
    search.isVip = sometimes(10, [true, false])
    search.isValidated = sometimes(10, [true, false])
    search.isBlocked = sometimes(10, [true, false])
    search.network = sometimes(12, ["instagram", "x", "whatsapp", "email", "sms"])
    search.label = sometimes(12, Words.labels)
    search.sort = sort ?? random.pick(["id", "name", "updatedAt"])
    return .search(search, stated: search.conditions.map(stated), saysSort: random.percent(50))
  }

  // MARK: Texts

  /// One or two words, or a part of a telephone number; now and then of what nobody is found by any more.
  private func anySearchText() -> String {
    if random.percent(15) { return anyPhoneFragment() }
    var words: [String] = []
    for _ in 0..<random.pick([1, 1, 1, 2, 2, 3]) { words += anyWord() }
    return words.isEmpty ? "mira" : words.joined(separator: random.pick([" ", "  ", "\u{3000}"]))
  }

  /// A word that somebody is found by, or was, or might be.
  private func anyWord() -> [String] {
    let all = model.searchedTexts(random.below(model.contacts.count)).map(\.text)
    // The name and the handles come first.
    let texts = random.percent(50) ? Array(all.prefix(3)) : all
    let text = texts.isEmpty || random.percent(30) ? random.pick(Words.searched) : random.pick(texts)
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? [] : [part(of: random.pick(Array(words)))]
  }

  /// A beginning of a word, mostly of few letters, or something from the middle of it; spelled in any way.
  private func part(of word: Substring) -> String {
    let scalars = Array(word.unicodeScalars)
    let start = random.percent(70) ? 0 : random.below(scalars.count)
    let part = scalars[start...].prefix(random.pick([1, 2, 3, 4, 8, 9, 12, 60]))
    // Of a mark alone nothing is seen.
    let isSeen = part.contains { $0.properties.canonicalCombiningClass == .notReordered && $0 != "\u{200E}" }
    let text = String(String.UnicodeScalarView(isSeen ? part : scalars[...]))
    switch random.below(5) {
    case 0: return text.lowercased()
    case 1: return text.uppercased()
    case 2: return CaseFolding.bare(text)
    case 3: return text + "\u{301}"
    default: return text
    }
  }

  /// The beginning, the end or the middle of a number, as somebody types it.
  private func anyPhoneFragment() -> String {
    let known = model.contacts.indices.flatMap(model.searchedTexts).compactMap(\.number)
    let number = known.isEmpty || random.percent(20) ? "32470123456" : random.pick(known)
    let code = RandomSession.Model.callingCodes.first(where: number.hasPrefix) ?? ""
    let count = 2 + random.below(8)
    let digits =
      switch random.below(5) {
      case 0: String(number.prefix(count))
      case 1: "0" + number.dropFirst(code.count).prefix(count)
      case 2: "00" + number.prefix(count)
      case 3: String(number.dropFirst(random.below(4)).prefix(count))
      default: String(number.suffix(count))
      }
    let sign = random.percent(20) ? "+" : ""
    return sign + digits.map { random.percent(20) ? "\($0)\(random.pick([" ", "-", ".", "/"]))" : "\($0)" }.joined()
  }

  // MARK: Pages

  /// An admin, who may do all that follows.
  func moveSomebody() throws {
    if model.role != .admin { try signIn(Words.root) }
    let contact = anyContact()
    switch random.below(12) {
    case ..<4: try update(contact)
    case ..<6: try receive()
    case ..<8: if !model.conversations.isEmpty { try answer(in: random.below(model.conversations.count)) }
    case 8: try edit(contact)
    case 9 where random.percent(50): try create()
    case 9: try random.percent(50) ? promote(contact) : addIdentity(contact)
    case 10: try open(contact)
    default: if !model.conversations.isEmpty { try assign(random.below(model.conversations.count)) }
    }
  }

  // MARK: What is wrong

  /// Searches that cannot be, and why.
  func badSearch() throws {
    let text = { (name: String, value: String) -> (String, Node?) in (name, .text(value)) }
    let wrong = { (condition: String) -> (String, Node?) in ("where", .raw(#"{"conditions":[\#(condition)]}"#)) }
    let vip = #"{"attribute":"vip","operator":"is","value":true}"#
    let many = Array(repeating: vip, count: 21).joined(separator: ",")
    var calls: [(param: (String, Node?), code: Int)] = [
      (text("text", " \u{3000}"), 1004), (text("text", ""), 1004), (("text", .number(1)), -32602),
      (text("text", String(repeating: "e\u{301}", count: 128)), 1004), (text("label", ""), 1004),
      (text("network", "myspace"), -32602), (text("sort", "newest"), -32602), (("vip", .number(1)), -32602),
      (("validated", .number(0)), -32602), (text("blocked", "true"), -32602), (("where", .array([])), -32602),
      (wrong(""), -32602), (("where", .object([("match", .text("all"))])), -32602), (wrong(many), 1008),
      (wrong(#"{"attribute":"mood","operator":"empty"}"#), 1001),
      (wrong(#"{"attribute":"vip","operator":"empty"}"#), -32602),
      (wrong(#"{"attribute":"bio","operator":"is"}"#), -32602), (("limit", .number(501)), 1008),
      (text("cursor", "1_1_1"), -32602), (text("cursor", "0_1_1~x"), -32602), (text("cursor", "~"), -32602),
    ]
    if let disabled = model.definitions.first(where: { !$0.isEnabled }) {
      let key = Node.text(disabled.key).json
      calls += Array(repeating: (wrong(#"{"attribute":\#(key),"operator":"empty"}"#), 1005), count: 5)
    }
    let call = random.pick(calls)
    try check("contact.search", [call.param], error: call.code, as: random.pick([.admin, .agent, .viewer]))
  }
}
