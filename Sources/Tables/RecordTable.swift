/// Records under dense, sequential numbers from 1, never reused.
///
/// Chunks of fixed size: a record never moves when the table grows, so no append pays for copying what is there.
public struct RecordTable<Record> {
  private static var chunkSize: Int { 256 }

  private var chunks: [ContiguousArray<Record>] = []

  /// How many records there are; also the highest number.
  public private(set) var count = 0

  /// Creates an empty table.
  public init() {}

  /// The number that the next record gets.
  public var nextNumber: Int { count + 1 }

  /// True if a record has this number.
  @inline(__always)
  public func contains(_ number: Int) -> Bool { number > 0 && number <= count }

  /// Adds a record and returns its number.
  @discardableResult
  public mutating func append(_ record: Record) -> Int {
    if count % Self.chunkSize == 0 {
      var chunk = ContiguousArray<Record>()
      // The first chunk grows by doubling, so that a small desk stays small.
      if count > 0 { chunk.reserveCapacity(Self.chunkSize) }
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(record)
    count += 1
    return count
  }

  /// The record with this number, which must be there: ask `contains` first of numbers from outside.
  public subscript(number: Int) -> Record {
    @inline(__always)
    _read { yield chunks[(number - 1) / Self.chunkSize][(number - 1) % Self.chunkSize] }
    @inline(__always)
    _modify { yield &chunks[(number - 1) / Self.chunkSize][(number - 1) % Self.chunkSize] }
  }
}
