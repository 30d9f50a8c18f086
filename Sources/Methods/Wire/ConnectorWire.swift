import Desk
import JSON

/// The CRM that contacts are looked up in.
enum ConnectorWire {
  static let schema = Schema.named(
    "Connector",
    .object([
      .required("name", .string(), "The name to show."),
      .required(
        "kind", .oneOf(Connector.Kind.Name.allCases.map(\.rawValue)),
        "How it is asked. `client`: an integration finds in `crm.list` what is asked, and answers with `crm.resolve`; `file`: the process looks into a file; `command`: the process asks a subprocess."
      ),
      .optional("path", .string(), "`file`: the path, as it was given."),
      .optional("argv", .array(.string()), "`command`: the program and its arguments."),
      .optional(
        "timeoutMs", .integer(min: Connector.timeoutRange.lowerBound, max: Connector.timeoutRange.upperBound),
        "`command`: how long it has for an answer, in ms."),
      .optional(
        "matchOn", .array(.string()), "The keys that it is asked with; absent: those of the lookup attributes."),
      .required("autoConfirm", .boolean, "Whether a match is confirmed without an agent."),
      .required("auto", .boolean, "Whether contacts are looked up without a call."),
    ]))

  /// The connector, if there is one, and its version.
  static let configured: [Schema.Property] = [
    .optional("connector", schema, "The connector; absent where there is none."),
    .required("version", Schemas.count, "The version of the connector; 0 of a desk that never had one."),
  ]

  static func write(_ book: Book, to out: inout JSONWriter) {
    guard let connector = book.connector else { return }
    out.key("connector")
    out.beginObject()
    out.member("name", connector.name)
    out.member("kind", connector.kind.name.rawValue)
    switch connector.kind {
    case .client: break
    case .file(let path): out.member("path", path)
    case .command(let argv, let timeout):
      out.member("argv", argv)
      out.member("timeoutMs", timeout)
    }
    if let matchOn = connector.matchOn {
      out.member("matchOn", matchOn.compactMap { book.definition(number: $0)?.key })
    }
    out.member("autoConfirm", connector.isAutoConfirming)
    out.member("auto", connector.isAutomatic)
    out.endObject()
  }
}
