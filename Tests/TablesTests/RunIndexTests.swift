import Tables
import TestSupport
import Testing

/// The index of runs against a sorted array.
struct RunIndexTests {
  private typealias Entry = RunIndex.Entry
  private typealias Position = RunIndex.Position

  private func entry(_ at: Int64, _ seq: Int) -> Entry {
    Entry(at: at, seq: seq, number: seq + 1_000, tag: UInt8(seq % 5))
  }

  private func forward(_ index: RunIndex, _ run: Int = 1, after: Position? = nil, limit: Int = .max) -> [Entry] {
    var found: [Entry] = []
    index.forward(run, after: after) {
      found.append($0)
      return found.count < limit
    }
    return found
  }

  private func backward(_ index: RunIndex, _ run: Int = 1, before: Position? = nil, limit: Int = .max) -> [Entry] {
    var found: [Entry] = []
    index.backward(run, before: before) {
      found.append($0)
      return found.count < limit
    }
    return found
  }

  private func index(of entries: [Entry]) -> RunIndex {
    var index = RunIndex()
    index.appendRun()
    for entry in entries { index.insert(entry, into: 1) }
    return index
  }

  @Test func anEmptyRun() {
    let empty = index(of: [])
    for position in [nil, Position(at: .min, seq: .min), Position(at: 0, seq: 0), Position(at: .max, seq: .max)] {
      #expect(forward(empty, after: position) == [])
      #expect(backward(empty, before: position) == [])
    }
  }

  @Test func anEntryKeepsWhatItIs() {
    let entry = Entry(at: -5, seq: 7, number: 0xFFFF_FFFF, tag: 255)
    #expect(forward(index(of: [entry])) == [entry])
    #expect(entry.number == 0xFFFF_FFFF && entry.tag == 255 && entry.position == Position(at: -5, seq: 7))
  }

  /// What one change made stands in the order of its parts, between the changes before and after it.
  @Test func partsOfOneChange() {
    let entries = [(4, 0), (5, 0), (5, 1), (5, 2), (5, Position.partMax), (6, 0)].map { seq, part in
      Entry(at: 7, seq: seq, part: part, number: seq + part, tag: 1)
    }
    #expect(entries.map(\.seq) == [4, 5, 5, 5, 5, 6] && entries.map(\.position.part) == [0, 0, 1, 2, 0xFF_FFFF, 0])
    for order in [entries, entries.reversed(), [3, 0, 5, 1, 4, 2].map { entries[$0] }] {
      let index = index(of: order)
      #expect(forward(index) == entries && backward(index) == entries.reversed())
      for (place, entry) in entries.enumerated() {
        #expect(forward(index, after: entry.position) == Array(entries[(place + 1)...]))
        #expect(backward(index, before: entry.position) == entries[..<place].reversed())
      }
    }
    // More than there is room for are in one place, and none is another change's.
    let last = Position(at: 7, seq: 5, part: .max)
    #expect(last == entries[4].position && last < entries[5].position)
  }

  @Test func positionsGoByTimeThenSequence() {
    let sorted = [
      Position(at: .min, seq: 9), Position(at: -1, seq: 3), Position(at: 0, seq: -1), Position(at: 0, seq: 0),
      Position(at: 0, seq: 5), Position(at: 1, seq: 0), Position(at: .max, seq: .min),
    ]
    #expect(sorted.reversed().sorted() == sorted)
  }

  /// The orders in which entries may come.
  private static let orders: [@Sendable ([Int], inout SplitMix64) -> [Int]] = [
    { seqs, _ in seqs }, { seqs, _ in seqs.reversed() }, { $0.shuffled(using: &$1) },
    // From the middle outwards, and the even before the odd: many splits, few at the end.
    { seqs, _ in seqs.sorted { abs($0 - seqs.count / 2) < abs($1 - seqs.count / 2) } },
    { seqs, _ in seqs.filter { $0 % 2 == 0 } + seqs.filter { $0 % 2 == 1 } },
  ]

  /// Around one chunk (256), its split in half, and several chunks.
  @Test(arguments: [1, 2, 3, 127, 128, 129, 255, 256, 257, 258, 384, 385, 512, 513, 514, 700], 0..<5)
  func anyOrderOfComing(count: Int, order: Int) {
    var random = SplitMix64(seed: UInt64(count))
    // Three entries share each time, and there is a gap between any two times and any two sequence numbers.
    let seqs = Self.orders[order](Array(0..<count), &random)
    let index = index(of: seqs.map { entry(Int64($0 / 3) * 2, $0 * 2) })
    let model = (0..<count).map { entry(Int64($0 / 3) * 2, $0 * 2) }
    #expect(forward(index) == model)
    #expect(backward(index) == model.reversed())
    var wrong: [Position] = []
    for position in positions(count, &random) {
      let behind = Array(model.drop { $0.position <= position }.prefix(4))
      let before = Array(model.prefix { $0.position < position }.suffix(4).reversed())
      if forward(index, after: position, limit: 4) != behind { wrong.append(position) }
      if backward(index, before: position, limit: 4) != before { wrong.append(position) }
    }
    #expect(wrong == [])
  }

