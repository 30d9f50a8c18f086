import Desk
import JSON
import RPC

@testable import Server

/// Runs bytes through a session as the process does, in pieces of any size.
struct Script {
  /// The time that every transcript begins with.
  static let clock = Timestamp("2026-01-01T09:00:00Z")

  /// What comes out for what goes in; `pieces` are the sizes of the reads, the last one again and again.
  static func run(_ input: [UInt8], pieces: [Int] = [.max], options: Session.Options = .init(clock: clock)) throws
    -> [UInt8]
  {
    let session = try Session(options)
    var framer = LineFramer()
    var (at, turn) = (0, 0)
    while at < input.count {
      let size = max(1, pieces[min(turn, pieces.count - 1)])
      turn += 1
      at += framer.read { room in
        let count = min(size, room.count, input.count - at)
        room.copyBytes(from: input[at..<at + count])
        return count
      }
      session.refreshClock()
      while let line = framer.next() { session.answer(line) }
    }
    if let line = framer.last() { session.answer(line) }
    return session.out.bytes
  }

  /// The same for text.
  static func run(_ input: String, options: Session.Options = .init(clock: clock)) throws -> String {
    String(decoding: try run(Array(input.utf8), options: options), as: UTF8.self)
  }
}
