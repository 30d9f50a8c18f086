import ChangeLog

/// From which file each change is read, and which changes no file has.
struct SalvagePlan {
  /// Changes that one run of a file has.
  struct Segment {
    /// The index of the scan.
    let scan: Int
    let bytes: Range<Int>
    let seqs: Range<Int>
  }

  private(set) var segments: [Segment] = []
  /// Changes that were there, and that no file has any more.
  private(set) var gaps: [Range<Int>] = []

  /// Past the last change that can be read.
  var end: Int { segments.last?.seqs.upperBound ?? 1 }

  /// `scans` are in the order of trust: what several have is taken from the first. `durable` is the last change that is
  /// known to have been there, whatever the files say; 0 if none is.
  init(_ scans: [FileScan], durable: Int) {
    var pieces: [Segment] = []
    // Past the last change that is known to have been there.
    var known = min(durable, .max / 2) + 1
    let voids = Self.voids(of: scans)
    for (index, scan) in scans.enumerated() where !scan.isForeign {
      let void = voids[index]
      for run in scan.runs {
        let seqs = run.seqs.clamped(to: 1..<max(void, 1))
        if !seqs.isEmpty { pieces.append(Segment(scan: index, bytes: run.bytes, seqs: seqs)) }
        known = max(known, min(run.seqs.upperBound, void))
      }
      if let seq = scan.headerSeq { known = max(known, seq + 1) }
      for gap in scan.gaps { known = max(known, min(gap.namedEnd ?? 0, void)) }
    }
    pieces.sort { ($0.seqs.lowerBound, $0.scan) < ($1.seqs.lowerBound, $1.scan) }
    var (next, at) = (1, 0)
    var best: Segment?
    while true {
      while at < pieces.count, pieces[at].seqs.lowerBound <= next {
        if pieces[at].seqs.upperBound > max(best?.seqs.upperBound ?? 0, next) { best = pieces[at] }
        at += 1
      }
      if let found = best {
        segments.append(Segment(scan: found.scan, bytes: found.bytes, seqs: next..<found.seqs.upperBound))
        next = found.seqs.upperBound
        best = nil
      } else if at < pieces.count {
        gaps.append(next..<pieces[at].seqs.lowerBound)
        next = pieces[at].seqs.lowerBound
      } else {
        if known > next { gaps.append(next..<known) }
        return
      }
    }
  }

  /// Of each journal the first change that a later one made void.
  private static func voids(of scans: [FileScan]) -> [Int] {
    var voids = Array(repeating: Int.max, count: scans.count)
    var void = Int.max
    for (index, scan) in zip(scans.indices, scans).reversed() where scan.kind == .journal {
      voids[index] = void
      if !scan.isForeign, let base = scan.base { void = min(void, base + 1) }
    }
    return voids
  }

  /// What of a range is lost.
  func lost(in range: Range<Int>) -> [ClosedRange<Int>] {
    let first = gaps.firstIndex(sortedBy: { $0.upperBound > range.lowerBound })
    return gaps[first...].prefix { $0.lowerBound < range.upperBound }.compactMap { gap in
      let part = gap.clamped(to: range)
      return part.isEmpty ? nil : part.lowerBound...part.upperBound - 1
    }
  }
}

extension RandomAccessCollection {
  /// The first place from which on all elements are as `isAfter` says, where they are sorted so; the end if none is.
  func firstIndex(sortedBy isAfter: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if isAfter(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}
