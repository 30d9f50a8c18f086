// The values of a contact: one array, ordered by definition; within one by arrival.

extension AttributeValue {
  /// So few values are looked through one by one: nearly all contacts have no more.
  static let fewMax = 8
}

extension [AttributeValue] {
  /// So few edits are made one by one; more of them in one walk over all values.
  private static var fewEditsMax: Int { 4 }

  /// The indices of the values of a definition.
  @inline(never)
  func indices(of definition: Int) -> Range<Int> {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].definition < definition { low = middle + 1 } else { high = middle }
    }
    while high < count, self[high].definition == definition { high += 1 }
    return low..<high
  }

  /// Sets and clears values, and counts those of each definition (by its number - 1). A definition has few values: what
  /// an agent set, and what was told of each identity.
  mutating func edit(
    _ edits: [ValueEdit], by setter: AttributeValue.Setter, at time: Timestamp, counts: inout [Int]
  ) {
    guard edits.count > Self.fewEditsMax else {
      for edit in edits {
        counts[edit.definition - 1] += Self.edit(&self, indices(of: edit.definition), edit, by: setter, at: time)
      }
      return
    }
    // In the order of the definitions; those of one stay in theirs.
    let order = edits.indices.sorted { (edits[$0].definition, $0) < (edits[$1].definition, $1) }
    var result: [AttributeValue] = []
    result.reserveCapacity(count + edits.count)
    var next = 0
    for index in order {
      let edit = edits[index]
      while next < count, self[next].definition <= edit.definition {
        result.append(self[next])
        next += 1
      }
      var start = result.count
      while start > 0, result[start - 1].definition == edit.definition { start -= 1 }
      counts[edit.definition - 1] += Self.edit(&result, start..<result.count, edit, by: setter, at: time)
    }
    result += self[next...]
    self = result
  }

  /// Makes one edit of the values in `range`, which are all those of its definition; returns by how many they became
  /// more.
  private static func edit(
    _ values: inout [AttributeValue], _ range: Range<Int>, _ edit: ValueEdit, by setter: AttributeValue.Setter,
    at time: Timestamp
  ) -> Int {
    var end = range.upperBound
    let present = range.first { values[$0].isInPlace(of: setter) }
    let value = edit.content.map {
      AttributeValue(definition: edit.definition, content: $0, setter: setter, setAt: time)
    }
    if let present {
      if let value, present == end - 1 {
        values[present] = value
        return 0
      }
      values.remove(at: present)
      end -= 1
    }
    if let value { values.insert(value, at: end) }
    return (value == nil ? 0 : 1) - (present == nil ? 0 : 1)
  }
}
