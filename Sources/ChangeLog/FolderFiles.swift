/// The files of a desk in a folder, by number, in ascending order.
package struct FolderFiles {
  package var snapshots: [Int] = []
  package var journals: [Int] = []
  /// The names of journals and snapshots that were never finished.
  package var unfinished: [String] = []

  /// Whether there is no desk: neither a journal nor a snapshot.
  package var isEmpty: Bool { snapshots.isEmpty && journals.isEmpty }

  package init(snapshots: [Int], journals: [Int]) { (self.snapshots, self.journals) = (snapshots, journals) }

  /// Those among the names in a folder that are a desk's.
  package init(_ names: [String]) {
    for name in names {
      if let number = FileHeader.number(.snapshot, in: name) { snapshots.append(number) }
      if let number = FileHeader.number(.journal, in: name) { journals.append(number) }
      let suffix = LogFolder.unfinished
      let finished = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : ""
      if FileHeader.number(.snapshot, in: finished) != nil || FileHeader.number(.journal, in: finished) != nil {
        unfinished.append(name)
      }
    }
    snapshots.sort()
    journals.sort()
  }
}
