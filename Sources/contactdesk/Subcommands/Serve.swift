import Desk
import Server

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Subcommand {
  /// `contactdesk serve`: a session on stdin and stdout.
  static let serve = Subcommand(
    name: "serve", operands: "", count: 0...0,
    summary: "Serve one session on stdin and stdout (the subcommand may be left out).",
    options: Option.desk + Option.session + Option.serving,
    examples: [
      (#"echo '{"jsonrpc":"2.0","id":1,"method":"system.info"}' | contactdesk"#, "one request, one answer"),
      ("contactdesk --data ./desk --agent anna:Anna", "a desk in a folder of your own"),
      ("contactdesk --data ./desk --agent hilde --role viewer", "the same, for somebody who only reads"),
      (
        "contactdesk --memory --agent anna:Anna < requests.jsonl > answers.jsonl",
        "a script of requests, for an agent"
      ),
    ],
    exits: [
      ("0", "the input ended and every line was answered"), ("64", "the command line makes no sense"),
      (
        "74",
        "files or stdin cannot be read, the desk was read-only at the end, or answers could not be written"
      ),
    ] + LocalDesk.storeExits,
    run: { settings, _ throws(UsageFault) in try runServer(settings) })

  /// Serves until the input ends.
  static func runServer(_ settings: Settings) throws(UsageFault) -> Int32 {
    var settings = settings
    let desk = try openDesk(&settings)
    let server: Server
    do { server = try Server(settings.server, desk) } catch { throw UsageFault(agent: error) }
    // The book goes with the process: to give back each of its records would take as long as to read them.
    exit(server.run())
  }
}
