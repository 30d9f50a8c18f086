import Foundation

/// A scripted session on a desk, while calls to the system fail or the process is killed; what was answered decides
/// what must be found.
final class FaultySession {
  /// What a desk is at the start, and what is then sent: each element of `drains` in one write.
  struct Scene {
    let name: String
    /// A folder to copy; nil of a desk that is not there yet.
    let folder: String?
    /// The calls that made it.
    let calls: [DeskModel.Call]
    let drains: [[[UInt8]]]
    let sync: String
  }

  /// The exit codes that the documentation has for a server with a folder.
  static let exitCodes: Set<Int32> = [0, 65, 73, 74, 75]

  let desk: CrashedDesk
  let child: SpawnedProcess
  private var model: DeskModel { desk.model }
  /// Drains in which a change was refused, and those in which one was answered.
  private(set) var (refused, accepted) = (0, 0)
  /// True if the last change that was sent was refused.
  private(set) var isLastRefused = false
  private(set) var answers = 0
  /// True once an answer told of a fault.
  private var isTold = false
  /// Changes that were sent and may be found or not.
  private var undecided: [[UInt8]] = []

  /// Starts a process over a desk; `before` is what runs it.
  init(_ desk: CrashedDesk, _ before: [String] = [], sync: String) throws {
    self.desk = desk
    child = try desk.start(before, sync: sync)
  }

  /// Makes a folder of a scene, and its model.
  static func place(
    _ scene: Scene, at folder: String, binary: String, errors: String? = nil
  ) throws -> CrashedDesk {
    let manager = FileManager.default
    for path in [folder, errors ?? folder + ".stderr"] where manager.fileExists(atPath: path) {
      try manager.removeItem(atPath: path)
    }
    if let template = scene.folder { try manager.copyItem(atPath: template, toPath: folder) }
    let model = try DeskModel()
    for call in scene.calls { model.keep(call.line) }
    return CrashedDesk(folder, binary: binary, model: model, errors: errors)
  }

  /// Sends what one read is to bring, and judges its answers; false if the process ended.
  @discardableResult
  func drain(_ lines: [[UInt8]]) throws -> Bool {
    child.forget()
    for line in lines { child.offer(line) }
    try child.await(lines: lines.count)
    let (found, before) = (child.answers, (refused: isLastRefused, seq: model.seq))
    var isRefused = false
    let decided = undecided.count
    for (line, answer) in zip(lines, found) { isRefused = try judge(answer, line) || isRefused }
    if undecided.count > decided, let first = found.firstIndex(where: { $0.text.contains(#""kept":"unknown""#) }) {
      // What follows in the same read was written with it, whatever it came to without it.
      undecided.removeSubrange(decided...)
      undecided += lines[first...].filter { !$0[...].text.contains(#""method":"store."#) }
    }
    answers += found.count
    if isRefused { refused += 1 }
    if model.seq > before.seq { accepted += 1 }
    if found.count < lines.count { undecided += lines[found.count...] }
    return !child.isOutputEnded
  }

  /// True if a change was refused.
  private func judge(_ answer: ArraySlice<UInt8>, _ line: [UInt8]) throws -> Bool {
    let text = answer.text
    let isOfStore = line[...].text.contains(#""method":"store."#)
    if text.contains(#""code":1011,"#) {
      isTold = true
      guard !isOfStore else { return false }
      guard text.contains(#""kind":"storage""#), text.contains(#""advice":""#) else {
        throw CrashFault("a refusal does not say what to do: \(answer.excerpt)")
      }
      if text.contains(#""kept":"unknown""#) { undecided.append(line) }
      isLastRefused = true
      return true
    }
    if isOfStore {
      guard text.contains(#""result":"#) else { throw CrashFault("the store answered \(answer.excerpt)") }
      return false
    }
    let seq = model.seq
    try DeskModel.check(answer, model.keep(line))
    if model.seq > seq {
      // What was refused before is void since.
      undecided = []
      isLastRefused = false
    }
    return false
  }

  /// Ends the process, in good order or not; its exit code, which must be one that is documented.
  @discardableResult
  func end(byKill: Bool = false) throws -> Int32 {
    if byKill { try child.killNow() }
    child.closeInput()
    try child.awaitEnd()
    let code = child.wait()
    guard code == -SIGKILL || Self.exitCodes.contains(code) else {
      throw CrashFault("the process ended with \(code)")
    }
    if [65, 73, 75].contains(code) && answers > 0 { throw CrashFault("exit code \(code) of a process that served") }
    if code > 0 && !isTold && desk.said.isEmpty { throw CrashFault("exit code \(code), and not a word on stderr") }
    return code
  }

  /// Says what the next process must find, and may.
  func expectUndecided() { desk.expect(undecided) }

  /// Opens the desk without faults: all that was answered is there, and changes are taken.
  func checkAfter() throws {
    expectUndecided()
    let next = try FaultySession(desk, sync: "always")
    try desk.check(next.child)
    try next.drain([Workload.line(1, "contact.create", #""name":"after""#)])
    guard next.accepted == 1 else { throw CrashFault("no change is taken after the fault") }
    guard try next.end() == 0 else { throw CrashFault("the next process did not end well: \(desk.said)") }
  }
}
