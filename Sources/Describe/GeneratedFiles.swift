import JSON
import RPC

/// The files that are generated from the method table, by path from the root of the package.
public enum GeneratedFiles {
  /// What to run when one of them is stale.
  public static let command = "swift run contactdesk-describe"

  /// Each path with the text that belongs there.
  public static func render() -> [(path: String, text: [UInt8])] {
    [
      ("protocol/openrpc.json", indented(OpenRPCDocument.render())),
      ("protocol/errors.json", indented(ErrorsDocument.render())),
      ("protocol/methods.md", Array(MethodsDocument.render().utf8)),
      ("clients/python/src/contactdesk/types.py", Array(PythonStubs.types().utf8)),
      ("clients/python/src/contactdesk/_methods.py", Array(PythonStubs.methods().utf8)),
      ("clients/python/src/contactdesk/_kinds.py", Array(PythonStubs.errors().utf8)),
    ]
  }

  /// A compact JSON text over several lines, ended by a line feed.
  private static func indented(_ compact: [UInt8]) -> [UInt8] {
    compact.withUnsafeBytes { bytes in
      var out = JSONWriter(capacity: bytes.count * 2)
      do throws(JSONSyntaxError) {
        try JSONTape(depthMax: WireLimits.depthMax).withValue(of: bytes) { out.copyIndented($0) }
      } catch {
        // Our own writer wrote it; a file that shows the text as it is fails the test that compares it.
        return compact
      }
      out.endLine()
      return out.bytes
    }
  }
}
