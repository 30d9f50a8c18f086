import Disk

// Names have a life of their own: a file that is safe may have a name that is not, and be gone.

extension MemoryDisk {
  /// The names of files and folders.
  struct Names {
    var files: [String: Content] = [:]
    var folders: Set<String> = ["/"]

    mutating func apply(_ change: NameChange) {
      guard let content = change.content else {
        if let from = change.from { files[from] = nil }
        if let to = change.to { folders.insert(to) }
        return
      }
      if let from = change.from, files[from] === content { files[from] = nil }
      if let to = change.to { files[to] = content }
    }

    /// Takes away what lies in folders that are not there.
    mutating func prune() {
      folders = folders.filter { folder in folder == "/" || MemoryDisk.above(folder).allSatisfy(folders.contains) }
      files = files.filter { folders.contains(MemoryDisk.folder(of: $0.key)) }
    }
  }

  /// A name that came, went or changed: of a file with this content; without one, a folder that was made or a name that
  /// was removed.
  struct NameChange {
    let folder: String
    let from: String?
    let to: String?
    let content: Content?
  }

  static func folder(of path: String) -> String {
    let above = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    return above.isEmpty ? "/" : String(above)
  }

  /// The folders above one.
  private static func above(_ folder: String) -> [String] {
    folder == "/" ? [] : [Self.folder(of: folder)] + above(Self.folder(of: folder))
  }

  /// Makes the names of a folder safe. `effect` is what a sync does that fails; nil of one that does not.
  ///
  /// What was not written then, a later sync writes: a system that lost a name it was to write takes no more writes at
  /// all (ext4, XFS and Btrfs end that way), unlike one that lost a block of a file.
  func syncNames(of folder: String, _ effect: Failure.Effect?) {
    let pending = nameChanges.indices.filter { nameChanges[$0].folder == folder }
    let written =
      switch effect {
      case nil, .whole: pending.count
      case .part, .partFirst: (pending.count + 1) / 2
      case .nothing, .undone: 0
      }
    for index in pending.prefix(written) { safeNames.apply(nameChanges[index]) }
    for index in pending.prefix(written).reversed() { nameChanges.remove(at: index) }
  }

  /// Somebody removes a folder and all that is in it, for good. Files that are open live on without a name.
  public func removeFolder(_ folder: String) {
    func isWithin(_ path: String) -> Bool { path == folder || path.hasPrefix(folder + "/") }
    files = files.filter { !isWithin($0.key) }
    folders = folders.filter { !isWithin($0) }
    safeNames.files = safeNames.files.filter { !isWithin($0.key) }
    safeNames.folders = safeNames.folders.filter { !isWithin($0) }
    nameChanges.removeAll { isWithin($0.to ?? $0.from ?? "/") }
  }
}
