import JSON
import Testing

/// What a shape says of itself, and where its errors are.
struct ShapeTests {
  @Test func aDescriptionListsTheFieldsInOrder() throws {
    let properties = FieldReader.describe(Sample.fields)
    #expect(properties.map(\.name) == ["contactId", "name", "identities", "limit"])
    #expect(properties.map(\.isRequired) == [true, false, false, false])
    #expect(
      properties.map(\.description) == [
        "Which contact.", "How the contact is called.", "The contact on each network.", "How many at most.",
      ])
    #expect(properties.map(\.schema.phrase) == ["a string", "a string", "an array", "an integer from 1 to 500"])
  }

  @Test func anObjectIsNamedAndListsItsMembers() throws {
    guard case .named("Identity", .object(let members)) = Sample.identity.schema else {
      Issue.record("not an object with a name: \(Sample.identity.schema)")
      return
    }
    #expect(members.map(\.name) == ["network", "externalId", "handle"])
    #expect(members.map(\.isRequired) == [true, true, false])
    guard case .array(.named("Identity", _), max: 3) = Sample.identity.array(max: 3).schema else {
      Issue.record("not an array of it: \(Sample.identity.array(max: 3).schema)")
      return
    }
  }

  @Test func arrays() throws {
    let cases = [
      ("[]", nil), ("[1,500]", nil), ("[1,2,3]", ": too many, 3 of 2"), ("[1,0]", "[1]: 0 is not in 1…500"),
    ]
    for (text, told) in cases {
      try reading(Array(text.utf8)) { value in
        do throws(ShapeError) {
          let numbers = try Sample.limit.array(max: 2).read(value)
          #expect(told == nil && numbers.count == value.count)
        } catch {
          #expect(error.told == told)
        }
      }
    }
    // Arrays of arrays.
    try reading(Array("[[1],[2,0]]".utf8)) { value in
      do throws(ShapeError) {
        _ = try Sample.limit.array(max: 2).array(max: 2).read(value)
        Issue.record("accepted")
      } catch {
        #expect(error.within("rows").told == "rows[1][1]: 0 is not in 1…500")
      }
    }
  }

  @Test func paths() {
    let error = ShapeError(.repeated)
    #expect(error.path == "")
    #expect(error.within("a").path == "a")
    #expect(error.within(0).path == "[0]")
    #expect(error.within("a").within("b").path == "b.a")
    #expect(error.within("a").within(0).path == "[0].a")
    #expect(error.within("network").within(0).within("identities").path == "identities[0].network")
    #expect(error.within(1).within(0).within("a").within("b").path == "b.a[0][1]")
    #expect(ShapeError(.repeated, path: "c").within("d").path == "d.c")
  }

  @Test func phrases() {
    let phrases: [(Schema, String)] = [
      (.null, "null"), (.boolean, "true or false"), (.integer(), "an integer"),
      (.integer(min: 1), "an integer"), (.integer(min: 0, max: 9), "an integer from 0 to 9"), (.number, "a number"),
      (.string(max: 5), "a string"), (.oneOf(["a", "b"]), "one of a, b"), (.array(.null), "an array"),
      (.map(.null), "an object"), (.object([]), "an object"), (.openObject, "an object"),
      (.anyOf([.string(), .null]), "a string or null"), (.named("N", .boolean), "true or false"),
      (.described(.named("N", .number), "d"), "a number"),
    ]
    for (schema, phrase) in phrases { #expect(schema.phrase == phrase) }
  }

  private static let names = ["contactId", "conversationId", "name", "labels", "limit", "id"]

  @Test(
    arguments: [
      ("contactid", "contactId"), ("ContactID", "contactId"), ("contact", "contactId"), ("conatctId", "contactId"),
      ("contactIds", "contactId"), ("conversation", "conversationId"), ("nam", "name"), ("naem", "name"),
      ("label", "labels"), ("limits", "limit"), ("xd", nil), ("ids", "id"), ("attributes", nil), ("vip", nil),
      ("", nil), ("zzzzzzzzz", nil),
      (String(repeating: "z", count: 10_000), nil), ("\u{FFFD}", nil),
    ] as [(String, String?)])
  func nearestName(name: String, nearest: String?) {
    #expect(Spelling.nearest(to: name, among: Self.names) == nearest)
  }

  private static let methods = [
    "system.hello", "system.info", "system.ping", "rpc.discover", "contact.create", "contact.update",
    "contact.addIdentity", "contact.list", "message.record", "card.get", "card.getMany", "attribute.edit",
    "schema.list", "vip.promote", "vip.demote", "note.add", "note.edit", "note.list", "conversation.open",
    "conversation.setStatus", "history.read", "store.snapshot",
  ]

  /// Noun and verb are compared apart.
  @Test(
    arguments: [
      ("contact.merge", nil), ("contact.delete", nil), ("contact.get", nil), ("note.read", nil), ("card.list", nil),
      ("cat.create", nil), ("history.list", nil), ("schema.create", nil), ("contact.", nil), (".list", nil), (".", nil),
      ("contact.lst", "contact.list"), ("notes.add", "note.add"), ("Contact.List", "contact.list"),
      ("contacts.list", "contact.list"), ("vip.promot", "vip.promote"), ("crd.get", "card.get"),
      ("contact.creat", "contact.create"), ("card.getmany", "card.getMany"),
      ("conversation.setstate", "conversation.setStatus"),
      ("contact.addIdentities", "contact.addIdentity"), ("stroe.snapshot", "store.snapshot"),
      ("mesage.recrod", "message.record"),
      // Without the dot, or with something else in its place.
      ("cardget", "card.get"), ("cardGet", "card.get"), ("contactlst", "contact.list"), ("contactmerge", nil),
      ("note_add", "note.add"), ("notes/add", "note.add"), ("history:read", "history.read"),
      ("vip promote", "vip.promote"),
      ("store-snapshot", "store.snapshot"), ("ping", nil), ("contact_merge", nil), ("desk.card.get", nil),
      (String(repeating: "contact.list", count: 100_000), nil),
    ] as [(String, String?)])
  func nearestMethod(name: String, nearest: String?) {
    #expect(Spelling.nearest(to: name, among: Self.methods) == nearest)
  }

  /// A name of a megabyte, and a hundred thousand candidates, cost no more than what is compared.
  @Test func guessingIsBounded() {
    let many = (0..<100_000).map { "agent\($0)" }
    #expect(Spelling.nearest(to: "agnt7", among: many) == "agent7")
    #expect(Spelling.nearest(to: "agnt", among: Array(repeating: "qqqqqqqq", count: 1_000) + ["agent"]) == nil)
    let long = String(repeating: "z", count: 1 << 20)
    #expect(Spelling.nearest(to: long, among: [long]) == nil)
    #expect(
      Spelling.nearest(to: String(long.prefix(64)), among: [String(long.prefix(63)), long]) == String(long.prefix(63)))
  }

  @Test func amongEquallyNearNamesTheFirstWins() {
    #expect(Spelling.nearest(to: "bat", among: ["cat", "hat"]) == "cat")
    #expect(Spelling.nearest(to: "hat", among: ["cat", "hat"]) == "hat")
    #expect(Spelling.nearest(to: "bat", among: []) == nil)
  }
}
