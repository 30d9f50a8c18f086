import Describe
import Testing

/// The generated files are committed; a stale one names the command that renews it.
struct GeneratedFilesTests {
  @Test(arguments: GeneratedFiles.render().map(\.path)) func isFresh(_ path: String) throws {
    let text = GeneratedFiles.render().first { $0.path == path }?.text
    #expect(try Package.bytes(path) == text, "\(path) is stale: run \(GeneratedFiles.command)")
  }
}
