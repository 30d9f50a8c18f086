import Testing

/// `[]` where an object belongs and `{}` where an array does: Lua and PHP have one type for both, and write either for
/// an empty one.
struct EmptyContainerTests {
  private static let desk = #"""
    {"jsonrpc":"2.0","id":1,"method":"schema.define","params":{"key":"tags","label":"Tags","format":"choices","options":["a","b"]}}
    {"jsonrpc":"2.0","id":2,"method":"message.record","params":{"channel":"x","direction":"inbound","from":{"externalId":"1"},"text":"Hello"}}
    {"jsonrpc":"2.0","id":3,"method":"contact.update","params":{"contactId":"contact-1","labels":["press"]}}

    """#

  /// What the call answers after the desk above is made, and what the contact is then.
  private static func outcome(_ method: String, _ params: String) throws -> String {
    try Script.run(
      desk + #"""
        {"jsonrpc":"2.0","id":4,"method":"\#(method)","params":\#(params)}
        {"jsonrpc":"2.0","id":5,"method":"card.get","params":["contact-1"]}

        """#)
  }

  static let cases: [(method: String, params: String, same: String)] = [
    ("contact.create", #"{"name":"A","attributes":[]}"#, #"{"name":"A","attributes":{}}"#),
    ("contact.create", #"{"name":"A","identities":{},"labels":{}}"#, #"{"name":"A","identities":[],"labels":[]}"#),
    ("contact.create", #"["A",{},[],{}]"#, #"["A",[],{},[]]"#),
    ("contact.create", #"{"name":"A","identities":[[]]}"#, #"{"name":"A","identities":[{}]}"#),
    ("contact.update", #"{"contactId":"contact-1","labels":{}}"#, #"{"contactId":"contact-1","labels":[]}"#),
    (
      "contact.update", #"{"contactId":"contact-1","blocked":true,"_meta":[]}"#,
      #"{"contactId":"contact-1","blocked":true,"_meta":{}}"#
    ),
    (
      "attribute.edit", #"{"contactId":"contact-1","set":[],"clear":["email"]}"#,
      #"{"contactId":"contact-1","set":{},"clear":["email"]}"#
    ),
    (
      "attribute.edit", #"{"contactId":"contact-1","set":{"email":"a@b.example"},"clear":{}}"#,
      #"{"contactId":"contact-1","set":{"email":"a@b.example"},"clear":[]}"#
    ),
    (
      "attribute.edit", #"{"contactId":"contact-1","set":[],"clear":{}}"#,
      #"{"contactId":"contact-1","set":{},"clear":[]}"#
    ),
    (
      "attribute.edit", #"{"contactId":"contact-1","set":{"tags":{}}}"#,
      #"{"contactId":"contact-1","set":{"tags":[]}}"#
    ),
    (
      "attribute.edit", #"{"contactId":"contact-1","set":{"email":{}}}"#,
      #"{"contactId":"contact-1","set":{"email":[]}}"#
    ),
    (
      "message.record", #"{"channel":"x","direction":"inbound","from":[],"text":"B"}"#,
      #"{"channel":"x","direction":"inbound","from":{},"text":"B"}"#
    ),
    (
      "message.record",
      #"{"channel":"x","direction":"inbound","from":{"externalId":"1","attributes":[]},"text":"B","attachments":{}}"#,
      #"{"channel":"x","direction":"inbound","from":{"externalId":"1","attributes":{}},"text":"B","attachments":[]}"#
    ),
    (
      "history.read", #"{"contactId":"contact-1","channels":{},"kinds":{}}"#,
      #"{"contactId":"contact-1","channels":[],"kinds":[]}"#
    ),
    (
      "conversation.open", #"{"contactId":"contact-1","channel":"x","topics":{}}"#,
      #"{"contactId":"contact-1","channel":"x","topics":[]}"#
    ),
    ("card.getMany", #"{"contactIds":{}}"#, #"{"contactIds":[]}"#),
    ("schema.reorder", #"{"keys":{}}"#, #"{"keys":[]}"#),
    ("system.hello", #"{"client":[]}"#, #"{"client":{}}"#),
    ("system.ping", "[]", "{}"),
  ]

  @Test(arguments: cases) func isOneOfEitherKind(_ method: String, _ params: String, _ same: String) throws {
    #expect(try Self.outcome(method, params) == Self.outcome(method, same))
  }

  /// Only an empty one, and only where a container belongs.
  @Test(arguments: [
    ("contact.create", #"{"name":"A","attributes":["email"]}"#, "an array"),
    ("contact.create", #"{"name":"A","labels":{"0":"press"}}"#, "an object"),
    ("contact.create", #"{"name":[]}"#, "an array"), ("contact.create", #"{"name":{}}"#, "an object"),
    ("system.ping", #"{"_meta":[1]}"#, "an array"), ("contact.list", #"{"limit":[]}"#, "an array"),
  ])
  func otherTypesAreRefused(_ method: String, _ params: String, _ got: String) throws {
    let outcome = try Self.outcome(method, params)
    #expect(outcome.contains(#""code":-32602"#) && outcome.contains(#""got":"\#(got)""#), "\(outcome)")
  }
}
