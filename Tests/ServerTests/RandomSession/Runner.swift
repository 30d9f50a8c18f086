import Desk
import JSON
import RPC
import Server
import TestSupport
import Testing

extension RandomSession {
  /// The session did not answer as the model says.
  struct Mismatch: Error, CustomStringConvertible {
    let description: String
  }

  /// Sends lines to a session, and holds each answer against the model.
  final class Runner {
    static let start = Timestamp("2026-01-01T09:00:00Z") ?? Timestamp(milliseconds: 0)

    let seed: UInt64
    let session: Session
    var model = Model(start: Runner.start.milliseconds)
    var random: SplitMix64
    private(set) var calls = 0
    private var id = 0
    private let log: Log

    /// What the session told of its changes.
    private final class Log {
      var changes: [Change] = []
    }

    var changes: [Change] { log.changes }

    init(seed: UInt64) throws {
      let log = Log()
      (self.seed, self.log) = (seed, log)
      random = SplitMix64(seed: seed)
      session = try Session(.init(clock: Self.start)) { log.changes.append($0) }
      model.hello(.init(id: "local", name: "local"))
    }

    // MARK: Lines

    /// The answer to a line, without its end.
    static func answer(_ line: String, from session: Session) -> String {
      var line = line
      line.withUTF8 { session.answer(.bytes(UnsafeRawBufferPointer($0))) }
      let answer = String(decoding: session.out.bytes, as: UTF8.self)
      session.out.removeAll()
      return answer.hasSuffix("\n") ? String(answer.dropLast()) : answer
    }

    /// Sends a call; `id` nil makes it a notification.
    private func send(_ method: String, _ params: [(String, Node?)], id: Int?) -> (line: String, answer: String) {
      calls += 1
      let line = Node.object([
        ("jsonrpc", .text("2.0")), ("id", id.map { .number($0) }), ("method", .text(method)),
        ("params", .object(params)),
      ]).json
      return (line, Self.answer(line, from: session))
    }

    private func mismatch(_ line: String, _ expected: String, _ got: String) -> Mismatch {
      Mismatch(description: "seed \(seed), call \(calls):\n\(line)\nexpected \(expected)\ngot      \(got)")
    }

    /// Every change is known to the model, and none is made that it does not know of.
    private func checkSeq(_ line: String) throws {
      guard session.book.seq == model.seq else {
        throw mismatch(line, "seq \(model.seq)", "seq \(session.book.seq)")
      }
    }

    // MARK: Checks

    /// A call that succeeds. The model has made its changes already.
    func check(_ method: String, _ params: [(String, Node?)], result: String, mayNotify: Bool = false) throws {
      if mayNotify && random.percent(10) {
        let (line, answer) = send(method, params, id: nil)
        guard answer.isEmpty else { throw mismatch(line, "no answer to a notification", answer) }
        return try checkSeq(line)
      }
      id += 1
      let (line, answer) = send(method, params, id: id)
      let expected = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":\(result)}"
      guard answer.utf8.elementsEqual(expected.utf8) else { throw mismatch(line, expected, answer) }
      try checkSeq(line)
    }

    /// A call that fails, and changes nothing.
    func check(_ method: String, _ params: [(String, Node?)], error code: Int) throws {
      id += 1
      let (line, answer) = send(method, params, id: id)
      let expected = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"error\":{\"code\":\(code),"
      guard answer.utf8.starts(with: expected.utf8) else { throw mismatch(line, expected, answer) }
      try checkSeq(line)
    }

    /// A page of a history; returns its cursor, if there is more.
    func checkPage(_ params: [(String, Node?)], _ expected: String, isMore: Bool) throws -> String? {
      id += 1
      let (line, answer) = send("history.read", params, id: id)
      let head = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":\(expected)"
      guard answer.utf8.starts(with: head.utf8) else { throw mismatch(line, head, answer) }
      let rest = String(decoding: answer.utf8.dropFirst(head.utf8.count), as: UTF8.self)
      try checkSeq(line)
      guard isMore else {
        if rest != "}}" { throw mismatch(line, head + "}}", answer) }
        return nil
      }
      guard rest.hasPrefix(",\"nextCursor\":\""), rest.hasSuffix("\"}}") else {
        throw mismatch(line, "a cursor", rest)
      }
      return String(rest.dropFirst(",\"nextCursor\":\"".count).dropLast("\"}}".count))
    }

