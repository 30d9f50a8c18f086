#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Words as the system takes them: C strings, and a null behind the last. They live as long as this object.
final class CWords {
  /// The words, and a null.
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ words: [String]) { pointers = words.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}
