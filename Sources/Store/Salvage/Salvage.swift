import Desk

/// Saves what can be read of a desk into another folder, and lists what cannot be.
///
///     OUT/journal-1                  the desk: all changes that could be kept, counted anew from 1 (`Rebuild`)
///     OUT/lost.txt                   the changes that could not be, with all that was written in them
///     OUT/lost-FILE-OFFSET           bytes in which no sound record was found, as they are
///
/// The journal gets its name last: a folder in which a salvage did not end has no desk.
public enum Salvage {
  /// The name of the list.
  public static let listName = "lost.txt"
  /// Bytes that gather before they are written.
  private static let commitBytes = 1 << 20

  /// What came of it.
  public struct Report: Sendable {
    /// Changes taken as they were, but for the numbers behind a gap.
    public let kept: Int
    /// Changes taken without a part that is lost: who wrote a message, on which conversation a note stood.
    public let altered: Int
    /// Changes that can be read and not be taken: they are in the list.
    public let setAside: Int
    /// The changes that cannot be read.
    public let lost: [ClosedRange<Int>]
    /// Contacts, agents and attributes that stand for lost ones, to keep the numbers of those behind.
    public let placeholders: (contacts: Int, agents: Int, definitions: Int)
    /// True if conversations, messages or notes have other numbers than before.
    public let isRenumbered: Bool
    /// How much there is of each, placeholders included.
    public let sizes: DeskSizes
    /// The last change of the saved desk.
    public let last: Int
    /// Names of the files with bytes that cannot be read.
    public let rawFiles: [String]

    /// True if every change that is known of is there as it was.
    public var isWhole: Bool { lost.isEmpty && setAside == 0 && altered == 0 }
  }

  /// Why nothing was saved.
  public enum Refusal: Error {
    /// There is something in the folder already.
    case notEmpty
    /// Another version wrote the desk.
    case ofAnotherVersion
    /// The files cannot be written, or not be read any more.
    case store(StoreError)
  }

  /// What a salvage would come to; nothing is written.
  public static func rehearse(_ survey: Survey, disk: any Disk = SystemDisk()) throws(StoreError) -> Report {
    try replay(survey, disk, keep: { _ throws(StoreError) in }, setAside: { _, _, _ throws(StoreError) in }).report([])
  }

  /// Writes what can be read into a folder that is empty or not there yet. The surveyed folder is only read.
  public static func write(
    _ survey: Survey, to folder: String, disk: any Disk = SystemDisk()
  ) throws(Refusal) -> Report {
    guard !survey.verdict.isOfAnotherVersion, !survey.scans.contains(where: \.isOfAnotherVersion) else {
      throw .ofAnotherVersion
    }
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var names: [String] = []
    do throws(DiskError) { names = try disk.names(in: folder) } catch {
      guard error.code == SystemDisk.missing else { throw .store(.cannotCreate(error)) }
    }
    guard names.isEmpty else { throw .notEmpty }
    do throws(StoreError) {
      guard let seat = try Seat.take(disk, folder, isExclusive: true) else {
        throw .cannotCreate(DiskError("open", folder, SystemDisk.readOnlyDisk))
      }
      defer { seat.resign() }
      return try write(survey, disk, folder)
    } catch {
      throw .store(error)
    }
  }

  private static func write(_ survey: Survey, _ disk: any Disk, _ folder: String) throws(StoreError) -> Report {
    let raw = try keepRaw(survey, disk, folder)
    let header = FileHeader(
      kind: .journal, number: 1, seq: 0, extent: 0, salt: .random(in: 1 ... .max), begun: disk.now())
    let journal = try StoreError.creating { () throws(DiskError) in try Journal.prepare(disk, folder, header) }
    defer { disk.close(journal.file) }
    let list = try SalvageList(disk, folder, survey)
    let done = try replay(
      survey, disk,
      keep: { changes throws(StoreError) in
        journal.begin()
        for change in changes { journal.stage(change) }
        journal.finish()
        guard journal.stagedBytes >= commitBytes else { return }
        try writing { () throws(DiskError) in
          try journal.reserve()
          try journal.commit(sync: false)
        }
      },
      setAside: { place, change, reason throws(StoreError) in try list.add(place, change, reason) })
    let report = done.report(raw)
    try writing { () throws(DiskError) in
      try journal.reserve()
      try journal.commit(sync: true)
      try journal.sync()
    }
    journal.mark()
    try list.finish(report)
    do throws(DiskError) {
      try disk.sync(journal.file)
      try Store.place(disk, folder, header)
    } catch {
      // A salvage that is not told to have ended leaves no desk.
      do throws(DiskError) { try disk.remove(folder + "/" + header.name) } catch {}
      throw .failed(error)
    }
    return report
  }

