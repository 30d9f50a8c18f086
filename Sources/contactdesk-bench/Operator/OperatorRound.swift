import Foundation
import TestSupport

/// A desk folder that the rounds begin with, and what it holds.
struct OperatorDesk {
  let folder: String
  var content: OperatorContent
}

/// One round: live processes, an act, what they answer then, their end, and the next start.
struct OperatorRound {
  /// What a round came to, for the table.
  struct Outcome {
    /// Writes that were sent after the act were acknowledged, by all that lived.
    var wentOn = false
    /// At least one was refused.
    var refused = false
    /// The exit codes of the processes that lived through the act and ended by themselves.
    var endCodes: Set<Int32> = []
    /// At least one did.
    var ended: Bool { !endCodes.isEmpty }
    /// The next start.
    var next = Next.notTried
    /// The desk is what it was, after a refusal or an end.
    var healed: Bool { next == .sound && (refused || ended) }
  }

  /// How the next start was.
  enum Next {
    case notTried, sound, refused
    /// It went on, and the loss of what was before the act was reported.
    case reported
  }

  static let contacts = 3

  let options: CrashOptions
  let number: Int
  let act: OperatorAct
  let desk: OperatorDesk
  var random: SplitMix64
  private let older: String
  private var ledger: OperatorLedger
  private var clients: [OperatorClient] = []
  private var started = 0
  /// The last value or text that was sent; those of two rounds differ.
  private var unique: Int
  /// How many processes lived when the act was done.
  private var livesAtAct = 0
  /// What happened, in words, for a violation.
  private(set) var story: [String] = []
  private var away: (path: String, from: String)?
  private(set) var outcome = Outcome()
  /// What the folder holds, where the next process may go on with it.
  private(set) var found: OperatorContent?

  init(_ options: CrashOptions, _ number: Int, _ act: OperatorAct, _ desk: OperatorDesk, seed: UInt64) {
    (self.options, self.number, self.act, self.desk) = (options, number, act, desk)
    random = SplitMix64(seed: seed)
    ledger = OperatorLedger(desk.content)
    older = desk.folder + ".older"
    unique = number * 1_000
  }

  /// Plays the round; false if the act could not be done, since there is no such file.
  mutating func play() throws -> Bool {
    let isOffline = random.percent(15)
    let copiesFirst = random.percent(50)
    if copiesFirst { try FolderCopy.copy(desk.folder, to: older) }
    for _ in 0..<(1 + random.below(3)) { try join() }
    try work(isAfterAct: false)
    if !copiesFirst {
      try FolderCopy.copy(desk.folder, to: older)
      if random.percent(80) { try work(isAfterAct: false) }
    }
    story.append(copiesFirst ? "copied at first" : "copied after some writes")
    if isOffline { try endAll() } else if random.percent(50) { try beInFlight() }
    livesAtAct = isOffline ? 0 : clients.count
    story.append(isOffline ? "the act, with no process" : "the act, with \(clients.count) processes")
    guard case .done(let moved, let from) = try act.perform(on: desk.folder, older: older, &random) else {
      try endAll()
      return false
    }
    away = moved.map { ($0, from) }
    if !isOffline {
      try workAfterAct()
      if random.percent(30) { try putBack() }
      try endAll()
      noteLives()
    }
    if random.percent(20) { try putBack() }
    try judge(isOffline: isOffline)
    return true
  }

  // MARK: Work

  private mutating func join() throws {
    started += 1
    let sync = random.percent(80) ? "always" : "never"
    story.append("a process with --sync \(sync)")
    clients.append(
      try OperatorClient(options.binary, desk.folder, sync: sync, errors: "\(desk.folder).errors-\(started)"))
  }

  private mutating func drawnCalls() -> [OperatorCall] {
    (0..<(1 + random.below(5))).map { _ in
      let contact = 1 + random.below(Self.contacts)
      unique += 1
      switch random.below(100) {
      case ..<30: return .edit(contact: contact, value: unique)
      case ..<60: return .note(contact: contact, text: "note \(unique)")
      case ..<63: return .snapshot
      case ..<80: return .card(contact: contact)
      default: return .notes(contact: contact)
      }
    }
  }

  private mutating func send(to client: OperatorClient, isAfterAct: Bool) {
    let calls = drawnCalls()
    ledger.add(calls)
    client.send(calls, isAfterAct: isAfterAct)
  }

  /// Each process gets some calls, and answers.
  private mutating func work(isAfterAct: Bool) throws {
    for client in clients where client.ending == nil { send(to: client, isAfterAct: isAfterAct) }
    try takeAll()
  }

  private mutating func takeAll() throws {
    for client in clients where client.ending == nil {
      for (sent, reply) in try client.answers() { try ledger.take(reply, to: sent, of: client) }
    }
  }

  /// Calls are sent, and the act comes in the middle of them.
  private mutating func beInFlight() throws {
    for client in clients where client.ending == nil { send(to: client, isAfterAct: false) }
    // Where the act meets them is left to chance: before a call, in its write, in its sync, after it.
    usleep(UInt32(random.below(random.percent(50) ? 200 : 3_000)))
  }

