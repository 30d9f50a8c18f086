import Desk
import TestSupport

@testable import Store

/// A session that is always the same: reads of some calls, and snapshots.
///
/// What fails is tried again, as a client does; so whatever happens, a folder holds a beginning of it.
struct Workday {
  enum Deed {
    case drain([[Change]])
    case snapshot
  }

  private(set) var deeds: [Deed] = []
  /// One more read, when all is done.
  private var evening: [Deed] = []
  let books = KnownBooks()

  /// The same for the same seed. With a call that needs more room than a journal has at the start, if `isLarge`.
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
      deeds.append(.drain(calls))
    }
    for count in [1, 2, 3] { drain(count) }
    // Records of several blocks.
    drain(1, padding: 2_000)
    drain(3, padding: 1_000)
    deeds.append(.snapshot)
    for count in [3, 2] { drain(count, padding: 1_500) }
    drain(1)
    deeds.append(.snapshot)
    for count in [1, 3] { drain(count) }
    drain(1, padding: 1_000)
    if isLarge {
      for _ in 0..<2 { drain(1, padding: 33_000) }
      drain(1)
    }
    drain(2)
    evening = [deeds.removeLast()]
  }

  /// How much of it is done.
  enum Part {
    case nothing
    /// The next read alone.
    case next
    case day
    case dayAndEvening
  }

  /// What is left to do behind what a worker has.
  private func rest(behind worker: Worker, _ part: Part) -> [Deed] {
    let rest = (part == .day ? deeds : deeds + evening).compactMap { deed -> Deed? in
      guard case .drain(let calls) = deed else { return deed }
      let rest = calls.filter { ($0.last?.seq ?? 0) > worker.ledger.seq }
      return rest.isEmpty ? nil : .drain(rest)
    }
    switch part {
    case .nothing: return []
    case .day, .dayAndEvening: return rest
    case .next: return rest.first { if case .drain = $0 { true } else { false } }.map { [$0] } ?? []
    }
  }

  /// Works through it; each read at most so many times. True if all of it was acknowledged. Throws if the process has
  /// to end.
  func run(_ worker: Worker, _ part: Part = .day, tries: Int) throws(StoreError) -> Bool {
    var isDone = true
    for deed in rest(behind: worker, part) {
      switch deed {
      case .snapshot: worker.snapshot()
      case .drain(let calls):
        // What nobody could do stays undone: nothing behind it can follow.
        guard isDone else { continue }
        isDone = false
        for _ in 0..<tries where !isDone { isDone = try worker.drain(calls) }
      }
    }
    return isDone
  }
}
