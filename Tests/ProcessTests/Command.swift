/// A command that runs to its end: what it wrote, and how it ended.
struct Command {
  /// What it wrote on stdout; on a terminal with LF alone at the ends of lines.
  let output: String
  /// What it wrote on stderr.
  let errors: String
  let ending: ChildProcess.Ending

  /// Runs `contactdesk` with these words. Stdout is a pipe, or a terminal so many columns wide; of the environment,
  /// nothing that has to do with terminals is there but what is given here.
  init(_ words: [String], input: String = "", terminal columns: UInt16? = nil, _ environment: [String] = []) throws {
    let (pipe, errors) = (try End.newPipe(), try End.newPipe())
    let (reader, writer) = if let columns { try End.newTerminal(columns: columns) } else { try End.newPipe() }
    let removed = ["COLUMNS", "NO_COLOR", "COLORTERM", "TERM", "MLTERM"].flatMap { ["-u", $0] }
    let child = try ChildProcess(
      "/usr/bin/env", removed + environment + [try Desk.binary()] + words, [pipe.reader, writer, errors.writer])
    pipe.writer.setNonBlocking()
    try pipe.writer.write(Array(input.utf8))
    pipe.writer.close()
    output = try Self.rest(of: reader).replacing("\r\n", with: "\n")
    self.errors = try Self.rest(of: errors.reader)
    ending = try child.end()
  }

  private static func rest(of end: End) throws -> String {
    var bytes: [UInt8] = []
    while true {
      let more = try end.read()
      if more.isEmpty { return String(decoding: bytes, as: UTF8.self) }
      bytes += more
    }
  }

  /// What it wrote on stdout, without colours and places of the cursor.
  var plain: String { output.replacing(/\u{1B}\[[0-9;]*[mKG]/, with: "") }
}
