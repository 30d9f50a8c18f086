import JSON
import Testing

/// Params by name and by position, and what is told of wrong ones.
struct FieldReaderTests {
  private func check(
    _ text: String?, _ expected: Sample, at location: SourceLocation = #_sourceLocation
  ) throws {
    switch try result(text) {
    case .success(let sample): #expect(sample == expected, sourceLocation: location)
    case .failure(let error): Issue.record("refused: \(error.told)", sourceLocation: location)
    }
  }

  private func check(_ text: String?, _ told: String, at location: SourceLocation = #_sourceLocation) throws {
    switch try result(text) {
    case .success(let sample): Issue.record("read as \(sample)", sourceLocation: location)
    case .failure(let error): #expect(error.told == told, sourceLocation: location)
    }
  }

  private func result(_ text: String?) throws(JSONSyntaxError) -> Result<Sample, ShapeError> {
    guard let text else { return result(nil as JSONValue?) }
    return try reading(Array(text.utf8)) { result($0) }
  }

  private func result(_ value: JSONValue?) -> Result<Sample, ShapeError> {
    do throws(ShapeError) {
      return .success(try FieldReader.read(value, named: false, Sample.fields))
    } catch {
      return .failure(error)
    }
  }

  private let bare = Sample(contactId: "c", name: nil, identities: nil, limit: nil)
  private let full = Sample(
    contactId: "c", name: "n", identities: [Sample.Identity(network: "x", externalId: "e", handle: nil)], limit: 5)

