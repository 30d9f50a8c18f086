import Foundation
import TestSupport

/// One thing that a careless operator does to a desk's folder.
struct OperatorAct: Hashable, CustomStringConvertible {
  /// To which file.
  enum Target: String, CaseIterable {
    case journal, snapshot, lock, presence, folder
  }

  /// What is done.
  enum Kind: String, CaseIterable {
    case emptied = "truncated to nothing"
    case cut = "truncated to a random size"
    case cutByBlock = "truncated by a block"
    case movedAway = "moved away"
    case removed = "removed"
    /// As an editor or a sync program does: another file gets its name.
    case replacedByNoise = "replaced by random bytes"
    case replacedByOlder = "replaced by an older copy"
    case replacedByNothing = "replaced by an empty file"
    /// As `cp` does: the file keeps its identity.
    case overwritten = "overwritten by an older copy"
  }

  let target: Target
  let kind: Kind

  var description: String { "\(target.rawValue) \(kind.rawValue)" }

  /// All that make sense. Nobody truncates a folder; an older copy of one takes its name, or is copied over its files.
  static let all: [OperatorAct] = Target.allCases.flatMap { target in
    Kind.allCases.compactMap { kind in
      let ofFolder: Set<Kind> = [.movedAway, .removed, .replacedByOlder, .overwritten]
      return target == .folder && !ofFolder.contains(kind) ? nil : OperatorAct(target: target, kind: kind)
    }
  }

  /// Whether a whole older desk is put in the place of this one: if its files agree, that is a desk, and what came
  /// after it is not reported by a start.
  var restoresAll: Bool { target == .folder && (kind == .replacedByOlder || kind == .overwritten) }

  /// Does it to a folder; `older` is a copy of the folder from before.
  func perform(on folder: String, older: String, _ random: inout SplitMix64) throws -> Outcome {
    guard target != .folder else { return try performOnFolder(folder, older) }
    guard let name = try name(in: folder, &random) else { return .impossible }
    let path = folder + "/" + name
    do { return try perform(on: path, in: folder, copy: older + "/" + name, &random) } catch {
      // A process removed it meanwhile, since a snapshot has what it had.
      guard !FolderCopy.isThere(path) else { throw error }
      return .impossible
    }
  }

  private func perform(
    on path: String, in folder: String, copy: String, _ random: inout SplitMix64
  ) throws -> Outcome {
    let bytes = try FolderCopy.read(path)
    switch kind {
    case .emptied: try FolderCopy.truncate(path, to: 0)
    case .cut:
      guard !bytes.isEmpty else { return .impossible }
      try FolderCopy.truncate(path, to: random.below(bytes.count))
    case .cutByBlock: try FolderCopy.truncate(path, to: max(0, bytes.count - 4_096))
    case .movedAway:
      try FolderCopy.rename(path, to: folder + ".away")
      return .done(away: folder + ".away", from: path)
    case .removed: try FolderCopy.remove(path)
    case .replacedByNoise:
      let size = random.percent(50) ? bytes.count : random.below(70_000)
      try FolderCopy.replace(path, by: (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    case .replacedByNothing: try FolderCopy.replace(path, by: [])
    case .replacedByOlder, .overwritten:
      guard FolderCopy.isThere(copy) else { return .impossible }
      let old = try FolderCopy.read(copy)
      if kind == .overwritten { try FolderCopy.overwrite(path, by: old) } else { try FolderCopy.replace(path, by: old) }
    }
    return .done(away: nil, from: path)
  }

  /// What came of an act.
  enum Outcome {
    /// There is no such file, or no older copy of it.
    case impossible
    /// It is done; what was moved away is at another path.
    case done(away: String?, from: String)
  }

  private func performOnFolder(_ folder: String, _ older: String) throws -> Outcome {
    switch kind {
    case .movedAway:
      try FolderCopy.rename(folder, to: folder + ".away")
      return .done(away: folder + ".away", from: folder)
    case .removed: try FolderCopy.removeFolder(folder)
    case .replacedByOlder:
      try FolderCopy.copy(older, to: folder + ".copy")
      try FolderCopy.rename(folder, to: folder + ".away")
      try FolderCopy.rename(folder + ".copy", to: folder)
    default:
      for name in try FolderCopy.names(in: older) {
        let bytes = try FolderCopy.read(older + "/" + name)
        try FolderCopy.overwrite(folder + "/" + name, by: bytes)
      }
    }
    return .done(away: nil, from: folder)
  }

  /// The file that it is done to: of journals and snapshots mostly the last.
  private func name(in folder: String, _ random: inout SplitMix64) throws -> String? {
    let names = try FolderCopy.names(in: folder)
    switch target {
    case .journal, .snapshot:
      let all = names.filter { $0.hasPrefix(target.rawValue + "-") && !$0.hasSuffix(".new") }
        .sorted { ($0.count, $0) < ($1.count, $1) }
      return all.isEmpty || random.percent(70) ? all.last : random.pick(all)
    case .lock, .presence: return names.first { $0 == target.rawValue }
    case .folder: return nil
    }
  }
}

/// Files and folders as an operator's commands treat them.
enum FolderCopy {
  static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  static func read(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  /// As `cp` does: what is there is truncated, and keeps its identity.
  static func overwrite(_ path: String, by bytes: [UInt8]) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CrashFault("open of \(path): \(errno)") }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(file, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      guard count > 0 else { throw CrashFault("write of \(path): \(errno)") }
      done += count
    }
  }

  /// As an editor does: another file gets the name.
  static func replace(_ path: String, by bytes: [UInt8]) throws {
    try overwrite(path + ".operator", by: bytes)
    try rename(path + ".operator", to: path)
  }

  static func truncate(_ path: String, to size: Int) throws {
    guard Foundation.truncate(path, off_t(size)) == 0 else { throw CrashFault("truncate of \(path): \(errno)") }
  }

  static func rename(_ path: String, to new: String) throws {
    guard Foundation.rename(path, new) == 0 else { throw CrashFault("rename of \(path): \(errno)") }
  }

  static func remove(_ path: String) throws {
    guard unlink(path) == 0 else { throw CrashFault("unlink of \(path): \(errno)") }
  }

  /// A process may make a file in it meanwhile: so it is tried again.
  static func removeFolder(_ folder: String) throws {
    for _ in 0..<20 {
      do { return try FileManager.default.removeItem(atPath: folder) } catch {
        guard isThere(folder) else { return }
      }
    }
    try FileManager.default.removeItem(atPath: folder)
  }

  /// Copies a folder, whose files may change meanwhile or go.
  static func copy(_ folder: String, to new: String) throws {
    guard mkdir(new, 0o700) == 0 else { throw CrashFault("mkdir of \(new): \(errno)") }
    for name in try names(in: folder) where isThere(folder + "/" + name) {
      do { try overwrite(new + "/" + name, by: try read(folder + "/" + name)) } catch {
        guard !isThere(folder + "/" + name) else { throw error }
      }
    }
  }
}