  /// Present and absent ones: all around the ends and the edges of chunks, and some from everywhere.
  private func positions(_ count: Int, _ random: inout SplitMix64) -> [Position] {
    let near = [0, 1, 2, 126, 127, 128, 129, 254, 255, 256, 257, 383, 384, 385, 511, 512, 513, count - 2, count - 1]
    var result = [
      Position(at: .min, seq: .min), Position(at: -1, seq: .max), Position(at: 0, seq: .max),
      Position(at: 2, seq: .min), Position(at: Int64(count), seq: 0), Position(at: .max, seq: .max),
    ]
    for at in near + (0..<30).map({ _ in random.below(count) }) where at >= 0 && at < count {
      let (time, seq) = (Int64(at / 3) * 2, at * 2)
      for step in [-1, 0, 1] { result.append(Position(at: time, seq: seq + step)) }
      for step in [-1, 1] as [Int64] { result.append(Position(at: time + step, seq: seq)) }
    }
    return result
  }

  @Test func everyPositionOfARun() {
    var random = SplitMix64(seed: 99)
    let count = 600
    let index = index(of: (0..<count).shuffled(using: &random).map { entry(Int64($0 / 7), $0) })
    let model = (0..<count).map { entry(Int64($0 / 7), $0) }
    let wrong = (0..<count).filter { at in
      forward(index, after: model[at].position) != Array(model[(at + 1)...])
        || backward(index, before: model[at].position) != model[..<at].reversed()
    }
    #expect(wrong == [])
  }

  @Test func stoppingAtOnceAndAtEdges() {
    let index = index(of: (0..<600).map { entry(0, $0) })
    for limit in [1, 2, 255, 256, 257, 512, 513, 600] {
      #expect(forward(index, limit: limit).map(\.seq) == Array(0..<limit))
      #expect(backward(index, limit: limit).map(\.seq) == (0..<limit).map { 599 - $0 })
    }
  }

  @Test func pagesMeetWithoutGapOrOverlap() {
    var random = SplitMix64(seed: 5)
    var index = index(of: (0..<700).shuffled(using: &random).map { entry(Int64($0 / 10), $0 * 2) })
    var (seen, position): ([Entry], Position?) = ([], nil)
    while true {
      let page = backward(index, before: position, limit: 50)
      guard let last = page.last else { break }
      seen += page
      position = last.position
      // What comes behind the reader meanwhile moves nothing that is still to be read.
      index.insert(entry(1_000, 100_000 + seen.count), into: 1)
    }
    #expect(seen.map(\.seq) == (0..<700).reversed().map { $0 * 2 })
  }

  @Test func runsAreApart() {
    var random = SplitMix64(seed: 6)
    var index = RunIndex()
    for _ in 0..<20 { index.appendRun() }
    var model: [[Entry]] = Array(repeating: [], count: 20)
    for seq in 0..<3_000 {
      let (run, entry) = (random.below(random.below(20) + 1), entry(Int64(random.below(100)), seq))
      model[run].append(entry)
      index.insert(entry, into: run + 1)
    }
    for run in 0..<20 { #expect(forward(index, run + 1) == model[run].sorted { $0.position < $1.position }) }
  }

  /// Several runs in one order, over chunks of each, from any place, whole and cut short.
  @Test(arguments: 1...4) func runsTogether(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var index = RunIndex()
    for _ in 0..<20 { index.appendRun() }
    var model: [[Entry]] = Array(repeating: [], count: 20)
    for seq in 0..<4_000 {
      let (run, entry) = (random.below(random.below(20) + 1), entry(Int64(random.below(50)), seq))
      model[run].append(entry)
      index.insert(entry, into: run + 1)
    }
    for _ in 0..<300 {
      let runs = (1...20).shuffled(using: &random).prefix(1 + random.below(20))
      let expected = runs.flatMap { model[$0 - 1] }.sorted { $0.position < $1.position }
      let position = random.percent(20) ? nil : expected.randomElement(using: &random)?.position
      let limit = random.pick([1, 3, 100, .max])
      let after = expected.filter { entry in position.map { entry.position > $0 } ?? true }
      #expect(Self.collect(limit) { index.forward(Array(runs), after: position, $0) } == Array(after.prefix(limit)))
      let before = expected.filter { entry in position.map { entry.position < $0 } ?? true }.reversed()
      #expect(Self.collect(limit) { index.backward(Array(runs), before: position, $0) } == Array(before.prefix(limit)))
    }
  }

  private static func collect(_ limit: Int, _ walk: ((Entry) -> Bool) -> Void) -> [Entry] {
    var found: [Entry] = []
    walk {
      found.append($0)
      return found.count < limit
    }
    return found
  }
}
