import ChangeLog
import Desk
import Disk
import Foundation
import RPC
import Server
import Store
import TestSupport

/// Damages every byte of the files of a small desk, and sees what an open says.
///
/// The store itself runs here, over a disk in memory: a process for each of a million cases would take days, and what
/// is asked is only what an open makes of the bytes.
struct DamageSweep: CrashProgram {
  /// What became of a damaged desk.
  enum Class: String, CaseIterable {
    /// It opened, and nothing is missing.
    case whole
    /// It opened, something is missing, and that was reported.
    case reported
    /// It did not open: exit code 65.
    case refused
    /// It opened as it was before its last writes: the process did not come to its end, and byte for byte the file is
    /// as it was then, so that nothing in it shows the loss.
    case unwritten
    /// It opened, and nothing was reported, while something is missing or a header's copy is not as it was written; or
    /// it did not open for another reason.
    case silent
  }

  private let options: CrashOptions
  /// Of many cases only every so manyth: 1 for all.
  private let stride: Int
  private var random: SplitMix64
  private var totals: [Class: Int] = [:]
  private var words: [String: Int] = [:]
  private var silent: [String] = []

  init(_ options: CrashOptions) {
    self.options = options
    stride = max(1, options.count ?? 1)
    random = SplitMix64(seed: options.seed)
  }

  mutating func run() throws {
    say("damage: seed \(options.seed)\(stride > 1 ? ", every \(stride)th byte" : "")")
    say(row("desk", "file", "damage", Class.allCases.map(\.rawValue)))
    let watch = Stopwatch()
    for desk in try SmallDesk.all(seed: options.seed) { try sweep(desk) }
    say("all: " + Class.allCases.map { "\(totals[$0, default: 0]) \($0.rawValue)" }.joined(separator: ", "))
    say("\(Int(watch.seconds)) s; what was said, with how many cases:")
    for (line, count) in words.sorted(by: { $0.value > $1.value }).prefix(25) { say("  \(count)  \(line)") }
    guard silent.isEmpty else {
      throw CrashFault("\(silent.count) cases are silent, such as:\n  " + silent.prefix(20).joined(separator: "\n  "))
    }
  }

