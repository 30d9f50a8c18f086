extension RandomSession {
  /// Where an entry of a list stands among the others.
  struct Place: Hashable, Comparable {
    let at: Int64
    /// The name in the form in which names are compared, in the order of names.
    var name: [UInt8] = []
    let number: Int

    static func < (a: Place, b: Place) -> Bool {
      if a.at != b.at { return a.at < b.at }
      return a.name == b.name ? a.number < b.number : a.name.lexicographicallyPrecedes(b.name)
    }
  }

  /// One of the methods that return entries page by page, and what the model has in its place.
  struct List {
    let method: String
    let params: [(String, Node?)]
    /// The member of the result that has the entries.
    let name: String
    let isDescending: Bool
    /// All entries there are now, in the order of the list.
    let rows: (Model) -> [(place: Place, json: () -> String)]
    /// What the result has behind the entries, on every page.
    var tail: (Model) -> String = { _ in "" }
    /// The numbers of the teams and channels that it names; nil of one that is gone. An id can come back for another.
    /// Also whether it may be read as it names things.
    var things: (Model) -> [Int?] = { _ in [] }
    /// Whether a cursor holds where a thing has become another by the same name: that place in the order is the same.
    var outlivesThings = false
    /// The code of the error that it comes to as the desk is.
    var refusal: (Model) -> Int? = { _ in nil }
    /// Params that say what holds without them, too.
    var stated: [(String, Node?)] = []

    /// All that makes the query, the size of its pages aside.
    var query: String { method + Node.object(params).json }

    static var contacts: List {
      List(method: "contact.list", params: [], name: "contacts", isDescending: false) { model in
        model.contacts.indices.map { number in (Place(at: 0, number: number), { model.summary(number) }) }
      }
    }

    /// Who works on conversations.
    enum Assignee {
      case anybody, nobody
      case agent(String)

      var param: Node? {
        switch self {
        case .anybody: nil
        case .nobody: .raw("null")
        case .agent(let id): .text(id)
        }
      }

      func isMet(by assignee: String?) -> Bool {
        switch self {
        case .anybody: true
        case .nobody: assignee == nil
        case .agent(let id): assignee == id
        }
      }
    }

    /// Those opened last first; or by their last messages.
    static func conversations(
      contact: Int? = nil, status: String? = nil, channel: String? = nil, assignee: Assignee = .anybody,
      byLastMessage: Bool = false, saysSort: Bool = false
    ) -> List {
      List(
        method: "conversation.list",
        params: [
          ("contactId", contact.map { .text("contact-\($0 + 1)") }), ("status", .text(status)),
          ("channel", .text(channel)), ("assignee", assignee.param),
          ("sort", byLastMessage ? .text("lastMessage") : nil),
        ], name: "conversations", isDescending: !byLastMessage,
        rows: { model in
          model.conversations.indices.filter { number in
            let conversation = model.conversations[number]
            return (contact == nil || conversation.contact == contact)
              && (status == nil || conversation.status == status)
              && (channel == nil || conversation.channel == channel) && assignee.isMet(by: conversation.assignee)
          }
          .map { number in
            let place = Place(at: byLastMessage ? -model.lastWritten(number) : 0, number: number)
            return (place, { model.conversationRow(number) })
          }
          .sorted { byLastMessage ? $0.place < $1.place : $1.place < $0.place }
        }, things: { model in channel.map { [model.channel($0)?.number] } ?? [] },
        stated: saysSort && !byLastMessage ? [("sort", .text("opened"))] : [])
    }

    /// Contacts who are looked for; `stated` are the conditions as they are given.
    static func search(_ search: Search, stated conditions: [Node] = [], saysSort: Bool = false) -> List {
      let isAllUnsaid = search.isAll && conditions.count == 1
      let condition = Node.object([
        ("match", isAllUnsaid ? nil : .text(search.isAll ? "all" : "any")), ("conditions", .array(conditions)),
      ])
      return List(
        method: "contact.search",
        params: [
          ("text", .text(search.text)), ("where", conditions.isEmpty ? nil : condition),
          ("vip", search.isVip.map { .boolean($0) }), ("validated", search.isValidated.map { .boolean($0) }),
          ("blocked", search.isBlocked.map { .boolean($0) }), ("network", .text(search.network)),
          ("label", .text(search.label)), ("sort", search.sort == "id" ? nil : .text(search.sort)),
        ], name: "contacts", isDescending: false,
        rows: { model in
          model.find(search).map { found in (found.place, { model.foundContact(found.contact, found.matched) }) }
        }, things: { $0.subjects(of: search) }, outlivesThings: true,
        refusal: { $0.disabled($0.group(of: search)).isEmpty ? nil : 1005 },
        stated: saysSort && search.sort == "id" ? [("sort", .text("id"))] : [])
    }

    static func agents(team: String?, isActive: Bool?) -> List {
      List(
        method: "agent.list", params: [("teamId", .text(team)), ("active", isActive.map { .boolean($0) })],
        name: "agents", isDescending: false,
        rows: { model in
          let number = team.map { model.team($0)?.number ?? 0 }
          return model.agents.indices.filter { agent in
            (number.map { model.agents[agent].teams.contains($0) } ?? true)
              && isActive.map { model.agents[agent].isActive == $0 } ?? true
          }.map { agent in (Place(at: 0, number: agent), { model.agent(agent) }) }
        }, things: { model in team.map { [model.team($0)?.number] } ?? [] })
    }

    static var teams: List {
      List(method: "team.list", params: [], name: "teams", isDescending: false) { model in
        model.teams.map { team in (Place(at: 0, number: team.number), { model.team(team) }) }
      }
    }

    static var groups: List {
      List(method: "group.list", params: [], name: "groups", isDescending: false) { model in
        model.groups.map { group in (Place(at: 0, number: group.number), { model.json(group) }) }
      }
    }

    static func members(group id: String) -> List {
      List(
        method: "group.members", params: [("groupId", .text(id))], name: "contacts", isDescending: false,
        rows: { model in
          model.contacts.indices.filter { number in model.group(id).map { model.isMember(number, of: $0) } ?? false }
            .map { number in (Place(at: 0, number: number), { model.summary(number) }) }
        },
        tail: { $0.disabledTail(id) }, things: { [$0.group(id)?.number] })
    }

    static func queue(team: String?) -> List {
      List(
        method: "queue.list", params: [("teamId", .text(team))], name: "conversations", isDescending: false,
        rows: { model in
          model.queue(team: team.map { model.team($0)?.number ?? 0 })
            .map { entry in (entry.place, { model.queueEntry(entry.number) }) }
        }, things: { model in team.map { [model.team($0)?.number] } ?? [] })
    }

    /// The latest look-up of each contact, or of one.
    static func lookups(state: String?, contact: Int?) -> List {
      List(
        method: "crm.list",
        params: [("state", .text(state)), ("contactId", contact.map { .text("contact-\($0 + 1)") })],
        name: "lookups", isDescending: true
      ) { model in
        model.latestLookups.filter { number in
          (state == nil || model.lookups[number].state.name == state)
            && (contact == nil || model.lookups[number].contact == contact)
        }.map { number in (Place(at: 0, number: number), { model.lookup(number) }) }
      }
    }

    static func channels(network: String?) -> List {
      List(method: "channel.list", params: [("network", .text(network))], name: "channels", isDescending: false) {
        model in
        model.channels.filter { network == nil || $0.network == network }.map { channel in
          (Place(at: 0, number: channel.number), { model.channel(channel) })
        }
      }
    }

    /// The notes of a conversation; or of a contact, those on the conversations too.
    static func notes(contact: Int, conversation: Int?) -> List {
      let param =
        conversation.map { ("conversationId", Node.text("conversation-\($0 + 1)")) }
        ?? ("contactId", .text("contact-\(contact + 1)"))
      return List(method: "note.list", params: [param], name: "notes", isDescending: true) { model in
        model.livingNotes.reversed().filter { number in
          conversation == nil
            ? model.notes[number].contact == contact : model.notes[number].conversation == conversation
        }.map { number in
          (Place(at: model.notes[number].at, number: model.notes[number].seq), { model.note(number) })
        }
      }
    }

    static func history(_ query: Query) -> List {
      List(
        method: "history.read", params: query.params, name: "entries", isDescending: !query.isOldestFirst,
        rows: { model in
          let entries = model.history(query)
          return (query.isOldestFirst ? entries : entries.reversed()).map { entry in
            let place = Place(at: entry.entry.at, number: entry.entry.seq * 1_000 + entry.entry.part)
            return (place, { model.entry(entry.entry, of: entry.contact) })
          }
        },
        tail: { model in
          let linked = query.isScopeAll ? query.contact : nil
          let channels = model.channels(model.read(query)).json
          let tooCommon = linked.flatMap { model.tooCommon($0) }.map { ",\"tooCommon\":\($0.json)" } ?? ""
          return ",\"channels\":\(channels),\"linked\":\(model.linked(to: linked).json)\(tooCommon)"
        },
        things: { model in
          // A conversation of somebody else is read with the contact while both are linked.
          let isReached = query.conversation.map { conversation in
            model.linked(with: query.contact).contains(model.conversations[conversation].contact)
          }
          return (query.channels ?? []).map { model.channel($0)?.number } + [isReached ?? true ? 1 : 0]
        })
    }
  }
}
