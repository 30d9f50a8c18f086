import ChangeLog
import Desk
import Text

/// The list of what could not be saved, for a person: a plain text, its own marks at the start of lines, what others
/// wrote set in. All that comes from the damaged desk passes the `TextGuard`.
final class SalvageList {
  private let folder: LogFolder
  private let file: LogFile
  private var text = ""
  private var end = 0

  init(_ folder: LogFolder, _ folderCheck: FolderCheck) throws(ChangeLogError) {
    self.folder = folder
    file = try folder.create(Salvage.listName + LogFolder.unfinished)
    text = """
      What contactdesk check --salvage could not save into this folder.

      It may hold what customers wrote: keep it as safe as the desk itself. The desk beside it has all the rest; its
      changes are counted anew from 1, those named here as they were counted in the damaged desk. A file
      lost-FILE-OFFSET holds bytes of FILE, from OFFSET on, in which no sound record was found.


      """
    for finding in folderCheck.findings {
      text += "\(Self.shown(finding.file)), byte \(finding.offset): \(Self.shown(finding.what))\n"
      text += "  \(FolderCheck.words(finding.lost, mayBeMore: finding.mayBeMore, last: folderCheck.last))\n"
    }
    text += "\nChanges that can be read and are not in the desk, each with what is missing:\n"
  }

  deinit { file.close() }

  func add(_ place: Salvage.Place, _ change: Change, _ reason: String) throws(ChangeLogError) {
    let at = change.at.withText { String(decoding: $0, as: UTF8.self) }
    let words = ChangeText(change)
    let file = Self.shown(place.file)
    text += "\nchange \(change.seq), \(at), by agent \(change.by.number) (\(file), byte \(place.offset))\n"
    text += "  \(Self.shown(words.what)): \(Self.shown(reason))\n"
    for (name, written) in words.texts {
      let lines = written.split(omittingEmptySubsequences: false) { $0.isNewline }.map { Self.shown(String($0)) }
      text += "    \(Self.shown(name)): \(lines.joined(separator: "\n      "))\n"
    }
    if text.utf8.count > 1 << 16 { try flush() }
  }

  /// Gives the list its name, or removes it where nothing is lost.
  func finish(_ report: Salvage.Report) throws(ChangeLogError) {
    if report.setAside == 0 { text += "\nnone\n" }
    try flush()
    if report.isWhole && report.rawFiles.isEmpty {
      try folder.remove(Salvage.listName + LogFolder.unfinished)
    } else {
      try file.sync()
      try folder.rename(Salvage.listName + LogFolder.unfinished, to: Salvage.listName)
    }
  }

  private static func shown(_ text: String) -> String { TextGuard.guarded(text, .escapes) }

  private func flush() throws(ChangeLogError) {
    try file.write(text, at: end)
    end += text.utf8.count
    text = ""
  }
}
