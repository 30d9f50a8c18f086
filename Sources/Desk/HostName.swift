/// Host names (RFC 1123, section 2.1).
enum HostName {
  /// The host in lower case, its labels beyond ASCII as A-labels (RFC 5891), without the dot that may end it.
  static func asciiForm(_ host: Substring) throws(Refusal) -> String {
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw Refusal("host names beyond ASCII are not supported yet; write the host in its xn-- form")
    }
    let name = host.utf8.last == UInt8(ascii: ".") ? host.dropLast() : host
    guard isHost(name) else { throw Refusal("not a host name such as example.com") }
    return name.lowercased()
  }

  /// True of a domain name of at least two labels whose last is not a number.
  static func isDomain(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, isHost(text) else { return false }
    return !last.utf8.allSatisfy { $0 &- 0x30 < 10 }
  }

  /// True of labels of 1 to 63 letters, digits and inner hyphens, at most 253 bytes in all.
  static func isHost(_ text: Substring) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 253 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      let bytes = label.utf8
      return !bytes.isEmpty && bytes.count <= 63 && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
        && bytes.allSatisfy { PercentEncoding.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }
}

/// Addresses in place of names (RFC 3986, section 3.2.2).
extension HostName {
  /// True if the last label is all digits: then the host can only be an IPv4 address.
  static func endsInNumber(_ text: Substring) -> Bool {
    text.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.allSatisfy { $0 &- 0x30 < 10 }
  }

  /// True of four numbers up to 255, in decimal without leading zeros.
  static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard part.utf8.count <= 3, part.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(part) else {
          return false
        }
        return number <= 255 && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
      }
  }

  /// True of eight groups of 16 bits, of which the last two may be written as IPv4, and one run of which as `::`.
  static func isIPv6(_ text: Substring) -> Bool {
    let gap = text.utf8.indices.first { text.utf8[$0...].starts(with: "::".utf8) }
    guard let gap else { return groups(text, isEnd: true) == 8 }
    guard let before = groups(text[..<gap], isEnd: false),
      let behind = groups(Substring(text.utf8[gap...].dropFirst(2)), isEnd: true)
    else { return false }
    return before + behind <= 7
  }

  /// How many groups of 16 bits these are; nil if one of them is none.
  private static func groups(_ text: Substring, isEnd: Bool) -> Int? {
    guard !text.isEmpty else { return 0 }
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let endsInIPv4 = isEnd && parts.last.map(isIPv4) ?? false
    if endsInIPv4 { parts.removeLast() }
    guard parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(PercentEncoding.isHexDigit) }) else {
      return nil
    }
    return parts.count + (endsInIPv4 ? 2 : 0)
  }
}
