import Desk
import JSON
import Methods
import RPC
import Testing

@testable import Server

/// However long a client's names, keys and ids are, an error or a warning repeats at most 1,000 bytes of each.
struct RepeatedTextTests {
  /// Scalars of one to four bytes.
  private static let fillers = ["a", "é", "東", "😀"]

  private static func long(_ filler: String) -> String { String(repeating: filler, count: 1_200) }

  /// The longest run of the filler, in bytes.
  private func longestRun(of filler: String, in reply: String) -> Int {
    var (longest, run) = (0, 0)
    for scalar in reply.unicodeScalars {
      run = scalar == filler.unicodeScalars.first ? run + filler.utf8.count : 0
      longest = max(longest, run)
    }
    return longest
  }

  private func check(
    _ line: String, _ filler: String, _ session: TransactionRunner, at location: SourceLocation = #_sourceLocation
  ) throws {
    let reply = try session.answer(line)
    // What is taken comes back in results, whole.
    guard reply.contains(#""error""#) || reply.contains(#""warnings""#) else { return }
    let run = longestRun(of: filler, in: reply)
    #expect(run <= 1_000, "\(run) bytes of \(line.prefix(120)): \(reply.prefix(200))", sourceLocation: location)
  }

  private func session() throws -> TransactionRunner {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock), .memory(Book()))
    for call in [
      #""contact.create","params":{"name":"Mira","identities":[{"network":"x","externalId":"1"}]}"#,
      #""schema.define","params":{"key":"tier","label":"Tier","format":"choice","options":["gold"]}"#,
      #""schema.define","params":{"key":"speaks","label":"Speaks","format":"language"}"#,
    ] { _ = try session.answer(#"{"jsonrpc":"2.0","id":1,"method":\#(call)}"#) }
    return session
  }

  /// Every param of every method, in every type that holds a text, and names that no param has.
  @Test(arguments: fillers) func ofParams(_ filler: String) throws {
    let (session, text) = (try session(), Self.long(filler))
    let values = [
      #""\#(text)""#, #"["\#(text)"]"#, #"{"\#(text)":1}"#, #"{"\#(text)":"x","\#(text)":"y"}"#, #"[{"\#(text)":1}]"#,
      #"[{"network":"\#(text)","externalId":"\#(text)"}]"#, #"{"externalId":"\#(text)","attributes":{"\#(text)":"x"}}"#,
    ]
    for method in MethodTable.all where method.name.description != "system.shutdown" {
      let name = method.name.description
      try check(#"{"jsonrpc":"2.0","id":1,"method":"\#(name)","params":{"\#(text)":1}}"#, filler, session)
      try check(#"{"jsonrpc":"2.0","id":1,"method":"\#(name)","params":{"\#(text)":1,"\#(text)":2}}"#, filler, session)
      for param in method.params() {
        for value in values {
          let params = try ValidParams.of(method, replacing: param.name, with: value)
          try check(#"{"jsonrpc":"2.0","id":1,"method":"\#(name)","params":\#(params)}"#, filler, session)
        }
      }
    }
  }

  /// What a look-up does not find, what is there already, and values that a format refuses.
  @Test(arguments: fillers) func ofValues(_ filler: String) throws {
    let (session, text) = (try session(), Self.long(filler))
    let name = String(repeating: filler, count: 255)
    let long = #"{"key":"long","label":"Long","format":"choice","options":["\#(name)","y"]}"#
    _ = try session.answer(#"{"jsonrpc":"2.0","id":1,"method":"schema.define","params":\#(long)}"#)
    for (method, params) in [
      ("attribute.edit", #"{"contactId":"contact-1","set":{"\#(text)":"x"}}"#),
      ("attribute.edit", #"{"contactId":"contact-1","clear":["\#(text)"]}"#),
      ("attribute.edit", #"{"contactId":"contact-1","clear":["\#(text)","\#(text)"]}"#),
      ("attribute.edit", #"{"contactId":"contact-1","set":{"tier":"\#(text)"}}"#),
      ("attribute.edit", #"{"contactId":"contact-1","set":{"long":"x"}}"#),
      ("attribute.edit", #"{"contactId":"contact-1","set":{"speaks":"\#(name)"}}"#),
      ("attribute.edit", #"{"contactId":"contact-1","set":{"email":"\#(name)@\#(name)"}}"#),
      ("attribute.edit", #"{"contactId":"contact-1","set":{"url":"http://\#(name)"}}"#),
      ("attribute.edit", #"{"contactId":"contact-1","set":{"phone":"+\#(name)"}}"#),
      ("contact.addIdentity", #"{"contactId":"contact-1","network":"x","externalId":"\#(name)"}"#),
      ("contact.create", #"{"name":"x","identities":[{"network":"x","externalId":"\#(name)"}]}"#),
      ("contact.removeIdentity", #"{"contactId":"contact-1","network":"x","externalId":"\#(text)"}"#),
      ("system.hello", #"{"agent":"\#(text)"}"#), ("system.hello", #"{"agent":"anna:\#(text)"}"#),
      ("history.read", #"{"contactId":"contact-1","channels":["\#(text)"]}"#),
      ("schema.update", #"{"key":"tier","options":["\#(name)","\#(name)"]}"#),
      ("schema.reorder", #"{"keys":["\#(text)","\#(text)"]}"#),
      (
        "message.record",
        #"{"channel":"x","direction":"inbound","from":{"externalId":"9","attributes":{"\#(text)":"x"}},"text":"Hi"}"#
      ),
    ] {
      try check(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#, filler, session)
    }
    // The same identity again, on another contact.
    let again = #"{"name":"y","identities":[{"network":"x","externalId":"\#(name)"}]}"#
    try check(#"{"jsonrpc":"2.0","id":1,"method":"contact.create","params":\#(again)}"#, filler, session)
  }

  /// Members of the message itself. Only its id is echoed whole.
  @Test(arguments: fillers) func ofTheMessage(_ filler: String) throws {
    let (session, text) = (try session(), Self.long(filler))
    for line in [
      #"{"jsonrpc":"2.0","id":1,"method":"\#(text)"}"#, #"{"jsonrpc":"\#(text)","id":1,"method":"x"}"#,
      #"{"jsonrpc":"2.0","id":["\#(text)"],"method":"x"}"#, #"{"jsonrpc":"2.0","id":1,"method":{"\#(text)":1}}"#,
      #"{"jsonrpc":"2.0","id":1,"method":"x","params":"\#(text)"}"#, #""\#(text)""#,
      #"{"jsonrpc":"2.0","id":1,"method":"x","\#(text)":1,"\#(text)":2}"#,
    ] { try check(line, filler, session) }
    let id = String(repeating: filler, count: WireLimits.requestIdBytesMax / filler.utf8.count)
    let echoed = try session.answer(#"{"jsonrpc":"2.0","id":"\#(id)","method":"x"}"#)
    #expect(longestRun(of: filler, in: echoed) == id.utf8.count)
    try check(#"{"jsonrpc":"2.0","id":"\#(id + id)","method":"x"}"#, filler, session)
  }
}
