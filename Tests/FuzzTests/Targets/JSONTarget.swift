import JSON

/// The JSON reader: what it accepts, what it says is in there, and that what is written again reads the same.
enum JSONTarget {
  private static let depthMax = 128

  static func run(_ bytes: UnsafeRawBufferPointer) throws {
    let compact = StrictGrammar.compact(bytes, depthMax: depthMax)
    let tape = JSONTape(depthMax: depthMax)
    let outcome: Result<[UInt8], any Error>
    do throws(JSONSyntaxError) {
      outcome = try tape.withValue(of: bytes) { value in
        Result {
          try check(value)
          try Fields.check(value)
          return try copied(value, depthMax)
        }
      }
    } catch {
      try hold(compact == nil, "refused, and the grammar has it: \(error)")
      try hold((0...bytes.count).contains(error.offset), "the error is at \(error.offset) of \(bytes.count)")
      return
    }
    try hold(try outcome.get() == compact, "accepted, and the grammar has it otherwise")
  }

  /// The value without white space, by the writer; and that the indented one is the same value.
  private static func copied(_ value: JSONValue, _ depthMax: Int) throws -> [UInt8] {
    var out = JSONWriter(capacity: 64)
    out.copy(value)
    let copied = out.bytes
    out.removeAll(keeping: 64)
    out.copyIndented(value)
    let indented = out.withBytes { StrictGrammar.compact($0, depthMax: depthMax) }
    try hold(indented == copied, "indented it is another value")
    // Written from what its values are worth, it reads again as the same.
    out.removeAll(keeping: 64)
    try write(value, to: &out)
    let written = out.bytes
    let isOneLine = !written.contains(0x0A)
    try hold(isOneLine, "written, it is more than one line")
    let again = try written.withUnsafeBytes { bytes in
      try hold(StrictGrammar.compact(bytes, depthMax: depthMax) == written, "what was written is not compact JSON")
      return try JSONTape(depthMax: depthMax).withValue(of: bytes) { value in
        Result {
          var out = JSONWriter(capacity: 64)
          try write(value, to: &out)
          return out.bytes
        }
      }
    }
    try hold(try again.get() == written, "written, read and written, it is another value")
    return copied
  }

  /// Writes what the values are worth; lone surrogates, which have no such worth, as they came.
  private static func write(_ value: JSONValue, to out: inout JSONWriter) throws {
    switch value.kind {
    case .null: out.null()
    case .true: out.boolean(true)
    case .false: out.boolean(false)
    case .number:
      if let integer = value.integer {
        out.integer(integer)
      } else if let number = Double(value.tokenText), number.isFinite {
        out.number(number)
      } else {
        out.token(value.token)
      }
    case .string:
      if let text = value.string { out.string(text) } else { out.token(value.token) }
    case .array:
      out.beginArray()
      for element in value.elements { try write(element, to: &out) }
      out.endArray()
    case .object:
      out.beginObject()
      for (name, member) in value.members {
        out.key(escaping: name.string ?? name.displayString)
        try write(member, to: &out)
      }
      out.endObject()
    }
  }

  /// What is said of each value, against another way to find it out.
  private static func check(_ value: JSONValue) throws {
    switch value.kind {
    case .string: try check(string: value)
    case .number:
      let digits = value.tokenText
      let isInteger = digits.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 >= UInt8(ascii: "0") && $0 < 0x3A }
      try hold(value.isIntegerToken == isInteger, "\(digits): integer token is \(value.isIntegerToken)")
      try hold(value.integer == (isInteger ? Int(digits) : nil), "\(digits): read as \(value.integer ?? 0)")
      if let expected = WrittenOut(digits) {
        try hold(value.wholeNumber == expected.whole, "\(digits): whole number \(value.wholeNumber as Any)")
      }
    case .array:
      var count = 0
      for element in value.elements {
        try check(element)
        count += 1
      }
      try hold(count == value.count, "\(count) elements, \(value.count) told")
    case .object:
      var count = 0
      for (name, member) in value.members {
        try check(string: name)
        try check(member)
        count += 1
      }
      try hold(count == value.count, "\(count) members, \(value.count) told")
    default: break
    }
    try hold(!value.summary.isEmpty, "no summary")
  }

  private static func check(string value: JSONValue) throws {
    let units = StrictGrammar.content(value.raw)
    let sound = String(validating: units, as: UTF16.self)
    let display = String(decoding: units, as: UTF16.self)
    try hold(value.hasLoneSurrogate == (sound == nil), "lone surrogate: \(value.hasLoneSurrogate)")
    try hold(value.string.map { Array($0.utf8) } == sound.map { Array($0.utf8) }, "string: \(display)")
    try hold(value.displayString.utf8.elementsEqual(display.utf8), "displayed: \(display)")
    if let sound {
      try hold(value.contentKey.elementsEqual(sound.utf8), "key: \(display)")
      try hold(value.sameScalars(as: sound), "not the same scalars as itself: \(display)")
      try hold(!value.sameScalars(as: sound + "a"), "the same scalars as another: \(display)")
    } else {
      try hold(String(validating: value.contentKey, as: UTF8.self) == nil, "the key of half a surrogate: \(display)")
      try hold(value.string == nil && !value.sameScalars(as: display), "half a surrogate has no scalars: \(display)")
    }
  }
}

