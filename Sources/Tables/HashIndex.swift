/// Finds the numbers of records by a key, without keeping the keys: the hash leads to candidates, and the caller
/// compares each candidate's own key.
///
/// Open addressing with linear probing; a slot holds the high half of the hash and the number. The hash is ours
/// (`KeyHash`), since Swift's is seeded anew in every process.
///
///     slot:  hash bits 63…32 | number (0: never used, 0xFFFFFFFF: removed)
public struct HashIndex: Sendable {
  private struct Slot: Sendable {
    var tag: UInt32
    var number: UInt32
  }

  private static let removed = UInt32.max

  private var slots: [Slot] = []
  /// Slots in use, those removed included: probing must pass over them.
  private var used = 0

  /// Creates an empty index.
  public init() {}

  /// Adds a number under a hash. The same number may be there under other hashes.
  ///
  /// It takes the first slot that is free, be it that a number was removed from it: the slots of a hash do not get
  /// more by a number that comes and goes.
  public mutating func insert(_ hash: UInt64, _ number: Int) {
    if used * 4 >= slots.count * 3 { rehash() }
    let tag = UInt32(hash >> 32)
    var at = start(tag)
    while slots[at].number != 0, slots[at].number != Self.removed { at = (at + 1) & (slots.count - 1) }
    put(tag, number, at)
  }

  /// Adds a number under a hash, unless there is one already of which `isSame` says yes: that one stays, and this
  /// returns false.
  @inline(__always)
  public mutating func insert(_ hash: UInt64, _ number: Int, unless isSame: (Int) -> Bool) -> Bool {
    if used * 4 >= slots.count * 3 { rehash() }
    let tag = UInt32(hash >> 32)
    var at = start(tag)
    var free: Int?
    while slots[at].number != 0 {
      let slot = slots[at]
      if slot.number == Self.removed {
        free = free ?? at
      } else if slot.tag == tag && isSame(Int(slot.number)) {
        return false
      }
      at = (at + 1) & (slots.count - 1)
    }
    put(tag, number, free ?? at)
    return true
  }

  @inline(__always)
  private mutating func put(_ tag: UInt32, _ number: Int, _ at: Int) {
    if slots[at].number == 0 { used += 1 }
    slots[at] = Slot(tag: tag, number: UInt32(truncatingIfNeeded: number))
  }

  /// Removes a number under a hash, if it is there.
  public mutating func remove(_ hash: UInt64, _ number: Int) {
    guard !slots.isEmpty else { return }
    let tag = UInt32(hash >> 32)
    var at = start(tag)
    while slots[at].number != 0 {
      if slots[at].tag == tag && slots[at].number == UInt32(truncatingIfNeeded: number) {
        slots[at].number = Self.removed
        return
      }
      at = (at + 1) & (slots.count - 1)
    }
  }

  /// The first number under this hash of which `matches` says yes.
  @inline(__always)
  public func first(_ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
    guard !slots.isEmpty else { return nil }
    let tag = UInt32(hash >> 32)
    var at = start(tag)
    while slots[at].number != 0 {
      let slot = slots[at]
      if slot.tag == tag && slot.number != Self.removed && matches(Int(slot.number)) { return Int(slot.number) }
      at = (at + 1) & (slots.count - 1)
    }
    return nil
  }

  /// How many slots a look-up of this hash passes over where nothing matches: for tests.
  func slotsPassed(_ hash: UInt64) -> Int {
    guard !slots.isEmpty else { return 0 }
    var (at, passed) = (start(UInt32(hash >> 32)), 0)
    while slots[at].number != 0 { (at, passed) = ((at + 1) & (slots.count - 1), passed + 1) }
    return passed
  }

  /// The tag alone says where probing starts, so that growing needs no keys.
  @inline(__always)
  private func start(_ tag: UInt32) -> Int { Int(tag) & (slots.count - 1) }

  private mutating func place(_ slot: Slot) {
    var at = start(slot.tag)
    while slots[at].number != 0 { at = (at + 1) & (slots.count - 1) }
    slots[at] = slot
  }

  /// Doubles the room, and drops what was removed.
  private mutating func rehash() {
    let live = slots.filter { $0.number != 0 && $0.number != Self.removed }
    var size = 16
    while size < live.count * 2 + 2 { size *= 2 }
    slots = Array(repeating: Slot(tag: 0, number: 0), count: size)
    used = live.count
    for slot in live { place(slot) }
  }
}

/// A 64-bit hash over bytes, the same in every process and on every machine.
///
/// Multiply and fold, eight bytes at a time (the mixing step of wyhash by Wang Yi, which is in the public domain), with
/// the length and the tail mixed in last. Not for secrets. Keys that strangers pick must be hashed with a seed that
/// they do not know: else they could make up thousands of keys that fall together.
public struct KeyHash: Sendable {
  private var state: UInt64

  /// Starts a hash; different `seed`s are different hashes.
  public init(seed: UInt64 = 0) { state = seed ^ 0x9E37_79B9_7F4A_7C15 }

  /// Mixes in a whole number.
  @inline(__always)
  public mutating func combine(_ value: UInt64) {
    let product = (state ^ value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    state = product.high ^ product.low
  }

  /// Mixes in bytes.
  @inline(__always)
  public mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at + 8 <= raw.count {
      combine(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
      at += 8
    }
    var tail: UInt64 = 0
    while at < raw.count {
      tail = tail << 8 | UInt64(raw[at])
      at += 1
    }
    combine(tail)
    combine(UInt64(truncatingIfNeeded: raw.count))
  }

  /// Mixes in the scalars of a string.
  @inline(__always)
  public mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine($0) }
  }

  /// The hash of what was mixed in.
  public var value: UInt64 { state ^ state >> 29 }
}
