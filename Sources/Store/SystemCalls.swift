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
    guard statx(descriptor, path, flags, names | inode | size, room.baseAddress) == 0 else { return nil }
    let status = UnsafeRawBufferPointer(room)
    return DiskFileStatus(
      size: Int(truncatingIfNeeded: status.fixed(40, UInt64.self)),
      identity: .init(device: status.fixed(136, UInt64.self), number: status.fixed(32, UInt64.self)),
      names: Int(status.fixed(16, UInt32.self)))
  }
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
