import Connectors
import Desk
import JSON
import RPC

/// `crm.configure`: an admin says which CRM contacts are looked up in.
enum CRMConfigure: Method {
  /// The connector, or none.
  struct Params {
    let name: Nullable<String>
    let kind: Connector.Kind.Name?
    let path: String?
    let argv: [String]?
    let timeoutMs: Int?
    let matchOn: [String]?
    let isAutoConfirming: Bool
    let isAutomatic: Bool
    let ifVersion: Int?
  }

  static let name: StaticString = "crm.configure"
  static let summary = "Says which CRM contacts are looked up in."
  static let details = """
    States the connector anew: what is left out has its default. With `name` null the desk has none; values and \
    validations stay. A look-up that is open when the connector changes can still be answered. `client`: an \
    integration finds in `crm.list` what is asked, and answers with `crm.resolve`. `file`: customers in a `.csv` or \
    `.jsonl` file, found by the first key of `matchOn` that the contact has a value of. `command`: a subprocess, run \
    only by a process that was started with `--connectors`.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict,
  ]
  static let result = Schema.object(ConnectorWire.configured)

  static let examples = [
    Example("None", #"{"name":null}"#),
    Example("A file", #"{"name":"Back office","kind":"file","path":"customers.csv","matchOn":["email"]}"#),
    Example("An integration that answers", #"{"name":"Customers","kind":"client"}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      name: try fields.nullable("name", Shapes.text(.name), "The name to show; null: no connector."),
      kind: try fields.optional("kind", Shapes.word(Connector.Kind.Name.self), "How it is asked; needed with a name."),
      path: try fields.optional(
        "path", Shapes.systemText("a path"),
        "`file`: where it is; a relative path starts at the desk's folder (`--memory`: the working directory)."),
      argv: try fields.optional(
        "argv", Shapes.systemText("an argument").array(max: Connector.argumentsMax),
        "`command`: the program and its arguments."),
      timeoutMs: try fields.optional(
        "timeoutMs", Shapes.integer(in: Connector.timeoutRange),
        "`command`: how long it has for an answer, in ms; 5000 where left out."),
      matchOn: try fields.optional(
        "matchOn", Shapes.keys, "The keys that it is asked with, in this order; the lookup attributes where left out."),
      isAutoConfirming: try fields.optional(
        "autoConfirm", Shapes.boolean, "True: a match is confirmed without an agent. False where left out.") ?? false,
      isAutomatic: try fields.optional(
        "auto", Shapes.boolean,
        "True: a contact is looked up when they are made, and when a value changes that the CRM is asked with. False where left out."
      ) ?? false,
      ifVersion: try fields.ifVersionFromZero())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> {
    let connector: Connector?
    switch params.name {
    case .absent: throw .invalidParams("name", expected: "the name of the connector, or null for none", got: "none")
    case .null:
      if params.kind != nil { throw .invalidParams("kind", expected: "none, where name is null", got: "one") }
      connector = nil
    case .value(let name):
      let kind = try kind(params)
      var matchOn: [Int]?
      if let keys = params.matchOn {
        matchOn = []
        for (index, key) in keys.enumerated() {
          let number = try book.definition(key, "matchOn[\(index)]").number
          if matchOn?.contains(number) ?? false {
            throw .invalidParams("matchOn[\(index)]", expected: "each key once", got: "\"\(key)\" again")
          }
          matchOn?.append(number)
        }
      }
      connector = Connector(
        name: name, kind: kind, matchOn: matchOn, isAutoConfirming: params.isAutoConfirming,
        isAutomatic: params.isAutomatic)
    }
    try book.check(params.ifVersion, book.connectorVersion, of: "connector")
    let isSame =
      if let old = book.connector, let new = connector { old.isSame(as: new) } else {
        book.connector == nil && connector == nil
      }
    return Decision((), changes: isSame ? [] : [book.connectorChange(to: connector)])
  }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    ConnectorWire.write(book, to: &out)
    out.member("version", book.connectorVersion)
    out.endObject()
  }

  /// How it is asked, with what that kind needs and no other takes.
  private static func kind(_ params: Params) throws(RPCError) -> Connector.Kind {
    guard let kind = params.kind else {
      throw .invalidParams(
        "kind", expected: Connector.Kind.Name.allCases.map(\.rawValue).joined(separator: ", "), got: "none")
    }
    let given: [(field: String, isGiven: Bool, kind: Connector.Kind.Name)] = [
      ("path", params.path != nil, .file), ("argv", params.argv != nil, .command),
      ("timeoutMs", params.timeoutMs != nil, .command),
    ]
    if let wrong = given.first(where: { $0.isGiven && $0.kind != kind }) {
      throw .invalidParams(wrong.field, expected: "none, where kind is \(kind.rawValue)", got: "one")
    }
    switch kind {
    case .client: return .client
    case .file:
      guard let path = params.path, !path.isEmpty else {
        throw .invalidParams("path", expected: "the path of a .csv or .jsonl file", got: "none")
      }
      guard CustomerFile.hasKnownEnding(path) else {
        throw .invalidValue("path", Refusal("neither a .csv nor a .jsonl file", example: "customers.csv"))
      }
      return .file(path: path)
    case .command:
      guard let argv = params.argv, !(argv.first ?? "").isEmpty else {
        throw .invalidParams("argv", expected: "a program and its arguments", got: "none")
      }
      return .command(argv: argv, timeoutMilliseconds: params.timeoutMs ?? Connector.timeoutDefault)
    }
  }
}
