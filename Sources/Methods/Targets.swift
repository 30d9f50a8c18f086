import Desk
import JSON
import RPC

// What the params of nearly every write begin and end with: the thing it is about, and the version that was read.

extension FieldReader {
  /// The contact that a method is about.
  mutating func contactId() throws(ShapeError) -> String {
    try required("contactId", Shapes.id, "The contact.")
  }

  /// The conversation that a method is about.
  mutating func conversationId() throws(ShapeError) -> String {
    try required("conversationId", Shapes.id, "The conversation.")
  }

  /// The note that a method is about.
  mutating func noteId() throws(ShapeError) -> String {
    try required("noteId", Shapes.id, "The note.")
  }

  /// The look-up that a method is about.
  mutating func lookupId() throws(ShapeError) -> String {
    try required("lookupId", Shapes.id, "The look-up.")
  }

  /// The version of a thing that may never have been changed.
  mutating func ifVersionFromZero() throws(ShapeError) -> Int? {
    try optional(
      "ifVersion", Shapes.versionFromZero,
      "Its `version` as the caller read it: refused (1002) if it has moved since.")
  }

  /// The version of the thing that a method is about.
  mutating func ifVersion() throws(ShapeError) -> Int? {
    try optional(
      "ifVersion", Shapes.version, "Its `version` as the caller read it: refused (1002) if it has moved since.")
  }
}

extension Book {
  /// The contact with this id, in this version; or the error.
  func contact(_ id: String, ifVersion: Int?) throws(RPCError) -> ContactID {
    let contact = try contact(id)
    try check(ifVersion, self[contact].version, of: "contact")
    return contact
  }

  /// The conversation with this id, in this version; or the error.
  func conversation(_ id: String, ifVersion: Int?) throws(RPCError) -> ConversationID {
    let conversation = try conversation(id)
    try check(ifVersion, self[conversation].version, of: "conversation")
    return conversation
  }

  /// Whose notes: those of a conversation with its contact, or of a contact. Exactly one of the ids is to be given; the
  /// version is that of the one.
  func notesTarget(
    _ conversationId: String?, _ contactId: String?, ifVersion: Int? = nil
  ) throws(RPCError) -> (contact: ContactID, conversation: ConversationID?) {
    switch (conversationId, contactId) {
    case (let id?, nil):
      let conversation = try conversation(id, ifVersion: ifVersion)
      return (self[conversation].contact, conversation)
    case (nil, let id?): return (try contact(id, ifVersion: ifVersion), nil)
    case (let id, _):
      throw .invalidParams(
        "conversationId", expected: "exactly one of conversationId and contactId", got: id == nil ? "neither" : "both")
    }
  }

  /// The note with this id, in this version; or the error.
  func note(_ id: String, ifVersion: Int?) throws(RPCError) -> NoteID {
    guard let note = NoteID(text: id), contains(note) else { throw .notFound("note", id, "noteId") }
    try check(ifVersion, self[note].version, of: "note")
    return note
  }

  /// The look-up with this id, of a contact in this version; or the error.
  func lookup(_ id: String, ifVersion: Int?) throws(RPCError) -> LookupID {
    guard let lookup = LookupID(text: id), contains(lookup) else { throw .notFound("lookup", id, "lookupId") }
    try check(ifVersion, self[self[lookup].contact].version, of: "contact")
    return lookup
  }

  /// Throws if a look-up stands otherwise.
  func check(_ lookup: LookupID, is state: Lookup.State.Name) throws(RPCError) {
    let present = self[lookup].state.name
    guard present != state else { return }
    throw .wrongState(
      "\(LookupID.prefix)\(lookup.number) is \(present.rawValue), not \(state.rawValue): crm.list has the contact's latest one.",
      present.rawValue, "lookupId")
  }

  /// Throws if a value has moved since the CRM was asked with it, or proposed another one, or if the desk would not
  /// take a value any more that the CRM proposed.
  func checkUnmoved(_ lookup: LookupID) throws(RPCError) {
    guard let moved = valueMovedSince(lookup) ?? self[lookup].match?.values.first(where: { !takes($0) })?.definition
    else { return }
    let key = definition(number: moved)?.key
    let what = key.map { "\"\($0)\"" } ?? "An attribute"
    throw RPCError(
      .versionConflict, "\(what) has changed since the CRM was asked: look the contact up again (crm.lookup).",
      [
        ("current", .integer(self[self[lookup].contact].version)), ("field", .string("lookupId")),
        ("key", .string(key ?? "")),
      ])
  }

  /// Whether an attribute takes a value as it is now: format and options may be others than when the CRM answered.
  private func takes(_ value: Lookup.Value) -> Bool {
    guard let definition = definition(number: value.definition), definition.isEnabled else { return false }
    do throws(Refusal) {
      return try normalise(AttributeInput(value.content), definition).isSame(as: value.content)
    } catch {
      return false
    }
  }
}

extension AttributeInput {
  /// What a caller would send to set a value.
  fileprivate init(_ content: AttributeContent) {
    switch content {
    case .text(let text): self = .text(text)
    case .integer(let number): self = .number("\(number)")
    case .decimal(let number): self = .number("\(number)")
    case .boolean(let value): self = .boolean(value)
    case .choices(let options): self = .list(options)
    }
  }
}
