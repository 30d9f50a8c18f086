import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Salvage

/// Folders that somebody made who knows the format: what a check and a salvage cost is bounded by the bytes that are
/// there, not by the numbers that these bytes claim.
struct HostileFolderTests {
  private static let folder = "/data/desk"
  private static let out = "/data/out"

  /// A journal with sound checksums and any content.
  private struct Forgery: ~Copyable {
    let header: FileHeader
    var out = ByteWriter()

    init(_ number: Int = 1, after seq: Int = 0) {
      header = FileHeader(kind: .journal, number: number, seq: seq, extent: 0, salt: 7, begun: 0)
      header.write(to: &out)
    }

    /// A record of changes, counted from `seq` on; `count` is what it claims to hold.
    mutating func add(_ whats: [Change.What], seq: Int, count: Int? = nil) {
      let start = out.beginRecord()
      for (index, what) in whats.enumerated() {
        out.change(Change(seq: seq + index, at: Timestamp(milliseconds: 1), by: .desk, what: what))
      }
      out.endRecord(start, seq: seq, count: count ?? whats.count, synced: 0, seed: header.recordSeed)
    }

    /// A header of a record whose payload is not sound.
    mutating func addHeader(payloadBytes: Int, seq: Int) {
      let start = out.count
      out.zeros(Record.headerBytes)
      out.overwrite(at: start, UInt32(payloadBytes))
      out.overwrite(at: start + 4, UInt32(1))
      out.overwrite(at: start + 8, Int64(seq))
      out.overwrite(at: start + 16, Int64(0))
      let seed = header.recordSeed
      let checksum = out.withBytes { seed.checksum(ofHeader: UnsafeRawBufferPointer(rebasing: $0[start...])) }
      out.overwrite(at: start + 28, checksum)
    }

    var bytes: [UInt8] { out.withBytes { Array($0) } }
  }

  private static func disk(_ files: [String: [UInt8]]) throws -> MemoryDisk {
    let disk = MemoryDisk()
    try disk.makeFolder("/data")
    try disk.makeFolder(folder)
    for (name, bytes) in files {
      let file = try disk.open(folder + "/" + name, .create)
      disk.files[folder + "/" + name]?.bytes = bytes
      disk.close(file)
    }
    return disk
  }

  private static func contact(_ number: Int) -> Change.What {
    .contact(ContactID(number), .created(name: "C", identities: [], labels: []))
  }

  private static func promoted(_ number: Int) -> Change.What { .contact(ContactID(number), .vipPromoted(reason: nil)) }

  private static let far = 1_000_000_000_000

  /// Changes after a gap that the numbers in the files make as long as can be, and what each needs placeholders for.
  private static let claims: [(what: Change.What, seq: Int)] = [
    (promoted(1 << 31), far), (promoted(4_000_000), far), (contact(1 << 40), far), (promoted(4_000_000), 4_000_001),
    (
      .conversation(
        ConversationID(3_000_000), of: ContactID(1), .opened(ChannelNumber(1), topics: [], by: .message)),
      far
    ),
    (.note(NoteID(3_000_000), of: ContactID(1), .removed(Note.Body(text: "x", mentions: []))), far),
    (.agent(AgentNumber(3_000_000), .recorded(id: "x", name: "X", role: .admin)), far),
    (
      .contact(
        ContactID(1),
        .identityAdded(
          3_000_000, Identity.Profile(network: .instagram, externalId: "x"), former: nil)), far
    ),
    (.schema(.removed(attribute(50_000), at: 0)), far),
    (.schema(.reordered(Edit([1], to: [1 << 40]))), far),
  ]

  private static func attribute(_ number: Int) -> AttributeDefinition {
    AttributeDefinition(
      number: number, key: "x", label: "X", format: .text, options: [], isEnabled: true, isLookup: false,
      isCRMManaged: false, isAgentEditable: true)
  }

