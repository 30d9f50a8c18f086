import Foundation
import Methods
import RPC
import Testing

/// The documents checked by real traffic: every reply of every transcript against the schemas of `openrpc.json`.
struct SchemaTests {
  /// What no reply can have yet, and why.
  private static let notYet: Set<String> = [
    // Nobody works on what waits: a queue entry is a conversation without an assignee.
    "QueueEntry.assignee",
    // Transcripts are of desks in memory: FolderTests, and the example.
    "StoreStatus.reason", "StoreStatus.folder", "StoreStatus.sync", "StoreStatus.journalBytes",
    "StoreStatus.snapshotSeq", "StoreStatus.snapshotBytes", "StoreStatus.snapshotAt", "StoreStatus.generation",
    "StoreStatus.advice", "StoreStatus.readOnlySince",
  ]

  @Test func everyReplyFitsItsSchema() throws {
    let document = try Self.object(Package.bytes("protocol/openrpc.json"))
    let check = SchemaCheck(document)
    let methods = Dictionary(
      uniqueKeysWithValues: (document["methods"] as? [[String: Any]] ?? []).map { ($0["name"] as? String ?? "", $0) })
    var kinds: Set<String> = []
    var raised: [String: Set<String>] = [:]
    for transcript in Transcript.all {
      for (request, reply) in try Self.exchanges(transcript) {
        let name = request["method"] as? String ?? ""
        let faults: [String]
        if let error = reply["error"] as? [String: Any] {
          let kind = (error["data"] as? [String: Any])?["kind"] as? String ?? ""
          kinds.insert("\(error["code"] ?? 0) \(kind)")
          raised[name, default: []].insert(kind)
          faults = Self.faults(error, methods[name], kind)
        } else {
          let result = methods[name]?["result"] as? [String: Any]
          faults =
            check.faults(reply["result"] ?? NSNull(), result?["schema"] as? [String: Any] ?? ["type": "none"])
            + Self.paramFaults(request, methods[name], check)
        }
        #expect(faults.isEmpty, "\(transcript.name): \(request): \(faults)")
      }
    }
    // Limits of hundreds of things, and a process without `--clock`: ConfigurationTests. Calls that wait, which no
    // transcript has: WaitingCallTests.
    let elsewhere: [String: Set<ErrorCode>] = [
      "channel.define": [.limitExceeded], "team.define": [.limitExceeded], "system.setClock": [.wrongState],
      "crm.lookup": [.limitExceeded, .cancelled],
    ]
    for method in MethodTable.all {
      // A name that no field has is refused by all.
      #expect(method.errors.contains(.invalidParams), "\(method.name)")
      // Roles are those of the process: RoleTests. Stores fail in FolderTests.
      for code in method.errors where code != .forbidden && code != .storage {
        if elsewhere["\(method.name)"]?.contains(code) == true { continue }
        #expect(raised["\(method.name)"]?.contains(code.kind) == true, "no transcript of \(method.name) raises \(code)")
      }
    }
    // `internal` tells of a fault of our own, `storage` of the disk, and `cancelled` of a call that waits.
    for code in ErrorCode.allCases where ![.internalError, .storage, .cancelled].contains(code) {
      #expect(kinds.contains("\(code.number) \(code.kind)"), "no transcript raises \(code)")
    }
    // What goes in is declared beside what comes out.
    let unseen = check.declared.subtracting(check.seen).filter { name in
      !["IdentityInput", "Sender", "AttachmentInput", "ClientInput"].contains { name.hasPrefix($0 + ".") }
    }
    #expect(unseen == Self.notYet)
  }

  /// An error has a code and a kind that its method declares, and a message for a person.
  private static func faults(_ error: [String: Any], _ method: [String: Any]?, _ kind: String) -> [String] {
    var faults: [String] = []
    if (error["message"] as? String ?? "").isEmpty { faults.append("no message") }
    let data = error["data"] as? [String: Any] ?? [:]
    if data["retryable"] as? Bool == nil { faults.append("no retryable") }
    let code = error["code"] as? Int ?? 0
    if !ErrorCode.allCases.contains(where: { $0.number == code && $0.kind == kind }) {
      faults.append("unknown \(code) \(kind)")
    }
    let declared = (method?["errors"] as? [[String: Any]] ?? []).compactMap { $0["$ref"] as? String }
    let isOfTheWire = [-32700, -32600, -32601].contains(code)
    if !isOfTheWire && !declared.contains("#/components/errors/\(kind)") && method != nil {
      faults.append("\(kind) is not among the method's errors")
    }
    return faults
  }

