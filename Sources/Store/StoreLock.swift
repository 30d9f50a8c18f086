/// The file `lock`: who may write in a folder, and what is known of the desk in it.
///
/// The lock is the system's (`flock`), held to commit (`Seat`). What the file says is for people, and
/// for `Note`: the id of the process that opened the folder last, in ten columns and a line feed, and in a line of 80
/// how much of the desk was known to be safe when a process last started or ended:
///
///           4711
///     desk: journal 3, 1842 bytes, change 17; 9f3a11c2
///
/// The last word is the CRC-32C of what is before the semicolon. Behind that, from 16 KiB on, lies the page that the
/// processes share (`SharedPage`).
enum StoreLock {
  private static let columns = 10
  private static let noteColumns = 80

  /// How much of a desk was safe at some time: less than that is damage, and so is none of it.
  struct Note: Equatable {
    /// The number of the last journal.
    let journal: Int
    /// How much of it was safe.
    let bytes: Int
    /// The last change in that.
    let seq: Int

    fileprivate var text: String { "desk: journal \(journal), \(bytes) bytes, change \(seq)" }

    fileprivate static func checksum(_ text: String) -> String {
      String(Array(text.utf8).withUnsafeBytes { CRC32C.of($0) }, radix: 16)
    }
  }

  /// Makes the folder where it is missing, with those above it (unless `makesFolder` is false), and opens its lock; to
  /// be read, if that is all that may be done with it.
  static func open(
    _ disk: any Disk, _ folder: String, makesFolder: Bool = true
  ) throws(DiskError) -> (file: DiskFile, isReadOnly: Bool) {
    if makesFolder { try make(disk, folder) }
    do throws(DiskError) { return (try disk.openOrCreate(folder + "/lock"), false) } catch {
      // A desk that can only be read is read.
      guard SystemDisk.readOnly.contains(error.code) else { throw error }
      return (try disk.open(folder + "/lock", .read), true)
    }
  }

  /// What the lock of a folder tells of its desk; nil if nothing that can be read.
  static func note(_ disk: any Disk, _ folder: String) -> Note? {
    do throws(DiskError) {
      let file = try disk.open(folder + "/lock", .read)
      defer { disk.close(file) }
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: noteColumns, alignment: 1)
      defer { room.deallocate() }
      let count = try disk.read(file, into: room, at: columns + 1)
      // Where nothing was noted yet, the page behind it makes zeros of it.
      return note(String(decoding: room[..<count].prefix { $0 != 0 }, as: UTF8.self))
    } catch {
      return nil
    }
  }

  private static func note(_ line: String) -> Note? {
    let parts = line.split(separator: ";")
    guard parts.count == 2,
      parts[1].split(whereSeparator: \.isWhitespace).first ?? "" == Note.checksum(String(parts[0]))
    else { return nil }
    let numbers = parts[0].split { !("0"..."9").contains($0) }.compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    return Note(journal: numbers[0], bytes: numbers[1], seq: numbers[2])
  }

  /// Notes how much is safe. It only tells: what fails here changes nothing.
  static func write(_ note: Note, _ disk: any Disk, _ lock: DiskFile) {
    let text = note.text + "; " + Note.checksum(note.text)
    let padding = String(repeating: " ", count: max(0, noteColumns - 1 - text.utf8.count))
    write(text + padding + "\n", at: columns + 1, disk, lock)
  }

  private static func make(_ disk: any Disk, _ folder: String) throws(DiskError) {
    do throws(DiskError) { try disk.makeFolder(folder) } catch {
      // A desk that can only be read is there already.
      if SystemDisk.readOnly.contains(error.code), isThere(disk, folder) { return }
      guard error.code == SystemDisk.missing, let above = above(folder) else { throw error }
      try make(disk, above)
      try disk.makeFolder(folder)
    }
  }

  private static func isThere(_ disk: any Disk, _ folder: String) -> Bool {
    do throws(DiskError) {
      disk.close(try disk.open(folder, .folder))
      return true
    } catch {
      return false
    }
  }

  /// Makes the names safe on the way to the folder's files: those in it, its own, and those of the folders above it. A
  /// process that made any of them may have ended before it could. Where one above cannot be synced, since this user
  /// may not, or its file system knows no such thing, it was not made by us.
  static func syncNames(_ disk: any Disk, _ folder: String) throws(DiskError) {
    try disk.syncFolder(folder)
    var above = above(folder)
    while let path = above {
      do throws(DiskError) { try disk.syncFolder(path) } catch {
        guard SystemDisk.notOurs.contains(error.code) else { throw error }
      }
      above = Self.above(path)
    }
  }

  /// The folder that a folder is in, as far as its path tells.
  private static func above(_ folder: String) -> String? {
    guard folder != "/", folder != "." else { return nil }
    return folder.lastIndex(of: "/").map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? "."
  }

  /// Writes over what the last one wrote, in the same bytes. For people alone: a start does not need it.
  static func sign(_ disk: any Disk, _ file: DiskFile) {
    let digits = String(disk.process)
    write(String(repeating: " ", count: max(0, columns - digits.utf8.count)) + digits + "\n", at: 0, disk, file)
  }

  private static func write(_ text: String, at offset: Int, _ disk: any Disk, _ file: DiskFile) {
    do throws(DiskError) {
      var line = ByteWriter(capacity: noteColumns)
      for byte in text.utf8 { line.byte(byte) }
      try line.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: offset) }
    } catch {}
  }
}
