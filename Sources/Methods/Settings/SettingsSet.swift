import Desk
import JSON
import RPC

/// `settings.set`: an admin sets what counts for the whole desk.
enum SettingsSet: Method {
  /// What from now on.
  struct Params {
    let matchingAttribute: Nullable<String>
    let isVipEnabled: Bool?
    let autoResolveDays: Nullable<Int>
    let phoneCountry: Nullable<PhoneCountry>
    let ifVersion: Int?

    var isEmpty: Bool {
      guard case .absent = matchingAttribute, case .absent = autoResolveDays, case .absent = phoneCountry else {
        return false
      }
      return isVipEnabled == nil
    }
  }

  static let name: StaticString = "settings.set"
  static let summary = "Sets what counts for the whole desk; what is left out stays."
  static let details = """
    `vipEnabled` false hides every VIP mark and keeps it. `autoResolveDays`: the desk itself resolves a conversation \
    that has been `pending` for so many days without a message, counted from the later of the last message's `at` and \
    its recording, and from the moment at which somebody opened it or made it `pending`; imported messages do not \
    count. `phoneCountry`: phone numbers without `+` are read as national numbers of that country. \
    `matchingAttribute`: contacts that have the same value of this attribute are linked, and read as one history \
    (`history.read`); while it is disabled, none are.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict]
  static let result = SettingsWire.schema
  static let examples = [
    Example("Quiet conversations, and phone numbers", #"{"autoResolveDays":14,"phoneCountry":"BE"}"#),
    Example("No longer", #"{"autoResolveDays":null}"#),
  ]

  private static let code = Shapes.string("a country code", bytesMax: 64)

  private static let country = Shape<PhoneCountry>(.string(pattern: "^[A-Za-z]{2}$"), placeholder: PhoneCountry.all[0])
  {
    value throws(ShapeError) in
    guard let country = PhoneCountry(code: try code.read(value)) else {
      throw ShapeError(
        Refusal("\"\(value.repeatedText)\" is no country code (ISO 3166-1 alpha-2) with phone numbers", example: "BE"))
    }
    return country
  }

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      matchingAttribute: try fields.nullable(
        "matchingAttribute", Shapes.id,
        "The key of the attribute by whose equal values contacts are linked; null: none are."
      ),
      isVipEnabled: try fields.optional("vipEnabled", Shapes.boolean, "False hides every VIP mark and keeps it."),
      autoResolveDays: try fields.nullable(
        "autoResolveDays", Shapes.integer(in: Settings.autoResolveDaysRange),
        "After how many days without a message a `pending` conversation is resolved; null: never."),
      phoneCountry: try fields.nullable(
        "phoneCountry", country, "The country (ISO 3166-1 alpha-2) of phone numbers without `+`; null: none are taken."),
      ifVersion: try fields.ifVersionFromZero())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> {
    if params.isEmpty {
      throw .invalidParams("vipEnabled", expected: "at least one setting", got: "none")
    }
    var settings = book.settings
    switch params.matchingAttribute {
    case .absent: break
    case .null: settings.matchingAttribute = nil
    case .value(let key): settings.matchingAttribute = try book.definition(key, "matchingAttribute").number
    }
    try book.check(params.ifVersion, book.settingsVersion, of: "settings")
    settings.isVipEnabled = params.isVipEnabled ?? settings.isVipEnabled
    settings.autoResolveDays = params.autoResolveDays.replacing(settings.autoResolveDays)
    settings.phoneCountry = params.phoneCountry.replacing(settings.phoneCountry)
    if settings.isSame(as: book.settings) { return Decision(()) }
    return Decision((), changes: [book.settingsChange(to: settings)])
  }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    SettingsWire.write(book, to: &out)
  }
}

extension Nullable {
  /// What a setting becomes: what it was, where nothing was said of it.
  fileprivate func replacing(_ present: Value?) -> Value? {
    switch self {
    case .absent: present
    case .null: nil
    case .value(let value): value
    }
  }
}
