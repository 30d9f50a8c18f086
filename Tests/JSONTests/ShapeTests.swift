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

  @Test func amongEquallyNearNamesTheFirstWins() {
    #expect(Spelling.nearest(to: "bat", among: ["cat", "hat"]) == "cat")
    #expect(Spelling.nearest(to: "hat", among: ["cat", "hat"]) == "hat")
    #expect(Spelling.nearest(to: "bat", among: []) == nil)
  }
}
