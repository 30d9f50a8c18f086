#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// A target under libFuzzer: `contactdesk-fuzz TARGET [what libFuzzer takes]`. Built by `.ci/fuzz`, which says how.

/// libFuzzer's own main (https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

private enum Fuzzer {
  nonisolated(unsafe) static var target: FuzzTarget?

  static func say(_ text: String) {
    _ = Array((text + "\n").utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}

Fuzzer.target = CommandLine.arguments.dropFirst().first.flatMap { name in FuzzTarget.all.first { $0.name == name } }
guard Fuzzer.target != nil else {
  Fuzzer.say("name a target: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
  exit(64)
}

// The name of the target is not libFuzzer's business.
var arguments = CommandLine.unsafeArgv
arguments[1] = arguments[0]
arguments += 1
var count = CommandLine.argc - 1
exit(
  runFuzzer(&count, &arguments) { start, count in
    do { try Fuzzer.target?.run(UnsafeRawBufferPointer(start: start, count: count)) } catch {
      Fuzzer.say("VIOLATION: \(error)")
      abort()
    }
    return 0
  })
