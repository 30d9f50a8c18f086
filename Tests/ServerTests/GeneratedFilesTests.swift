import Describe
import JSON
import RPC
import Testing

/// The generated files are committed; a stale one names the command that renews it.
struct GeneratedFilesTests {
  @Test(arguments: GeneratedFiles.render().map(\.path)) func isFresh(_ path: String) throws {
    let text = GeneratedFiles.render().first { $0.path == path }?.text
    #expect(try Package.bytes(path) == text, "\(path) is stale: run \(GeneratedFiles.command)")
  }

  /// JSON leaves open which of two members with one name counts (RFC 8259, section 4).
  @Test func noObjectHasAMemberTwice() throws {
    let documents =
      GeneratedFiles.render().filter { $0.path.hasSuffix(".json") } + [("rpc.discover", OpenRPCDocument.render())]
    for (path, text) in documents {
      let twice = try text.withUnsafeBytes { bytes in
        try JSONTape(depthMax: WireLimits.depthMax).withValue(of: bytes) { Self.repeated(in: $0, at: "") }
      }
      #expect(twice.isEmpty, "\(path)")
    }
  }

  /// The test above finds what it looks for.
  @Test func repeatedMembersAreFound() throws {
    let text = Array(#"{"a":[{"b":1,"c":{"d":1,"\u0064":2},"b":2}],"e":{}}"#.utf8)
    let twice = try text.withUnsafeBytes { bytes in
      try JSONTape(depthMax: WireLimits.depthMax).withValue(of: bytes) { Self.repeated(in: $0, at: "") }
    }
    #expect(twice == ["/a/0/c/d", "/a/0/b"])
  }

  /// The paths of the members that an object has already.
  private static func repeated(in value: JSONValue, at path: String) -> [String] {
    var found: [String] = []
    for (index, element) in value.elements.enumerated() { found += repeated(in: element, at: "\(path)/\(index)") }
    var seen: Set<[UInt8]> = []
    for (name, member) in value.members {
      let place = "\(path)/\(name.displayString)"
      if !seen.insert(name.contentKey).inserted { found.append(place) }
      found += repeated(in: member, at: place)
    }
    return found
  }
}
