public import JSON

/// The frame of a reply around its result or its error (JSON-RPC 2.0, section 5).
public enum Outgoing {
  /// Starts a reply with a result; the result's value follows, then `endResult`.
  @inline(__always)
  public static func beginResult(_ id: RequestID, to out: inout JSONWriter) {
    begin(id, to: &out)
    out.key("result")
  }

  /// Ends the reply.
  @inline(__always)
  public static func endResult(to out: inout JSONWriter) { out.endObject() }

  /// Writes a reply with an error.
  public static func error(_ error: RPCError, _ id: RequestID, to out: inout JSONWriter) {
    begin(id, to: &out)
    out.key("error")
    error.write(to: &out)
    out.endObject()
  }

  @inline(__always)
  private static func begin(_ id: RequestID, to out: inout JSONWriter) {
    out.beginObject()
    out.member("jsonrpc", literal: "2.0")
    out.key("id")
    id.write(to: &out)
  }
}
