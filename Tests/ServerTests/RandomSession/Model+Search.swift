import Desk

extension RandomSession {
  /// Who is looked for: all that is said holds together.
  struct Search {
    var text: String?
    var isAll = true
    var conditions: [Model.Condition] = []
    var isVip: Bool?
    var isValidated: Bool?
    var isBlocked: Bool?
    var network: String?
    var label: String?
    /// `id`, `name` or `updatedAt`.
    var sort = "id"
  }

  /// A text by which a contact is found (of a handle with an `@` before it), the digits of it if it is a telephone
  /// number, and what `matched` says of it.
  struct SearchedText {
    var text: String
    var number: String?
    let matched: Node
  }
}

// Who is found: each text of each contact is looked at, from its beginning to its end.

extension RandomSession.Model {
  private typealias Node = RandomSession.Node
  private typealias SearchedText = RandomSession.SearchedText

  /// Those who are found, in order; and where each of them has the text.
  func find(
    _ search: RandomSession.Search
  ) -> [(place: RandomSession.Place, contact: Int, matched: RandomSession.Node?)] {
    contacts.indices.filter { isLookedFor($0, search) }.compactMap { contact in
      guard let text = search.text else { return (place(of: contact, search.sort), contact, nil) }
      return matched(contact, text).map { (place(of: contact, search.sort), contact, $0) }
    }.sorted { $0.place < $1.place }
  }

  /// Whether all holds that is said beside the text.
  private func isLookedFor(_ number: Int, _ search: RandomSession.Search) -> Bool {
    let contact = contacts[number]
    let marks: [(wanted: Bool?, has: Bool)] = [
      (search.isVip, settings.isVipEnabled && contact.vip != nil),
      (search.isValidated, contact.validation.isValidated), (search.isBlocked, contact.isBlocked),
    ]
    let networks = living(number).map { contact.people[$0].network }
    return marks.allSatisfy { $0.wanted == nil || $0.wanted == $0.has }
      && search.network.map(networks.contains) ?? true
      && search.label.map { label in contact.labels.contains { same($0, label) } } ?? true
      && (search.conditions.isEmpty || isMember(number, of: group(of: search)))
  }

  /// The group that the conditions of a search would make.
  func group(of search: RandomSession.Search) -> Group {
    Group(
      number: 0, id: "", name: "", isAll: search.isAll, conditions: search.conditions, isPrioritized: false, teams: [])
  }

  /// What the conditions look at: other numbers once that is something else by the same key, or in another format.
  func subjects(of search: RandomSession.Search) -> [Int?] {
    search.conditions.compactMap(\.definition).map { number in
      let format = definitions.first { $0.number == number }?.format
      return format.flatMap { RandomSession.Words.formats.firstIndex(of: $0) }.map { 100 * number + $0 }
    }
  }

  private func place(of contact: Int, _ sort: String) -> RandomSession.Place {
    switch sort {
    case "name":
      let name = contacts[contact].name.map { Array(CaseFolding.bare($0).utf8) }
      return .init(at: name == nil ? 1 : 0, name: name ?? [], number: contact)
    case "updatedAt": return .init(at: -contacts[contact].updatedAt, number: contact)
    default: return .init(at: 0, number: contact)
    }
  }

  // MARK: Texts

  /// The texts by which a contact is found, in the order in which they are looked at.
  func searchedTexts(_ number: Int) -> [RandomSession.SearchedText] {
    let contact = contacts[number]
    let people = living(number).map { contact.people[$0] }
    let field = { (field: String, text: String) in
      SearchedText(text: text, matched: .object([("field", .text(field)), ("text", .text(text))]))
    }
    let onNetwork = { (field: String, person: Person, text: String) in
      SearchedText(
        text: text,
        matched: .object([("field", .text(field)), ("network", .text(person.network)), ("text", .text(text))]))
    }
    var texts = contact.name.map { [field("name", $0)] } ?? []
    for person in people {
      texts +=
        person.handle.map { handle in
          var text = onNetwork("handle", person, handle)
          if !handle.hasPrefix("@") { text.text = "@" + handle }
          return [text]
        } ?? []
      texts += person.displayName.map { [onNetwork("displayName", person, $0)] } ?? []
    }
    texts += contact.labels.map { field("label", $0) }
    texts += people.map { person in
      var text = onNetwork("externalId", person, person.externalId)
      let digits = form(person.network, person.externalId)
      if person.network == "whatsapp", digits.allSatisfy(\.isNumber), digits.count > 6 { text.number = digits }
      return text
    }
    return texts + searchedValues(number)
  }

