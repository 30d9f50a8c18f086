#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Memory for buffers that grow to many megabytes.
///
/// Not allocated by Swift, which cannot resize: growing would copy, with both copies there for a moment. The C library
/// moves large memory by its page table on Linux, so that what is held for a slow reader is never there twice.
public enum Heap {
  /// Memory of `size` bytes that begins with what `old` holds; `old` is no more.
  public static func resize(_ old: UnsafeMutableRawPointer?, to size: Int) -> UnsafeMutableRawPointer {
    guard let memory = realloc(old, size) else { fatalError("no memory for \(size) bytes") }
    return memory
  }

  /// Gives memory back.
  public static func release(_ memory: UnsafeMutableRawPointer) { free(memory) }
}
