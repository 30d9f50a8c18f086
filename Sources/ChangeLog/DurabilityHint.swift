import Disk

/// How much of a desk was durable at some time: less than that is corruption, and so is none of it.
///
/// The hint is a line of 80 bytes at the start of the file `lock` of the folder, for people too:
///
///     desk: journal 3, 1842 bytes, change 17; 9f3a11c2
///
/// The last word is the CRC-32C of what is before the semicolon, in hexadecimal digits. The hint is never synced: where
/// it is missing or older, no more is known than without it.
package struct DurabilityHint: Equatable {
  private static let columns = 80

  /// The number of the last journal.
  package let journal: Int
  /// How much of it was durable.
  package let bytes: Int
  /// The last change in that.
  package let seq: Int

  package init(journal: Int, bytes: Int, seq: Int) { (self.journal, self.bytes, self.seq) = (journal, bytes, seq) }

  /// The one that promises more; nil if there is none.
  package static func larger(_ a: DurabilityHint?, _ b: DurabilityHint?) -> DurabilityHint? {
    guard let a, let b else { return a ?? b }
    return (a.journal, a.bytes) < (b.journal, b.bytes) ? b : a
  }

  /// The hint in a folder; nil if there is none that can be read.
  package init?(in folder: LogFolder) {
    do throws(ChangeLogError) {
      let file = try folder.open(LogFolder.lock, .read)
      defer { file.close() }
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.columns, alignment: 1)
      defer { room.deallocate() }
      let count = try file.read(into: room, at: 0)
      // Where there was no hint yet, the commit index after it makes zeros of the place.
      self.init(String(decoding: room[..<count].prefix { $0 != 0 }, as: UTF8.self))
    } catch {
      return nil
    }
  }

  private init?(_ line: String) {
    let parts = line.split(separator: ";")
    guard parts.count == 2,
      parts[1].split(whereSeparator: \.isWhitespace).first ?? "" == Self.checksum(String(parts[0]))
    else { return nil }
    let numbers = parts[0].split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    (journal, bytes, seq) = (numbers[0], numbers[1], numbers[2])
  }

  /// Writes the hint into the file `lock`. A failure changes nothing.
  package func write(to lock: LogFile) {
    let text = "desk: journal \(journal), \(bytes) bytes, change \(seq)"
    let line = text + "; " + Self.checksum(text)
    let padded = line + String(repeating: " ", count: max(0, Self.columns - 1 - line.utf8.count)) + "\n"
    do throws(ChangeLogError) { try lock.write(padded, at: 0) } catch {}
  }

  private static func checksum(_ text: String) -> String {
    String(Array(text.utf8).withUnsafeBytes { CRC32C.of($0) }, radix: 16)
  }
}
