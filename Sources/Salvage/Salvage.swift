public import ChangeLog
import Desk
public import Disk

/// Saves what can be read of a desk into another folder, and lists what cannot be.
///
///     OUT/journal-1                  the desk: all changes that could be kept, counted anew from 1 (`PartialReplay`)
///     OUT/lost.txt                   the changes that could not be, with all that was written in them
///     OUT/lost-FILE-OFFSET           bytes in which no sound record was found, as they are
///
/// The journal gets its name last: a folder in which a salvage did not end has no desk.
public enum Salvage {
  /// The name of the list.
  public static let listName = "lost.txt"
  /// Bytes that gather before they are written.
  private static let commitBytes = 1 << 20
  /// Changes of a record.
  private static let changesMax = 64

  /// What came of it.
  public struct Report: Sendable {
    /// Changes taken, with their own numbers and texts.
    public let kept: Int
    /// Changes that can be read and not be taken: they are in the list.
    public let setAside: Int
    /// The changes that cannot be read.
    public let lost: [ClosedRange<Int>]
    /// How many numbers that lost changes used up have placeholders.
    public let placeholders: [Placeholder: Int]
    /// How much there is of each, placeholders included.
    public let sizes: DeskSizes
    /// The last change of the saved desk.
    public let last: Int
    /// Names of the files with bytes that cannot be read.
    public let rawFiles: [String]

    /// True if every change that is known of is there as it was.
    public var isWhole: Bool { lost.isEmpty && setAside == 0 }
  }

  /// Why nothing was saved.
  public enum Refusal: Error {
    /// There is something in the folder already.
    case notEmpty
    /// Another version wrote the desk.
    case ofAnotherVersion
    /// The folder, or a file in it, cannot be made.
    case cannotCreate(ChangeLogError)
    /// The files cannot be written, or not be read any more.
    case failed(ChangeLogError)
  }

  /// What a salvage would come to; nothing is written.
  public static func rehearse(_ folderCheck: FolderCheck, disk: any Disk = SystemDisk()) throws(ChangeLogError)
    -> Report
  {
    let source = LogFolder(disk, folderCheck.folder)
    return try replay(
      folderCheck, source, keep: { _ throws(ChangeLogError) in }, setAside: { _, _, _ throws(ChangeLogError) in }
    ).report([])
  }

  /// Writes what can be read into a folder that is empty or not there yet. The checked folder is only read.
  public static func write(
    _ folderCheck: FolderCheck, to folder: String, disk: any Disk = SystemDisk()
  ) throws(Refusal) -> Report {
    guard !folderCheck.outcome.isOfAnotherVersion, !folderCheck.scans.contains(where: \.isOfAnotherVersion) else {
      throw .ofAnotherVersion
    }
    let out = LogFolder(disk, folder)
    let lock = try take(out)
    defer { lock.close() }
    let header = FileHeader(journal: 1, after: 0, extent: 0, begun: disk.now())
    let (journal, list): (Journal, SalvageList)
    do throws(ChangeLogError) {
      journal = try Journal.prepare(out, header)
      list = try SalvageList(out, folderCheck)
    } catch {
      throw .cannotCreate(error)
    }
    defer { journal.file.close() }
    do throws(ChangeLogError) {
      return try write(folderCheck, LogFolder(disk, folderCheck.folder), out, header, journal, list)
    } catch {
      throw .failed(error)
    }
  }

  /// Makes the folder, and locks it: a store that is opened there waits until the desk is there.
  private static func take(_ out: LogFolder) throws(Refusal) -> LogFile {
    do throws(ChangeLogError) {
      if try isEmpty(out) {
        try out.make()
        let lock = try out.openOrCreate(LogFolder.lock)
        if try lock.lock(.alone) { return lock }
        lock.close()
      }
    } catch {
      throw .cannotCreate(error)
    }
    throw .notEmpty
  }

  private static func isEmpty(_ folder: LogFolder) throws(ChangeLogError) -> Bool {
    do throws(ChangeLogError) { return try folder.names().isEmpty } catch {
      guard error.diskError?.code == SystemDisk.missing else { throw error }
      return true
    }
  }

  private static func write(
    _ folderCheck: FolderCheck, _ source: LogFolder, _ out: LogFolder, _ header: FileHeader, _ journal: Journal,
    _ list: SalvageList
  ) throws(ChangeLogError) -> Report {
    let raw = try keepRaw(folderCheck, source, out)
    let done = try replay(
      folderCheck, source,
      keep: { changes throws(ChangeLogError) in
        journal.stage(changes)
        guard journal.stagedBytes >= commitBytes else { return }
        try journal.reserve()
        try journal.syncRoom()
        try journal.commit(sync: false)
      },
      setAside: { place, change, reason throws(ChangeLogError) in try list.add(place, change, reason) })
    let report = done.report(raw)
    try journal.reserve()
    try journal.syncRoom()
    try journal.commit(sync: true)
    try journal.sync()
    journal.mark()
    try list.finish(report)
    do throws(ChangeLogError) {
      try journal.file.sync()
      try out.place(header)
    } catch {
      // A salvage that failed leaves no desk.
      out.removeIfPossible(header.name)
      throw error
    }
    return report
  }

