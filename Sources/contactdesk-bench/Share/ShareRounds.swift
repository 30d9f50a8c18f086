import Foundation
import TestSupport

/// Two to eight servers share a folder, and are worked hard: counters that are read, raised and written by version; the
/// same message and the same identity from several at once; notes, VIP flips, snapshots; a clerk's role, which counts
/// in the next call of the clerk's process; the queue, which gives each conversation to one of them; conversations that
/// are due, each of which one of them resolves. Every second one is killed and another started; now and then one is
/// stopped for up to six seconds. Whatever one was told, a call that another gets later must show. In the end all have
/// the same desk, with exactly what was told.
struct ShareRounds: CrashProgram {
  private static let contacts = 4
  /// Conversations that wait from the start.
  private static let waiting = 3_000
  private let options: CrashOptions
  private let seconds: Double
  private var random: SplitMix64
  private var accounts = SharingAccounts()
  private var clients: [SharingClient] = []
  private var (started, kills, stops, key) = (0, 0, 0, 0)
  private var slowestRead = 0.0
  private var rules: SharingRules?
  /// A read waits for nobody; a write waits four seconds for one that hangs.
  private static let readMax = 3.0
  private let folder: String
  private let errors: String

  init(_ options: CrashOptions) {
    self.options = options
    seconds = Double(options.count ?? 60)
    random = SplitMix64(seed: options.seed)
    (folder, errors) = (options.folder + "/desk", options.folder + "/errors")
  }

  mutating func run() throws {
    do { try runAll() } catch { throw CrashFault("\(error)\nthe folder: \(folder)") }
  }

  private mutating func runAll() throws {
    try options.makeFolder()
    say("share: \(Int(seconds)) s in \(options.folder), seed \(options.seed)")
    let watch = Stopwatch()
    try begin()
    var (nextKill, nextStop, nextPhase, nextWord, nextRole) = (1.0, 2.5, 8.0, 10.0, 0.2)
    while watch.seconds < seconds {
      if !(try step()) { clients[0].child.pump(milliseconds: 1) }
      if watch.seconds > nextKill {
        try killOne()
        nextKill += 1
      }
      if watch.seconds > nextStop {
        stopOne()
        nextStop += 1 + Double(random.below(5_000)) / 1_000
      }
      if watch.seconds > nextPhase {
        try resize(to: 2 + random.below(7))
        nextPhase += 8
      }
      if watch.seconds > nextWord {
        say(
          "  \(accounts.allWrites) answered writes, \(clients.count) processes, \(kills) kills, \(Int(watch.seconds)) s"
        )
        nextWord += 10
      }
      // One that is stopped may have the lock.
      if watch.seconds > nextRole, clients.allSatisfy({ $0.stoppedUntil == nil }) {
        let idle = clients.filter { $0.underWay == nil && !$0.wasStopped }
        if !idle.isEmpty { try rules?.changeRole(by: random.pick(idle), &random) }
        nextRole = watch.seconds + 0.1
      }
      resume(isOver: false)
    }
    resume(isOver: true)
    try finish()
    try end()
    report(watch.seconds)
    try options.removeFolder()
  }

