package import Desk

/// A `Change` as bytes, and back.
///
///     at (signed, ms since 1970) · by (number of the agent; 0: the desk) · cause · noun · whom · case · fields
///
///     cause   0 a call · 1 an undo, and the seq · 2 a rule, and which · 3 a connector · 4 an import
///     noun    1 agent: its number              · 2 contact: its number
///             3 conversation: its number, contact · 4 note: its number, contact · 5 schema
///             6 erased: contact                7 team: its number
///             8 channel: its number            9 settings
///             10 group: its number             11 look-up: its number, contact
///     case    a byte of the noun's own, then what the case says, field by field (see the noun's file)
///
/// So the contacts that a change concerns are read without knowing the case. An edit has what was before, then what is
/// after. The `seq` is not written: changes lie one after another, and their reader knows the first one's. Numbers,
/// texts and lists are those of `ByteWriter`; an optional value is a byte 0, or a byte 1 and the value; words of the
/// domain are `StableNumbers`. Of a channel and of a definition it is the number in the book, so the order of those
/// that every desk starts with belongs to this format too (`FormatTests` holds it).
///
/// What belongs to the change alone is written; what can be made from it (a profile's address by the network's
/// template, an event's text) is not.
enum ChangeCoding {
  /// The format of the changes in a file, as its header says. It moves when a change is written in another way or gets
  /// another meaning. Format 1, which no released version wrote, had no earlier values and is not read.
  static let format: UInt32 = 2

  /// The numbers of the nouns. They never change.
  enum Noun: UInt8, CaseIterable {
    case agent = 1
    case contact = 2
    case conversation = 3
    case note = 4
    case schema = 5
    case erased = 6
    case team = 7
    case channel = 8
    case settings = 9
    case group = 10
    case lookup = 11
  }
}

// MARK: - Writing

extension ByteWriter {
  /// Writes a change, its `seq` left out.
  mutating func change(_ change: Change) {
    signed(Int(change.at.milliseconds))
    number(change.by.number)
    cause(change.cause)
    switch change.what {
    case .agent(let number, let what):
      noun(.agent, number.number)
      self.change(what)
    case .contact(let id, let what):
      noun(.contact, id.number)
      self.change(what)
    case .conversation(let id, of: let contact, let what):
      noun(.conversation, id.number)
      number(contact.number)
      self.change(what)
    case .note(let id, of: let contact, let what):
      noun(.note, id.number)
      number(contact.number)
      self.change(what)
    case .schema(let what):
      byte(ChangeCoding.Noun.schema.rawValue)
      self.change(what)
    case .team(let team, let what):
      noun(.team, team.number)
      self.change(what)
    case .channel(let channel, let what):
      noun(.channel, channel.number)
      self.change(what)
    case .group(let group, let what):
      noun(.group, group.number)
      self.change(what)
    case .lookup(let id, of: let contact, let what):
      noun(.lookup, id.number)
      number(contact.number)
      self.change(what)
    case .settings(let what):
      byte(ChangeCoding.Noun.settings.rawValue)
      self.change(what)
    case .erased(let erased):
      byte(ChangeCoding.Noun.erased.rawValue)
      self.erased(erased)
    }
  }

  private mutating func noun(_ noun: ChangeCoding.Noun, _ number: Int) {
    byte(noun.rawValue)
    self.number(number)
  }

  private mutating func cause(_ cause: Change.Cause) {
    switch cause {
    case .call: byte(0)
    case .undo(let seq):
      byte(1)
      number(seq)
    case .rule(let rule):
      byte(2)
      word(rule)
    case .connector: byte(3)
    case .importing: byte(4)
    }
  }

  mutating func numbers(_ numbers: [Int]) {
    number(numbers.count)
    for value in numbers { number(value) }
  }

  /// A number of 1 or more, or 0 for none.
  mutating func optionalNumber(_ value: Int?) { number(value ?? 0) }

  mutating func optionalTime(_ time: Timestamp?) {
    boolean(time != nil)
    if let time { signed(Int(time.milliseconds)) }
  }
}

// MARK: - Reading

extension ByteReader {
  /// Reads one change; `seq` is the one that it has.
  package mutating func change(seq: Int) throws(CodingError) -> Change {
    let at = try time()
    let by = AgentNumber(try number())
    let cause = try cause()
    return Change(seq: seq, at: at, by: by, cause: cause, what: try what())
  }

  private mutating func what() throws(CodingError) -> Change.What {
    guard let noun = ChangeCoding.Noun(rawValue: try byte()) else { throw later("a noun that this program knows") }
    switch noun {
    case .agent: return .agent(AgentNumber(try ordinal()), try agentChange())
    case .contact: return .contact(ContactID(try ordinal()), try contactChange())
    case .conversation:
      return .conversation(
        ConversationID(try ordinal()), of: ContactID(try ordinal()), try conversationChange())
    case .note: return .note(NoteID(try ordinal()), of: ContactID(try ordinal()), try noteChange())
    case .schema: return .schema(try schemaChange())
    case .team: return .team(TeamNumber(try ordinal()), try teamChange())
    case .channel: return .channel(ChannelNumber(try ordinal()), try channelChange())
    case .group: return .group(GroupNumber(try ordinal()), try groupChange())
    case .lookup: return .lookup(LookupID(try ordinal()), of: ContactID(try ordinal()), try lookupChange())
    case .settings: return .settings(try settingsChange())
    case .erased: return .erased(try erased())
    }
  }

  private mutating func cause() throws(CodingError) -> Change.Cause {
    switch try byte() {
    case 0: return .call
    case 1: return .undo(of: try ordinal())
    case 2: return .rule(try word())
    case 3: return .connector
    case 4: return .importing
    default: throw later("a cause that this program knows")
    }
  }

  /// A time that the desk can hold: others would come back as another one.
  mutating func time() throws(CodingError) -> Timestamp {
    let milliseconds = Int64(try signed())
    let time = Timestamp(milliseconds: milliseconds)
    guard time.milliseconds == milliseconds else { throw fault("a time in the years 0000 to 9999") }
    return time
  }

  mutating func optionalTime() throws(CodingError) -> Timestamp? { try boolean() ? try time() : nil }

  mutating func ordinals() throws(CodingError) -> [Int] {
    try list { reader throws(CodingError) in try reader.ordinal() }
  }

  /// A number of 1 or more; nil for 0.
  mutating func optionalNumber() throws(CodingError) -> Int? {
    let value = try number()
    return value == 0 ? nil : value
  }

  /// What was before, and what is after.
  mutating func edit<Value>(
    _ value: (inout ByteReader) throws(CodingError) -> Value
  ) throws(CodingError) -> Edit<Value> {
    Edit(try value(&self), to: try value(&self))
  }

  /// The case of a noun's change.
  mutating func tag<Tag: RawRepresentable<UInt8>>(_: Tag.Type = Tag.self) throws(CodingError) -> Tag {
    guard let tag = Tag(rawValue: try byte()) else { throw later("a change that this program knows") }
    return tag
  }
}