  // MARK: Reading

  /// Where a change was read.
  struct Place {
    let file: String
    let offset: Int
  }

  /// What was read to the end.
  private struct Done {
    let replay: PartialReplay
    let lost: [ClosedRange<Int>]
    let setAside: Int

    func report(_ raw: [String]) -> Report {
      Report(
        kept: replay.kept, setAside: setAside, lost: lost, placeholders: replay.placeholders,
        sizes: DeskSizes(replay.book), last: replay.book.seq, rawFiles: raw)
    }
  }

  /// Hands over what was taken, a few changes at a time: with placeholders it may be more than a record can hold.
  private static func keepMade(
    by replay: PartialReplay, _ keep: ([Change]) throws(ChangeLogError) -> Void
  ) throws(ChangeLogError) {
    for start in stride(from: 0, to: replay.made.count, by: changesMax) {
      try keep(Array(replay.made[start..<min(start + changesMax, replay.made.count)]))
    }
    replay.made.removeAll()
  }

  /// Reads all changes in order; `keep` gets those that are taken.
  private static func replay(
    _ folderCheck: FolderCheck, _ source: LogFolder, keep: ([Change]) throws(ChangeLogError) -> Void,
    setAside: (Place, Change, _ reason: String) throws(ChangeLogError) -> Void
  ) throws(ChangeLogError) -> Done {
    let open = OpenFiles(source)
    let replay = PartialReplay(placeholdersMax: folderCheck.placeholdersMax)
    var (next, aside, lost) = (1, 0, folderCheck.lost)
    for segment in folderCheck.plan.segments {
      if segment.seqs.lowerBound > next { replay.lose(segment.seqs.lowerBound - next) }
      next = segment.seqs.upperBound
      let scan = folderCheck.scans[segment.scan]
      // Without a header no record was found.
      guard let seed = scan.header?.recordSeed else { continue }
      var reader = RecordReader(try open.file(scan.name), seed: seed, end: segment.bytes.upperBound)
      var at = segment.bytes.lowerBound
      while let (record, payload) = try reader.record(at: at) {
        at = record.end
        guard record.seq + record.count > segment.seqs.lowerBound else { continue }
        guard record.seq < segment.seqs.upperBound else { break }
        var bytes = ByteReader(payload)
        for seq in record.seq..<record.seq + record.count {
          let change: Change
          do throws(CodingError) { change = try bytes.change(seq: seq) } catch {
            // A sound record that is none of ours: what follows in it cannot be read.
            let rest = max(seq, segment.seqs.lowerBound)...record.seq + record.count - 1
            replay.lose(rest.count)
            lost.append(rest)
            break
          }
          guard segment.seqs.contains(seq) else { continue }
          do throws(SetAside) { try replay.take(change) } catch {
            aside += 1
            try setAside(Place(file: scan.name, offset: record.offset), change, error.reason)
          }
        }
        try keepMade(by: replay, keep)
      }
    }
    return Done(replay: replay, lost: lost.sorted { $0.lowerBound < $1.lowerBound }, setAside: aside)
  }

  // MARK: Bytes

  /// Copies the runs that cannot be read; their names.
  private static func keepRaw(
    _ folderCheck: FolderCheck, _ source: LogFolder, _ out: LogFolder
  ) throws(ChangeLogError) -> [String] {
    let open = OpenFiles(source)
    var names: [String] = []
    for scan in folderCheck.scans {
      var runs = scan.gaps.map(\.bytes) + (scan.torn.map { [$0] } ?? [])
      // Without a header no record was found: all of it is saved.
      if scan.headerFault != nil, scan.size > 0 { runs = [0..<scan.size] }
      for bytes in runs {
        let name = "lost-\(scan.name)-\(bytes.lowerBound)"
        // What cannot be read is not copied either; the folderCheck says so.
        let file: LogFile
        do throws(ChangeLogError) { file = try open.file(scan.name) } catch { continue }
        if try isCopied(file, bytes, to: name, in: out) { names.append(name) }
      }
    }
    return names
  }

  /// Copies a part of a file without the holes in it; false if it cannot be read.
  private static func isCopied(
    _ source: LogFile, _ range: Range<Int>, to name: String, in out: LogFolder
  ) throws(ChangeLogError) -> Bool {
    let copy = try out.create(name)
    defer { copy.close() }
    var reader = RecordReader(source, seed: .none, end: range.upperBound)
    var at = range.lowerBound
    var data = 0..<0
    while at < range.upperBound {
      let bytes: UnsafeRawBufferPointer?
      do throws(ChangeLogError) {
        if !data.contains(at) {
          guard let next = try source.data(from: at), next.lowerBound < range.upperBound else { break }
          (data, at) = (next, max(at, next.lowerBound))
        }
        bytes = try reader.bytes(at: at, count: min(1 << 16, range.upperBound - at, data.upperBound - at))
      } catch {
        return false
      }
      guard let bytes else { break }
      try copy.write(bytes, at: at - range.lowerBound)
      at += bytes.count
    }
    try copy.sync()
    return true
  }
}
