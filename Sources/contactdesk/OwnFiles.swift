import Server

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whether stdin, stdout or stderr is a file of a desk's folder, as after `contactdesk --data ./desk >> ./desk/lock`.
enum OwnFiles {
  /// Throws if one is: answers and log lines would be written into the desk, or the desk be read as requests.
  static func expectNone(in folder: String) throws(UsageFault) {
    for (descriptor, name) in zip(Int32(0)..., ["stdin", "stdout", "stderr"]) {
      var status = stat()
      // Nearly always they are pipes, and no folder is looked at.
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        let file = file(in: folder, status)
      else { continue }
      // What is to be said of it must not be written into it.
      StandardDescriptors.abandon(descriptor)
      throw UsageFault(
        "\(name) is \(file), a file of the desk in \(UsageFault.shown(folder)): redirect it to another file")
    }
  }

  /// The name that a file has in a folder; nil if it has none, or there is no such folder.
  private static func file(in folder: String, _ wanted: stat) -> String? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      var status = stat()
      if isOfDesk(name), stat(folder + "/" + name, &status) == 0, status.st_ino == wanted.st_ino,
        status.st_dev == wanted.st_dev
      {
        return name
      }
    }
    return nil
  }

  private static func isOfDesk(_ name: String) -> Bool {
    ["lock", "presence"].contains(name) || name.hasPrefix("journal-") || name.hasPrefix("snapshot-")
  }
}
