import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// What a folder must hold: the calls that were acknowledged, and those of which nobody knows.
struct Ledger {
  /// The changes of each call that was acknowledged, or found at a start, in order.
  private(set) var kept: [[Change]] = []
  /// How many of them a loss of power leaves.
  private(set) var safe = 0
  /// What may be found behind them: calls whose commit is under way, or failed with nothing that voids it yet.
  var undecided: [[Change]] = []

  /// The number of the last change that was acknowledged.
  var seq: Int { kept.last?.last?.seq ?? 0 }

  /// The calls that were under way may be told.
  mutating func acknowledge(isSafe: Bool) {
    kept += undecided
    undecided = []
    if isSafe { safe = kept.count }
  }

  /// Of what may be found, calls up to a change were, and no more.
  mutating func found(upTo seq: Int) {
    kept += undecided.prefix { ($0.last?.seq ?? 0) <= seq }
    undecided = []
  }

  /// All that was acknowledged is safe from now on.
  mutating func sync() { safe = kept.count }

  /// How many calls a book has, if it has just these: all that had to be left by `crash`, none that was not made, whole
  /// ones, in order. Nil, with an issue, if not.
  func count(in book: Book, after crash: MemoryDisk.Crash, _ context: String, _ books: KnownBooks?) -> Int? {
    let calls = kept + undecided
    let least = if case .killed = crash { kept.count } else { safe }
    guard let count = (least...calls.count).first(where: { seq(behind: $0, calls) == book.seq }) else {
      let bounds = "\(seq(behind: least, calls)) to \(seq(behind: calls.count, calls))"
      Issue.record("found \(book.seq), acknowledged \(seq), possible \(bounds): \(context)")
      return nil
    }
    // The changes of a script are the same in whatever book: it is enough to look at some books as a whole.
    guard books?.sample.takesNext() ?? true else { return count }
    let isSame = (books ?? KnownBooks()).everything(behind: calls[..<count]) == book.everything
    #expect(isSame, "not the book that was acknowledged, at change \(book.seq): \(context)")
    return isSame ? count : nil
  }

  /// Goes on from what was found.
  mutating func found(_ count: Int, isSafe: Bool) {
    let calls = kept + undecided
    kept = Array(calls[..<count])
    // What a failed commit wrote and took back may come back with a loss of power, until a start makes that safe too.
    undecided = isSafe ? [] : Array(calls[count...])
    safe = isSafe ? count : min(safe, count)
  }

  private func seq(behind count: Int, _ calls: [[Change]]) -> Int { count == 0 ? 0 : calls[count - 1].last?.seq ?? 0 }
}

/// What books look like behind so many calls: of one script it is made once.
final class KnownBooks {
  private let areOfOneScript: Bool
  private var known: [Int: [String]] = [:]
  /// Which books are looked at as a whole.
  var sample = Sample(oneOf: 5)

  init(areOfOneScript: Bool = true) { self.areOfOneScript = areOfOneScript }

  func everything(behind calls: ArraySlice<[Change]>) -> [String] {
    if areOfOneScript, let found = known[calls.count] { return found }
    let book = Book()
    for change in calls.joined() { book.apply(change) }
    let everything = book.everything
    known[calls.count] = everything
    return everything
  }
}

extension Ledger {
  /// True if it is known what such a crash leaves.
  func isDecided(after crash: MemoryDisk.Crash) -> Bool {
    if case .killed = crash { return undecided.isEmpty }
    return undecided.isEmpty && safe == kept.count
  }

  /// The ledger of what a crash left: what it may have taken may be there or not.
  func after(_ crash: MemoryDisk.Crash) -> Ledger {
    if case .killed = crash { return self }
    var left = self
    left.undecided = Array(kept[safe...]) + undecided
    left.kept = Array(kept[..<safe])
    return left
  }
}
