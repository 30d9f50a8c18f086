import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Checks answers as they come, a hundred megabytes of them: each is the next, and whole.
struct Answers {
  /// How many came.
  private(set) var count = 0
  private var half: [UInt8] = []
  private let next: (Int) -> String

  /// `next` is the answer to the request of this number, or at least its front.
  init(_ next: @escaping (Int) -> String) { self.next = next }

  /// Reads answers until there are `count`.
  mutating func read(until count: Int, from output: End, piece: Int = 1 << 16) throws {
    while self.count < count {
      let bytes = try output.read(piece)
      guard !bytes.isEmpty else { throw ProcessFault("the output ended after \(self.count) answers of \(count)") }
      try take(bytes)
    }
  }

  /// Reads answers until there are no more.
  mutating func readToEnd(_ output: End) throws {
    while true {
      let bytes = try output.read()
      if bytes.isEmpty { break }
      try take(bytes)
    }
    guard half.isEmpty else { throw ProcessFault("a torn answer: \(String(decoding: half, as: UTF8.self))") }
  }

  private mutating func take(_ bytes: [UInt8]) throws {
    half += bytes
    let used = try half.withUnsafeBytes { all in
      var start = 0
      // Not a loop over the bytes: there are many, and this is not optimised.
      while let base = all.baseAddress, let feed = memchr(base + start, 0x0A, all.count - start) {
        let end = UnsafeRawPointer(feed) - base
        try check(UnsafeRawBufferPointer(rebasing: all[start..<end]))
        start = end + 1
        if start == all.count { break }
      }
      return start
    }
    half.removeFirst(used)
  }

  private mutating func check(_ line: UnsafeRawBufferPointer) throws {
    let expected = Array(next(count).utf8)
    guard let base = line.baseAddress, line.count >= expected.count, memcmp(base, expected, expected.count) == 0,
      line.last == UInt8(ascii: "}") || line.last == UInt8(ascii: "]")
    else {
      throw ProcessFault("answer \(count) is \(String(decoding: line.prefix(200), as: UTF8.self)), not \(next(count))")
    }
    count += 1
  }
}
