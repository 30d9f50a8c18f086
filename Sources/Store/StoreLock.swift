/// Who has a folder.
///
/// The lock is the system's (`flock`) on the file `lock`, held until the process ends, however it ends. What the file
/// says is for people: the id of the process that took the lock last, in ten columns and a line feed. Behind that, in
/// a line of its own, stands that a desk is kept here, once that is so: where the line is and nothing else, somebody
/// took the desk away.
enum StoreLock {
  private static let columns = 10
  private static let deskSign = "A desk is kept here.\n"

  /// Makes the folder where it is missing, with those above it, and takes its lock for this process.
  static func take(_ disk: any Disk, _ folder: String) throws(StoreError) -> DiskFile {
    let file = try StoreError.creating { () throws(DiskError) in
      try make(disk, folder)
      return try disk.open(folder + "/lock", .createIfMissing)
    }
    do throws(StoreError) {
      guard try StoreError.creating({ () throws(DiskError) in try disk.lock(file) }) else {
        throw .locked(folder: folder, pid: holder(disk, file))
      }
      try StoreError.creating { () throws(DiskError) in try sign(disk, file) }
      return file
    } catch {
      disk.close(file)
      throw error
    }
  }

  /// Throws unless the lock that this process has is still the one in the folder. If not, the folder was removed,
  /// moved, or another one put in its place, and that one is somebody else's.
  static func check(_ lock: DiskFile, isIn folder: String, _ disk: any Disk) throws(DiskError) {
    guard try disk.status(at: folder + "/lock").identity == disk.status(of: lock).identity else {
      throw DiskError("lstat", "lock", SystemDisk.missing)
    }
  }

  /// True if a desk was kept here at some time.
  static func tellsOfDesk(_ disk: any Disk, _ lock: DiskFile) throws(DiskError) -> Bool {
    try disk.status(of: lock).size > columns + 1
  }

  /// Says that a desk is kept here. It only tells: what fails here changes nothing.
  static func tellOfDesk(_ disk: any Disk, _ lock: DiskFile) {
    do throws(DiskError) {
      guard try !tellsOfDesk(disk, lock) else { return }
      try write(deskSign, at: columns + 1, disk, lock)
    } catch {}
  }

  private static func make(_ disk: any Disk, _ folder: String) throws(DiskError) {
    do throws(DiskError) { _ = try disk.makeFolder(folder) } catch {
      guard error.code == SystemDisk.missing, let above = above(folder) else { throw error }
      try make(disk, above)
      _ = try disk.makeFolder(folder)
    }
  }

  /// Makes the names safe on the way to the folder's files: those in it, its own, and those of the folders above it. A
  /// process that made any of them may have ended before it could. Folders that this user may not even list were there
  /// before.
  static func syncNames(_ disk: any Disk, _ folder: String) throws(DiskError) {
    try disk.syncFolder(folder)
    var above = above(folder)
    while let path = above {
      do throws(DiskError) { try disk.syncFolder(path) } catch {
        guard error.call == "open", error.code == SystemDisk.forbidden else { throw error }
      }
      above = Self.above(path)
    }
  }

  /// The folder that a folder is in, as far as its path tells.
  private static func above(_ folder: String) -> String? {
    guard folder != "/", folder != "." else { return nil }
    return folder.lastIndex(of: "/").map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? "."
  }

  /// Writes over what the last one wrote, in the same bytes: it takes no room, so a full disk is no reason not to
  /// start.
  private static func sign(_ disk: any Disk, _ file: DiskFile) throws(DiskError) {
    let digits = String(SystemDisk.process)
    try write(String(repeating: " ", count: max(0, columns - digits.utf8.count)) + digits + "\n", at: 0, disk, file)
  }

  private static func write(
    _ text: String, at offset: Int, _ disk: any Disk, _ file: DiskFile
  ) throws(DiskError) {
    var line = ByteWriter(capacity: 32)
    for byte in text.utf8 { line.byte(byte) }
    try line.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: offset) }
  }

  static func holder(_ disk: any Disk, _ file: DiskFile) -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: columns, alignment: 1) { room in
      do throws(DiskError) {
        let count = try disk.read(file, into: room, at: 0)
        return Int32(String(decoding: room[..<count].drop { $0 == UInt8(ascii: " ") }, as: UTF8.self))
      } catch {
        // It is only left out of the message.
        return nil
      }
    }
  }
}
