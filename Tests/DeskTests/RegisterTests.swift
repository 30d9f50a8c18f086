import TestSupport
import Testing

@testable import Desk

/// What admins define under ids of their own, against a plain list.
struct RegisterTests {
  private struct Thing: Registered {
    let id: String
    var name = ""
  }

  private func numbers(_ register: Register<Thing>, after number: Int = 0, limit: Int = .max) -> [Int] {
    var found: [Int] = []
    register.forward(after: number) {
      found.append($0)
      return found.count < limit
    }
    return found
  }

  @Test func empty() {
    let register = Register<Thing>()
    #expect(register.count == 0 && register.nextNumber == 1 && register.firstIds == [])
    #expect(register.number(id: "") == nil && numbers(register) == [])
    #expect([Int.min, -1, 0, 1, .max].allSatisfy { !register.contains($0) })
  }

  /// An id that comes back names another thing: the first keeps its number, its id and what was said of it.
  @Test func anIdComesBack() {
    var register = Register<Thing>()
    register.append(Thing(id: "a", name: "first"))
    register.append(Thing(id: "b"))
    register[1].name = "renamed"
    register.remove(1)
    #expect(register.number(id: "a") == nil && !register.contains(1) && register[1].name == "renamed")
    #expect(register.count == 1 && register.nextNumber == 3 && numbers(register) == [2])
    register.append(Thing(id: "a", name: "second"))
    #expect(register.number(id: "a") == 3 && register[3].name == "second" && register[1].name == "renamed")
    #expect(register.firstIds == ["b", "a"])
  }

  /// Ids are the same scalars, or others: none is folded.
  @Test func idsAreScalars() {
    var register = Register<Thing>()
    let ids = ["k", "K", "\u{212A}", "é", "e\u{301}"]
    for id in ids { register.append(Thing(id: id)) }
    #expect(ids.map { register.number(id: $0) } == [1, 2, 3, 4, 5])
  }

  /// Things come and go, ids come back; every look-up is that of a list that is searched from end to end.
  @Test(arguments: 1...4) func asAList(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var register = Register<Thing>()
    var model: [(number: Int, id: String)] = []
    for _ in 0..<2_000 {
      let id = "id \(random.below(400))"
      if let index = model.firstIndex(where: { $0.id == id }) {
        register.remove(model.remove(at: index).number)
      } else {
        model.append((register.nextNumber, id))
        register.append(Thing(id: id))
      }
    }
    #expect(register.count == model.count && register.firstIds == model.prefix(100).map(\.id))
    for number in 0..<400 {
      #expect(register.number(id: "id \(number)") == model.first { $0.id == "id \(number)" }?.number)
    }
    for number in 0...register.nextNumber {
      #expect(register.contains(number) == model.contains { $0.number == number })
    }
    for after in stride(from: 0, through: register.nextNumber, by: 37) {
      let expected = model.map(\.number).filter { $0 > after }
      #expect(numbers(register, after: after) == expected)
      #expect(numbers(register, after: after, limit: 2) == Array(expected.prefix(2)))
    }
  }
}
