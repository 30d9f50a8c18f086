import Foundation
import Testing

/// Other programs change a folder under a process that serves it, seen from outside. `StoreTests` has every such act.
struct ServedFolderTests {
  private static func create(_ id: Int) -> String {
    Request.call(id, "contact.create", #"{"name":"Contact \#(id)"}"#) + "\n"
  }

  private static func truncate(_ path: String) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.truncate(atOffset: 0)
    try file.close()
  }

  /// A lock that is cut to nothing: every process goes on, and nothing that was acknowledged is gone.
  @Test func lockIsCut() throws {
    let scratch = try Scratch()
    let desks = [try Desk(["--data", scratch.desk]), try Desk(["--data", scratch.desk])]
    for desk in desks { try desk.ping() }
    for round in 1...5 {
      for desk in desks {
        try desk.send(Self.create(round))
        #expect(try desk.line().hasPrefix(Answer.result(round)))
        try Self.truncate(scratch.desk + "/lock")
      }
    }
    for desk in desks { try desk.finish() }
    let list = try Command(["call", "contact.list", #"{"limit":50}"#, "--data", scratch.desk])
    #expect(list.output.matches(of: /"contactId": ?"contact-/).count == 10, "\(list.output) \(list.errors)")
  }

  /// A journal that is moved away: the log and `store.status` say so within a second or two, without a write; reads go
  /// on; and so do writes, once it is back.
  @Test func journalIsMoved() throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk])
    try desk.send(Self.create(1))
    #expect(try desk.line().hasPrefix(Answer.result(1)))
    try scratch.move("desk/journal-1", to: "elsewhere")
    let log = String(decoding: try desk.errors.read(), as: UTF8.self)
    #expect(log.contains("changes are refused: lstat of journal-1"), "\(log)")
    try desk.send(Request.call(2, "store.status", "{}") + "\n" + Self.create(3))
    #expect(try desk.line().contains(#""readOnly":true"#))
    #expect(try desk.line().contains(#""kind":"storage""#))
    try scratch.move("elsewhere", to: "desk/journal-1")
    try desk.send(Self.create(4))
    #expect(try desk.line().hasPrefix(Answer.result(4)))
    try desk.finish()
  }
}
