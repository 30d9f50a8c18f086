import TestSupport
import Testing

/// The protocol of `SharedPage`, in every order of steps of two or three processes, with crashes at each: what was told
/// is kept, what was shown stays, what was refused is not found, and nobody is stuck.
struct SharingExplorerTests {
  /// Where the search found something wrong: what, and the shortest way there.
  private struct Found {
    let what: String
    let way: [String]
  }

  /// Looks at every state that can be reached, the nearest first.
  private static func explore(_ start: SharingModel, _ mutation: SharingModel.Mutation? = nil) -> (Int, Found?) {
    var states = [(model: start, from: -1, step: "")]
    var seen: Set = [start]
    var at = 0
    func way(_ last: Int) -> [String] {
      var (steps, number): ([String], Int) = ([], last)
      while number > 0 {
        steps.append(states[number].step)
        number = states[number].from
      }
      return steps.reversed()
    }
    while at < states.count {
      let model = states[at].model
      if let what = model.violation { return (states.count, Found(what: what, way: way(at))) }
      let following = steps(from: model, mutation)
      if following.isEmpty, let what = model.isStuck { return (states.count, Found(what: what, way: way(at))) }
      for (step, next) in following where seen.insert(next).inserted { states.append((next, at, step)) }
      at += 1
    }
    return (states.count, nil)
  }

  private static func steps(
    from model: SharingModel, _ mutation: SharingModel.Mutation?
  ) -> [(String, SharingModel)] {
    var found: [(String, SharingModel)] = []
    for number in model.processes.indices {
      found += model.next(number, mutation)
      if model.kills > 0, model.processes[number].step != .dead {
        var other = model
        other.kill(number)
        found.append(("\(number) is killed", other))
      }
    }
    if model.cuts > 0 {
      for kept in 0..<1 << min(model.unsafe, 3) {
        var other = model
        other.cut(kept: kept)
        found.append(("the power is lost (\(kept) kept)", other))
      }
    }
    return found
  }

  private static let worlds: [(SharingModel, isLarge: Bool)] = [
    (SharingModel([2, 1], starts: 2, kills: 1, cuts: 0, faults: 1), false),
    (SharingModel([1, 1], starts: 2, kills: 1, cuts: 1, faults: 1), false),
    (SharingModel([1, 1, 1], starts: 1, kills: 1, cuts: 0, faults: 0), false),
    (SharingModel([2, 2], starts: 2, kills: 2, cuts: 1, faults: 2), true),
    (SharingModel([1, 1, 1], starts: 2, kills: 1, cuts: 1, faults: 1), true),
  ]

  @Test(arguments: worlds.indices) func everyOrder(_ world: Int) {
    let (start, isLarge) = Self.worlds[world]
    guard !isLarge || Setting.isFull else { return }
    let (states, found) = Self.explore(start)
    #expect(found == nil, "\(found?.what ?? ""):\n  \(found?.way.joined(separator: "\n  ") ?? "")")
    #expect(states > 1_000, "\(states) states")
  }

  /// A protocol that is wrong in any of these ways is caught.
  @Test(arguments: SharingModel.Mutation.allCases) func caught(_ mutation: SharingModel.Mutation) {
    let isCaught = Self.worlds.contains { !$0.isLarge && Self.explore($0.0, mutation).1 != nil }
    #expect(isCaught, "nothing is wrong with a protocol that \(mutation)")
  }
}

extension SharingModel {
  /// Nobody can go on, and something is left to be done; nil if all is well.
  fileprivate var isStuck: String? {
    for (number, process) in processes.enumerated() where process.step != .dead {
      if process.step != .idle || process.writes > 0 { return "\(number) is stuck" }
      if process.view != committed { return "\(number) has \(process.view), and \(committed) is committed" }
    }
    return nil
  }
}