  /// Params by name that were accepted fit their schemas. `null` is as good as leaving out, and `_meta` is everybody's.
  private static func paramFaults(_ request: [String: Any], _ method: [String: Any]?, _ check: SchemaCheck) -> [String]
  {
    guard let params = request["params"] as? [String: Any] else { return [] }
    let declared = Dictionary(
      uniqueKeysWithValues: (method?["params"] as? [[String: Any]] ?? []).map { ($0["name"] as? String ?? "", $0) })
    return params.flatMap { name, value -> [String] in
      if name == "_meta" || value is NSNull { return [] }
      return check.faults(withoutNulls(value), declared[name]?["schema"] as? [String: Any] ?? ["type": "none"], name)
    }
  }

  private static func withoutNulls(_ value: Any) -> Any {
    if let object = value as? [String: Any] {
      return object.filter { !($0.value is NSNull) }.mapValues { withoutNulls($0) }
    }
    return (value as? [Any])?.map { withoutNulls($0) } ?? value
  }

  @Test func everyExampleWorks() throws {
    let document = try Self.object(Package.bytes("protocol/openrpc.json"))
    let check = SchemaCheck(document)
    for method in document["methods"] as? [[String: Any]] ?? [] {
      let result = (method["result"] as? [String: Any])?["schema"] as? [String: Any] ?? [:]
      for example in method["examples"] as? [[String: Any]] ?? [] {
        let value = (example["result"] as? [String: Any])?["value"]
        guard method["name"] as? String != "rpc.discover" else { continue }
        #expect(value != nil, "\(method["name"] ?? "") \(example["name"] ?? ""): the call fails")
        #expect(check.faults(value ?? NSNull(), result) == [], "\(method["name"] ?? "")")
        let schemas = (method["params"] as? [[String: Any]] ?? []).map { ($0["name"] as? String, $0["schema"]) }
        for param in example["params"] as? [[String: Any]] ?? [] {
          let schema = schemas.first { $0.0 == param["name"] as? String }?.1 as? [String: Any]
          let faults = check.faults(param["value"] ?? NSNull(), schema ?? ["type": "none"])
          #expect(faults == [], "\(method["name"] ?? "") \(example["name"] ?? ""), \(param["name"] ?? "")")
        }
      }
    }
  }

  @Test func discoverReturnsTheDocument() throws {
    let reply = try Script.run(#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#)
    let result = try Self.object(Array(reply.utf8))["result"] as? NSDictionary
    #expect(result == (try Self.object(Package.bytes("protocol/openrpc.json")) as NSDictionary))
  }

  /// Each request of a transcript with its reply, batches taken apart; lines that are no messages with an empty one.
  private static func exchanges(_ transcript: Transcript) throws -> [(request: [String: Any], reply: [String: Any])] {
    let input = try transcript.input().split(separator: 0x0A)
    var replies = try transcript.output().split(separator: 0x0A).map { try json($0) }[...]
    var exchanges: [(request: [String: Any], reply: [String: Any])] = []
    for line in input {
      // One line at a time through a session of its own tells whether it is answered.
      guard try !Script.run(Array(line)).isEmpty, let reply = replies.popFirst() else { continue }
      let request: Any
      do { request = try json(line) } catch {
        request = [:]
      }
      guard let batch = reply as? [[String: Any]] else {
        exchanges.append((request as? [String: Any] ?? [:], reply as? [String: Any] ?? [:]))
        continue
      }
      for answer in batch {
        let id = answer["id"] as? NSObject
        let requests = (request as? [Any] ?? []).compactMap { $0 as? [String: Any] }
        exchanges.append((requests.first { $0["id"] as? NSObject == id && $0["method"] != nil } ?? [:], answer))
      }
    }
    #expect(replies.isEmpty)
    return exchanges
  }

  /// Foundation does not read a lone surrogate, which an id may hold.
  private static func json(_ line: ArraySlice<UInt8>) throws -> Any {
    let text = String(decoding: line, as: UTF8.self).replacingOccurrences(of: #"\ud83d""#, with: #"?""#)
    return try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
  }

  private static func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }
}
