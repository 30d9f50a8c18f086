/// Addresses in place of names (RFC 3986, section 3.2.2).
enum IPAddress {
  /// Whether these are four numbers up to 255, in decimal without leading zeros.
  static func isIPv4(_ text: Substring.UTF8View) -> Bool { ipv4Bytes(text) != nil }

  private static func ipv4Bytes(_ text: Substring.UTF8View) -> [UInt8]? {
    guard text.count <= "255.255.255.255".utf8.count else { return nil }
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard part.allSatisfy({ $0 &- 0x30 < 10 }), part.count == 1 || part.first != UInt8(ascii: "0"),
        let byte = UInt8(Substring(part))
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// The form of RFC 5952, section 4, of an IPv6 address; nil if it is none. Its last two groups may be given as an
  /// IPv4 address, and are in hexadecimal here.
  static func ipv6Form(_ text: Substring.UTF8View) -> String? {
    guard text.count <= "0000:0000:0000:0000:0000:ffff:255.255.255.255".utf8.count, let groups = ipv6Groups(text) else {
      return nil
    }
    // The first of the longest runs of zeros, if it has at least two.
    var (gap, index) = (0..<0, 0)
    while index < 8 {
      let end = groups[index...].firstIndex { $0 != 0 } ?? 8
      if end - index > max(gap.count, 1) { gap = index..<end }
      index = max(end, index + 1)
    }
    let hex = groups.map { String($0, radix: 16) }
    guard !gap.isEmpty else { return hex.joined(separator: ":") }
    return hex[..<gap.lowerBound].joined(separator: ":") + "::" + hex[gap.upperBound...].joined(separator: ":")
  }

  /// The eight groups of 16 bits of an address, one run of which may be given as `::`.
  private static func ipv6Groups(_ text: Substring.UTF8View) -> [UInt16]? {
    let gap = text.indices.first { text[$0...].starts(with: "::".utf8) }
    guard let gap else {
      let groups = hexGroups(text, isEnd: true)
      return groups?.count == 8 ? groups : nil
    }
    guard let before = hexGroups(text[..<gap], isEnd: false),
      let after = hexGroups(text[gap...].dropFirst(2), isEnd: true), before.count + after.count <= 7
    else { return nil }
    return before + Array(repeating: 0, count: 8 - before.count - after.count) + after
  }

  /// Groups with a colon between them; at the end of the address the last two may be an IPv4 address.
  private static func hexGroups(_ text: Substring.UTF8View, isEnd: Bool) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isEnd, index == parts.count - 1, let bytes = ipv4Bytes(part) {
        groups += [UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3])]
      } else {
        guard (1...4).contains(part.count), part.allSatisfy(PercentEncoding.isHexDigit),
          let group = UInt16(Substring(part), radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }
}
