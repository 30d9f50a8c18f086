import Desk
import JSON
import RPC
import Text

/// A line of a connector, read.
///
/// We write one line for each question:
///
///     {"jsonrpc":"2.0","id":7,"method":"crm.lookup","params":{…}}
///
/// and the connector writes one line for each answer, in any order. `match` may be any value; null is "nobody":
///
///     {"jsonrpc":"2.0","id":7,"result":{"match":{…}}}
///     {"jsonrpc":"2.0","id":7,"result":{"match":null}}
///     {"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"the CRM is down"}}
///
/// An `error` of null counts as none. Further members are passed over.
enum ConnectorAnswer {
  /// The answer to the question with this id.
  case answer(id: Int, ConnectorProcess.Outcome)
  /// It is no answer: what is wrong with it.
  case nonsense(String)

  /// Most scalars of an error's message that a reason repeats.
  private static let messageScalarsMax = DeskLimits.reasonMax

  /// Reads a line.
  init(_ line: UnsafeRawBufferPointer, _ tape: JSONTape) {
    guard !line.isEmpty else {
      self = .nonsense("an empty line")
      return
    }
    do {
      self = try tape.withValue(of: line) { Self($0) }
    } catch {
      self = .nonsense("a line that is not JSON")
    }
  }

  /// A tape for `init`.
  static func makeTape() -> JSONTape { JSONTape(depthMax: WireLimits.depthMax) }

  /// The line of a question; `params` are the bytes of a JSON value without line breaks.
  static func question(id: Int, params: [UInt8]) -> [UInt8] {
    Array("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"crm.lookup\",\"params\":".utf8) + params + Array("}\n".utf8)
  }

  private init(_ value: JSONValue) {
    guard value.kind == .object else {
      self = .nonsense("a line that is no JSON object")
      return
    }
    guard case .integer(let id) = value.member("id")?.wholeNumber else {
      self = .nonsense("a line without the id of a question")
      return
    }
    if let error = value.member("error"), !error.isNull {
      self = .answer(id: id, .failed(reason: Self.reason(error)))
    } else if let match = value.member("result")?.member("match") {
      var writer = JSONWriter(capacity: 256)
      writer.copy(match)
      self = .answer(id: id, .result(writer.bytes))
    } else {
      let isEmpty = value.member("result") == nil
      self = .nonsense(isEmpty ? "a line with neither result nor error" : "a result without match")
    }
  }

  /// The message of an error, cut.
  private static func reason(_ error: JSONValue) -> String {
    // A scalar is at most 4 bytes.
    guard let message = error.member("message")?.displayString(bytesMax: 4 * (messageScalarsMax + 1)),
      !message.isEmpty
    else { return "the connector answered with an error that has no message" }
    let scalars = message.unicodeScalars
    return scalars.count <= messageScalarsMax ? message : String(scalars.prefix(messageScalarsMax - 1)) + "…"
  }
}
