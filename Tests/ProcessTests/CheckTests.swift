import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `contactdesk check`: what it says of a folder, what it saves, and that it changes nothing.
struct CheckTests {
  private static func create(_ id: Int) -> String {
    Request.call(id, "contact.create", #"{"name":"Contact \#(id)"}"#) + "\n"
  }

  /// A folder with the demo desk, and three contacts after its snapshot.
  private static func demo() throws -> Scratch {
    let scratch = try Scratch()
    #expect(try Command(["demo", scratch.desk]).ending == .code(0))
    let desk = try Desk(["--data", scratch.desk, "--clock", "2026-01-15T16:00:00Z"])
    for id in 1...3 {
      try desk.send(create(id))
      _ = try desk.line()
    }
    try desk.finish()
    return scratch
  }

  private static func check(_ scratch: Scratch, _ words: [String] = []) throws -> Command {
    let before = try scratch.contents()
    let command = try Command(["check", scratch.desk] + words)
    #expect(try scratch.contents() == before, "\(words)")
    return command
  }

  @Test func sound() throws {
    let scratch = try Self.demo()
    let command = try Self.check(scratch, ["--width", "100"])
    #expect(command.ending == .code(0) && command.errors == "")
    let golden = """
      sound: 64 contacts, 913 changes

      what is there
        contacts       64
        conversations  77
        messages       421
        notes          60
        agents         8
        teams          3
        channels       12
        groups         4
        attributes     21
        changes        913

      files of DESK
        snapshot-2     changes 1 to 910, 18 records, begun just now, SIZE
        journal-2      changes 911 to 913, 3 records, begun just now, SIZE count
        customers.csv  not of ContactDesk, SIZE
        lock           the lock, and what processes share, SIZE
        presence       who has the desk open, 0 bytes

      """
    let output = command.output.replacing(scratch.desk, with: "DESK")
      .replacing(/[0-9.]+ (bytes|KiB)( of [0-9.]+ KiB)?(?=\n| count)/, with: "SIZE")
      .replacing("open, SIZE", with: "open, 0 bytes")
    #expect(output == golden)
    for words in [["check", "--data", scratch.desk], ["check", "/nowhere/at/all/../desk", "--data", scratch.desk]] {
      #expect(try Command(words).ending == .code(words.count == 3 ? 0 : 66), "\(words)")
    }
    #expect(try Command(["check", "--width=100"], ["CONTACTDESK_DATA=\(scratch.desk)"]).output == command.output)
  }

  /// A damaged change: told, with the place; the rest is saved, and the ids are as they were.
  @Test func damagedAndSaved() throws {
    let scratch = try Self.demo()
    // Within the name of the contact that was made first.
    try scratch.write("XX", at: UInt64(try scratch.offset(of: "Contact 1", in: "desk/journal-2")), of: "desk/journal-2")
    let refused = try Command(["--data", scratch.desk])
    #expect(refused.ending == .code(65) && refused.errors.contains("contactdesk check"))
    let told = try Self.check(scratch)
    #expect(told.ending == .code(65) && told.errors == "")
    #expect(told.output.hasPrefix("damaged: change 911 is lost; 912 to 913 behind can be read\n"), "\(told.output)")
    for part in ["  journal-2, byte ", "no sound record is there: change 911 is lost", "--salvage OUT"] {
      #expect(told.output.contains(part), "\(told.output)")
    }
    let out = scratch.path + "/saved"
    let saved = try Self.check(scratch, ["--salvage", out])
    #expect(saved.ending == .code(65) && saved.errors == "")
    for part in ["placeholders", "1 contact: for lost ones", "lost.txt", "  contactdesk --data \(out)\n"] {
      #expect(saved.output.contains(part), "\(saved.output)")
    }
    #expect(try scratch.mode("saved") == 0o700)
    for name in try scratch.names(in: "saved") { #expect(try scratch.mode("saved/" + name) == 0o600, "\(name)") }
    #expect(try scratch.names(in: "saved").count == 4)
    let last = try Command(["call", "card.get", #"{"contactId":"contact-64"}"#, "--data", out])
    #expect(last.output.contains(#""name":"Contact 3""#) && last.ending == .code(0))
    let lost = try Command(["call", "card.get", #"{"contactId":"contact-62"}"#, "--data", out])
    #expect(lost.output.contains(#""labels":["lost"]"#), "\(lost.output)")
    #expect(try Command(["check", out]).ending == .code(0))
    // A second time there is something already.
    #expect(try Self.check(scratch, ["--salvage", out]).ending == .code(73))
  }

  /// One copy of a file's header is damaged: the desk opens, and both the check and the start report it. Then the other
  /// one is, too.
  @Test func damagedHeader() throws {
    let scratch = try Self.demo()
    try scratch.write("X", at: 20, of: "desk/journal-2")
    let told = try Self.check(scratch)
    #expect(told.ending == .code(0) && told.output.hasPrefix("sound: 64 contacts"), "\(told.output)")
    let words = told.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "journal-2, byte 0, 64 bytes the first copy of its header is corrupt (its checksum is wrong), and the other one",
      "nothing acknowledged is lost by it; a start goes on",
    ] { #expect(words.contains(part), "\(told.output)") }
    let started = try Command(["--data", scratch.desk])
    #expect(started.ending == .code(0), "\(started.errors)")
    #expect(started.errors.contains("journal-2 is damaged at byte 0: the first copy of"), "\(started.errors)")
    try scratch.write("X", at: 4_116, of: "desk/journal-2")
    let refused = try Self.check(scratch)
    #expect(refused.ending == .code(65))
    let reasons = refused.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "damaged: changes 911 to 913 are lost; and all that may have followed", "both copies of its header are corrupt",
      "Without its header, its records cannot be told from other bytes: none is read",
    ] { #expect(reasons.contains(part), "\(refused.output)") }
  }

  /// A sound desk is copied.
  @Test func copied() throws {
    let scratch = try Self.demo()
    let command = try Self.check(scratch, ["--salvage=" + scratch.path + "/new/copy"])
    #expect(command.ending == .code(0) && command.output.hasPrefix("saved: nothing is lost"), "\(command.output)")
    #expect(try scratch.names(in: "new/copy") == ["journal-1", "lock"])
    let words = ["call", "history.read", #"{"contactId":"contact-1"}"#, "--data"]
    #expect(try Command(words + [scratch.desk]).output == Command(words + [scratch.path + "/new/copy"]).output)
  }

  /// What cannot be looked at, or saved to.
  @Test func refused() throws {
    let scratch = try Self.demo()
    try scratch.makeFolder("empty")
    try scratch.link("link", to: scratch.desk)
    func check(_ words: [String], _ code: Int32, _ part: String) throws {
      let command = try Command(["check"] + words)
      #expect(
        command.ending == .code(code) && command.output == "" && command.errors.contains(part), "\(command.errors)")
    }
    try check([scratch.path + "/none"], 66, "there is no folder")
    try check([scratch.path + "/empty"], 66, "there is no desk")
    try check(["/dev/null"], 66, "there is no folder")
    try check([""], 64, "DIR")
    try check([scratch.desk, "--salvage", ""], 64, "--salvage")
    let inside = ["/desk", "/desk/", "/link", "/link/a/b", "/empty/../desk/x"]
    for out in inside { try check([scratch.desk, "--salvage", scratch.path + out], 64, "only read") }
    #expect(try scratch.names() == ["customers.csv", "journal-2", "lock", "presence", "snapshot-2"])
    #expect(try scratch.names(in: "empty") == [])
    let desk = try Desk(["--data", scratch.desk])
    try desk.ping()
    try check([scratch.desk], 75, "(\(desk.child.pid))")
    try desk.finish()
  }

  /// While nobody reads what a check writes, others use the desk.
  @Test func unreadOutput() throws {
    let scratch = try Scratch()
    #expect(try Command(["demo", scratch.desk]).ending == .code(0))
    // More lines than a pipe takes.
    for number in 1...2_000 { try scratch.makeFolder("desk/something that is not of ContactDesk, number \(number)") }
    let (input, output, errors) = (try End.newPipe(), try End.newPipe(), try End.newPipe())
    let check = try ChildProcess(
      try Desk.binary(), ["check", scratch.desk], [input.reader, output.writer, errors.writer])
    #expect(output.reader.waits(for: POLLIN))
    let words = ["call", "contact.create", #"{"name":"Mira"}"#, "--exclusive", "--data", scratch.desk]
    let call = try Command(words)
    #expect(call.ending == .code(0), "\(call.errors)")
    output.reader.close()
    #expect(try check.end() == .code(0))
  }

  /// Colour on a terminal alone.
  @Test func colors() throws {
    let scratch = try Self.demo()
    let plain = try Command(["check", scratch.desk])
    #expect(!plain.output.contains("\u{1B}"))
    let words = ["check", scratch.desk, "--width", "100"]
    let shown = try Command(words, terminal: 100, ["TERM=xterm"])
    #expect(shown.output.hasPrefix("\u{1B}[32msound: ") && shown.plain.contains("snapshot-2"))
    #expect(try !Command(words, terminal: 100, ["TERM=xterm", "NO_COLOR=1"]).output.contains("\u{1B}"))
    // The names in a folder are anybody's.
    try scratch.makeFolder("desk/a\u{1B}[2J")
    #expect(try Command(words).output.contains("a␛[2J"))
  }
}
