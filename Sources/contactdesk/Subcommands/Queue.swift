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
    var display = settings.display(1)
    if settings.columns == nil { display = display.atMost(QueueView.columnsMax) }
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
  private(set) var error: [UInt8]?

  init(_ desk: LocalDesk, team: String?) throws(UsageFault) {
    self.team = team
    guard let (first, next) = try page("queue.list", limit: Subcommand.queueMax, nil, desk) else { return }
    lists = [[first], try cards(of: first, desk)]
    for method in ["channel.list", "team.list", "group.list"] { lists.append(try pages(method, after: nil, desk)) }
    guard let next else { return }
    for page in try pages("queue.list", after: next, desk) {
      more += LocalDesk.withValue(of: page) { $0.member("conversations").map { Array($0.elements).count } ?? 0 } ?? 0
    }
  }

  /// The pages of a list after a cursor, or all.
  private mutating func pages(
    _ method: String, after cursor: String?, _ desk: LocalDesk
  ) throws(UsageFault) -> [[UInt8]] {
    var (pages, cursor): ([[UInt8]], String?) = ([], cursor)
    repeat {
      guard let (page, next) = try page(method, limit: Self.pageMax, cursor, desk) else { return pages }
      pages.append(page)
      cursor = next
    } while cursor != nil
    return pages
  }

  /// The most that a page has.
  private static let pageMax = 500

  private mutating func page(
    _ method: String, limit: Int, _ cursor: String?, _ desk: LocalDesk
  ) throws(UsageFault) -> (page: [UInt8], next: String?)? {
    var params = JSONWriter()
    params.beginObject()
    if method == "queue.list" { params.member("teamId", team) }
    params.member("limit", limit)
    params.member("cursor", cursor)
    params.endObject()
    guard let page = result(of: try desk.call(method, params.bytes)) else { return nil }
    return (page, LocalDesk.withValue(of: page) { $0.member("nextCursor")?.string } ?? nil)
  }

  /// The cards of the contacts on a page of the queue.
  private mutating func cards(of page: [UInt8], _ desk: LocalDesk) throws(UsageFault) -> [[UInt8]] {
    var ids =
      LocalDesk.withValue(of: page) { page in
        page.member("conversations").map { $0.elements.compactMap { $0.member("contactId")?.string } } ?? []
      } ?? []
    var pages: [[UInt8]] = []
    while !ids.isEmpty {
      var params = JSONWriter()
      params.beginObject()
      params.member("contactIds", ids)
      params.endObject()
      guard let page = result(of: try desk.call("card.getMany", params.bytes)) else { return pages }
      pages.append(page)
      ids =
        LocalDesk.withValue(of: page) { page in
          page.member("remaining").map { $0.elements.compactMap(\.string) } ?? []
        } ?? []
    }
    return pages
  }

  private mutating func result(of reply: LocalDesk.Reply) -> [UInt8]? {
    switch reply {
    case .result(let result): return result
    case .error(let error):
      self.error = self.error ?? error
      return nil
    }
  }
}
