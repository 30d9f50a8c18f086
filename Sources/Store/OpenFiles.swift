/// The files of a folder that a store reads, by name, each opened once and held until it is of no more use.
///
/// A store whose folder was removed under it, or in a process that may open no more files, can still read what was
/// committed: it never needs to open again what it once read.
final class OpenFiles {
  private let disk: any Disk
  private let folder: String
  private var files: [String: DiskFile] = [:]

  init(_ disk: any Disk, _ folder: String) {
    self.disk = disk
    self.folder = folder
  }

  deinit { for file in files.values { disk.close(file) } }

  /// The file of a name, opened to be read if it is not open yet.
  func file(_ name: String) throws(StoreError) -> DiskFile {
    if let file = files[name] { return file }
    let file = try StoreError.reading { () throws(DiskError) in try disk.open(folder + "/" + name, .read) }
    files[name] = file
    return file
  }

  /// Holds a file that was opened elsewhere, in the place of one of the same name.
  func hold(_ file: DiskFile, as name: String) {
    if let old = files.updateValue(file, forKey: name), old.descriptor != file.descriptor { disk.close(old) }
  }

  /// Lets go of one.
  func forget(_ name: String) {
    if let file = files.removeValue(forKey: name) { disk.close(file) }
  }

  /// Lets go of all others.
  func keep(only names: [String]) {
    for (name, file) in files where !names.contains(name) {
      disk.close(file)
      files[name] = nil
    }
  }
}
