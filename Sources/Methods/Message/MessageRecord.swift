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
    let text: String
    let attachments: [Message.Attachment]
    let at: Timestamp?
    let externalId: String?
    let ifVersion: Int?
  }

  struct Sender {
    let externalId: String
    let handle: String?
    let displayName: String?
    let pictureUrl: String?
    let profileUrl: String?
    let attributes: [(key: String, input: AttributeInput)]
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

  /// A channel value that was not taken; the message was.
  struct Warning {
    let field: String
    let reason: String
    let example: String?
  }

  static let name: StaticString = "message.record"
  static let summary =
    "Records a message that came in or went out, and makes contact and conversation where they are new."
  static let details = """
    Takes exactly one of `from` (with `channel`; inbound only) and `conversationId`. An inbound message `from` \
    somebody lands in their latest unresolved conversation on the channel, else in the latest, which it reopens, \
    else in a new one. Inbound makes a conversation `new`, outbound `pending`. Recording the same `externalId` on a \
    channel again changes nothing and returns the first, whatever `ifVersion`. A channel value in `from.attributes` \
    that cannot be taken does not lose the message: it comes back in `warnings`. A new contact takes the display \
    name as its name.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict,
  ]

  static var result: Schema {
    .object([
      .required("messageId", Schemas.messageId, "The message."),
      .required("conversationId", Schemas.conversationId, "The conversation it is in."),
      .required("contactId", Schemas.contactId, "The contact it is from or to."),
      .required("version", Schemas.version, "The version of the conversation."),
      .required(
        "status", .oneOf(Conversation.Status.allCases.map(\.rawValue)),
        "Where the conversation stands now: `new` after a new inbound message, `pending` after an outbound one."),
      .required("created", createdSchema, "What was made."),
      .optional("warnings", .array(warningSchema), "Channel values that were not taken."),
    ])
  }

  private static let createdSchema = Schema.named(
    "Created",
    .object([
      .required("contact", .boolean, "True if the contact is new."),
      .required("conversation", .boolean, "True if the conversation is new."),
      .required("message", .boolean, "False if it was recorded before."),
    ]))

  private static let warningSchema = Schema.named(
    "Warning",
    .object([
      .required("field", .string(), "The field, such as `from.attributes.language`."),
      .required("reason", .string(), "Why it was not taken."),
      .optional("example", .string(), "A value that would be."),
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
      externalId: try fields.required("externalId", Shapes.text(.name), "The network's own id of the person."),
      handle: try fields.optional("handle", Shapes.text(.name), "The name in the network's addresses."),
      displayName: try fields.optional("displayName", Shapes.text(.name), "The name that the person shows there."),
      pictureUrl: try fields.optional("pictureUrl", Shapes.url, "The address of the picture."),
      profileUrl: try fields.optional("profileUrl", Shapes.url, "The address of the profile."),
      attributes: try fields.optional(
        "attributes", Shapes.attributes,
        "What the network tells of the person: values of default and channel attributes.") ?? [])
  }

  private static let attachment = Shape<Message.Attachment>.object("AttachmentInput") { fields throws(ShapeError) in
    Message.Attachment(
      url: try fields.required("url", Shapes.url, "Where it is (http or https)."),
      mimeType: try fields.optional("mimeType", Shapes.text(.name), "Its media type, such as `image/png`."),
      name: try fields.optional("name", Shapes.text(.name), "Its file name."))
  }

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      channel: try fields.optional("channel", Shapes.id, "The channel it came in on. Needed with `from`."),
      direction: try fields.required("direction", Shapes.word(Message.Direction.self), "`inbound`: from the contact."),
      from: try fields.optional("from", sender, "Who wrote it, as the network tells."),
      conversationId: try fields.optional("conversationId", Shapes.id, "The conversation it belongs to."),
      text: try fields.required("text", Shapes.text(.message), "The text; empty only with attachments."),
      attachments: try fields.optional(
        "attachments", attachment.array(max: DeskLimits.attachmentsMax), "Files that came with it.") ?? [],
      at: try fields.optional("at", Shapes.time, "When it was written; left out: now."),
      externalId: try fields.optional("externalId", Shapes.text(.name), "The channel's own id of it."),
      ifVersion: try fields.optional(
        "ifVersion", Shapes.version,
        "With `conversationId`: the conversation's version as it was read; refused if it has moved since."))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    if params.text.isEmpty && params.attachments.isEmpty {
      throw .invalidValue("text", Refusal("must not be empty without attachments"))
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
    if !result.warnings.isEmpty {
      out.key("warnings")
      out.beginArray()
      for warning in result.warnings {
        out.beginObject()
        out.member("field", warning.field)
        out.member("reason", warning.reason)
        out.member("example", warning.example)
        out.endObject()
      }
      out.endArray()
    }
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
    if let first = recorded(params, conversation.channel, book) { return first }
    try book.check(params.ifVersion, conversation.version, of: "conversation")
    var result = Result(message: book.nextMessageID)
    result.created.message = true
    let author: Message.Author
    if params.direction == .inbound {
      author = .identity(book.identityNumberShown(in: conversation))
    } else {
      author = .agent(context.caller.agent, name: context.caller.name)
    }
    let change = Change.What.messageRecorded(
      result.message, conversation.id, author, toldHandle: false, content(params, context))
    return Decision(result, changes: [change])
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
    if let first = recorded(params, channel, book) { return first }
    var result = Result(message: book.nextMessageID)
    result.created.message = true
    var changes: [Change.What] = []
    let network = book[channel].network
    let (contact, identity) = meet(sender, network, book, &changes)
    result.created.contact = !book.contains(contact)
    let known = result.created.contact ? nil : book[contact]
    let setter = AttributeValue.Setter.channel(channel, identity: identity)
    let edits = take(sender.attributes, setter, known, book, &result.warnings)
    if !edits.isEmpty { changes.append(.attributesChanged(contact, setter, edits)) }
    let conversation: ConversationID
    if known != nil, let present = book.conversationForInbound(contact, channel) {
      conversation = present
    } else {
      conversation = book.nextConversationID
      result.created.conversation = true
      changes.append(.conversationOpened(conversation, contact, channel, topics: [], isByHand: false))
    }
    changes.append(
      .messageRecorded(
        result.message, conversation, .identity(identity), toldHandle: sender.handle != nil, content(params, context)))
    return Decision(result, changes: changes)
  }

  /// The contact and the identity of a sender; makes or updates them where there is something new.
  private static func meet(
    _ sender: Sender, _ network: Network, _ book: Book, _ changes: inout [Change.What]
  ) -> (contact: ContactID, identity: Int) {
    let told = Identity.Profile(
      network: network, externalId: sender.externalId, handle: sender.handle, displayName: sender.displayName,
      pictureUrl: sender.pictureUrl, givenProfileUrl: sender.profileUrl)
    guard let known = book.contact(network: network, externalId: sender.externalId) else {
      let contact = book.nextContactID
      changes.append(.contactCreated(contact, name: sender.displayName, identities: [told], labels: []))
      return (contact, 1)
    }
    if let present = book[known.id].identity(numbered: known.identity)?.profile {
      let updated = present.updated(with: told)
      if !updated.isSame(as: present) { changes.append(.identityUpdated(known.id, identity: known.identity, updated)) }
    }
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
        let content = try definition.format.normalise(input, options: definition.options)
        if let present = contact?.value(of: definition.number, from: setter)?.content, present.isSame(as: content) {
          continue
        }
        edits.append(ValueEdit(definition: definition.number, content: content))
      } catch {
        warnings.append(Warning(field: "from.attributes.\(key)", reason: error.reason, example: error.example))
      }
    }
    return edits
  }

  /// The answer for a message that the channel told before.
  private static func recorded(_ params: Params, _ channel: ChannelNumber, _ book: Book) -> Decision<Result>? {
    guard let externalId = params.externalId, let first = book.message(channel: channel, externalId: externalId) else {
      return nil
    }
    return Decision(Result(message: first))
  }

  private static func content(_ params: Params, _ context: Context) -> Message.Content {
    Message.Content(
      text: params.text, attachments: params.attachments, at: params.at ?? context.now, externalId: params.externalId)
  }
}
