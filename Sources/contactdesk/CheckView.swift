import ChangeLog
import Disk
import Salvage
import Store
import Terminal

/// What `contactdesk check` prints.
enum CheckView {
  /// What was found. `report` is what a salvage would come to, where the desk is damaged.
  static func draw(_ folderCheck: FolderCheck, _ report: Salvage.Report?, on display: Display) -> String {
    var sheet = Sheet()
    let verdict = verdict(folderCheck, report)
    sheet.verdict(verdict, isGood: folderCheck.outcome.isSound)
    if let sizes = folderCheck.sizes ?? report?.sizes {
      sheet.heading(folderCheck.outcome.isSound ? "what is there" : "what can be saved")
      sheet.rows(rows(of: sizes, without: report?.placeholders ?? [:]) + [("changes", "\(folderCheck.readable)")])
    }
    sheet.heading("files of \(folderCheck.folder)")
    sheet.rows(folderCheck.files.map { ($0.name, words(of: $0, folderCheck)) })
    draw(folderCheck.findings, folderCheck, &sheet)
    let steps = nextSteps(folderCheck)
    if !steps.isEmpty {
      sheet.heading("what to do")
      sheet.rows(steps)
    }
    return sheet.draw(on: display)
  }

  /// What was saved.
  static func draw(
    _ report: Salvage.Report, _ folderCheck: FolderCheck, in out: String, on display: Display
  ) -> String {
    var sheet = Sheet()
    let isWhole = report.isWhole && !folderCheck.mayBeMore
    sheet.verdict(
      isWhole
        ? "saved: nothing is lost; \(out) is a copy of the desk"
        : "saved: \(count(report.kept, "change")) of the desk; \(lostWords(report, folderCheck))", isGood: isWhole)
    sheet.heading("what is in \(out)")
    sheet.rows(rows(of: report.sizes, without: report.placeholders) + keptRows(report))
    if !isWhole {
      draw(folderCheck.findings, folderCheck, &sheet)
      sheet.heading("where to look")
      sheet.rows(
        [(Salvage.listName, listWords(report))]
          + report.rawFiles.prefix(20).map { ($0, "bytes that cannot be read, as they are") })
      sheet.heading("what to do")
      sheet.rows([
        ("keep it", "\(folderCheck.folder) is as it was: leave it, and copy it whole"),
        ("contactdesk --data \(out)", "serves what was saved"),
      ])
    }
    return sheet.draw(on: display)
  }

  private static func verdict(_ folderCheck: FolderCheck, _ report: Salvage.Report?) -> String {
    switch folderCheck.outcome {
    case .sound:
      return "sound: \(count(folderCheck.sizes?.contacts ?? 0, "contact")), \(count(folderCheck.readable, "change"))"
    case .refused(.laterVersion(let file, let what)): return "not for this version: a later one wrote \(file) (\(what))"
    case .refused(.earlierVersion(let file, let what)):
      return "not for this version: an earlier one wrote \(file) (\(what))"
    case .refused: return "damaged: \(report.map { lostWords($0, folderCheck) } ?? folderCheck.lostWords)"
    }
  }

  private static func listWords(_ report: Salvage.Report) -> String {
    report.setAside == 0
      ? "what is lost"
      : "what is lost, and \(count(report.setAside, "change")) that \(need(report)) it, with all texts"
  }

  private static func lostWords(_ report: Salvage.Report, _ folderCheck: FolderCheck) -> String {
    guard report.setAside > 0 else { return folderCheck.lostWords }
    return "\(folderCheck.lostWords); \(count(report.setAside, "change")) of these \(need(report)) what is lost"
  }

  private static func need(_ report: Salvage.Report) -> String { report.setAside == 1 ? "needs" : "need" }

  private static func draw(_ findings: [FolderCheck.Finding], _ folderCheck: FolderCheck, _ sheet: inout Sheet) {
    guard !findings.isEmpty else { return }
    sheet.heading("findings")
    for finding in findings {
      var place = finding.file
      if finding.offset > 0 || finding.length > 0 { place += ", byte \(finding.offset)" }
      if finding.length > 0 { place += ", \(count(finding.length, "byte"))" }
      let lost = folderCheck.words(of: finding)
      let goesOn = folderCheck.outcome.isSound ? "; a start goes on" : ""
      let comes = finding.isHarmless ? "nothing acknowledged is lost by it\(goesOn)" : lost
      sheet.rows([(place, "\(finding.what): \(comes)")])
    }
  }

