import Foundation
import JSON

/// A server among those that share a folder, with one call in flight.
final class SharingClient {
  /// What a call is for, so that its answer can be held against what must be so.
  enum Purpose {
    case read(contact: Int)
    case increment(contact: Int, to: Int)
    case message(key: Int)
    case claim(key: Int)
    case note(contact: Int, text: String)
    case flip(contact: Int)
    case snapshot
    /// The next conversation of the queue, which nobody else gets.
    case nextWaiting
    /// A card that must show a version, since another process told it.
    case fresh(contact: Int, version: Int)
  }

  let child: SpawnedProcess
  private(set) var underWay: Purpose?
  /// When the call was sent.
  private(set) var since = ContinuousClock.now
  /// What must be looked at next.
  var next: Purpose?
  /// The last card of a contact, which an increment starts from.
  var card: (contact: Int, count: Int, version: Int)?
  /// Until when it is stopped.
  var stoppedUntil: ContinuousClock.Instant?
  /// True if it was stopped since its call was sent; or if it starts, which waits for who is inside.
  var wasStopped = true

  init(
    _ binary: String, _ folder: String, _ errors: String, sync: String, agent: String, clock: String? = nil
  ) throws {
    let fixed = clock.map { ["--clock", $0] } ?? []
    child = try SpawnedProcess(
      [binary, "--data", folder, "--sync", sync, "--agent", agent, "--client-pid", "0"] + fixed, errors: errors)
  }

  /// Sends a call.
  func send(_ purpose: Purpose) {
    (underWay, since) = (purpose, .now)
    child.offer(Self.line(purpose, card))
    child.pump(milliseconds: 0)
  }

  /// The answer to the call under way, once it is there.
  func answer() throws -> (Purpose, [String: Any])? {
    child.pump(milliseconds: 0)
    guard let purpose = underWay, child.lines > 0, let line = child.answers.first else { return nil }
    underWay = nil
    let reply = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    child.forget()
    return (purpose, reply ?? [:])
  }

  /// Calls and waits for the result.
  func call(_ method: String, _ params: String = "") throws -> [String: Any] {
    let reply = try reply(to: method, params)
    guard let result = reply["result"] as? [String: Any] else { throw CrashFault("\(method): \(reply)") }
    return result
  }

  /// Calls and waits for the answer, whatever it is.
  func reply(to method: String, _ params: String = "") throws -> [String: Any] {
    child.offer(Workload.line(1, method, params))
    try child.await(lines: 1)
    let reply = try JSONSerialization.jsonObject(with: Data(child.answers.first ?? [])) as? [String: Any]
    child.forget()
    return reply ?? [:]
  }

  private static func line(_ purpose: Purpose, _ card: (contact: Int, count: Int, version: Int)?) -> [UInt8] {
    func contact(_ number: Int) -> String { #""contactId":"contact-\#(number)""# }
    switch purpose {
    case .read(let number), .fresh(let number, _): return Workload.line(1, "card.get", contact(number))
    case .increment(let number, let value):
      let version = card?.version ?? 0
      return Workload.line(
        1, "attribute.edit", #"\#(contact(number)),"set":{"count":\#(value)},"ifVersion":\#(version)"#)
    case .message(let key):
      return Workload.line(
        1, "message.record",
        #""channel":"sms","direction":"inbound","from":{"externalId":"racer"},"externalId":"m\#(key)","text":"\#(key)""#
      )
    case .claim(let key):
      return Workload.line(1, "contact.create", #""identities":[{"network":"x","externalId":"c\#(key)"}]"#)
    case .note(let number, let text): return Workload.line(1, "note.add", #"\#(contact(number)),"text":"\#(text)""#)
    case .flip(let number):
      return Workload.line(1, number % 2 == 0 ? "vip.promote" : "vip.demote", contact(1 + number % 4))
    case .snapshot: return Workload.line(1, "store.snapshot")
    case .nextWaiting: return Workload.line(1, "queue.next")
    }
  }
}
