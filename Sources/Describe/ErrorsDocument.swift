import JSON
import RPC

/// `errors.json`: every kind of error, for clients that make a type of each.
public enum ErrorsDocument {
  /// The document, on one line.
  public static func render() -> [UInt8] {
    var out = JSONWriter()
    out.beginArray()
    for error in ErrorCode.allCases {
      out.beginObject()
      out.member("kind", error.kind)
      out.member("code", error.number)
      out.member("meaning", error.meaning)
      out.endObject()
    }
    out.endArray()
    return out.bytes
  }

  /// Writes an error as OpenRPC lists it.
  static func write(_ error: ErrorCode, to out: inout JSONWriter) {
    out.beginObject()
    out.member("code", error.number)
    out.member("message", error.meaning)
    out.key("data")
    out.beginObject()
    out.member("kind", error.kind)
    out.endObject()
    out.endObject()
  }
}
