import Foundation
import TestSupport

/// What processes that share a folder must agree on without having been told: what a role allows from the next call on,
/// and which conversations the desk resolved, each once, whichever process noticed that it was due.
struct SharingRules {
  /// Conversations that are due from the start. A process resolves a part of them before a call.
  private static let due = 2_500
  private static let contact = 1

  /// A process of the clerk's, whom the others make what they like. It is never killed, and writes only here.
  private let clerk: SharingClient
  private var (allowed, refused) = (0, 0)

  /// Makes the desk: a contact with conversations from long ago, and the rule, which nobody keeps before the first call
  /// of another process.
  init(_ binary: String, _ folder: String, _ errors: String) throws {
    let maker = try SharingClient(
      binary, folder, errors, sync: "always", agent: "agent0", clock: "2026-01-01T09:00:00Z")
    _ = try maker.call("contact.create", #""name":"Counter""#)
    _ = try maker.call("agent.define", #""agentId":"clerk","name":"Clerk""#)
    let open = Workload.line(1, "conversation.open", #""contactId":"contact-\#(Self.contact)","channel":"x""#)
    maker.child.offer(Array(repeating: open, count: Self.due).flatMap { $0 })
    try maker.child.await(lines: Self.due)
    maker.child.forget()
    _ = try maker.call("settings.set", #""autoResolveDays":1"#)
    maker.child.closeInput()
    guard maker.child.wait() == 0 else { throw CrashFault("the maker of the desk ended with \(maker.child.wait())") }
    clerk = try SharingClient(binary, folder, errors, sync: "always", agent: "clerk")
  }

  /// One process says what the clerk may do, and the next call of the clerk's own process goes by that.
  mutating func changeRole(by admin: SharingClient, _ random: inout SplitMix64) throws {
    let (role, isActive) = (random.pick(["viewer", "agent", "admin"]), random.percent(70))
    _ = try admin.call("agent.update", #""agentId":"clerk","role":"\#(role)","active":\#(isActive)"#)
    let reply = try clerk.reply(
      to: "contact.update", #""contactId":"contact-\#(Self.contact)","labels":["\#(random.next())"]"#)
    let error = (reply["error"] as? [String: Any])?["data"] as? [String: Any]
    let isAllowed = role != "viewer" && isActive
    guard isAllowed ? reply["result"] != nil : error?["kind"] as? String == "forbidden" else {
      throw CrashFault("the clerk is \(isActive ? "an active" : "an inactive") \(role), and was answered \(reply)")
    }
    if isAllowed { allowed += 1 } else { refused += 1 }
  }

  /// Each conversation that was due is resolved, by one event of the desk's.
  func check(_ client: SharingClient) throws {
    var (resolved, cursor): ([String: Int], String?) = ([:], nil)
    repeat {
      let page = try client.call(
        "history.read",
        #""contactId":"contact-\#(Self.contact)","kinds":["event"],"channels":["x"],"limit":500"#
          + (cursor.map { #","cursor":"\#($0)""# } ?? ""))
      for entry in page["entries"] as? [[String: Any]] ?? [] where entry["event"] as? String == "statusChanged" {
        guard (entry["author"] as? [String: Any])?["kind"] as? String == "desk", entry["to"] as? String == "resolved"
        else { throw CrashFault("nobody but the desk resolves these: \(entry)") }
        resolved[entry["conversationId"] as? String ?? "", default: 0] += 1
      }
      cursor = page["nextCursor"] as? String
    } while cursor != nil
    guard resolved.count == Self.due, resolved.values.allSatisfy({ $0 == 1 }) else {
      throw CrashFault(
        "\(resolved.count) of \(Self.due) were resolved, \(resolved.values.max() ?? 0) times at the most")
    }
    clerk.child.closeInput()
    guard clerk.child.wait() == 0 else { throw CrashFault("the clerk's process ended with \(clerk.child.wait())") }
  }

  var report: String {
    "a clerk's role changed \(allowed + refused) times and held in the next call (\(refused) refused); "
      + "\(Self.due) conversations resolved by the desk, each once"
  }
}
