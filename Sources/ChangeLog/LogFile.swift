package import Disk

/// An open file of a desk's folder. Its calls throw the error of this layer, so that nothing above translates one.
package struct LogFile {
  package let disk: any Disk
  let file: DiskFile

  init(_ disk: any Disk, _ file: DiskFile) { (self.disk, self.file) = (disk, file) }

  /// The name, for messages.
  package var name: String { file.name }

  /// The same file under the name that it is about to get.
  func named(_ name: String) -> LogFile { LogFile(disk, DiskFile(descriptor: file.descriptor, name: name)) }

  /// What the system says of it.
  package func status() throws(ChangeLogError) -> DiskFileStatus {
    do throws(DiskError) { return try disk.status(of: file) } catch { throw .disk(error) }
  }

  /// Reads what there is at an offset, up to the size of `room`; 0 at the end of the file.
  func read(into room: UnsafeMutableRawBufferPointer, at offset: Int) throws(ChangeLogError) -> Int {
    do throws(DiskError) { return try disk.read(file, into: room, at: offset) } catch { throw .disk(error) }
  }

  /// The next part that holds data, from an offset on; nil if only a hole follows, or nothing.
  package func data(from offset: Int) throws(ChangeLogError) -> Range<Int>? {
    do throws(DiskError) { return try disk.data(in: file, from: offset) } catch { throw .disk(error) }
  }

  /// Writes all bytes.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ChangeLogError) {
    do throws(DiskError) { try disk.writeAll(file, bytes, at: offset) } catch { throw .disk(error) }
  }

  package func write(_ bytes: borrowing ByteWriter, at offset: Int) throws(ChangeLogError) {
    try bytes.withBytes { bytes throws(ChangeLogError) in try write(bytes, at: offset) }
  }

  package func write(_ text: String, at offset: Int) throws(ChangeLogError) {
    var bytes = ByteWriter(capacity: text.utf8.count)
    for byte in text.utf8 { bytes.byte(byte) }
    try write(bytes, at: offset)
  }

  /// Writes a part of the file, as far as it goes, to the start of another one.
  func copy(_ range: Range<Int>, to other: LogFile) throws(ChangeLogError) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { room.deallocate() }
    var at = range.lowerBound
    while at < range.upperBound {
      let wanted = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, range.upperBound - at)])
      let got = try read(into: wanted, at: at)
      if got == 0 { break }
      try other.write(UnsafeRawBufferPointer(rebasing: room[..<got]), at: at - range.lowerBound)
      at += got
    }
  }

  /// Cuts the file, or lengthens it by zeros.
  package func truncate(to size: Int) throws(ChangeLogError) {
    do throws(DiskError) { try disk.truncate(file, to: size) } catch { throw .disk(error) }
  }

  /// Lets the system begin to write a part of the file to its disk; `sync` reports what became of it.
  func beginSync(_ range: Range<Int>) { disk.beginSync(file, range) }

  /// Returns once all that was written is durable.
  package func sync() throws(ChangeLogError) {
    do throws(DiskError) { try disk.sync(file) } catch { throw .disk(error) }
  }

  /// Takes the lock of the file, without waiting for it; false if another process has it.
  package func lock(_ mode: LockMode) throws(ChangeLogError) -> Bool {
    do throws(DiskError) { return try disk.lock(file, mode) } catch { throw .disk(error) }
  }

  /// Gives the lock back.
  package func unlock() { disk.unlock(file) }

  /// A part of the file as it is now, whatever process writes to it.
  package func map(at offset: Int, count: Int) throws(ChangeLogError) -> DiskMap {
    do throws(DiskError) { return try disk.map(file, at: offset, count: count) } catch { throw .disk(error) }
  }

  package func close() { disk.close(file) }
}