    // MARK: Reads

    /// The card, named in each of the ways.
    func readCard(_ contact: Int) throws {
      let id = Node.text("contact-\(contact + 1)")
      let conversation = random.below(model.conversations.count + 1)
      switch random.below(5) {
      case 1 where conversation < model.conversations.count:
        let name = Node.text("conversation-\(conversation + 1)")
        let owner = model.conversations[conversation].contact
        let params: [(String, Node?)] =
          random.percent(50) ? [("conversationId", name)] : [("contactId", id), ("conversationId", name)]
        guard params.count == 1 || owner == contact else { return try check("card.get", params, error: -32602) }
        try check("card.get", params, result: model.card(owner, from: conversation))
      case 2:
        let network = random.pick(Words.people).network
        let person = random.pick(Words.people).externalId
        let params: [(String, Node?)] = [("network", .text(network)), ("externalId", .text(person))]
        guard let found = model.find(network, externalId: person) else {
          return try check("card.get", params, error: 1001)
        }
        try check("card.get", params, result: model.card(found.contact, from: nil))
      case 3:
        let (network, handle) = (random.pick(Words.people).network, random.pick(Words.handles))
        let params: [(String, Node?)] = [("network", .text(network)), ("handle", .text(handle))]
        guard let found = model.find(network, handle: handle) else {
          return try check("card.get", params, error: 1001)
        }
        try check("card.get", params, result: model.card(found, from: nil))
      default: try check("card.get", [("contactId", id)], result: model.card(contact, from: nil))
      }
    }

    func randomQuery(_ contact: Int) -> Query {
      var query = Query(contact: contact)
      query.isOldestFirst = random.percent(50)
      let own = model.conversations.indices.filter { model.conversations[$0].contact == contact }
      if !own.isEmpty, random.percent(20) { query.conversation = random.pick(own) }
      if random.percent(40) { query.kinds = ["message", "note", "event"].filter { _ in random.percent(50) } }
      if random.percent(25) { query.channels = Model.networks.map(\.id).filter { _ in random.percent(50) } }
      if random.percent(10) { query.text = random.pick(["PARCEL", "ł", "請", "anna", "nowhere"]) }
      if random.percent(15) { query.from = randomTime() }
      if random.percent(15) { query.to = randomTime() }
      return query
    }

    /// A time among those of the script, often one that several things have.
    func randomTime() -> Int64 { model.start + Int64(random.below(60) - 40) * 10 }

    /// Reads a history to its end, page by page, with pages of any size. Between the pages `meanwhile` may change the
    /// desk: what was there at the start is read all the same, and nothing twice.
    func readHistory(_ query: Query, pages: ClosedRange<Int>, meanwhile: () throws -> Void = {}) throws {
      let atStart = Set(model.history(query).map(\.seq))
      var seen: [Int] = []
      var last: (at: Int64, seq: Int)?
      var cursor: String?
      repeat {
        let limit = random.below(pages.count) + pages.lowerBound
        var rest = model.history(query)
        if !query.isOldestFirst { rest.reverse() }
        if let last {
          rest.removeAll { entry in
            query.isOldestFirst
              ? (entry.at, entry.seq) <= (last.at, last.seq) : (entry.at, entry.seq) >= (last.at, last.seq)
          }
        }
        let page = Array(rest.prefix(limit))
        cursor = try checkPage(
          query.params + [("limit", .number(limit)), ("cursor", .text(cursor))],
          model.page(page, of: query.contact), isMore: rest.count > limit)
        seen += page.map(\.seq)
        last = page.last.map { ($0.at, $0.seq) } ?? last
        if cursor != nil { try meanwhile() }
      } while cursor != nil
      guard Set(seen).count == seen.count, atStart.isSubset(of: seen) else {
        throw Mismatch(description: "seed \(seed), call \(calls): of \(atStart.sorted()) the pages had \(seen)")
      }
    }
  }
}
