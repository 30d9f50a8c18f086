import JSON
import Methods
import RPC

/// Params that a method takes: those of its first example, of which a test replaces one.
enum ValidParams {
  /// The params, as JSON, with `value` in the place of the field, or beside the others.
  static func of(_ method: AnyMethod, replacing field: String, with value: String) throws -> String {
    var out = JSONWriter()
    out.beginObject()
    if let example = method.examples().first {
      try Array(example.params.utf8).withUnsafeBytes { bytes throws in
        try JSONTape(depthMax: WireLimits.depthMax).withValue(of: bytes) { params in
          for (name, member) in params.members where !name.sameScalars(as: field) {
            out.key(escaping: name.displayString)
            out.copy(member)
          }
        }
      }
    }
    out.key(escaping: field)
    out.raw(Array(value.utf8))
    out.endObject()
    return String(decoding: out.bytes, as: UTF8.self)
  }
}
