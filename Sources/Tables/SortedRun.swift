/// Elements in the order of their positions, each position once.
///
/// A list of chunks, each sorted and of at most `chunkMax` elements: adding at the end, which is nearly always, costs
/// nothing but the element; adding or removing in the middle moves one chunk's elements at most; looking up a place
/// halves its way through the chunks and then through one.
struct SortedRun<Element> {
  private static var chunkMax: Int { 256 }

  private var chunks: [[Element]] = []

  /// An empty run.
  init() {}

  /// A run of these elements, which are in order.
  init(inOrder elements: [Element]) {
    // Room in each chunk: of full ones, nearly each first insertion would make two.
    let count = Self.chunkMax / 4 * 3
    chunks.reserveCapacity(elements.count / count + 1)
    for start in stride(from: 0, to: elements.count, by: count) {
      chunks.append(Array(elements[start..<min(start + count, elements.count)]))
    }
  }

  /// The last element; nil of an empty run.
  var last: Element? { chunks.last?.last }

  /// How many elements each chunk has: for tests.
  var chunkSizes: [Int] { chunks.map(\.count) }

  /// Adds an element at the first place of whose element `isBefore` says no; it says yes of all before that one. If
  /// `isIt` says yes of the element there, nothing is added: false.
  @inline(__always)
  @discardableResult
  mutating func insert(
    _ element: Element, where isBefore: (Element) -> Bool, unless isIt: (Element) -> Bool = { _ in false }
  ) -> Bool {
    guard let last = chunks.last?.last else {
      chunks.append([element])
      return true
    }
    if isBefore(last) {
      let chunk = chunks.count - 1
      if chunks[chunk].count < Self.chunkMax { chunks[chunk].append(element) } else { chunks.append([element]) }
      return true
    }
    let (chunk, offset) = place(isBefore)
    if isIt(chunks[chunk][offset]) { return false }
    chunks[chunk].insert(element, at: offset)
    guard chunks[chunk].count > Self.chunkMax else { return true }
    let upper = Array(chunks[chunk][(Self.chunkMax / 2)...])
    chunks[chunk].removeSubrange((Self.chunkMax / 2)...)
    chunks.insert(upper, at: chunk + 1)
    return true
  }

  /// Removes the element at the first place of whose element `isBefore` says no, if `isIt` says yes of it: true.
  @inline(__always)
  @discardableResult
  mutating func remove(where isBefore: (Element) -> Bool, if isIt: (Element) -> Bool) -> Bool {
    guard !chunks.isEmpty else { return false }
    let (chunk, offset) = place(isBefore)
    guard offset < chunks[chunk].count, isIt(chunks[chunk][offset]) else { return false }
    chunks[chunk].remove(at: offset)
    // A chunk is never empty: the search looks at the last element of each.
    if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
    return true
  }

  /// Calls `body` with the elements from the first place on of whose element `isBefore` says no, until it says false.
  @inline(__always)
  func forward(where isBefore: (Element) -> Bool, _ body: (Element) -> Bool) {
    guard !chunks.isEmpty else { return }
    var (chunk, offset) = place(isBefore)
    while chunk < chunks.count {
      let isGoingOn = chunks[chunk].withUnsafeBufferPointer { elements in
        for index in offset..<elements.count where !body(elements[index]) { return false }
        return true
      }
      guard isGoingOn else { return }
      (chunk, offset) = (chunk + 1, 0)
    }
  }

  /// Calls `body` with the elements between the first places of whose elements each of the two says no.
  @inline(__always)
  func forEach(from isBeforeFirst: (Element) -> Bool, to isBeforeEnd: (Element) -> Bool, _ body: (Element) -> Void) {
    guard !chunks.isEmpty else { return }
    let (first, end) = (place(isBeforeFirst), place(isBeforeEnd))
    guard first.chunk <= end.chunk else { return }
    for chunk in first.chunk...end.chunk {
      chunks[chunk].withUnsafeBufferPointer { elements in
        let start = chunk == first.chunk ? first.offset : 0
        for index in start..<max(start, chunk == end.chunk ? end.offset : elements.count) { body(elements[index]) }
      }
    }
  }

  /// At most how many elements there are between the first places of whose elements each of the two says no.
  @inline(__always)
  func countAtMost(from isBeforeFirst: (Element) -> Bool, to isBeforeEnd: (Element) -> Bool) -> Int {
    guard !chunks.isEmpty else { return 0 }
    let (first, end) = (place(isBeforeFirst), place(isBeforeEnd))
    return (end.chunk - first.chunk) * Self.chunkMax + end.offset - first.offset
  }

  /// The first place of whose element `isBefore` says no: a chunk (the last one if none) and an offset in it.
  @inline(__always)
  fileprivate func place(_ isBefore: (Element) -> Bool) -> (chunk: Int, offset: Int) {
    let first = Self.partition(chunks.count) { isBefore(chunks[$0][chunks[$0].count - 1]) }
    let chunk = min(first, chunks.count - 1)
    return (chunk, Self.partition(chunks[chunk].count) { isBefore(chunks[chunk][$0]) })
  }

  /// The first index below `count` of which `isBefore` says no; it says yes of all before that one.
  @inline(__always)
  private static func partition(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SortedRun where Element: Positioned {
  /// Adds an element.
  mutating func insert(_ element: Element) { insert(element, where: { $0.position < element.position }) }

  /// Removes the element at a position, if there is one.
  mutating func remove(at position: Element.Position) {
    remove(where: { $0.position < position }, if: { $0.position == position })
  }

  /// Calls `body` with the elements from the first on that stands behind `position` (nil: from the very first), until
  /// it says false.
  func forward(after position: Element.Position?, _ body: (Element) -> Bool) {
    if let position {
      forward(where: { $0.position <= position }, body)
    } else {
      forward(where: { _ in false }, body)
    }
  }

  /// Calls `body` with the elements from the last on that stands before `position` (nil: from the very last), until it
  /// says false.
  func backward(before position: Element.Position?, _ body: (Element) -> Bool) {
    guard !chunks.isEmpty else { return }
    var (chunk, offset) = (chunks.count - 1, chunks[chunks.count - 1].count)
    if let position { (chunk, offset) = place { $0.position < position } }
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
    let (chunk, offset) = place { $0.position <= position }
    return Walk(chunks, isForward: true, chunk, offset)
  }

  /// Begins a walk backward at the last element before `position` (nil: at the very last).
  func walk(before position: Element.Position?) -> Walk {
    guard !chunks.isEmpty else { return Walk(chunks, isForward: false, 0, 0) }
    guard let position else { return Walk(chunks, isForward: false, chunks.count - 1, chunks[chunks.count - 1].count) }
    let (chunk, offset) = place { $0.position < position }
    return Walk(chunks, isForward: false, chunk, offset)
  }
}

/// What has a place in an order.
protocol Positioned {
  /// The place; no two elements of a run have the same.
  associatedtype Position: Comparable
  var position: Position { get }
}

extension SortedRun: Sendable where Element: Sendable {}
