import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whether programs can be run here as another user who may look where ours is.
enum OtherUser {
  static let id = 12_346

  /// The words before a command that make it another user's.
  static let words = ["setpriv", "--reuid", "\(id)", "--regid", "\(id)", "--clear-groups"]

  /// Whether there is a setpriv, and the program lies where others may look.
  static func canRun() throws -> Bool { try run([try Desk.binary(), "--version"]).0 == .code(0) }

  static func run(_ command: [String]) throws -> (ChildProcess.Ending, errors: String) {
    let errors = try End.newPipe()
    let child = try ChildProcess(
      "/usr/bin/env", words + command, [try End.newPipe().reader, try End.newPipe().writer, errors.writer])
    var bytes: [UInt8] = []
    while case let more = try errors.reader.read(), !more.isEmpty { bytes += more }
    return (try child.end(), String(decoding: bytes, as: UTF8.self))
  }
}

/// Folders of other users. Only root can make one, so nothing is tested for anybody else.
@Suite(.enabled(if: geteuid() == 0)) struct OwnerTests {
  private static let owner = 12_345

  private static func give(_ path: String, mode: Int) throws {
    try FileManager.default.setAttributes(
      [.ownerAccountID: owner, .groupOwnerAccountID: owner, .posixPermissions: mode], ofItemAtPath: path)
  }

  /// What root makes in the folder of a user is the user's: they can go on.
  @Test(arguments: [true, false]) func rootIsAGuest(isThere: Bool) throws {
    let scratch = try Scratch()
    if isThere {
      try scratch.makeFolder("desk")
      try Self.give(scratch.desk, mode: 0o700)
    } else {
      try Self.give(scratch.path, mode: 0o700)
    }
    for method in ["contact.create", "store.snapshot"] {
      let params = method == "contact.create" ? [#"{"name":"Anna"}"#] : []
      let call = try Command(["call", method] + params + ["--data", scratch.desk])
      #expect(call.ending == .code(0) && call.errors == "", "\(call.errors)")
    }
    let names = try scratch.names()
    #expect(names == ["journal-2", "lock", "presence", "snapshot-2"])
    for name in names + ["."] {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.desk + "/" + name)
      #expect(
        attributes[.ownerAccountID] as? Int == Self.owner
          && attributes[.posixPermissions] as? Int == (name == "." ? 0o700 : 0o600))
    }
  }

  /// A user is refused in the folder of another one that they could write to, and makes nothing there; one that they
  /// can only read is none of their business either, but for the files that they may read.
  @Test(
    .enabled("setpriv is missing, or others may not look where the program is") { try OtherUser.canRun() },
    arguments: [(0o777, 73, "belongs to another user, of the id 12345"), (0o755, 73, "Permission denied")])
  func anotherUser(_ mode: Int, _ code: Int32, _ text: String) throws {
    let scratch = try Scratch()
    #expect(try Command(["call", "contact.create", #"{"name":"Anna"}"#, "--data", scratch.desk]).ending == .code(0))
    for name in try scratch.names() { try Self.give(scratch.desk + "/" + name, mode: 0o600) }
    try Self.give(scratch.desk, mode: mode)
    let before = try scratch.names()
    let (ending, errors) = try OtherUser.run([try Desk.binary(), "call", "contact.list", "--data", scratch.desk])
    #expect(ending == .code(code) && errors.contains(text), "\(errors)")
    #expect(try scratch.names() == before)
  }
}
