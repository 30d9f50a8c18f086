import Desk
import JSON
import RPC

/// `system.info`: what answers, within which limits, for whom, from which store.
enum SystemInfo: Method {
  static let name: StaticString = "system.info"
  static let summary = "Tells the versions, the limits, the caller and the store."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]

  static var result: Schema {
    .object([
      .required("server", serverSchema, "The program that answers."),
      .required("protocolVersion", .string(), "The version of the protocol: moves when a client must."),
      .required("agent", CallerWire.schema, "The caller."),
      .optional("client", clientSchema, "The program that calls, as it said in `system.hello`."),
      .required("limits", limitsSchema, "The limits."),
      .required("store", storeSchema, "Where the desk is kept, and how much there is."),
    ])
  }

  static let serverSchema = Schema.named(
    "Server",
    .object([
      .required("name", .string(), "The program."),
      .required("version", .string(), "Its version."),
    ]))

  private static let clientSchema = Schema.named(
    "Client",
    .object([
      .required("name", .string(), "The program."),
      .optional("version", .string(), "Its version."),
    ]))

  private static let limitsSchema = Schema.named(
    "Limits", .object(limits.map { .required("\($0.name)", .integer(min: 1), $0.meaning) }))

  private static let storeSchema = Schema.named("Store", .object(storeProperties))

  static let kindSchema = Schema.described(
    .oneOf(["memory", "folder"]),
    "`memory`: nothing is on disk, all is gone with the process. `folder`: in files; store.status tells more.")

  private static let storeProperties: [Schema.Property] = [
    .required("kind", kindSchema, "Where the desk is kept."),
    .required("seq", Schemas.count, "The number of the last change; 0 for a new desk."),
    .required("agents", Schemas.count, "Agents."),
    .required("contacts", Schemas.count, "Contacts."),
    .required("conversations", Schemas.count, "Conversations."),
    .required("messages", Schemas.count, "Messages."),
    .required("notes", Schemas.count, "Notes."),
  ]

  private static let limits: [(name: StaticString, value: Int, meaning: String)] = [
    ("lineBytes", WireLimits.lineBytesMax, "Bytes of a line."),
    ("depth", WireLimits.depthMax, "Levels of arrays and objects in a line."),
    ("members", WireLimits.membersMax, "Members of a message."),
    (
      "requestIdBytes", WireLimits.requestIdBytesMax,
      "Bytes of the id of a request, as it is written between its quotes."
    ),
    ("batch", WireLimits.batchMax, "Messages of a batch."),
    (
      "batchAnswerBytes", WireLimits.batchAnswerBytesMax, "Bytes of answers after which a batch executes no more calls."
    ),
    (
      "batchWorkBytes", WireLimits.batchWorkBytesMax,
      "Bytes written, searched and changed after which a batch executes no more calls."
    ),
    ("waitingCalls", WireLimits.waitingCallsMax, "Calls that wait for a connector of the CRM."),
    ("page", WireLimits.pageMax, "Entries of a page."),
    ("pageBytes", WireLimits.pageBytesMax, "Bytes after which a page closes, whatever its `limit`."),
    ("heldAnswerBytes", WireLimits.heldAnswerBytesMax, "Bytes of answers held for a client that does not read."),
    ("name", DeskLimits.nameMax, "Unicode scalars of a name, a handle, a display name, an external id."),
    ("label", DeskLimits.labelMax, "Unicode scalars of a label."),
    ("labels", DeskLimits.labelsMax, "Labels of a contact."),
    ("topic", DeskLimits.topicMax, "Unicode scalars of a topic."),
    ("topics", DeskLimits.topicsMax, "Topics of a conversation."),
    ("reason", DeskLimits.reasonMax, "Unicode scalars of a reason."),
    ("note", DeskLimits.noteMax, "Unicode scalars of a note."),
    ("attributeText", DeskLimits.attributeTextMax, "Unicode scalars of the text of an attribute value."),
    ("messageText", DeskLimits.messageTextMax, "Unicode scalars of the text of a message."),
    ("messageExternalId", DeskLimits.messageExternalIdMax, "Unicode scalars of the channel's own id of a message."),
    ("urlBytes", DeskLimits.urlBytesMax, "Bytes of a URL."),
    ("messageUrlBytes", DeskLimits.messageUrlBytesMax, "Bytes of a URL of a message."),
    ("identities", DeskLimits.identitiesMax, "Identities of a contact."),
    ("attachments", DeskLimits.attachmentsMax, "Attachments of a message."),
    ("option", DeskLimits.optionMax, "Unicode scalars of an option of an attribute."),
    ("options", DeskLimits.optionsMax, "Options of an attribute."),
    ("optionBytes", DeskLimits.optionBytesMax, "Bytes (UTF-8) of the options of all attributes together."),
    ("idBytes", DeskLimits.idBytesMax, "Bytes of an id, a key, a handle or a cursor that names something."),
    ("valueBytes", DeskLimits.valueBytesMax, "Bytes of the text of any attribute value."),
    ("attachmentsRead", DeskLimits.attachmentsRead, "Attachments of a message that are looked at."),
    ("cards", CardGetMany.idsMax, "Ids that `card.getMany` takes."),
    ("definitions", DeskLimits.definitionsMax, "Attribute definitions of a desk."),
    ("channels", DeskLimits.channelsMax, "Channels of a desk, the built-in ones included."),
    ("teams", DeskLimits.teamsMax, "Teams of a desk."),
    ("groups", DeskLimits.groupsMax, "Groups of a desk."),
    ("conditions", DeskLimits.conditionsMax, "Conditions of a group."),
    ("anyOf", DeskLimits.conditionValuesMax, "Values of a condition with `anyOf`."),
    ("linked", DeskLimits.linkedMax, "Contacts with one value of the matching attribute that are linked."),
  ]

  static let examples = [Example("All of it", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("server")
    server(to: &out)
    out.member("protocolVersion", ServerInfo.protocolVersion)
    out.key("agent")
    CallerWire.write(context.caller, to: &out)
    if let client = context.caller.client {
      out.key("client")
      out.beginObject()
      out.member("name", client.name)
      out.member("version", client.version)
      out.endObject()
    }
    out.key("limits")
    out.beginObject()
    for (name, value, _) in limits { out.member(name, value) }
    out.endObject()
    out.key("store")
    out.beginObject()
    out.member("kind", literal: context.server.store == nil ? "memory" : "folder")
    out.member("seq", book.seq)
    out.member("agents", book.sizes.agents)
    out.member("contacts", book.sizes.contacts)
    out.member("conversations", book.sizes.conversations)
    out.member("messages", book.sizes.messages)
    out.member("notes", book.sizes.notes)
    out.endObject()
    out.endObject()
  }

  static func server(to out: inout JSONWriter) {
    out.beginObject()
    out.member("name", literal: "contactdesk")
    out.member("version", ServerInfo.version)
    out.endObject()
  }
}
