/// Numbers in an order that the caller knows, each once. A key begins the order, so that most comparisons need no look
/// at what the numbers stand for.
///
/// 12 bytes an entry.
public struct ChosenOrder: Sendable {
  private var run: SortedRun<SortedIndex.Entry>

  /// An order of these entries, which are in it.
  public init(inOrder entries: [SortedIndex.Entry]) { run = SortedRun(inOrder: entries) }

  /// Adds an entry at the first place of which `isBefore` says no; it says yes of all before that one.
  public mutating func insert(_ entry: SortedIndex.Entry, where isBefore: (SortedIndex.Entry) -> Bool) {
    run.insert(entry, where: isBefore)
  }

  /// Removes an entry, which is at the first place of which `isBefore` says no.
  public mutating func remove(_ entry: SortedIndex.Entry, where isBefore: (SortedIndex.Entry) -> Bool) {
    run.remove(where: isBefore, if: { $0 == entry })
  }

  /// Calls `body` with the entries from the first place on of which `isBefore` says no, in order, until it returns
  /// false.
  @inline(__always)
  public func forEach(
    where isBefore: (SortedIndex.Entry) -> Bool, _ body: (SortedIndex.Entry) -> Bool
  ) {
    run.forward(where: isBefore, body)
  }
}
