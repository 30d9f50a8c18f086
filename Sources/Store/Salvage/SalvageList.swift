import Desk

/// The list of what could not be saved, for a person: a plain text, its own marks at the start of lines, what others
/// wrote set in.
final class SalvageList {
  private let disk: any Disk
  private let folder: String
  private let file: DiskFile
  private var text = ""
  private var end = 0
  private var path: String { folder + "/" + Salvage.listName }

  init(_ disk: any Disk, _ folder: String, _ survey: Survey) throws(StoreError) {
    (self.disk, self.folder) = (disk, folder)
    let path = folder + "/" + Salvage.listName + Store.temporary
    file = try StoreError.creating { () throws(DiskError) in try disk.create(path) }
    text = """
      What contactdesk check --salvage could not save into this folder.

      It may hold what customers wrote: keep it as safe as the desk itself. The desk beside it has all the rest; its
      changes are counted anew from 1, those named here as they were counted in the damaged desk. A file
      lost-FILE-OFFSET holds bytes of FILE, from OFFSET on, in which no sound record was found.


      """
    for finding in survey.findings {
      text += "\(finding.file), byte \(finding.offset): \(finding.what)\n"
      text += "  \(Survey.words(finding.lost, mayBeMore: finding.mayBeMore, last: survey.last))\n"
    }
    text += "\nChanges that can be read, and belong to something that is lost:\n"
  }

  deinit { disk.close(file) }

  func add(_ place: Salvage.Place, _ change: Change, _ reason: String) throws(StoreError) {
    let at = change.at.withText { String(decoding: $0, as: UTF8.self) }
    let words = ChangeText(change)
    text += "\nchange \(change.seq), \(at), by agent \(change.by.number) (\(place.file), byte \(place.offset))\n"
    text += "  \(words.what): \(reason)\n"
    for (name, written) in words.texts {
      let lines = written.split(omittingEmptySubsequences: false) { $0.isNewline }
      text += "    \(name): \(lines.joined(separator: "\n      "))\n"
    }
    if text.utf8.count > 1 << 16 { try flush() }
  }

  /// Gives the list its name, or removes it where nothing is lost.
  func finish(_ report: Salvage.Report) throws(StoreError) {
    if report.setAside == 0 { text += "\nnone\n" }
    try flush()
    try Salvage.writing { () throws(DiskError) in
      if report.isWhole && report.rawFiles.isEmpty {
        try disk.remove(path + Store.temporary)
      } else {
        try disk.sync(file)
        try disk.rename(path + Store.temporary, to: path)
      }
    }
  }

  private func flush() throws(StoreError) {
    var bytes = ByteWriter(capacity: text.utf8.count)
    text.withUTF8 { bytes.bytes(UnsafeRawBufferPointer($0)) }
    let (disk, file, end) = (disk, file, end)
    try Salvage.writing { () throws(DiskError) in
      try bytes.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: end) }
    }
    self.end += bytes.count
    text = ""
  }
}