  /// Numbers that no file of this size can have led to get no placeholders: not by a gap in the changes, not by a
  /// header of a file that is gone, not by a record that claims to hold many changes.
  @Test func claimedNumbers() throws {
    for (what, seq) in Self.claims {
      var gap = Forgery()
      gap.add([Self.contact(1)], seq: 1)
      gap.add([what], seq: seq)
      var missing = Forgery(3, after: seq - 1)
      missing.add([what], seq: seq)
      var many = Forgery()
      many.add([Self.contact(1)], seq: 1)
      // All that it claims to hold after the first change is lost.
      let long = Contact.Details(name: String(repeating: "x", count: 60_000), labels: [], isBlocked: false)
      let short = Contact.Details(name: "C", labels: [], isBlocked: false)
      many.add([.contact(ContactID(1), .detailsChanged(Edit(short, to: long)))], seq: 2, count: 60_000)
      many.add([what], seq: 60_002)
      for files in [["journal-1": gap.bytes], ["journal-3": missing.bytes], ["journal-1": many.bytes]] {
        let disk = try Self.disk(files)
        let report = try Self.salvage(disk)
        #expect(report.placeholders.values.reduce(0, +) <= 1 && report.setAside == 1, "\(what): \(report)")
        let written = disk.files.filter { $0.key.hasPrefix(Self.out) }.reduce(0) { $0 + $1.value.bytes.count }
        #expect(written < 300_000, "\(what): \(written) bytes")
      }
    }
  }

  /// Many gaps: placeholders of all together are bounded, too.
  @Test func manyClaims() throws {
    var forgery = Forgery()
    for claim in 1...20 { forgery.add([Self.promoted(claim * 60_000)], seq: claim * 1_000_000) }
    let report = try Self.salvage(try Self.disk(["journal-1": forgery.bytes]), isWritten: false)
    let placeholders = report.placeholders.values.reduce(0, +)
    #expect((60_000...70_000).contains(placeholders), "\(report.placeholders)")
  }

  /// What the files can have held is held: a small desk whose first file is gone.
  @Test func missingFile() throws {
    var forgery = Forgery(2, after: 30_000)
    forgery.add([Self.promoted(9_000)], seq: 30_001)
    forgery.add([Self.contact(9_001)], seq: 30_002)
    let report = try Self.salvage(try Self.disk(["journal-2": forgery.bytes]))
    #expect(report.placeholders == [.contact: 9_000] && report.kept == 1)
  }

  /// An older copy of the journal, beside a lock that says how far the desk went: what is not there any more is lost,
  /// and the salvage of the rest is not called whole. What the lock says may be forged.
  @Test(arguments: [2, 3, 1_000_000_000_000, Int.max]) func olderJournal(_ seq: Int) throws {
    var forgery = Forgery()
    forgery.add([Self.contact(1)], seq: 1)
    forgery.out.zeros(Journal.zerosMin)
    let disk = try Self.disk(["journal-1": forgery.bytes, "lock": []])
    let lock = try LogFolder(disk, Self.folder).open("lock", .change)
    DurabilityHint(journal: 1, bytes: 1 << 20, seq: seq).write(to: lock)
    lock.close()
    let folderCheck = try FolderCheck.read(Self.folder, disk: disk)
    #expect(!folderCheck.outcome.isSound)
    #expect(folderCheck.lost == [2...min(seq, .max / 2)] && folderCheck.findings.map(\.lost) == [folderCheck.lost])
    let report = try Self.salvage(disk)
    #expect(report.kept == 1 && !report.isWhole)
  }

  /// A salvage of a folder, whose result opens.
  private static func salvage(_ disk: MemoryDisk, isWritten: Bool = true) throws -> Salvage.Report {
    let folderCheck = try FolderCheck.read(folder, disk: disk)
    guard isWritten else { return try Salvage.rehearse(folderCheck, disk: disk) }
    let report = try Salvage.write(folderCheck, to: out, disk: disk)
    let again = try FolderCheck.read(out, disk: disk)
    #expect(again.outcome.isSound && again.last == report.last, "\(again.findings)")
    return report
  }

