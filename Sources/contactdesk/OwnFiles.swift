import ChangeLog
import Disk
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
    let desk = LogFolder(SystemDisk(), folder)
    for (descriptor, name) in zip(Int32(0)..., ["stdin", "stdout", "stderr"]) {
      var status = stat()
      // Nearly always they are pipes, and no folder is looked at.
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        let file = self.name(of: DiskFile(descriptor: descriptor, name: name), in: desk)
      else { continue }
      // What is to be said of it must not be written into it.
      StandardDescriptors.abandon(descriptor)
      throw UsageFault(
        "\(name) is \(file), a file of the desk in \(UsageFault.shown(folder)): redirect it to another file")
    }
  }

  /// The name that an open file has among those of the desk in a folder; nil if it has none. Where the folder cannot be
  /// read, opening the desk says so.
  private static func name(of file: DiskFile, in folder: LogFolder) -> String? {
    do {
      let identity = try folder.disk.status(of: file).identity
      return try folder.names().first { name in
        try isOfDesk(name) && folder.status(of: name)?.identity == identity
      }
    } catch {
      return nil
    }
  }

  private static func isOfDesk(_ name: String) -> Bool {
    let files = FolderFiles([name])
    return [LogFolder.lock, LogFolder.presence].contains(name) || !files.isEmpty || !files.unfinished.isEmpty
  }
}
