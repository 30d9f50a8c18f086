import TestSupport
import Testing

@testable import Desk

/// The index beside a plain look at everybody: who is found, whatever was changed since it was made.
struct SearchTests {
  private static let words = [
    "Mira", "mirabel", "Zoë", "zo", "Kowalska", "山田", "山", "太郎", "สมชาย", "ชาย", "Σίσυφος", "O’Brien", "x", "92",
    "mira@kowalska.example", "verylongwordsthatbeginalike", "verylongwordsthatdonot", "🎉",
  ]
  private static let numbers = ["+32470120001", "+32470120002", "+12025550123", "+447700900142"]
  private static let queries =
    words + [
      "m", "mi", "verylong", "verylongwordsthatb", "山田 太", "zo mira", "0470", "120001", "+32 470", "700900", "kow x",
    ]

  private static func text(_ random: inout SplitMix64) -> String {
    (0...random.below(3)).map { _ in random.pick(words) }.joined(separator: random.percent(80) ? " " : "-")
  }

  private static func profile(_ random: inout SplitMix64, _ number: Int) -> Identity.Profile {
    let isPhone = random.percent(30)
    return Identity.Profile(
      network: isPhone ? .whatsapp : .x, externalId: isPhone ? "3247\(1_000_000 + number)" : "id-\(number)",
      handle: random.percent(50) ? random.pick(words) : nil, displayName: random.percent(50) ? text(&random) : nil)
  }

  @Test(arguments: 0..<30 as Range<UInt64>) func everyChange(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let desk = TestDesk(agents: ["anna"])
    let book = desk.book
    for step in 0..<150 {
      change(desk, step, &random)
      guard step % 3 == 0 else { continue }
      let query = ContactQuery(text: random.percent(80) ? random.pick(Self.queries) : nil)
      let after = random.percent(70) ? nil : ContactID(1 + random.below(book.sizes.contacts))
      for order in Self.orders(after, book) { check(query, order, book, "seed \(seed), step \(step)") }
    }
  }

  private func check(_ query: ContactQuery, _ order: ContactOrder, _ book: Book, _ place: String) {
    var found: [ContactID] = []
    _ = book.candidates(for: query, in: order, rows: 50) { id in
      if Self.isFound(id, query, book) { found.append(id) }
      return true
    }
    #expect(found == Self.expected(query, order, book), "\(place): \(query) \(order)")
  }

  /// A desk on which orders are walked through and sorted, and words that many have are looked up or not.
  @Test func manyContacts() {
    var random = SplitMix64(seed: 1)
    let desk = TestDesk(agents: ["anna"])
    for number in 0..<3_000 {
      let rare = number % 250 == 0 ? " Rare" : number % 1_000 == 1 ? " Rarer" : ""
      desk.contact(Self.profile(&random, number), name: random.percent(90) ? Self.text(&random) + rare : nil)
    }
    let queries =
      Self.queries + ["rare", "rarer", "rare mira", "rarer id", "id rare", "i z", "m z x", "id id-1", "3247 mira"]
    for round in 0..<3 {
      for text in queries {
        let after = random.percent(50) ? nil : ContactID(1 + random.below(3_000))
        for order in Self.orders(after, desk.book) {
          check(ContactQuery(text: text), order, desk.book, "round \(round), \(text)")
        }
      }
      for step in 0..<300 { change(desk, 3_000 + 300 * round + step, &random) }
    }
  }

  /// The index is made anew once most of it may lead nowhere, and not because contacts come.
  @Test func stale() {
    let index = SearchIndex { add in add(ContactID(1), SearchedText("Mira")) }
    for number in 0..<40_000 { index.add(SearchedText("\(number) \(number)x"), of: ContactID(1 + number), isNew: true) }
    #expect(!index.isStale)
    var edits = 0
    while !index.isStale, edits < 1_000_000 {
      index.add(SearchedText("\(edits)y"), of: ContactID(1))
      edits += 1
    }
    #expect((70_000...90_000).contains(edits), "\(edits)")
  }

