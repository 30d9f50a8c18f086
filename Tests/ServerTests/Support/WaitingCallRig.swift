import Connectors
import Desk
import JSON
import RPC
import TestSupport
import Testing

@testable import Server

/// A session with three contacts whose connector is a program that is never started: the test answers for it.
final class Rig {
  static let options: SessionOptions = {
    var options = SessionOptions(clock: Script.clock)
    options.launcher = []
    return options
  }()

  let runner: TransactionRunner
  private let folder: Folder?

  init(inFolder: Bool = false, options: String = "") throws {
    folder = inFolder ? try Folder(options: Self.options) : nil
    runner = try folder?.runner ?? TransactionRunner(Self.options)
    let answers = try send(Self.opening + [Self.configure(options)])
    #expect(answers.allSatisfy { $0.hasSuffix(" {}") }, "\(answers)")
  }

  // MARK: Lines

  /// Three contacts, each with an e-mail address.
  static let opening =
    [
      #"""
      {"jsonrpc":"2.0","id":0,"method":"schema.define","params":{"key":"invoice","label":"Invoice","format":"email"}}
      """#
    ]
    + (1...3).map { number in
      #"""
      {"jsonrpc":"2.0","id":0,"method":"contact.create","params":{"name":"M","attributes":{"email":"m\#(number)@x.example"}}}
      """#
    } + [configure("")]

  private static func configure(_ options: String) -> String {
    #"""
    {"jsonrpc":"2.0","id":0,"method":"crm.configure","params":{"name":"CRM","kind":"command","argv":["no-such-program"],\#
    "matchOn":["email"]\#(options)}}
    """#
  }

  static func ping(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"method":"system.ping"}"# }

  static func lookup(_ id: Int, of contact: Int = 1) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"crm.lookup","params":{"contactId":"contact-\#(contact)"}}"#
  }

  /// Gives up the request whose id is this token.
  static func cancel(_ id: String) -> String {
    #"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":\#(id)}}"#
  }

  // MARK: Events

  /// What comes out for lines.
  func send(_ lines: String...) throws -> [String] { try send(lines) }

  func send(_ lines: [String]) throws -> [String] {
    Self.words(try runner.answers(to: Array(lines.map { $0 + "\n" }.joined().utf8), isEnd: false))
  }

  /// What comes out when the connector answers a look-up: with nobody, where nothing else is said.
  func answer(_ lookup: Int, _ outcome: ConnectorProcess.Outcome = .result(Array("null".utf8))) throws -> [String] {
    runner.session.waiting.due.append(.answered(LookupID(lookup), outcome))
    var out = JSONWriter()
    while case .answersFull = try runner.execute(answerBytes: 1 << 20, to: &out) {}
    return Self.words(out.bytes)
  }

  /// Lets no more fit on the disk.
  func fill() { folder?.disk.fault = { $0.name == "write" ? MemoryDisk.full : nil } }

  /// Lets the disk fail at one of the calls to come; or all that write from that one on.
  func fail(at number: Int, stays: Bool) {
    guard let disk = folder?.disk else { return }
    let failing = disk.calls.count + number
    disk.fault = { call in
      let fails = stays ? call.number >= failing && ["write", "fdatasync"].contains(call.name) : call.number == failing
      return fails ? MemoryDisk.ioError : nil
    }
  }

  // MARK: Answers in words

  /// Each line in words: the id, and the state of a look-up, the code of an error, or `{}` of anything else.
  static func words(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).map { line in
      let tape = JSONTape(depthMax: WireLimits.depthMax)
      return line.withUnsafeBytes { text in
        do { return try tape.withValue(of: text, words) } catch { return "\(error)" }
      }
    }
  }

  private static func words(_ value: JSONValue) -> String {
    if value.kind == .array { return "[\(value.elements.map(words).joined(separator: ", "))]" }
    let outcome =
      value.member("error")?.member("code")?.tokenText
      ?? value.member("result")?.member("lookup")?.member("state")?.string ?? "{}"
    return "\(value.member("id")?.tokenText ?? "") \(outcome)"
  }
}

/// What a client may count on, in the plainest form.
struct Model {
  /// A call: a ping (contact 0), or a look-up of a contact.
  struct Call {
    let id: Int
    let contact: Int
  }

  /// The calls of a line, of which the first that is not done waits.
  private struct Unit {
    var left: [Call]
    var done: [String] = []
    let isBatch: Bool
    var lookup = 0
  }

  var lastID = 0
  private var lastLookup = 0
  private var latest: [Int: Int] = [:]
  /// Those that somebody gave up or the connector answered have come to an end.
  private var ended: Set<Int> = []
  private var units: [Unit] = []

  /// The look-ups that the connector has not answered, and that somebody waits for.
  var asked: [Int] { units.map(\.lookup).sorted() }

  mutating func begin(_ calls: [Call], isBatch: Bool) -> [String] { goOn(Unit(left: calls, isBatch: isBatch)) }

  mutating func cancel(_ id: Int) -> [String] {
    guard let index = units.firstIndex(where: { $0.left[0].id == id }) else { return [] }
    return end(index, "-32800")
  }

  mutating func answer(_ lookup: Int, isFailure: Bool) -> [String] {
    guard let index = units.firstIndex(where: { $0.lookup == lookup }) else { return [] }
    let isLatest = latest[units[index].left[0].contact] == lookup
    return end(index, !isLatest ? "replaced" : isFailure ? "1012" : "noMatch")
  }

  private mutating func end(_ index: Int, _ outcome: String) -> [String] {
    var unit = units.remove(at: index)
    unit.done.append("\(unit.left.removeFirst().id) \(outcome)")
    return goOn(unit)
  }

  private mutating func goOn(_ unit: Unit) -> [String] {
    var unit = unit
    while let call = unit.left.first {
      if call.contact > 0 {
        guard units.count < WireLimits.waitingCallsMax else {
          unit.done.append("\(call.id) 1008")
          unit.left.removeFirst()
          continue
        }
        lastLookup += 1
        (unit.lookup, latest[call.contact]) = (lastLookup, lastLookup)
        units.append(unit)
        return []
      }
      unit.done.append("\(call.id) {}")
      unit.left.removeFirst()
    }
    return [unit.isBatch ? "[\(unit.done.joined(separator: ", "))]" : unit.done.joined()]
  }
}