/// Params of every kind of field, read by a `FieldReader` and looked at by hand.
private struct Fields {
  static func read(_ fields: inout FieldReader) throws(ShapeError) -> Fields {
    _ = try fields.required("a", text, "A text.")
    _ = try fields.optional("b", number, "A number.")
    _ = try fields.nullable("c", number, "A number or null.")
    _ = try fields.requiredNullable("d", text.array(max: 2), "A list or null.")
    _ = try fields.optional("e", inner, "Another object.")
    return Fields()
  }

  static let names = ["a", "b", "c", "d", "e"]

  static let text = Shape<String>(.string(max: 255), placeholder: "") { value throws(ShapeError) in
    guard let text = value.string else { throw .mismatch(expected: "a string", got: value) }
    return text
  }

  static let number = Shape<Int>(.integer(min: 1, max: 500), placeholder: 1) { value throws(ShapeError) in
    guard let number = value.integer else { throw .mismatch(expected: "an integer", got: value) }
    return number
  }

  static let inner = Shape<String>.object("Inner") { fields throws(ShapeError) in
    try fields.required("x", text, "A text.")
  }

  static func check(_ value: JSONValue) throws {
    let isSound = value.kind == .array ? Self.isSound(positions: value) : Self.isSound(names: value)
    do throws(ShapeError) { _ = try FieldReader.read(value, named: false, read) } catch {
      try hold(!isSound, "the fields are refused: \(error)")
      return
    }
    try hold(isSound, "the fields are taken")
  }

  /// By name: each declared and given once; `_meta` an object, `[]` for an empty one, or null.
  private static func isSound(names object: JSONValue) -> Bool {
    guard object.kind == .object else { return false }
    var members: [String: JSONValue] = [:]
    for (name, value) in object.members {
      guard let name = name.string, names.contains(name) || name == "_meta", members[name] == nil else { return false }
      members[name] = value
    }
    let isMeta = members["_meta"].map { $0.isNull || $0.kind == .object || $0.isArray(max: 0) } ?? true
    return isText(members["a"]) && isNumber(members["b"]) && isNumber(members["c"]) && members["d"] != nil
      && isList(members["d"]) && isInner(members["e"]) && isMeta
  }

  /// By position: `null` skips, so that what must be there cannot be null.
  private static func isSound(positions array: JSONValue) -> Bool {
    let values = Array(array.elements)
    func at(_ index: Int) -> JSONValue? { index < values.count ? values[index] : nil }
    guard values.count <= names.count, let list = at(3), !list.isNull else { return false }
    return isText(at(0)) && isNumber(at(1)) && isNumber(at(2)) && isList(list) && isInner(at(4))
  }

  private static func isText(_ value: JSONValue?) -> Bool { value?.string != nil }

  private static func isNumber(_ value: JSONValue?) -> Bool {
    value.map { $0.isNull || $0.integer != nil } ?? true
  }

  private static func isList(_ value: JSONValue?) -> Bool {
    guard let value, !value.isNull else { return true }
    // Lua and PHP write `{}` for an empty list.
    if value.kind == .object { return value.count == 0 }
    return value.isArray(max: 2) && value.elements.allSatisfy { isText($0) }
  }

  private static func isInner(_ value: JSONValue?) -> Bool {
    guard let value, !value.isNull else { return true }
    return value.kind == .object && value.count == 1
      && value.members.allSatisfy { $0.name.equals("x") && isText($0.value) }
  }
}

extension JSONValue {
  /// Whether it is an array of at most so many elements.
  fileprivate func isArray(max: Int) -> Bool { kind == .array && count <= max }
}
