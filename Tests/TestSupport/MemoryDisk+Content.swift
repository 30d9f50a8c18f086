import Disk

extension MemoryDisk {
  /// A file's bytes; open files keep theirs, whatever becomes of the name.
  ///
  /// A block of 512 bytes is *dirty* from a write until a sync. A sync that fails leaves every block clean, whether it
  /// was written or not, as Linux does: a later sync does not write it, only bytes written once more are.
  public final class Content {
    /// The size of a block, which a disk writes at once, or tears.
    static let blockBytes = 512

    /// The bytes, as processes see them. A test that changes them changes what is seen, and marks nothing dirty.
    public var bytes: [UInt8]
    /// How long a hole follows the bytes: zeros that take no room, for files that are only read.
    public var hole = 0
    /// What a loss of power leaves for certain.
    public internal(set) var safe: [UInt8] = []
    /// Blocks that the next sync writes.
    private(set) var dirty: Set<Int> = []
    /// Blocks that are not as `safe` has them, and that no sync writes any more.
    private(set) var forgotten: Set<Int> = []
    private var isSizeForgotten = false
    /// The descriptors by which it is locked, and how.
    var locks: [Int32: LockMode] = [:]
    /// The parts that are mapped: where each begins.
    private var windows: [(offset: Int, room: UnsafeMutableRawBufferPointer)] = []

    /// Its inode, which it keeps over a crash.
    private let number: UInt64

    init(_ bytes: [UInt8], number: UInt64 = .random(in: 1 ... .max)) { (self.bytes, self.number) = (bytes, number) }

    /// Another file with the same bytes, such as one that was restored from a backup.
    public var duplicate: Content { Content(bytes) }

    deinit { for window in windows { window.room.deallocate() } }

    /// Another program writes the file anew in its place, as `cp` does, durably.
    public func overwrite(_ bytes: [UInt8]) {
      (self.bytes, safe) = (bytes, bytes)
      (dirty, forgotten) = ([], [])
      show(0..<Int.max)
    }

    /// A part of the file that shows what is written to it.
    func map(at offset: Int, count: Int) -> DiskMap {
      if let window = windows.first(where: { $0.offset == offset && $0.room.count == count }) {
        return DiskMap(UnsafeRawBufferPointer(window.room)) { [self] _ in _ = self }
      }
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
      windows.append((offset, room))
      show(offset..<offset + count)
      return map(at: offset, count: count)
    }

    /// Shows in the mapped parts what is in a range.
    private func show(_ range: Range<Int>) {
      for window in windows {
        let shown = range.clamped(to: window.offset..<window.offset + window.room.count)
        for at in shown { window.room[at - window.offset] = at < bytes.count ? bytes[at] : 0 }
      }
    }

    /// The size that processes see.
    var size: Int { bytes.count + hole }

    /// True if a loss of power takes nothing.
    public var isSynced: Bool { dirty.isEmpty && forgotten.isEmpty && bytes.count == safe.count }

    func status(names: Int) -> DiskFileStatus {
      DiskFileStatus(
        size: size, identity: .init(device: 0, number: number), names: names)
    }

    /// The same for a disk of its own.
    func copy() -> Content {
      let other = Content(bytes, number: number)
      (other.safe, other.dirty, other.forgotten, other.isSizeForgotten) = (safe, dirty, forgotten, isSizeForgotten)
      other.hole = hole
      return other
    }

    func write(_ source: UnsafeRawBufferPointer, at offset: Int) {
      let end = offset + source.count
      if end > bytes.count {
        bytes += [UInt8](repeating: 0, count: end - bytes.count)
        isSizeForgotten = false
      }
      bytes.withUnsafeMutableBytes {
        UnsafeMutableRawBufferPointer(rebasing: $0[offset..<end]).copyMemory(from: source)
      }
      show(offset..<end)
      for block in offset / Self.blockBytes...(end - 1) / Self.blockBytes {
        dirty.insert(block)
        forgotten.remove(block)
      }
    }

    /// What was safe stays so until the next sync.
    func resize(to size: Int) {
      if size < bytes.count {
        bytes.removeSubrange(size...)
        dirty = dirty.filter { $0 * Self.blockBytes < size }
      } else {
        bytes += [UInt8](repeating: 0, count: size - bytes.count)
      }
    }

    /// `effect` is what a sync does that fails; nil of one that does not.
    func sync(_ effect: Failure.Effect?, seed: UInt64) {
      switch effect {
      case nil, .whole: flush { _ in true }
      case .part, .partFirst:
        var random = SplitMix64(seed: seed)
        flush { _ in random.percent(50) }
      case .nothing: flush { _ in false }
      case .undone:
        flush { _ in false }
        // The system forgot the pages, too: who reads sees what is on the disk.
        bytes = safe
        (forgotten, isSizeForgotten) = ([], false)
      }
    }

    /// Writes the dirty blocks that `isWritten` chooses; the others are forgotten.
    private func flush(_ isWritten: (Int) -> Bool) {
      let written = dirty.sorted().filter(isWritten)
      if written.count == dirty.count && forgotten.isEmpty && !isSizeForgotten {
        safe = bytes
      } else {
        forgotten.formUnion(dirty.subtracting(written))
        if written.isEmpty && !dirty.isEmpty { isSizeForgotten = true }
        if !isSizeForgotten && bytes.count > safe.count { grow(to: bytes.count) }
        for block in written { save(block, 0..<Self.blockBytes) }
      }
      dirty = []
    }

    /// What a loss of power may leave: each dirty block written or not or torn, and the size grown or not.
    func lose(_ random: inout SplitMix64) {
      if !isSizeForgotten, bytes.count > safe.count, random.percent(60) {
        grow(to: random.percent(60) ? bytes.count : safe.count + random.below(bytes.count - safe.count + 1))
      }
      let share = random.pick([10, 50, 90])
      for block in dirty.sorted() where random.percent(share) {
        guard random.percent(30) else {
          save(block, 0..<Self.blockBytes)
          continue
        }
        let cut = random.below(Self.blockBytes)
        save(block, random.percent(75) ? 0..<cut : cut..<Self.blockBytes)
      }
      showDurable()
    }

    /// What is seen is what is safe: the next boot.
    func showDurable() {
      bytes = safe
      (dirty, forgotten, isSizeForgotten, locks) = ([], [], false, [:])
    }

    /// What is safe is what is seen.
    func keep() {
      safe = bytes
      showDurable()
    }

    private func grow(to size: Int) { safe += [UInt8](repeating: 0, count: size - safe.count) }

    /// Writes a part of a block, as far as the size goes.
    private func save(_ block: Int, _ part: Range<Int>) {
      let start = block * Self.blockBytes
      let range = min(start + part.lowerBound, safe.count)..<min(start + part.upperBound, safe.count, bytes.count)
      guard range.lowerBound < range.upperBound else { return }
      safe.replaceSubrange(range, with: bytes[range])
    }
  }
}
