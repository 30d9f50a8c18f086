/// Elements in the order of their positions, each position once.
///
/// A list of chunks, each sorted and of at most `chunkMax` elements: adding at the end, which is nearly always, costs
/// nothing but the element; adding or removing in the middle moves one chunk's elements at most; looking up a place
/// halves its way through the chunks and then through one.
struct SortedRun<Element: Positioned> {
  private static var chunkMax: Int { 256 }

  private var chunks: [[Element]] = []

  /// The last element; nil of an empty run.
  var last: Element? { chunks.last?.last }

  /// How many elements each chunk has: for tests.
  var chunkSizes: [Int] { chunks.map(\.count) }

  /// Adds an element.
  mutating func insert(_ element: Element) {
    guard let last = chunks.last?.last else { return chunks.append([element]) }
    if last.position < element.position {
      let chunk = chunks.count - 1
      if chunks[chunk].count < Self.chunkMax { chunks[chunk].append(element) } else { chunks.append([element]) }
      return
    }
    let (chunk, offset) = place { $0 < element.position }
    chunks[chunk].insert(element, at: offset)
    guard chunks[chunk].count > Self.chunkMax else { return }
    let upper = Array(chunks[chunk][(Self.chunkMax / 2)...])
    chunks[chunk].removeSubrange((Self.chunkMax / 2)...)
    chunks.insert(upper, at: chunk + 1)
  }

  /// Removes the element at a position, if there is one.
  mutating func remove(at position: Element.Position) {
    guard !chunks.isEmpty else { return }
    let (chunk, offset) = place { $0 < position }
    guard offset < chunks[chunk].count, chunks[chunk][offset].position == position else { return }
    chunks[chunk].remove(at: offset)
    // A chunk is never empty: the search looks at the last element of each.
    if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
  }

  /// Calls `body` with the elements from the first on that stands behind `position` (nil: from the very first), until
  /// it says false.
  func forward(after position: Element.Position?, _ body: (Element) -> Bool) {
    guard !chunks.isEmpty else { return }
    var (chunk, offset) = (0, 0)
    if let position { (chunk, offset) = place { $0 <= position } }
    while chunk < chunks.count {
      for index in offset..<chunks[chunk].count where !body(chunks[chunk][index]) { return }
      (chunk, offset) = (chunk + 1, 0)
    }
  }

  /// Calls `body` with the elements from the last on that stands before `position` (nil: from the very last), until it
  /// says false.
  func backward(before position: Element.Position?, _ body: (Element) -> Bool) {
    guard !chunks.isEmpty else { return }
    var (chunk, offset) = (chunks.count - 1, chunks[chunks.count - 1].count)
    if let position { (chunk, offset) = place { $0 < position } }
    while true {
      for index in (0..<offset).reversed() where !body(chunks[chunk][index]) { return }
      guard chunk > 0 else { return }
      chunk -= 1
      offset = chunks[chunk].count
    }
  }

  /// Goes through the elements one by one.
  struct Walk {
    private let chunks: [[Element]]
    private let isForward: Bool
    private var chunk: Int
    /// Where the next element is; walking backward, where it ends.
    private var offset: Int

    fileprivate init(_ chunks: [[Element]], isForward: Bool, _ chunk: Int, _ offset: Int) {
      (self.chunks, self.isForward, self.chunk, self.offset) = (chunks, isForward, chunk, offset)
      skipEnd()
    }

    /// The element that comes next; nil at the end.
    var next: Element? { chunks.indices.contains(chunk) ? chunks[chunk][isForward ? offset : offset - 1] : nil }

    mutating func advance() {
      offset += isForward ? 1 : -1
      skipEnd()
    }

    private mutating func skipEnd() {
      guard chunks.indices.contains(chunk) else { return }
      if isForward {
        if offset == chunks[chunk].count { (chunk, offset) = (chunk + 1, 0) }
      } else if offset == 0 {
        chunk -= 1
        if chunk >= 0 { offset = chunks[chunk].count }
      }
    }
  }

  /// Begins a walk at the first element after `position` (nil: at the very first).
  func walk(after position: Element.Position?) -> Walk {
    guard !chunks.isEmpty, let position else { return Walk(chunks, isForward: true, 0, 0) }
    let (chunk, offset) = place { $0 <= position }
    return Walk(chunks, isForward: true, chunk, offset)
  }

  /// Begins a walk backward at the last element before `position` (nil: at the very last).
  func walk(before position: Element.Position?) -> Walk {
    guard !chunks.isEmpty else { return Walk(chunks, isForward: false, 0, 0) }
    guard let position else { return Walk(chunks, isForward: false, chunks.count - 1, chunks[chunks.count - 1].count) }
    let (chunk, offset) = place { $0 < position }
    return Walk(chunks, isForward: false, chunk, offset)
  }

  /// The first place of whose position `isBefore` says no: a chunk (the last one if none) and an offset in it.
  private func place(_ isBefore: (Element.Position) -> Bool) -> (chunk: Int, offset: Int) {
    let first = Self.partition(chunks.count) { isBefore(chunks[$0][chunks[$0].count - 1].position) }
    let chunk = min(first, chunks.count - 1)
    return (chunk, Self.partition(chunks[chunk].count) { isBefore(chunks[chunk][$0].position) })
  }

  /// The first index below `count` of which `isBefore` says no; it says yes of all before that one.
  private static func partition(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What has a place in an order.
protocol Positioned {
  /// The place; no two elements of a run have the same.
  associatedtype Position: Comparable
  var position: Position { get }
}

extension SortedRun: Sendable where Element: Sendable {}
