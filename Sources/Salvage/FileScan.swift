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
    var bytes: Range<Int>
    /// Past the last change that a sound header in there names, its payload not being sound.
    var namedEnd: Int?
  }

  /// So many gaps are kept apart, each with a finding and a file of its bytes. The last one takes in those that follow,
  /// with the sound records between them: what a file costs to report does not grow with its damage.
  static let gapsMax = 1_000

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
  /// How many bytes there are in which changes can have been: sound records and bytes that are not zero.
  private(set) var filledBytes = 0
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

  /// Past the last change before a gap, and the first change after it; nil if there is none in the file.
  func seqs(around gap: Gap) -> (before: Int?, next: Int?) {
    let first = runs.firstIndex(sortedBy: { $0.bytes.upperBound > gap.bytes.lowerBound })
    let next = runs.firstIndex(sortedBy: { $0.bytes.lowerBound >= gap.bytes.upperBound })
    return (
      first > 0 ? runs[first - 1].seqs.upperBound : nil, next < runs.count ? runs[next].seqs.lowerBound : nil
    )
  }

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
    do throws(ChangeLogError) {
      let file = try open.file(name)
      guard let header else {
        var search = RecordSearch(file, seed: .none, end: size)
        filledBytes = try search.filledBytes(in: 0..<size)
        return
      }
      if let limit, limit >= FileHeader.recordsStart { end = min(limit, size) }
      if isLast {
        do throws(ChangeLogError) {
          let scan = try JournalScan.read(file, header, limit: nil) { _, _ throws(ChangeLogError) in }
          (end, torn) = (scan.end, scan.torn)
        } catch {
          fault = error
        }
      }
      var search = RecordSearch(file, seed: header.recordSeed, end: end ?? size)
      try read(&search, to: end ?? size, step)
    } catch {
      // What is wrong with a header is reported already.
      if header != nil { fault = error }
    }
  }

  private mutating func read(_ search: inout RecordSearch, to end: Int, _ step: (Int) -> Void) throws(ChangeLogError) {
    var at = FileHeader.recordsStart
    var done = 0
    while at < end {
      if let record = try search.record(at: at) {
        note(record)
        at = record.end
      } else {
        let found = try search.next(after: at)
        // Zeros at the end of a journal are what is there before a record is.
        let isTail = found.offset == nil && kind == .journal && self.end == nil
        let last = isTail ? found.filledEnd ?? at : found.offset ?? end
        if last > at { note(Gap(bytes: at..<last, namedEnd: found.namedEnd)) }
        at = found.offset ?? end
      }
      if at - done >= 1 << 20 {
        step(at - done)
        done = at
      }
    }
    filledBytes = search.filledBytes + runs.reduce(0) { $0 + $1.bytes.count }
  }

  private mutating func note(_ gap: Gap) {
    guard gaps.count >= Self.gapsMax else { return gaps.append(gap) }
    let last = gaps[gaps.count - 1]
    gaps[gaps.count - 1] = Gap(
      bytes: last.bytes.lowerBound..<gap.bytes.upperBound,
      namedEnd: max(last.namedEnd ?? 0, gap.namedEnd ?? 0))
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
}
