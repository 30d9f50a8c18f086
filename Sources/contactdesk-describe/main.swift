import Describe

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// Writes the generated files. Run it in the root of the package.

/// Ends with a word on stderr: exit code 73, "cannot create" of sysexits.
func end(_ message: String) -> Never {
  perror("contactdesk-describe: \(message)")
  exit(73)
}

for (path, text) in GeneratedFiles.render() {
  guard let file = fopen(path, "w") else {
    end("cannot write \(path) (run this in the root of the package)")
  }
  let written = text.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
  guard written == text.count, fclose(file) == 0 else {
    end("cannot write \(path)")
  }
  puts("\(path): \(text.count) bytes")
}
