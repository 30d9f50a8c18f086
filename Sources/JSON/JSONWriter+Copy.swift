extension JSONWriter {
  /// Writes a token that was read, to the letter, but with the controls escaped that are escaped in every string.
  public mutating func token(_ bytes: UnsafeRawBufferPointer) {
    // Few tokens have a byte of the kinds that these begin with.
    guard bytes.contains(where: { $0 >= 0x7F }) else { return raw(bytes) }
    bytes.withMemoryRebound(to: UInt8.self) { bytes in
      guard var from = bytes.baseAddress else { return }
      let end = from + bytes.count
      reserve(bytes.count + 1)
      comma()
      while from < end {
        // The longest escape.
        reserve(6)
        from += escapeControlOrCopy(from, end)
      }
    }
  }

  /// Writes a value that was read, white space left out, tokens to the letter: for texts of ours, in which controls are
  /// escaped already.
  public mutating func copy(_ value: JSONValue) {
    switch value.kind {
    case .array:
      beginArray()
      for element in value.elements { copy(element) }
      endArray()
    case .object:
      beginObject()
      for (name, member) in value.members {
        raw(name.token)
        append(":")
        copy(member)
      }
      endObject()
    default: raw(value.token)
    }
  }

  /// Writes a value that was read over several lines, as a person reads it: two spaces a level, short arrays of plain
  /// values on one line.
  public mutating func copyIndented(_ value: JSONValue, level: Int = 0) {
    let isEmpty = value.count == 0
    switch value.kind {
    case .array where !isEmpty && !value.elements.allSatisfy({ $0.kind != .array && $0.kind != .object }):
      append("[")
      for (index, element) in value.elements.enumerated() {
        newLine(index, level + 1)
        copyIndented(element, level: level + 1)
      }
      newLine(0, level)
      append("]")
    case .array:
      append("[")
      for (index, element) in value.elements.enumerated() {
        if index > 0 { append(", ") }
        append(element.token)
      }
      append("]")
    case .object where !isEmpty:
      append("{")
      for (index, (name, member)) in value.members.enumerated() {
        newLine(index, level + 1)
        append(name.token)
        append(": ")
        copyIndented(member, level: level + 1)
      }
      newLine(0, level)
      append("}")
    case .object: append("{}")
    default: append(value.token)
    }
  }

  private mutating func newLine(_ index: Int, _ level: Int) {
    append(index > 0 ? ",\n" : "\n")
    for _ in 0..<level { append("  ") }
  }

  /// Appends text as it is.
  private mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
