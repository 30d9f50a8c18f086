import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Clients that write on without reading, or read slowly: nothing is lost, nobody deadlocks, memory stays bounded.
struct HeldAnswerTests {
  /// Answers that are held, at the most.
  private static let heldMax = 64 << 20
  /// Room for what one read brings on top, and for the allocator.
  private static let little = 4 << 20

  @Test func writesAllBeforeItReads() throws {
    let desk = try Desk()
    try desk.send(Request.create(0, labels: 100))
    _ = try desk.line()
    let idle = try Peak(desk)
    // More than 50 MB of answers.
    let count = 200_000
    func isCard(_ number: Int) -> Bool { number % 100 == 0 }
    for start in stride(from: 0, to: count, by: 10_000) {
      try desk.send((start..<start + 10_000).map { isCard($0) ? Request.card($0) : Request.ping($0) }.joined())
    }
    try idle.check(desk, Self.heldMax + Self.little)
    desk.input.close()
    var answers = Answers { isCard($0) ? Answer.result($0) : Answer.pong($0) }
    try answers.readToEnd(desk.output)
    #expect(answers.count == count)
    #expect(try desk.child.end() == .code(0))
    #expect(try desk.rest(of: desk.errors) == "")
  }

  @Test func stopsReadingWhenTooMuchIsHeld() throws {
    let desk = try Desk()
    try desk.send(Request.create(0, labels: 100))
    _ = try desk.line()
    let idle = try Peak(desk)
    // About 150 MB of answers to requests padded to more than any pipe takes: none is taken once enough is held.
    let count = 6_000
    let padding = String(repeating: " ", count: 600)
    let requests = Array((0..<count).map { padding + Request.card($0) }.joined().utf8)
    var sent = 0
    func send() throws {
      sent += try requests.withUnsafeBytes { try desk.input.writeSome(.init(rebasing: $0[sent...])) }
    }
    while desk.input.waits(for: POLLOUT, .milliseconds(500)) && sent < requests.count { try send() }
    #expect(sent < requests.count - (1 << 16))
    try idle.check(desk, Self.heldMax + Self.little)
    // Read a little, write a little: what was read makes room, and no more than that is used.
    var answers = Answers(Answer.result)
    for goal in stride(from: 0, to: count, by: 50) {
      while sent < requests.count && desk.input.waits(for: POLLOUT, .zero) { try send() }
      try answers.read(until: goal, from: desk.output)
    }
    try idle.check(desk, Self.heldMax / 4 * 5 + Self.little)
    while sent < requests.count {
      if desk.input.waits(for: POLLOUT, .zero) { try send() }
      guard desk.output.waits(for: POLLIN, .milliseconds(1)) else { continue }
      try answers.read(until: answers.count + 1, from: desk.output)
    }
    try answers.read(until: count, from: desk.output)
    #expect(answers.count == count)
    try desk.finish()
  }

  /// A line that is too long costs its answer, not its memory.
  @Test(arguments: [17, 20, 100]) func tooLongALine(megabytes: Int) throws {
    let desk = try Desk()
    try desk.ping()
    let idle = try Peak(desk)
    let piece = [UInt8](repeating: 0x20, count: 1 << 20)
    for _ in 0..<megabytes { try desk.input.write(piece) }
    try desk.send("\n")
    let answer = try desk.line()
    #expect(answer.hasPrefix(Answer.error(-32600)) && answer.contains(#""kind":"limitExceeded""#), "\(answer)")
    try desk.ping()
    try idle.check(desk, (16 << 20) + Self.little)
    try desk.finish()
  }

  /// A line of exactly 16 MiB is taken; its end does not count.
  @Test func theLongestLine() throws {
    let desk = try Desk()
    let ping = String(Request.ping(1).dropLast())
    let room = String(repeating: " ", count: (16 << 20) - ping.utf8.count)
    try desk.send(ping + room + "\r\n" + ping + room + " \r\n")
    #expect(try desk.line() == Answer.pong(1))
    #expect(try desk.line().hasPrefix(Answer.error(-32600)))
    try desk.ping()
    try desk.finish()
  }

  /// A process's memory at its start, to which its peak is compared.
  private struct Peak {
    #if os(Linux)
    private let memory: Memory
    init(_ desk: Desk) throws { memory = try Memory(of: desk.child) }
    #else
    init(_ desk: Desk) throws {}
    #endif

    /// Expects the peak to be at most this many bytes higher.
    func check(_ desk: Desk, _ more: Int, sourceLocation: SourceLocation = #_sourceLocation) throws {
      #if os(Linux)
      guard memory.isMeaningful else { return }
      let taken = try Memory(of: desk.child).peak - memory.peak
      #expect(taken <= more, sourceLocation: sourceLocation)
      #endif
    }
  }
}
