#if canImport(Glibc)
import Glibc

/// statx(2): what the system says of a file, and no more than that. `stat` asks for the times of a file too, and of one
/// whose times were looked at a kernel notes the next write finely, which every sync then pays for. The module of the C
/// library leaves it out; the numbers are those of the kernel's `struct statx`, which do not change.
@_silgen_name("statx")
private func statx(
  _ folder: Int32, _ path: UnsafePointer<CChar>, _ flags: Int32, _ mask: UInt32, _ into: UnsafeMutableRawPointer?
) -> Int32

/// What the system says of a file, but its times: of an open one, or of the one at a path; nil where `errno` says why.
func systemStatus(_ descriptor: Int32, _ path: String) -> DiskFileStatus? {
  let (names, inode, size): (UInt32, UInt32, UInt32) = (0x4, 0x100, 0x200)
  let (noFollow, emptyPath): (Int32, Int32) = (0x100, 0x1000)
  let bytes = 256
  return withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 8) { room in
    let flags = path.isEmpty ? emptyPath : noFollow
    // (A string that is handed over as it is, is copied.)
    let code = path.withCString { statx(descriptor, $0, flags, names | inode | size, room.baseAddress) }
    guard code == 0 else { return nil }
    let status = UnsafeRawBufferPointer(room)
    return DiskFileStatus(
      size: Int(truncatingIfNeeded: status.loadUnaligned(fromByteOffset: 40, as: UInt64.self)),
      identity: .init(
        device: status.loadUnaligned(fromByteOffset: 136, as: UInt64.self),
        number: status.loadUnaligned(fromByteOffset: 32, as: UInt64.self)),
      names: Int(status.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
  }
}

/// sync_file_range(2): the module of the C library leaves it out, too.
@_silgen_name("sync_file_range")
private func syncFileRange(_ descriptor: Int32, _ offset: Int64, _ count: Int64, _ flags: UInt32) -> Int32

/// Lets the system begin to write a part of a file to its disk (SYNC_FILE_RANGE_WRITE), and waits for nothing. A
/// failure is not reported here, and not forgotten: `fdatasync` reports it.
func beginWriting(_ descriptor: Int32, _ range: Range<Int>) {
  let write: UInt32 = 2
  _ = syncFileRange(descriptor, Int64(range.lowerBound), Int64(range.count), write)
}
#else
import Darwin

/// What the system says of a file: of an open one, or of the one at a path; nil where `errno` says why.
func systemStatus(_ descriptor: Int32, _ path: String) -> DiskFileStatus? {
  var status = stat()
  guard (path.isEmpty ? fstat(descriptor, &status) : lstat(path, &status)) == 0 else { return nil }
  return DiskFileStatus(
    size: Int(status.st_size),
    identity: .init(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino)),
    names: Int(status.st_nlink))
}
#endif