  @Test func byName() throws {
    try check(#"{"contactId":"c"}"#, bare)
    try check(#"{"\u0063ontactId":"c"}"#, bare)
    try check(#"{"limit":5,"identities":[{"externalId":"e","network":"x"}],"name":"n","contactId":"c"}"#, full)
  }

  @Test func nullIsAsGoodAsLeavingOut() throws {
    try check(#"{"contactId":"c","name":null,"identities":null,"limit":null}"#, bare)
    try check(#"{"contactId":null}"#, "contactId: missing, expected a string")
    try check(
      #"{"limit":5,"identities":[{"externalId":"e","network":"x","handle":null}],"name":"n","contactId":"c"}"#, full)
  }

  /// What `null` and absence come to where `null` says something.
  private func nullable(_ text: String) throws -> String {
    try reading(Array(text.utf8)) { value in
      do throws(ShapeError) {
        return try FieldReader.read(value, named: false) { fields throws(ShapeError) in
          let name = try fields.nullable("name", Sample.text, "A name.")
          let agent = try fields.requiredNullable("agent", Sample.text, "An agent.")
          let told =
            switch name {
            case .absent: "absent"
            case .null: "null"
            case .value(let name): name
            }
          return "\(told) \(agent ?? "nil")"
        }
      } catch {
        return error.told
      }
    }
  }

  @Test func nullThatSaysSomething() throws {
    for (text, expected) in [
      (#"{"agent":null}"#, "absent nil"), (#"{"name":null,"agent":null}"#, "null nil"),
      (#"{"name":"n","agent":"a"}"#, "n a"), (#"{"name":null}"#, "agent: missing, expected a string, or null by name"),
      (#"{"name":1,"agent":null}"#, "name: expected a string, got the number 1"),
      (#"{"agent":[]}"#, "agent: expected a string, got an array"),
      // By position null skips: nothing is said by it.
      (#"[null,"a"]"#, "absent a"), (#"["n",null]"#, "agent: missing, expected a string, or null by name"),
      (#"{"name":null,"name":null,"agent":null}"#, "name: repeated"),
    ] {
      #expect(try nullable(text) == expected, "\(text)")
    }
  }

  @Test func byPosition() throws {
    try check(#"["c"]"#, bare)
    try check(#"["c",null,null,null]"#, bare)
    try check(#"["c","n",[{"network":"x","externalId":"e"}],5]"#, full)
    try check(#"["c",null,null,7]"#, Sample(contactId: "c", name: nil, identities: nil, limit: 7))
    try check(#"[null,"n"]"#, "contactId: missing, expected a string")
    try check(#"["c","n",null,5,6]"#, ": expected at most 4 params by position, got 5")
    // A surplus null is one too many all the same.
    try check(#"["c",null,null,null,null]"#, ": expected at most 4 params by position, got 5")
    try check(#"["c",1]"#, "name: expected a string, got the number 1")
    // Objects within are by name alone.
    try check(#"["c",null,[["x","e"]]]"#, "identities[0]: expected an object, got an array")
    try check(#"["c",null,[{"network":"x","externalId":"e","_meta":{}}]]"#, "identities[0]: unknown _meta→?")
  }

  /// An empty map and an empty list are one value in Lua and PHP.
  @Test func anEmptyContainerIsOneOfEitherKind() throws {
    let none = Sample(contactId: "c", name: nil, identities: [], limit: nil)
    try check(#"{"contactId":"c","identities":{}}"#, none)
    try check(#"["c",null,{}]"#, none)
    try check(#"{"contactId":"c","_meta":[]}"#, bare)
    try check(#"{"contactId":"c","identities":[[]]}"#, "identities[0].network: missing, expected a string")
    try check(
      #"{"contactId":"c","identities":[{"network":"x","externalId":"e"},[]]}"#,
      "identities[1].network: missing, expected a string")
    // Only an empty one.
    try check(#"{"contactId":"c","identities":{"0":{}}}"#, "identities: expected an array, got an object")
    try check(#"{"contactId":"c","identities":[[{}]]}"#, "identities[0]: expected an object, got an array")
    try check(#"{"contactId":"c","_meta":[0]}"#, "_meta: expected an object, got an array")
    try check(#"{"contactId":"c","name":[]}"#, "name: expected a string, got an array")
    try check(#"{"contactId":"c","name":{}}"#, "name: expected a string, got an object")
    try check(#"{"contactId":"c","limit":{}}"#, "limit: expected an integer, got an object")
  }

  @Test func absent() throws {
    for text in [nil, "null", "[]", "{}"] { try check(text, "contactId: missing, expected a string") }
    for text in ["1", "\"c\"", "true"] {
      let got = try reading(Array(text.utf8)) { $0.summary }
      try check(text, ": expected an object or an array, got \(got)")
    }
  }

  @Test func wrongValuesNameTheirPath() throws {
    try check(#"{"contactId":1}"#, "contactId: expected a string, got the number 1")
    try check(#"{"contactId":"\ud800"}"#, "contactId: expected a string, got a string with a lone surrogate")
    try check(#"{"contactId":"c","limit":501}"#, "limit: 501 is not in 1…500")
    try check(#"{"contactId":"c","limit":"5"}"#, #"limit: expected an integer, got the string "5""#)
    try check(#"{"contactId":"c","identities":{"0":1}}"#, "identities: expected an array, got an object")
    try check(#"{"contactId":"c","identities":[null]}"#, "identities[0].network: missing, expected a string")
    try check(#"{"contactId":"c","identities":[{},7]}"#, "identities[0].network: missing, expected a string")
    try check(#"{"contactId":"c","identities":[1,2,3,4]}"#, "identities: too many, 4 of 3")
    let sound = #"{"network":"x","externalId":"e"}"#
    try check(
      #"{"contactId":"c","identities":[\#(sound),{"network":"y"}]}"#,
      #"identities[1].network: expected one of x, email, got the string "y""#)
    try check(
      #"{"contactId":"c","identities":[\#(sound),\#(sound),{"network":"email","externalId":2}]}"#,
      "identities[2].externalId: expected a string, got the number 2")
    try check(#"{"contactId":"c","identities":[7]}"#, "identities[0]: expected an object, got the number 7")
  }

  @Test func unknownNames() throws {
    try check(#"{"contactId":"c","nmae":"n"}"#, ": unknown nmae→name")
    try check(#"{"contactId":"c","nam":"n"}"#, ": unknown nam→name")
    try check(#"{"contactid":"c"}"#, ": unknown contactid→contactId")
    try check(#"{"CONTACTID":"c","zzzzzz":1,"Limit":5}"#, ": unknown CONTACTID→contactId zzzzzz→? Limit→limit")
    // Told before what is missing, and before what is wrong elsewhere.
    try check(#"{"naem":"n","contactId":7,"limits":0}"#, ": unknown naem→name limits→limit")
    try check(#"{"contactId":7,"limit":0}"#, "contactId: expected a string, got the number 7")
    try check(#"{"contactId":"c","name\ud800":1}"#, ": unknown name\u{FFFD}→name")
    try check(
      #"{"contactId":"c","identities":[{"network":"x","externalID":"e"}]}"#,
      "identities[0]: unknown externalID→externalId")
    let many = (0..<30).map { #""q\#($0)":0"# }.joined(separator: ",")
    let listed = (0..<10).map { "q\($0)→?" }.joined(separator: " ")
    try check("{\(many)}", ": unknown \(listed)")
  }

  @Test func repeatedNames() throws {
    try check(#"{"contactId":"c","contactId":"c"}"#, "contactId: repeated")
    try check(#"{"contactId":"c","c\u006fntactId":7}"#, "contactId: repeated")
    try check(#"{"contactId":"c","name":null,"name":"n"}"#, "name: repeated")
    try check(#"{"limit":1,"limit":2}"#, "limit: repeated")
    try check(
      #"{"contactId":"c","identities":[{"network":"x","externalId":"e","network":"x"}]}"#,
      "identities[0].network: repeated")
    try check(#"{"contactId":"c","_meta":{},"_meta":{}}"#, "_meta: repeated")
    try check(#"{"contactId":"c","contactId":"c","contact":1}"#, ": unknown contact→contactId")
  }

  @Test func metaStandsBesideParamsByName() throws {
    try check(#"{"contactId":"c","_meta":{}}"#, bare)
    try check(#"{"_meta":{"requestKey":"k","any":[1]},"contactId":"c"}"#, bare)
    try check(#"{"\u005fmeta":{},"contactId":"c"}"#, bare)
    try check(#"{"contactId":"c","_meta":null}"#, bare)
    for (text, got) in [("[0]", "an array"), ("1", "the number 1"), ("\"m\"", "the string \"m\"")] {
      try check(#"{"contactId":"c","_meta":\#(text)}"#, "_meta: expected an object, got \(got)")
    }
    try check(#"{"_meta":{}}"#, "contactId: missing, expected a string")
    try check(#"{"contactId":"c","meta":{}}"#, ": unknown meta→?")
    try check(#"{"contactId":"c","_Meta":{}}"#, ": unknown _Meta→?")
  }
}