  static func writing<R>(_ body: () throws(DiskError) -> R) throws(StoreError) -> R {
    do throws(DiskError) { return try body() } catch { throw .failed(error) }
  }

  // MARK: Reading

  /// Where a change was read.
  struct Place {
    let file: String
    let offset: Int
  }

  /// What was read to the end.
  private struct Done {
    let rebuild: Rebuild
    let lost: [ClosedRange<Int>]
    let setAside: Int

    func report(_ raw: [String]) -> Report {
      Report(
        kept: rebuild.kept, altered: rebuild.altered, setAside: setAside, lost: lost,
        placeholders: rebuild.placeholders, isRenumbered: rebuild.isRenumbered,
        sizes: DeskSizes(rebuild.book), last: rebuild.book.seq, rawFiles: raw)
    }
  }

  /// Reads all changes in order; `keep` gets those that are taken, the ones of a record at a time.
  private static func replay(
    _ survey: Survey, _ disk: any Disk, keep: ([Change]) throws(StoreError) -> Void,
    setAside: (Place, Change, _ reason: String) throws(StoreError) -> Void
  ) throws(StoreError) -> Done {
    let open = OpenFiles(disk, survey.folder)
    let rebuild = Rebuild()
    var (next, aside, lost) = (1, 0, survey.lost)
    for segment in survey.plan.segments {
      if segment.seqs.lowerBound > next { rebuild.lose(segment.seqs.lowerBound - next) }
      next = segment.seqs.upperBound
      let scan = survey.scans[segment.scan]
      var reader = RecordReader(disk, try open.file(scan.name), salt: scan.salt ?? 0, end: segment.bytes.upperBound)
      var at = segment.bytes.lowerBound
      while let (record, payload) = try reader.record(at: at) {
        at = record.end
        guard record.seq + record.count > segment.seqs.lowerBound else { continue }
        guard record.seq < segment.seqs.upperBound else { break }
        var bytes = ByteReader(payload)
        for seq in record.seq..<record.seq + record.count {
          let change: Change
          do throws(CodingError) { change = try bytes.change(seq: seq) } catch {
            // A sound record that is none of ours: what is behind in it cannot be told apart.
            let rest = max(seq, segment.seqs.lowerBound)...record.seq + record.count - 1
            rebuild.lose(rest.count)
            lost.append(rest)
            break
          }
          guard segment.seqs.contains(seq) else { continue }
          do throws(Rebuild.Refusal) { try rebuild.take(change) } catch {
            aside += 1
            try setAside(Place(file: scan.name, offset: record.offset), change, error.reason)
          }
        }
        if !rebuild.made.isEmpty { try keep(rebuild.made) }
        rebuild.made.removeAll(keepingCapacity: true)
      }
    }
    return Done(rebuild: rebuild, lost: lost.sorted { $0.lowerBound < $1.lowerBound }, setAside: aside)
  }

  // MARK: Bytes

  /// Copies the stretches that cannot be read; their names.
  private static func keepRaw(_ survey: Survey, _ disk: any Disk, _ folder: String) throws(StoreError) -> [String] {
    let open = OpenFiles(disk, survey.folder)
    var names: [String] = []
    for scan in survey.scans {
      var stretches = scan.gaps.map(\.bytes) + (scan.torn.map { [$0] } ?? [])
      if scan.headerFault != nil, scan.size > 0 {
        stretches.insert(0..<(scan.salt == nil ? scan.size : min(scan.size, FileHeader.bytes)), at: 0)
      }
      for bytes in stretches {
        let name = "lost-\(scan.name)-\(bytes.lowerBound)"
        do throws(StoreError) { try copy(disk, open.file(scan.name), bytes, to: folder + "/" + name) } catch {
          // What cannot be read is not copied either; the survey says so.
          guard case .unreadable = error else { throw error }
          continue
        }
        names.append(name)
      }
    }
    return names
  }

  private static func copy(
    _ disk: any Disk, _ source: DiskFile, _ range: Range<Int>, to path: String
  ) throws(StoreError) {
    let copy = try StoreError.creating { () throws(DiskError) in try disk.create(path) }
    defer { disk.close(copy) }
    var reader = RecordReader(disk, source, salt: 0, end: range.upperBound)
    var at = range.lowerBound
    while at < range.upperBound {
      guard let bytes = try reader.bytes(at: at, count: min(1 << 16, range.upperBound - at)) else { break }
      try writing { () throws(DiskError) in try disk.writeAll(copy, bytes, at: at - range.lowerBound) }
      at += bytes.count
    }
    try writing { () throws(DiskError) in try disk.sync(copy) }
  }
}
