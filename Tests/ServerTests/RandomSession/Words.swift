extension RandomSession {
  /// What the script's calls are made of.
  enum Words {
    /// Some on one network twice by names that differ by their scalars alone.
    static let people: [(network: String, externalId: String)] = [
      ("instagram", "K1"), ("instagram", "\u{212A}1"), ("instagram", "é"), ("instagram", "e\u{301}"),
      ("instagram", "17841400001"), ("x", "K1"), ("x", "44196397"), ("x", "e\u{301}"), ("whatsapp", "32470123456"),
      ("whatsapp", "4915112345678"), ("webchat", "visitor 1"), ("webchat", "visitor \"2\""), ("webchat", "K1"),
      ("whatsapp", "+32 470 12 34 56"), ("whatsapp", "123456"), ("email", "Mira@Example.com"),
      ("email", "mira@EXAMPLE.com"), ("instagram", "17841400002"),
    ]

    static let handles = ["mira", "mira.k", "joe_9", "a-b", "@Mira", "MIRA.K"]
    static let names = ["Mira Kowalska", "Zoé", "Zoe\u{301}", "佐藤", "O\"Neil", "🎈"]
    /// Names of contacts, in several scripts; one begins with a mark, and no cursor is longer than that of the last.
    static let contactNames =
      names + [
        "山田太郎", "山田 花子", "Łukasz Wójcik", "Zoë-Marie O'Neil", "ΟΔΥΣΣΕΎΣ Σοφός", "Ольга Йовович", "김민준", "مريم", "सीता राम",
        "\u{301}Ada ~7", "Ana\u{200E} Mira", "mira kowalski 42", String(repeating: "🎈", count: 255),
      ]
    static let labels = ["vip fair", "é", "e\u{301}", "B2B", "\\"]
    static let texts = ["Where is my parcel?", "Dzień dobry\nŁódź", "請問我的包裹在哪裡？", "PARCEL \"7\"", " ", "ok \\o/"]
    /// Texts of which lists show no more than the beginning, or just all.
    static let longTexts = [
      String(repeating: "ab", count: 100), String(repeating: "ab", count: 100) + "c",
      "x" + String(repeating: "e\u{301}", count: 140), String(repeating: "🎈 ", count: 150),
    ]
    static let urls = ["https://example.com/1.png", "https://example.com/2.png"]
    /// Words by which somebody is found, were it said of them and did the card show it.
    static let searched =
      contactNames + handles + labels + people.map(\.externalId) + ["nobody"]
      + ["1280", "12.5", "2026-01", "mira@", "example.com", "gold", "two", "Gent", "47", "https", "pt-br", "true"]
    static let statuses = ["new", "pending", "resolved"]
    static let lookupStates = ["asked", "noMatch", "failed", "proposed", "confirmed", "rejected", "replaced"]

    /// Notes, and whom they name if they are known.
    static let notes: [(text: String, mentions: [String])] = [
      ("Ask @anna.", ["anna"]), ("@bob, @anna: parcel!", ["bob", "anna"]), ("mail mira@anna.example", []),
      ("請@bob看 @bob", ["bob"]), ("é", []), ("e\u{301}", []), ("@nobody @local", ["local"]), ("@Anna", ["anna"]),
      ("https://example.com/@anna", []), ("＠BOB\u{FF0C}", ["bob"]), ("@annaé", []),
    ]

    static let agents: [Model.Agent] = [
      .init(id: "anna", name: "Anna Jonckheere"), .init(id: "bob", name: "Bob"), .init(id: "local", name: "local"),
      root,
    ]
    /// The admin whom nobody changes.
    static let root = Model.Agent(id: "root", name: "Root")
    /// Agents whom admins define before they come.
    static let newcomers = ["emi", "zoe.k", "local", "Emi"]
    static let teams = ["returns", "sales", "Sales", "b2b"]
    /// Channels that admins define, and their networks.
    static let channels = [("wa-2", "whatsapp"), ("wa-3", "whatsapp"), ("x-2", "x"), ("mail", "email"), ("x.3", "x")]

    /// What a role must be at the least, of those who write.
    static let admins = [
      "schema.define", "schema.update", "schema.reorder", "schema.remove", "team.define", "team.update", "team.remove",
      "channel.define", "channel.update", "channel.remove", "agent.define", "agent.update", "settings.set",
      "group.define", "group.update", "group.remove", "crm.configure",
    ]

    static let groups = ["vips", "dutch", "Vips", "b2b.1"]
    /// Parts of texts that conditions look for.
    static let fragments = ["E", "e\u{301}", "two", "mira@", "EXAMPLE", "pt", "47", "~"]

    /// What a condition on an attribute of a format can ask.
    static func operators(_ format: String) -> [String] {
      switch format {
      case "number", "date": ["is", "isNot", "anyOf", "gt", "gte", "lt", "lte", "empty", "notEmpty"]
      case "boolean": ["is", "isNot", "empty", "notEmpty"]
      case "choice": ["is", "isNot", "anyOf", "empty", "notEmpty"]
      case "choices": ["anyOf", "contains", "empty", "notEmpty"]
      default: ["is", "isNot", "anyOf", "contains", "empty", "notEmpty"]
      }
    }

    /// Keys of custom attributes; some that differ in case alone, and one that is there from the start.
    static let keys = ["tier", "Tier", "since", "score", "SCORE", "agreed", "interests", "motto", "Email"]
    static let titles = ["Title", "Zoé", "Zoe\u{301}"]
    static let formats = [
      "text", "number", "date", "boolean", "email", "phone", "url", "language", "choice", "choices",
    ]
    static let options = ["gold", "silver", "é", "e\u{301}", "B\"2\""]

    /// Values by format as they come, and as they are kept.
    static let values: [String: [(input: String, normal: String)]] = [
      "text": [
        (#""é""#, #""é""#), (#""e\u0301""#, "\"e\u{301}\""), (#""  two\nlines""#, #""  two\nlines""#),
        (#""+32499887766""#, #""+32499887766""#), (#""Gent 山田 7""#, #""Gent 山田 7""#),
      ],
      "number": [
        ("1280", "1280"), ("1.28e3", "1280"), ("12.50", "12.5"), ("1e16", "10000000000000000"),
        ("10000000000000000", "10000000000000000"), ("-0.0", "0"), ("1e300", "1e+300"),
      ],
      "date": [(#""2026-01-31""#, #""2026-01-31""#), (#""2024-02-29""#, #""2024-02-29""#)],
      "boolean": [("true", "true"), ("false", "false")],
      "email": [
        (#""Mira@Example.COM""#, #""Mira@example.com""#), (#""Mira@example.com""#, #""Mira@example.com""#),
        (#""a@b.co""#, #""a@b.co""#), (#""í@Bücher.example ""#, #""í@xn--bcher-kva.example""#),
      ],
      "phone": [(#""+32 470 12.34-56""#, #""+32470123456""#), (#""+4915112345678""#, #""+4915112345678""#)],
      "url": [
        (#""HTTPS://Example.com/é""#, #""https://example.com/%C3%A9""#), (#""http://a.b""#, #""http://a.b/""#),
        (#""http://Bücher.example.:080/a/../b\u200b""#, #""http://xn--bcher-kva.example/b""#),
      ],
      "language": [(#""PT-br""#, #""pt-BR""#), (#""pl""#, #""pl""#)],
    ]

    /// Values by format, as warnings show them: without quotes.
    static let examples = [
      "text": "Prefers to be called in the morning", "number": "1280", "date": "2026-01-31", "boolean": "true",
      "email": "mira@example.com", "phone": "+32 470 12 34 56", "url": "https://example.com/mira",
      "language": "pt-BR",
    ]

    /// Values by format that nobody can take.
    static let refused: [String: [String]] = [
      "text": ["1", "true", "[]"], "number": [#""1""#, "true", "1e400"],
      "date": [#""2026-02-29""#, #""2026-1-1""#, #""2026-01-31T00:00:00Z""#, "20260131"],
      "boolean": [#""true""#, "1", "null"], "email": [#""nobody""#, #""""#, "null", "[]"],
      "phone": ["32470123456", #""0470 12 34 56""#], "url": [#""example.com""#, #""ftp://a.b""#],
      "language": [#""the best""#, "{}"], "choice": [#""Gold""#, #""""#, #"["gold"]"#, #""E\u0301""#],
      "choices": [#""gold""#, "[]", #"["gold","Gold"]"#, #"[1]"#],
    ]

    /// What channels tell and nobody can take, and what is warned where the attribute could be told.
    static let untakable: [(key: String, input: String, reason: String, example: String)] = [
      ("language", #""the best""#, "not a language tag (BCP 47): U+0020 has no place in one", "pt-BR"),
      ("followers", "true", "expected a number, got true", "1280"),
    ]
  }
}
