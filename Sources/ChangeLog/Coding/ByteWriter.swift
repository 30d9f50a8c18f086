/// Bytes that grow: what is to be written to a file, put together from numbers and texts.
///
/// Numbers are little-endian where their width is fixed; else they are written seven bits a byte, the lowest first, the
/// high bit saying that more follow (LEB128, as in DWARF 5, section 7.6), always as short as can be.
package struct ByteWriter: ~Copyable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// Bytes written so far.
  package private(set) var count = 0

  package init(capacity: Int = 4_096) {
    self.capacity = capacity
    base = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit { base.deallocate() }

  /// Calls `body` with the bytes; they are valid during the call alone.
  package func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Empties the writer and gives memory above `keeping` bytes back.
  package mutating func removeAll(keeping: Int) {
    count = 0
    guard capacity > keeping else { return }
    base.deallocate()
    capacity = keeping
    base = .allocate(byteCount: capacity, alignment: 8)
  }

  /// Takes back everything after the first `count` bytes.
  package mutating func truncate(to count: Int) { self.count = min(max(count, 0), self.count) }

  // MARK: Fixed width

  package mutating func byte(_ value: UInt8) {
    reserve(1)
    base.storeBytes(of: value, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  package mutating func fixed<Value: FixedWidthInteger>(_ value: Value) {
    let size = MemoryLayout<Value>.size
    reserve(size)
    base.storeBytes(of: value.littleEndian, toByteOffset: count, as: Value.self)
    count += size
  }

  package mutating func bytes(_ bytes: UnsafeRawBufferPointer) {
    guard let from = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).copyMemory(from: from, byteCount: bytes.count)
    count += bytes.count
  }

  package mutating func zeros(_ count: Int) {
    reserve(count)
    (base + self.count).initializeMemory(as: UInt8.self, repeating: 0, count: count)
    self.count += count
  }

  /// Writes over bytes that are there already.
  package mutating func overwrite<Value: FixedWidthInteger>(at: Int, _ value: Value) {
    base.storeBytes(of: value.littleEndian, toByteOffset: at, as: Value.self)
  }

  // MARK: As short as can be

  package mutating func number(_ value: UInt64) {
    reserve(10)
    var rest = value
    while rest >= 0x80 {
      base.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: count, as: UInt8.self)
      count += 1
      rest >>= 7
    }
    base.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// A number that is never negative.
  package mutating func number(_ value: Int) { number(UInt64(bitPattern: Int64(value))) }

  /// A number of either sign: the sign is the lowest bit, so that small ones are short ("zigzag").
  package mutating func signed(_ value: Int) {
    let wide = Int64(value)
    number(UInt64(bitPattern: wide << 1 ^ wide >> 63))
  }

  package mutating func boolean(_ value: Bool) { byte(value ? 1 : 0) }

  /// Its length in bytes, and the bytes of its UTF-8.
  package mutating func text(_ value: String) {
    var value = value
    value.withUTF8 { utf8 in
      number(utf8.count)
      bytes(UnsafeRawBufferPointer(utf8))
    }
  }

  package mutating func text(_ value: String?) {
    boolean(value != nil)
    if let value { text(value) }
  }

  package mutating func texts(_ values: [String]) {
    number(values.count)
    for value in values { text(value) }
  }

  @inline(__always)
  private mutating func reserve(_ size: Int) {
    if capacity - count < size { grow(size) }
  }

  @inline(never)
  private mutating func grow(_ size: Int) {
    let larger = max(capacity * 2, count + size)
    let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 8)
    moved.copyMemory(from: base, byteCount: count)
    base.deallocate()
    (base, capacity) = (moved, larger)
  }
}
