import JSON
import TestSupport
import Testing

/// What the writer writes, byte for byte.
struct WriterTests {
  /// What `body` writes.
  private func written(capacity: Int = 64, _ body: (inout JSONWriter) -> Void) -> String {
    var out = JSONWriter(capacity: capacity)
    body(&out)
    return String(decoding: out.bytes, as: UTF8.self)
  }

  @Test func scalars() {
    #expect(written { $0.null() } == "null")
    #expect(written { $0.boolean(true) } == "true")
    #expect(written { $0.boolean(false) } == "false")
    #expect(written { $0.string("") } == #""""#)
    #expect(written { $0.string("contact-", number: 12) } == #""contact-12""#)
    #expect(written { $0.string("", number: .min) } == #""-9223372036854775808""#)
    #expect(written { $0.raw(Array("1.0".utf8)) } == "1.0")
    #expect(written { $0.endLine() } == "\n")
    #expect(written { _ in } == "")
  }

  @Test func commasFollowFromStructure() {
    let text = written { out in
      out.beginObject()
      out.key("a")
      out.beginArray()
      out.beginArray()
      out.endArray()
      out.beginObject()
      out.endObject()
      out.null()
      out.integer(-1)
      out.string("[{:,")
      out.string("x:")
      out.number(0.5)
      out.endArray()
      out.key(escaping: "b\"")
      out.beginObject()
      out.member("c", 1)
      out.member("d", literal: "e")
      out.member("f", ["g", "h"])
      out.member("i", [])
      out.member("j", nil as String?)
      out.member("k", true)
      out.member("l", "m")
      out.member("n", nil as Int?)
      out.member("o", nil as Bool?)
      out.endObject()
      out.key("p")
      out.raw(Array("[1]".utf8))
      out.endObject()
      out.endLine()
      out.beginArray()
      out.string("q")
      out.string("r-", number: 0)
      out.boolean(false)
      out.endArray()
      out.endLine()
    }
    #expect(
      text == """
        {"a":[[],{},null,-1,"[{:,","x:",0.5],"b\\"":{"c":1,"d":"e","f":["g","h"],"i":[],"k":true,"l":"m"},"p":[1]}
        ["q","r-0",false]

        """)
  }

  @Test func namesAndLiteralsAsStaticStrings() {
    let (name, word): (StaticString, StaticString) = ("name", "wörd")
    let text = written { out in
      out.beginObject()
      for _ in 0..<20 {
        out.key(name)
        out.string(literal: word)
      }
      out.endObject()
    }
    #expect(text == "{" + Array(repeating: #""name":"wörd""#, count: 20).joined(separator: ",") + "}")
  }

  @Test func preparedBytes() {
    let pieces: [[UInt8]] = ["[1]", "\"x\"", "", "{}"].map { Array($0.utf8) }
    let text = written { out in
      out.beginArray()
      for piece in pieces where !piece.isEmpty { piece.withUnsafeBytes { out.raw($0) } }
      // A piece of a value brings its own commas.
      for piece in pieces { piece.withUnsafeBytes { out.append($0) } }
      out.endArray()
    }
    #expect(text == #"[[1],"x",{}[1]"x"{}]"#)
  }

  @Test func integers() {
    var values = [0, 1, -1, Int.max, Int.max - 1, Int.min, Int.min + 1]
    var power = 1
    while power <= Int.max / 10 {
      power *= 10
      for value in [power - 1, power, power + 1] { values += [value, -value] }
    }
    var wrong: [Int] = []
    for value in values {
      let read = tree(Array(written { $0.integer(value) }.utf8))
      let pair = written { out in
        out.beginArray()
        out.integer(value)
        out.integer(value)
        out.string("n", number: value)
        out.endArray()
      }
      if read != .number(String(value)) || pair != "[\(value),\(value),\"n\(value)\"]" { wrong.append(value) }
    }
    #expect(wrong == [])
  }

  @Test func numbersReadBackAsTheSameDouble() {
    var random = SplitMix64(seed: 3)
    var values: [Double] = [
      0, -0.0, 1, 0.1, -0.1, 1.0 / 3, 1e15, 1e16, 1e17, 1e21, 1e22, 1e-4, 1e-5, 1e-7, .leastNormalMagnitude, .ulpOfOne,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 9_007_199_254_740_992, .pi,
      0.30000000000000004, 123456789.125,
    ]
    for _ in 0..<2_000 { values.append(Double(bitPattern: random.next())) }
    var wrong: [Double] = []
    for value in values where value.isFinite {
      let text = written { $0.number(value) }
      guard case .number(let token)? = SlowReader.read(Array(text.utf8)), tree(Array(text.utf8)) == .number(token),
        Double(token)?.bitPattern == value.bitPattern
      else {
        wrong.append(value)
        continue
      }
    }
    #expect(wrong == [])
    for value in [Double.nan, .infinity, -.infinity] { #expect(written { $0.number(value) } == "null") }
  }

  @Test func theEndCanBeTakenBack() {
    var out = JSONWriter()
    out.beginArray()
    out.integer(1)
    let mark = out.count
    for again in 0..<3 {
      out.string("to be taken back")
      out.integer(again)
      out.truncate(to: mark)
      #expect(out.count == mark)
    }
    out.truncate(to: mark + 100)
    out.integer(2)
    out.endArray()
    #expect(out.bytes == Array("[1,2]".utf8))
    out.truncate(to: -1)
    #expect(out.count == 0 && out.bytes == [])
    // Nothing is written: no comma is due.
    out.null()
    #expect(out.bytes == Array("null".utf8))
  }

  @Test(arguments: [0, 1, 64, 4096, Int.max])
  func anEmptiedWriterStartsAnew(keeping: Int) {
    var out = JSONWriter(capacity: 0)
    for length in [10, 100_000, 0, 63, 64, 65] {
      let text = String(repeating: "y", count: length)
      out.string(text)
      #expect(out.withBytes { $0.elementsEqual("\"\(text)\"".utf8) })
      out.removeAll(keeping: keeping)
      #expect(out.count == 0)
    }
  }

  @Test func itGrowsAtAnyByte() {
    // Each operation meets the end of the memory at each of its bytes.
    let name: StaticString = "k"
    var wrong: [Int] = []
    for filled in 0..<140 {
      var out = JSONWriter(capacity: 64)
      out.beginArray()
      out.string(String(repeating: "z", count: filled))
      // All escapes, and too short for the loop that takes eight bytes at a time.
      out.string(String(repeating: "\u{1}", count: 7))
      out.string("q\u{2028}")
      out.beginObject()
      out.key(name)
      out.integer(.min)
      out.key(escaping: "é")
      out.beginArray()
      out.boolean(true)
      out.string(literal: name)
      out.string(name, number: .max)
      out.raw(Array("0.5".utf8))
      out.endArray()
      out.endObject()
      out.endArray()
      let expected =
        #"[""# + String(repeating: "z", count: filled)
        + #"",""# + String(repeating: #"\u0001"#, count: 7)
        + #"","q\u2028",{"k":-9223372036854775808,"é":[true,"k","k9223372036854775807",0.5]}]"#
      if out.bytes != Array(expected.utf8) { wrong.append(filled) }
    }
    #expect(wrong == [])
  }
}
