import ChangeLog
import Disk

/// A process that follows the commits of a folder's members without being one: it holds no lock, and nobody knows of
/// it.
///
/// What it reads is committed, even if no member lives any more: the index names nothing else, and an index that does
/// not fit the files, or is of another boot, is not read. So a start need not wait for the write lock (`StoreOpener`).
/// If the index says nothing any more, because the process that wrote it was killed, the reader joins, to repair it as
/// a member does.
final class FolderReader {
  private let lockFile: LogFile
  let index: CommitIndex

  /// Nil where there is no index that says anything now.
  init?(_ folder: LogFolder) {
    let lockFile: LogFile
    do throws(ChangeLogError) { lockFile = try folder.openShared(LockFile.name) } catch { return nil }
    guard let index = CommitIndex(existingIn: lockFile), index.isCurrent, index.point() != nil else {
      lockFile.close()
      return nil
    }
    (self.lockFile, self.index) = (lockFile, index)
  }

  deinit { lockFile.close() }

  /// Throws if the lock is not the folder's any more: the versions of another index say nothing of those of this one.
  func checkPlace(in folder: LogFolder) throws(ChangeLogError) {
    _ = try LockFile.checkPlace(index.identity, in: folder)
  }
}
