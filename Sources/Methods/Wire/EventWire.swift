import Desk
import JSON

/// What an event of the history says beside who, when and where.
enum EventWire {
  static let names = [
    "attributesChanged", "vipPromoted", "vipDemoted", "contactUpdated", "identityAdded", "identityRemoved",
    "validated", "conversationOpened", "statusChanged", "assigned",
  ]

  static let properties: [Schema.Property] = [
    .optional("set", .array(.string()), "`attributesChanged`, `validated`: the keys of the attributes that were set."),
    .optional("cleared", .array(.string()), "`attributesChanged`, `validated`: the keys of those that were cleared."),
    .optional("crm", .string(), "`validated`: the name of the CRM connector."),
    .optional("reason", .string(), "`vipPromoted`: why, if they said."),
    .optional(
      "fields", .array(.oneOf(Contact.Details.Field.allCases.map(\.rawValue))), "`contactUpdated`: what was changed."),
    .optional(
      "network", .oneOf(Network.allCases.map(\.rawValue)), "`identityAdded`, `identityRemoved`: on which network."),
    .optional(
      "externalId", .string(), "`identityAdded`, `identityRemoved`: that network's own id of the person."),
    .optional("from", status, "`statusChanged`: where the conversation stood."),
    .optional("to", status, "`statusChanged`: where it stands since."),
    .optional("assignee", .string(), "`assigned`: the id of the agent; absent where the conversation was let go."),
  ]

  private static let status = Schema.oneOf(Conversation.Status.allCases.map(\.rawValue))

  static func name(_ what: Event.What) -> StaticString {
    switch what {
    case .attributesChanged: "attributesChanged"
    case .vipPromoted: "vipPromoted"
    case .vipDemoted: "vipDemoted"
    case .contactUpdated: "contactUpdated"
    case .identityAdded: "identityAdded"
    case .identityRemoved: "identityRemoved"
    case .validated: "validated"
    case .conversationOpened: "conversationOpened"
    case .statusChanged: "statusChanged"
    case .assigned: "assigned"
    }
  }

  static func members(_ what: Event.What, _ book: Book, to out: inout JSONWriter) {
    switch what {
    case .attributesChanged(let set, let cleared):
      out.member("set", set)
      out.member("cleared", cleared)
    case .validated(let crm, let set, let cleared):
      out.member("crm", crm)
      out.member("set", set)
      out.member("cleared", cleared)
    case .vipPromoted(let reason): out.member("reason", reason)
    case .contactUpdated(let fields): out.member("fields", fields.map(\.rawValue))
    case .identityAdded(let network, let externalId), .identityRemoved(let network, let externalId):
      out.member("network", literal: network.logo)
      out.member("externalId", externalId)
    case .statusChanged(let from, let to):
      out.member("from", from.rawValue)
      out.member("to", to.rawValue)
    case .assigned(let agent): if let agent { out.member("assignee", book[agent].id) }
    case .vipDemoted, .conversationOpened: break
    }
  }
}
