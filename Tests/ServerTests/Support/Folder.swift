import Desk
import Disk
import JSON
import Methods
import RPC
import Store
import TestSupport

@testable import Server

/// A session over a folder of a disk in memory, driven as the process does.
final class Folder {
  static let path = "/desk"

  private(set) var disk: MemoryDisk
  private(set) var session: Session
  private(set) var drain: Drain
  private let options: Session.Options
  private let sync: StoreState.SyncPolicy

  /// On a disk of its own; or as a `process` among others that share it.
  init(
    _ disk: MemoryDisk = MemoryDisk(), process: Int32? = nil, options: Session.Options = .init(clock: Script.clock),
    sync: StoreState.SyncPolicy = .always
  ) throws {
    (self.disk, self.options, self.sync) = (disk, options, sync)
    let store = try Store.open(
      Self.path, sync: sync, disk: process.map { MemoryProcess(disk, id: $0) } ?? disk
    ) { _ in }
    session = try Session(options, book: store.book, store: store)
    drain = Drain(session)
    try session.commit()
  }

  /// What comes out for what one read brings.
  func answers(_ input: [UInt8], isLast: Bool = false) throws -> [UInt8] {
    var at = 0
    repeat {
      at += drain.read { room in
        let count = min(room.count, input.count - at)
        room.copyBytes(from: input[at..<at + count])
        return count
      }
      let takesHalf = isLast && at == input.count
      while try !drain.execute(answerBytes: 1 << 20, takesHalf: takesHalf) {}
    } while at < input.count
    defer { session.out.removeAll() }
    return session.out.bytes
  }

  /// The same for lines of text; a line feed behind each.
  func answers(_ lines: String...) throws -> [String] {
    let input = lines.map { $0 + "\n" }.joined()
    return String(decoding: try answers(Array(input.utf8)), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Goes on in another process, which finds the folder as it is; who called stays, as a client that comes back says.
  func reopen() throws {
    disk = disk.copy()
    let store = try Store.open(Self.path, sync: sync, disk: disk) { _ in }
    let context = session.context
    session = try Session(options, book: store.book, store: store)
    session.context.caller = context.caller
    session.showBook()
    drain = Drain(session)
  }
}
