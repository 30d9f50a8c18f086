import ChangeLog
import Disk
import Synchronization

/// Up to where a desk is committed, and what is to be done before records are appended.
struct CommitPoint: Equatable {
  /// How the process that held the lock last left the files.
  enum State: UInt32 {
    /// Records may be appended, if that process gave the lock back.
    case settled
    /// What is before the end may not be durable, nor the names of the files, and what follows the end was not checked.
    case needsRecovery
    /// Nothing may be appended to the journal: the next one is to be begun.
    case mustRotate
  }

  static let bytes = 64

  /// One more with every point that is published: an equal version means that nothing changed.
  var version: UInt64 = 0
  var position: ChainPosition
  var state = State.settled
}

/// The commit index: what the processes that share a folder know of each other. It lies in `DIR/lock`, after what
/// people read (`LockFile`), is written with `pwrite` by the process that holds the lock, and is mapped, to be read, by
/// all.
///
///     offset  bytes     (from 16,384 on in the file)
///          0      8  "contdskP"
///          8      4  format of the index: 4
///         12      4  0
///         16     16  the boot of the machine: an index of another boot says nothing
///         32      4  the id of the process that held the lock last, for a message
///         36      4  1 while a process keeps the folder to itself (`--exclusive`); else 0
///         40      8  last owner: the random number of that process; ids come again, and containers have the same ones.
///                    0: nobody's, so the next owner checks what follows the end
///         48      8  the inode of this file: where it is another one, the index is a copy, and says nothing
///         56      8  the inode of the file `presence` that the members hold
///         64     64  the commit point, its checksum at its end
///        128  3,968  members: the ids of the processes that have the folder open, in 992 places; 0: a free one
///
/// The commit point:
///
///          0      8  version
///          8      8  number of the journal that takes records
///         16      8  number of the last snapshot; 0 if there is none
///         24      8  end: past the last committed record of the journal
///         32      8  synced: all of the journal before this is durable
///         40      8  allocatedEnd: past the zeros of the journal
///         48      8  seq: of the last committed change
///         56      4  state: 0 settled, 1 needsRecovery, 2 mustRotate (`CommitPoint.State`)
///         60      4  CRC-32C of the 60 bytes before
///
/// All numbers are little-endian. The index is never synced, and no start after a boot believes it: it lives as long as
/// a process has the folder open.
///
/// Other programs may write to the file, too: they put an older copy over it, or cut it to nothing. So no process
/// believes a commit point that is not sound, or that lies before the one it knows. It reads the files anew under the
/// lock, and publishes what they hold; where they have less than it knows, it refuses writes, and shows what it knows.
/// Nor does it go on with what others committed if its own last record is not there any more: the session ends. In both
/// cases it notes what it knows, in the index for the others, and in the durability hint for the next start.
///
/// # Who may do what, and when
///
/// - A *member* holds `DIR/presence` shared (`flock`), for life; or alone, with `--exclusive`: then nobody else gets
///   in. A process that holds the lock and finds no other member reads the folder as after a power loss (`Recovery`)
///   and begins the index anew; what the old one says, of this boot, is the least that it must find. All others take
///   the index's word.
/// - The *owner* holds `DIR/lock` (`flock`), to commit. Only the owner writes: journals, names, the index. One file
///   bears the lock and the index, so nobody can share one and not the other. With `--exclusive` it is held for life,
///   and nothing is published, since nobody can read it.
/// - *Readers* need no lock. They compare the version before they answer, one load, and apply the records up to the
///   published end; never more, since that may still fail. What they need open, they have open; where a file is gone
///   by the time they want it, they read the desk anew, and again if the version has moved meanwhile. For that the
///   index goes first: what it names is taken away, or marked as followed, once it names something else.
///
///       call ──► version moved? apply what is committed ──► decide ──► nothing to change: answer
///                                                              │ changes
///         ┌────────────────────────────────────────────────────┘
///         ▼
///       beginWrite ──► lock ──► is it the folder's? ──► catch up ──► decide again, if anything moved
///                        │ kept        │ no                                │
///                        │ for long    ▼                                   ▼
///                        ▼           refused               commit: write ──► sync ──► publish, unlock, answer
///              refused, with the pid                                │ fails
///                                                                   ▼
///                              the next journal begun, to void the tail? ──yes──► publish, unlock, refuse
///                                                                   │ no
///                                                                   ▼
///                            publish mustRotate, unlock, refuse; the next owner begins the next journal
///
/// # Where a process can end, and what the next owner does
///
/// An owner that is not the last owner stamps the index, and checks what follows the end before anything else.
///
/// | it ended                          | what is found                  | what is done                              |
/// | --------------------------------- | ------------------------------ | ----------------------------------------- |
/// | before it wrote                   | zeros or a mark after the end  | nothing                                   |
/// | within the write                  | a part of a record             | saved; the next journal is begun          |
/// | before it published               | whole records                  | written again, synced, published, applied |
/// | after a sync that failed          | whole records                  | the same: what is lost is written again   |
/// | after the next journal's name     | a journal after the index's    | the folder is read as at a start          |
/// | within the commit point           | a wrong checksum               | the folder is read as at a start          |
/// | in a sync that had been put off   | state: mustRotate              | the next journal, with what was unsynced  |
/// | after its publication             | the index is right             | nothing                                   |
///
/// Records that are found whole are never cut: their writer may have been about to answer. A process that lives and
/// whose write failed voids it by the next journal, before it refuses; only if it cannot, it says `kept: unknown`. The
/// name of a journal that may be there is never removed again: it could come back with a power loss.
///
/// A snapshot is written beside the lock: the owner begins the next journal, makes `snapshot-N.new` and locks that
/// file, and unlocks the folder; the journals before are read and do not change. When it is written, synced and read
/// back, it gets its name, and the files before it lose theirs, under the lock. An owner that finds such a file that
/// nobody has locked removes it: its writer is gone, and the next process that finds a snapshot due makes it.
final class CommitIndex {
  /// Where it begins in the file: no page of a system is larger.
  static let offset = 1 << 14
  static let bytes = 1 << 12
  private static let magic: StaticString = "contdskP"
  private static let format: UInt32 = 4
  private static let (bootAt, processAt, exclusiveAt, ownerAt) = (16, 32, 36, 40)
  private static let (fileAt, presenceAt, pointAt, membersAt) = (48, 56, 64, 128)
  /// A version that is larger was not counted by any process.
  fileprivate static let versionMax: UInt64 = 1 << 62
  /// How far the version moves where the index was written by another program: past all that a process may know.
  private static let versionStride: UInt64 = 1 << 32

