import Disk

extension MemoryDisk {
  /// How a process ends that does not end by itself, and what is left then.
  public enum Crash: Sendable, CustomStringConvertible {
    /// `kill -9`: the system goes on, and has all that was written, safe or not.
    case killed
    /// The power fails right after everything was written.
    case kept
    /// The power fails, and nothing is left but what was safe.
    case dropped
    /// The power fails, and of what was not safe a part is left: of each file some blocks, some of them torn; of the
    /// names the first changes, or any.
    case partly(seed: UInt64)

    /// For messages.
    public var description: String {
      switch self {
      case .killed: "killed"
      case .kept: "power lost, all kept"
      case .dropped: "power lost, nothing unsynced kept"
      case .partly(let seed): "power lost, partly kept (\(seed))"
      }
    }
  }

  /// The disk that the next process finds: no locks, no faults.
  public func crashed(_ crash: Crash) -> MemoryDisk {
    let other = copy()
    if case .killed = crash { return other }
    other.boot[0] &+= 1
    switch crash {
    case .killed: break
    case .kept:
      other.safeNames = Names(files: other.files, folders: other.folders)
      for content in other.files.values { content.keep() }
    case .dropped:
      for content in other.safeNames.files.values { content.showDurable() }
    case .partly(let seed):
      var random = SplitMix64(seed: seed)
      other.loseNames(&random)
      // In an order that does not change from run to run.
      for (_, content) in other.safeNames.files.sorted(by: { $0.key < $1.key }) { content.lose(&random) }
    }
    other.safeNames.prune()
    other.nameChanges = []
    (other.files, other.folders) = (other.safeNames.files, other.safeNames.folders)
    return other
  }

  /// The same files for the next process, as the system has them: no locks, no faults.
  public func copy() -> MemoryDisk {
    let other = MemoryDisk()
    other.boot = boot
    var copies: [ObjectIdentifier: Content] = [:]
    func copied(_ content: Content) -> Content {
      if let copy = copies[ObjectIdentifier(content)] { return copy }
      let copy = content.copy()
      copies[ObjectIdentifier(content)] = copy
      return copy
    }
    other.files = files.mapValues(copied)
    other.folders = folders
    other.safeNames = Names(files: safeNames.files.mapValues(copied), folders: safeNames.folders)
    other.nameChanges = nameChanges.map { change in
      NameChange(folder: change.folder, from: change.from, to: change.to, content: change.content.map(copied))
    }
    other.clock = clock
    return other
  }

  /// A system that keeps the order of its names leaves the first changes; one that does not leaves any.
  private func loseNames(_ random: inout SplitMix64) {
    if random.percent(50) {
      for change in nameChanges.prefix(random.below(nameChanges.count + 1)) { safeNames.apply(change) }
    } else {
      for change in nameChanges where random.percent(50) { safeNames.apply(change) }
    }
  }
}
