import ChangeLog
import Disk

/// The salt of a file whose header is not sound.
///
/// It may still be what the header says. Else it is found from a record: of a checksum that begins with an unknown
/// value, all bytes being known, the value can be computed. A record whose payload has its checksum gives a value; the
/// one under which the most bytes are records is the file's. (A customer's message may hold what looks like a record,
/// but there is more in the file than that message.)
enum LostSalt {
  /// Values that are tried at the most.
  private static let triesMax = 64

  static func find(_ file: LogFile, size: Int) throws(ChangeLogError) -> UInt64? {
    var reader = RecordReader(file, salt: 0, end: size)
    if let salt = try reader.bytes(at: 40, count: 8)?.fixed(0, UInt64.self),
      try Run(file, salt, size, from: FileHeader.bytes).bytes > 0
    {
      return salt
    }
    var best: Run?
    var tried: [UInt64] = []
    // What has the checksum of a long payload is seldom a record: looking at each may not take for ever.
    var budget = size * 2 + Record.payloadBytesMax
    var at = FileHeader.bytes
    // What is left could not have more than the best of what was seen.
    while at + Record.headerBytes <= size, tried.count < triesMax, budget > 0, best?.bytes ?? 0 <= size - at {
      let start = at
      at += 1
      guard let (salt, end) = try candidate(&reader, start, &budget) else { continue }
      if tried.contains(salt) {
        if salt == best?.salt { at = end }
        continue
      }
      tried.append(salt)
      let run = try Run(file, salt, size, from: start)
      guard run.bytes > best?.bytes ?? 0 else { continue }
      best = run
      // Nothing but records up to here: what is inside of them is not looked at.
      at = run.end
    }
    return best?.salt
  }

  /// Records one behind another.
  private struct Run {
    let salt: UInt64
    let bytes: Int
    let end: Int

    init(_ file: LogFile, _ salt: UInt64, _ size: Int, from start: Int) throws(ChangeLogError) {
      var reader = RecordReader(file, salt: salt, end: size)
      var at = start
      while let (record, _) = try reader.record(at: at) { at = record.end }
      (self.salt, bytes, end) = (salt, at - start, at)
    }
  }

  /// The salt of what looks like a record, whose payload has its checksum, and where it ends.
  private static func candidate(
    _ reader: inout RecordReader, _ offset: Int, _ budget: inout Int
  ) throws(ChangeLogError) -> (salt: UInt64, end: Int)? {
    guard let bytes = try reader.bytes(at: offset, count: Record.headerBytes), bytes.fixed(0, UInt32.self) > 0,
      (1...1 << 40).contains(bytes.fixed(8, Int64.self)), (0...Int64(offset)).contains(bytes.fixed(16, Int64.self))
    else { return nil }
    let salt = UInt64(seed(of: bytes))
    guard let record = Record(bytes, at: offset, salt: salt),
      let payload = try reader.bytes(at: offset + Record.headerBytes, count: record.payloadBytes)
    else { return nil }
    budget -= payload.count
    return CRC32C.of(payload) == record.checksum ? (salt, record.end) : nil
  }

  /// What the checksum of these 28 bytes, which follows them, began with: the table walked backwards.
  private static func seed(of header: UnsafeRawBufferPointer) -> UInt32 {
    var state = ~header.fixed(28, UInt32.self)
    for index in (0..<28).reversed() {
      let entry = places[Int(state >> 24)]
      state = (state ^ table[Int(entry)]) << 8 | UInt32(entry ^ header[index])
    }
    return ~state
  }

  /// What each byte does to a checksum of zero.
  private static let table: [UInt32] = (0...255).map { byte in
    withUnsafeBytes(of: UInt8(byte)) { ~CRC32C.of($0, seed: .max) }
  }

  /// Where in the table the entry with this highest byte is: each has another.
  private static let places: [UInt8] = {
    var places = [UInt8](repeating: 0, count: 256)
    for (byte, entry) in table.enumerated() { places[Int(entry >> 24)] = UInt8(byte) }
    return places
  }()
}
