import Desk
import JSON
import RPC
import Server
import Store
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
    let session: TransactionRunner
    var model = Model(start: Runner.start.milliseconds)
    var random: SplitMix64
    private(set) var calls = 0
    /// How often each method was called, by what came of it: 0 for a result, or the code of the error.
    private(set) var tally: [String: [Int: Int]] = [:]
    /// Why look-ups were void, and how often.
    var voids: [Model.Voiding: Int] = [:]
    /// How often one was void because an attribute was removed.
    var voidsByRemoval = 0
    private var id = 0
    private let log: Log
    /// Others at the same desk, who may do less.
    private let readers: [(role: Role, session: TransactionRunner)]
    /// Cursors that queries returned, as they stand in JSON.
    private var cursors: [(list: List, cursor: String)] = []
    /// Entries that lists had when they were begun: those that were there in their places to the end, and the others.
    private(set) var entries = (stayed: 0, moved: 0)
    /// How often contacts were found in a name, in a handle and so on, by the field of `matched`.
    private(set) var matched: [String: Int] = [:]

    /// What the session told of its changes.
    private final class Log {
      var changes: [Change] = []
    }

    var changes: [Change] { log.changes }

    /// `isShared`: each session is a process of its own, and all are at one folder.
    init(seed: UInt64, isShared: Bool = false) throws {
      let log = Log()
      (self.seed, self.log) = (seed, log)
      random = SplitMix64(seed: seed)
      let (disk, book) = (MemoryDisk(), Book())
      let desk = { (process: Int32) throws -> DeskLocation in
        guard isShared else { return .memory(book) }
        return .folder(try Store.open(Folder.path, sync: .always, disk: MemoryProcess(disk, id: process)) { _ in })
      }
      session = try TransactionRunner(.init(clock: Self.start), desk(1)) { log.changes.append($0) }
      readers = try [Role.viewer, .agent].map { role in
        (role, try TransactionRunner(.init(role: role, clock: Self.start), desk(role == .viewer ? 2 : 3)))
      }
    }

    // MARK: Lines

    /// The answer to a line, without its end.
    static func answer(_ line: String, from session: TransactionRunner) throws -> String {
      let answer = String(decoding: try session.answer(to: Array(line.utf8)), as: UTF8.self)
      return answer.hasSuffix("\n") ? String(answer.dropLast()) : answer
    }

    /// Sends a call; `id` nil makes it a notification.
    private func send(
      _ method: String, _ params: [(String, Node?)], id: Int?, as role: Role = .admin
    ) throws -> (line: String, answer: String) {
      calls += 1
      let line = Node.object([
        ("jsonrpc", .text("2.0")), ("id", id.map { .number($0) }), ("method", .text(method)),
        ("params", .object(params)),
      ]).json
      let answer = try Self.answer(line, from: readers.first { $0.role == role }?.session ?? session)
      let code = answer.firstRange(of: "\"error\":{\"code\":").map { answer[$0.upperBound...].prefix { $0 != "," } }
      tally[method, default: [:]][code.flatMap { Int($0) } ?? 0, default: 0] += 1
      return (line, answer)
    }

    private func mismatch(_ line: String, _ expected: String, _ got: String) -> Mismatch {
      Mismatch(description: "seed \(seed), call \(calls):\n\(line)\nexpected \(expected)\ngot      \(got)")
    }

    /// Every change is known to the model, and none is made that it does not know of.
    private func checkSeq(_ line: String) throws {
      model.lookUpWhoMoved()
      guard session.book.seq == model.seq else {
        throw mismatch(line, "seq \(model.seq)", "seq \(session.book.seq)")
      }
      try keepRules()
    }

    /// If something is due, a process of a lower role, or one whose clock was not moved, does nothing; the next call of
    /// this one is answered from what it comes to.
    private func keepRules() throws {
      guard let first = model.due.first else { return }
      for (role, _) in readers {
        let (line, answer) = try send("system.ping", [], id: 1, as: role)
        guard answer.contains("\"result\":{}"), session.book.seq == model.seq else {
          throw mismatch(line, "nothing", answer)
        }
      }
      model.keepRules()
      try check("conversation.get", [id(conversation: first)], result: model.conversation(first))
    }

    // MARK: Checks

    /// A call that succeeds. The model has made its changes already.
    func check(
      _ method: String, _ params: [(String, Node?)], result: String, mayNotify: Bool = false, as role: Role = .admin
    ) throws {
      if mayNotify && random.percent(10) {
        let (line, answer) = try send(method, params, id: nil)
        guard answer.isEmpty else { throw mismatch(line, "no answer to a notification", answer) }
        return try checkSeq(line)
      }
      id += 1
      let (line, answer) = try send(method, params, id: id, as: role)
      let expected = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":\(result)}"
      guard answer.utf8.elementsEqual(expected.utf8) else { throw mismatch(line, expected, answer) }
      try checkSeq(line)
    }

    /// A call that fails, and changes nothing; `rest` is what the error says after its code, if that is known.
    func check(
      _ method: String, _ params: [(String, Node?)], error code: Int, rest: String? = nil, as role: Role = .admin
    ) throws {
      id += 1
      let (line, answer) = try send(method, params, id: id, as: role)
      let expected = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"error\":{\"code\":\(code),"
      guard answer.utf8.starts(with: expected.utf8) else { throw mismatch(line, expected, answer) }
      if let rest, !answer.utf8.elementsEqual("\(expected)\(rest)}}".utf8) {
        throw mismatch(line, "\(expected)\(rest)}}", answer)
      }
      try checkSeq(line)
    }

    /// What a write says of the version: nothing, or what it is. Sometimes the call is made before with a version that
    /// is not: refused, whatever else it says.
    func ifVersion(_ method: String, _ params: [(String, Node?)], _ version: Int) throws -> [(String, Node?)] {
      try permit(method, params)
      let name = { (version: Int) -> [(String, Node?)] in [("ifVersion", .number(version))] }
      if random.percent(15) {
        let other = random.pick([version + 1, version - 1, model.seq + 1, .max].filter { $0 > 0 && $0 != version })
        try check(method, params + name(other), error: 1002)
      }
      return params + (random.percent(20) ? name(version) : [])
    }

    // MARK: Lists

    /// A page of a list; returns its cursor, if there is more.
    private func checkPage(_ list: List, _ params: [(String, Node?)], _ expected: String, isMore: Bool) throws
      -> String?
    {
      id += 1
      let role = random.pick([Role.admin, .agent, .viewer])
      let (line, answer) = try send(list.method, list.params + list.stated + params, id: id, as: role)
      let head = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":{\(expected)"
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

    /// Reads a list to its end, page by page, with pages of any size. Between the pages `meanwhile` may change the
    /// desk: what was there at the start and stayed is read all the same, and nothing twice.
    func read(_ list: List, pages: ClosedRange<Int>, meanwhile: () throws -> Void = {}) throws {
      var stayed = Set(list.rows(model).map(\.place))
      var (seen, last): ([Place], Place?) = ([], nil)
      var cursor: String?
      let things = list.things(model)
      let first = stayed
      if list.refusal(model) == nil { try otherCursor(list) }
      repeat {
        guard list.things(model) == things else {
          // What the query names is gone; or it is another thing by the same name, and the cursor is not of that.
          let isGone = list.things(model).contains(nil)
          if list.outlivesThings { return }
          let code = isGone ? 1001 : -32602
          return try check(list.method, list.params + [("cursor", Self.node(cursor))], error: code)
        }
        if let code = list.refusal(model) {
          return try check(list.method, list.params + [("cursor", Self.node(cursor))], error: code)
        }
        let limit = random.below(pages.count) + pages.lowerBound
        let rows = list.rows(model)
        stayed.formIntersection(rows.map(\.place))
        let rest = rows.filter { row in last.map { list.isDescending ? row.place < $0 : $0 < row.place } ?? true }
        let page = rest.prefix(limit)
        let told = "\"\(list.name)\":[\(page.map { $0.json() }.joined(separator: ","))]\(list.tail(model))"
        cursor = try checkPage(
          list, [("limit", .number(limit)), ("cursor", Self.node(cursor))], told, isMore: rest.count > limit)
        for field in told.split(separator: #""matched":{"field":""#).dropFirst() {
          matched[String(field.prefix { $0 != "\"" }), default: 0] += 1
        }
        seen += page.map(\.place)
        last = page.last?.place ?? last
        if let cursor { cursors.append((list, cursor)) }
        if cursor != nil { try meanwhile() }
      } while cursor != nil
      guard Set(seen).count == seen.count, stayed.isSubset(of: seen) else {
        throw Mismatch(description: "seed \(seed), call \(calls): of \(stayed.sorted()) the pages had \(seen)")
      }
      entries.stayed += stayed.count
      entries.moved += first.count - stayed.count
    }

    private static func node(_ cursor: String?) -> Node? { cursor.map { .raw("\"\($0)\"") } }

    /// A cursor that another query returned, mostly one of the same method.
    private func otherCursor(_ list: List) throws {
      guard random.percent(25) else { return }
      let isAnyMethod = random.percent(20)
      let others = cursors.filter { other in
        other.list.query != list.query && (isAnyMethod || other.list.method == list.method)
      }
      try spoiledCursor(list)
      guard let other = others.randomElement(using: &random) else { return }
      try check(list.method, list.params + [("cursor", Self.node(other.cursor))], error: -32602)
    }

    /// One of its own cursors that is not to the letter what was returned.
    private func spoiledCursor(_ list: List) throws {
      guard let own = cursors.last(where: { $0.list.query == list.query })?.cursor else { return }
      var spoiled = [" " + own, "0" + own, "+" + own]
      // A name may be any text.
      let isByName = list.params.contains { $0.0 == "sort" && $0.1?.json == "\"name\"" }
      if !isByName { spoiled += [own + " ", own + "_", own + "~x"] }
      try check(list.method, list.params + [("cursor", Self.node(random.pick(spoiled)))], error: -32602)
    }
  }
}
