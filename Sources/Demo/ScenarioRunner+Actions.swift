import Desk
import JSON
import Server

/// The requests that the actions of a scenario become.
extension ScenarioRunner {
  /// What an agent does.
  func act(_ step: Step) throws {
    switch step.action {
    case .answers: try message(step)
    case .creates: try create(step)
    case .links, .unlinks: try link(step)
    case .opens:
      try call("conversation.open", step, [("contactId", .contact), ("channel", .channel), ("topics", .list)])
    case .notes: try call("note.add", step, [("conversationId", .conversation), ("text", .text)])
    case .remembers: try call("note.add", step, [("contactId", .contact), ("text", .text)])
    case .edits: try call("note.edit", step, [("noteId", .note), ("text", .text)])
    case .removes: try call("note.remove", step, [("noteId", .note)])
    case .sets: try call("attribute.edit", step, [("contactId", .contact), ("set", .values)])
    case .clears: try call("attribute.edit", step, [("contactId", .contact), ("clear", .list)])
    case .promotes: try call("vip.promote", step, [("contactId", .contact), ("reason", .textIfAny)])
    case .demotes: try call("vip.demote", step, [("contactId", .contact)])
    case .labels: try call("contact.update", step, [("contactId", .contact), ("labels", .list)])
    case .renames: try call("contact.update", step, [("contactId", .contact), ("name", .text)])
    case .blocks: try call("contact.update", step, [("contactId", .contact), ("blocked", .boolean(true))])
    case .unblocks: try call("contact.update", step, [("contactId", .contact), ("blocked", .boolean(false))])
    case .takes: try assign(step, .word(step.actor ?? ""))
    case .hands: try assign(step, .text)
    case .drops: try assign(step, .null)
    case .resolves: try status(step, "resolved")
    case .reopens: try status(step, "new")
    case .parks: try status(step, "pending")
    case .calls: try setUp(step)
    case .writes, .confirms, .fails: break
    }
  }

  /// A method and its params, as they stand in the scenario.
  private func setUp(_ step: Step) throws {
    var params = step.text[...]
    let method = String(params.cut())
    try call(method, for: step) { $0.raw(Array(params.utf8)) }
  }

  private func assign(_ step: Step, _ agent: Argument) throws {
    try call("conversation.assign", step, [("conversationId", .conversation), ("agentId", agent)])
  }

  private func status(_ step: Step, _ status: String) throws {
    try call("conversation.setStatus", step, [("conversationId", .conversation), ("status", .word(status))])
  }

  // MARK: Params

  /// Where a param of a simple request comes from.
  private enum Argument {
    /// What the desk calls the contact of the story, the conversation on the channel, the latest note.
    case contact, conversation, note
    /// The channel of the step.
    case channel
    /// The text of the step: as it is; as it is if there is any; as a list; as attribute values by key.
    case text, textIfAny, list, values
    case word(String)
    case boolean(Bool)
    case null
  }

  private func call(_ method: String, _ step: Step, _ params: [(name: StaticString, from: Argument)]) throws {
    try call(method, for: step) { out in
      out.beginObject()
      for (name, argument) in params {
        if case .textIfAny = argument, step.text.isEmpty { continue }
        out.key(name)
        try write(argument, step, to: &out)
      }
      out.endObject()
    }
  }

  private func write(_ argument: Argument, _ step: Step, to out: inout JSONWriter) throws {
    switch argument {
    case .contact: out.string(try contact(step))
    case .conversation: out.string(try conversation(step))
    case .note: out.string(try note(step))
    case .channel: out.string(step.channel ?? "")
    case .text, .textIfAny: out.string(step.text)
    case .list:
      out.beginArray()
      for item in step.text[...].list(",") { out.string(String(item)) }
      out.endArray()
    case .values: try write(values: step.text, to: &out)
    case .word(let word): out.string(word)
    case .boolean(let value): out.boolean(value)
    case .null: out.null()
    }
  }

  /// `key = value; key = value`, each in the JSON type of its attribute's format.
  private func write(values: String, to out: inout JSONWriter) throws {
    out.beginObject()
    for item in values[...].list(";") {
      var value = item
      let key = String(value.cut())
      guard value.cut() == "=", let definition = runner.book.definition(key: key) else {
        throw DemoError(description: "no attribute and its value: \(item)")
      }
      out.key(escaping: key)
      switch definition.format {
      case .number: out.raw(Array(value.utf8))
      case .boolean: out.boolean(value == "yes")
      case .choices:
        out.beginArray()
        for choice in value.list(",") { out.string(String(choice)) }
        out.endArray()
      case .text, .date, .email, .phone, .url, .language, .choice: out.string(String(value))
      }
    }
    out.endObject()
  }

  // MARK: People

