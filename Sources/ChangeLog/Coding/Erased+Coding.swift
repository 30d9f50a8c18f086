import Desk

// What is left of a change that was blanked, in as many bytes as the change had:
//
//     … noun 6 · contact · made · zeros · 1
//
//     made    0 nothing · 1 the contact: identities · 2 an identity: number · 3 a conversation: number, channel, by
//             4 a message: number, conversation · 5 a note: number
//             6 a look-up: number
//
// So a file in which changes are blanked has every offset, extent and number as before, and new checksums alone.

extension ByteWriter {
  mutating func erased(_ erased: Erased) {
    number(erased.contact.number)
    switch erased.made {
    case .nothing: byte(0)
    case .contact(let identities):
      byte(1)
      number(identities)
    case .identity(let number):
      byte(2)
      self.number(number)
    case .conversation(let id, let channel, let opening):
      byte(3)
      number(id.number)
      number(channel.number)
      word(opening)
    case .message(let id, let conversation):
      byte(4)
      number(id.number)
      number(conversation.number)
    case .note(let id):
      byte(5)
      number(id.number)
    case .lookup(let id):
      byte(6)
      number(id.number)
    }
    zeros(erased.fill)
    byte(1)
  }
}

extension ByteReader {
  mutating func erased() throws(CodingError) -> Erased {
    let contact = ContactID(try ordinal())
    let made: Change.Made
    switch try byte() {
    case 0: made = .nothing
    case 1: made = .contact(identities: try number())
    case 2: made = .identity(try ordinal())
    case 3: made = .conversation(ConversationID(try ordinal()), ChannelNumber(try ordinal()), try word())
    case 4: made = .message(MessageID(try ordinal()), ConversationID(try ordinal()))
    case 5: made = .note(NoteID(try ordinal()))
    case 6: made = .lookup(LookupID(try ordinal()))
    default: throw later("what a change made")
    }
    var fill = 0
    while true {
      switch try byte() {
      case 0: fill += 1
      case 1: return Erased(contact: contact, made: made, fill: fill)
      default: throw fault("zeros, and a 1")
      }
    }
  }
}

extension ChangeCoding {
  /// The bytes of a change with all that it says blanked, as many as before; nil of one that concerns no contact, and
  /// of bytes that are no change.
  static func blanked(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var reader = ByteReader(bytes)
    do throws(CodingError) {
      let change = try reader.change(seq: 1)
      guard reader.isAtEnd, let erased = Erased(change.what) else { return nil }
      let count = bytes.count - encoded(change, as: erased).count
      guard count >= 0 else { return nil }
      return encoded(change, as: Erased(contact: erased.contact, made: erased.made, fill: erased.fill + count))
    } catch {
      return nil
    }
  }

  private static func encoded(_ change: Change, as erased: Erased) -> [UInt8] {
    var out = ByteWriter(capacity: 64)
    out.change(
      Change(seq: change.seq, at: change.at, by: change.by, cause: change.cause, what: .erased(erased)))
    return out.withBytes { Array($0) }
  }
}
