import Desk
import JSON
import RPC

// The errors that methods share, and the look-ups that raise them.

extension RPCError {
  /// The caller's role is too low.
  static func forbidden(_ needs: Role, _ caller: Caller) -> RPCError {
    let standing =
      caller.isInactive
      ? "is inactive, and may do what a viewer may" : "has the role \(caller.role.rawValue)"
    return RPCError(
      .forbidden, "This takes the role \(needs.rawValue); \(caller.id) \(standing).",
      [("needs", .string(needs.rawValue)), ("role", .string(caller.role.rawValue))])
  }

  /// Nothing has this id. Where people choose the ids, `known` are those that one may have been meant for.
  static func notFound(_ what: String, _ id: String, _ field: String, among known: [String] = []) -> RPCError {
    let id = id.shortened
    let nearest = Spelling.nearest(to: id, among: known)
    let hint = nearest.map { " Did you mean \"\($0)\"?" } ?? lists[what].map { " \($0) lists those there are." } ?? ""
    return RPCError(
      .notFound, "There is no \(what) \"\(id)\".\(hint)",
      [("what", .string(what)), ("id", .string(id)), ("field", .string(field))]
        + (nearest.map { [("nearest", .string($0))] } ?? []))
  }

  /// Which method lists the things of a kind.
  private static let lists = [
    "contact": "contact.list", "conversation": "conversation.list", "note": "note.list", "attribute": "schema.list",
    "channel": "channel.list", "team": "team.list", "agent": "agent.list",
    "group": "group.list", "lookup": "crm.list",
  ]

  /// Something that admins define has this id already.
  static func taken(_ what: String, _ id: String, _ field: String) -> RPCError {
    RPCError(
      .alreadyExists,
      "There is \(what == "agent" ? "an" : "a") \(what) \"\(id)\" already: update that one, or choose another id.",
      [("what", .string(what)), ("id", .string(id)), ("field", .string(field))])
  }

  /// Something uses what was to be removed; at most ten ids say which.
  static func inUse(_ message: String, by: String, count: Int, ids: [String], _ field: String) -> RPCError {
    RPCError(
      .inUse, message,
      [("by", .string(by)), ("count", .integer(count)), ("ids", .strings(ids)), ("field", .string(field))])
  }

  /// The desk has as many things of a kind as it may have.
  static func tooMany(_ field: String, limit: Int) -> RPCError {
    RPCError(ShapeError(.tooMany(limit: limit, got: limit + 1), path: field))
  }

  /// Another contact has the identity.
  static func identityTaken(_ profile: Identity.Profile, by owner: ContactID, _ field: String) -> RPCError {
    let id = "\(ContactID.prefix)\(owner.number)"
    return RPCError(
      .alreadyExists,
      "\(id) has the identity \"\(profile.externalId.shortened)\" on \(profile.network.rawValue) already: edit that contact.",
      [("what", .string("identity")), ("id", .string(id)), ("field", .string(field))])
  }

  /// The thing is in a state in which this cannot be done.
  static func wrongState(_ message: String, _ state: String, _ field: String) -> RPCError {
    RPCError(.wrongState, message, [("state", .string(state)), ("field", .string(field))])
  }

  /// Params that do not go together: the same error as a value of a wrong type.
  static func invalidParams(_ field: String, expected: String, got: String) -> RPCError {
    RPCError(ShapeError(.mismatch(expected: expected, got: got), path: field))
  }

  /// A text or a value that its format refuses: the same error as from a shape.
  static func invalidValue(_ field: String, _ refusal: Refusal) -> RPCError {
    RPCError(ShapeError(.refused(reason: refusal.reason, example: refusal.example), path: field))
  }
}

extension Book {
  /// The contact with this id, or the error.
  func contact(_ id: String) throws(RPCError) -> ContactID {
    guard let contact = ContactID(text: id), contains(contact) else {
      throw .notFound("contact", id, "contactId")
    }
    return contact
  }

  /// The conversation with this id, or the error.
  func conversation(_ id: String) throws(RPCError) -> ConversationID {
    guard let conversation = ConversationID(text: id), contains(conversation) else {
      throw .notFound("conversation", id, "conversationId")
    }
    return conversation
  }

  /// Whom a contact is linked to; a batch counts the look.
  func countedLinks(of contact: ContactID, _ context: Context) -> ContactLinks {
    context.work.addLookAtLinks(self)
    return links(of: contact)
  }

  /// Throws if a conversation is neither a contact's nor that of one that is linked to it.
  func check(_ conversation: ConversationID, isOf contact: ContactID, _ context: Context) throws(RPCError) {
    let owner = self[conversation].contact
    guard owner == contact || countedLinks(of: contact, context).contacts.contains(owner) else {
      throw .invalidParams(
        "conversationId",
        expected: "a conversation of \(ContactID.prefix)\(contact.number), or of a contact that is linked to it",
        got: "one of \(ContactID.prefix)\(owner.number)")
    }
  }

  /// The channel with this id, or the error.
  func channel(_ id: String, _ field: String) throws(RPCError) -> ChannelNumber {
    guard let channel = channel(id: id) else { throw .notFound("channel", id, field, among: channelIds) }
    return channel
  }

  /// The team with this id, or the error.
  func team(_ id: String, _ field: String) throws(RPCError) -> TeamNumber {
    guard let team = team(id: id) else { throw .notFound("team", id, field, among: teamIds) }
    return team
  }

  /// The group with this id, or the error.
  func group(_ id: String, _ field: String) throws(RPCError) -> GroupNumber {
    guard let group = group(id: id) else { throw .notFound("group", id, field, among: groupIds) }
    return group
  }

  /// The teams with these ids, each once, or the error.
  func teams(_ ids: [String]) throws(RPCError) -> [TeamNumber] {
    var teams: [TeamNumber] = []
    var seen = Set<TeamNumber>()
    for (index, id) in ids.enumerated() {
      let team = try team(id, "teamIds[\(index)]")
      if seen.insert(team).inserted { teams.append(team) }
    }
    return teams
  }

  /// The definition with this key, or the error.
  func definition(_ key: String, _ field: @autoclosure () -> String) throws(RPCError) -> AttributeDefinition {
    guard let definition = definition(key: key) else {
      throw .notFound("attribute", key, field(), among: definitions.map(\.key))
    }
    return definition
  }

  /// Throws if the thing has another version than the caller read.
  func check(_ ifVersion: Int?, _ current: Int, of what: String) throws(RPCError) {
    guard let ifVersion, ifVersion != current else { return }
    throw RPCError(
      .versionConflict,
      "The current version of the \(what) is \(current), not \(ifVersion): read it again and decide anew.",
      [("current", .integer(current)), ("field", .string("ifVersion"))])
  }
}
