/// Record numbers in sets of those that have the same value, whatever that is: the index keeps no values. The caller
/// gives the hash of a value, and says whether a record has it.
///
/// Each number is in one set at most. A set is a ring of links, so that a value that a million records have costs no
/// more to join and to leave than one that two have.
///
///     sets    by hash: any of the members │ how many │ the hash, bits 63…32
///     links   by number: its set (0: in none) │ the next one in the ring │ the one before
public struct EqualityIndex: Sendable {
  private struct Members: Sendable {
    var first: UInt32
    var count: UInt32
    let tag: UInt32

    /// The hash, as far as `HashIndex` looks at it.
    var hash: UInt64 { UInt64(tag) << 32 }
  }

  private struct Link: Sendable {
    var set: UInt32 = 0
    var next: UInt32 = 0
    var previous: UInt32 = 0
  }

  private var links: [Link] = []
  private var sets: [Members] = []
  private var freeSets: [UInt32] = []
  private var byHash = HashIndex()

  /// Creates an empty index.
  public init() {}

  /// Puts a number, which is in no set, into that of its value. `hasValue` says of others whether they have the same.
  public mutating func insert(_ number: Int, _ hash: UInt64, where hasValue: (Int) -> Bool) {
    while links.count < number { links.append(Link()) }
    let new = UInt32(number)
    if let set = byHash.first(hash, where: { hasValue(Int(sets[$0 - 1].first)) }) {
      let first = Int(sets[set - 1].first)
      let last = Int(links[first - 1].previous)
      links[number - 1] = Link(set: UInt32(set), next: UInt32(first), previous: UInt32(last))
      links[last - 1].next = new
      links[first - 1].previous = new
      sets[set - 1].count += 1
      return
    }
    let members = Members(first: new, count: 1, tag: UInt32(hash >> 32))
    let set: Int
    if let free = freeSets.popLast() {
      set = Int(free)
      sets[set - 1] = members
    } else {
      sets.append(members)
      set = sets.count
    }
    links[number - 1] = Link(set: UInt32(set), next: new, previous: new)
    byHash.insert(members.hash, set)
  }

  /// Takes a number out of its set, if it is in one.
  public mutating func remove(_ number: Int) {
    guard number <= links.count, links[number - 1].set != 0 else { return }
    let link = links[number - 1]
    let set = Int(link.set)
    links[number - 1] = Link()
    if sets[set - 1].count == 1 {
      byHash.remove(sets[set - 1].hash, set)
      freeSets.append(link.set)
      return
    }
    links[Int(link.previous) - 1].next = link.next
    links[Int(link.next) - 1].previous = link.previous
    if sets[set - 1].first == UInt32(number) { sets[set - 1].first = link.next }
    sets[set - 1].count -= 1
  }

  /// How many numbers are in the set of this one, itself included; 0 of one that is in none.
  public func count(with number: Int) -> Int {
    guard number <= links.count, links[number - 1].set != 0 else { return 0 }
    return Int(sets[Int(links[number - 1].set) - 1].count)
  }

  /// The other numbers in the set of this one, in no order.
  public func others(with number: Int) -> [Int] {
    let count = count(with: number)
    guard count > 1 else { return [] }
    var found: [Int] = []
    found.reserveCapacity(count - 1)
    var next = Int(links[number - 1].next)
    while next != number {
      found.append(next)
      next = Int(links[next - 1].next)
    }
    return found
  }
}
