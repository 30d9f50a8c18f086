import Desk
import JSON
import RPC
import Tables

/// `contact.search`: contacts by words, parts of telephone numbers, marks and conditions.
enum ContactSearch: Method {
  /// Who is looked for, and which page.
  struct Params {
    let text: String?
    let conditions: Conditions?
    let isVip: Bool?
    let isValidated: Bool?
    let isBlocked: Bool?
    let network: Network?
    let label: String?
    let sort: Sort
    let page: PageParams
  }

  /// In which order.
  enum Sort: String, CaseIterable {
    case id
    case name
    case updatedAt
  }

  /// Conditions on attributes, as those of a group.
  struct Conditions: Sendable {
    let match: Group.Match
    let list: [ConditionInput]
  }

  /// Who is looked for.
  struct Result {
    let query: ContactQuery
    let order: ContactOrder
    let fingerprint: QueryFingerprint
    let limit: Int
  }

  /// What a look costs in a batch, in bytes that are written.
  private static let lookCost = 6
  /// To look at a contact and at its texts, which lie far apart, takes as long as to look at so many rows of other
  /// lists.
  private static let looksOfContact = 4

  static let name: StaticString = "contact.search"
  static let summary = "Finds contacts by words, parts of telephone numbers, marks and conditions."
  static let details = """
    Contacts must meet every param; without params, all are listed. Each word of `text` begins a word of the name, a \
    handle, a display name, a label, an id on a network or a value that the card shows, ignoring case and diacritics. \
    A `text` of digits and telephone punctuation is also the beginning or the end of a telephone number. `matched` \
    says where the first word was found. `sort`: `id`, by number; `name`, by name in the same form, contacts without \
    one last, ties by id; `updatedAt`, who changed last first, ties by id. A contact that stays in its place is on \
    exactly one page; one that moves is listed at most once a place. Where few match, a page may close before it is \
    full, or be empty, with a `nextCursor`.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .limitExceeded, .notFound, .forbidden]

  static var result: Schema {
    .object([
      .required("contacts", .array(FoundContactWire.schema), "The contacts of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [
    Example("By the first letters", #"{"text":"you had"}"#), Example("By the end of a number", #"{"text":"12 34 56"}"#),
    Example("VIPs on Instagram", #"{"vip":true,"network":"instagram"}"#),
  ]

  private static let conditions = Shape<Conditions>.object("SearchConditions") { fields throws(ShapeError) in
    Conditions(
      match: try fields.optional("match", Shapes.word(Group.Match.self), "Whether all conditions hold, or any; all.")
        ?? .all,
      list: try fields.required("conditions", ConditionInput.list, "The conditions, as those of a group."))
  }

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      text: try fields.optional("text", Shapes.text(.name), "Words, or a part of a telephone number; not blank."),
      conditions: try fields.optional("where", conditions, "Conditions on attributes."),
      isVip: try fields.optional("vip", Shapes.boolean, "Only VIPs, or only others."),
      isValidated: try fields.optional("validated", Shapes.boolean, "Only those whom the CRM knows, or only others."),
      isBlocked: try fields.optional("blocked", Shapes.boolean, "Only those who are blocked, or only others."),
      network: try fields.optional("network", Shapes.network, "Only those who are on this network."),
      label: try fields.optional("label", Shapes.text(.label), "Only those who have this label, to the letter."),
      sort: try fields.optional("sort", Shapes.word(Sort.self), "In which order; `id` where left out.") ?? .id,
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    var (query, fingerprint) = (ContactQuery(text: params.text), fingerprint(of: params))
    (query.isVip, query.isValidated, query.isBlocked) = (params.isVip, params.isValidated, params.isBlocked)
    (query.network, query.label) = (params.network, params.label)
    if let conditions = params.conditions {
      try GroupRules.check(conditions.list, "where.conditions")
      let found = try ConditionInput.look(up: conditions.list, "where.conditions", book)
      try GroupRules.checkEnabled(found, book, "be found")
      let normal = try ConditionInput.normalise(found, book)
      query.conditions = book.tests(normal, isAll: conditions.match == .all)
      for condition in normal { fingerprint.combine(condition) }
    }
    let order = try order(params, cursor, fingerprint)
    return Decision(Result(query: query, order: order, fingerprint: fingerprint, limit: params.page.limit))
  }

  private static func order(
    _ params: Params, _ cursor: PageCursor?, _ fingerprint: QueryFingerprint
  ) throws(RPCError) -> ContactOrder {
    if params.sort == .name { return .name(after: try params.page.afterName(cursor, fingerprint)) }
    let after = try params.page.after(cursor, fingerprint)
    return switch params.sort {
    case .updatedAt:
      .updatedAt(after: after.map { NewestPlace($0) })
    case .id, .name: .id(after: after.map { ContactID($0.seq) })
    }
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    let query = result.query
    let isByName = if case .name = result.order { true } else { false }
    let name = { (position: RunIndex.Position) in isByName ? book[ContactID(position.seq)].name : nil }
    out.page("contacts", limit: result.limit, result.fingerprint, name: name) { gate, out in
      let cost = book.candidates(for: query, in: result.order, rows: result.limit) { id in
        guard gate.mayLook(looksOfContact, bytes: query.conditions?.work.cost(of: book[id]) ?? 0) else { return false }
        let position = position(of: id, result.order, book)
        var (isFound, match, work) = (book.isLookedFor(id, by: query), nil as SearchMatch?, 0)
        if isFound, query.hasText {
          match = book.match(id, query, &work)
          gate.lookedAt(bytes: work)
          isFound = match != nil
        }
        guard isFound else {
          gate.pass(position)
          return true
        }
        guard gate.admits(position, out) else { return false }
        FoundContactWire.write(book[id], match, book, to: &out)
        return true
      }
      context.work.add(cost + gate.looks * lookCost + gate.bytes)
    }
  }

  private static func position(of id: ContactID, _ order: ContactOrder, _ book: Book) -> RunIndex.Position {
    if case .updatedAt = order { return RunIndex.Position(at: book[id].updatedAt.milliseconds, seq: id.number) }
    return RunIndex.Position(at: 0, seq: id.number)
  }

  /// All that makes the query, the conditions aside.
  private static func fingerprint(of params: Params) -> QueryFingerprint {
    var query = QueryFingerprint("contact.search")
    query.combine(params.text)
    for mark in [params.isVip, params.isValidated, params.isBlocked] { query.combine(mark.map { $0 ? 1 : 0 }) }
    query.combine(params.network?.rawValue)
    query.combine(params.label)
    query.combine(params.sort.rawValue)
    query.combine(params.conditions?.match.rawValue)
    return query
  }
}

extension QueryFingerprint {
  /// Adds a condition: one on another attribute that has the same key since is another one.
  fileprivate mutating func combine(_ condition: Condition) {
    switch condition.subject {
    case .vip: combine(0)
    case .attribute(let number): combine(number)
    }
    combine(condition.operator.rawValue)
    combine(condition.operand.values.count)
    for value in condition.operand.values {
      var json = JSONWriter()
      AttributeWire.content(value, to: &json)
      combine(String(decoding: json.bytes, as: UTF8.self))
    }
  }
}
