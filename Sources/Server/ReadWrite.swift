#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// `read` and `write` of the system, for types that have methods of these names, which hide them.

/// read(2): bytes read, 0 at the end, -1 with `errno`.
public func systemRead(_ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, room.baseAddress, room.count)
}

/// write(2): bytes written, or -1 with `errno`.
public func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