  private func create(_ step: Step) throws {
    let network = try network(step)
    let profile = network == nil ? nil : try profile(step, on: network)
    try call("contact.create", for: step) { out in
      out.beginObject()
      out.member("name", name(step))
      if let profile {
        out.key("identities")
        out.beginArray()
        out.beginObject()
        out.member("network", profile.network.rawValue)
        write(profile, step, to: &out)
        out.endObject()
        out.endArray()
      }
      out.endObject()
    }
  }

  private func link(_ step: Step) throws {
    let profile = try profile(step, on: Network(rawValue: step.text))
    try call(step.action == .links ? "contact.addIdentity" : "contact.removeIdentity", for: step) { out in
      out.beginObject()
      out.member("contactId", try contact(step))
      out.member("network", profile.network.rawValue)
      if step.action == .links {
        write(profile, step, to: &out)
      } else {
        out.member("externalId", profile.externalId)
      }
      out.endObject()
    }
  }

  private func write(_ profile: Story.Profile, _ step: Step, to out: inout JSONWriter) {
    out.member("externalId", profile.externalId)
    out.member("handle", profile.handle)
    // A number that texts shows no name.
    out.member("displayName", profile.shows ?? (profile.network == .sms ? nil : name(step)))
    out.member("pictureUrl", profile.pictureUrl)
  }

  // MARK: Messages

  /// A message of the customer's or the agent's.
  func message(_ step: Step) throws {
    let isInbound = step.action == .writes
    let network = try network(step)
    let profile = isInbound ? try profile(step, on: network) : nil
    let number = runner.book.nextMessageID.number
    try call("message.record", for: step) { out in
      out.beginObject()
      out.member("direction", literal: isInbound ? "inbound" : "outbound")
      if let profile {
        out.member("channel", step.channel)
        out.key("from")
        out.beginObject()
        try write(sender: profile, step, to: &out)
        out.endObject()
      } else {
        out.member("conversationId", try conversation(step))
      }
      out.member("text", step.text)
      write(files: step.files, to: &out)
      out.member("at", step.writtenAt?.description)
      if let prefix = network.flatMap(Self.idPrefix) { out.member("externalId", "\(prefix)\(number)") }
      out.endObject()
    }
  }

  private func write(sender profile: Story.Profile, _ step: Step, to out: inout JSONWriter) throws {
    guard isNew(profile, step) else {
      out.member("externalId", profile.externalId)
      out.member("handle", profile.handle)
      return
    }
    write(profile, step, to: &out)
    guard !profile.tells.isEmpty else { return }
    out.key("attributes")
    try write(values: profile.tells, to: &out)
  }

  private func write(files: [String], to out: inout JSONWriter) {
    guard !files.isEmpty else { return }
    out.key("attachments")
    out.beginArray()
    for file in files {
      out.beginObject()
      out.member("url", "https://files.example.net/\(file)")
      out.member("mimeType", Self.mediaTypes[String(file.suffix(3))])
      out.member("name", file)
      out.endObject()
    }
    out.endArray()
  }

  private static let mediaTypes = [
    "jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "ogg": "audio/ogg", "mp4": "video/mp4",
  ]

  /// Some channels have ids of their own for messages.
  private static func idPrefix(_ network: Network) -> String? {
    switch network {
    case .instagram, .messenger: "mid."
    case .whatsapp: "wamid."
    case .email: "mail-"
    case .facebook, .x, .linkedin, .telegram, .sms, .webchat, .other: nil
    }
  }

  // MARK: The CRM

  /// Looks a contact up in the back office, which keeps what the desk has it keep, and knows no more; or cannot answer.
  func recordLookup(_ step: Step) throws {
    let text = try contact(step)
    guard let id = ContactID(text: text) else { throw DemoError(description: "\(text) is no id of a contact") }
    let connector = Connector(name: DemoDesk.crm, kind: .client)
    if runner.book.connector == nil { try runner.record(runner.book.connectorChange(to: connector)) }
    let lookup = runner.book.nextLookupID
    try runner.record(runner.book.lookup(of: id, by: connector))
    guard step.action == .confirms else {
      return try runner.record(.lookup(lookup, of: id, .failed(reason: "The back office does not answer.")))
    }
    let contact = runner.book[id]
    let kept = runner.book.definitions.filter(\.isCRMManaged).compactMap { definition in
      contact.effectiveIndex(of: definition.number, shown: nil).map {
        Lookup.Value(definition: definition.number, content: contact.values[$0].content)
      }
    }
    let match = runner.book.match(of: id, customerId: "BO-\(id.number)", kept, ignored: [])
    try runner.record(.lookup(lookup, of: id, .matched(match)))
    try runner.record(runner.book.confirmation(of: lookup, id, match))
  }
}

extension Substring {
  /// The parts between separators, each without the space before it.
  fileprivate func list(_ separator: Unicode.Scalar) -> [Substring] {
    utf8.split(separator: UInt8(ascii: separator)).map { part in
      Substring(part.first == UInt8(ascii: " ") ? part.dropFirst() : part)
    }
  }
}
