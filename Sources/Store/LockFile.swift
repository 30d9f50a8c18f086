import ChangeLog
import Disk

/// The file `lock`: the system's lock on it (`flock`) says who may write in a folder (`FolderMembership`).
///
///     offset  bytes
///          0     80  how much of the desk was durable when a process last started or ended (`DurabilityHint`)
///     16,384  4,096  the commit index that the processes share (`CommitIndex`)
enum LockFile {
  static let name = "lock"

  /// Makes the folder where it is missing (unless `makesFolder` is false), and opens its lock; to be read, if that is
  /// all that may be done with it.
  static func open(_ folder: LogFolder, makesFolder: Bool) throws(ChangeLogError) -> (file: LogFile, isReadOnly: Bool) {
    if makesFolder { try folder.make() }
    do throws(ChangeLogError) { return (try folder.openOrCreate(name), false) } catch {
      // A desk that can only be read is read.
      guard let code = error.diskError?.code, SystemDisk.readOnly.contains(code) else { throw error }
      return (try folder.open(name, .read), true)
    }
  }
}
