// A process that is asked and not crashed: for programs that measure what calls cost.

extension SpawnedProcess {
  /// A desk in memory, whose clock shows the same in each run.
  convenience init(inMemory options: CrashOptions) throws {
    try self.init(
      [options.binary, "--memory", "--client-pid", "0", "--clock", "2026-01-01T09:00:00Z"],
      errors: options.folder + "/errors")
    patienceMilliseconds = 150_000
  }

  /// Sends calls and waits for their answers, which are results; they stay in `received` until the next calls.
  func send(_ calls: [[UInt8]]) throws {
    forget()
    offer(calls.joined())
    try self.await(lines: calls.count)
    guard lines == calls.count else { throw CrashFault("the process ended with \(wait())") }
    let result = Array(#"{"jsonrpc":"2.0","id":1,"result""#.utf8)
    if let answer = answers.first(where: { !$0.starts(with: result) }) {
      throw CrashFault(String(decoding: answer, as: UTF8.self))
    }
  }

  /// Microseconds that each of the calls takes.
  func time(of calls: [[UInt8]]) throws -> Double {
    let watch = Stopwatch()
    try send(calls)
    return watch.seconds * 1e6 / Double(calls.count)
  }

  /// Ends the process as its client would.
  func end() throws {
    closeInput()
    let code = wait()
    guard code == 0 else { throw CrashFault("a process ended with \(code)") }
  }
}
