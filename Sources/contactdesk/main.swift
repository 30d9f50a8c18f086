import Connectors
import Server

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

do throws(StandardDescriptors.Fault) { try StandardDescriptors.prepare() } catch {
  Log.write(error.message)
  exit(71)
}

// A reader that leaves ends no process: writes say so.
signal(SIGPIPE, SIG_IGN)

// The runtime reads them from /proc, and where it cannot, there are none: another desk would be served than was named.
if CommandLine.arguments.isEmpty {
  Log.write("the command line cannot be read, as /proc/self cannot")
  exit(71)
}

// Our own process, started again to become a connector.
if CommandLine.arguments.dropFirst().first == ConnectorStart.word {
  ConnectorLauncher.run(Array(CommandLine.arguments.dropFirst(2)))
}

do {
  exit(try Subcommand.run(try commandLineWords()))
} catch {
  Log.write(error.message)
  exit(error.code)
}

/// The words after the program's. Where one is not UTF-8, CommandLine.arguments has U+FFFD in the place of its bytes.
func commandLineWords() throws(UsageFault) -> [String] {
  for index in 1..<max(1, Int(CommandLine.argc)) {
    if let word = CommandLine.unsafeArgv[index], String(validatingCString: word) == nil {
      throw UsageFault("argument \(index)", isNotUTF8: word)
    }
  }
  return Array(CommandLine.arguments.dropFirst())
}
