import Foundation

/// The real binary, and what a line costs it.
final class WorstProcess {
  /// What a line cost.
  struct Cost {
    let seconds: Double
    /// Seconds of the processor's time, where they can be read: other programs may keep the line waiting.
    let processorSeconds: Double?
    /// Seconds that count: what other programs took of the processor is not the line's fault.
    var ownSeconds: Double { min(seconds, processorSeconds ?? seconds) }
    /// Bytes of memory at the most, beyond those before and those of the line.
    let memory: Int
    /// Bytes of the answer.
    let answer: Int
  }

  private let child: SpawnedProcess
  /// Whether the peak of a process's memory can be read and set back (Linux).
  let measuresMemory: Bool

  /// Starts a process on a folder, and waits until it answers.
  init(_ binary: String, folder: String, errors: String, clock: String? = nil) throws {
    let fixed = clock.map { ["--clock", $0] } ?? []
    child = try SpawnedProcess(
      [binary, "--data", folder, "--sync", "never", "--client-pid", "0"] + fixed, errors: errors)
    child.patienceMilliseconds = 150_000
    measuresMemory = Self.resetPeak(child.pid)
    try send([])
    child.forget()
  }

  /// Sends lines, and waits until all of them are executed.
  func send(_ lines: [UInt8]) throws {
    child.offer(lines)
    child.offer(Self.lastCall)
    // Notifications have no answers: that of the last call says that all are executed.
    while !child.received.suffix(Self.lastAnswer.count).elementsEqual(Self.lastAnswer) {
      guard !child.isOutputEnded else { throw CrashFault("the process ended with \(child.wait())") }
      try child.await(lines: child.lines + 1)
    }
  }

  /// Forgets the answers.
  func forget() { child.forget() }

  private static let lastCall = Array((#"{"jsonrpc":"2.0","id":"last","method":"system.ping"}"# + "\n").utf8)
  private static let lastAnswer = Array((#"{"jsonrpc":"2.0","id":"last","result":{}}"# + "\n").utf8)

  /// Sends one line and measures what it costs.
  func cost(of line: [UInt8]) throws -> Cost {
    let before = measuresMemory && Self.resetPeak(child.pid) ? Self.memory(child.pid, "VmRSS") : 0
    let ticks = Self.ticks(child.pid)
    let watch = Stopwatch()
    try send(line)
    let seconds = watch.seconds
    let processor = Self.ticks(child.pid).flatMap { after in ticks.map { Double(after - $0) / 100 } }
    let peak = measuresMemory ? Self.memory(child.pid, "VmHWM") : 0
    defer { child.forget() }
    return Cost(
      seconds: seconds, processorSeconds: processor, memory: max(peak - before - line.count, 0),
      answer: child.received.count - Self.lastAnswer.count)
  }

  /// Ends the process as its client would.
  func end() throws {
    child.closeInput()
    try child.awaitEnd()
    let code = child.wait()
    guard code == 0 else { throw CrashFault("the process ended with \(code)") }
  }

  // MARK: Time and memory

  /// The time that the processor gave it, in hundredths of a second (proc(5), stat).
  private static func ticks(_ pid: pid_t) -> Int? {
    guard let text = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
    let fields = String(decoding: text, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
    return user + system
  }

  /// Sets the peak back to what is used now (proc(5), clear_refs); false where that is not to be had.
  private static func resetPeak(_ pid: pid_t) -> Bool {
    guard let file = fopen("/proc/\(pid)/clear_refs", "w") else { return false }
    let isWritten = fputs("5", file) >= 0
    return fclose(file) == 0 && isWritten
  }

  /// A line of /proc/PID/status, in bytes.
  private static func memory(_ pid: pid_t, _ name: String) -> Int {
    guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return 0 }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
  }
}
