/// Host names: labels of letters, digits and inner hyphens (RFC 1123, section 2.1), and of `_`, which the DNS carries
/// (RFC 2181, section 11) and hosts in use have.
enum HostName {
  /// Bytes of a name without the dot that may end it (RFC 1035, section 2.3.4).
  static let bytesMax = 253
  /// Bytes of a label (RFC 1035, section 2.3.4), which for an A-label include `xn--`.
  static let labelBytesMax = 63

  /// The normal form of a host name: in lower case, labels beyond ASCII as A-labels (`InternationalName`), without the
  /// dot that may end it. Labels that already begin with `xn--` stay as given: whatever they hold, it is what the DNS
  /// is asked for, and names registered under older rules do not decode to anything that RFC 5892 allows.
  ///
  /// The final dot distinguishes a complete name from one that a resolver may complete with a local domain (RFC 3986,
  /// section 3.2.2). Each reader of a contact has other local domains, so that every name is meant to be complete: with
  /// and without the dot it is the same host. The form without it is the one that TLS sends (RFC 6066, section 3).
  static func asciiForm(_ host: Substring) throws(Refusal) -> String {
    let isASCII = host.utf8.allSatisfy { $0 < 0x80 }
    var name = isASCII ? host.utf8.map(ASCIICase.lowered) : try InternationalName.asciiForm(of: host)
    if name.last == dot { name.removeLast() }
    guard !name.isEmpty else { throw Refusal("a host name such as example.com is missing") }
    try checkLabels(of: name)
    guard name.count <= bytesMax else {
      throw Refusal("a host name has at most \(bytesMax) bytes, got \(name.count)")
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether a name in its normal form has at least two labels, of which the last is not a number: so that a mail
  /// server of the Internet can have it.
  static func isDomain(_ name: String) -> Bool {
    guard let point = name.utf8.lastIndex(of: dot) else { return false }
    return !isNumber(name.utf8[point...].dropFirst())
  }

  /// Whether the last label of a name in its normal form is a number, in decimal or with `0x`. Then the host can only
  /// be an IPv4 address: resolvers read `127.1`, `0x7f000001` and `0177.0.0.1` as one.
  static func endsInNumber(_ name: String) -> Bool {
    let utf8 = name.utf8
    guard let point = utf8.lastIndex(of: dot) else { return isNumber(utf8[...]) }
    return isNumber(utf8[point...].dropFirst())
  }

  private static func isNumber(_ label: Substring.UTF8View) -> Bool {
    if label.starts(with: "0x".utf8) { return label.dropFirst(2).allSatisfy(PercentEncoding.isHexDigit) }
    return label.allSatisfy { $0 &- 0x30 < 10 }
  }

  // MARK: Checks by bytes

  private static let dot = UInt8(ascii: ".")
  private static let hyphen = UInt8(ascii: "-")

  private static func checkLabels(of name: [UInt8]) throws(Refusal) {
    var start = 0
    for index in 0...name.count {
      guard index == name.count || name[index] == dot else {
        guard isLabelByte(name[index]) else {
          throw Refusal("\(Unicode.Scalar(name[index]).quoted) has no place in a host name")
        }
        continue
      }
      guard index > start else { throw Refusal("a host name has no empty label: one dot between two labels") }
      guard name[start] != hyphen && name[index - 1] != hyphen else {
        throw Refusal("a label of a host name begins and ends with a letter or a digit, not with a hyphen")
      }
      guard index - start <= labelBytesMax else {
        throw Refusal("a label of a host name has at most \(labelBytesMax) bytes, got \(index - start)")
      }
      start = index + 1
    }
  }

  /// Whether a byte may stand in a label in lower case.
  @inline(__always)
  private static func isLabelByte(_ byte: UInt8) -> Bool {
    byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == hyphen || byte == UInt8(ascii: "_")
  }

  /// Where the host that begins at `start` ends, and whether it has a dot, if it is a name in its normal form whose
  /// last label begins with no digit. Nil only says that it takes a closer look.
  @inline(__always)
  static func plainHost(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (end: Int, hasDot: Bool)? {
    var labelStart = start
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == dot {
        guard isPlainLabel(bytes, labelStart, index) else { return nil }
        labelStart = index + 1
      } else if !isLabelByte(byte) {
        break
      }
      index += 1
    }
    guard isPlainLabel(bytes, labelStart, index), bytes[labelStart] &- 0x30 >= 10, index - start <= bytesMax else {
      return nil
    }
    return (index, labelStart > start)
  }

  @inline(__always)
  private static func isPlainLabel(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    end > start && end - start <= labelBytesMax && bytes[start] != hyphen && bytes[end - 1] != hyphen
  }
}
