import Foundation
import TestSupport

/// What searches cost on a desk in a folder, through the real binary, one round trip at a time: first pages of what
/// somebody types, in each order; the first search, which makes the index, and its memory; what the index adds to
/// changes; texts that should be slow. People and queries are the same in each run.
///
/// Times are shown beside goals and beside the round trip of a call that does nothing. The program fails only if an
/// answer is wrong: a query drawn of a contact's own name must lead to that contact, once.
struct SearchCost: CrashProgram {
  private static let (pages, tries, writes, checks) = (300, 20, 2_000, 15)
  private static let openings = 3
  private static let letters = 1...6

  let options: CrashOptions
  private let contacts: Int
  private var random = SplitMix64(seed: 23)
  /// Contacts that were made beside those of the desk.
  private var added = 0

  init(_ options: CrashOptions) {
    self.options = options
    contacts = max(options.contacts ?? 10_000, 1_000)
  }

  private var folder: String { options.folder + "/desk" }

  mutating func run() throws {
    try options.makeFolder()
    try make()
    try firstLooks()
    let process = try SearchProcess(options, folder: folder)
    try write(process)
    try look(process)
    try attack(process)
    try check(process)
    try process.end()
    try options.removeFolder()
  }

  /// Makes the desk: its contacts, of whom each tenth wrote once; and a snapshot of them.
  private func make() throws {
    let watch = Stopwatch()
    let process = try SearchProcess(options, folder: folder)
    for start in stride(from: 1, through: contacts, by: 1_000) {
      let people = (start..<min(start + 1_000, contacts + 1)).map { SearchPerson($0) }
      try process.send(people.map { Workload.line(1, "contact.create", $0.params) })
      let writers = people.filter { $0.number % 10 == 0 }
      if !writers.isEmpty { try process.send(writers.map { Workload.line(1, "message.record", $0.message) }) }
    }
    try process.send([Workload.line(1, "store.snapshot")])
    try process.end()
    say("search: a desk of \(contacts) contacts, made in \(Self.text(watch.seconds)) s")
  }

  // MARK: The first looks