  /// A hole of a terabyte is not read, and not copied: in a journal after its records, after damage, in a file without
  /// a header, in a journal that another one follows.
  @Test func holes() throws {
    let hole = 1 << 40
    var sound = Forgery()
    sound.add([Self.contact(1)], seq: 1)
    let damaged = sound.bytes + [UInt8](repeating: 0xEE, count: 5_000)
    var next = Forgery(2, after: 1)
    next.add([Self.contact(2)], seq: 2)
    let cases: [(note: String, files: [String: [UInt8]], holes: String)] = [
      ("records", ["journal-1": sound.bytes], "journal-1"), ("damage", ["journal-1": damaged], "journal-1"),
      ("no header", ["journal-1": Array(damaged[100...4_000])], "journal-1"),
      ("nothing", ["journal-1": []], "journal-1"),
      ("followed", ["journal-1": damaged, "journal-2": next.bytes], "journal-1"),
      ("a snapshot", ["snapshot-1": damaged, "journal-1": sound.bytes], "snapshot-1"),
    ]
    for (note, files, name) in cases {
      let disk = try Self.disk(files)
      disk.files[Self.folder + "/" + name]?.hole = hole
      let folderCheck = try FolderCheck.read(Self.folder, disk: disk)
      #expect(!folderCheck.outcome.isSound, "\(note)")
      #expect(disk.calls.count < 300, "\(note): \(disk.calls.count) calls")
      let report = try Salvage.write(folderCheck, to: Self.out, disk: disk)
      #expect(disk.calls.count < 600, "\(note): \(disk.calls.count) calls")
      #expect(report.kept == folderCheck.readable, "\(note)")
      let written = disk.files.filter { $0.key.hasPrefix(Self.out) }.reduce(0) { $0 + $1.value.bytes.count }
      #expect(written < 300_000, "\(note): \(written) bytes")
    }
  }

  /// Records between gaps, each with a few bytes of damage: the report has a bounded length, and nothing that can be
  /// read is lost.
  @Test func manyGaps() throws {
    let count = 3 * FileScan.gapsMax
    var forgery = Forgery()
    for number in 1...count {
      forgery.add([Self.contact(number)], seq: number)
      forgery.out.byte(0xEE)
    }
    let disk = try Self.disk(["journal-1": forgery.bytes])
    let folderCheck = try FolderCheck.read(Self.folder, disk: disk)
    #expect(folderCheck.readable == count && folderCheck.findings.count <= FileScan.gapsMax + 1)
    let report = try Salvage.write(folderCheck, to: Self.out, disk: disk)
    #expect(report.kept == count && report.rawFiles.count <= FileScan.gapsMax)
    let last = try #require(folderCheck.findings.last)
    #expect(last.offset + last.length == forgery.out.count, "\(last)")
  }

  /// Headers one after another, each with a payload that reaches far and is not sound: no byte is read many times.
  @Test func overlappingPayloads() throws {
    let (headers, payload) = (3_000, 1 << 20)
    var forgery = Forgery()
    forgery.add([Self.contact(1)], seq: 1)
    for number in 0..<headers { forgery.addHeader(payloadBytes: payload, seq: 2 + number) }
    for _ in 0..<payload + 100 { forgery.out.byte(0x11) }
    let size = forgery.out.count
    let disk = try Self.disk(["journal-1": forgery.bytes])
    var bytesRead = 0
    disk.readMax = 1 << 20
    disk.before = { if $0.name == "read" { bytesRead += 1 << 20 } }
    let folderCheck = try FolderCheck.read(Self.folder, disk: disk)
    #expect(folderCheck.readable == 1)
    // Of payloads that are not sound, 64 MiB and the size of the file. Without a bound it would be 6,000 MiB.
    #expect(bytesRead < 200 << 20, "\(bytesRead >> 20) MiB read of \(size) bytes")
  }
}