  private mutating func begin() throws {
    rules = try SharingRules(options.binary, folder, errors)
    clients = [try client()]
    _ = try clients[0].call("schema.define", #""key":"count","label":"Count","format":"number""#)
    for _ in 0..<Self.contacts { _ = try clients[0].call("contact.create", #""name":"Counter""#) }
    let messages = (0..<Self.waiting).flatMap { number in
      Workload.line(
        1, "message.record",
        #""channel":"x","direction":"inbound","from":{"externalId":"waiting \#(number)"},"text":"Hello?""#)
    }
    clients[0].child.offer(messages)
    try clients[0].child.await(lines: Self.waiting)
    clients[0].child.forget()
    try resize(to: 4)
  }

  private mutating func client() throws -> SharingClient {
    started += 1
    return try SharingClient(
      options.binary, folder, errors, sync: random.pick(["always", "always", "always", "never"]),
      agent: "agent\(random.below(5))")
  }

  private mutating func resize(to count: Int) throws {
    while clients.count < count { clients.append(try client()) }
    while clients.count > count { try kill(random.below(clients.count)) }
  }

  private mutating func killOne() throws {
    try kill(random.below(clients.count))
    clients.append(try client())
  }

  private mutating func kill(_ index: Int) throws {
    let client = clients.remove(at: index)
    kills += 1
    try client.child.killNow()
    // What came before it was killed was told.
    if let (purpose, reply) = try client.answer() { _ = try take(client, purpose, reply) }
    if let purpose = client.underWay { accounts.leaveOpen(purpose) }
  }

  private mutating func stopOne() {
    let client = random.pick(clients)
    guard client.stoppedUntil == nil else { return }
    // In the middle of a write, if it can be.
    if client.underWay == nil { client.send(.note(contact: 1, text: "note \(random.next())")) }
    usleep(UInt32(random.below(150)))
    client.child.signal(SIGSTOP)
    client.wasStopped = true
    client.stoppedUntil = .now + .milliseconds(50 + random.below(random.percent(60) ? 500 : 7_000))
    stops += 1
    lastStop = .now
  }

  /// When one was stopped last: a write that was refused for it may be told some seconds later.
  private var lastStop = ContinuousClock.now

  private func resume(isOver: Bool) {
    for client in clients {
      guard let until = client.stoppedUntil, isOver || until < .now else { continue }
      client.child.signal(SIGCONT)
      client.stoppedUntil = nil
    }
  }

  /// A step of each client; true if anything came of it.
  private mutating func step() throws -> Bool {
    var isBusy = false
    for client in clients where client.stoppedUntil == nil {
      if client.underWay == nil {
        let purpose = client.next ?? draw(client)
        client.next = nil
        client.send(purpose)
        isBusy = true
      } else if let (purpose, reply) = try client.answer() {
        isBusy = true
        try take(client, purpose, reply)
      } else if client.child.isOutputEnded {
        throw CrashFault("a process ended with \(client.child.wait()); see \(errors)")
      }
    }
    return isBusy
  }

  private mutating func draw(_ client: SharingClient) -> SharingClient.Purpose {
    if let card = client.card { return .increment(contact: card.contact, to: card.count + 1) }
    key += random.percent(15) ? 1 : 0
    let contact = 1 + random.below(Self.contacts)
    switch random.below(100) {
    case ..<50: return .read(contact: contact)
    case ..<62: return .message(key: key)
    case ..<72: return .claim(key: key)
    case ..<80: return .nextWaiting
    case ..<86: return .note(contact: contact, text: "note \(random.next())")
    case ..<99: return .flip(contact: random.below(8))
    default: return .snapshot
    }
  }

  private mutating func take(_ client: SharingClient, _ purpose: SharingClient.Purpose, _ reply: [String: Any]) throws {
    client.card = nil
    defer { client.wasStopped = false }
    guard let result = reply["result"] as? [String: Any] else {
      let error = reply["error"] as? [String: Any] ?? [:]
      return try accounts.take(purpose, error: error, isStopped: lastStop > .now - .seconds(20))
    }
    switch purpose {
    case .read(let contact):
      let spent = ContinuousClock.now - client.since
      let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
      if !client.wasStopped { slowestRead = max(slowestRead, seconds) }
      guard slowestRead < Self.readMax else { throw CrashFault("a read took \(slowestRead) s") }
      client.card = (contact, Self.count(result), result["version"] as? Int ?? 0)
    default:
      guard let (contact, version) = try accounts.take(purpose, result) else { return }
      // Somebody else is asked next.
      let others = clients.filter { $0 !== client && $0.underWay == nil && $0.stoppedUntil == nil }
      if !others.isEmpty { random.pick(others).next = .fresh(contact: contact, version: version) }
    }
  }

  private static func count(_ card: [String: Any]) -> Int {
    let attributes = card["attributes"] as? [[String: Any]] ?? []
    return attributes.first { $0["key"] as? String == "count" }?["value"] as? Int ?? 0
  }

  // MARK: The end

  /// Every call gets its answer.
  private mutating func finish() throws {
    for client in clients {
      client.next = nil
      while client.underWay != nil {
        try client.child.await(lines: 1)
        guard let (purpose, reply) = try client.answer() else { throw CrashFault("no answer") }
        try take(client, purpose, reply)
      }
    }
  }

  private mutating func end() throws {
    let late = try client()
    try rules?.check(late)
    let dumps = try (clients + [late]).map { try Self.dump($0) }
    guard Set(dumps).count == 1 else { throw CrashFault("the processes have \(Set(dumps).count) different desks") }
    for contact in 1...Self.contacts {
      let card = try late.call("card.get", #""contactId":"contact-\#(contact)""#)
      try accounts.check(count: Self.count(card), of: contact)
      try accounts.check(notes: try Self.texts(late, contact), of: contact)
    }
    let racer = try late.call("card.get", #""network":"sms","externalId":"racer""#)
    try accounts.check(messages: (racer["counts"] as? [String: Any])?["messages"] as? Int ?? 0)
    for client in clients + [late] { try Self.end(client) }
    // Whoever has the folder alone removes the snapshot that a killed process did not finish, and finds the same desk.
    let alone = try client()
    guard try Self.dump(alone) == dumps[0] else { throw CrashFault("the next process has another desk") }
    try Self.end(alone)
    let check = try SpawnedProcess([options.binary, "check", folder], errors: errors)
    guard check.wait() == 0 else { throw CrashFault("check: \(check.wait())") }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    if let left = names.first(where: { $0.hasSuffix(".new") }) { throw CrashFault("\(left) was left") }
  }

  private static func end(_ client: SharingClient) throws {
    client.child.closeInput()
    guard client.child.wait() == 0 else { throw CrashFault("a process ended with \(client.child.wait())") }
  }

  private static func texts(_ client: SharingClient, _ contact: Int) throws -> [String] {
    var (texts, cursor): ([String], String?) = ([], nil)
    repeat {
      let page = try client.call(
        "note.list",
        #""contactId":"contact-\#(contact)","limit":500"# + (cursor.map { #","cursor":"\#($0)""# } ?? ""))
      texts += (page["notes"] as? [[String: Any]] ?? []).compactMap { $0["text"] as? String }
      cursor = page["nextCursor"] as? String
    } while cursor != nil
    return texts
  }

  /// All that can be read of a desk, as the bytes of the answers.
  private static func dump(_ client: SharingClient) throws -> [UInt8] {
    var lines = ["schema.list", "settings.get"].map { Workload.line(1, $0) }
    lines += ["conversation.list", "agent.list"].map { Workload.line(2, $0, #""limit":500"#) }
    lines.append(Workload.line(3, "contact.list", #""limit":500"#))
    for contact in 1...contacts + 1 {
      for method in ["card.get", "history.read", "note.list"] {
        lines.append(Workload.line(4, method, #""contactId":"contact-\#(contact)""#))
      }
    }
    client.child.offer(lines.joined())
    try client.child.await(lines: lines.count)
    defer { client.child.forget() }
    return client.child.received
  }

  private func report(_ seconds: Double) {
    let kinds = accounts.writes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    say("\(started) processes, \(kills) of them killed, \(stops) stops, \(accounts.snapshots) snapshots asked for")
    say("\(accounts.allWrites) answered writes (\(kinds)), \(Int(Double(accounts.allWrites) / seconds)) a second")
    say(
      "\(accounts.conflicts) versions were old, \(accounts.claimsLost) identities and \(accounts.messagesTwice) messages"
    )
    say("were somebody's already, \(accounts.refusals) calls refused for one that was stopped")
    say("\(accounts.checks) times another process was asked for what had just been told, and showed it")
    if let rules { say(rules.report) }
    say("slowest read \(Int(slowestRead * 1_000)) ms; all desks equal in the end, every total exact")
  }
}
