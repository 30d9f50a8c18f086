import Desk
import Disk
import Methods
import Store
import TestSupport

@testable import Server

/// A session over a folder of a disk in memory, driven as the process does.
final class Folder {
  static let path = "/desk"

  private(set) var disk: MemoryDisk
  private(set) var store: Store
  private(set) var runner: TransactionRunner
  private let options: SessionOptions
  private let sync: StoreState.SyncPolicy

  var session: Session { runner.session }

  /// On a disk of its own; or as a `process` among others that share it.
  init(
    _ disk: MemoryDisk = MemoryDisk(), process: Int32? = nil, options: SessionOptions = .init(clock: Script.clock),
    sync: StoreState.SyncPolicy = .always
  ) throws {
    (self.disk, self.options, self.sync) = (disk, options, sync)
    store = try Store.open(
      Self.path, sync: sync, disk: process.map { MemoryProcess(disk, id: $0) } ?? disk
    ) { _ in }
    runner = try TransactionRunner(options, .folder(store))
  }

  /// What comes out for what one read brings.
  func answers(_ input: [UInt8], isLast: Bool = false) throws -> [UInt8] {
    try runner.answers(to: input, isEnd: isLast)
  }

  /// The same for lines of text; a line feed after each.
  func answers(_ lines: String...) throws -> [String] {
    let input = lines.map { $0 + "\n" }.joined()
    return String(decoding: try answers(Array(input.utf8)), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Goes on in another process, which finds the folder as it is. The caller is the same, as if the client had said
  /// hello again, and so is the clock.
  func reopen() throws {
    disk = disk.copy()
    store = try Store.open(Self.path, sync: sync, disk: disk) { _ in }
    let (caller, clock) = (session.context.caller, session.clock)
    runner = try TransactionRunner(options, .folder(store))
    session.context.caller = caller
    session.clock = clock
  }
}
