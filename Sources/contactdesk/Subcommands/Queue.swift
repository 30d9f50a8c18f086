import Desk
import JSON
import Server
import Terminal

extension Subcommand {
  /// `contactdesk queue [TEAM]`: who waits for an agent, drawn.
  static let queue = Subcommand(
    name: "queue", operands: "[TEAM]", count: 0...1,
    summary: "Draw the queue: who waits for an agent, in the order in which they are served, and why.",
    details: """
      VIPs come first, then who is in more prioritized groups, then who has waited longest. TEAM is the id of a team: \
      its queue has what a group routes to it, and what no group routes. The first \(queueMax) are drawn, with the \
      number of those after them. The id under each name is that of the conversation, as contactdesk card takes it. \
      "Nobody waits" stands beside a conversation whose last message is the desk's own, or that has none.
      """,
    options: Option.desk + Option.session + Option.drawing,
    examples: [
      ("contactdesk queue --demo", "that of the demo desk"),
      ("contactdesk queue care --demo --width 120", "what the team care has to do, in 120 columns"),
      ("contactdesk call queue.next --agent ben --data ./desk", "take the first"),
    ],
    exits: LocalDesk.exits,
    run: { settings, operands throws(UsageFault) in
      let desk = try LocalDesk(settings, makesDesk: false)
      return try draw(QueueReplies(desk, team: operands.first), desk, settings)
    })

  /// Conversations that are drawn.
  fileprivate static let queueMax = 50

  private static func draw(
    _ replies: QueueReplies, _ desk: LocalDesk, _ settings: Settings
  ) throws(UsageFault) -> Int32 {
    if let error = replies.error { return LocalDesk.report(error, settings) }
    let display = settings.display(atMost: QueueView.columnsMax)
    // One text that holds them all is read once.
    let text = LocalDesk.withValue(of: LocalDesk.array(replies.lists.map(LocalDesk.array))) { lists -> String? in
      let lists = lists.elements.map { Array($0.elements) }
      guard lists.count == 5, let queue = lists[0].first else { return nil }
      return QueueView.draw(
        QueueView.Replies(queue: queue, cards: lists[1], channels: lists[2], teams: lists[3], groups: lists[4]),
        more: replies.more, ofTeam: replies.team, networks: CardView.Network.all, now: desk.now.description,
        on: display)
    }
    guard case .some(.some(let text)) = text else { return 1 }
    return TerminalOutput.write(text)
  }
}

/// What the desk replied about the queue.
private struct QueueReplies {
  let team: String?
  /// The pages of `queue.list` (the first), `card.getMany`, `channel.list`, `team.list` and `group.list`.
  private(set) var lists: [[[UInt8]]] = []
  /// How many conversations wait after those of the first page.
  private(set) var more = 0
  /// The first error, if there was one.
  let error: [UInt8]?

  init(_ desk: LocalDesk, team: String?) throws(UsageFault) {
    self.team = team
    var reader = DeskReader(desk)
    let ofTeam = { (params: inout JSONWriter) in params.member("teamId", team) }
    guard let (first, next) = try reader.page("queue.list", limit: Subcommand.queueMax, nil, ofTeam) else {
      error = reader.error
      return
    }
    lists = [[first], try reader.cards(of: Self.contacts(on: first))]
    for method in ["channel.list", "team.list", "group.list"] { lists.append(try reader.pages(method)) }
    if let next {
      for page in try reader.pages("queue.list", after: next, ofTeam) {
        more += LocalDesk.withValue(of: page) { $0.member("conversations").map { Array($0.elements).count } ?? 0 } ?? 0
      }
    }
    error = reader.error
  }

  private static func contacts(on page: [UInt8]) -> [String] {
    LocalDesk.withValue(of: page) { page in
      page.member("conversations").map { $0.elements.compactMap { $0.member("contactId")?.string } } ?? []
    } ?? []
  }
}
