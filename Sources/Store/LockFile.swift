import ChangeLog
import Disk

/// The file `lock`: the system's lock on it (`flock`) says who may write in a folder (`FolderMembership`).
///
///     offset  bytes
///          0     80  how much of the desk was durable when a process last started or ended (`DurabilityHint`)
///     16,384  4,096  the commit index that the processes share (`CommitIndex`)
enum LockFile {
  static let name = LogFolder.lock
  /// Why nothing can be written where the lock can only be read.
  static let readOnly = ChangeLogError.disk(DiskError("open", name, SystemDisk.readOnlyDisk))

  /// Makes the folder where it is missing (unless `makesFolder` is false), and opens its lock; to be read, if that is
  /// all that may be done with it.
  static func open(_ folder: LogFolder, makesFolder: Bool) throws(ChangeLogError) -> (file: LogFile, isReadOnly: Bool) {
    if makesFolder { try folder.make() }
    do throws(ChangeLogError) { return (try folder.openOrCreate(name), false) } catch {
      // A desk that can only be read is read.
      guard error.isReadOnly else { throw error }
      return (try folder.open(name, .read), true)
    }
  }

  /// What the system says of the file of this identity. Throws if it is not the folder's lock any more.
  static func checkPlace(
    _ identity: DiskFileStatus.Identity, in folder: LogFolder
  ) throws(ChangeLogError) -> DiskFileStatus {
    guard let found = try folder.status(of: name), found.identity == identity else {
      throw .disk(DiskError("lstat", name, SystemDisk.missing))
    }
    return found
  }
}
