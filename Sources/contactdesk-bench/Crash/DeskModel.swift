import Desk
import Foundation
import JSON
import RPC
import Server

/// What a desk must hold: a session in memory runs the same calls.
///
/// With a clock that moves with the changes alone, the same calls give the same answers and the same book, byte for
/// byte, in the process too. So answers and everything that can be read of a desk are compared as bytes: a change that
/// is lost, torn, doubled, invented or out of order shows.
final class DeskModel {
  static let clock = "2026-01-01T09:00:00Z"

  /// A call, its answer (both with a line feed), and the number of the last change behind it.
  struct Call {
    let line: [UInt8]
    let answer: [UInt8]
    let seq: Int
    /// A call of the store, whose answer is not of the desk.
    var isSnapshot = false
  }

  private(set) var calls: [Call] = []
  private var runner: TransactionRunner
  private var out = JSONWriter()
  /// Parts of ids that were never used before.
  var used = 0

  init() throws { runner = try Self.begin() }

  private static func begin() throws -> TransactionRunner {
    try TransactionRunner(SessionOptions(clock: Timestamp(clock)))
  }

  /// The number of the last change.
  var seq: Int { runner.book.seq }
  /// The desk as it is now.
  var book: Book { runner.book }

  /// Runs a line that is kept, or asks something.
  func run(_ line: [UInt8]) -> [UInt8] {
    execute(line)
    return out.bytes
  }

  /// Runs a line whose answer is known. (A copy of the answer that nobody uses is not only slower: Swift 6.3 frees it
  /// before it is written.)
  private func execute(_ line: [UInt8]) {
    out.removeAll()
    line.withUnsafeBytes { bytes in
      // In memory nothing fails.
      do { try runner.execute(.bytes(UnsafeRawBufferPointer(rebasing: bytes.dropLast())), to: &out) } catch {}
    }
  }

  /// Runs a line and records it.
  @discardableResult
  func keep(_ line: [UInt8]) -> Call {
    let call = Call(line: line, answer: run(line), seq: 0)
    calls.append(Call(line: line, answer: call.answer, seq: seq))
    return calls[calls.count - 1]
  }

  /// Records that a snapshot was requested.
  func keepSnapshot(_ line: [UInt8]) { calls.append(Call(line: line, answer: [], seq: seq, isSnapshot: true)) }

  /// The number of the last change after the first so many calls: 0 if none of them changed the desk, because a start
  /// records nobody.
  private func seq(after count: Int) -> Int { count == 0 ? 0 : calls[count - 1].seq }

  /// Goes back to the first so many calls.
  func rewind(to count: Int) throws {
    guard count < calls.count else { return }
    let isMoved = seq(after: count) < seq
    calls.removeLast(calls.count - count)
    guard isMoved else { return }
    runner = try Self.begin()
    for call in calls where !call.isSnapshot { execute(call.line) }
  }

  /// Says what is wrong with an answer.
  static func check(_ answer: ArraySlice<UInt8>, _ call: Call) throws {
    if call.isSnapshot {
      // Its answer tells the change that it was made at.
      guard answer.text.contains(#""result":{"snapshotSeq":\#(call.seq),"#) else {
        throw CrashFault("a snapshot at change \(call.seq) was answered \(answer.excerpt)")
      }
    } else if !answer.elementsEqual(call.answer) {
      throw CrashFault(
        "an answer is not that of the model:\n  call   \(call.line[...].excerpt)\n  answer \(answer.excerpt)"
          + "\n  model  \(call.answer[...].excerpt)")
    }
  }

  /// Finds what a desk kept of the calls from `base` on: `answered` of them at the least, `sent` at the most, in order
  /// and whole, so that its last change is `found`. Goes back to that.
  func match(found: Int, base: Int, answered: Int, sent: Int) throws {
    let seqs = (answered...sent).map { seq(after: base + $0) }
    guard let kept = seqs.firstIndex(of: found) else {
      let (least, most) = (seqs[0], seqs[seqs.count - 1])
      let what = found < least ? "changes are lost" : found > most ? "changes are invented" : "a call is torn"
      throw CrashFault("\(what): the desk is at change \(found); answered \(least), sent \(most)")
    }
    try rewind(to: base + answered + kept)
  }

  // MARK: All of a desk

  /// Lines that read all of the desk, and their answers.
  func dump() -> (lines: [UInt8], answers: [UInt8], count: Int) {
    var dump = (lines: [UInt8](), answers: [UInt8](), count: 0)
    read("schema.list", "", &dump)
    read("settings.get", "", &dump)
    for list in ["agent.list", "team.list", "channel.list", "conversation.list"] { readPages(list, "", &dump) }
    var contacts: [Substring] = []
    for page in readPages("contact.list", "", &dump) {
      contacts += page.components(separatedBy: #""contactId":""#).dropFirst().map { $0.prefix { $0 != "\"" } }
    }
    for contact in contacts {
      read("card.get", #""contactId":"\#(contact)""#, &dump)
      readPages("history.read", #""contactId":"\#(contact)","scope":"contact""#, &dump)
      readPages("note.list", #""contactId":"\#(contact)""#, &dump)
    }
    return dump
  }

  @discardableResult
  private func read(
    _ method: String, _ params: String, _ dump: inout (lines: [UInt8], answers: [UInt8], count: Int)
  ) -> String {
    let line = Array((#"{"jsonrpc":"2.0","id":"read","method":"\#(method)","params":{\#(params)}}"# + "\n").utf8)
    let answer = run(line)
    dump.lines += line
    dump.answers += answer
    dump.count += 1
    return String(decoding: answer, as: UTF8.self)
  }

  @discardableResult
  private func readPages(
    _ method: String, _ params: String, _ dump: inout (lines: [UInt8], answers: [UInt8], count: Int)
  ) -> [String] {
    let params = params + (params.isEmpty ? "" : ",") + #""limit":500"#
    var pages = [read(method, params, &dump)]
    while let at = pages[pages.count - 1].range(of: #""nextCursor":""#, options: .backwards) {
      let cursor = pages[pages.count - 1][at.upperBound...].prefix { $0 != "\"" }
      pages.append(read(method, params + #","cursor":"\#(cursor)""#, &dump))
    }
    return pages
  }
}

extension ArraySlice<UInt8> {
  var text: String { String(decoding: self, as: UTF8.self) }
  /// Its beginning, for a message.
  var excerpt: String { String(decoding: prefix(400), as: UTF8.self).trimmingCharacters(in: .newlines) }
}
