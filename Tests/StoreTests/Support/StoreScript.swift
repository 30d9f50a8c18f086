import Desk
import TestSupport

@testable import Store

/// A session that is always the same: reads of some calls, and snapshots.
///
/// A failed read is tried again, as a client does, so a folder always holds a prefix of the script.
struct StoreScript {
  enum Step {
    case drain([[Change]])
    case snapshot
  }

  private(set) var steps: [Step] = []
  /// One more read, after all others.
  private var lastSteps: [Step] = []
  let books = KnownBooks()

  /// The script of a seed. If `isLarge`, it has calls that need more room than a journal has at the start.
  init(seed: UInt64, isLarge: Bool = false) {
    var drawn = DrawnCalls(seed: seed)
    let book = Book()
    func drain(_ count: Int, padding: Int = 0) {
      drawn.padding = String(repeating: "a", count: padding)
      let messages = book.sizes.messages
      var calls: [[Change]] = []
      while calls.count < count || padding > 0 && book.sizes.messages == messages {
        calls.append(drawn.next(book))
        for change in calls[calls.count - 1] { book.apply(change) }
      }
      steps.append(.drain(calls))
    }
    for count in [1, 2, 3] { drain(count) }
    // Records of several blocks.
    drain(1, padding: 2_000)
    drain(3, padding: 1_000)
    steps.append(.snapshot)
    for count in [3, 2] { drain(count, padding: 1_500) }
    drain(1)
    steps.append(.snapshot)
    for count in [1, 3] { drain(count) }
    drain(1, padding: 1_000)
    if isLarge {
      for _ in 0..<2 { drain(1, padding: 33_000) }
      drain(1)
    }
    drain(2)
    lastSteps = [steps.removeLast()]
  }

  /// How much of the script is run.
  enum Part {
    case nothing
    /// The next read alone.
    case next
    /// All but the last read.
    case main
    case all
  }

  /// The steps of a part that the process has not done.
  private func rest(after process: SimulatedProcess, _ part: Part) -> [Step] {
    let rest = (part == .main ? steps : steps + lastSteps).compactMap { step -> Step? in
      guard case .drain(let calls) = step else { return step }
      let rest = calls.filter { ($0.last?.seq ?? 0) > process.ledger.seq }
      return rest.isEmpty ? nil : .drain(rest)
    }
    switch part {
    case .nothing: return []
    case .main, .all: return rest
    case .next: return rest.first { if case .drain = $0 { true } else { false } }.map { [$0] } ?? []
    }
  }

  /// Runs a part, each read at most `tries` times. Returns whether all of it was acknowledged. Throws if the process
  /// has to end.
  func run(_ process: SimulatedProcess, _ part: Part = .main, tries: Int) throws(StoreError) -> Bool {
    var isDone = true
    for step in rest(after: process, part) {
      switch step {
      case .snapshot: process.snapshot()
      case .drain(let calls):
        // The changes of a later read do not follow if this one is missing.
        guard isDone else { continue }
        isDone = false
        for _ in 0..<tries where !isDone { isDone = try process.drain(calls) }
      }
    }
    return isDone
  }
}
