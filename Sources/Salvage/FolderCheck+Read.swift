import ChangeLog
public import Disk

extension FolderCheck {
  /// Looks at a folder. `step` gets the bytes that were read since it was called last, and all that there are.
  public static func read(
    _ folder: String, disk: any Disk = SystemDisk(), step: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(Refusal) -> FolderCheck {
    let names: [String]
    let logFolder = LogFolder(disk, folder)
    do throws(ChangeLogError) { names = try logFolder.names() } catch {
      throw error.isNotThere ? .noFolder : .unreadable(error)
    }
    let found = FolderFiles(names)
    guard !found.isEmpty else { throw .noDesk }
    let open = OpenFiles(logFolder)
    let outcome: Outcome
    var snapshot = found.snapshots.last ?? 0
    var sizes: DeskSizes?
    let hint = DurabilityHint(in: logFolder)
    do throws(ChangeLogError) {
      let recovery = try Recovery.read(found, open, hint: hint)
      (snapshot, sizes) = (recovery.snapshot?.number ?? 0, DeskSizes(recovery.book))
      outcome = .sound
    } catch {
      outcome = .refused(error)
    }
    let scans = scan(open, found, step)
    var folderCheck = FolderCheck(
      logFolder.path, outcome, disk.now(), scans,
      SalvagePlan(scans, durable: outcome.isSound ? 0 : max(hint?.seq ?? 0, 0)))
    folderCheck.addFiles(names, snapshot) { name in
      do throws(ChangeLogError) { return try logFolder.status(of: name)?.size ?? 0 } catch { return 0 }
    }
    folderCheck.addFindings(found)
    folderCheck.sizes = sizes
    return folderCheck
  }

  /// The newest snapshot first, then the journals.
  private static func scan(
    _ open: OpenFiles, _ files: FolderFiles, _ step: (_ done: Int, _ of: Int) -> Void
  ) -> [FileScan] {
    var scans = files.snapshots.reversed().map { FileScan(open, .snapshot, $0) }
    scans += files.journals.map { FileScan(open, .journal, $0) }
    let all = scans.reduce(0) { $0 + $1.size }
    for index in scans.indices {
      let isJournal = scans[index].kind == .journal
      let next = isJournal && index + 1 < scans.count ? scans[index + 1] : nil
      let limit =
        isJournal
        ? (next?.number == scans[index].number &+ 1 ? next?.header?.extent : nil) : scans[index].size
      scans[index].read(open, limit: limit, isLast: isJournal && next == nil) { step($0, all) }
    }
    markForeign(&scans)
    return scans
  }

  /// Separates files that are not of one desk, by what their headers say that they follow: those with the most
  /// changes are taken for the desk.
  private static func markForeign(_ scans: inout [FileScan]) {
    func belongs(_ scan: FileScan, to other: FileScan?) -> Bool {
      guard let header = scan.header, let other = other?.header else { return true }
      return header.follows == 0 || header.follows == other.checksum
    }
    var groups = Array(repeating: 0, count: scans.count)
    let journals = scans.indices.filter { scans[$0].kind == .journal }
    for (before, index) in zip(journals, journals.dropFirst()) {
      let isNext = scans[index].number == scans[before].number &+ 1
      groups[index] = groups[before] + (isNext && !belongs(scans[index], to: scans[before]) ? 1 : 0)
    }
    for index in scans.indices where scans[index].kind == .snapshot {
      let next = journals.firstIndex(sortedBy: { scans[$0].number >= scans[index].number })
      let after = next < journals.count ? journals[next] : journals.last
      let isSame = after.map { scans[$0].number != scans[index].number || belongs(scans[index], to: scans[$0]) } ?? true
      groups[index] = isSame ? after.map { groups[$0] } ?? 0 : -1 - index
    }
    var changes: [Int: Int] = [:]
    for (scan, group) in zip(scans, groups) {
      changes[group, default: 0] += scan.runs.reduce(0) { $0 + $1.seqs.count }
    }
    guard changes.count > 1, let most = changes.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else {
      return
    }
    for index in scans.indices { scans[index].isForeign = groups[index] != most }
  }
}

// MARK: - Findings

extension FolderCheck {
  private init(_ folder: String, _ outcome: Outcome, _ made: Int64, _ scans: [FileScan], _ plan: SalvagePlan) {
    (self.folder, self.outcome, self.made, self.scans, self.plan) = (folder, outcome, made, scans, plan)
    lost = plan.gaps.map { $0.lowerBound...$0.upperBound - 1 }
    last = plan.end - 1
    (files, findings, mayBeMore) = ([], [], false)
  }

  private mutating func addFiles(_ names: [String], _ snapshot: Int, _ size: (String) -> Int) {
    files = scans.map { scan in
      let changes = scan.runs.filter { !$0.seqs.isEmpty }
      let first = changes.map(\.seqs.lowerBound).min()
      let last = changes.map { $0.seqs.upperBound - 1 }.max()
      let isUsed = scan.kind == .snapshot ? scan.number == snapshot : scan.number >= snapshot
      return File(
        name: scan.name, kind: scan.kind == .snapshot ? .snapshot : .journal, number: scan.number, size: scan.size,
        counted: scan.end, begun: scan.header?.begun, changes: first.flatMap { first in last.map { first...$0 } },
        records: scan.records, isUsed: isUsed)
    }
    let known = Set(files.map(\.name))
    for name in names.sorted() where !known.contains(name) {
      files.append(
        File(
          name: name, kind: Self.kind(name), number: 0, size: size(name), counted: nil, begun: nil, changes: nil,
          records: 0, isUsed: false))
    }
  }

