import Desk
import JSON
import RPC

@testable import Server

/// Runs bytes through a session as the process does, in pieces of any size.
struct Script {
  /// The time that every transcript begins with.
  static let clock = Timestamp("2026-01-01T09:00:00Z")

  /// What comes out for what goes in; `pieces` are the sizes of the reads, the last one again and again.
  static func run(_ input: [UInt8], pieces: [Int] = [.max], options: SessionOptions = .init(clock: clock)) throws
    -> [UInt8]
  {
    let runner = try TransactionRunner(options)
    return try runner.answers(to: input, pieces: pieces, isEnd: true)
  }

  /// The same for text.
  static func run(_ input: String, options: SessionOptions = .init(clock: clock)) throws -> String {
    String(decoding: try run(Array(input.utf8), options: options), as: UTF8.self)
  }
}

extension TransactionRunner {
  /// What comes out for what reads of these sizes bring, the last size again and again. `isEnd`: the input ends then.
  func answers(to input: [UInt8], pieces: [Int] = [.max], isEnd: Bool) throws -> [UInt8] {
    var out = JSONWriter()
    var (at, turn) = (0, 0)
    repeat {
      let size = max(1, pieces[min(turn, pieces.count - 1)])
      turn += 1
      at += read { room in
        let count = min(size, room.count, input.count - at)
        room.copyBytes(from: input[at..<at + count])
        return count
      }
      let takesHalf = isEnd && at == input.count
      while case .answersFull = try execute(answerBytes: 1 << 20, takesHalf: takesHalf, to: &out) {}
    } while at < input.count
    return out.bytes
  }

  /// The answer to one line, with its end.
  func answer(_ line: String) throws -> String { String(decoding: try answer(to: Array(line.utf8)), as: UTF8.self) }
}
