import ChangeLog
public import Disk

/// Keeps other processes out of a folder that is only read, for as long as it lives, without making or writing
/// anything in it. A folder that has no locks to take, such as a backup, needs none.
public final class FolderGuard {
  private var held: [LogFile] = []

  /// Throws `.inUse` at once if another process has the folder open.
  public init(_ path: String, disk: any Disk = SystemDisk()) throws(StoreError) {
    let folder = LogFolder(disk, path)
    for name in [LockFile.name, LogFolder.presence] {
      let file: LogFile
      do throws(ChangeLogError) { file = try folder.open(name, .read) } catch {
        if error.isNotThere { continue }
        throw .open(error)
      }
      held.append(file)
      // A file system without locks, such as one that is mounted to be read, has no other process to fear.
      var isFree = true
      do throws(ChangeLogError) { isFree = try file.lock(.alone) } catch {}
      guard isFree else { throw .inUse(folder: path, pids: FolderMembership.members(held[0])) }
    }
  }

  deinit { for file in held { file.close() } }
}
