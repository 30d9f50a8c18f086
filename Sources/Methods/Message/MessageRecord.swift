import Desk
import JSON
import RPC

/// `message.record`: what a channel connector calls with each message that came or went.
enum MessageRecord: Method {
  /// The message, and whom or where it is from.
  struct Params {
    let channel: String?
    let direction: Message.Direction
    let from: Sender?
    let conversationId: String?
    let text: Lenient<String>?
    let attachments: LenientShapes.Attachments
    let at: Lenient<Timestamp>?
    let externalId: Lenient<String>?
    let isImported: Bool
    let ifVersion: Int?
  }

  struct Sender {
    let externalId: String
    let handle: Lenient<String>?
    let displayName: Lenient<String>?
    let pictureUrl: Lenient<String>?
    let profileUrl: Lenient<String>?
    let attributes: LenientShapes.Attributes
  }

  /// The message, what had to be made for it, and what of it could not be taken.
  struct Result {
    let message: MessageID
    var created = Created()
    var warnings: [Warning] = []
  }

  struct Created {
    var contact = false
    var conversation = false
    var message = false
  }

  static let name: StaticString = "message.record"
  static let summary =
    "Records a message that came in or went out, and makes contact and conversation where they are new."
  static let details = """
    Takes exactly one of `from` (with `channel`; inbound only) and `conversationId`. An inbound message `from` \
    somebody lands in their latest unresolved conversation on the channel, else in the latest, which it reopens, \
    else in a new one. Inbound makes a conversation `new`, outbound `pending`.

    A message is never refused for its sender's profile or its decoration. What cannot be taken of them is left out or \
    cut and named in `warnings`: blank, long and malformed names, handles and URLs, values that their attribute \
    refuses, attachments without a sound URL or beyond the limit (of more than 1,000, the rest is not looked at), a \
    text beyond its limit, a channel's id beyond its limit, a time that is none or more than a day ahead of the clock \
    (recorded as now), and half a surrogate pair (U+FFFD). Refused are a bad `from.externalId`, an unknown channel or \
    conversation, wrong JSON types, and a message with neither text nor attachments.

    Recording a message again changes nothing and returns the first, whatever `ifVersion`: one with the same \
    `externalId` on the same channel and, with `from`, of the same person; with `conversationId`, of the same \
    direction in the same conversation. Networks number the messages of each person or chat anew: another person's \
    message with the same id is another message.

    A new contact takes the display name as its name; so does a contact without a name when a network first gives one.

    `imported` brings in old mail: the message goes into the history only. Status, `waitingSince`, the network that \
    the card shows and the queue stay as they are, and so does what is known of a known sender. A conversation that it \
    makes is `resolved`. An imported message counts as recorded: the same `externalId` live changes nothing any more.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict,
  ]

  static var result: Schema {
    .object([
      .required("messageId", Schemas.messageId, "The message."),
      .required("conversationId", Schemas.conversationId, "The conversation it is in."),
      .required("contactId", Schemas.contactId, "The contact it is from or to."),
      .required("version", Schemas.version, "The version of the conversation."),
      .required(
        "status", .oneOf(Conversation.Status.allCases.map(\.rawValue)),
        "Where the conversation stands now: `new` after a new inbound message, `pending` after an outbound one; an imported one moves nothing."
      ),
      .required("created", createdSchema, "What was made."),
      .optional("warnings", .array(Warning.schema), "What was not taken as it came."),
    ])
  }

  private static let createdSchema = Schema.named(
    "Created",
    .object([
      .required("contact", .boolean, "True if the contact is new."),
      .required("conversation", .boolean, "True if the conversation is new."),
      .required("message", .boolean, "False if it was recorded before."),
    ]))

  static let examples = [
    Example(
      "A first message",
      #"{"channel":"instagram","direction":"inbound","from":{"externalId":"17841400001","handle":"mira.k","#
        + #""displayName":"Mira Kowalska","attributes":{"followers":1280,"language":"pl"}},"#
        + #""text":"Dzień dobry! Where is my parcel?","at":"2026-01-01T08:58:00Z","externalId":"mid.1"}"#),
    Example(
      "The answer",
      #"{"direction":"outbound","conversationId":"conversation-1","text":"On its way: tomorrow before noon."}"#),
  ]

  private static let sender = Shape<Sender>.object("Sender") { fields throws(ShapeError) in
    Sender(
      externalId: try fields.required(
        "externalId", Shapes.text(.name),
        "The network's own id of the person. Two spellings of an e-mail address or a telephone number are one."),
      handle: try fields.optional(
        "handle", LenientShapes.text(.name, .leavesOut), "The name in the network's addresses."),
      displayName: try fields.optional(
        "displayName", LenientShapes.text(.name, .isCut), "The name that the person shows there."),
      pictureUrl: try fields.optional("pictureUrl", LenientShapes.url, "The address of the picture."),
      profileUrl: try fields.optional("profileUrl", LenientShapes.url, "The address of the profile."),
      attributes: try fields.optional(
        "attributes", LenientShapes.attributes,
        "What the network tells of the person: values of default and channel attributes.")
        ?? LenientShapes.Attributes())
  }

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      channel: try fields.optional("channel", Shapes.id, "The channel it came in on. Needed with `from`."),
      direction: try fields.required("direction", Shapes.word(Message.Direction.self), "`inbound`: from the contact."),
      from: try fields.optional("from", sender, "Who wrote it, as the network tells."),
      conversationId: try fields.optional("conversationId", Shapes.id, "The conversation it belongs to."),
      text: try fields.optional(
        "text", LenientShapes.text(.message, .isCut), "The text. Empty or left out only with attachments."),
      attachments: try fields.optional("attachments", LenientShapes.attachments, "Files that came with it.")
        ?? LenientShapes.Attachments(),
      at: try fields.optional("at", LenientShapes.time, "When it was written; left out: now."),
      externalId: try fields.optional(
        "externalId", LenientShapes.externalId, "The channel's own id of it, unique per person or conversation."),
      isImported: try fields.optional(
        "imported", Shapes.boolean, "True: an old message, for the history only. False where left out.") ?? false,
      ifVersion: try fields.optional(
        "ifVersion", Shapes.version,
        "With `conversationId`: the conversation's version as it was read; refused if it has moved since."))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    if params.attachments.given == 0 {
      guard let text = params.text else {
        throw .invalidParams("text", expected: "a text or attachments", got: "neither")
      }
      if text.value?.isEmpty ?? true {
        throw .invalidValue("text", Refusal("must not be empty without attachments"))
      }
    }
    switch (params.from, params.conversationId) {
    case (let sender?, nil): return try receive(sender, params, book, context)
    case (nil, let id?): return try add(to: id, params, book, context)
    case (let from, _):
      throw .invalidParams(
        "from", expected: "exactly one of from and conversationId", got: from == nil ? "neither" : "both")
    }
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    let conversation = book[result.message].conversation
    out.beginObject()
    out.member("messageId", result.message)
    out.member("conversationId", conversation)
    out.member("contactId", book[conversation].contact)
    out.member("version", book[conversation].version)
    out.member("status", book[conversation].status.rawValue)
    out.key("created")
    out.beginObject()
    out.member("contact", result.created.contact)
    out.member("conversation", result.created.conversation)
    out.member("message", result.created.message)
    out.endObject()
    Warning.write(result.warnings, to: &out)
    out.endObject()
  }
}

// MARK: - Decisions

extension MessageRecord {
  /// A message in a known conversation.
  private static func add(
    to id: String, _ params: Params, _ book: Book, _ context: Context
  ) throws(RPCError) -> Decision<Result> {
    let conversation = book[try book.conversation(id)]
    if let channel = params.channel, try book.channel(channel, "channel") != conversation.channel {
      let own = book[conversation.channel].id
      throw .invalidParams("channel", expected: "\"\(own)\", the channel of \(id)", got: "\"\(channel)\"")
    }
    if let id = params.externalId?.value,
      let first = book.message(in: conversation.id, params.direction, externalId: id)
    {
      return Decision(Result(message: first))
    }
    try book.check(params.ifVersion, conversation.version, of: "conversation")
    var result = Result(message: book.nextMessageID)
    result.created.message = true
    let author: Message.Author
    if params.direction == .inbound {
      author = .identity(book.identityNumberWriting(in: conversation))
    } else {
      author = .agent(context.caller.agent, name: context.caller.name)
    }
    let content = content(params, context, &result.warnings)
    let recorded = recording(result.message, author, toldHandle: false, content, params)
    return Decision(result, changes: [.conversation(conversation.id, of: conversation.contact, recorded)])
  }

  /// A message from somebody on a channel.
  private static func receive(
    _ sender: Sender, _ params: Params, _ book: Book, _ context: Context
  ) throws(RPCError) -> Decision<Result> {
    guard params.direction == .inbound else {
      throw .invalidParams("from", expected: "conversationId for an outbound message", got: "from")
    }
    guard params.ifVersion == nil else {
      throw .invalidParams("ifVersion", expected: "ifVersion only beside conversationId", got: "it beside from")
    }
    guard let channelId = params.channel else {
      throw .invalidParams("channel", expected: "the channel that from writes on", got: "none")
    }
    let channel = try book.channel(channelId, "channel")
    let network = book[channel].network
    let told = Identity.Profile(
      network: network, externalId: sender.externalId, handle: sender.handle?.value,
      displayName: sender.displayName?.value, pictureUrl: sender.pictureUrl?.value,
      givenProfileUrl: sender.profileUrl?.value)
    if let id = params.externalId?.value, let first = book.message(channel: channel, from: told, externalId: id) {
      return Decision(Result(message: first))
    }
    var result = Result(message: book.nextMessageID)
    result.created.message = true
    var changes: [Change.What] = []
    let (contact, identity) = meet(told, isImported: params.isImported, book, &changes)
    warn(of: sender, &result.warnings)
    result.created.contact = !book.contains(contact)
    let known = result.created.contact ? nil : book[contact]
    if known == nil || !params.isImported {
      let setter = AttributeValue.Setter.channel(channel, identity: identity)
      let edits = take(sender.attributes.values, setter, known, book, &result.warnings)
      if !edits.isEmpty { changes.append(.contact(contact, .attributesChanged(setter, edits))) }
    }
    let conversation: ConversationID
    if known != nil, let present = book.conversationForInbound(contact, channel) {
      conversation = present
    } else {
      conversation = book.nextConversationID
      result.created.conversation = true
      let opening: Opening = params.isImported ? .imported : .message
      changes.append(.conversation(conversation, of: contact, .opened(channel, topics: [], by: opening)))
    }
    let content = content(params, context, &result.warnings)
    let recorded = recording(
      result.message, .identity(identity), toldHandle: sender.handle?.value != nil, content, params)
    changes.append(.conversation(conversation, of: contact, recorded))
    return Decision(result, changes: changes)
  }

  /// What records a message, or brings an old one in.
  private static func recording(
    _ id: MessageID, _ author: Message.Author, toldHandle: Bool, _ content: Message.Content, _ params: Params
  ) -> ConversationChange {
    params.isImported
      ? .messageImported(id, author, content) : .messageRecorded(id, author, toldHandle: toldHandle, content)
  }

  /// The contact and the identity of a sender, as was told; makes or updates them where there is something new. What an
  /// old message says of a known sender is older than what is known.
  private static func meet(
    _ told: Identity.Profile, isImported: Bool, _ book: Book, _ changes: inout [Change.What]
  ) -> (contact: ContactID, identity: Int) {
    guard let known = book.contact(of: told) else {
      let contact = book.nextContactID
      changes.append(.contact(contact, .created(name: told.displayName, identities: [told], labels: [])))
      return (contact, 1)
    }
    guard !isImported else { return (known.id, known.identity) }
    if let name = told.displayName, book[known.id].takesName { changes.append(.contact(known.id, .named(name))) }
    if let update = book[known.id].identityUpdate(known.identity, with: told) { changes.append(update) }
    return (known.id, known.identity)
  }

  /// The channel values that are new and can be taken; what cannot is a warning.
  private static func take(
    _ values: [(key: String, input: AttributeInput)], _ setter: AttributeValue.Setter, _ contact: Contact?,
    _ book: Book,
    _ warnings: inout [Warning]
  ) -> [ValueEdit] {
    var edits: [ValueEdit] = []
    for (key, input) in values {
      do throws(Refusal) {
        guard let definition = book.definition(key: key) else { throw Refusal("there is no attribute of this key") }
        guard definition.isEnabled else { throw Refusal("the attribute is disabled") }
        guard definition.kind != .custom else { throw Refusal("custom attributes are not filled by channels") }
        let content = try definition.format.normalise(
          input, options: definition.optionList, phoneCountry: book.settings.phoneCountry)
        let present = contact?.value(of: definition.number, from: setter)
        if let present, present.content.isSame(as: content) { continue }
        edits.append(ValueEdit(definition: definition.number, before: present, content: content))
      } catch {
        warnings.append(
          Warning(field: "from.attributes.\(key.shortened)", reason: error.reason, example: error.example))
      }
    }
    return edits
  }

  /// What of a sender was not taken.
  private static func warn(of sender: Sender, _ warnings: inout [Warning]) {
    warnings.add("from.handle", sender.handle?.faults ?? [])
    warnings.add("from.displayName", sender.displayName?.faults ?? [])
    warnings.add("from.pictureUrl", sender.pictureUrl?.faults ?? [])
    warnings.add("from.profileUrl", sender.profileUrl?.faults ?? [])
    for (key, fault) in sender.attributes.faults {
      warnings.add(key.map { "from.attributes.\($0.shortened)" } ?? "from.attributes", [fault])
    }
  }

  /// What is kept of the message, and warnings of the rest.
  private static func content(_ params: Params, _ context: Context, _ warnings: inout [Warning]) -> Message.Content {
    warnings.add("text", params.text?.faults ?? [])
    warnings += params.attachments.warnings
    warnings.add("at", params.at?.faults ?? [])
    var at = params.at?.value ?? context.now
    if at > context.clock.advanced(by: Timestamp.dayMilliseconds) {
      // One message from 2096 would stand on top of the card and of the history for seventy years.
      at = context.now
      warnings.add("at", [Refusal("more than a day ahead of the clock: recorded as now")])
    }
    warnings.add("externalId", params.externalId?.faults ?? [])
    return Message.Content(
      text: params.text?.value ?? "", attachments: params.attachments.taken, at: at,
      externalId: params.externalId?.value)
  }
}
