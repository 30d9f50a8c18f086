import Desk
import Methods
import Server

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// Descriptors 0 to 2 exist before anything is opened: else the first file opened would become stdout.
for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }

/// Writes a short text on stdout.
func show(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(1, $0.baseAddress, $0.count) }
}

/// Ends with a word on stderr: exit code 64, "command line usage error" of sysexits.
func endWithUsage(_ message: String) -> Never {
  Log.tell(message)
  exit(64)
}

switch Arguments(Array(CommandLine.arguments.dropFirst()), version: Host.version) {
case .show(let text): show(text)
case .usage(let message): endWithUsage(message)
case .serve(let options):
  let server: Server
  do { server = try Server(options) } catch { endWithUsage("--agent: \(error.reason)") }
  server.run()
}
