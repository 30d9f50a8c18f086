import TestSupport
import Testing

@testable import Connectors

/// A text is read into the records that RFC 4180 says, or refused at the byte that is wrong.
struct CSVReaderTests {
  enum Outcome: Equatable, CustomStringConvertible {
    case records([[String]])
    case refused(Malformation)

    var description: String {
      switch self {
      case .records(let records): "\(records)"
      case .refused(let error): "at \(error.offset): \(error.words)"
      }
    }
  }

  static func read(_ text: [UInt8]) -> Outcome {
    let reader = CSVReader(text)
    var (fields, records, at): ([CSVReader.Field], [[String]], Int) = ([], [], reader.start)
    do throws(Malformation) {
      while let range = try reader.record(from: at, into: &fields) {
        let record = fields.map(reader.string)
        #expect(fields.map(\.count) == record.map(\.utf8.count) || record.joined().contains("\u{FFFD}"))
        // A record is the same wherever the reading begins.
        _ = try reader.record(from: range.lowerBound, into: &fields)
        #expect(fields.map(reader.string) == record)
        records.append(record)
        at = range.upperBound
      }
    } catch {
      return .refused(error)
    }
    return .records(records)
  }

  private func check(_ text: String, _ expected: [[String]], at location: SourceLocation = #_sourceLocation) {
    #expect(Self.read(Array(text.utf8)) == .records(expected), "\(text.debugDescription)", sourceLocation: location)
  }

  private func refuse(
    _ text: String, at offset: Int, _ words: String, location: SourceLocation = #_sourceLocation
  ) {
    let expected = Outcome.refused(Malformation(at: offset, words))
    #expect(Self.read(Array(text.utf8)) == expected, "\(text.debugDescription)", sourceLocation: location)
  }