  /// Calls that are sent when the act is done, some of a process that starts only then, some after a tick of the clock.
  private mutating func workAfterAct() throws {
    try work(isAfterAct: true)
    if random.percent(2) {
      story.append("a second passes")
      // Longer than the tick by which an idle process looks at its files.
      usleep(1_100_000)
    }
    // Where the folder is gone, it would make another desk.
    if random.percent(25), FolderCopy.isThere(desk.folder) { try join() }
    for _ in 0..<(1 + random.below(2)) { try work(isAfterAct: true) }
    guard random.percent(20) else { return }
    try putBack()
    try work(isAfterAct: true)
  }

  /// What was moved away gets its place again, if that is free.
  private mutating func putBack() throws {
    guard let (path, from) = away, !FolderCopy.isThere(from) else { return }
    try FolderCopy.rename(path, to: from)
    away = nil
    story.append("put back")
  }

  // MARK: The end

  private mutating func endAll() throws {
    for client in clients.prefix(livesAtAct) {
      guard let code = client.ending else { continue }
      outcome.endCodes.insert(code)
      story.append("ended by itself with \(code)")
    }
    for client in clients where client.ending == nil {
      if random.percent(40) {
        story.append("killed")
        for (sent, reply) in try client.kill() { try ledger.take(reply, to: sent, of: client) }
      } else {
        client.closeInput()
        for (sent, reply) in try client.answers() { try ledger.take(reply, to: sent, of: client) }
        if client.ending == nil { try client.end() }
        story.append("ended with \(client.ending ?? 0)")
      }
    }
  }

  private mutating func noteLives() {
    outcome.refused = clients.contains { $0.refused > 0 }
    outcome.wentOn = !outcome.refused && clients.contains { $0.acknowledged > 0 }
  }

  private mutating func judge(isOffline: Bool) throws {
    let check = try Check(options.binary, desk.folder)
    guard FolderCopy.isThere(desk.folder) else {
      // A start would make another desk: that there is none is what a check says.
      guard !ledger.hasAcknowledgedAfterAct else {
        throw OperatorViolation(.falseAnswer, "the folder is gone, and writes were acknowledged after that")
      }
      return
    }
    let next = try OperatorClient(options.binary, desk.folder, errors: "\(desk.folder).errors-next")
    next.send(Self.reads, isAfterAct: true)
    let answers = try next.answers()
    story.append("check \(check.reports ? "reports" : "is silent")")
    guard next.ending == nil, answers.count == Self.reads.count else {
      outcome.next = .refused
      guard next.ending != 0, !next.words.isEmpty else {
        throw OperatorViolation(.badEnd, "a start ended with \(next.ending ?? 0), and stderr: \(next.words)")
      }
      return
    }
    let content = Self.content(answers.map(\.1))
    next.closeInput()
    try next.end()
    let loss = try ledger.loss(in: content)
    guard loss.afterAct.isEmpty else {
      throw OperatorViolation(.falseAnswer, "acknowledged after the act, and gone: \(loss.afterAct.prefix(5))")
    }
    if !loss.beforeAct.isEmpty {
      // Of a whole older desk that was put there, those who lived must have said that it is not theirs.
      let wasSaid = act.restoresAll && (isOffline || outcome.refused || outcome.ended || clients.allSatisfy(\.isSilent))
      guard check.reports || !next.words.isEmpty || wasSaid else {
        throw OperatorViolation(
          .silentLoss, "\(loss.beforeAct.count) of before the act are gone: \(loss.beforeAct.prefix(5))")
      }
    }
    outcome.next = loss.beforeAct.isEmpty ? .sound : .reported
    found = content
  }

  private static let reads = (1...contacts).flatMap { [OperatorCall.card(contact: $0), .notes(contact: $0)] }

  static func content(_ replies: [OperatorReply]) -> OperatorContent {
    var content = OperatorContent()
    for (call, reply) in zip(reads, replies) {
      switch (call, reply) {
      case (.card(let contact), .card(let version, let value)):
        content.registers[contact] = .init(version: version, value: value)
      case (.notes(let contact), .notes(let texts)): content.notes[contact] = texts
      default: break
      }
    }
    return content
  }

  /// What `contactdesk check` says of the folder.
  private struct Check {
    /// Whether it reports damage or loss.
    let reports: Bool

    init(_ binary: String, _ folder: String) throws {
      let errors = folder + ".errors-check"
      let child = try SpawnedProcess([binary, "check", folder], errors: errors)
      child.closeInput()
      try child.awaitEnd()
      let code = child.wait()
      guard [0, 65, 66, 73, 74, 75].contains(code) else {
        throw OperatorViolation(.badEnd, "check ended with \(code)")
      }
      let text = String(decoding: child.received, as: UTF8.self)
      reports = code != 0 || text.contains("\nfindings\n")
    }
  }
}