  private let file: LogFile
  private let map: DiskMap
  /// What distinguishes the file from all others.
  let identity: DiskFileStatus.Identity

  /// The index of an open lock file. Throws if its file system shares no memory.
  init(_ file: LogFile) throws(ChangeLogError) {
    self.file = file
    let status = try file.status()
    identity = status.identity
    if status.size < Self.fileBytes { try Self.makeRoom(in: file) }
    map = try file.map(at: Self.offset, count: Self.bytes)
  }

  /// The size of the file, at least.
  static let fileBytes = offset + bytes

  /// Gives the index its room in a file that is too short: nothing that is written to it can lack any from here on, and
  /// a process that reads the map finds zeros instead of the signal SIGBUS.
  static func makeRoom(in file: LogFile) throws(ChangeLogError) {
    var zeros = ByteWriter(capacity: bytes)
    zeros.zeros(bytes)
    try file.write(zeros, at: offset)
  }

  /// The index of a lock file that this process may not hold; nil if there is none that can be read.
  convenience init?(existingIn file: LogFile) {
    do throws(ChangeLogError) {
      guard try file.status().size >= Self.fileBytes else { return nil }
      try self.init(file)
    } catch {
      return nil
    }
  }

  /// Whether this program understands it, and it was written in this file since this machine was started.
  var isCurrent: Bool {
    let magic = UnsafeRawBufferPointer(start: Self.magic.utf8Start, count: 8)
    return map.bytes.prefix(8).elementsEqual(magic) && map.bytes.fixed(8, UInt32.self) == Self.format
      && map.bytes[Self.bootAt..<Self.bootAt + 16].elementsEqual(file.disk.boot)
      && map.bytes.fixed(Self.fileAt, UInt64.self) == identity.number
  }

