import Desk
import JSON
import Methods
import RPC

/// The OpenRPC document of the protocol (OpenRPC 1.3.2), rendered from the method table.
public enum OpenRPCDocument {
  /// The document, on one line: what `rpc.discover` returns.
  public static func render() -> [UInt8] {
    var out = JSONWriter(capacity: 1 << 16)
    let session = ExampleSession()
    out.beginObject()
    out.member("openrpc", literal: "1.3.2")
    info(to: &out)
    out.key("methods")
    out.beginArray()
    for method in MethodTable.all {
      write(method, session.calls.filter { $0.method === method }, to: &out)
    }
    out.endArray()
    components(to: &out)
    out.endObject()
    return out.bytes
  }

  private static func info(to out: inout JSONWriter) {
    out.key("info")
    out.beginObject()
    out.member("title", literal: "ContactDesk")
    out.member("version", ServerInfo.version)
    out.member(
      "description",
      "The contact card of a customer-care desk: one JSON-RPC 2.0 message per line over stdin and stdout. "
        + "Protocol version \(ServerInfo.protocolVersion); protocol/README.md has the rules of the wire. "
        + "Every method also takes `_meta` (an object) by name, and `null` for any param that is not required.")
    out.endObject()
  }

  private static func write(_ method: AnyMethod, _ calls: [ExampleSession.Call], to out: inout JSONWriter) {
    out.beginObject()
    out.key("name")
    out.string(literal: method.name)
    out.member("summary", method.summary)
    if !method.details.isEmpty { out.member("description", method.details) }
    out.member("paramStructure", literal: "either")
    out.key("params")
    out.beginArray()
    for param in method.params() {
      out.beginObject()
      out.member("name", param.name)
      out.member("description", param.description)
      out.member("required", param.isRequired)
      out.key("schema")
      SchemaJSON.write(param.schema, to: &out)
      out.endObject()
    }
    out.endArray()
    out.key("result")
    out.beginObject()
    out.member("name", "\(method.name) result")
    out.key("schema")
    SchemaJSON.write(method.result(), to: &out)
    out.endObject()
    out.key("errors")
    out.beginArray()
    for error in method.errors {
      out.beginObject()
      out.member("$ref", "#/components/errors/\(error.kind)")
      out.endObject()
    }
    out.endArray()
    out.key("examples")
    out.beginArray()
    for call in calls { write(call, to: &out) }
    out.endArray()
    out.member("x-effect", method.effect.rawValue)
    out.member("x-needs", method.needs.rawValue)
    out.endObject()
  }

  /// An "Example Pairing Object"; its params are one object a name.
  private static func write(_ call: ExampleSession.Call, to out: inout JSONWriter) {
    out.beginObject()
    out.member("name", call.example.name)
    out.key("params")
    out.beginArray()
    for (name, value) in ParsedJSON(call.example.params).members {
      out.beginObject()
      out.member("name", name)
      out.key("value")
      out.raw(value)
      out.endObject()
    }
    out.endArray()
    if let result = call.result {
      out.key("result")
      out.beginObject()
      out.member("name", literal: "result")
      out.key("value")
      out.raw(result)
      out.endObject()
    }
    out.endObject()
  }

  private static func components(to out: inout JSONWriter) {
    var components = Components()
    for method in MethodTable.all {
      for param in method.params() { components.collect(param.schema) }
      components.collect(method.result())
    }
    out.key("components")
    out.beginObject()
    out.key("schemas")
    out.beginObject()
    for (name, schema) in components.schemas.sorted(by: { $0.name < $1.name }) {
      out.key(escaping: name)
      SchemaJSON.write(schema, to: &out)
    }
    out.endObject()
    out.key("errors")
    out.beginObject()
    for error in ErrorCode.allCases where error != .wireLimitExceeded {
      out.key(escaping: error.kind)
      ErrorsDocument.write(error, to: &out)
    }
    out.endObject()
    out.endObject()
  }
}

/// A JSON text of ours, taken apart for rendering.
struct ParsedJSON {
  /// The members of an object: names, and values as text.
  let members: [(name: String, value: [UInt8])]

  init(_ text: String) {
    var text = text
    members = text.withUTF8 { utf8 in
      let tape = JSONTape(depthMax: WireLimits.depthMax)
      do throws(JSONSyntaxError) {
        return try tape.withValue(of: UnsafeRawBufferPointer(utf8)) { object in
          object.members.map { name, value in
            var out = JSONWriter()
            out.copy(value)
            return (name.displayString, out.bytes)
          }
        }
      } catch {
        // A text of ours that is no JSON shows as an example without params, which the documents' test refuses.
        return []
      }
    }
  }
}
