import Desk
import Disk
import JSON
import RPC
import Server
import Store
import TestSupport

/// A desk of about 64 KB on a disk in memory, and all that can be read of it.
struct SmallDesk {
  static let folder = "/desk"

  let name: String
  let disk: MemoryDisk
  /// Its journal as it was before each write, where the process did not come to its end.
  let earlier: [[UInt8]]
  /// Lines that read all of it, and their answers.
  private let lines: [[UInt8]]
  let content: [UInt8]

  private init(_ name: String, _ disk: MemoryDisk, _ earlier: [[UInt8]], _ model: DeskModel) {
    (self.name, self.disk, self.earlier) = (name, disk, earlier)
    let dump = model.dump()
    lines = dump.lines.split(separator: 0x0A).map(Array.init)
    content = dump.answers
  }

  /// The files, in order.
  var files: [String] {
    disk.files.keys.map { String($0.dropFirst(Self.folder.count + 1)) }.sorted()
  }

  func bytes(_ name: String) -> [UInt8] { disk.files[Self.folder + "/" + name]?.bytes ?? [] }

  /// All of a book.
  func read(_ book: Book) -> [UInt8] {
    do {
      let runner = try TransactionRunner(SessionOptions(clock: Timestamp(DeskModel.clock)), .memory(book))
      return try lines.flatMap { try runner.answer(to: $0) }
    } catch {
      return []
    }
  }

  // MARK: Making

  /// Journals with many commits; with a snapshot before; two journals, since a write failed; left by a clean end or by
  /// a kill.
  static func all(seed: UInt64) throws -> [SmallDesk] {
    [
      try make("a journal", seed, calls: 60) { _, _, _ in },
      try make("a journal, killed", seed, calls: 60, isEnded: false) { _, _, _ in },
      try make("snapshot and journal", seed, calls: 60) { number, store, _ in
        if number == 30 { try store.snapshot() }
      },
      try make("two journals", seed, calls: 60) { number, _, disk in
        let failing = disk.calls.count
        disk.fault =
          number == 30 ? { $0.number > failing && $0.name == "fdatasync" ? MemoryDisk.ioError : nil } : { _ in nil }
      },
    ]
  }

  /// Calls, each a commit of its own, on a new desk; `before` is done before each.
  private static func make(
    _ name: String, _ seed: UInt64, calls: Int, isEnded: Bool = true,
    before: (_ number: Int, Store, MemoryDisk) throws -> Void
  ) throws -> SmallDesk {
    let (disk, model) = (MemoryDisk(), try DeskModel())
    var workload = Workload(model, SplitMix64(seed: seed))
    let store = try Store.open(folder, sync: .always, disk: disk) { _ in }
    let runner = try TransactionRunner(SessionOptions(clock: Timestamp(DeskModel.clock)), .folder(store))
    var earlier: [[UInt8]] = []
    for number in 0..<calls {
      try before(number, store, disk)
      let line = number % 3 == 0 ? long(number) : workload.line()
      if !isEnded { earlier.append(disk.files[folder + "/journal-1"]?.bytes ?? []) }
      let answer = try runner.answer(to: Array(line.dropLast()))
      // A call that was refused is not part of the desk.
      if !answer[...].text.contains(#""code":1011"#) { model.keep(line) }
    }
    disk.fault = { _ in nil }
    if isEnded { runner.close() }
    // As the next process finds it.
    return SmallDesk(name, disk.copy(), earlier, model)
  }

  /// A long text, so that few calls fill a journal.
  private static func long(_ number: Int) -> [UInt8] {
    let text = String(repeating: "a long note of many words. ", count: 20 + number)
    let person = #""from":{"externalId":"p\#(number % 4)","displayName":"P"}"#
    return Workload.line(
      number, "message.record", #""channel":"whatsapp","direction":"inbound",\#(person),"text":"\#(number) \#(text)""#)
  }
}