  /// Whether the system has an id for its boots: else an index of before a power loss is not told from one of now.
  var knowsBoot: Bool { file.disk.boot.contains { $0 != 0 } }

  /// Begins the index anew: there is no other member, or no index any more. The versions go on, should there be a
  /// member all the same.
  func begin(_ presence: DiskFileStatus.Identity, isExclusive: Bool) throws(ChangeLogError) {
    var bytes = ByteWriter(capacity: Self.bytes)
    bytes.bytes(UnsafeRawBufferPointer(start: Self.magic.utf8Start, count: 8))
    bytes.fixed(Self.format)
    bytes.fixed(UInt32(0))
    file.disk.boot.withUnsafeBytes { bytes.bytes($0) }
    bytes.fixed(isExclusive ? file.disk.process : 0)
    bytes.fixed(UInt32(isExclusive ? 1 : 0))
    bytes.fixed(UInt64(0))
    bytes.fixed(identity.number)
    bytes.fixed(presence.number)
    bytes.fixed(version(after: 0))
    bytes.zeros(Self.bytes - Self.pointAt - 8)
    try file.write(bytes, at: Self.offset)
  }

  // MARK: The commit point

  /// The version of the next point, of a process that knows the one of version `known`.
  func version(after known: UInt64) -> UInt64 {
    let version = version
    let last = max(known, version < Self.versionMax ? version : 0)
    // Where another program wrote it, not the next one: a process that has not looked since may know that as the
    // version of another point.
    return (last + (version == known ? 1 : Self.versionStride)) % Self.versionMax
  }

  /// The version: the one load that says whether there is anything new.
  @inline(__always)
  var version: UInt64 {
    guard let base = map.bytes.baseAddress else { return 0 }
    let word = (base + Self.pointAt).assumingMemoryBound(to: Atomic<UInt64>.self)
    return UInt64(littleEndian: word.pointee.load(ordering: .acquiring))
  }

