import Desk
import JSON
import RPC
import Tables

/// A page of a history: which entries, in which order, from where.
struct HistoryQuery {
  /// Bytes of text after which a search closes the page: others wait for their answers meanwhile.
  private static let searchedBytesMax = 4 << 20

  let contact: ContactID
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
  var limit = 50
  /// The place of the last entry of the page before.
  var after: RunIndex.Position?

  init(contact: ContactID) { self.contact = contact }

  /// Writes the page's entries as an array; returns the cursor of the next page, if there is more.
  func writePage(_ book: Book, to out: inout JSONWriter) -> String? {
    out.beginArray()
    let start = out.count
    var (written, searched, last, isMore) = (0, 0, RunIndex.Position(at: 0, seq: 0), false)
    // The walk goes one matching entry beyond the page: only then is there more.
    let body = { (entry: RunIndex.Entry, out: inout JSONWriter) -> Bool in
      guard !isOver(entry) else { return false }
      guard searched < Self.searchedBytesMax else {
        isMore = true
        return false
      }
      guard matches(entry, book, &searched) else {
        last = entry.position
        return true
      }
      guard written < limit, out.count - start < WireLimits.pageBytesMax else {
        isMore = true
        return false
      }
      EntryWire.write(entry, book, to: &out)
      (written, last) = (written + 1, entry.position)
      return true
    }
    walk(book, &out, body)
    out.endArray()
    return isMore ? cursor(last) : nil
  }

  private func walk(_ book: Book, _ out: inout JSONWriter, _ body: (RunIndex.Entry, inout JSONWriter) -> Bool) {
    let timelines = conversation == nil ? book.timelines : book.conversationTimelines
    let number = conversation?.number ?? contact.number
    if isOldestFirst {
      let first = from.map { RunIndex.Position(at: $0.milliseconds, seq: -1) }
      timelines.forward(number, after: [after, first].compactMap { $0 }.max()) { body($0, &out) }
    } else {
      let first = to.map { RunIndex.Position(at: $0.milliseconds, seq: 0) }
      timelines.backward(number, before: [after, first].compactMap { $0 }.min()) { body($0, &out) }
    }
  }

  /// True of entries beyond the far end of the time range.
  private func isOver(_ entry: RunIndex.Entry) -> Bool {
    isOldestFirst
      ? to.map { entry.at >= $0.milliseconds } ?? false
      : from.map { entry.at < $0.milliseconds } ?? false
  }

  private func matches(_ entry: RunIndex.Entry, _ book: Book, _ searched: inout Int) -> Bool {
    guard kinds & 1 << entry.tag != 0 else { return false }
    guard channels != nil || search != nil else { return true }
    let (conversation, words) = subject(entry, book)
    if let channels {
      guard let conversation, channels.contains(book[conversation].channel) else { return false }
    }
    if let search {
      searched += words?.utf8.count ?? 0
      guard let words, search.isFound(in: words) else { return false }
    }
    return true
  }

  /// The conversation that an entry stands in, and its text; nil of what has none.
  private func subject(_ entry: RunIndex.Entry, _ book: Book) -> (ConversationID?, String?) {
    switch Book.Entry(entry) {
    case .message(let id): (book[id].conversation, book[id].content.text)
    case .note(let id): (book[id].conversation, book[id].text)
    case .event: (nil, nil)
    }
  }

  // MARK: Cursors

  private func cursor(_ position: RunIndex.Position) -> String {
    HistoryCursor(position: position, query: fingerprint).text
  }

  /// True of a cursor that this query returned.
  func matches(_ cursor: HistoryCursor) -> Bool { cursor.query == fingerprint }

  /// 31 bits of all that makes the query, the size of its pages aside.
  private var fingerprint: Int64 {
    var hash = KeyHash(seed: isOldestFirst ? 1 : 0)
    for number in [contact.number, conversation?.number ?? 0, Int(kinds)] + (channels ?? []).map(\.number) {
      hash.combine(UInt64(number))
    }
    for time in [from, to] { hash.combine(UInt64(bitPattern: time?.milliseconds ?? .min)) }
    hash.combine(text ?? "")
    return Int64(hash.value >> 33)
  }
}

/// Where a page ended, as a client gives it back: `AT_SEQ_QUERY` in base 36.
struct HistoryCursor {
  /// The place of the last entry.
  let position: RunIndex.Position
  /// A fingerprint of the query, so that a cursor of another is noticed.
  let query: Int64

  init(position: RunIndex.Position, query: Int64) { (self.position, self.query) = (position, query) }

  /// Reads a cursor, strictly: nil for anything that we would not have written.
  init?(_ text: String) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false).map { Int64($0, radix: 36) }
    guard text.utf8.count <= 64, parts.count == 3, let at = parts[0], let seq = parts[1], seq >= 0, let query = parts[2]
    else {
      return nil
    }
    position = RunIndex.Position(at: at, seq: Int(seq))
    self.query = query
    guard self.text.sameScalars(as: text) else { return nil }
  }

  /// The cursor on the wire.
  var text: String {
    [position.at, Int64(position.seq), query].map { String($0, radix: 36) }.joined(separator: "_")
  }
}
