import JSON

/// Says events of the history in words.
struct EventWords {
  let card: JSONValue
  let networks: [CardView.Network]
  /// For how many days nobody had written in the conversation when it happened; nil if that is not known.
  var quietDays: Int?

  /// What somebody did: what follows their name.
  func say(_ entry: JSONValue) -> SafeText {
    let conversation = entry.text("conversationId") ?? "the conversation"
    return switch entry.member("event")?.displayString {
    case "attributesChanged": attributes(entry)
    case "vipPromoted": "made the contact a VIP" + (entry.text("reason").map { ": " + $0 } ?? "")
    case "vipDemoted": "took the VIP mark away"
    case "validated": "validated the contact with " + (entry.text("crm") ?? "the CRM") + ": " + attributes(entry)
    case "contactUpdated": "changed " + list(entry.texts("fields").map(field))
    case "identityAdded": "added the identity " + identity(entry)
    case "identityRemoved": "removed the identity " + identity(entry)
    case "conversationOpened": "opened " + conversation
    case "statusChanged": status(entry, conversation)
    case "assigned": assignment(entry, conversation)
    default: entry.text("event") ?? "did something"
    }
  }

  private func attributes(_ entry: JSONValue) -> SafeText {
    let (set, cleared) = (entry.texts("set").map(label), entry.texts("cleared").map(label))
    return .join(
      [set.isEmpty ? nil : "set " + list(set), cleared.isEmpty ? nil : "cleared " + list(cleared)].compactMap { $0 },
      ", ")
  }

  /// The label of an attribute, as the card has it.
  private func label(_ key: SafeText) -> SafeText {
    let known = card.items("attributes").first { $0.text("key") == key }
    return known?.text("label") ?? key
  }

  private func field(_ name: SafeText) -> SafeText {
    switch name.text {
    case "name": "the name"
    case "labels": "the labels"
    case "blocked": "whether they are blocked"
    default: name
    }
  }

  private func identity(_ entry: JSONValue) -> SafeText {
    let id = entry.text("network")
    let network = networks.first { $0.id == id?.text }?.name ?? id ?? ""
    return Self.quoted(entry.text("externalId") ?? "") + " on " + network
  }

  private static let quotationMarks: Set<Unicode.Scalar> = [
    "“", "”", "„", "‟", "＂", "«", "»", "\u{275D}", "\u{275E}", "\u{301D}", "\u{301E}", "\u{301F}",
  ]

  /// A text of somebody's in the middle of our words; in it quotation marks are plain ones.
  private static func quoted(_ text: SafeText) -> SafeText {
    let plain = String.UnicodeScalarView(text.text.unicodeScalars.map { quotationMarks.contains($0) ? "\"" : $0 })
    return SafeText(joined: "“") + SafeText(joined: String(plain)) + "”"
  }

  private func status(_ entry: JSONValue, _ conversation: SafeText) -> SafeText {
    let (from, to) = (entry.text("from") ?? "?", entry.text("to") ?? "?")
    guard to == "resolved" else { return "set " + conversation + " from " + from + " to " + to }
    let isByDesk = entry.member("author")?.member("kind")?.equals("desk") ?? false
    return "resolved " + conversation + (isByDesk ? quiet : "")
  }

  /// Why the desk resolved a conversation.
  private var quiet: SafeText {
    guard let quietDays else { return ", in which nobody wrote any more" }
    return SafeText(", after \(quietDays) day\(quietDays == 1 ? "" : "s") without a message")
  }

  private func assignment(_ entry: JSONValue, _ conversation: SafeText) -> SafeText {
    guard let assignee = entry.text("assignee") else { return "let go of " + conversation }
    let isSelf = assignee == entry.member("author")?.text("agentId")
    return isSelf ? "took " + conversation : "assigned " + conversation + " to " + assignee
  }

  /// `a, b and c`.
  private func list(_ words: [SafeText]) -> SafeText {
    guard let last = words.last, words.count > 1 else { return words.last ?? "" }
    return .join(Array(words.dropLast()), ", ") + " and " + last
  }
}
