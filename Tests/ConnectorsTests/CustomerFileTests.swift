import Desk
import Foundation
import TestSupport
import Testing

@testable import Connectors

/// A contact is looked up in a file of customers.
struct CustomerFileTests {
  private let folder: CustomerFolder

  init() throws { folder = try CustomerFolder() }

  /// What is found in a file of this text by the e-mail address a@x.
  private func check(
    _ name: String, _ text: String, _ expected: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    try check(name, Array(text.utf8), expected, at: location)
  }

  private func check(
    _ name: String, _ bytes: [UInt8], _ expected: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    try folder.replace(name, bytes)
    let found = try folder.file(name).look("email", "a@x")
    #expect(found == expected, "\(String(decoding: bytes, as: UTF8.self).debugDescription)", sourceLocation: location)
  }

  @Test func foundInCSV() throws {
    let head = "customerId,email,name\n"
    try check("c.csv", head + "C-1,a@x,Mira\nC-2,b@x,Jan\n", "C-1 email=a@x name=Mira")
    try check("c.csv", head + "C-1,b@x,Mira\nC-2,A@X,\n", "C-2 email=A@X")
    try check("c.csv", head, "none")
    try check("c.csv", head + "C-1,,\nC-2,a,\n", "none")
    try check("c.csv", head + "C-1,a@x,\nC-2,A@x,\n", "several")
    try check("c.csv", head + "C-1,a@x,\nC-1,a@x,\n", "several")
    try check("c.csv", head + String(repeating: "C-1,a@x,\n", count: 50), "several")
    try check("c.csv", "name\tphone\tcustomerId\nMira\t1\tC-1", "none")
    try check(
      "C.CSV", "\u{FEFF}email;name;customerId\r\na@x;\"Mira; \"\"M\"\"\";C-1\r\n", "C-1 email=a@x name=Mira; \"M\"")
    let long = String(repeating: "x", count: DeskLimits.valueBytesMax + 1)
    try check(
      "c.csv", head + "C-1,a@x,\(long)\n", "C-1 email=a@x name=tooLong(Desk.AttributeInput.Excess.text(bytes: 4001))")
  }