  /// What the card shows, of attributes that are enabled.
  private func searchedValues(_ contact: Int) -> [SearchedText] {
    let shown = shown(contact, from: nil)
    return definitions.filter(\.isEnabled).flatMap { definition -> [SearchedText] in
      guard let json = effective(contact, definition.number, shown: shown)?.json else { return [] }
      return texts(of: json, definition).map { text in
        let digits = text.dropFirst()
        let isNumber = text.hasPrefix("+") && !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) }
        return SearchedText(
          text: text, number: isNumber ? String(digits) : nil,
          matched: .object([("field", .text("attribute")), ("key", .text(definition.key)), ("text", .text(text))]))
      }
    }
  }

  /// The texts that a value is: of choices each, of true and false none.
  private func texts(of json: String, _ definition: Definition) -> [String] {
    switch definition.format {
    case "boolean": return []
    case "choices":
      let chosen = json.dropFirst().dropLast().split(separator: ",").map(String.init)
      return chosen.compactMap { one in definition.options.first { same(Node.text($0).json, one) } }
    default:
      guard json.hasPrefix("\"") else { return [json] }
      let text = String(json.dropFirst().dropLast())
      return [text.replacing("\\\"", with: "\"").replacing("\\n", with: "\n")]
    }
  }

  // MARK: Words

  /// Where a contact has the first word, if it has all; else the number that the text is a part of.
  private func matched(_ contact: Int, _ text: String) -> Node? {
    let texts = searchedTexts(contact)
    let words = folded(text).split { $0.properties.isWhitespace }.map(Array.init)
    let scalars = texts.map { folded($0.text) }
    let found = words.compactMap { word in scalars.firstIndex { has(word, in: $0) } }
    if !words.isEmpty, found.count == words.count { return texts[found[0]].matched }
    guard let digits = fragment(text) else { return nil }
    return texts.first { $0.number.map { isPart(digits, of: $0) } ?? false }?.matched
  }

  /// Without case, diacritics, and the one direction mark of the script.
  private func folded(_ text: String) -> [Unicode.Scalar] {
    CaseFolding.bare(text).unicodeScalars.filter { $0 != "\u{200E}" }
  }

  private func has(_ word: [Unicode.Scalar], in text: [Unicode.Scalar]) -> Bool {
    text.indices.contains { text[$0] == word[0] && beginsWord(at: $0, text) && text[$0...].starts(with: word) }
  }

  private func beginsWord(at index: Int, _ text: [Unicode.Scalar]) -> Bool {
    if text[index].properties.isWhitespace { return false }
    return index == 0 || !isSpacedLetter(text[index]) || !isSpacedLetter(text[index - 1])
  }

  /// A letter, digit or mark of a script that is written with spaces; of the others the script has Chinese and kana.
  private func isSpacedLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x30FF, 0x4E00...0x9FFF: return false
    default:
      let isMark = [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
      return scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark
    }
  }

  // MARK: Telephone numbers

  /// The digits of a text that has three at the least, and nothing else but what stands between those of a number.
  private func fragment(_ text: String) -> String? {
    let digits = text.filter { ("0"..."9").contains($0) }
    return text.allSatisfy { "0123456789+-./() ".contains($0) } && digits.count >= 3 ? digits : nil
  }

  /// The calling codes of the script's numbers.
  static let callingCodes = ["32", "49"]

  /// Whether a number ends so, or begins so, be it without its code or after zeros that were dialled.
  private func isPart(_ digits: String, of number: String) -> Bool {
    let code = Self.callingCodes.first(where: number.hasPrefix) ?? ""
    let dialled = String(digits.drop { $0 == "0" })
    let isDialled = dialled.count > 1 && digits.count - dialled.count <= 2
    let beginnings = [digits, isDialled ? dialled : digits]
    return number.hasSuffix(digits)
      || beginnings.contains { number.hasPrefix($0) || number.dropFirst(code.count).hasPrefix($0) }
  }

  // MARK: Wire

  func foundContact(_ number: Int, _ matched: RandomSession.Node?) -> String {
    Node.object(summaryMembers(number) + [("matched", matched)]).json
  }
}
