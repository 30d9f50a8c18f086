import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A desk in a folder, seen from outside: where it lies, who may have it, what is left when its process is gone.
struct DataFolderTests {
  private static func create(_ id: Int) -> String {
    Request.call(id, "contact.create", #"{"name":"Contact \#(id)"}"#) + "\n"
  }

  /// How many contacts a folder has, as the next process tells.
  private static func contacts(_ folder: String) throws -> Int {
    let info = try Command(["call", "system.info", "--data", folder])
    #expect(info.ending == .code(0) && info.errors == "", "\(info.errors)")
    let count = info.output.firstMatch(of: /"contacts":([0-9]+)/)?.1
    return try #require(count.flatMap { Int($0) })
  }

  @Test func foundByTheNext() throws {
    let scratch = try Scratch()
    for round in 1...3 {
      let desk = try Desk(["--data", scratch.desk])
      try desk.send(Self.create(round))
      #expect(
        try desk.line()
          == #"{"jsonrpc":"2.0","id":\#(round),"result":{"contactId":"contact-\#(round)","version":\#(round + 1)}}"#)
      try desk.finish()
    }
    #expect(try Self.contacts(scratch.desk) == 3)
    #expect(try scratch.names() == ["journal-1", "lock", "presence"])
  }

  /// The folder and what is in it are the owner's alone, whatever the umask says.
  @Test(arguments: ["000", "277", "777"]) func modes(_ umask: String) throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk + "/"], from: .shell("umask \(umask); exec \"$0\" \"$@\""))
    try desk.send(Self.create(1) + Request.call(2, "store.snapshot", "{}") + "\n")
    _ = (try desk.line(), try desk.line())
    try desk.finish()
    #expect(try scratch.mode("desk") == 0o700)
    let names = try scratch.names()
    #expect(names == ["journal-2", "lock", "presence", "snapshot-2"])
    for name in names { #expect(try scratch.mode("desk/" + name) == 0o600, "\(name)") }
  }

  /// Kept to one process: the others are told whose it is, and change nothing; nor does it take a folder from them.
  @Test func exclusive() throws {
    let scratch = try Scratch()
    let first = try Desk(["--data", scratch.desk, "--exclusive"])
    try first.ping()
    for words in [["--data", scratch.desk], ["call", "system.ping", "--data", scratch.desk], ["demo", scratch.desk]] {
      let second = try Command(words)
      #expect(second.ending == .code(75) && second.output == "", "\(words)")
      #expect(second.errors.contains("(\(first.child.pid))"), "\(second.errors)")
    }
    first.child.signal(SIGKILL)
    _ = try first.child.end()
    #expect(try Self.contacts(scratch.desk) == 0)
    let shared = try (1...2).map { _ in try Desk(["--data", scratch.desk]) }
    // A first write makes a process known to the others for certain.
    for desk in shared {
      try desk.send(Self.create(1))
      #expect(try desk.line().contains("result"))
    }
    let refused = try Command(["--data", scratch.desk, "--exclusive"])
    let pids = shared.map(\.child.pid).sorted().map { "\($0)" }.joined(separator: ", ")
    #expect(refused.ending == .code(75) && refused.errors.contains("(\(pids))"), "\(refused.errors)")
    for desk in shared { try desk.finish() }
  }

  /// Killed at no matter which instant: every answer that came is true.
  @Test(arguments: 1...5) func killed(_ round: Int) throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk])
    // All is sent at once: some of it is on its way in, some on its way out, when the end comes.
    let sent = 400
    try desk.send((1...sent).map(Self.create).joined())
    var answered = 0
    for _ in 0..<round * 40 {
      #expect(try desk.line().contains(#""result""#))
      answered += 1
    }
    desk.child.signal(SIGKILL)
    answered += try desk.rest().split(separator: "\n").filter { $0.hasSuffix("}}") }.count
    #expect(try desk.child.end() == .signal(SIGKILL))
    let found = try Self.contacts(scratch.desk)
    #expect(found >= answered && found <= sent, "\(answered) answered, \(found) found")
    let names = try Command(["call", "contact.list", #"{"limit":500}"#, "--data", scratch.desk])
    for id in 1...answered { #expect(names.output.contains(#""name":"Contact \#(id)""#)) }
  }

  /// Where the desk lies when nobody says.
  @Test func defaultFolder() throws {
    let scratch = try Scratch()
    let create = ["call", "contact.create", #"{"name":"Mira"}"#]
    let none = ["-u", "CONTACTDESK_DATA", "-u", "XDG_DATA_HOME", "-u", "HOME"]
    #expect(try Command(create, none).ending == .code(64))
    #if os(Linux)
    #expect(try Command(create, none + ["HOME=\(scratch.path)", "XDG_DATA_HOME=relative"]).ending == .code(0))
    #expect(try scratch.names(in: ".local/share/contactdesk") == ["journal-1", "lock", "presence"])
    #expect(try Command(create, none + ["HOME=/nowhere", "XDG_DATA_HOME=\(scratch.path)/data"]).ending == .code(0))
    #expect(try scratch.names(in: "data/contactdesk") == ["journal-1", "lock", "presence"])
    #endif
    #expect(try Command(create, none + ["HOME=/nowhere", "CONTACTDESK_DATA=\(scratch.desk)"]).ending == .code(0))
    let other = try Command(create + ["--data=\(scratch.path)/other"], none + ["CONTACTDESK_DATA=\(scratch.desk)"])
    #expect(other.output.contains("contact-1"))
    #expect(try Self.contacts(scratch.desk) == 1)
  }

  /// What cannot be opened, and the exit code that says why.
  @Test func exitCodes() throws {
    let scratch = try Scratch()
    func check(_ words: [String], _ code: Int32, _ named: String) throws {
      let command = try Command(words)
      #expect(command.ending == .code(code) && command.output == "", "\(words): \(command.ending)")
      #expect(command.errors.hasPrefix("contactdesk: ") && command.errors.contains(named), "\(command.errors)")
    }
    try check(["--data", scratch.desk, "--memory"], 64, "--data")
    try check(["--data", ""], 64, "--data")
    try check(["--sync", "sometimes"], 64, "always or never")
    try check(["--sync", "batch"], 64, "always or never")
    try check(["demo"], 64, "--memory")
    try check(["--data", "/dev/null/desk"], 73, "mkdir of desk: Not a directory")
    // A link in the place of one of our files is not followed.
    try scratch.makeFolder("linked")
    try scratch.link("linked/lock", to: scratch.path + "/elsewhere")
    try check(["--data", scratch.path + "/linked"], 73, "open of lock")
    #expect(try Command(["demo", scratch.desk]).ending == .code(0))
    try check(["demo", scratch.desk], 64, "already")
    try scratch.write("x", at: 4_200, of: "desk/snapshot-2")
    try check(["--data", scratch.desk], 65, "snapshot-2 is damaged at byte 4160")
    try check(["call", "system.ping", "--data", scratch.desk], 65, "snapshot-2")
  }

  /// A file that may not grow: another is begun. Of a batch that fits into none, the calls that do not fit are refused,
  /// and nothing else; and the next call is taken.
  @Test func limitedFiles() throws {
    let scratch = try Scratch()
    // Blocks of 512 or 1,024 bytes, as the shell has it.
    let desk = try Desk(["--data", scratch.desk], from: .shell("ulimit -f 200; exec \"$0\" \"$@\""))
    let note = String(repeating: "a", count: 50_000)
    func message(_ id: Int) -> String {
      Request.call(
        id, "message.record",
        #"{"channel":"sms","direction":"inbound","from":{"externalId":"\#(id)"},"text":"\#(note)"}"#)
    }
    func expectKept(_ ids: ClosedRange<Int>) throws {
      for id in ids {
        try desk.send(message(id) + "\n")
        #expect(try desk.line().hasPrefix(Answer.result(id)))
      }
    }
    try expectKept(1...6)
    try desk.send("[" + (7...20).map(message).joined(separator: ",") + "]\n")
    let line = try desk.line()
    let refused = line.matches(of: /"kind":"storage","retryable":true/).count
    #expect(line.matches(of: /"messageId":/).count == 14 - refused && refused > 5, "\(line.prefix(400))")
    #expect(line.matches(of: /"kept":"no"/).count == refused)
    try desk.send(Request.call(21, "system.info", "{}") + "\n")
    #expect(try desk.line().contains(#""contacts":\#(20 - refused),"#))
    try expectKept(22...24)
    desk.input.closeWriting()
    #expect(try desk.rest() == "")
    let log = try desk.rest(of: desk.errors)
    #expect(log.contains("changes are refused: ") && log.contains("File too large"), "\(log)")
    #expect(try desk.child.end() == .code(0))
    #expect(try Self.contacts(scratch.desk) == 23 - refused)
  }

  /// A folder that is removed under a desk: refused and told, reads go on, and the exit code says what was lost.
  @Test func removedFolder() throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk])
    try desk.send(Self.create(1))
    #expect(try desk.line().contains(#""result""#))
    try scratch.remove("desk")
    for id in 2...3 {
      try desk.send(Self.create(id))
      let line = try desk.line()
      #expect(line.contains(#""kind":"storage""#) && line.contains("No such file or directory"), "\(line)")
      #expect(line.contains("Put the folder or the file back"))
    }
    try desk.send(Request.call(4, "card.get", #"{"contactId":"contact-1"}"#) + "\n")
    #expect(try desk.line().hasPrefix(Answer.result(4)))
    try desk.send(Request.call(5, "store.status", "{}") + "\n")
    #expect(try desk.line().contains(#""readOnly":true,"reason":"lstat of lock: No such file or directory""#))
    desk.input.closeWriting()
    #expect(try desk.rest(of: desk.errors).contains("changes are refused until the store is repaired"))
    #expect(try desk.child.end() == .code(74))
  }

  /// Another desk put in the place of this one is left alone.
  @Test func replacedFolder() throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk])
    try desk.send(Self.create(1))
    #expect(try desk.line().contains(#""result""#))
    try scratch.move("desk", to: "old")
    #expect(try Command(["demo", scratch.desk]).ending == .code(0))
    try desk.send(Request.call(2, "store.snapshot", "{}") + "\n" + Self.create(3))
    for _ in 2...3 { #expect(try desk.line().contains(#""kind":"storage""#)) }
    #expect(try Self.contacts(scratch.desk) == 61)
    // Back in its place, it goes on.
    try scratch.remove("desk")
    try scratch.move("old", to: "desk")
    try desk.send(Self.create(4))
    #expect(try desk.line().contains(#""result""#))
    desk.input.closeWriting()
    #expect(try desk.child.end() == .code(0))
    #expect(try Self.contacts(scratch.desk) == 2)
  }

  /// The demo desk, kept, is the demo desk.
  @Test func demo() throws {
    let scratch = try Scratch()
    let made = try Command(["demo", scratch.desk])
    #expect(made.output.contains(scratch.desk) && made.errors == "")
    let words = ["call", "card.get", #"{"contactId":"contact-1"}"#]
    #expect(try Command(words + ["--data", scratch.desk]).output == Command(words + ["--demo"]).output)
  }

  /// `never` answers and keeps all the same, as long as the machine has power.
  @Test(arguments: ["never", "always"]) func policies(_ sync: String) throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk, "--sync", sync, "--client-pid", "0"])
    try desk.send((1...50).map(Self.create).joined() + Request.call(51, "store.status", "{}") + "\n")
    for _ in 1...50 { _ = try desk.line() }
    #expect(try desk.line().contains(#""sync":"\#(sync)""#))
    desk.child.signal(SIGKILL)
    _ = try desk.child.end()
    #expect(try Self.contacts(scratch.desk) == 50)
  }
}
