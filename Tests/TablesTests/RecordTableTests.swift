import Tables
import Testing

struct RecordTableTests {
  @Test func anEmptyTable() {
    let table = RecordTable<String>()
    #expect(table.count == 0 && table.nextNumber == 1)
    for number in [Int.min, -1, 0, 1, .max] { #expect(!table.contains(number)) }
  }

  /// Around one chunk and several.
  @Test(arguments: [1, 2, 255, 256, 257, 511, 512, 513, 2_000])
  func numbersAreDenseFromOne(count: Int) {
    var table = RecordTable<String>()
    for number in 1...count {
      #expect(table.nextNumber == number)
      #expect(table.append("record \(number)") == number)
    }
    #expect(table.count == count)
    #expect((1...count).allSatisfy { table.contains($0) && table[$0] == "record \($0)" })
    for number in [Int.min, -1, 0, count + 1, .max] { #expect(!table.contains(number)) }
  }

  @Test func recordsChangeInPlace() {
    var table = RecordTable<[Int]>()
    for number in 1...600 { table.append([number]) }
    for number in [1, 256, 257, 512, 513, 600] {
      table[number].append(-number)
      table[number][0] += 1
    }
    let wrong = (1...600).filter { number in
      let isChanged = [1, 256, 257, 512, 513, 600].contains(number)
      return table[number] != (isChanged ? [number + 1, -number] : [number])
    }
    #expect(wrong == [])
  }

  @Test func aCopyIsItsOwn() {
    var table = RecordTable<Int>()
    for number in 1...300 { table.append(number) }
    var copy = table
    copy[300] = 0
    copy.append(301)
    #expect(table[300] == 300 && table.count == 300)
    #expect(copy[300] == 0 && copy.count == 301)
  }
}
