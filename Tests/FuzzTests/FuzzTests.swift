import Foundation
import TestSupport
import Testing

/// What the fuzzers found, what they begin with, and some thousand changes of it: nothing of it breaks a rule.
struct FuzzTests {
  /// A file of the corpus. Its name says what it is.
  struct CorpusInput: CustomTestStringConvertible {
    let target: FuzzTarget
    let name: String
    let bytes: [UInt8]
    var testDescription: String { "\(target.name)/\(name)" }
  }

  static let corpus: [CorpusInput] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")
    do {
      return try FuzzTarget.all.flatMap { target in
        let path = folder.appending(path: target.name)
        return try FileManager.default.contentsOfDirectory(atPath: path.path()).sorted().map { name in
          CorpusInput(target: target, name: name, bytes: Array(try Data(contentsOf: path.appending(path: name))))
        }
      }
    } catch {
      Issue.record("no corpus: \(error)")
      return []
    }
  }()

  @Test(arguments: corpus) func corpusInput(_ input: CorpusInput) throws {
    try input.bytes.withUnsafeBytes(input.target.run)
  }

  @Test(arguments: FuzzTarget.all) func changed(_ target: FuzzTarget) throws {
    let inputs = Self.corpus.filter { $0.target.name == target.name }
    try #require(inputs.count > 3)
    var random = SplitMix64(seed: 5)
    for round in 0..<target.rounds {
      var bytes = Array(random.pick(inputs).bytes.prefix(1_000))
      for _ in 0...random.below(4) { Self.change(&bytes, &random) }
      do { try bytes.withUnsafeBytes(target.run) } catch {
        Issue.record("\(target.name), round \(round): \(error)\n\(Data(bytes).base64EncodedString())")
      }
    }
  }

  /// One change: a byte flipped, or a run removed, repeated, or zeroed.
  private static func change(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(random.below(256))) }
    let at = random.below(bytes.count)
    let end = min(bytes.count, at + 1 + random.below(random.pick([1, 8, 64])))
    switch random.below(5) {
    case 0: bytes[at] ^= 1 << UInt8(random.below(8))
    case 1: bytes.removeSubrange(at..<end)
    case 2: bytes.insert(contentsOf: bytes[at..<end], at: random.below(bytes.count))
    case 3: for index in at..<end { bytes[index] = 0 }
    default: bytes[at] = UInt8(random.below(256))
    }
  }
}

extension FuzzTarget: CustomTestStringConvertible {
  var testDescription: String { name }

  /// How many changed inputs are tried: so many as take a fraction of a second.
  var rounds: Int { name == "json" ? 2_000 : 200 }
}
