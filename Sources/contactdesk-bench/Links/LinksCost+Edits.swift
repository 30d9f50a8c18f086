import Foundation
import TestSupport

// What it costs to keep who is linked to whom: the first look, which goes through all contacts, and each edit then.

extension LinksCost {
  /// The address of one of two contacts.
  private static let common = "info@example.com"

  mutating func edit() throws {
    let desks = try [Self.few, many].map { (contacts: $0, process: try make(contacts: $0)) }
    for desk in desks { try look(desk.process, desk.contacts) }
    let kinds: KeyValuePairs<String, (Int, inout SplitMix64) -> [[UInt8]]> = [
      "another attribute": { Self.edits("phone", Self.phone, $0, &$1) },
      "the matching attribute": { Self.edits("email", Self.email, $0, &$1) },
      "the matching attribute, to and from what half of all have": Self.commonEdits,
    ]
    let times = try medians(
      kinds.flatMap { _, lines in
        desks.map { desk in { random in try desk.process.time(of: lines(desk.contacts, &random)) } }
      })
    let ratios = kinds.indices.map { times[2 * $0 + 1] / times[2 * $0] }
    for (index, (name, _)) in kinds.enumerated() {
      let more = ratios[index] / ratios[0]
      if more > Self.editMax { over.append("attribute.edit of \(name)") }
      say(
        "  attribute.edit of \(name): \(Self.text(times[2 * index])) us with \(Self.few) contacts, "
          + "\(Self.text(times[2 * index + 1])) us with \(many), \(Self.text(ratios[index])) times"
          + (index == 0 ? "" : ", \(Self.text(more)) times beside another attribute"))
    }
    for desk in desks { try desk.process.end() }
  }

  /// A desk of contacts who all have a phone number and an address; every other one has an address of its own.
  private func make(contacts: Int) throws -> SpawnedProcess {
    let process = try SpawnedProcess(inMemory: options)
    let watch = Stopwatch()
    for start in stride(from: 1, through: contacts, by: 1_000) {
      try process.send(
        (start..<min(start + 1_000, contacts + 1)).map { number in
          let email = number % 2 == 0 ? Self.email(number) : Self.common
          return Workload.line(
            1, "contact.create",
            #""name":"Person \#(number)","attributes":{"email":"\#(email)","phone":"\#(Self.phone(number))"}"#)
        })
    }
    say("  \(contacts) contacts, after \(Self.text(watch.seconds)) s")
    return process
  }

  /// The first look at links, several times, each after another attribute has linked contacts.
  private func look(_ process: SpawnedProcess, _ contacts: Int) throws {
    let card = Workload.line(1, "card.get", #""contactId":"contact-2""#)
    let times = try (0..<5).map { _ in
      try process.send([
        Workload.line(1, "settings.set", #""matchingAttribute":null"#), card,
        Workload.line(1, "settings.set", Self.matching),
      ])
      return try process.time(of: [card])
    }
    let median = times.sorted()[2]
    say(
      "  the first look at links: \(Self.text(median / 1_000)) ms with \(contacts) contacts, "
        + "\(Self.text(median * 1_000 / Double(contacts))) ns each")
  }

  /// Edits by turns: a contact gets the value of another one, whom it is linked to then, and its own again.
  private static func edits(
    _ key: String, _ value: (Int) -> String, _ contacts: Int, _ random: inout SplitMix64
  ) -> [[UInt8]] {
    (0..<calls / 2).flatMap { _ in
      let number = 2 * (1 + random.below(contacts / 2))
      let other = 2 * (1 + random.below(contacts / 2))
      return [other, number].map { set(key, value($0), of: number) }
    }
  }

  /// Edits by turns: a contact with the common address gets one of its own, and the common one again.
  private static func commonEdits(_ contacts: Int, _ random: inout SplitMix64) -> [[UInt8]] {
    (0..<calls / 2).flatMap { _ in
      let number = 2 * random.below(contacts / 2) + 1
      return [email(number), common].map { set("email", $0, of: number) }
    }
  }

  private static func set(_ key: String, _ value: String, of number: Int) -> [UInt8] {
    Workload.line(1, "attribute.edit", #""contactId":"contact-\#(number)","set":{"\#(key)":"\#(value)"}"#)
  }

  private static func email(_ number: Int) -> String { "p\(number)@example.com" }
  private static func phone(_ number: Int) -> String { "+324\(70_000_000 + number)" }
}
