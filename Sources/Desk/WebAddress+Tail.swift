/// What comes after the authority: path, query and fragment (RFC 3986, sections 3.3 to 3.5).
extension WebAddress {
  /// Appends path, query and fragment in their normal form. It looks at each byte once, and takes back no byte twice.
  static func appendTail(_ tail: ArraySlice<UInt8>, to result: inout [UInt8]) throws(Refusal) {
    let path = tail.prefix { $0 != question && $0 != hash }
    let fragment = tail[path.endIndex...].drop { $0 != hash }
    let query = tail[path.endIndex..<fragment.startIndex]
    try appendPath(path, to: &result)
    if let mark = query.first {
      result.append(mark)
      try append(query.dropFirst(), to: &result, keepingQuestion: true)
    }
    // The first # begins the fragment, which can have none itself.
    if let mark = fragment.first {
      result.append(mark)
      try append(fragment.dropFirst(), to: &result, keepingQuestion: true)
    }
  }

  /// Appends the path segment by segment, so that dot segments can go (section 5.2.4).
  private static func appendPath(_ path: ArraySlice<UInt8>, to result: inout [UInt8]) throws(Refusal) {
    let root = result.count
    result.append(slash)
    var rest = path.dropFirst()
    while true {
      let segment = rest.prefix { $0 != slash }
      let start = result.count
      try append(segment, to: &result, keepingQuestion: false)
      let isLast = segment.endIndex == rest.endIndex
      // Decoded they are: %2E is a dot (section 6.2.2.2).
      let isDot = result.count == start + 1 && result[start] == dot
      let isDoubleDot = result.count == start + 2 && result[start] == dot && result[start + 1] == dot
      if isDot || isDoubleDot {
        result.removeSubrange(start...)
        if isDoubleDot { removeSegment(from: &result, root) }
      } else if !isLast {
        result.append(slash)
      }
      guard !isLast else { return }
      rest = rest[segment.endIndex...].dropFirst()
    }
  }

  /// Takes the last segment back, up to the slash before it; the first slash, at `root`, stays.
  private static func removeSegment(from result: inout [UInt8], _ root: Int) {
    guard result.count > root + 1 else { return }
    repeat { result.removeLast() } while result.last != slash
  }

  /// Appends a part in its normal form: what is unreserved decoded, what may not stand raw encoded.
  private static func append(
    _ part: ArraySlice<UInt8>, to result: inout [UInt8], keepingQuestion: Bool
  ) throws(Refusal) {
    var rest = part
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        let isKept = isSegmentByte(byte) || keepingQuestion && (byte == question || byte == slash)
        if isKept { result.append(byte) } else { PercentEncoding.append(byte, to: &result) }
        continue
      }
      guard let high = rest.popFirst().flatMap(PercentEncoding.hexValue),
        let low = rest.popFirst().flatMap(PercentEncoding.hexValue)
      else { throw refusal("a % must be followed by two hexadecimal digits; write %25 for a percent sign") }
      let decoded = high << 4 | low
      if PercentEncoding.isUnreserved(decoded) {
        result.append(decoded)
      } else {
        PercentEncoding.append(decoded, to: &result)
      }
    }
  }

  /// Whether a byte may stand raw in a segment: pchar of section 3.3. So neither brackets nor `#`.
  @inline(__always)
  static func isSegmentByte(_ byte: UInt8) -> Bool {
    switch byte {
    // ! $ & ' ( ) * + , - . and digits : ; = @ letters _ ~
    case 0x21, 0x24, 0x26...0x2E, 0x30...0x3B, 0x3D, 0x40...0x5A, 0x5F, 0x61...0x7A, 0x7E: true
    default: false
    }
  }
}