  @Test func foundInJSONL() throws {
    try check("c.jsonl", "", "none")
    try check("c.jsonl", "\u{FEFF}\n  \r\n", "none")
    let (mira, jan) = (
      #"{"customerId":"C-1","attributes":{"email":"a@x","name":"Mira"}}"#,
      #"{"attributes":{"email":"A@X","vip":true,"old":null},"customerId":"C-2"}"#
    )
    try check("c.jsonl", mira, "C-1 email=a@x name=Mira")
    try check("c.JsonL", "\u{FEFF}\(mira)\r\n{\"customerId\":\"C-3\"}\n\n", "C-1 email=a@x name=Mira")
    try check("c.jsonl", "\n \(jan) \n", #"C-2 email=A@X vip=other("true") old=other("null")"#)
    try check("c.jsonl", "\(mira)\n\(jan)\n", "several")
  }

  /// A key that is the same to Swift, and another to everybody else.
  @Test func keysByScalars() throws {
    try folder.write("c.csv", "customerId,\u{212A},K\nC-1,a@x,b@x\n".utf8)
    let file = try folder.file("c.csv")
    #expect(file.look("K", "b@x").hasPrefix("C-1 ") && file.look("K", "a@x") == "none")
    #expect(file.look("customerId", "a@x") == "none")
  }

  @Test func malformedCSV() throws {
    func refuse(_ text: String, _ words: String, at location: SourceLocation = #_sourceLocation) throws {
      try check("c.csv", text, "The customer file c.csv, line \(words).", at: location)
    }
    try refuse("", "1: expected a header that names customerId, got the end of the file")
    try refuse("\n\n", "3: expected a header that names customerId, got the end of the file")
    try refuse("id,email\n", "1: expected a column customerId in the header, got only id, email")
    try refuse(
      "CustomerId, customerId\n", "1: expected a column customerId in the header, got only CustomerId,  customerId")
    try refuse("customerId,email,email\n", "1: the column \"email\" is in the header twice; name it once")
    try refuse("customerId,\"a\nb\",customerId\n", "2: the column \"customerId\" is in the header twice; name it once")
    try refuse("customerId,,email\n", "1: column 2 has no name in the header")
    try refuse("customerId,email\n\nC-1,b@x\nC-2\n", "4: expected 2 fields as in the header, got 1")
    try refuse("customerId,email\r\n\"C\n1\",b@x,\r\n", "2: expected 2 fields as in the header, got 3")
    try refuse("customerId,email\nC-1,a@x\n,b@x\n", "3: customerId must not be empty")
    try refuse("customerId,email\n \u{200B},b@x\n", "2: customerId must not be blank")
    let id = String(repeating: "x", count: 256)
    try refuse(
      "customerId\n\(id)\n", "2: customerId at most 255 characters (Unicode scalars) are allowed, got 256")
    try refuse("customerId,email\nC-1,a@x\nC-2,\"b\nc\n", "3: a quote that opens a field is never closed")
    try refuse(
      "customerId,email\nC-1,a@x\n\"C-2\n\"x,", "4: expected ',' or the end of the line after a closing quote, got 'x'")
    try refuse("customerId\n\(String(repeating: "a", count: 3))\0", "2: expected text in UTF-8, got a NUL byte")
    let key = String(repeating: "k", count: 1_025)
    try refuse("customerId,\(key)\n", "1: expected a name of at most 1024 bytes for column 2, got 1025")
    let keys = (0...500).map { "k\($0)" }.joined(separator: ",")
    try refuse("customerId,\(keys)\n", "1: expected at most 501 columns, got 502")
    try check(
      "c.csv", Array("customerId\nü\n".utf8) + [0xC3, 0x0A],
      "The customer file c.csv, line 3: expected text in UTF-8, got other bytes.")
    try check(
      "c.csv", [0xFF, 0xFE, 0x61, 0], "The customer file c.csv, line 1: expected text in UTF-8, got other bytes.")
  }

  @Test func malformedJSONL() throws {
    func refuse(_ line: String, _ words: String, at location: SourceLocation = #_sourceLocation) throws {
      let good = #"{"customerId":"C-1","attributes":{"email":"a@x"}}"#
      try check(
        "c.jsonl", "\(good)\n\n\(line)\n\(good)\n", "The customer file c.jsonl, line 3: \(words).", at: location)
    }
    try refuse("[]", "the line: expected an object, got an array")
    try refuse("7", "the line: expected an object, got the number 7")
    try refuse("{}", "customerId is missing: expected a string")
    try refuse(#"{"customerId":null}"#, "customerId is missing: expected a string")
    try refuse(#"{"customerId":""}"#, "customerId: must not be blank")
    try refuse(#"{"customerId":"C","mail":1}"#, #"unknown name "mail""#)
    try refuse(#"{"customerId":"C","customerId":"D"}"#, "customerId is given twice; give it once")
    try refuse(#"{"customerId":"C","attributes":[1]}"#, "attributes: expected an object of values by key, got an array")
    try refuse(
      #"{"customerId":"C","attributes":{"a":1,"a":2}}"#, "attributes.a is given twice; give it once")
    try refuse("{\"customerId\":", "not JSON: expected a value at byte 15 of the line")
    try refuse("{\"customerId\":\"C\"} x", "not JSON: expected the end of the text at byte 20 of the line")
    try refuse("\u{FEFF}{}", "not JSON: expected a value at byte 1 of the line")
    try refuse("\0", "not JSON: expected a value at byte 1 of the line")
    let deep = String(repeating: "[", count: 200)
    try refuse(deep, "arrays and objects nest at most 128 levels, and more at byte 129 of the line")
    try check(
      "c.jsonl", Array("{\"customerId\":\"".utf8) + [0xC0, 0x80],
      "The customer file c.jsonl, line 1: expected text in UTF-8, got other bytes.")
  }

  @Test func otherEndings() throws {
    for name in ["c.txt", "csv", "c.csv.gz", "c.json", "c.xlsx", "", "c.csv/", "c\0.csv"] {
      #expect(throws: CustomerFile.Fault.self) { try folder.file(name) }
    }
    do { _ = try folder.file("c.txt") } catch {
      #expect("\(error)" == "The customer file c.txt must end with .jsonl or .csv.")
    }
  }

  /// A fault can be kept as the reason of a look-up, however long the path and the names in the file are.
  @Test func faultsAreReasons() throws {
    let long = String(repeating: "ü", count: 500)
    try folder.write("c.csv", (0..<100).map { "\(long)\($0)" }.joined(separator: ",").utf8)
    let file = try CustomerFile(path: folder["c.csv"], shownAs: long, record: CustomerShape.customer)
    let fault = file.look("email", "a@x")
    try TextRule.reason.check(fault)
    #expect(fault.contains(", line 1: expected a column customerId in the header, got only ü"))
  }

  /// A file that is cut or damaged anywhere gives an answer or a fault.
  @Test func anyDamage() throws {
    let good = [
      "c.csv": "\u{FEFF}customerId;email\r\nC-1;\"a@x\"\r\n\nC-2;ü@\"\"\n".replacing("ü@\"\"", with: "\"ü@\"\"\""),
      "c.jsonl":
        "\u{FEFF}{\"customerId\":\"C-1\",\"attributes\":{\"email\":\"a@x\"}}\r\n{\"customerId\":\"\\u00fc\"}\n",
    ]
    for (name, text) in good {
      let bytes = Array(text.utf8)
      try check(name, bytes, "C-1 email=a@x")
      var damaged = bytes.indices.map { Array(bytes[..<$0]) }
      for place in bytes.indices {
        for bit in 0..<8 {
          damaged.append(bytes)
          damaged[damaged.count - 1][place] ^= 1 << UInt8(bit)
        }
      }
      var faults = 0
      for bytes in damaged {
        try folder.replace(name, bytes)
        let found = try folder.file(name).look("email", "a@x")
        if found.hasPrefix("The customer file \(name), line ") {
          faults += 1
        } else {
          let text = String(decoding: bytes, as: UTF8.self)
          #expect(found == "none" || text.lowercased().contains("a@x"), "\(found) in \(text)")
        }
      }
      #expect(faults > damaged.count / 4 && faults < damaged.count)
    }
  }

  /// A look-up finds the same as a filter over all records, in both formats, also where all hashes fall together.
  @Test func findsWhatAFilterFinds() throws {
    var random = SplitMix64(seed: 2)
    for round in 0..<30 {
      let customers = (0..<random.below(40)).map { number in
        (id: "C-\(number)", email: random.pick(["", "no", "a@x", "A@x", "\(random.below(20))@Y", "ü@\"\n,"]))
      }
      var csv = "email,customerId\n"
      var jsonl = ""
      for (id, email) in customers {
        csv += "\"\(email.replacing("\"", with: "\"\""))\",\(id)\n"
        let value = email.replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        jsonl += "{\"customerId\":\"\(id)\",\"attributes\":{" + (email.isEmpty ? "" : "\"email\":\"\(value)\"") + "}}\n"
      }
      try folder.replace("c.csv", csv.utf8)
      try folder.replace("c.jsonl", jsonl.utf8)
      for name in ["c.csv", "c.jsonl"] {
        for hash in [nil, { _ in 7 }, { form in UInt64(form.utf8.count % 2) << 40 }] as [((String) -> UInt64)?] {
          let file = try folder.file(name, hash: hash)
          for form in ["", "no", "a@x", "A@x", "ü@\"\n,"] + (0..<20).map({ "\($0)@y" }) {
            let same = customers.filter { $0.email.contains("@") && $0.email.lowercased() == form }
            let expected = same.count > 1 ? "several" : same.first.map { "\($0.id) email=\($0.email)" } ?? "none"
            #expect(file.look("email", form) == expected, "\(round) \(name) \(form)")
          }
          #expect(file.look("phone", "a@x") == "none")
        }
      }
    }
  }
}
