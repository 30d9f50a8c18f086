import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Processes that share a folder, as their clients see them.
struct SharedFolderTests {
  private static func name(_ id: Int, _ name: String, ifVersion: Int? = nil) -> String {
    let version = ifVersion.map { #","ifVersion":\#($0)"# } ?? ""
    return Request.call(id, "contact.update", #"{"contactId":"contact-1","name":"\#(name)"\#(version)}"#) + "\n"
  }

  private static func card(_ id: Int) -> String {
    Request.call(id, "card.get", #"{"contactId":"contact-1"}"#) + "\n"
  }

  /// Sends to a desk and returns its answer.
  private static func ask(_ desk: Desk, _ text: String) throws -> String {
    try desk.send(text)
    return try desk.line()
  }

  /// What one process answered is in the next answer of all the others.
  @Test func everyAnswerIsOfNow() throws {
    let scratch = try Scratch()
    let desks = try (0..<3).map { try Desk(["--data", scratch.desk, "--agent", "agent\($0)"]) }
    #expect(
      try Self.ask(desks[0], Request.call(1, "contact.create", #"{"name":"First"}"#) + "\n").contains("contact-1"))
    for turn in 0..<30 {
      let writer = desks[turn % 3]
      if turn % 7 == 3 {
        #expect(try Self.ask(writer, Request.call(2, "store.snapshot", "{}") + "\n").contains("result"))
      }
      #expect(try Self.ask(writer, Self.name(3, "Name \(turn)")).contains(#""result""#))
      for reader in desks { #expect(try Self.ask(reader, Self.card(4)).contains(#""name":"Name \#(turn)""#)) }
    }
    for desk in desks { try desk.finish() }
    #expect(try Command(["check", scratch.desk]).ending == .code(0))
  }

  /// A version that another process has moved is an old one.
  @Test func versionsAreOfAll() throws {
    let scratch = try Scratch()
    let (a, b) = (try Desk(["--data", scratch.desk]), try Desk(["--data", scratch.desk]))
    #expect(try Self.ask(a, Request.call(1, "contact.create", #"{"name":"First"}"#) + "\n").contains(#""version":2"#))
    #expect(try Self.ask(b, Self.name(2, "Second", ifVersion: 2)).contains(#""version":3"#))
    #expect(try Self.ask(a, Self.name(3, "Third", ifVersion: 2)).contains(#""kind":"versionConflict""#))
    #expect(try Self.ask(a, Self.name(4, "Third", ifVersion: 3)).contains(#""version":4"#))
    for desk in [a, b] { try desk.finish() }
  }

  /// A process that comes while another one works gets in at once, and finds all that was answered; so does one that
  /// comes after a kill.
  @Test func alone() throws {
    let scratch = try Scratch()
    let card = ["call", "card.get", #"{"contactId":"contact-1"}"#, "--data", scratch.desk, "--role", "viewer"]
    let desk = try Desk(["--data", scratch.desk])
    #expect(try Self.ask(desk, Request.call(1, "contact.create", #"{"name":"First"}"#) + "\n").contains("contact-1"))
    for turn in 0..<10 {
      #expect(try Self.ask(desk, Self.name(2, "Name \(turn)")).contains(#""result""#))
      let found = try Command(card)
      #expect(found.ending == .code(0) && found.output.contains("Name \(turn)"), "\(found.output)\(found.errors)")
    }
    // While it is at work, too.
    let count = 3_000
    try desk.send((1...count).map { Self.name($0, "At \($0)") }.joined())
    #expect(try desk.line().contains(#""result""#))
    #expect(try Command(card).output.contains("At "))
    for _ in 1..<count { #expect(try desk.line().contains(#""result""#)) }
    #expect(try Self.ask(desk, Self.name(3, "Last")).contains(#""result""#))
    desk.child.signal(SIGKILL)
    _ = try desk.child.end()
    #expect(try Command(card).output.contains("Last"))
  }

  /// Killed in the middle of its writes: the others go on at once, with all that it was told.
  @Test(arguments: 1...5) func killedAmongOthers(_ round: Int) throws {
    let scratch = try Scratch()
    let (victim, other) = (try Desk(["--data", scratch.desk]), try Desk(["--data", scratch.desk]))
    func create(_ id: Int) -> String { Request.call(id, "contact.create", #"{"name":"Contact \#(id)"}"#) + "\n" }
    var told = 0
    try victim.send((1...400).map(create).joined())
    for _ in 0..<round * 31 {
      told = max(told, try victim.line().hasPrefix(Answer.result(told + 1)) ? told + 1 : told)
      if told % 10 == 0 { #expect(try Self.ask(other, create(told)).contains("result")) }
    }
    victim.child.signal(SIGKILL)
    _ = try victim.child.end()
    let made = try Self.ask(other, create(1_000))
    #expect(made.contains("result"), "\(made)")
    let list = try Self.ask(other, Request.call(1_001, "contact.list", #"{"limit":500}"#) + "\n")
    for id in 1...told { #expect(list.contains(#""name":"Contact \#(id)""#), "\(id) of \(told)") }
    try other.finish()
    #expect(try Command(["check", scratch.desk]).ending == .code(0))
  }

  /// One that hangs while it writes costs the others a bounded wait, and an error that names it; reads go on.
  @Test func hanging() throws {
    let scratch = try Scratch()
    let (hanging, other) = (try Desk(["--data", scratch.desk]), try Desk(["--data", scratch.desk]))
    // A start may take the lock, too.
    try other.ping()
    #expect(try Self.ask(hanging, Request.call(1, "contact.create", #"{"name":"A"}"#) + "\n").contains("result"))
    // This test holds the lock in its place.
    let lock = open(scratch.desk + "/lock", O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
    try other.send(Self.name(2, "B") + Self.card(3))
    let refused = try other.line()
    #expect(refused.contains(#""kind":"storage","retryable":true"#), "\(refused)")
    #expect(refused.contains("process \(hanging.child.pid),") && refused.contains(#""kept":"no""#), "\(refused)")
    #expect(try other.line().contains(#""name":"A""#))
    #expect(flock(lock, LOCK_UN) == 0)
    #expect(try Self.ask(other, Self.name(4, "B")).contains("result"))
    close(lock)
    for desk in [hanging, other] { try desk.finish() }
  }

  /// Beside one that hangs while it writes, whatever changes nothing waits for nobody: a start, reads, a second
  /// promotion, an end, `card`; and `check` says at once that the folder is in use.
  @Test func nobodyWaitsForNothing() throws {
    let scratch = try Scratch()
    let hanging = try Desk(["--data", scratch.desk])
    #expect(try Self.ask(hanging, Request.call(1, "contact.create", #"{"name":"A"}"#) + "\n").contains("result"))
    let promote = Request.call(2, "vip.promote", #"{"contactId":"contact-1"}"#) + "\n"
    #expect(try Self.ask(hanging, promote).contains("result"))
    let member = try Desk(["--data", scratch.desk])
    try member.ping()
    let lock = open(scratch.desk + "/lock", O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX) == 0)
    let late = try Desk(["--data", scratch.desk])
    for desk in [member, late] {
      #expect(try Self.ask(desk, Self.card(1)).contains(#""name":"A""#))
      #expect(try Self.ask(desk, promote).contains(#""version":"#))
      // It writes nothing on stderr: neither that it waits, nor that it could not.
      try desk.finish()
    }
    let card = try Command(["card", "contact-1", "--data", scratch.desk])
    #expect(card.ending == .code(0) && card.output.contains("A") && card.errors == "", "\(card.errors)")
    let check = try Command(["check", scratch.desk])
    #expect(check.ending == .code(75) && check.errors.contains("(\(hanging.child.pid))"), "\(check.errors)")
    #expect(flock(lock, LOCK_UN) == 0)
    close(lock)
    try hanging.finish()
  }

  /// A lock that somebody removed is noticed, before anything is written that a process beside would not know of.
  @Test func removedLock() throws {
    let scratch = try Scratch()
    let (a, b) = (try Desk(["--data", scratch.desk]), try Desk(["--data", scratch.desk]))
    #expect(try Self.ask(a, Request.call(1, "contact.create", #"{"name":"A"}"#) + "\n").contains("result"))
    #expect(try Self.ask(b, Self.name(1, "A")).contains("result"))
    try scratch.move("desk/lock", to: "desk/elsewhere")
    for desk in [a, b] { #expect(try Self.ask(desk, Self.name(2, "B")).contains("lstat of lock")) }
    let late = try Command(["call", "system.ping", "--data", scratch.desk])
    #expect(late.ending == .code(75) && late.output == "", "\(late.errors)")
    try scratch.remove("desk/lock")
    try scratch.move("desk/elsewhere", to: "desk/lock")
    for desk in [a, b] { #expect(try Self.ask(desk, Self.name(3, "C")).contains("result")) }
    for desk in [a, b] {
      desk.input.closeWriting()
      let errors = try desk.rest(of: desk.errors)
      #expect(try desk.child.end() == .code(0), "\(errors)")
    }
  }
}