  @Test func recordsAndLineEnds() {
    check("", [])
    check("\u{FEFF}", [])
    check("a", [["a"]])
    check("a\n", [["a"]])
    check("a,b\nc,d", [["a", "b"], ["c", "d"]])
    check("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]])
    check("a,b\nc,d\r\ne,f\n", [["a", "b"], ["c", "d"], ["e", "f"]])
    check("\u{FEFF}a,b\n", [["a", "b"]])
    check("\u{FEFF}\"a\",b", [["a", "b"]])
    check("a\n\u{FEFF}b", [["a"], ["\u{FEFF}b"]])
    check("a,b,c\nd\n", [["a", "b", "c"], ["d"]])
    check("a\u{2028}b\u{B}c,ü\u{1F600}\n", [["a\u{2028}b\u{B}c", "ü\u{1F600}"]])
  }

  @Test func emptyLinesAreSkipped() {
    check("\n\r\n\n", [])
    check("\n\na,b\n\n\r\nc,d\n\n", [["a", "b"], ["c", "d"]])
    check("\u{FEFF}\n\na;b\n", [["a", "b"]])
    check("a\n\"\"\n \n", [["a"], [""], [" "]])
  }

  @Test func emptyFieldsAndBlanks() {
    check(",", [["", ""]])
    check("a,,\n,,\n,b,", [["a", "", ""], ["", "", ""], ["", "b", ""]])
    check("\"\",\"\"", [["", ""]])
    check(" a , b \n", [[" a ", " b "]])
  }

  @Test func quotes() {
    check(#""a","b""#, [["a", "b"]])
    check(#""a,b";c"#, [["a,b", "c"]])
    check(#""say ""hi""",b"#, [[#"say "hi""#, "b"]])
    check(#"""" ""#.replacing(" ", with: ""), [["\""]])
    check(#""""""""#, [["\"\""]])
    check("\"a\nb\",\"c\r\nd\",\"e\rf\"\ng,h,i", [["a\nb", "c\r\nd", "e\rf"], ["g", "h", "i"]])
    check("\"a\"\r\n\"b\"\n", [["a"], ["b"]])
  }

  /// The first delimiter outside of quotes in the first record counts.
  @Test func theDelimiter() {
    check("a;b,c\nd;e", [["a", "b,c"], ["d", "e"]])
    check("a\tb;c\nd\te,f", [["a", "b;c"], ["d", "e,f"]])
    check("\"a,\"\"b;\"\tc\nd,e\tf", [["a,\"b;", "c"], ["d,e", "f"]])
    check("a\nb;c\n", [["a"], ["b;c"]])
    check("\"a\nb\";c\n", [["a\nb", "c"]])
    check("\r\n\na;b\n", [["a", "b"]])
  }

  @Test func whatIsRefused() {
    refuse("a,\"b", at: 2, "a quote that opens a field is never closed")
    refuse("a,\"b\"\"\nc", at: 2, "a quote that opens a field is never closed")
    refuse("\"", at: 0, "a quote that opens a field is never closed")
    let afterQuote = "or the end of the line after a closing quote, got"
    refuse(#""a"b,c"#, at: 3, "expected ',' \(afterQuote) 'b'")
    refuse("a\n\"b\" \n", at: 5, "expected ',' \(afterQuote) another character")
    refuse("a;b\n\"c\",d", at: 7, "expected ';' \(afterQuote) ','")
    refuse("a\tb\n\"c\",d", at: 7, "expected a tab \(afterQuote) ','")
    refuse("\"a\"\rb", at: 3, "expected ',' \(afterQuote) a carriage return")
    refuse("\"a\"\0", at: 3, "expected ',' \(afterQuote) a NUL byte")
    let quoteInside =
      #"a quote stands in a field without quotes around it: put the field into quotes, and write "" for it"#
    refuse(#"a,b"c"#, at: 3, quoteInside)
    refuse(#"a, "b""#, at: 3, quoteInside)
    let afterReturn = "expected a line feed after a carriage return outside of quotes, got"
    refuse("a,b\rc,d\r", at: 3, "\(afterReturn) 'c'")
    refuse("a\r", at: 1, "\(afterReturn) the end of the file")
    refuse("a\r\r\n", at: 1, "\(afterReturn) a carriage return")
    refuse("a,b\n\0", at: 4, "expected text in UTF-8, got a NUL byte")
    refuse("a,\"b\0\"", at: 4, "expected text in UTF-8, got a NUL byte")
  }

  static let sample = Array(
    "\u{FEFF}id;\"na\"\"me\";c\r\n1;\"Mira; \"\"M\"\"\nKowalska\";\n\n2;ü;\"\"\r\n\"3\";;x".utf8)

  /// A text that is cut anywhere gives the records before the cut as they are, or is refused.
  @Test func everyPrefix() {
    guard case .records(let all) = Self.read(Self.sample) else {
      Issue.record("\(Self.read(Self.sample))")
      return
    }
    #expect(all == [["id", "na\"me", "c"], ["1", "Mira; \"M\"\nKowalska", ""], ["2", "ü", ""], ["3", "", "x"]])
    var refused = 0
    for count in 0..<Self.sample.count {
      switch Self.read(Array(Self.sample.prefix(count))) {
      case .records(let records): #expect(records.dropLast() == all.prefix(max(records.count - 1, 0)), "\(count)")
      case .refused(let error):
        refused += 1
        #expect(error.offset <= count)
      }
    }
    #expect(refused > 10 && refused < Self.sample.count)
  }

  @Test func everyBitFlipped() {
    var refused = 0
    for place in Self.sample.indices {
      for bit in 0..<8 {
        var text = Self.sample
        text[place] ^= 1 << UInt8(bit)
        if case .refused(let error) = Self.read(text) {
          refused += 1
          #expect(error.offset <= text.count)
        }
      }
    }
    #expect(refused > 0)
  }

  /// What any writer writes is read as it was.
  @Test func randomTables() {
    var random = SplitMix64(seed: 1)
    let pieces = ["a", "B", "ü", "\u{1F600}", " ", ",", ";", "\t", "\"", "\n", "\r", "\r\n", "'", "\u{FEFF}", ""]
    for round in 0..<400 {
      let (columns, rows) = (1 + random.below(5), random.below(6))
      let table = (0...rows).map { _ in
        (0..<columns).map { _ in (0..<random.below(5)).map { _ in random.pick(pieces) }.joined() }
      }
      let delimiter = random.pick([",", ";", "\t"])
      let quoted = random.pick([0, 50, 100])
      var text = random.percent(30) ? "\u{FEFF}" : ""
      for (row, record) in table.enumerated() {
        if random.percent(10) { text += random.pick(["\n", "\r\n"]) }
        let fields = record.map { field in
          let mustQuote = field.utf8.contains { ",;\t\"\r\n".utf8.contains($0) } || record == [""]
          return mustQuote || field.utf8.first == 0xEF || random.percent(quoted)
            ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
        }
        text += fields.joined(separator: delimiter)
        if row < rows || random.percent(50) { text += random.pick(["\n", "\r\n"]) }
      }
      guard case .records(let read) = Self.read(Array(text.utf8)) else {
        Issue.record("\(round): \(Self.read(Array(text.utf8))) of \(text.debugDescription)")
        continue
      }
      #expect(read.map { $0.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } }, "\(round)")
    }
  }
}
