import Foundation
import JSON

/// A call of the operator's rounds. Each value and each text is sent once in a run.
enum OperatorCall {
  case edit(contact: Int, value: Int)
  case note(contact: Int, text: String)
  case card(contact: Int)
  case notes(contact: Int)
  case snapshot

  var line: [UInt8] {
    switch self {
    case .edit(let contact, let value):
      Workload.line(1, "attribute.edit", #""contactId":"contact-\#(contact)","set":{"count":\#(value)}"#)
    case .note(let contact, let text):
      Workload.line(1, "note.add", #""contactId":"contact-\#(contact)","text":"\#(text)""#)
    case .card(let contact): Workload.line(1, "card.get", #""contactId":"contact-\#(contact)""#)
    case .notes(let contact): Workload.line(1, "note.list", #""contactId":"contact-\#(contact)","limit":500"#)
    case .snapshot: Workload.line(1, "store.snapshot")
    }
  }
}

/// An answer, as far as it is looked at.
enum OperatorReply {
  case edited(version: Int)
  case noted
  case card(version: Int, value: Int)
  case notes(Set<String>)
  case snapshotMade
  case refused(kept: String)

  /// Reads the answer to a call; throws what is wrong with it.
  init(_ line: ArraySlice<UInt8>, to call: OperatorCall) throws {
    let text = String(decoding: line, as: UTF8.self)
    let tape = JSONTape(depthMax: 128)
    let reply: Result<OperatorReply, OperatorViolation> = line.withUnsafeBytes { bytes in
      do throws(JSONSyntaxError) { return try tape.withValue(of: bytes) { Self.read($0, call, text) } } catch {
        return .failure(OperatorViolation(.wrongAnswer, "no JSON: \(text)"))
      }
    }
    self = try reply.get()
  }

  private static func read(
    _ value: JSONValue, _ call: OperatorCall, _ text: String
  ) -> Result<OperatorReply, OperatorViolation> {
    if let error = value.member("error") { return refusal(error, call, text) }
    guard let result = value.member("result") else {
      return .failure(OperatorViolation(.wrongAnswer, "neither result nor error: \(text)"))
    }
    let version = result.member("version")?.integer ?? 0
    switch call {
    case .edit: return .success(.edited(version: version))
    case .note: return .success(.noted)
    case .snapshot: return .success(.snapshotMade)
    case .card:
      var count = 0
      if let attributes = result.member("attributes") {
        for attribute in attributes.elements where attribute.member("key")?.equals("count") == true {
          count = attribute.member("value")?.integer ?? 0
        }
      }
      return .success(.card(version: version, value: count))
    case .notes:
      var texts: Set<String> = []
      if let notes = result.member("notes") {
        for note in notes.elements { texts.insert(note.member("text")?.displayString ?? "") }
      }
      return .success(.notes(texts))
    }
  }

  /// Only the store may refuse these calls, and only writes: it says why, and what to do.
  private static func refusal(
    _ error: JSONValue, _ call: OperatorCall, _ text: String
  ) -> Result<OperatorReply, OperatorViolation> {
    let data = error.member("data")
    switch call {
    case .card, .notes: return .failure(OperatorViolation(.wrongAnswer, "a read was refused: \(text)"))
    case .edit, .note, .snapshot: break
    }
    guard error.member("code")?.integer == 1_011, data?.member("kind")?.equals("storage") == true,
      data?.member("reason")?.displayString.isEmpty == false, data?.member("advice")?.displayString.isEmpty == false
    else { return .failure(OperatorViolation(.poorRefusal, text)) }
    return .success(.refused(kept: data?.member("kept")?.displayString ?? "no"))
  }
}

/// What must never be.
struct OperatorViolation: Error, CustomStringConvertible {
  /// Which promise is broken.
  enum Promise: String {
    case falseAnswer = "(a) false acknowledgement"
    case wrongAnswer = "(b) wrong answer"
    case poorRefusal = "(c) a refusal that does not say what to do"
    case badEnd = "(d) a process ended as the help does not say"
    case silentLoss = "(e) lost in silence"
  }

  let promise: Promise
  let what: String

  init(_ promise: Promise, _ what: String) { (self.promise, self.what) = (promise, what) }

  var description: String { "\(promise.rawValue): \(what)" }
}

/// A live process on the folder, with calls on their way to it.
final class OperatorClient {
  /// A call and when it was sent.
  struct Sent {
    let call: OperatorCall
    let isAfterAct: Bool
  }

  /// The exit codes that `contactdesk --help` lists for a desk in a folder.
  private static let codes: Set<Int32> = [0, 65, 71, 73, 74, 75]

  let child: SpawnedProcess
  let errors: String
  private(set) var waiting: [Sent] = []
  private var taken = 0
  private var isInputOpen = true
  /// How it ended, once it has.
  private(set) var ending: Int32?
  /// Whether a write that was sent after the act was refused, or acknowledged.
  var (refused, acknowledged) = (0, 0)
  /// What it answered last: never may it answer less.
  var known = OperatorContent()

  init(_ binary: String, _ folder: String, sync: String = "always", errors: String) throws {
    self.errors = errors
    child = try SpawnedProcess(
      [binary, "--data", folder, "--sync", sync, "--client-pid", "0"], errors: errors)
  }

  /// Whether no write was sent to it after the act that it answered.
  var isSilent: Bool { refused == 0 && acknowledged == 0 }

  /// What it wrote on stderr.
  var words: String {
    do { return String(decoding: try FolderCopy.read(errors), as: UTF8.self) } catch { return "" }
  }

  func send(_ calls: [OperatorCall], isAfterAct: Bool) {
    for call in calls {
      waiting.append(Sent(call: call, isAfterAct: isAfterAct))
      child.offer(call.line)
    }
    child.pump(milliseconds: 0)
  }

  /// Waits until all is answered, or the process has ended, and returns the answers.
  func answers() throws -> [(Sent, OperatorReply)] {
    do { try child.await(lines: taken + waiting.count) } catch {
      throw OperatorViolation(.badEnd, "it hangs: \(error); stderr: \(words.prefix { $0 != "\n" })")
    }
    let found = try arrived()
    if child.isOutputEnded { try end() }
    return found
  }

  /// The answers that are there.
  func arrived() throws -> [(Sent, OperatorReply)] {
    child.pump(milliseconds: 0)
    var found: [(Sent, OperatorReply)] = []
    for line in child.answers.dropFirst(taken) {
      taken += 1
      guard !waiting.isEmpty else { throw OperatorViolation(.wrongAnswer, "nobody asked: \(line)") }
      let sent = waiting.removeFirst()
      found.append((sent, try OperatorReply(line, to: sent.call)))
    }
    return found
  }

  /// Ends its input.
  func closeInput() {
    child.closeInput()
    isInputOpen = false
  }

  /// The process ended, by itself or because its input did: with a code that the help lists, and if not with 0, with a
  /// line that says why.
  func end() throws {
    child.closeInput()
    try child.awaitEnd()
    let code = child.wait()
    ending = code
    guard Self.codes.contains(code), code != 0 || !isInputOpen, code == 0 || !words.isEmpty else {
      let how = code < 0 ? "signal \(-code)" : "exit code \(code)\(isInputOpen ? ", its input being open" : "")"
      throw OperatorViolation(.badEnd, "\(how); stderr: \(words.prefix { $0 != "\n" })")
    }
  }

  /// Kills it; returns what it answered before.
  func kill() throws -> [(Sent, OperatorReply)] {
    try child.killNow()
    let code = child.wait()
    ending = code == -SIGKILL ? 0 : code
    guard code == -SIGKILL || Self.codes.contains(code) else { throw OperatorViolation(.badEnd, "signal \(-code)") }
    return try arrived()
  }
}
