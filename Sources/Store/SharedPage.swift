import Synchronization

/// The page: what the processes that share a folder know of each other. It lies in `DIR/lock`, behind what people read
/// (`StoreLock`), is written with `pwrite` by whoever holds the lock, and is mapped, to be read, by all.
///
///     offset  bytes     (from 16,384 on in the file)
///          0      8  "contdskP"
///          8      4  format of the page: 2
///         12      4  0
///         16     16  the boot of the machine: what somebody wrote who is not of this boot is no page
///         32      4  the id of the process that was inside last, for a message
///         36      4  others: how many came beside who began the page, less those who left in good order
///         40      8  holder: its own random number; ids come again, and containers have the same ones. 0: nobody's, so
///                    the next one looks behind the end
///         64     64  the record (`Point`), its checksum at its end
///        128  3,968  sharers: the ids of the processes that have the folder open, in 992 places; 0: a free one
///
/// The record, which says up to where the desk is *committed*:
///
///          0      8  turn: one more with every record; whoever sees the one they know, has nothing to look at
///          8      8  number of the journal that is written
///         16      8  number of the last snapshot; 0 if there is none
///         24      8  end: behind the last committed record of the journal
///         32      8  synced: all of the journal before this is safe
///         40      8  filled: behind the zeros of the journal
///         48      8  seq: of the last committed change
///         56      4  state: 0 settled, 1 unsettled, 2 final, 3 held (`Point.State`)
///         60      4  CRC-32C of the 60 bytes before
///
/// All numbers are little-endian. The page is never synced, and no start after a boot believes it: it lives as long as
/// somebody has the folder open.
///
/// # Who may do what, and when
///
/// - *Present* is who holds `DIR/presence` shared (`flock`), for life; or alone, with `--exclusive`: then nobody else
///   gets in. Who finds, inside, that nobody else is present, reads the folder as after a loss of power (`Recovery`)
///   and begins the page anew. All others take the page's word.
/// - *Inside* is who holds `DIR/lock` (`flock`), to commit. Only who is inside writes: journals, names, the page.
///   One file bears the lock and the page, so nobody can share one and not the other.
/// - *Readers* need no lock. They look at `turn` before they answer, one load, and apply the records up to the end that
///   the page tells; never more, since that may still fail. What they need open, they have open; where a file is gone
///   by the time they want it, they read the desk anew, and again if the page has gone on meanwhile. For that the page
///   goes first: what it names is taken away, or marked as followed, once it names something else.
///
///       reads, and writes ──► look at turn, apply what is committed ──► decide ──► nothing to change: answer
///                                                                         │ something to change
///         ┌───────────────────────────────────────────────────────────────┘
///         ▼
///       write ──► lock ──► is it the folder's? ──► catch up ──► decide ──► write ──► sync ──► publish, unlock, answer
///                  │ kept        │ no                               └───────┬──────────┘
///                  │ for long    ▼                                          │ fails
///                  ▼           refused                                      ▼
///        refused, with the pid            the next journal begun, to void the tail? ──yes──► publish, unlock, refuse
///                                                                           │ no
///                                                                           ▼
///                                    page: final, unlock, refuse; whoever is inside next begins the next journal
///
/// - *Staying.* To lock, to publish and to unlock has its price at every commit. Whoever is alone need not: nobody is
///   there to read the page: it says once that it *holds* the desk, and stays inside from one commit to the next.
///   Whoever comes opens `DIR/lock` before they wait for it. That is heard (where no watch is to be had for it, nobody
///   stays), and they are let in: publish, unlock. They are counted, inside, and nobody stays before all but one have
///   left. (One that is killed is counted for ever.)
///
///       commit, alone ──► page: held ──► answer ──► commit ──► answer ──► …
///                                          │ knock, or 20 ms of silence    │
///                                          └──────► publish, unlock ◄──────┘
///
/// # Where a process can end, and what the next one inside does
///
/// Who comes in and is not `holder` signs, and looks behind the end before anything else.
///
/// | it ended                          | what is found                  | what is done                              |
/// | --------------------------------- | ------------------------------ | ----------------------------------------- |
/// | before it wrote                   | zeros or a mark behind the end | nothing                                   |
/// | within the write                  | a part of a record             | kept beside; the next journal is begun    |
/// | before it published               | whole records                  | applied, written again, synced, published |
/// | behind a sync that failed         | whole records                  | the same: what is lost is written again   |
/// | behind the next journal's name    | a journal behind the page's    | the folder is read as at a start          |
/// | in the page's record              | a wrong checksum               | the folder is read as at a start          |
/// | in a sync that had been put off   | state: final                   | the next journal, with what was not safe  |
/// | behind its publication            | the page is right              | nothing                                   |
/// | while it stayed                   | state: held                    | once it has left: as a start after it     |
///
/// Records that are found whole are never cut: who wrote them may have been about to tell. A process that lives and
/// whose write failed voids it by the next journal, before it refuses; only if it cannot, it says `kept: unknown`. The
/// name of a journal that may be there is never removed again: it could come back with a loss of power.
///
/// A snapshot is written beside the lock: who is inside begins the next journal, makes `snapshot-N.new` and locks that
/// file, and goes out; the journals before are read and do not change. When it is written, synced and read back, it
/// gets its name, and the files before it lose theirs, inside. Who finds such a file that nobody has locked, inside,
/// removes it: its writer is gone, and whoever next finds a snapshot due makes it.
final class SharedPage {
  /// Where it begins in the file: no page of a system is larger.
  static let offset = 1 << 14
  static let bytes = 1 << 12
  private static let magic: StaticString = "contdskP"
  private static let format: UInt32 = 2
  private static let (bootAt, processAt, othersAt, holderAt, pointAt, sharersAt) = (16, 32, 36, 40, 64, 128)

