import ChangeLog
import Disk
import Salvage
import Store
import Terminal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Subcommand {
  /// `contactdesk check [DIR]`: is the desk in a folder sound, and what of it can be saved?
  static let check = Subcommand(
    name: "check", operands: "[DIR]", count: 0...1,
    summary: "Is the desk in a folder sound? If not: what is lost, and how the rest is saved.",
    details: """
      Every file is read to its end; nothing in DIR is written, ever. With --salvage what can be read is put into \
      OUT as a desk of its own: all before the damage as it was, and after it every change that needs nothing which \
      is lost. All ids stay as they were: a placeholder takes the number of what is lost. The other changes are \
      listed in OUT/lost.txt, each with its texts and what it lacks; bytes that cannot be read are kept beside it.
      """,
    options: [Option.checked, Option.salvage] + Option.drawing,
    examples: [
      ("contactdesk check", "the desk that contactdesk serves when no folder is named"),
      ("contactdesk check ./desk", "the desk in a folder, or a copy of one"),
      ("contactdesk check ./desk --salvage ./saved", "what can be read of it, in a folder of its own"),
      ("contactdesk check ./desk > /dev/null && cp -a ./desk ./backup", "keep a copy only of what is sound"),
    ],
    exits: [
      ("0", "sound: the desk opens; with --salvage: nothing is lost"), ("64", "the command line makes no sense"),
      ("65", "damaged, or a later version wrote it; with --salvage: something is lost, and the rest is in OUT"),
      ("66", "there is no such folder, or no desk in it"),
      ("71", "there is no /dev/null, or /proc cannot be read"),
      ("73", "OUT cannot be made, or is not empty"), ("74", "OUT, or the output, cannot be written"),
      ("75", "another process has the desk open"),
    ],
    run: { settings, operands throws(UsageFault) in
      let folder: String
      if let operand = operands.first ?? settings.data { folder = operand } else { folder = try dataFolder() }
      if let expected = FolderPath.expected(folder) {
        throw UsageFault("DIR: expected \(expected), got \(UsageFault.shown(folder))")
      }
      return try check(folder, settings)
    })

  /// What there is to write, and the exit code.
  private typealias Answer = (text: String, code: Int32)

  private static func check(_ folder: String, _ settings: Settings) throws(UsageFault) -> Int32 {
    // The locks are released before this is written: a terminal that nobody reads may block the write.
    let answer = try examine(folder, settings)
    let written = TerminalOutput.write(answer.text)
    return written == 0 ? answer.code : written
  }

  /// Reads the folder, and saves it if that is asked for; other processes are kept out until this returns.
  private static func examine(_ folder: String, _ settings: Settings) throws(UsageFault) -> Answer {
    try OwnFiles.expectNone(in: folder)
    if let out = settings.salvage { try OwnFiles.expectNone(in: out) }
    let disk = SystemDisk()
    let folderCheck: FolderCheck
    let others: FolderGuard
    do throws(StoreError) { others = try FolderGuard(folder, disk: disk) } catch { throw UsageFault(error) }
    defer { withExtendedLifetime(others) {} }
    let progress = Progress()
    do throws(FolderCheck.Refusal) {
      folderCheck = try FolderCheck.read(folder, disk: disk) { progress.step($0, of: $1) }
    } catch {
      switch error {
      case .noFolder: throw UsageFault("there is no folder \(UsageFault.shown(folder))", code: 66)
      case .noDesk:
        throw UsageFault(
          "there is no desk in \(UsageFault.shown(folder)): neither a journal nor a snapshot", code: 66)
      case .unreadable(let error): throw UsageFault(.open(error))
      }
    }
    progress.end()
    let (outcome, display) = (folderCheck.outcome, settings.display(1))
    if let out = settings.salvage, !outcome.isOfAnotherVersion {
      if isSame(out, orIsIn: folder) {
        let (out, folder) = (UsageFault.shown(out), UsageFault.shown(folder))
        throw UsageFault("--salvage: \(out) lies in \(folder), which is only read")
      }
      let report = try save(folderCheck, disk, out)
      let isWhole = report.isWhole && !folderCheck.mayBeMore
      return (CheckView.draw(report, folderCheck, in: out, on: display), isWhole ? 0 : 65)
    }
    var report: Salvage.Report?
    if !outcome.isSound && !outcome.isOfAnotherVersion {
      do throws(ChangeLogError) { report = try Salvage.rehearse(folderCheck, disk: disk) } catch {
        throw UsageFault(.open(error))
      }
    }
    return (CheckView.draw(folderCheck, report, on: display), outcome.isSound ? 0 : 65)
  }

  private static func save(
    _ folderCheck: FolderCheck, _ disk: SystemDisk, _ out: String
  ) throws(UsageFault) -> Salvage.Report {
    do throws(Salvage.Refusal) { return try Salvage.write(folderCheck, to: out, disk: disk) } catch {
      switch error {
      case .notEmpty:
        let out = UsageFault.shown(out)
        throw UsageFault("--salvage: there is something in \(out) already; name a new folder", code: 73)
      case .ofAnotherVersion:
        throw UsageFault("--salvage: another version wrote a file of the desk; use that one", code: 65)
      case .cannotCreate(let error): throw UsageFault(.create(error))
      case .failed(let error): throw UsageFault(.write(error))
      }
    }
  }

  /// True if a path is a folder or lies in it, whatever links lead there. What is not there yet is looked for by the
  /// folders above it.
  private static func isSame(_ path: String, orIsIn folder: String) -> Bool {
    guard let wanted = identity(folder) else { return false }
    var above = path
    while identity(above) == nil {
      let cut = above.lastIndex(of: "/").map { $0 == above.startIndex ? "/" : String(above[..<$0]) } ?? "."
      if cut == above { return false }
      above = cut
    }
    // The folder above "/" is "/" itself.
    var last: [UInt64] = []
    while let found = identity(above), found != last {
      if found == wanted { return true }
      last = found
      above += "/.."
    }
    return false
  }

  private static func identity(_ path: String) -> [UInt64]? {
    var status = stat()
    return stat(path, &status) == 0 ? [UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino)] : nil
  }
}

/// How far a long reading is: a line on stderr that is written over, on a terminal alone, and never waits for it.
private final class Progress {
  private static let bytesMin = 1 << 25
  private var done = 0
  private var shown = -1
  private let isShown = Display(descriptor: 2).isTerminal

  func step(_ bytes: Int, of all: Int) {
    done += bytes
    let percent = done * 100 / max(all, 1)
    guard isShown, all >= Self.bytesMin, percent != shown else { return }
    shown = percent
    write("\rcontactdesk: \(percent) % read")
  }

  func end() {
    if shown >= 0 { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    var ready = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
    guard poll(&ready, 1, 0) == 1, ready.revents & Int16(POLLOUT) != 0 else { return }
    _ = TerminalOutput.write(Array(text.utf8), on: 2)
  }
}
