import Testing

/// Reads make nothing, paths that name another place than they say are refused, and so is a stdin that is none.
struct NothingMadeTests {
  /// Commands that change nothing.
  static let reads: [[String]] = [
    ["card", "contact-1"], ["card", "instagram:mira.k"], ["call", "contact.list"], ["call", "system.info"],
    ["call", "system.ping"], ["call", "rpc.discover"], ["call", "store.status", "{}"], ["call", "store.snapshot"],
    ["call", "history.read", "{}"],
    ["call", "card.get", #"{"contactId":"contact-1"}"#, "--exclusive"],
  ]

  @Test(arguments: reads) func aReadMakesNoDesk(_ words: [String]) throws {
    let scratch = try Scratch()
    func check(_ folder: String, _ named: String) throws {
      let command = try Command(words + ["--data", folder])
      #expect(command.ending == .code(66) && command.output == "", "\(words) \(command.ending)")
      #expect(command.errors.hasPrefix("contactdesk: \(named) \(folder)"), "\(command.errors)")
      #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    }
    try check(scratch.desk, "there is no folder")
    try check(scratch.path + "/a/b/c", "there is no folder")
    try check("/dev/null/desk", "there is no folder")
    try scratch.makeFolder("empty")
    try check(scratch.path + "/empty", "there is no desk in")
    #expect(try scratch.names(in: "empty") == [])
    #expect(try scratch.names(in: ".") == ["empty"])
  }

  /// The same by CONTACTDESK_DATA and by the user's folder.
  @Test func aReadMakesNoDeskByDefault() throws {
    let scratch = try Scratch()
    for variable in ["CONTACTDESK_DATA=\(scratch.desk)", "XDG_DATA_HOME=\(scratch.path)/x", "HOME=\(scratch.path)/h"] {
      let none = ["-u", "CONTACTDESK_DATA", "-u", "XDG_DATA_HOME", "-u", "HOME"]
      #expect(try Command(["call", "contact.list"], none + [variable]).ending == .code(66), "\(variable)")
    }
    #expect(try scratch.names(in: ".") == [])
  }

  /// A call of no method opens no folder, whatever is in it.
  @Test func anUnknownMethodTouchesNoFolder() throws {
    let scratch = try Scratch()
    for words in [["contact.lst"], ["contact.merge", "{}"], [""], ["Contact.List"]] {
      let command = try Command(["call"] + words + ["--data", scratch.desk])
      #expect(command.ending == .code(64) && command.errors.contains("methodNotFound"), "\(command.errors)")
    }
    #expect(try scratch.names(in: ".") == [])
  }

  @Test func aWriteMakesTheDeskThatReadsFind() throws {
    let scratch = try Scratch()
    #expect(try Command(["call", "contact.create", #"{"name":"Mira"}"#, "--data", scratch.desk]).ending == .code(0))
    for words in [["card", "contact-1"], ["call", "contact.list"], ["call", "system.info", "--role", "viewer"]] {
      #expect(try Command(words + ["--data", scratch.desk]).ending == .code(0), "\(words)")
    }
    // Without its lock it is a desk all the same; with nothing but its lock it is a desk that lost its files.
    try scratch.remove("desk/lock")
    #expect(try Command(["call", "contact.list", "--data", scratch.desk]).output.contains("Mira"))
    try scratch.remove("desk/journal-1")
    #expect(try Command(["call", "contact.list", "--data", scratch.desk]).ending == .code(65))
    for (index, words) in [["call", "system.hello"], ["serve"], []].enumerated() {
      #expect(try Command(words + ["--data", scratch.path + "/\(index)"]).ending == .code(0), "\(words)")
      #expect(try scratch.names(in: "\(index)").contains("lock"), "\(words)")
    }
  }

  static let paths: [(words: [String], named: String)] = [
    (["--data", "~/desk"], "--data: expected a path that begins with $HOME"), (["--data=~/desk"], "--data"),
    (["--data", "~/\u{301}x"], "--data"), (["--data", "~"], "got ~"), (["serve", "--data", "~/"], "--data"),
    (["call", "contact.list", "--data", "~/x"], "~/x"),
    (["check", "~/desk"], "DIR: expected a path that begins with $HOME"), (["check", "--data", "~/desk"], "--data"),
    (["check", ".", "--salvage", "~/out"], "--salvage: expected"), (["check", ".", "--salvage", ""], "a folder"),
    (["demo", "~/desk"], "DIR: expected"), (["demo", "~"], "DIR: expected"), (["demo", ""], "a folder"),
  ]

  @Test(arguments: paths) func aTildeIsNoFolder(_ words: [String], _ named: String) throws {
    let scratch = try Scratch()
    let command = try Shell(in: scratch.path, #"exec "$0" "$@""#, words)
    #expect(command.ending == .code(64) && command.output == "", "\(command.ending)")
    #expect(command.errors.contains(named), "\(command.errors)")
    #expect(try scratch.names(in: ".") == [])
  }

  @Test func aTildeInTheEnvironmentOrElsewhere() throws {
    let scratch = try Scratch()
    for value in ["~/desk", "~"] {
      let command = try Shell(in: scratch.path, "CONTACTDESK_DATA='\(value)' exec \"$0\"")
      #expect(command.ending == .code(64) && command.errors.contains("CONTACTDESK_DATA: expected"), "\(command.errors)")
    }
    #expect(try scratch.names(in: ".") == [])
    // Elsewhere in a path it is a letter like any other.
    for (name, path) in [("~", "./~"), ("~desk", "~desk"), ("a~", "a~"), ("b", "b/~")] {
      #expect(try Shell(in: scratch.path, #"exec "$0" "$@""#, ["--data", path]).ending == .code(0), "\(path)")
      #expect(try scratch.names(in: ".").contains(name), "\(path)")
    }
  }

  static let scripts: [(script: String, named: String)] = [
    (#"exec "$0" --data "$(printf 'd\377sk')""#, "argument 2 is not UTF-8: byte 1 of d\u{FFFD}sk is 0xFF"),
    (#"exec "$0" --data="$(printf 'desk\200')""#, "argument 1 is not UTF-8: byte 11"),
    (#"exec "$0" demo "$(printf '\303')""#, "argument 2 is not UTF-8: byte 0"),
    (#"exec "$0" check "$(printf 'na\357\257')""#, "argument 2 is not UTF-8: byte 2"),
    (#"exec "$0" check . --salvage "$(printf '\355\240\200')""#, "argument 4 is not UTF-8: byte 0"),
    (#"CONTACTDESK_DATA="$(printf 'caf\351')" exec "$0""#, "CONTACTDESK_DATA is not UTF-8: byte 3"),
    (#"CONTACTDESK_DATA="$(printf 'caf\351')" exec "$0" check"#, "CONTACTDESK_DATA is not UTF-8: byte 3"),
  ]

  @Test(arguments: scripts) func aPathThatIsNotUTF8(_ script: String, _ named: String) throws {
    let scratch = try Scratch()
    let command = try Shell(in: scratch.path, script)
    #expect(command.errors.contains(named) && command.errors.contains("symbolic link"), "\(command.errors)")
    #expect(command.ending == .code(64) && command.output == "")
    #expect(try scratch.names(in: ".") == [])
  }

  /// A folder in the place of stdin: 74, and the reason.
  @Test(arguments: [["--memory"], ["demo", "--memory"], ["call", "contact.create", "-", "--memory"]])
  func stdinThatIsAFolder(_ words: [String]) throws {
    let command = try Shell(in: "/", #"exec "$0" "$@" < /"#, words)
    #expect(command.errors.contains("stdin cannot be read: Is a directory"), "\(command.errors)")
    #expect(command.errors.split(separator: "\n").count == 1 && command.output == "", "\(command.errors)")
    #expect(command.ending == .code(74))
  }

  /// A terminal in the place of stdin is warned of once; one in raw mode cuts nothing and shows nothing.
  @Test(arguments: [
    (["--memory"], "", true), (["serve", "--memory"], "", true), (["demo", "--memory"], "", true),
    (["--memory", "--log", "error"], "", false), (["--memory"], "stty raw -echo; ", false),
    (["--memory"], "stty -echo; ", true), (["call", "system.ping", "--memory"], "", false),
  ])
  func stdinThatIsATerminal(_ words: [String], _ before: String, _ isWarned: Bool) throws {
    let terminal = try End.newTerminal(columns: 80)
    try terminal.ours.write(Array((#"{"jsonrpc":"2.0","id":1,"method":"system.shutdown"}"# + "\n").utf8))
    let command = try Shell(in: "/", before + #"exec "$0" "$@""#, words, input: terminal.theirs)
    #expect(command.ending == .code(0))
    let warnings = command.errors.split(separator: "\n").filter {
      $0.contains("warn: stdin is a terminal: it cuts lines")
    }
    #expect(warnings.count == (isWarned ? 1 : 0) && command.errors.contains("pipes") == isWarned, "\(command.errors)")
  }
}

/// A shell that runs a script in a folder to its end; the binary is "$0", and words are "$@".
private struct Shell {
  let output: String
  let errors: String
  let ending: ChildProcess.Ending

  init(in folder: String, _ script: String, _ words: [String] = [], input: End? = nil) throws {
    let (output, errors, none) = (try End.newPipe(), try End.newPipe(), try End.newPipe())
    none.writer.close()
    let child = try ChildProcess(
      "/bin/sh", ["-c", "cd '\(folder)'; " + script, try Desk.binary()] + words,
      [input ?? none.reader, output.writer, errors.writer])
    (self.output, self.errors) = (try Self.rest(of: output.reader), try Self.rest(of: errors.reader))
    ending = try child.end()
  }

  private static func rest(of end: End) throws -> String {
    var bytes: [UInt8] = []
    while case let more = try end.read(), !more.isEmpty { bytes += more }
    return String(decoding: bytes, as: UTF8.self)
  }
}