  private static func keptRows(_ report: Salvage.Report) -> [(name: String, meaning: String)] {
    var rows = [(name: "changes", meaning: "\(report.last), counted anew from 1: versions differ after the damage")]
    if report.lost.isEmpty && report.setAside == 0 { rows = [("changes", "\(report.last)")] }
    let counts = Placeholder.allCases.compactMap { kind in report.placeholders[kind].map { count($0, kind.rawValue) } }
    if !counts.isEmpty {
      let words = "for lost ones, so that later ones keep their numbers"
      rows.append(("placeholders", "\(counts.joined(separator: ", ")): \(words)"))
    }
    return rows
  }

  /// How much there is of each, without the placeholders. Those of notes do not count as notes.
  private static func rows(
    of sizes: DeskSizes, without placeholders: [Placeholder: Int]
  ) -> [(name: String, meaning: String)] {
    let all: [(String, Int, Placeholder?)] = [
      ("contacts", sizes.contacts, .contact), ("conversations", sizes.conversations, .conversation),
      ("messages", sizes.messages, .message), ("notes", sizes.notes, nil), ("agents", sizes.agents, .agent),
      ("teams", sizes.teams, .team), ("channels", sizes.channels, .channel), ("groups", sizes.groups, .group),
      ("attributes", sizes.definitions, .attribute),
    ]
    // A placeholder may be removed again.
    return all.map { name, count, kind in (name, "\(max(count - (kind.flatMap { placeholders[$0] } ?? 0), 0))") }
  }

  private static func words(of file: FolderCheck.File, _ folderCheck: FolderCheck) -> String {
    var parts: [String] = []
    switch file.kind {
    case .journal, .snapshot:
      parts.append(
        file.changes.map { $0.count == 1 ? "change \($0.lowerBound)" : "changes \($0.lowerBound) to \($0.upperBound)" }
          ?? "no change")
      if file.records > 0 { parts.append("\(count(file.records, "record"))") }
      if let begun = file.begun { parts.append("begun \(age(folderCheck.made - begun))") }
      if !file.isUsed { parts.append("not needed any more") }
    case .torn: parts.append("what a write that was cut short left; it does not count")
    case .unfinished: parts.append("never finished; the next start removes it")
    case .lock: parts.append("the lock, and what processes share")
    case .presence: parts.append("who has the desk open")
    case .salvaged: parts.append("what a salvage could not save")
    case .unknown: parts.append("not of ContactDesk")
    }
    let size = file.counted.map { $0 < file.size ? "\(bytes($0)) of \(bytes(file.size)) count" : bytes(file.size) }
    parts.append(size ?? bytes(file.size))
    return parts.joined(separator: ", ")
  }

  private static func nextSteps(_ folderCheck: FolderCheck) -> [(name: String, meaning: String)] {
    switch folderCheck.outcome {
    case .sound: []
    case .refused(.earlierVersion):
      [("go back", "use the version that wrote it, or begin a new desk; nothing is wrong with this one")]
    case .refused(.laterVersion):
      [("update", "use the version that wrote it, or a later one; nothing is wrong with the desk")]
    case .refused(.disk(let error)): [("check again", "\(error.advice)")]
    case .refused:
      [
        ("keep it", "leave the folder as it is, and copy it whole"),
        ("go back", "if there is a copy from before, check that one, and use it if it is sound"),
        ("contactdesk check \(folderCheck.folder) --salvage OUT", "or save what can be read into another folder"),
      ]
    }
  }

  // MARK: Words

  private static func count(_ count: Int, _ name: String) -> String {
    if count == 1 { return "1 \(name)" }
    return name.hasSuffix("y") ? "\(count) \(name.dropLast())ies" : "\(count) \(name)s"
  }

  private static func bytes(_ count: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var (value, unit) = (count * 10, 0)
    while value >= 10_240 && unit < units.count - 1 { (value, unit) = (value / 1_024, unit + 1) }
    return unit == 0 ? "\(count) bytes" : "\(value / 10).\(value % 10) \(units[unit])"
  }

  private static func age(_ milliseconds: Int64) -> String {
    let minutes = Int(milliseconds / 60_000)
    switch minutes {
    case ..<1: return "just now"
    case ..<120: return "\(count(minutes, "minute")) ago"
    case ..<2_880: return "\(count(minutes / 60, "hour")) ago"
    default: return "\(count(minutes / 1_440, "day")) ago"
    }
  }
}
