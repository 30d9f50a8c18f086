import Server

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// Descriptors 0 to 2 exist before anything is opened: else the first file opened would become stdout.
for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }

// A reader that leaves ends no process: writes say so.
signal(SIGPIPE, SIG_IGN)

// The runtime reads them from /proc, and where it cannot, there are none: another desk would be served than was named.
if CommandLine.arguments.isEmpty {
  Log.tell("the command line cannot be read, as /proc/self cannot")
  exit(71)
}

do {
  exit(try Verb.run(Array(CommandLine.arguments.dropFirst())))
} catch {
  Log.tell(error.message)
  exit(error.code)
}
