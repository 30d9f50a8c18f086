import Desk
import JSON
import RPC
import Tables

/// A page of a history: which entries, in which order, from where.
struct HistoryQuery {
  /// What a page costs at the most, in bytes of text that are searched: others wait for their answers meanwhile.
  private static let costMax = 4 << 20
  /// A byte that is searched costs as much as so many that are written, in texts that have to be taken apart first; so
  /// does an entry that is looked at.
  private static let workOfSearching = 12
  /// What looking at an entry costs beside its text.
  private static let entryCost = 64

  /// Whose history: the contact that was asked for, then those that are read with it.
  let contacts: [ContactID]
  /// Whether those who are linked are read, too: whoever they are at the time of each page.
  let isLinked: Bool
  /// Set where only this conversation is read.
  var conversation: ConversationID?
  /// Set where only these channels are.
  var channels: [ChannelNumber]?
  /// A bit for each kind that is read.
  var kinds: UInt8 = .max
  /// What the text must have in it, case folded.
  var text: String? {
    didSet { search = text.map { CaseFolding.Search(folded: $0) } }
  }
  private var search: CaseFolding.Search?
  var from: Timestamp?
  var to: Timestamp?
  var isOldestFirst = false
  var limit = PageParams.limitDefault
  /// The place of the last entry of the page before.
  var after: RunIndex.Position?

  init(_ contact: ContactID, linked others: [ContactID]?) {
    (contacts, isLinked) = ([contact] + (others ?? []), others != nil)
  }

  /// Writes the page's entries as an array; returns the cursor of the next page, if there is more.
  func writePage(_ book: Book, _ work: BatchWork, to out: inout JSONWriter) -> String? {
    out.beginArray()
    var gate = PageGate(limit: limit, out)
    var (cost, entries) = (0, 0)
    walk(book, &out) { (entry: RunIndex.Entry, out: inout JSONWriter) -> Bool in
      guard !isOver(entry) else { return false }
      guard cost < Self.costMax else { return gate.close() }
      cost += Self.entryCost
      entries += 1
      guard matches(entry, book, &cost) else {
        gate.pass(entry.position)
        return true
      }
      guard gate.admits(entry.position, out) else { return false }
      EntryWire.write(entry, book, to: &out)
      return true
    }
    work.add((cost - entries * (Self.entryCost - 1)) * Self.workOfSearching)
    out.endArray()
    return gate.next(fingerprint)
  }

  private func walk(_ book: Book, _ out: inout JSONWriter, _ body: (RunIndex.Entry, inout JSONWriter) -> Bool) {
    let timelines = timelines(book)
    let numbers = conversation.map { [$0.number] } ?? contacts.map(\.number)
    if isOldestFirst {
      let first = from.map { RunIndex.Position(at: $0.milliseconds, seq: -1) }
      timelines.forward(numbers, after: [after, first].compactMap { $0 }.max()) { body($0, &out) }
    } else {
      let first = to.map { RunIndex.Position(at: $0.milliseconds, seq: 0) }
      timelines.backward(numbers, before: [after, first].compactMap { $0 }.min()) { body($0, &out) }
    }
  }

  /// Notes have runs of their own: among many messages they are few.
  private func timelines(_ book: Book) -> RunIndex {
    let isNotesAlone = kinds == 1 << Book.Entry.noteTag
    if conversation == nil { return isNotesAlone ? book.noteTimelines : book.timelines }
    return isNotesAlone ? book.conversationNoteTimelines : book.conversationTimelines
  }

  /// True of entries beyond the far end of the time range.
  private func isOver(_ entry: RunIndex.Entry) -> Bool {
    isOldestFirst
      ? to.map { entry.at >= $0.milliseconds } ?? false
      : from.map { entry.at < $0.milliseconds } ?? false
  }

  private func matches(_ entry: RunIndex.Entry, _ book: Book, _ cost: inout Int) -> Bool {
    guard kinds & 1 << entry.tag != 0 else { return false }
    guard channels != nil || search != nil else { return true }
    let (conversation, words) = subject(entry, book)
    if let channels {
      guard let conversation, channels.contains(book[conversation].channel) else { return false }
    }
    if let search {
      cost += words?.utf8.count ?? 0
      guard let words, search.isFound(in: words) else { return false }
    }
    return true
  }

  /// The conversation that an entry stands in, and its text; nil of what has none.
  private func subject(_ entry: RunIndex.Entry, _ book: Book) -> (ConversationID?, String?) {
    switch Book.Entry(entry) {
    case .message(let id): (book[id].conversation, book[id].content.text)
    case .note(let id): (book[id].conversation, book[id].text)
    case .event(let number): (book[number].conversation, nil)
    }
  }

  /// What makes this query.
  var fingerprint: QueryFingerprint {
    var query = QueryFingerprint("history.read")
    let scope = (isLinked ? 1 : 0, contacts[0].number, conversation?.number ?? 0)
    for number in [isOldestFirst ? 1 : 0, scope.0, scope.1, scope.2, Int(kinds)] { query.combine(number) }
    // No channel at all is another query than any channel.
    if let channels { query.combine(channels.count) }
    for channel in channels ?? [] { query.combine(channel.number) }
    for time in [from, to] { query.combine(time) }
    query.combine(text)
    return query
  }
}
