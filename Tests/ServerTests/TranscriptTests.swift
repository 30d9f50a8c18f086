import Foundation
import Testing

/// The golden sessions of the protocol: the same bytes in give the same bytes out, however they arrive.
struct TranscriptTests {
  @Test func thereAreTranscripts() { #expect(Transcript.all.count >= 10) }

  @Test(arguments: Transcript.all) func answersToTheByte(_ transcript: Transcript) throws {
    try check(transcript, pieces: [.max])
  }

  @Test(arguments: Transcript.all) func answersByteByByte(_ transcript: Transcript) throws {
    try check(transcript, pieces: [1])
  }

  /// The border between two reads falls on every seventh byte of the wire's transcript; on each byte of shorter streams
  /// in LineFramerTests.
  @Test func answersAtManySplits() throws {
    let wire = Transcript(name: "wire")
    let (input, expected) = (try wire.input(), try wire.output())
    for split in stride(from: 1, to: input.count, by: 7) {
      #expect(try Script.run(input, pieces: [split, .max]) == expected, "split at \(split)")
    }
  }

  private func check(_ transcript: Transcript, pieces: [Int]) throws {
    let got = try Script.run(try transcript.input(), pieces: pieces)
    let expected = try transcript.output()
    guard got != expected else { return }
    let lines = zip(Self.lines(got), Self.lines(expected)).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
      """
      protocol/transcripts/\(transcript.name).out.jsonl differs at line \((lines?.offset ?? -1) + 1):
      got      \(lines?.element.0 ?? "\(got.count) bytes")
      expected \(lines?.element.1 ?? "\(expected.count) bytes")
      If the new answer is right: contactdesk --memory --clock 2026-01-01T09:00:00Z < NAME.in.jsonl > NAME.out.jsonl
      """)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }
}
