import Desk
import JSON
import Methods
import RPC
import Server

/// Runs the steps of scenarios on a desk in memory: each becomes a JSON-RPC request, whose answer is checked.
final class ScenarioRunner {
  let runner: TransactionRunner

  private let stories: [Story]
  /// What the desk calls the people, conversations and notes of each story.
  private var known: [Known]
  private let tape = JSONTape(depthMax: WireLimits.depthMax)
  private var caller = AgentSignIn.local.id

  private struct Known {
    var contact: String?
    /// By the channel's id.
    var conversations: [String: String] = [:]
    var note: String?
    /// The networks that have sent all that they know of them.
    var profiled: Set<Network> = []
  }

  init(_ stories: [Story], opensAt time: Timestamp?, observer: ((Change) -> Void)?) throws {
    self.stories = stories
    known = Array(repeating: Known(), count: stories.count)
    runner = try TransactionRunner(SessionOptions(clock: time), observer: observer)
  }

  /// Sends the requests of one step, at its time.
  func run(_ step: Step) throws {
    runner.setClock(step.at)
    switch step.action {
    case .confirms, .fails: try recordLookup(step)
    case .writes:
      try signIn(AgentSignIn.local.id)
      try message(step)
    default:
      try signIn(step.actor ?? "")
      try act(step)
    }
  }

  /// Signs in as the agent of the step, whom an admin has defined.
  private func signIn(_ agent: String) throws {
    guard agent != caller else { return }
    guard runner.book.agent(id: agent) != nil else {
      throw DemoError(description: "nobody at the desk is called \(agent)")
    }
    try call("system.hello") {
      $0.beginObject()
      $0.member("agent", agent)
      $0.endObject()
    }
    caller = agent
  }

  // MARK: What is known

  func contact(_ step: Step) throws -> String {
    try known[step.story].contact ?? missing("contact", step)
  }

  func note(_ step: Step) throws -> String { try known[step.story].note ?? missing("note", step) }

  func conversation(_ step: Step) throws -> String {
    try step.channel.flatMap { known[step.story].conversations[$0] } ?? missing("conversation", step)
  }

  /// The name that the person of the story shows.
  func name(_ step: Step) -> String? { stories[step.story].name }

  /// The network that the channel of the step is on; nil if it is on none.
  func network(_ step: Step) throws -> Network? {
    guard let id = step.channel else { return nil }
    guard let channel = runner.book.channel(id: id) else {
      throw DemoError(description: "no such channel: \(id), \(step.at) \(step.action) \(step.text)")
    }
    return runner.book[channel].network
  }

  /// Who the person of the story is on a network.
  func profile(_ step: Step, on network: Network?) throws -> Story.Profile {
    try stories[step.story].profiles.first { $0.network == network } ?? missing("profile", step)
  }

  /// Whether it is the first time: with the first message a network sends all that it knows of a person.
  func isNew(_ profile: Story.Profile, _ step: Step) -> Bool {
    known[step.story].profiled.insert(profile.network).inserted
  }

  private func missing<Value>(_ what: String, _ step: Step) throws -> Value {
    throw DemoError(description: "there is no \(what) yet: \(step.at) \(step.action) \(step.text)")
  }

  // MARK: Requests

  /// Sends a request, and keeps the ids that its answer names.
  func call(_ method: String, for step: Step? = nil, _ params: (inout JSONWriter) throws -> Void) throws {
    var written = JSONWriter()
    try params(&written)
    let answer = try runner.call(method, written.bytes)
    let isDone = try answer.withUnsafeBytes { bytes in
      try tape.withValue(of: bytes) { answer in
        guard let result = answer.member("result") else { return false }
        return step.map { keep(result, $0) } ?? true
      }
    }
    guard isDone else {
      throw DemoError(
        description: "\(method) \(String(decoding: written.bytes, as: UTF8.self))\n"
          + String(decoding: answer, as: UTF8.self))
    }
  }

  /// False if the answer is about somebody else than the story.
  private func keep(_ result: JSONValue, _ step: Step) -> Bool {
    if let id = result.member("contactId")?.string {
      // Who wrote on a channel before it was linked would be two people.
      if let first = known[step.story].contact, first != id { return false }
      known[step.story].contact = id
    }
    if let id = result.member("note")?.member("noteId")?.string { known[step.story].note = id }
    let conversation = result.member("conversation") ?? result
    if let id = conversation.member("conversationId")?.string, let channel = step.channel {
      known[step.story].conversations[channel] = id
    }
    return true
  }
}
