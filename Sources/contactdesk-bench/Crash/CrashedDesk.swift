import Foundation
import TestSupport

/// A desk in a folder that is crashed again and again, and the model of what it must hold.
final class CrashedDesk {
  let folder: String
  let model: DeskModel
  /// What the processes wrote to stderr.
  let errors: String
  private let binary: String

  /// The calls of the last life: where they begin in the model, how many were answered, how many were sent whole.
  private(set) var last = (base: 0, answered: 0, sent: 0)

  /// A desk that does not exist yet.
  init(_ folder: String, binary: String, model: DeskModel, errors: String? = nil) {
    (self.folder, self.binary, self.model) = (folder, binary, model)
    self.errors = errors ?? folder + ".stderr"
  }

  /// Starts a process over the folder; `before` is what runs it.
  func start(_ before: [String] = [], sync: String) throws -> SpawnedProcess {
    let command = before + [binary, "--data", folder, "--sync", sync, "--clock", DeskModel.clock]
    return try SpawnedProcess(command, errors: errors)
  }

  /// Asks a process that just started what there is, and compares all of it with the model.
  func check(_ child: SpawnedProcess) throws {
    child.offer(Workload.line(0, "store.status"))
    try child.await(lines: 1)
    guard let status = child.answers.first?.text else { throw ended(child, "at its start") }
    guard let at = status.range(of: #""kind":"folder","seq":"#),
      let found = Int(status[at.upperBound...].prefix { $0.isNumber })
    else { throw CrashFault("store.status: \(status)") }
    try model.match(found: found, base: last.base, answered: last.answered, sent: last.sent)
    last = (model.calls.count, 0, 0)
    try compare(child)
  }

  /// Compares all that can be read with the model.
  func compare(_ child: SpawnedProcess) throws {
    let dump = model.dump()
    child.forget()
    child.offer(dump.lines)
    try child.await(lines: dump.count)
    guard child.received != dump.answers else { return child.forget() }
    if child.isOutputEnded { throw ended(child, "while it was read") }
    let lines = dump.answers.split(separator: 0x0A)
    for (found, expected) in zip(child.answers, lines) where !found.dropLast().elementsEqual(expected) {
      throw CrashFault("the desk is not that of the model:\n  found \(found.excerpt)\n  model \(expected.excerpt)")
    }
    throw CrashFault("the desk is not that of the model")
  }

  /// What to say of a process that ended by itself.
  func ended(_ child: SpawnedProcess, _ when: String) -> CrashFault {
    child.signal(SIGKILL)
    return CrashFault("the process ended \(when) with \(child.wait()), and wrote:\n\(said)")
  }

  /// What the processes wrote to stderr.
  var said: String {
    do { return try String(contentsOfFile: errors, encoding: .utf8) } catch { return "" }
  }

  /// Lines that were sent last and not answered with a result: the next process may find the first of them.
  func expect(_ lines: [[UInt8]]) {
    last = (model.calls.count, 0, lines.count)
    for line in lines { model.keep(line) }
  }

  /// Notes the calls of a life that is over, and checks their answers, up to the first that tells of a dead disk.
  /// `isSafe`: what was answered must be found.
  func note(_ child: SpawnedProcess, _ plan: ArraySlice<DeskModel.Call>, isSafe: Bool = true) throws {
    let answers = child.answers.prefix { !$0.text.contains(#""code":1011,"#) }
    guard answers.count <= plan.count else {
      throw CrashFault("more answers than calls: \(answers[plan.count].excerpt)")
    }
    for (answer, call) in zip(answers, plan) { try DeskModel.check(answer, call) }
    var (sent, bytes) = (0, 0)
    for call in plan {
      bytes += call.line.count
      if bytes > child.taken { break }
      sent += 1
    }
    last = (plan.startIndex, isSafe ? answers.count : 0, sent)
  }

  /// Files that say how a crash was met.
  func count(prefix: String) -> Int {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder).count { $0.hasPrefix(prefix) } } catch {
      return 0
    }
  }
}