  private func row(_ desk: String, _ file: String, _ damage: String, _ counts: [String]) -> String {
    func column(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
    return column(desk, 24) + column(file, 12) + column(damage, 18) + counts.map { column($0, 10) }.joined()
  }

  // MARK: A desk

  private mutating func sweep(_ desk: SmallDesk) throws {
    guard classify(desk, desk.disk.copy()).0 == .whole else { throw CrashFault("\(desk.name) is not sound") }
    for name in desk.files {
      let bytes = desk.bytes(name)
      sweep(desk, name, "cut", 0..<bytes.count) { $0.removeLast($0.count - $1) }
      sweep(desk, name, "flipped", 0..<bytes.count) { $0[$1] ^= 0xFF }
      // A byte of each copy of the header.
      let pairs = Self.isJournalOrSnapshot(name) ? FileHeader.bytes * FileHeader.bytes : 0
      sweep(desk, name, "both headers", 0..<pairs) {
        $0[$1 % FileHeader.bytes] ^= 0xFF
        $0[FileHeader.copyStart + $1 / FileHeader.bytes] ^= 0xFF
      }
      let sample = (0..<bytes.count).filter { _ in random.below(64) == 0 }
      sweep(desk, name, "a bit flipped", 0..<sample.count * 8) { $0[sample[$1 / 8]] ^= 1 << UInt8($1 % 8) }
      let blocks = bytes.count / 512
      func block(_ number: Int) -> Range<Int> { number * 512..<(number + 1) * 512 }
      sweep(desk, name, "block zeroed", 0..<blocks) {
        $0.replaceSubrange(block($1), with: [UInt8](repeating: 0, count: 512))
      }
      sweep(desk, name, "block doubled", 0..<max(0, blocks - 1)) {
        $0.replaceSubrange(block($1 + 1), with: $0[block($1)])
      }
      sweep(desk, name, "blocks swapped", 0..<blocks * max(0, blocks - 1) / 2 / 8) {
        let (first, second) = Self.pair($1 * 8)
        $0.replaceSubrange(block(first), with: bytes[block(second)])
        $0.replaceSubrange(block(second), with: bytes[block(first)])
      }
      sweep(desk, name, "removed", 0..<1) { bytes, _ in bytes = [] }
    }
  }

  /// The pairs of numbers, in order: (0, 1), (0, 2), (1, 2), (0, 3) …
  private static func pair(_ number: Int) -> (Int, Int) {
    var (second, rest) = (1, number)
    while rest >= second { (rest, second) = (rest - second, second + 1) }
    return (rest, second)
  }

  /// Opens the desk with each of the damages; `damage` changes the bytes of the file.
  private mutating func sweep(
    _ desk: SmallDesk, _ name: String, _ kind: String, _ cases: Range<Int>, _ damage: (inout [UInt8], Int) -> Void
  ) {
    var counts: [Class: Int] = [:]
    let headers = desk.bytes(name).prefix(FileHeader.recordsStart)
    for number in cases where number % stride == 0 || cases.count < 1_000 {
      let disk = desk.disk.copy()
      let path = SmallDesk.folder + "/" + name
      if kind == "removed" {
        disk.files[path] = nil
      } else if let file = disk.files[path] {
        damage(&file.bytes, number)
      }
      let damaged = disk.files[path]?.bytes ?? []
      var (found, said) = classify(desk, disk)
      if found == .whole, said == nil, Self.isJournalOrSnapshot(name), !damaged.starts(with: headers) {
        found = .silent
      }
      if found == .silent && said == nil && desk.earlier.contains(damaged) { found = .unwritten }
      counts[found, default: 0] += 1
      if let said { words[Self.withoutNumbers(said), default: 0] += 1 }
      if found == .silent {
        silent.append("\(desk.name): \(name) \(kind), case \(number): \(said ?? "nothing was said")")
      }
    }
    if cases.isEmpty { return }
    totals.merge(counts) { $0 + $1 }
    say(row(desk.name, name, kind, Class.allCases.map { counts[$0].map(String.init) ?? "-" }))
  }

  /// The lock and who has the desk open have no header.
  private static func isJournalOrSnapshot(_ name: String) -> Bool {
    FileHeader.number(.journal, in: name) != nil || FileHeader.number(.snapshot, in: name) != nil
  }

  private static func withoutNumbers(_ text: String) -> String {
    var (out, isNumber) = ("", false)
    for character in text {
      if !character.isNumber { out.append(character) } else if !isNumber { out.append("0") }
      isNumber = character.isNumber
    }
    return out
  }

  /// Opens a desk twice: what the first open made of it, the second must find.
  private mutating func classify(_ desk: SmallDesk, _ disk: MemoryDisk) -> (Class, said: String?) {
    let first = open(desk, disk)
    guard first.found != .refused, first.said != nil || random.below(16) == 0 else { return (first.found, first.said) }
    let second = open(desk, disk.copy(), like: first.book)
    guard second.found == .whole else {
      return (.silent, "the next open found something else: \(second.said ?? "nothing was said")")
    }
    return (first.found, first.said)
  }

  private func open(
    _ desk: SmallDesk, _ disk: MemoryDisk, like expected: [UInt8]? = nil
  ) -> (found: Class, said: String?, book: [UInt8]) {
    var said: String?
    do throws(StoreError) {
      let book = try Store.open(SmallDesk.folder, sync: .always, disk: disk) { said = said ?? $0 }.book
      let read = desk.read(book)
      if read == expected ?? desk.content { return (.whole, said, read) }
      return (said == nil ? .silent : .reported, said, read)
    } catch {
      guard error.exitCode == 65 else { return (.silent, "\(error)", []) }
      return (.refused, "\(error)", [])
    }
  }
}