  /// The commit point; nil if it is not sound. A reader may meet it while it is written, so it is read again.
  func point() -> CommitPoint? {
    for _ in 0..<100 {
      // Copied first: it may change while it is looked at.
      let point = withUnsafeTemporaryAllocation(byteCount: CommitPoint.bytes, alignment: 8) { copy in
        copy.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: map.bytes[Self.pointAt..<Self.pointAt + CommitPoint.bytes]))
        return CommitPoint(UnsafeRawBufferPointer(copy))
      }
      if let point { return point }
    }
    return nil
  }

  /// Writes the commit point, which must have the version after the present one. Throws if readers cannot see it.
  func publish(_ point: CommitPoint) throws(ChangeLogError) {
    var bytes = ByteWriter(capacity: CommitPoint.bytes)
    point.write(to: &bytes)
    do throws(ChangeLogError) {
      try file.write(bytes, at: Self.offset + Self.pointAt)
    } catch {
      // One that is sound has been seen, whatever the call said.
      guard self.point() == point else { throw error }
    }
  }

  // MARK: Processes

  /// The random number of the process that held the lock last.
  var lastOwner: UInt64 { map.bytes.fixed(Self.ownerAt, UInt64.self) }
  /// Its id, for a message; 0 if there was none yet.
  var process: Int32 { map.bytes.fixed(Self.processAt, Int32.self) }
  /// Whether a process keeps the folder to itself, if the lock is held.
  var isExclusive: Bool { map.bytes.fixed(Self.exclusiveAt, UInt32.self) == 1 }

  /// Writes down who holds the lock.
  func stampOwner(_ owner: UInt64, _ process: Int32) throws(ChangeLogError) {
    var bytes = ByteWriter(capacity: 16)
    bytes.fixed(process)
    bytes.fixed(UInt32(isExclusive ? 1 : 0))
    bytes.fixed(owner)
    try file.write(bytes, at: Self.offset + Self.processAt)
  }

  /// Whether the members hold this file as their presence.
  func isPresence(_ presence: DiskFileStatus.Identity) -> Bool {
    map.bytes.fixed(Self.presenceAt, UInt64.self) == presence.number
  }

  /// The processes that have the folder open, as far as they could write themselves down.
  var members: [Int32] { places.map(member).filter { $0 != 0 } }

  /// Writes a process down, in a free place or in that of one that is gone; nil if there is none.
  func add(_ process: Int32) throws(ChangeLogError) -> Int? {
    let free = places.first { place in
      let other = member(at: place)
      return other == 0 || file.disk.isGone(other)
    }
    guard let free else { return nil }
    try write(process, at: free)
    return free
  }

  /// The process that stands in a place.
  func member(at place: Int) -> Int32 { map.bytes.fixed(place, Int32.self) }

  /// Frees a place.
  func remove(at place: Int) throws(ChangeLogError) { try write(0, at: place) }

  private var places: StrideTo<Int> { stride(from: Self.membersAt, to: Self.bytes, by: 4) }

  private func write(_ number: Int32, at offset: Int) throws(ChangeLogError) {
    var bytes = ByteWriter(capacity: 4)
    bytes.fixed(number)
    try file.write(bytes, at: Self.offset + offset)
  }
}

extension CommitPoint {
  /// The point in 64 bytes; nil if it is not sound.
  fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
    let fields = UnsafeRawBufferPointer(rebasing: bytes[..<60])
    guard CRC32C.of(fields) == bytes.fixed(60, UInt32.self), let state = State(rawValue: bytes.fixed(56, UInt32.self))
    else { return nil }
    func number(_ offset: Int) -> Int { Int(bytes.fixed(offset, Int64.self)) }
    version = bytes.fixed(0, UInt64.self)
    let inJournal = Journal.Position(end: number(24), synced: number(32), allocatedEnd: number(40), seq: number(48))
    position = ChainPosition(journal: number(8), snapshot: number(16), inJournal: inJournal)
    self.state = state
    // The checksum of what another program wrote may be right: nothing that is computed from it overflows.
    guard version < CommitIndex.versionMax else { return nil }
    let numbers = [position.journal, position.snapshot, inJournal.allocatedEnd, inJournal.seq]
    guard numbers.allSatisfy({ (0...Self.numberMax).contains($0) }), position.journal > 0, inJournal.synced > 0,
      inJournal.end >= inJournal.synced, inJournal.allocatedEnd >= inJournal.end
    else { return nil }
  }

  /// Larger numbers of files, bytes or changes are no truth.
  private static let numberMax = 1 << 53

  /// What a start is to find of it, at least.
  var hint: DurabilityHint {
    DurabilityHint(journal: position.journal, bytes: position.inJournal.end, seq: position.inJournal.seq)
  }

  /// Whether it lies before another one, which was published earlier.
  func isBefore(_ known: CommitPoint) -> Bool {
    let (now, then) = (position, known.position)
    return version < known.version || now.journal < then.journal || now.snapshot < then.snapshot
      || now.inJournal.seq < then.inJournal.seq
      || now.journal == then.journal && now.inJournal.end < then.inJournal.end
  }

  fileprivate func write(to out: inout ByteWriter) {
    out.fixed(version)
    for number in [
      position.journal, position.snapshot, position.inJournal.end, position.inJournal.synced,
      position.inJournal.allocatedEnd, position.inJournal.seq,
    ] { out.fixed(Int64(number)) }
    out.fixed(state.rawValue)
    let checksum = out.withBytes { CRC32C.of($0) }
    out.fixed(checksum)
  }
}
