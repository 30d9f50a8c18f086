import Foundation
import Testing

/// Drawings that are kept in files.
enum Golden {
  /// Checks that a drawing is the file's, byte by byte; with RECORD_CARDS set, makes it so first.
  static func check(_ drawn: String, _ file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
    if ProcessInfo.processInfo.environment["RECORD_CARDS"] != nil {
      try Data(drawn.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let isSame = drawn.utf8.elementsEqual(golden.utf8)
    #expect(isSame, "\n\(drawn)", sourceLocation: sourceLocation)
  }
}
