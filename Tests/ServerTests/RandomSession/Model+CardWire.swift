import Desk

// What is told of contacts and attributes.

extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  /// The networks of the script; each is a channel, too.
  static let networks: [(id: String, name: String, color: String)] = [
    ("instagram", "Instagram", "#E4405F"), ("x", "X", "#000000"), ("whatsapp", "WhatsApp", "#25D366"),
    ("webchat", "Web chat", "#0F766E"), ("email", "E-mail", "#6B7280"),
  ]

  // MARK: Card

  /// For the caller, or for somebody else.
  func card(_ number: Int, from conversation: Int?, for role: Role? = nil) -> String {
    let (contact, role) = (contacts[number], role ?? self.role)
    let shown = shown(number, from: conversation)
    let person = shown.map { contact.people[$0] }
    let network = Self.networks.first { $0.id == person?.network }
    let identities = living(number).map { Node.object(identity(contact.people[$0])) }
    let attributes = definitions.filter(\.isEnabled).map { attribute($0, of: number, shown: shown, for: role) }
    let members: [(String, Node?)] = [
      ("contactId", .text("contact-\(number + 1)")), ("version", .number(contact.version)),
      ("name", .text(contact.name)),
      ("externalId", .text(person?.externalId)), ("handle", .text(person?.handle)),
      ("pictureUrl", .text(person?.pictureUrl)),
      ("profileUrl", .text(person.flatMap(profileUrl))),
      (
        "network",
        network.map {
          .object([("id", .text($0.id)), ("name", .text($0.name)), ("logo", .text($0.id)), ("color", .text($0.color))])
        }
      ),
      ("identities", .array(identities)),
      ("validation", validation(number)), ("vip", vip(contact)),
      ("attributes", .array(attributes)),
    ]
    let rest: [(String, Node?)] = [
      ("labels", .array(contact.labels.map { .text($0) })),
      ("blocked", .boolean(contact.isBlocked)), ("counts", counts(number)), ("channels", channels([number])),
      ("createdAt", .time(contact.createdAt)), ("updatedAt", .time(contact.updatedAt)),
    ]
    return Node.object(members + groupMembers(number) + [("linked", linked(to: number))] + rest).json
  }

  /// Each id once; those of nobody by themselves.
  func cards(_ ids: [String], for role: Role) -> String {
    let known = once(ids).compactMap { id in contacts.indices.first { id == "contact-\($0 + 1)" } }
    let unknown = once(ids).filter { id in !contacts.indices.contains { id == "contact-\($0 + 1)" } }
    return Node.object([
      ("cards", .array(known.map { .raw(card($0, from: nil, for: role)) })),
      ("notFound", .array(unknown.map { .text($0) })),
    ]).json
  }

  func summary(_ number: Int) -> String { Node.object(summaryMembers(number)).json }

  func summaryMembers(_ number: Int) -> [(String, RandomSession.Node?)] {
    let contact = contacts[number]
    let person = shown(number, from: nil).map { contact.people[$0] }
    return [
      ("contactId", .text("contact-\(number + 1)")), ("name", .text(contact.name)), ("handle", .text(person?.handle)),
      ("network", .text(person?.network)), ("vip", .boolean(settings.isVipEnabled && contact.vip != nil)),
      ("validated", .boolean(contact.validation.isValidated)),
      ("labels", .array(contact.labels.map { .text($0) })), ("updatedAt", .time(contact.updatedAt)),
    ]
  }

  func identity(_ person: Person) -> [(String, RandomSession.Node?)] {
    [
      ("network", .text(person.network)), ("externalId", .text(person.externalId)), ("handle", .text(person.handle)),
      ("displayName", .text(person.displayName)), ("pictureUrl", .text(person.pictureUrl)),
      ("profileUrl", .text(profileUrl(person))),
    ]
  }

  /// As given, or made; the handles and ids of the script need no encoding where one is.
  private func profileUrl(_ person: Person) -> String? {
    if let given = person.profileUrl { return given }
    switch person.network {
    case "instagram": return bare(person.handle).map { "https://www.instagram.com/\($0)/" }
    case "x": return bare(person.handle).map { "https://x.com/\($0)" }
    case "whatsapp":
      let number = form("whatsapp", person.externalId)
      return (7...14).contains(number.count) ? "https://wa.me/\(number)" : nil
    default: return nil
    }
  }

  private func bare(_ handle: String?) -> String? { handle.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 } }

  /// Where an admin switched VIPs off, nobody looks like one.
  private func vip(_ contact: Contact) -> Node {
    let vip = settings.isVipEnabled ? contact.vip : nil
    return .object([
      ("available", .boolean(settings.isVipEnabled)), ("isVip", .boolean(vip != nil)), ("promotedBy", .text(vip?.by)),
      ("promotedAt", vip.map { .time($0.at) }), ("reason", .text(vip?.reason)),
    ])
  }

  private func counts(_ contact: Int) -> Node {
    let own = conversations.filter { $0.contact == contact }
    return .object([
      ("conversations", .number(own.count)), ("open", .number(own.filter { $0.status != "resolved" }.count)),
      ("messages", .number(contacts[contact].entries.filter { $0.kind == "message" }.count)),
      ("notes", .number(notes.filter { $0.contact == contact && !$0.isRemoved }.count)),
    ])
  }

  /// Of several contacts together, in the order in which the first of them came there.
  func channels(_ some: [Int]) -> RandomSession.Node {
    let own = some.flatMap { contact in conversations.filter { $0.contact == contact } }
    let entries = some.flatMap { contacts[$0].entries }
    return .array(
      once(own.map(\.channel)).map { channel in
        let messages = entries.filter { $0.kind == "message" && self.channel($0) == channel }
        return .object([
          ("channel", .text(channel)), ("network", .text(network(of: channel))),
          ("conversations", .number(own.filter { $0.channel == channel }.count)), ("messages", .number(messages.count)),
        ])
      })
  }

  // MARK: Attributes

  private func attribute(_ definition: Definition, of contact: Int, shown: Int?, for role: Role) -> Node {
    let value = effective(contact, definition.number, shown: shown)
    let isEditable = definition.isEditable(by: role)
    return .object([
      ("key", .text(definition.key)), ("label", .text(definition.label)), ("kind", .text(definition.kind)),
      ("format", .text(definition.format)), ("value", .raw(value?.json ?? "null")),
      ("source", value.map { .text($0.source.name) }), ("setBy", .text(value?.setBy)),
      ("setAt", value.map { .time($0.setAt) }), ("canAdd", .boolean(isEditable && value == nil)),
      ("canEdit", .boolean(isEditable && value != nil)), ("crmManaged", .boolean(definition.isCRMManaged)),
      ("lookup", .boolean(definition.isLookup)), ("options", options(definition)),
    ])
  }

  private func options(_ definition: Definition) -> Node? {
    definition.options.isEmpty ? nil : .array(definition.options.map { .text($0) })
  }

  private func node(_ definition: Definition) -> Node {
    .object([
      ("key", .text(definition.key)), ("label", .text(definition.label)), ("kind", .text(definition.kind)),
      ("format", .text(definition.format)), ("options", options(definition)),
      ("enabled", .boolean(definition.isEnabled)), ("lookup", .boolean(definition.isLookup)),
      ("crmManaged", .boolean(definition.isCRMManaged)), ("agentEditable", .boolean(definition.isAgentEditable)),
    ])
  }

  var schemaResult: String {
    Node.object([("attributes", .array(definitions.map(node))), ("version", .number(schemaVersion))]).json
  }

  func definitionResult(_ definition: Definition) -> String {
    Node.object([("attribute", node(definition)), ("version", .number(schemaVersion))]).json
  }

  // MARK: Results of writes

  func versionResult(_ contact: Int) -> String {
    Node.object([("contactId", .text("contact-\(contact + 1)")), ("version", .number(contacts[contact].version))]).json
  }

  func updateResult(_ number: Int) -> String {
    let contact = contacts[number]
    return Node.object([
      ("contactId", .text("contact-\(number + 1)")), ("name", .text(contact.name)),
      ("labels", .array(contact.labels.map { .text($0) })), ("blocked", .boolean(contact.isBlocked)),
      ("version", .number(contact.version)),
    ]).json
  }

  func identityResult(_ contact: Int, _ person: Person) -> String {
    Node.object([("identity", .object(identity(person))), ("version", .number(contacts[contact].version))]).json
  }

  /// The attributes that changed, in the admin's order.
  func editResult(_ contact: Int, _ changed: [Int]) -> String {
    let shown = shown(contact, from: nil)
    let attributes = definitions.filter { changed.contains($0.number) }
      .map { attribute($0, of: contact, shown: shown, for: role) }
    return Node.object([("attributes", .array(attributes)), ("version", .number(contacts[contact].version))]).json
  }

  func vipResult(_ contact: Int) -> String {
    Node.object([("vip", vip(contacts[contact])), ("version", .number(contacts[contact].version))]).json
  }
}
