import ChangeLog
import Disk

/// What can be read of one journal or snapshot, however damaged: the twin of `JournalScan`, which gives up at the first
/// byte that is wrong, and reads by the same `RecordReader`.
struct FileScan {
  /// Sound records, one right after another, whose changes follow each other.
  struct RecordRun {
    var bytes: Range<Int>
    /// The `seq` of the changes; empty of marks alone.
    var seqs: Range<Int>
    var records: Int
  }

  /// Bytes where records should be and no sound one is.
  struct Gap {
    let bytes: Range<Int>
    /// Past the last change that a sound header in there names, its payload not being sound.
    let namedEnd: Int?
  }

  let kind: FileHeader.Kind
  let number: Int
  var size = 0
  /// Nil if neither copy of it is sound; `headerFault` says why. Its salt is what records are known by: without it none
  /// is read.
  var header: FileHeader?
  var headerFault: ChangeLogError?
  /// Damage to one copy of the header, the other one being sound.
  var headerDamage: [HeaderCopies.Damage] = []
  var runs: [RecordRun] = []
  var gaps: [Gap] = []
  /// How far it counts, where that is known: what follows is void.
  var end: Int?
  /// A write that was cut short: it does not count, and nothing is lost by it.
  var torn: Range<Int>?
  /// What ended the reading, or what is wrong with the end of it.
  var fault: ChangeLogError?
  /// True if a mark says that another journal is to be read.
  var isFollowed = false
  /// True of a file of another desk, or of another copy of this one, than most of the changes are from: what is in it
  /// must not be mixed with them.
  var isForeign = false

  var name: String { FileHeader.name(kind, number) }

  /// Whether its header says that another version wrote it.
  var isOfAnotherVersion: Bool { headerFault?.isOfAnotherVersion ?? false }

  /// What the header says of changes: of a journal the last before it, of a snapshot the last in it.
  var headerSeq: Int? { header.map { min($0.seq, .max / 2) } }

  /// The `seq` of the last change before those in it, as far as it is known.
  var base: Int? { kind == .snapshot ? 0 : headerSeq }

  /// Past the last change that can be read in it.
  var seqEnd: Int? { runs.last?.seqs.upperBound }

  var records: Int { runs.reduce(0) { $0 + $1.records } }

  // MARK: Reading

  /// Looks at the header alone.
  init(_ open: OpenFiles, _ kind: FileHeader.Kind, _ number: Int) {
    (self.kind, self.number) = (kind, number)
    do throws(ChangeLogError) {
      let file = try open.file(name)
      size = try file.status().size
      let found = try HeaderCopies(file, kind, number)
      (header, headerDamage) = (found.header, found.damage)
    } catch {
      headerFault = error
    }
  }

  /// Reads the records. `limit` is how far the file counts, where the next one says so; `isLast` is true of the journal
  /// that no other follows.
  mutating func read(_ open: OpenFiles, limit: Int?, isLast: Bool, step: (Int) -> Void) {
    guard let header else { return }
    do throws(ChangeLogError) {
      let file = try open.file(name)
      if let limit, limit >= FileHeader.recordsStart { end = min(limit, size) }
      if isLast {
        do throws(ChangeLogError) {
          let scan = try JournalScan.read(file, header, limit: nil) { _, _ throws(ChangeLogError) in }
          (end, torn) = (scan.end, scan.torn)
        } catch {
          fault = error
        }
      }
      var reader = RecordReader(file, seed: header.recordSeed, end: end ?? size)
      try read(&reader, to: end ?? size, step)
    } catch {
      fault = error
    }
  }

  private mutating func read(_ reader: inout RecordReader, to end: Int, _ step: (Int) -> Void) throws(ChangeLogError) {
    var at = FileHeader.recordsStart
    var done = 0
    while at < end {
      if let (record, _) = try reader.record(at: at) {
        note(record)
        at = record.end
      } else {
        let (next, namedEnd) = try Self.next(&reader, after: at, to: end)
        // Zeros at the end of a journal are what is there before a record is.
        let isTail = next == nil && kind == .journal && self.end == nil
        let last = isTail ? try JournalScan.lastNonZero(&reader, at..<end) ?? at : next ?? end
        if last > at { gaps.append(Gap(bytes: at..<last, namedEnd: namedEnd)) }
        at = next ?? end
      }
      if at - done >= 1 << 20 {
        step(at - done)
        done = at
      }
    }
  }

  private mutating func note(_ record: Record) {
    isFollowed = isFollowed || record.isFollowed
    let seqs = record.seq..<record.seq + record.count
    if let last = runs.last, last.bytes.upperBound == record.offset, last.seqs.upperBound == record.seq {
      runs[runs.count - 1].bytes = last.bytes.lowerBound..<record.end
      runs[runs.count - 1].seqs = last.seqs.lowerBound..<seqs.upperBound
      runs[runs.count - 1].records += record.isMark ? 0 : 1
    } else {
      runs.append(RecordRun(bytes: record.offset..<record.end, seqs: seqs, records: record.isMark ? 0 : 1))
    }
  }

  /// The next sound record, looked for byte by byte: a length is not trusted to lead to it. No bytes but ours have the
  /// checksum that begins with the file's salt, so each payload is read once, and all takes time in proportion to the
  /// file.
  private static func next(
    _ reader: inout RecordReader, after start: Int, to end: Int
  ) throws(ChangeLogError) -> (offset: Int?, namedEnd: Int?) {
    var named: Int?
    var at = start
    while at + Record.headerBytes <= end {
      if let header = try reader.header(at: at) {
        if at > start, try reader.record(at: at) != nil { return (at, named) }
        named = max(named ?? 0, header.seq + header.count)
      }
      at += 1
      if (at - start) % blockBytes == 0 {
        while at + blockBytes <= end, try JournalScan.lastNonZero(&reader, at..<at + blockBytes) == nil {
          at += blockBytes - Record.headerBytes
        }
      }
    }
    return (nil, named)
  }

  private static let blockBytes = 1 << 12
}
