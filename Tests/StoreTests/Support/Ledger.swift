import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// What a folder must hold: the acknowledged calls, and the calls whose outcome is not known.
struct Ledger {
  /// The changes of each call that was acknowledged, or found at a start, in order.
  private(set) var acknowledged: [[Change]] = []
  /// How many of them a loss of power leaves.
  private(set) var durable = 0
  /// The calls that may be found after them: their commit is under way, or failed and is not void yet.
  var undecided: [[Change]] = []

  /// The number of the last change that was acknowledged.
  var seq: Int { acknowledged.last?.last?.seq ?? 0 }

  /// The commit of the undecided calls returned.
  mutating func acknowledge(isDurable: Bool) {
    acknowledged += undecided
    undecided = []
    if isDurable { durable = acknowledged.count }
  }

  /// Of the undecided calls, those up to a change were found, and no others.
  mutating func found(upTo seq: Int) {
    acknowledged += undecided.prefix { ($0.last?.seq ?? 0) <= seq }
    undecided = []
  }

  /// All acknowledged calls are durable from now on.
  mutating func sync() { durable = acknowledged.count }

  /// How many calls a book has: all that `crash` had to leave, none that was not made, each whole, in order. Nil, with
  /// an issue, if the book is anything else.
  func count(in book: Book, after crash: MemoryDisk.Crash, _ context: String, _ books: KnownBooks?) -> Int? {
    let calls = acknowledged + undecided
    let least = if case .killed = crash { acknowledged.count } else { durable }
    guard let count = (least...calls.count).first(where: { seq(after: $0, calls) == book.seq }) else {
      let bounds = "\(seq(after: least, calls)) to \(seq(after: calls.count, calls))"
      Issue.record("found \(book.seq), acknowledged \(seq), possible \(bounds): \(context)")
      return nil
    }
    // The changes of a script are the same in whatever book: it is enough to look at some books as a whole.
    guard books?.sample.takesNext() ?? true else { return count }
    let isSame = (books ?? KnownBooks()).everything(after: calls[..<count]) == book.everything
    #expect(isSame, "not the book that was acknowledged, at change \(book.seq): \(context)")
    return isSame ? count : nil
  }

  /// Goes on from what was found.
  mutating func found(_ count: Int, isDurable: Bool) {
    let calls = acknowledged + undecided
    acknowledged = Array(calls[..<count])
    // Records that a failed commit wrote and wiped may come back after a loss of power, until a start makes the wiped
    // bytes durable.
    undecided = isDurable ? [] : Array(calls[count...])
    durable = isDurable ? count : min(durable, count)
  }

  private func seq(after count: Int, _ calls: [[Change]]) -> Int { count == 0 ? 0 : calls[count - 1].last?.seq ?? 0 }
}

/// What books look like after a number of calls: for one script, each is made once.
final class KnownBooks {
  private let areOfOneScript: Bool
  private var known: [Int: [String]] = [:]
  /// Which books are looked at as a whole.
  var sample = Sampler(oneOf: 5)

  init(areOfOneScript: Bool = true) { self.areOfOneScript = areOfOneScript }

  func everything(after calls: ArraySlice<[Change]>) -> [String] {
    if areOfOneScript, let found = known[calls.count] { return found }
    let book = Book()
    for change in calls.joined() { book.apply(change) }
    let everything = book.everything
    known[calls.count] = everything
    return everything
  }
}

extension Ledger {
  /// Whether the outcome of such a crash is known.
  func isDecided(after crash: MemoryDisk.Crash) -> Bool {
    if case .killed = crash { return undecided.isEmpty }
    return undecided.isEmpty && durable == acknowledged.count
  }

  /// The ledger after a crash: calls that it may have lost become undecided.
  func after(_ crash: MemoryDisk.Crash) -> Ledger {
    if case .killed = crash { return self }
    var left = self
    left.undecided = Array(acknowledged[durable...]) + undecided
    left.acknowledged = Array(acknowledged[..<durable])
    return left
  }
}
