import RPC
import Testing

/// Streams much larger than the framer's buffer.
struct LineFramerStreamTests {
  private typealias Told = LineFramerTests.Told

  private func line(_ length: Int, _ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: length) }

  @Test(arguments: [1, 1_000, 65_535, 65_536, 65_537, 300_000, 10_000_000])
  func linesOfAllLengths(piece: Int) {
    let lengths = [1, 10, 200_000, 3, 65_536, 1, 131_072, 70_000, 8, 300_001, 5, 300_000, 400_000, 1]
    var (stream, expected): ([UInt8], [Told]) = ([], [])
    for (at, length) in lengths.enumerated() where piece > 1 || length < 100 {
      let line = line(length, UInt8(0x61 + at))
      stream += line + (at % 2 == 0 ? [0x0A] : [0x0D, 0x0A])
      expected.append(length > 300_000 ? .tooLong : .line(line))
    }
    let pieces = stride(from: 0, to: stream.count, by: piece).map { stream[$0..<min($0 + piece, stream.count)] }
    #expect(LineFramerTests.lines(pieces, max: 300_000) == expected)
  }

  @Test func manyLinesOfOneRead() {
    let lines = (0..<20_000).map { Array("line \($0)".utf8) }
    let stream = Array(lines.joined(separator: [0x0A]))
    #expect(LineFramerTests.lines([stream[...]], max: 100) == lines.map(Told.line))
  }

  @Test func readsAheadOfTheLinesTaken() {
    // Several reads before the first line is taken, and lines taken between reads: the half line moves.
    var framer = LineFramer(lineBytesMax: 1_000)
    let stream = (0..<60_000).flatMap { Array("\($0)\n".utf8) }
    var (rest, lines, reads) = (stream[...], 0, 0)
    while !rest.isEmpty {
      let got = framer.read { room in
        room.copyBytes(from: rest.prefix(room.count))
        return min(room.count, rest.count)
      }
      rest = rest.dropFirst(got)
      reads += 1
      guard reads % 3 == 0 else { continue }
      // Not all that are there.
      for _ in 0..<5_000 {
        guard case .bytes(let bytes)? = framer.next() else { break }
        if !bytes.elementsEqual("\(lines)".utf8) { Issue.record("line \(lines) is \(Array(bytes))") }
        lines += 1
      }
    }
    while case .bytes(let bytes)? = framer.next() {
      if !bytes.elementsEqual("\(lines)".utf8) { Issue.record("line \(lines) is \(Array(bytes))") }
      lines += 1
    }
    #expect(lines == 60_000)
  }

  @Test func aLineWithoutEndTakesBoundedMemory() {
    var framer = LineFramer(lineBytesMax: 100_000)
    for _ in 0..<200 {
      let got = framer.read { room in
        room.copyBytes(from: [UInt8](repeating: 0x78, count: room.count))
        return room.count
      }
      // A buffer that grew with the line would offer ever more room or none.
      #expect(got > 0 && got <= 1 << 16)
      if let line = framer.next() { Issue.record("a line: \(Told(line))") }
    }
    _ = framer.read { room in
      room.copyBytes(from: Array("\nnext\n".utf8))
      return 6
    }
    #expect(framer.next().map(Told.init) == .tooLong)
    #expect(framer.next().map(Told.init) == .line(Array("next".utf8)))
    #expect(framer.next() == nil && framer.last() == nil)
  }

  @Test func readsOfNothing() {
    // The end of the stream (0) and a failed read (-1) change nothing.
    var framer = LineFramer(lineBytesMax: 16)
    #expect(framer.read { _ in 0 } == 0)
    #expect(framer.read { _ in -1 } == -1)
    #expect(framer.next() == nil)
    _ = framer.read { room in
      room.copyBytes(from: [0x61])
      return 1
    }
    #expect(framer.read { _ in 0 } == 0)
    #expect(framer.read { _ in -1 } == -1)
    #expect(framer.next() == nil)
    #expect(framer.last().map(Told.init) == .line([0x61]))
    #expect(framer.last() == nil)
  }
}
