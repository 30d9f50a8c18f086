import Desk
import Foundation
import JSON
import Testing

@testable import Server

/// Look-ups in a customer file, by a call and by themselves: what they find, and what they leave when they fail.
struct FileLookupTests {
  /// A folder with a customer file, gone after the test.
  private final class Customers {
    let path: String
    private let folder: String

    init(_ text: String, _ name: String = "customers.csv") throws {
      folder = "\(NSTemporaryDirectory())/contactdesk-lookup-\(UUID().uuidString)"
      path = "\(folder)/\(name)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try write(text)
    }

    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

    deinit {
      do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record("\(error)") }
    }
  }

  /// A desk with attributes of many formats, whose CRM is a file.
  private static func desk(_ path: String, _ options: String = "") throws -> TransactionRunner {
    let runner = try TransactionRunner(SessionOptions(clock: Script.clock))
    for line in [
      #"{"key":"number","label":"Number","format":"text","lookup":true}"#,
      #"{"key":"tier","label":"Tier","format":"choice","options":["gold","silver"],"crmManaged":true}"#,
      #"{"key":"points","label":"Points","format":"number"}"#,
      #"{"key":"news","label":"News","format":"boolean"}"#,
      #"{"key":"likes","label":"Likes","format":"choices","options":["boats","lamps"]}"#,
    ] { _ = try runner.result("schema.define", line) }
    let configured = #"{"name":"CRM","kind":"file","path":"\#(path)"\#(options)}"#
    _ = try runner.result("crm.configure", configured)
    return runner
  }

  private static func contact(_ runner: TransactionRunner, _ attributes: String) throws -> String {
    let result = try runner.result("contact.create", #"{"name":"M","attributes":\#(attributes)}"#)
    return try #require(result["contactId"] as? String)
  }

  private static func lookup(_ runner: TransactionRunner, _ contact: String) throws -> [String: Any] {
    let result = try runner.result("crm.lookup", #"{"contactId":"\#(contact)"}"#)
    return result["lookup"] as? [String: Any] ?? result
  }

  private static let csv = """
    customerId;number;email;tier;points;news;likes
    C-1;K-1;Mira@Kowalska.example;gold;12;TRUE;boats|lamps
    C-2;K-2;ben@x.example;brass;1,5;perhaps;boats|cars
    C-3;K-3;twin@x.example;;;;
    C-4;K-3;twin@x.example;;;;

    """

  private static let jsonl = """
    {"customerId":"C-1","attributes":{"number":"K-1","email":"Mira@Kowalska.example","tier":"gold","points":12,"news":true,"likes":["boats","lamps"]}}
    {"customerId":"C-2","attributes":{"number":"K-2","email":"ben@x.example","tier":"brass","points":"1,5","news":"perhaps","likes":["boats","cars"]}}
    {"customerId":"C-3","attributes":{"number":"K-3","email":"twin@x.example","tier":null}}
    {"customerId":"C-4","attributes":{"number":"K-3","email":"twin@x.example"}}

    """

  /// The first key of `matchOn` that the contact has a value of decides.
  @Test(arguments: [
    (#"{"number":"K-1"}"#, #"["number","email"]"#, "proposed C-1"),
    (#"{"number":"k-1"}"#, #"["number"]"#, "proposed C-1"), (#"{"number":"K-11"}"#, #"["number"]"#, "noMatch"),
    (#"{"email":"mira@kowalska.example"}"#, #"["number","email"]"#, "proposed C-1"),
    (#"{"email":"mira@kowalska.example","number":"K-2"}"#, #"["number","email"]"#, "proposed C-2"),
    (#"{"email":"mira@kowalska.example","number":"K-2"}"#, #"["email","number"]"#, "proposed C-1"),
    (#"{"email":"mira@kowalska.example","number":"K-9"}"#, #"["number","email"]"#, "noMatch"),
    (#"{"number":"K-3"}"#, #"["number"]"#, "noMatch"), (#"{}"#, #"["number"]"#, "noMatch"),
    (#"{"points":12}"#, #"["points"]"#, "proposed C-1"), (#"{"news":true}"#, #"["news"]"#, "proposed C-1"),
    (#"{"likes":["lamps","boats"]}"#, #"["likes"]"#, "proposed C-1"),
  ])
  func found(_ attributes: String, _ matchOn: String, _ expected: String) throws {
    for (text, name) in [(Self.csv, "customers.csv"), (Self.jsonl, "customers.jsonl")] {
      let customers = try Customers(text, name)
      let runner = try Self.desk(customers.path, #","matchOn":\#(matchOn)"#)
      let lookup = try Self.lookup(runner, try Self.contact(runner, attributes))
      let words = [lookup["state"], lookup["customerId"]].compactMap { $0 as? String }
      #expect(words.joined(separator: " ") == expected, "\(name): \(lookup)")
    }
  }

  /// Values that a format refuses are left out and named, in whatever state the look-up is.
  @Test(arguments: ["", #","autoConfirm":true"#]) func ignored(_ options: String) throws {
    for (text, name) in [(Self.csv, "customers.csv"), (Self.jsonl, "customers.jsonl")] {
      let customers = try Customers(text, name)
      let runner = try Self.desk(customers.path, options)
      let lookup = try Self.lookup(runner, try Self.contact(runner, #"{"number":"K-2"}"#))
      #expect(lookup["state"] as? String == (options.isEmpty ? "proposed" : "confirmed"))
      let fields = (lookup["ignored"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
      #expect(fields == ["tier", "points", "news", "likes"].map { "attributes." + $0 }, "\(name): \(lookup)")
    }
  }

  /// A column that is gone takes the value with it; a file that is gone is a failure that changes nothing else.
  @Test func fileChanges() throws {
    let customers = try Customers("customerId,number,points,tier\nC-1,K-1,5,gold\n")
    let runner = try Self.desk(customers.path, #","autoConfirm":true"#)
    let contact = try Self.contact(runner, #"{"number":"K-1"}"#)
    func card() throws -> (values: [String: String], validation: [String: Any], version: Int?) {
      let card = try runner.result("card.get", #"{"contactId":"\#(contact)"}"#)
      var values: [String: String] = [:]
      for attribute in card["attributes"] as? [[String: Any]] ?? [] {
        guard let key = attribute["key"] as? String, let source = attribute["source"] as? String else { continue }
        values[key] = source
      }
      return (values, card["validation"] as? [String: Any] ?? [:], card["version"] as? Int)
    }
    _ = try Self.lookup(runner, contact)
    #expect(try card().values == ["number": "crm", "points": "crm", "tier": "crm"])
    #expect(try card().validation["status"] as? String == "validated")
    try customers.write("customerId,number\nC-1,K-1\n")
    _ = try Self.lookup(runner, contact)
    let before = try card()
    #expect(before.values == ["number": "crm"])
    try customers.write("customerId,number,number\nC-1,K-1,K-1\n")
    let failed = try Self.lookup(runner, contact)
    #expect(failed["code"] as? Int == 1012)
    let data = failed["data"] as? [String: Any] ?? [:]
    #expect(data["connector"] as? String == "CRM" && (data["reason"] as? String ?? "").contains("line 1"), "\(failed)")
    let after = try card()
    #expect(after.values == before.values && after.version == before.version)
    #expect(after.validation["lastLookupOk"] as? Bool == false && after.validation["status"] as? String == "validated")
    let status = try runner.result("crm.status")
    #expect((status["lastFailure"] as? [String: Any])?["reason"] as? String == data["reason"] as? String)
  }

  /// `auto`: who is made, and of whom a value changes that the CRM is asked with, is looked up with the change; nobody
  /// else, and not again with the same values.
  @Test func byItself() throws {
    let customers = try Customers(Self.csv)
    let runner = try Self.desk(customers.path, #","auto":true"#)
    func check(_ method: String, _ params: String, _ lookups: Int, _ state: String?) throws {
      _ = try runner.result(method, params)
      #expect(runner.book.nextLookupID.number == lookups + 1, "\(method) \(params)")
      let list = try runner.result("crm.list", #"{"contactId":"contact-1"}"#)["lookups"] as? [[String: Any]]
      #expect(list?.first?["state"] as? String == state, "\(method) \(params)")
    }
    let message = { (number: Int, attributes: String) in
      #"""
      {"channel":"x","direction":"inbound","from":{"externalId":"7","attributes":{\#(attributes)}},"text":"Hi \#(number)"}
      """#
    }
    try check("message.record", message(1, #""number":"K-2","points":3"#), 1, "noMatch")
    try check("attribute.edit", #"{"contactId":"contact-1","set":{"number":"K-1"}}"#, 2, "proposed")
    try check("attribute.edit", #"{"contactId":"contact-1","set":{"number":"K-1"}}"#, 2, "proposed")
    try check("attribute.edit", #"{"contactId":"contact-1","set":{"url":"https://x.example/"}}"#, 2, "proposed")
    try check("vip.promote", #"{"contactId":"contact-1"}"#, 2, "proposed")
    try check("message.record", message(2, ""), 2, "proposed")
    // Confirming sets a value that it was asked with, and asks nothing.
    try check("crm.confirm", #"{"lookupId":"lookup-2"}"#, 2, "confirmed")
    try check("attribute.edit", #"{"contactId":"contact-1","clear":["number"]}"#, 2, "confirmed")
    try check("attribute.edit", #"{"contactId":"contact-1","set":{"number":"K-2"}}"#, 3, "proposed")
    // A file that is gone fails the look-up and not the call.
    try customers.write("nonsense\n")
    try check("attribute.edit", #"{"contactId":"contact-1","set":{"number":"K-1"}}"#, 4, "failed")
    try check("contact.create", #"{"name":"Ben"}"#, 5, "failed")
  }
}

extension TransactionRunner {
  /// The result of a call, or its error.
  fileprivate func result(_ method: String, _ params: String = "{}") throws -> [String: Any] {
    let bytes = try call(method, Array(params.utf8))
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    return try #require((answer["result"] ?? answer["error"]) as? [String: Any])
  }
}
