import Foundation
import TestSupport

/// The careless operator: while processes live on a folder, or between their lives, one file of it, or the whole
/// folder, is truncated, moved, removed, replaced or restored. What must hold, round by round:
///
/// - (a) A write that was sent after the act, and acknowledged, is found by the next start, unless that refuses.
/// - (b) A read shows what somebody wrote, never what was refused, and never less than the same process said before.
/// - (c) Only writes are refused, with 1011, a reason and advice.
/// - (d) No process ends by a signal, or with an exit code that the help does not list; one that ends with another code
///   than 0 says why on stderr.
/// - (e) What was acknowledged before the act is found, or the next start or `check` reports damage. A whole older copy
///   of the folder is an older desk: put there while no process lives, it is accepted; put there under a live process,
///   that one must refuse to go on.
struct OperatorRounds: CrashProgram {
  private let options: CrashOptions
  private let rounds: Int
  private var random: SplitMix64
  private var table: [OperatorAct: Row] = [:]
  private var violations = 0

  /// What came of an act, over all its rounds.
  private struct Row {
    var (rounds, wentOn, refused, ended, sound, reported, startRefused, healed) = (0, 0, 0, 0, 0, 0, 0, 0)
    var endCodes: Set<Int32> = []
    var violations: [String: Int] = [:]
  }

  init(_ options: CrashOptions) {
    self.options = options
    rounds = options.count ?? 1_000
    random = SplitMix64(seed: options.seed)
  }

  mutating func run() throws {
    try options.makeFolder()
    say("operator: \(rounds) rounds in \(options.folder), seed \(options.seed)")
    let watch = Stopwatch()
    let acts = OperatorAct.all.filter { options.act.isEmpty || $0.description.contains(options.act) }
    guard !acts.isEmpty else { throw CrashFault("there is no act with \(options.act) in its name") }
    let templates = try [false, true].map { try template(hasSnapshot: $0) }
    var desk: OperatorDesk?
    var done = 0
    while done < rounds {
      let act = random.pick(acts)
      let present = try desk ?? fresh(random.pick(templates), done)
      var round = OperatorRound(options, done + 1, act, present, seed: random.next())
      do {
        let isPlayed = try round.play()
        if isPlayed { note(act, round.outcome) }
        done += isPlayed ? 1 : 0
        desk = try next(after: round, present)
      } catch let violation as OperatorViolation {
        done += 1
        try note(violation, round)
        desk = nil
      }
    }
    printTable()
    say("\(done) rounds, \(Int(watch.seconds)) s, \(Int(Double(done) / watch.seconds)) a second")
    guard violations == 0 else { throw CrashFault("\(violations) violations") }
    try options.removeFolder()
  }

  /// The folder of a round is kept for the next one now and then, if the desk in it is as it should be.
  private mutating func next(after round: OperatorRound, _ present: OperatorDesk) throws -> OperatorDesk? {
    let isKept = round.found != nil && random.percent(40)
    let names = try FolderCopy.names(in: options.folder)
    let name = present.folder.split(separator: "/").last ?? ""
    for other in names where other.hasPrefix(name + ".") || (other == name && !isKept) {
      try FolderCopy.removeFolder(options.folder + "/" + other)
    }
    guard isKept, let content = round.found else { return nil }
    return OperatorDesk(folder: present.folder, content: content)
  }

  private mutating func note(_ violation: OperatorViolation, _ round: OperatorRound) throws {
    violations += 1
    table[round.act, default: Row()].rounds += 1
    table[round.act, default: Row()].violations[violation.promise.rawValue, default: 0] += 1
    let words = """
      round \(round.number), \(round.act): \(violation)
        \(round.story.joined(separator: "; "))
        the folder: \(round.desk.folder)
      """
    guard options.goesOn else { throw CrashFault(words) }
    say(words)
  }

  // MARK: Desks

  /// A desk with three contacts and an attribute, in one journal, or with a snapshot before it.
  private func template(hasSnapshot: Bool) throws -> OperatorDesk {
    let folder = options.folder + (hasSnapshot ? "/template-snapshot" : "/template")
    let client = try SharingClient(options.binary, folder, options.folder + "/errors", sync: "always", agent: "anna")
    _ = try client.call("schema.define", #""key":"count","label":"Count","format":"number""#)
    for _ in 0..<OperatorRound.contacts { _ = try client.call("contact.create", #""name":"Counter""#) }
    if hasSnapshot {
      _ = try client.call("store.snapshot")
      _ = try client.call("note.add", #""contactId":"contact-1","text":"after the snapshot""#)
    }
    var content = OperatorContent()
    for contact in 1...OperatorRound.contacts {
      let card = try client.call("card.get", #""contactId":"contact-\#(contact)""#)
      content.registers[contact] = .init(version: card["version"] as? Int ?? 0, value: 0)
    }
    if hasSnapshot { content.notes[1] = ["after the snapshot"] }
    client.child.closeInput()
    guard client.child.wait() == 0 else { throw CrashFault("the first process ended with \(client.child.wait())") }
    return OperatorDesk(folder: folder, content: content)
  }

  private func fresh(_ template: OperatorDesk, _ number: Int) throws -> OperatorDesk {
    let folder = "\(options.folder)/desk-\(number)"
    try FolderCopy.copy(template.folder, to: folder)
    return OperatorDesk(folder: folder, content: template.content)
  }

  // MARK: The table

  private mutating func note(_ act: OperatorAct, _ outcome: OperatorRound.Outcome) {
    var row = table[act, default: Row()]
    row.rounds += 1
    row.wentOn += outcome.wentOn ? 1 : 0
    row.refused += outcome.refused ? 1 : 0
    row.ended += outcome.ended ? 1 : 0
    row.endCodes.formUnion(outcome.endCodes)
    row.sound += outcome.next == .sound ? 1 : 0
    row.reported += outcome.next == .reported ? 1 : 0
    row.startRefused += outcome.next == .refused ? 1 : 0
    row.healed += outcome.healed ? 1 : 0
    table[act] = row
  }

  private func printTable() {
    say("(ended: by itself, with these codes; healed: refused or ended, and the next start is sound)")
    let columns = ["rounds", "went on", "refused", "ended", "sound", "reported", "no start", "healed"]
    func cell(_ text: String) -> String { String(repeating: " ", count: max(0, 10 - text.count)) + text }
    say(String(repeating: " ", count: 38) + columns.map(cell).joined() + "  codes, VIOLATIONS")
    for act in OperatorAct.all {
      guard let row = table[act] else { continue }
      let numbers = [
        row.rounds, row.wentOn, row.refused, row.ended, row.sound, row.reported, row.startRefused, row.healed,
      ]
      let codes = row.endCodes.sorted().map { " \($0)" }.joined()
      let found = row.violations.sorted { $0.key < $1.key }.map { "  \($0.value) \($0.key)" }.joined()
      let name = act.description.padding(toLength: 38, withPad: " ", startingAt: 0)
      say(name + numbers.map { cell("\($0)") }.joined() + " " + codes + found)
    }
  }
}