  private static func isFound(_ id: ContactID, _ query: ContactQuery, _ book: Book) -> Bool {
    var work = 0
    return !query.hasText || book.match(id, query, &work) != nil
  }

  /// Each order, from the place of a contact on; of a name also from one that nobody has.
  private static func orders(_ after: ContactID?, _ book: Book) -> [ContactOrder] {
    [
      .id(after: after), .name(after: after.map { NamePlace(book[$0].name, $0) }),
      .name(after: after.map { NamePlace("zoe m", $0) }),
      .updatedAt(after: after.map { NewestPlace(book[$0].updatedAt, $0.number) }),
    ]
  }

  /// A plain look at everybody, and a sort.
  private static func expected(_ query: ContactQuery, _ order: ContactOrder, _ book: Book) -> [ContactID] {
    let all = (1..<book.nextContactID.number).map { ContactID($0) }.filter { isFound($0, query, book) }
    switch order {
    case .id(let after): return all.filter { $0.number > after?.number ?? 0 }
    case .name(let after):
      let places = all.map { NamePlace(book[$0].name, $0) }.filter { place in after.map { $0 < place } ?? true }
      return places.sorted().map(\.contact)
    case .updatedAt(let after):
      let places = all.map { NewestPlace(book[$0].updatedAt, $0.number) }.filter { place in
        after.map { $0 < place } ?? true
      }
      return places.sorted().map { ContactID($0.number) }
    }
  }

  private func change(_ desk: TestDesk, _ step: Int, _ random: inout SplitMix64) {
    let book = desk.book
    guard book.sizes.contacts > 0, random.percent(75) else {
      desk.contact(Self.profile(&random, step), name: random.percent(70) ? Self.text(&random) : nil)
      return
    }
    let id = ContactID(1 + random.below(book.sizes.contacts))
    switch random.below(8) {
    case 0...2:
      let isPhone = random.percent(40)
      let text = isPhone ? random.pick(Self.numbers) : Self.text(&random)
      desk.set(id, isPhone ? 2 : 4, random.percent(80) ? .text(text) : nil, by: .agent(AgentNumber(1)))
    case 3:
      let labels = random.percent(50) ? [Self.text(&random)] : []
      let name = book[id].identities.isEmpty || random.percent(70) ? Self.text(&random) : nil
      let details = Contact.Details(name: name, labels: labels, isBlocked: false)
      desk.apply(book[id].detailsChange(to: details))
    case 4: desk.add(Self.profile(&random, 10_000 + step), to: id)
    case 5:
      if let identity = book[id].identities.last { desk.remove(identity.number, of: id) }
    case 6:
      if let identity = book[id].identities.first,
        let update = book[id].identityUpdate(identity.number, to: Self.profile(&random, 20_000 + step))
      {
        desk.apply(update)
      }
    default: desk.set(id, 4, .text(Self.text(&random)), by: .channel(desk.channel(.x), identity: 1))
    }
  }

  /// Where it was found, in this order; nothing of disabled attributes, nor of values that others cover.
  @Test func whereItIsFound() {
    let desk = TestDesk(agents: ["anna"])
    let contact = desk.contact(
      Identity.Profile(network: .x, externalId: "ext", handle: "handle", displayName: "Shown"), name: "Name",
      labels: ["Label"])
    desk.set(contact, 4, .text("Value"), by: .agent(AgentNumber(1)))
    func found(_ text: String) -> SearchMatch.Field? {
      var work = 0
      return desk.book.match(contact, ContactQuery(text: text), &work)?.field
    }
    #expect(found("name") == .name && found("handle") == .handle(.x) && found("@han") == .handle(.x))
    #expect(found("shown") == .displayName(.x))
    #expect(found("label") == .label && found("ext") == .externalId(.x) && found("value") == .attribute("bio"))
    #expect(found("value name") == .attribute("bio") && found("name value") == .name && found("name nobody") == nil)
  }
}
