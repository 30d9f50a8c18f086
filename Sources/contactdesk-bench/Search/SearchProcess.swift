import Foundation

/// The real binary on a folder, asked one call at a time.
final class SearchProcess {
  private let child: SpawnedProcess
  /// Microseconds from its start to its first answer, which is a card.
  let opening: Double

  init(_ options: CrashOptions, folder: String) throws {
    let watch = Stopwatch()
    child = try SpawnedProcess(
      [options.binary, "--data", folder, "--sync", "never", "--client-pid", "0"], errors: options.folder + "/errors")
    child.patienceMilliseconds = 150_000
    child.offer(Workload.line(1, "card.get", #""contactId":"contact-7""#))
    try child.await(lines: 1)
    opening = watch.seconds * 1e6
  }

  /// Sends calls together, whose answers must be results.
  func send(_ calls: [[UInt8]]) throws { try child.send(calls) }

  /// Sends a call and waits for its answer. Returns how many microseconds that took.
  func time(of call: [UInt8]) throws -> Double {
    child.forget()
    let watch = Stopwatch()
    child.offer(call)
    try child.await(lines: 1)
    let micros = watch.seconds * 1e6
    guard child.lines == 1 else { throw CrashFault("the process ended with \(child.wait())") }
    return micros
  }

  /// The answer that came last.
  var answer: Data { Data(child.received) }

  /// The round trips of calls, one by one; `check` looks at each answer.
  func trips(_ calls: [[UInt8]], _ check: (_ index: Int, _ answer: Data) throws -> Void = { _, _ in }) throws
    -> RoundTrips
  {
    var trips = RoundTrips()
    for (index, call) in calls.enumerated() {
      let before = processorMicros
      trips.micros.append(try time(of: call))
      if let before, let after = processorMicros { trips.processor.append(after - before) }
      try check(index, answer)
    }
    return trips
  }

  /// Ends the process as its client would.
  func end() throws { try child.end() }

  /// Megabytes of its memory that are resident; 0 where that is not to be had (proc(5), status).
  var residentMegabytes: Double {
    guard let status = FileManager.default.contents(atPath: "/proc/\(child.pid)/status") else { return 0 }
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) } ?? 0) / 1024
  }

  /// The time that the processor gave it; nil where that is not to be had. Other programs may keep a call waiting.
  private var processorMicros: Double? {
    #if os(Linux)
    var (clock, time) = (clockid_t(), timespec())
    guard clock_getcpuclockid(child.pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    #else
    return nil
    #endif
  }
}