  private static func kind(_ name: String) -> Kind {
    if name == LogFolder.lock { return .lock }
    if name == LogFolder.presence { return .presence }
    if name.hasSuffix(LogFolder.unfinished) { return .unfinished }
    if name.hasPrefix("torn-") { return .torn }
    return name.hasPrefix("lost-") || name == Salvage.listName ? .salvaged : .unknown
  }

  private mutating func addFindings(_ found: FolderFiles) {
    for index in scans.indices { findings += findings(of: index) }
    findings += missing(found)
    mayBeMore = !outcome.isSound && findings.contains { $0.mayBeMore }
    // What none of these says, the start said.
    guard case .refused(let error) = outcome else { return }
    let isReported = findings.contains { !$0.isHarmless && $0.file == error.place.file }
    guard !isReported else { return }
    let rest = findings.allSatisfy { $0.lost.isEmpty } ? lost : []
    findings.insert(
      Finding(
        file: error.place.file, offset: error.place.offset, length: 0, what: error.place.what, lost: rest,
        mayBeMore: false, isHarmless: false), at: 0)
  }

  /// What is wrong within a file.
  private func findings(of index: Int) -> [Finding] {
    let scan = scans[index]
    var found: [Finding] = []
    func add(_ offset: Int, _ length: Int, _ what: String, _ range: Range<Int>, mayBeMore: Bool = false) {
      found.append(
        Finding(
          file: scan.name, offset: offset, length: length, what: what, lost: plan.lost(in: range),
          mayBeMore: mayBeMore && !outcome.isSound, isHarmless: outcome.isSound))
    }
    if scan.isForeign {
      add(56, 4, "it is of another desk, or of another copy of this one, and is not used", 0..<0)
      return found
    }
    let isLast = index == scans.count - 1 && scan.kind == .journal
    let after = scan.kind == .snapshot ? scan.headerSeq : scans.dropFirst(index + 1).lazy.compactMap(\.base).first
    let end = isLast ? nil : after.map { $0 + 1 }
    for damage in scan.headerDamage {
      found.append(
        Finding(
          file: scan.name, offset: damage.offset, length: damage.length,
          what: damage.what, lost: [], mayBeMore: false, isHarmless: true))
    }
    if let fault = scan.headerFault {
      let first = (scan.base ?? 0) + 1
      let lost = ". Without its header, its records cannot be told from other bytes: none is read"
      let how = scan.isOfAnotherVersion || scan.size == 0 ? "" : lost
      add(0, scan.size, fault.place.what + how, first..<max(end ?? .max, first), mayBeMore: isLast)
    }
    for gap in scan.gaps {
      let (before, next) = scan.seqs(around: gap)
      let from = before ?? (scan.base ?? 0) + 1
      let to = next ?? end ?? gap.namedEnd
      add(
        gap.bytes.lowerBound, gap.bytes.count, "no sound record is there", from..<max(from, to ?? from),
        mayBeMore: next == nil && isLast)
    }
    if let torn = scan.torn {
      add(
        torn.lowerBound, torn.count,
        "a write was cut short. Nobody was told that it is kept: it does not count", 0..<0)
    }
    if let fault = scan.fault, fault.place.file == scan.name,
      !scan.gaps.contains(where: { ($0.bytes.lowerBound...$0.bytes.upperBound).contains(fault.place.offset) })
    {
      let from = scan.seqEnd ?? (scan.base ?? 0) + 1
      add(fault.place.offset, 0, fault.place.what, from..<max(from, end ?? from), mayBeMore: isLast)
    }
    if let header = scan.header, scan.kind == .snapshot, scan.size != header.extent {
      let from = scan.seqEnd ?? 1
      add(
        scan.size, 0, "it has \(scan.size) bytes and was written with \(header.extent)",
        from..<max(from, (scan.headerSeq ?? 0) + 1))
    } else if let next = scans.dropFirst(index + 1).first?.header, scan.kind == .journal, next.extent > scan.size,
      next.number == scan.number &+ 1
    {
      let from = scan.seqEnd ?? (scan.base ?? 0) + 1
      add(
        scan.size, 0, "it is shorter than the \(next.extent) bytes that were written",
        from..<max(from, min(next.seq, .max / 2) + 1))
    }
    return found
  }

  /// Journals that should be there.
  private func missing(_ found: FolderFiles) -> [Finding] {
    guard !outcome.isSound else { return [] }
    let journals = scans.filter { $0.kind == .journal && $0.number >= found.snapshots.last ?? 1 }
    var (missing, next) = ([Finding](), found.snapshots.last ?? 1)
    func add(_ number: Int, _ range: Range<Int>, mayBeMore: Bool) {
      missing.append(
        Finding(
          file: FileHeader.name(.journal, number), offset: 0, length: 0, what: "it is not there",
          lost: plan.lost(in: range), mayBeMore: mayBeMore, isHarmless: false))
    }
    var seq = 1
    for journal in journals {
      let base = journal.base ?? 0
      if journal.number > next { add(next, seq..<max(seq, base + 1), mayBeMore: false) }
      (next, seq) = (journal.number &+ 1, max(journal.seqEnd ?? base + 1, seq))
    }
    if journals.isEmpty || journals.last?.isFollowed == true { add(next, plan.end..<Int.max, mayBeMore: true) }
    return missing
  }
}

extension ChangeLogError {
  /// Which file is wrong, where, and what is; of a system call that failed, the file alone.
  var place: (file: String, offset: Int, what: String) {
    switch self {
    case .corrupt(let file, let offset, let what): (file, offset, what)
    case .missing(let file, let reason): (file, 0, "it is not there: \(reason)")
    case .laterVersion(let file, let what): (file, 0, "a later version wrote it (\(what))")
    case .earlierVersion(let file, let what): (file, 0, "a version before the first release wrote it (\(what))")
    case .disk(let error): (error.name, 0, "\(error)")
    }
  }
}
