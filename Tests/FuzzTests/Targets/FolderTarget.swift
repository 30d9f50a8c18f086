import Desk
import Disk
import JSON
import RPC
import Server
import TestSupport

@testable import ChangeLog
@testable import Store

/// The readers of journals and snapshots: a folder of any bytes is opened or refused, and what was opened can be
/// written and opened again.
enum FolderTarget {
  private static let folder = "/desk"

  static func run(_ bytes: UnsafeRawBufferPointer, _ kind: FileHeader.Kind) throws {
    let image = FolderImage(bytes, kind)
    try check(image.raw)
    try check(image.mended)
    try check(image.sound())
  }

  private static func check(_ image: FolderImage.Files) throws {
    let disk = MemoryDisk()
    _ = try disk.makeFolder(folder)
    for (name, bytes) in image.files { try write(bytes, name, disk) }
    let opened: Store
    var told: [String] = []
    do throws(StoreError) { opened = try Store.open(folder, sync: .always, disk: disk) { told.append($0) } } catch {
      try hold(image.book == nil, "sound, and refused: \(error)")
      try check(error)
      for (name, bytes) in image.files { try hold(disk.files[folder + "/" + name]?.bytes == bytes, "\(name) changed") }
      try hold(disk.files.count == image.files.count + 2, "a file was left beside those of a folder that is refused")
      return
    }
    let digest = opened.book.digest
    if let book = image.book {
      try hold(digest == book.digest, "opened, it is another book")
      try hold(told.isEmpty, "sound, and told: \(told)")
    }
    try hold(opened.failure == nil, "opened, and read-only: \(told)")
    try hold(try reopened(disk) == digest, "opened again it is another book")
    do throws(StoreError) { try opened.snapshot() } catch {
      throw Violation("no snapshot of what was opened: \(error)")
    }
    try add(to: opened.book, opened)
    try hold(try reopened(disk) == opened.book.digest, "from a snapshot and another change it is another book")
    if image.book != nil { try serve(opened.book) }
  }

  /// Changes that follow need not be such as the methods make them: whatever the book holds can be told.
  private static func serve(_ book: Book) throws {
    let session = try TransactionRunner(.init(clock: Timestamp(milliseconds: 1_767_258_000_000)), .memory(book))
    for line in questions {
      _ = try Expected(line).check(try session.answer(to: line), isCut: false)
    }
  }

  private static let questions = [
    #"{"jsonrpc":"2.0","id":1,"method":"contact.list"}"#,
    #"{"jsonrpc":"2.0","id":2,"method":"conversation.list"}"#,
    #"{"jsonrpc":"2.0","id":3,"method":"schema.list"}"#,
    #"{"jsonrpc":"2.0","id":4,"method":"card.getMany","params":[["contact-1","contact-2","contact-3","contact-4"]]}"#,
    #"{"jsonrpc":"2.0","id":5,"method":"history.read","params":["contact-1"]}"#,
    #"{"jsonrpc":"2.0","id":6,"method":"history.read","params":["contact-2"]}"#,
    #"{"jsonrpc":"2.0","id":7,"method":"note.list","params":{"contactId":"contact-1"}}"#,
    #"{"jsonrpc":"2.0","id":8,"method":"conversation.get","params":["conversation-1"]}"#,
    #"{"jsonrpc":"2.0","id":9,"method":"agent.list"}"#, #"{"jsonrpc":"2.0","id":10,"method":"team.list"}"#,
    #"{"jsonrpc":"2.0","id":11,"method":"channel.list"}"#, #"{"jsonrpc":"2.0","id":12,"method":"settings.get"}"#,
  ]
  .map { Array($0.utf8) }

  private static func write(_ bytes: [UInt8], _ name: String, _ disk: MemoryDisk) throws {
    let file = try disk.open(folder + "/" + name, .create)
    defer { disk.close(file) }
    try bytes.withUnsafeBytes { try disk.writeAll(file, $0, at: 0) }
  }

  /// The book that the next process finds, which is told nothing: what there was to tell was told.
  private static func reopened(_ disk: MemoryDisk) throws -> [Int] {
    var told: [String] = []
    let book: Book
    do throws(StoreError) {
      book = try Store.open(folder, sync: .always, disk: disk.copy()) { told.append($0) }.book
    } catch {
      throw Violation("opened once and refused then: \(error)")
    }
    // A snapshot that is passed over, and a header's copy that is damaged, stay until there is another snapshot.
    let lasting = ["is read from the files before it", "until the next snapshot replaces it"]
    try hold(
      told.allSatisfy { line in lasting.contains { line.hasSuffix($0) } }, "told once more: \(told)")
    return book.digest
  }

  private static func add(to book: Book, _ store: Store) throws {
    var write: WriteTransaction
    do throws(StoreError) { write = try store.beginWrite() } catch {
      throw Violation("no transaction can be begun: \(error)")
    }
    let change = Change(
      seq: book.seq + 1, at: Timestamp(milliseconds: 0), by: book.nextAgentNumber,
      what: .agent(book.nextAgentNumber, .recorded(id: "a new one, \(book.seq)", name: "Anna", role: .admin)))
    try hold(book.accepts(change), "an agent cannot be registered")
    do throws(StoreError) { try write.stage([change]) } catch { throw Violation("nothing can be staged: \(error)") }
    try hold(store.book === book && book.seq == change.seq, "what is staged is not in the book")
    do throws(CommitFailure) { try write.commit() } catch {
      throw Violation("nothing can be committed: \(error.reason)")
    }
  }

  /// A refusal says what, where and what to do, and ends the process with 65.
  private static func check(_ error: StoreError) throws {
    guard case .open(let error) = error else { throw Violation("refused for another reason: \(error)") }
    switch error {
    case .corrupt(let file, let offset, let what):
      try hold(!file.isEmpty && offset >= 0 && !what.isEmpty, "\(error)")
    case .missing(let file, let reason): try hold(!file.isEmpty && !reason.isEmpty, "\(error)")
    case .laterVersion, .earlierVersion: break
    case .disk: throw Violation("refused for another reason: \(error)")
    }
    try hold(StoreError.open(error).exitCode == 65 && !error.description.isEmpty, "\(error)")
  }
}
