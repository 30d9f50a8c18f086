import Desk
import JSON
import Methods
import RPC

/// `methods.md`: every method for a person to read.
public enum MethodsDocument {
  /// The document.
  public static func render() -> String {
    let session = ExampleSession()
    var text = """
      # Methods

      Generated from the method table by `swift run contactdesk-describe`; edit the methods, not this file.
      The rules of the wire are in [README.md](README.md), the schemas in [openrpc.json](openrpc.json). The examples are
      one session on a new desk, in the order of this page.

      | method | needs | what it does |
      | --- | --- | --- |

      """
    for method in MethodTable.all {
      let anchor = "\(method.name)".lowercased().filter { $0 != "." }
      text += "| [`\(method.name)`](#\(anchor)) | \(method.needs.rawValue) | \(method.summary) |\n"
    }
    for method in MethodTable.all { text += section(method, session.calls.filter { $0.method === method }) }
    return text + shared(ErrorCode.allCases)
  }

  private static func section(_ method: AnyMethod, _ calls: [ExampleSession.Call]) -> String {
    var text = "\n## \(method.name)\n\n\(method.summary)"
    if !method.details.isEmpty { text += " " + method.details }
    text += "\n\n" + table("param", method.params())
    if case .object(let properties) = method.result() {
      text += properties.isEmpty ? "\nResult: an empty object.\n" : "\n" + table("result", properties)
    } else {
      let result = words(method.result())
      text += "\nResult: \(result)\(result.hasSuffix(".") ? "" : ".")\n"
    }
    text +=
      "\nErrors, in the order of their checks: " + method.errors.map { "`\($0.kind)`" }.joined(separator: ", ") + ".\n"
    for call in calls where call.result != nil {
      text += "\n\(call.example.name):\n\n```\n--> \(request(call))\n<-- \(reply(call))\n```\n"
    }
    return text
  }

  private static func table(_ head: String, _ properties: [Schema.Property]) -> String {
    guard !properties.isEmpty else { return "No params.\n" }
    var text = "| \(head) | type | meaning |\n| --- | --- | --- |\n"
    for property in properties {
      let name = property.isRequired ? "**`\(property.name)`**" : "`\(property.name)`"
      text += "| \(name) | \(words(property.schema).replacingPipes) | \(property.description.replacingPipes) |\n"
    }
    return text
  }

  /// The closing part: the named types, and every error.
  private static func shared(_ errors: [ErrorCode]) -> String {
    var components = Components()
    for method in MethodTable.all {
      for param in method.params() { components.collect(param.schema) }
      components.collect(method.result())
    }
    var text = "\n# Types\n\nBold members are always there; the others are left out where there is nothing to say.\n"
    for (name, schema) in components.schemas.sorted(by: { $0.name < $1.name }) {
      text += "\n## \(name)\n\n"
      if case .object(let properties) = schema {
        text += table("member", properties)
      } else {
        text += "\(words(schema))\n"
      }
    }
    text += "\n# Errors\n\n| code | kind | meaning |\n| --- | --- | --- |\n"
    for error in errors { text += "| \(error.number) | `\(error.kind)` | \(error.meaning) |\n" }
    return text
  }

  private static func words(_ schema: Schema) -> String {
    switch schema {
    case .named(let name, _): "[\(name)](#\(name.lowercased()))"
    case .described(let schema, let description): "\(words(schema)): \(description)"
    case .array(let items, let max): "array" + (max.map { " (at most \($0))" } ?? "") + " of \(words(items))"
    case .map(let values, _): "object of \(words(values)) by key"
    case .anyOf(let schemas): schemas.map(words).joined(separator: " or ")
    case .oneOf(let options): options.map { "`\($0)`" }.joined(separator: " \\| ")
    case .string(_, let max?, _, _): "string, at most \(max)"
    case .string(_, _, let pattern?, _): "string `\(pattern)`"
    case .null: "null"
    case .boolean: "boolean"
    case .integer(let min?, let max?): "integer, \(min) to \(max)"
    case .integer(let min?, nil): "integer from \(min)"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .object, .openObject: "object"
    }
  }

  private static func request(_ call: ExampleSession.Call) -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"\#(call.method.name)","params":\#(call.example.params)}"#
  }

  private static func reply(_ call: ExampleSession.Call) -> String {
    #"{"jsonrpc":"2.0","id":1,"result":\#(String(decoding: call.result ?? [], as: UTF8.self))}"#
  }
}

extension String {
  /// A cell of a table must not end early.
  fileprivate var replacingPipes: String {
    contains("\\|") ? self : split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
