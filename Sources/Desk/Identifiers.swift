/// The id of a contact: sequential, never reused; on the wire `contact-12`.
public struct ContactID: Hashable, Sendable {
  /// The number behind the prefix, from 1.
  public let number: Int
  /// What stands before the number.
  public static let prefix: StaticString = "contact-"
  /// An id from its number.
  public init(_ number: Int) { self.number = number }
  /// An id from its text; nil if it is none.
  public init?(text: String) {
    guard let number = numberOf(text, behind: Self.prefix) else { return nil }
    self.number = number
  }
}

/// The id of a conversation: sequential, never reused; on the wire `conversation-12`.
public struct ConversationID: Hashable, Sendable {
  /// The number behind the prefix, from 1.
  public let number: Int
  /// What stands before the number.
  public static let prefix: StaticString = "conversation-"
  /// An id from its number.
  public init(_ number: Int) { self.number = number }
  /// An id from its text; nil if it is none.
  public init?(text: String) {
    guard let number = numberOf(text, behind: Self.prefix) else { return nil }
    self.number = number
  }
}

/// The id of a message: sequential, never reused; on the wire `message-12`.
public struct MessageID: Hashable, Sendable {
  /// The number behind the prefix, from 1.
  public let number: Int
  /// What stands before the number.
  public static let prefix: StaticString = "message-"
  /// An id from its number.
  public init(_ number: Int) { self.number = number }
}

/// The id of a note: sequential, never reused; on the wire `note-12`.
public struct NoteID: Hashable, Sendable {
  /// The number behind the prefix, from 1.
  public let number: Int
  /// What stands before the number.
  public static let prefix: StaticString = "note-"
  /// An id from its number.
  public init(_ number: Int) { self.number = number }
  /// An id from its text; nil if it is none.
  public init?(text: String) {
    guard let number = numberOf(text, behind: Self.prefix) else { return nil }
    self.number = number
  }
}

/// The number behind a prefix, written as we write it: no sign, no leading zero, at most 10 digits.
func numberOf(_ text: String, behind prefix: StaticString) -> Int? {
  var text = text
  return text.withUTF8 { utf8 -> Int? in
    let length = prefix.utf8CodeUnitCount
    guard utf8.count > length, utf8.count <= length + 10, utf8[length] != UInt8(ascii: "0") else { return nil }
    for index in 0..<length where utf8[index] != prefix.utf8Start[index] { return nil }
    var value = 0
    for byte in utf8[length...] {
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}

extension StringProtocol {
  /// The same scalars. Swift's `==` is canonical equivalence, for which `K` and the Kelvin sign are one; keys, ids and
  /// stored texts compare by scalars.
  @inline(__always)
  public func sameScalars(as other: some StringProtocol) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { bytes in
      other.utf8.withContiguousStorageIfAvailable { bytes.elementsEqual($0) }
    }
    // Only strings that are not of Swift's own have no bytes to look at.
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}

extension Optional where Wrapped == String {
  /// Both absent, or the same scalars.
  func sameScalars(as other: String?) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let a?, let b?): a.sameScalars(as: b)
    default: false
    }
  }
}
