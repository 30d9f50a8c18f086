import Disk

/// The files of a folder that a desk is read from, by name, each opened once and held until it is of no more use.
///
/// A desk whose folder was removed under it, or in a process that may open no more files, can still be read up to the
/// last commit: what it once read, it never needs to open again.
package final class OpenFiles {
  package let folder: LogFolder
  private var files: [String: LogFile] = [:]

  package init(_ folder: LogFolder) { self.folder = folder }

  deinit { for file in files.values { file.close() } }

  /// The file of a name, opened to be read if it is not open yet.
  package func file(_ name: String) throws(ChangeLogError) -> LogFile {
    if let file = files[name] { return file }
    let file = try folder.open(name, .read)
    files[name] = file
    return file
  }

  /// Holds a file that was opened elsewhere, in the place of one of the same name.
  func hold(_ file: LogFile, as name: String) {
    if let old = files.updateValue(file, forKey: name), old.file.descriptor != file.file.descriptor { old.close() }
  }

  /// Closes one.
  func forget(_ name: String) { files.removeValue(forKey: name)?.close() }

  /// Closes all others.
  func keep(only names: [String]) {
    for (name, file) in files where !names.contains(name) {
      file.close()
      files[name] = nil
    }
  }
}