  private let disk: any Disk
  private let file: DiskFile
  private let map: DiskMap

  /// Up to where the desk is committed.
  struct Point: Equatable {
    /// What is to be done before something is written behind the end.
    enum State: UInt32 {
      /// Nothing, if who was inside last came out.
      case settled
      /// What is before the end may not be safe, nor the names of the files, and nobody has looked behind it.
      case unsettled
      /// Nothing may be written: the next journal is to be begun.
      case final
      /// Who is inside is alone and stays there: it has gone on since, and told its client.
      case held
    }

    static let bytes = 64

    var turn: UInt64 = 0
    var journal = 0
    var snapshot = 0
    var end = 0
    var synced = 0
    var filled = 0
    var seq = 0
    var state = State.settled
  }

  /// The page of an open lock file. Throws if its file system shares no memory.
  init(_ disk: any Disk, _ file: DiskFile) throws(DiskError) {
    (self.disk, self.file) = (disk, file)
    // There is room for it on the disk from here on: nothing that is written to it can lack any.
    if try disk.status(of: file).size < Self.offset + Self.bytes {
      var zeros = ByteWriter(capacity: Self.bytes)
      zeros.zeros(Self.bytes)
      try zeros.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: Self.offset) }
    }
    map = try disk.map(file, at: Self.offset, count: Self.bytes)
  }

  /// True of a page that this program understands.
  var isPage: Bool {
    let magic = UnsafeRawBufferPointer(start: Self.magic.utf8Start, count: 8)
    return map.bytes.prefix(8).elementsEqual(magic) && map.bytes.fixed(8, UInt32.self) == Self.format
  }

  /// True if it was written since this machine was started.
  var isOfThisBoot: Bool { map.bytes[Self.bootAt..<Self.bootAt + 16].elementsEqual(disk.boot) }

  /// True if whoever is inside, or was when it ended, stays there from commit to commit.
  var isHeld: Bool { isPage && isOfThisBoot && point()?.state == .held }

  /// Begins the page anew: nobody else is there. The turns go on, should somebody be there all the same.
  func begin() throws(DiskError) {
    var bytes = ByteWriter(capacity: Self.bytes)
    bytes.bytes(UnsafeRawBufferPointer(start: Self.magic.utf8Start, count: 8))
    bytes.fixed(Self.format)
    bytes.fixed(UInt32(0))
    disk.boot.withUnsafeBytes { bytes.bytes($0) }
    bytes.zeros(Self.pointAt - Self.processAt)
    bytes.fixed(turn &+ 1)
    bytes.zeros(Self.bytes - Self.pointAt - 8)
    try bytes.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: Self.offset) }
  }

  // MARK: The record

  /// The turn: the one load that tells whether there is anything new.
  @inline(__always)
  var turn: UInt64 {
    guard let base = map.bytes.baseAddress else { return 0 }
    let word = (base + Self.pointAt).assumingMemoryBound(to: Atomic<UInt64>.self)
    return UInt64(littleEndian: word.pointee.load(ordering: .acquiring))
  }

  /// The record; nil if it is not sound. Who is not inside may meet it while it is written, so it is looked at again.
  func point() -> Point? {
    for _ in 0..<100 {
      // Copied first: it may change while it is looked at.
      let point = withUnsafeTemporaryAllocation(byteCount: Point.bytes, alignment: 8) { copy in
        copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: map.bytes[Self.pointAt..<Self.pointAt + Point.bytes]))
        return Point(UnsafeRawBufferPointer(copy))
      }
      if let point { return point }
    }
    return nil
  }

  /// Writes the record, which must be of the turn behind the present one.
  func publish(_ point: Point) throws(DiskError) {
    var bytes = ByteWriter(capacity: Point.bytes)
    point.write(to: &bytes)
    try bytes.withBytes { bytes throws(DiskError) in
      try disk.writeAll(file, bytes, at: Self.offset + Self.pointAt)
    }
  }

  // MARK: Processes

  /// The number of who was inside last.
  var holder: UInt64 { map.bytes.fixed(Self.holderAt, UInt64.self) }
  /// Their id, for a message; 0 if nobody was yet.
  var process: Int32 { map.bytes.fixed(Self.processAt, Int32.self) }

  /// Says who is inside.
  func sign(_ holder: UInt64, _ process: Int32) throws(DiskError) {
    var bytes = ByteWriter(capacity: 16)
    bytes.fixed(process)
    bytes.fixed(others)
    bytes.fixed(holder)
    try bytes.withBytes { bytes throws(DiskError) in
      try disk.writeAll(file, bytes, at: Self.offset + Self.processAt)
    }
  }

  /// How many may be there beside one. It is not fewer than there are: whoever comes beside another is counted, and
  /// whoever leaves in good order is counted out, the first one too.
  @inline(__always)
  var others: Int32 { map.bytes.fixed(Self.othersAt, Int32.self) }

  /// Counts one that comes, or one that leaves; only inside.
  func count(_ change: Int32) throws(DiskError) { try write(max(0, others &+ change), at: Self.othersAt) }

  /// Who has the folder open, as far as they wrote it down.
  var sharers: [Int32] { places.map { map.bytes.fixed($0, Int32.self) }.filter { $0 != 0 } }

  /// Writes a process down, in a free place or in that of one that `isGone`; nil if there is none.
  func add(_ process: Int32, _ isGone: (Int32) -> Bool) throws(DiskError) -> Int? {
    let free = places.first { place in
      let other = map.bytes.fixed(place, Int32.self)
      return other == 0 || isGone(other)
    }
    guard let free else { return nil }
    try write(process, at: free)
    return free
  }

  /// Frees a place.
  func remove(at place: Int) throws(DiskError) { try write(0, at: place) }

  private var places: StrideTo<Int> { stride(from: Self.sharersAt, to: Self.bytes, by: 4) }

  private func write(_ number: Int32, at offset: Int) throws(DiskError) {
    var bytes = ByteWriter(capacity: 4)
    bytes.fixed(number)
    try bytes.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: Self.offset + offset) }
  }
}

extension SharedPage.Point {
  /// The record in 64 bytes; nil if it is not sound.
  fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
    let fields = UnsafeRawBufferPointer(rebasing: bytes[..<60])
    guard CRC32C.of(fields) == bytes.fixed(60, UInt32.self), let state = State(rawValue: bytes.fixed(56, UInt32.self))
    else { return nil }
    turn = bytes.fixed(0, UInt64.self)
    let numbers = stride(from: 8, to: 56, by: 8).map { Int(bytes.fixed($0, Int64.self)) }
    (journal, snapshot, end, synced, filled, seq) =
      (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    self.state = state
    guard journal > 0, snapshot >= 0, seq >= 0, synced >= FileHeader.bytes, end >= synced, filled >= end else {
      return nil
    }
  }

  fileprivate func write(to out: inout ByteWriter) {
    out.fixed(turn)
    for number in [journal, snapshot, end, synced, filled, seq] { out.fixed(Int64(number)) }
    out.fixed(state.rawValue)
    let checksum = out.withBytes { CRC32C.of($0) }
    out.fixed(checksum)
  }
}
