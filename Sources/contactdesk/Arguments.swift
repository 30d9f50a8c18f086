import Desk
import Server

/// What the command line asks for.
enum Arguments {
  /// Serve on stdin and stdout.
  case serve(Server.Options)
  /// Print a text on stdout and end.
  case show(String)
  /// The command line makes no sense: say why on stderr and end with 64.
  case usage(String)

  init(_ words: [String], version: String) {
    var options = Server.Options()
    var isInMemory = false
    var words = words[...]
    if words.first == "serve" { words.removeFirst() }
    while let word = words.popFirst() {
      let (name, given) = Self.split(word)
      switch name {
      case "--help" where given == nil, "-h": self = .show(Self.help); return
      case "--version" where given == nil: self = .show("contactdesk \(version)\n"); return
      case "--memory" where given == nil: isInMemory = true; continue
      case "--agent", "--role", "--clock", "--client-pid", "--log": break
      default:
        self = .usage(
          "unknown \(word.hasPrefix("-") ? "option" : "verb") \(word); contactdesk --help lists what there is")
        return
      }
      guard let value = given ?? words.popFirst() else {
        self = .usage("\(name) needs a value")
        return
      }
      if let fault = Self.set(name, value, &options) {
        self = .usage("\(name): expected \(fault), got \(value)")
        return
      }
    }
    // There is no store yet: whoever starts this must know that nothing is kept.
    self = isInMemory ? .serve(options) : .usage("this version keeps its desk in memory only; say --memory to agree")
  }

  /// Sets an option; says what was expected if the value is none.
  private static func set(_ name: String, _ value: String, _ options: inout Server.Options) -> String? {
    switch name {
    case "--agent": options.session.agent = value
    case "--role":
      guard let role = Role(rawValue: value) else { return "viewer, agent or admin" }
      options.session.role = role
    case "--clock":
      guard let start = Timestamp(value) else { return "an RFC 3339 time such as 2026-01-01T09:00:00Z" }
      options.session.clock = start
    case "--client-pid":
      guard let pid = Int32(value), pid >= 0 else { return "a process id, or 0 to watch none" }
      options.client = pid
    default:
      guard let level = Log.Level(rawValue: value) else { return "error, warn, info or debug" }
      options.log = level
    }
    return nil
  }

  /// `--name=value`.
  private static func split(_ word: String) -> (name: String, value: String?) {
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  static let help = """
    contactdesk: the contact card of a customer-care desk, as JSON-RPC 2.0 lines on stdin and stdout.

    usage: contactdesk [serve] --memory [options]

      --memory              keep the desk in memory; nothing is on disk, all is gone with the process
      --agent ID[:NAME]     for whom requests are made (default: local); a client cannot choose another then
      --role ROLE           what they may do at the most: viewer, agent or admin (default: admin)
      --clock TIME          show TIME (RFC 3339) at the first change and move 1 ms with each:
                            the same script gives the same bytes
      --client-pid PID      end when this process is gone (default: the parent; 0: watch none)
      --log LEVEL           tell on stderr: error, warn (default), info or debug
      --version, --help

    examples:
      echo '{"jsonrpc":"2.0","id":1,"method":"system.info"}' | contactdesk --memory
      contactdesk --memory --agent anna:Anna --role agent < requests.jsonl > answers.jsonl

    exit codes: 0 the input ended and every line was answered; 64 the command line makes no sense

    """
}
