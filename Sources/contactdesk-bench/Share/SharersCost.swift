import Foundation

/// What it costs to share a folder: calls one at a time, alone and beside an idle process, in turns; and several
/// writers at once.
struct SharersCost: CrashProgram {
  private let options: CrashOptions
  private let rounds = 7
  private let calls: Int

  init(_ options: CrashOptions) {
    self.options = options
    calls = options.count ?? 1_000
  }

  func run() throws {
    try options.makeFolder()
    say("sharers: \(rounds) rounds of \(calls) calls in \(options.folder)")
    let folder = options.folder + "/desk"
    let one = try start(folder)
    _ = try one.call("contact.create", #""name":"Mira""#)
    try beside(one, folder, "card.get", edits: false)
    try beside(one, folder, "attribute.edit, durable", edits: true)
    try idle(one, folder)
    for writers in [1, 2, 4, 8] { try write(writers, one, folder) }
    try options.removeFolder()
  }

  private func start(_ folder: String) throws -> SharingClient {
    let client = try SharingClient(options.binary, folder, options.folder + "/errors", sync: "always", agent: "anna")
    _ = try client.call("system.ping")
    return client
  }

  /// The median of calls one at a time, in microseconds: alone, and with an idle process, by turns.
  private func beside(_ one: SharingClient, _ folder: String, _ name: String, edits: Bool) throws {
    var (alone, beside, ratios): ([Double], [Double], [Double]) = ([], [], [])
    var other: SharingClient?
    for round in 0..<rounds {
      other = nil
      let first = try times(one, edits, round * 2).median
      other = try start(folder)
      let second = try times(one, edits, round * 2 + 1).median
      other?.child.closeInput()
      _ = other?.child.wait()
      alone.append(first)
      beside.append(second)
      ratios.append(second / first)
    }
    say(
      "  \(name): \(Self.rounded(alone.median)) us alone, \(Self.rounded(beside.median)) us beside an idle process, "
        + "\(Self.rounded(ratios.median * 100)) %")
  }

  private func times(_ client: SharingClient, _ edits: Bool, _ round: Int) throws -> [Double] {
    try (0..<calls).map { call in
      let line =
        edits
        ? Workload.line(
          1, "attribute.edit", #""contactId":"contact-1","set":{"phone":"+3247\#(1_000_000 + round * calls + call)"}"#)
        : Workload.line(1, "card.get", #""contactId":"contact-1""#)
      let watch = Stopwatch()
      client.child.offer(line)
      try client.child.await(lines: 1)
      client.child.forget()
      return watch.seconds * 1e6
    }
  }

  /// The processor time of a process that nobody asks, over two seconds of silence.
  private func idle(_ one: SharingClient, _ folder: String) throws {
    let other = try start(folder)
    usleep(1_100_000)
    let before = Self.ticks(other.child.pid)
    usleep(2_000_000)
    say("  idle for 2 s: \((Self.ticks(other.child.pid) - before) * 10) ms of processor time")
    other.child.closeInput()
    _ = other.child.wait()
  }

  /// In hundredths of a second (proc(5), stat).
  private static func ticks(_ pid: Int32) -> Int {
    guard let text = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return 0 }
    let fields = String(decoding: text, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
  }

  /// So many writers, each with one edit in flight, for three seconds.
  private func write(_ count: Int, _ one: SharingClient, _ folder: String) throws {
    let writers = [one] + (try (1..<max(count, 1)).map { _ in try start(folder) })
    var (times, sent): ([Double], [ContinuousClock.Instant]) = ([], Array(repeating: .now, count: count))
    var value = 0
    let watch = Stopwatch()
    var isUnderWay = Array(repeating: false, count: count)
    while watch.seconds < 3 || isUnderWay.contains(true) {
      var isBusy = false
      for (index, writer) in writers.prefix(count).enumerated() {
        writer.child.pump(milliseconds: 0)
        if isUnderWay[index], writer.child.lines > 0 {
          let spent = ContinuousClock.now - sent[index]
          times.append(Double(spent.components.attoseconds) / 1e12 + Double(spent.components.seconds) * 1e6)
          writer.child.forget()
          isUnderWay[index] = false
        }
        guard !isUnderWay[index], watch.seconds < 3 else { continue }
        value += 1
        (sent[index], isUnderWay[index], isBusy) = (.now, true, true)
        writer.child.offer(
          Workload.line(1, "attribute.edit", #""contactId":"contact-1","set":{"phone":"+3246\#(1_000_000 + value)"}"#))
        writer.child.pump(milliseconds: 0)
      }
      if !isBusy { one.child.pump(milliseconds: 1) }
    }
    times.sort()
    let share = { (part: Double) in Self.rounded(times[min(times.count - 1, Int(Double(times.count) * part))]) }
    say(
      "  \(count) writers: \(Int(Double(times.count) / watch.seconds)) edits a second; "
        + "median \(share(0.5)) us, p99 \(share(0.99)) us, slowest \(share(1)) us")
    for writer in writers.dropFirst() {
      writer.child.closeInput()
      _ = writer.child.wait()
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

extension [Double] {
  /// The middle one; 0 of none.
  fileprivate var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