/// The folder of a desk. Names are those of files in it.
package struct LogFolder {
  /// The file that bears the write lock, the durability hint and the commit index.
  package static let lock = "lock"
  /// The file whose lock each process holds that has the folder open.
  package static let presence = "presence"
  /// The end of the name of a file that is not finished.
  package static let unfinished = ".new"

  package let disk: any Disk
  package let path: String

  /// The path is not empty; slashes at its end say nothing.
  package init(_ disk: any Disk, _ path: String) {
    var path = path
    while path.utf8.count > 1 && path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    (self.disk, self.path) = (disk, path)
  }

  func path(of name: String) -> String { path + "/" + name }

  /// The names in it, in no order.
  package func names() throws(ChangeLogError) -> [String] {
    do throws(DiskError) { return try disk.names(in: path) } catch { throw .disk(error) }
  }

  /// The files of a desk in it.
  package func files() throws(ChangeLogError) -> FolderFiles { FolderFiles(try names()) }

  package func open(_ name: String, _ mode: DiskMode) throws(ChangeLogError) -> LogFile {
    do throws(DiskError) { return LogFile(disk, try disk.open(path(of: name), mode)) } catch { throw .disk(error) }
  }

  /// Opens a file that other processes write to, to read and write it; to be read, if this user may do no more: such a
  /// process can follow others.
  package func openShared(_ name: String) throws(ChangeLogError) -> LogFile {
    do throws(ChangeLogError) { return try open(name, .change) } catch {
      guard error.isReadOnly else { throw error }
      return try open(name, .read)
    }
  }

  /// Opens a journal that the processes that share the desk go on in.
  func openJournal(_ number: Int) throws(ChangeLogError) -> LogFile {
    let name = FileHeader.name(.journal, number)
    do throws(ChangeLogError) { return try openShared(name) } catch {
      throw error.isNotThere ? .missing(file: name, "the processes that share the desk go on in it") : error
    }
  }

  /// Opens a file to read and write it, and makes it where it is not there.
  package func openOrCreate(_ name: String) throws(ChangeLogError) -> LogFile {
    do throws(DiskError) { return LogFile(disk, try disk.openOrCreate(path(of: name))) } catch { throw .disk(error) }
  }

  /// Begins a file; one of this name that was never finished makes room for it.
  package func create(_ name: String) throws(ChangeLogError) -> LogFile {
    do throws(DiskError) { return LogFile(disk, try disk.create(path(of: name))) } catch { throw .disk(error) }
  }

  /// What the system says of a file; nil if there is none of this name.
  package func status(of name: String) throws(ChangeLogError) -> DiskFileStatus? {
    do throws(DiskError) { return try disk.status(at: path(of: name)) } catch {
      guard error.code == SystemDisk.missing else { throw .disk(error) }
      return nil
    }
  }

  package func rename(_ name: String, to new: String) throws(ChangeLogError) {
    do throws(DiskError) { try disk.rename(path(of: name), to: path(of: new)) } catch { throw .disk(error) }
  }

  package func remove(_ name: String) throws(ChangeLogError) {
    do throws(DiskError) { try disk.remove(path(of: name)) } catch { throw .disk(error) }
  }

  /// Removes files that are of no more use. One that stays does no harm.
  package func remove(_ names: [String], report: (String) -> Void) {
    for name in names {
      do throws(ChangeLogError) { try remove(name) } catch { report("\(error)") }
    }
  }

  /// Removes a file where that can be: one that stays does no harm.
  package func removeIfPossible(_ name: String) {
    do throws(ChangeLogError) { try remove(name) } catch {}
  }

  /// Makes the names in the folder durable.
  package func sync() throws(ChangeLogError) {
    do throws(DiskError) { try disk.syncFolder(path) } catch { throw .disk(error) }
  }

  /// The user that it belongs to, if this process could write there and is another user's; nil where it is not there.
  package func otherOwner() throws(ChangeLogError) -> UInt32? {
    do throws(DiskError) { return try disk.otherOwner(of: path, file: path(of: Self.lock)) } catch {
      guard error.isNoPath else { throw .disk(error) }
      return nil
    }
  }

  /// Makes the folder where it is missing, with those above it.
  package func make() throws(ChangeLogError) { try make(path) }

  private func make(_ path: String) throws(ChangeLogError) {
    do throws(DiskError) { try disk.makeFolder(path) } catch {
      // A desk that can only be read is there already.
      if SystemDisk.readOnly.contains(error.code), isThere(path) { return }
      guard error.code == SystemDisk.missing, let above = Self.above(path) else { throw .disk(error) }
      try make(above)
      do throws(DiskError) { try disk.makeFolder(path) } catch { throw .disk(error) }
    }
  }

  private func isThere(_ path: String) -> Bool {
    do throws(DiskError) {
      disk.close(try disk.open(path, .folder))
      return true
    } catch {
      return false
    }
  }

  /// Makes durable all names on the way to the folder's files: those in it, its own, and those of the folders above. A
  /// process that made any of them may have ended before it could. Where one above cannot be synced, because this user
  /// may not, or its file system knows no such thing, it was not made by us.
  package func syncNames() throws(ChangeLogError) {
    try sync()
    var above = Self.above(path)
    while let path = above {
      do throws(DiskError) { try disk.syncFolder(path) } catch {
        guard SystemDisk.notOurs.contains(error.code) else { throw .disk(error) }
      }
      above = Self.above(path)
    }
  }

  /// The folder that a folder is in, as far as its path says.
  private static func above(_ folder: String) -> String? {
    guard folder != "/", folder != "." else { return nil }
    return folder.lastIndex(of: "/").map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? "."
  }

  /// Gives a finished file its name, durably.
  package func place(_ header: FileHeader) throws(ChangeLogError) {
    try rename(header.name + Self.unfinished, to: header.name)
    try sync()
  }
}