  private static func everybody(_ sort: SearchQuery.Sort) -> [UInt8] {
    Workload.line(1, "contact.search", #""sort":"\#(sort.rawValue)""#)
  }
  private static let inbox = Workload.line(1, "conversation.list", #""sort":"lastMessage""#)
  private static let looks: KeyValuePairs<String, [UInt8]> = [
    "contact.search, a text": SearchQuery.line("mi ko", .id),
    "contact.search, sort: name": everybody(.name),
    "contact.search, sort: updatedAt": everybody(.updatedAt),
    "conversation.list, sort: lastMessage": inbox,
  ]

  /// The first look at each index, which makes it, in several processes; and the memory that it takes.
  private func firstLooks() throws {
    var openings: [Double] = []
    var times = [[Double]](repeating: [], count: Self.looks.count)
    var sizes = [[Double]](repeating: [], count: Self.looks.count + 1)
    for _ in 0..<Self.openings {
      let process = try SearchProcess(options, folder: folder)
      openings.append(process.opening)
      sizes[0].append(process.residentMegabytes)
      for (index, look) in Self.looks.enumerated() {
        times[index].append(try process.time(of: look.value))
        sizes[index + 1].append(process.residentMegabytes)
      }
      try process.end()
    }
    let median = { (numbers: [Double]) in numbers.quantile(0.5) }
    say("\nThe first look, of \(Self.openings) processes the middle one; resident memory before and after")
    say("  opening, to the first answer: \(Self.text(median(openings) / 1e3)) ms, \(Self.text(median(sizes[0]))) MB")
    for (index, look) in Self.looks.enumerated() {
      let (before, after) = (median(sizes[index]), median(sizes[index + 1]))
      say(
        "  \(look.key): \(Self.text(median(times[index]) / 1e3)) ms, \(Self.text(before)) to \(Self.text(after)) MB, "
          + "\(Self.text((after - before) * Double(1 << 20) / Double(contacts))) bytes a contact")
    }
  }

  // MARK: Changes

  /// What changes cost before there is an index, with the index, and with all orders.
  private mutating func write(_ process: SearchProcess) throws {
    say("\nChanges\n\(RoundTrips.heading)")
    var before: [RoundTrips] = []
    let stages: KeyValuePairs<String, [[UInt8]]> = [
      "before the first search": [], "with the index": [SearchQuery.line("mi ko", .id)],
      "with all orders": Self.looks.map(\.value),
    ]
    for (stage, looks) in stages {
      try process.send(looks)
      for (index, (name, calls)) in [("contact.create", creations()), ("attribute.edit", edits())].enumerated() {
        let trips = try process.trips(calls)
        if looks.isEmpty { before.append(trips) }
        let (first, more) = (before[index].median, trips.median - before[index].median)
        let remark = looks.isEmpty ? "" : "\(Self.text(trips.median / first)) times, \(Self.text(more)) us more"
        say(trips.row("\(name), \(stage)", remark))
      }
    }
  }

  private mutating func creations() -> [[UInt8]] {
    let first = contacts + added + 1
    added += Self.writes
    return (first..<first + Self.writes).map { Workload.line(1, "contact.create", SearchPerson($0).params) }
  }

  /// Edits that give an address to people who are known by a number, each to another one or a new one.
  private mutating func edits() -> [[UInt8]] {
    SearchQuery.phones.draw(Self.writes, among: contacts, .id, &random).map { query in
      let email = "edited\(random.below(1_000_000))@post.example"
      return Workload.line(1, "attribute.edit", #"\#(query.person.contact),"set":{"email":"\#(email)"}"#)
    }
  }

  // MARK: Searches

  /// First pages of each kind of text, in each order.
  private mutating func look(_ process: SearchProcess) throws {
    let ping = [[UInt8]](repeating: Workload.line(1, "system.ping"), count: 2_000)
    // At 10,000 contacts a page shall take less than a tenth of a millisecond, and at a million a millisecond.
    let goal: Double = contacts > 10_000 ? 1_000 : 100
    for sort in SearchQuery.Sort.allCases {
      say("\nFirst pages of 50, by \(sort.rawValue)\n\(RoundTrips.heading)")
      say(try process.trips(ping).row("system.ping"))
      for letters in Self.letters { say(try trips(SearchQuery.oneWord(letters), sort, process).1) }
      var all = RoundTrips()
      for letters in Self.letters {
        let (trips, row) = try trips(SearchQuery.twoWords(letters), sort, process)
        all = all + trips
        say(row)
      }
      let isMet = all.median <= goal ? "met" : "MISSED"
      say(all.row("two words, all of these", "the goal of \(Int(goal)) us is \(isMet)"))
      for kind in SearchQuery.others { say(try trips(kind, sort, process).1) }
    }
  }

  /// Round trips of a kind of queries, and their row. Each page must have the person, or be followed by another one.
  private mutating func trips(
    _ kind: SearchQuery.Kind, _ sort: SearchQuery.Sort, _ process: SearchProcess
  ) throws -> (RoundTrips, String) {
    let queries = kind.draw(Self.pages, among: contacts, sort, &random)
    var full = 0
    let trips = try process.trips(queries.map(\.line)) { index, answer in
      let page = try FoundPage(answer)
      guard page.nextCursor != nil || page.contacts.contains(queries[index].person.number) else {
        throw CrashFault(#"contact-\#(queries[index].person.number) is not found by "\#(queries[index].text)""#)
      }
      if page.nextCursor != nil { full += 1 }
    }
    return (trips, trips.row(kind.name, "\(Set(queries.map(\.text)).count) texts, \(full) with a next page"))
  }

  /// Texts that should be slow, in each order.
  private func attack(_ process: SearchProcess) throws {
    let orders = SearchQuery.Sort.allCases.map(\.rawValue).joined(separator: ", ")
    say("\nHostile texts: the p50 by \(orders), and the worst, us")
    var worst = (micros: 0.0, name: "")
    for (name, text) in SearchQuery.hostile {
      var (medians, most, rows) = ([String](), 0.0, "")
      for sort in SearchQuery.Sort.allCases {
        let line = SearchQuery.line(text, sort)
        let trips = try process.trips(Array(repeating: line, count: Self.tries)) { _, answer in
          let page = try FoundPage(answer)
          let found = page.isRefused ? "refused" : "\(page.contacts.count) found"
          rows = found + (page.nextCursor == nil ? "" : ", and more")
        }
        medians.append(String(format: "%7.0f", trips.median))
        most = max(most, trips.micros.max() ?? 0)
        if trips.median > worst.micros { worst = (trips.median, "\(name), by \(sort.rawValue)") }
      }
      let title = name.padding(toLength: 50, withPad: " ", startingAt: 0)
      say("\(title)\(medians.joined(separator: "  "))  \(String(format: "%7.0f", most))  \(rows)")
    }
    say("the worst p50: \(Self.text(worst.micros / 1e3)) ms, \(worst.name)")
  }

  // MARK: Answers

  /// Throws unless each of many people is found once by each kind of text, in each order; those who came last too.
  private mutating func check(_ process: SearchProcess) throws {
    let kinds = Self.letters.flatMap { [SearchQuery.oneWord($0), SearchQuery.twoWords($0)] } + SearchQuery.others
    var count = 0
    for sort in SearchQuery.Sort.allCases {
      for kind in kinds {
        let queries = kind.draw(Self.checks, among: contacts, sort, &random)
        for query in queries { try check(query, process) }
        count += queries.count
      }
      for number in stride(from: contacts + 1, through: contacts + added, by: 97) {
        let person = SearchPerson(number)
        try check(SearchQuery(text: person.words.joined(separator: " "), person: person, sort: sort), process)
        count += 1
      }
    }
    say("\n\(count) people were each found once, over all pages")
  }

  /// Throws unless a query finds its person once, over all pages of those who have that person's number or address.
  private func check(_ query: SearchQuery, _ process: SearchProcess) throws {
    var (cursor, times): (String?, Int) = (nil, 0)
    repeat {
      let after = cursor.map { #","cursor":"\#($0)""# } ?? ""
      let more = #","where":{"conditions":[\#(query.person.condition)]}"# + after
      _ = try process.time(of: SearchQuery.line(query.text, query.sort, more: more))
      let page = try FoundPage(process.answer)
      times += page.contacts.filter { $0 == query.person.number }.count
      cursor = page.nextCursor
    } while cursor != nil
    guard times == 1 else {
      throw CrashFault(#"contact-\#(query.person.number) is found \#(times) times by "\#(query.text)", \#(query.sort)"#)
    }
  }

  private static func text(_ number: Double) -> String { String(format: "%.2f", number) }
}
