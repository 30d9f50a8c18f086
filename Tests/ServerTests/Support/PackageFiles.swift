import Foundation
import Testing

/// The package as it lies on disk, seen from this file.
enum Package {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: path))) }
}

/// A scripted session: lines in, and the lines that come out.
struct Transcript: CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }

  /// Every transcript of the protocol.
  static let all: [Transcript] = {
    let folder = Package.root.appending(path: "protocol/transcripts")
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path())
        .filter { $0.hasSuffix(".in.jsonl") }.sorted().map { Transcript(name: String($0.dropLast(".in.jsonl".count))) }
    } catch {
      Issue.record("no transcripts: \(error)")
      return []
    }
  }()

  func input() throws -> [UInt8] { try Package.bytes("protocol/transcripts/\(name).in.jsonl") }
  func output() throws -> [UInt8] { try Package.bytes("protocol/transcripts/\(name).out.jsonl") }
}
