#if os(Linux)
import Glibc

/// What the system says of a process's memory.
struct Memory {
  /// The most that was resident at a time, in bytes.
  let peak: Int
  /// False of a binary that a sanitizer watches: it reserves terabytes, and its memory says nothing.
  let isMeaningful: Bool

  init(of child: ChildProcess) throws {
    let status = try Self.text("/proc/\(child.pid)/status")
    func value(_ name: String) throws -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      guard let kilobytes = line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first.flatMap({ Int($0) })
      else { throw ProcessFault("no \(name) of process \(child.pid)") }
      return kilobytes << 10
    }
    peak = try value("VmHWM")
    isMeaningful = try value("VmSize") < 1 << 40
  }

  private static func text(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw ProcessFault(call: path) }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 14) { room, count in
      count = fread(room.baseAddress, 1, room.count, file)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
#endif
