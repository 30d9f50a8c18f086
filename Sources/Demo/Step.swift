import Desk

/// One line of a scenario.
struct Step {
  /// What can be done; the words of the scenarios.
  enum Action: String {
    /// The customer writes.
    case writes = "<"
    /// An agent writes to the customer.
    case answers = ">"
    /// Makes the contact by hand, with the profile of the channel if there is one.
    case creates
    /// Adds the profile on the network that is named to the contact, or takes it away.
    case links, unlinks
    /// Starts a conversation on the channel; the text is its topics.
    case opens
    /// Writes a note on the conversation, or on the contact.
    case notes, remembers
    /// Replaces the text of the story's latest note, or removes the note.
    case edits, removes
    /// Sets attributes (`key = value; key = value`) or clears them (`key, key`).
    case sets, clears
    /// VIP, with a reason or without; and no longer.
    case promotes, demotes
    /// Gives the contact these labels, or this name.
    case labels, renames
    /// Wants to hear no more of the contact; or again.
    case blocks, unblocks
    /// Takes the conversation, hands it to an agent, or lets it go.
    case takes, hands, drops
    /// Where the conversation stands: `resolved`, `new`, `pending`.
    case resolves, reopens, parks
    /// The CRM was asked: the match is confirmed, or it could not answer.
    case confirms, fails
    /// Sets the desk up, by any method: its name follows, and its params as JSON.
    case calls
  }

  /// When it happens; the minute of the scenario until the steps are put in order.
  var at: Timestamp
  /// The number of the story that it belongs to.
  let story: Int
  /// The agent, `crm`, or nil for the customer.
  let actor: String?
  let action: Action
  /// The id of the channel that the scenario is on.
  let channel: String?
  /// What is said, or what the action needs.
  var text: String
  /// The names of the files that came with a message.
  var files: [String] = []
  /// When a message was written that came late.
  let writtenAt: Timestamp?
}

/// A line of a scenario that makes no sense, or that the desk refused.
struct DemoError: Error, CustomStringConvertible {
  let description: String
}

/// Reads scenarios.
struct ScenarioReader {
  private(set) var steps: [Step] = []
  private var day: Timestamp?
  private var channel: String?

  /// Takes the steps of a story.
  mutating func read(_ scenario: String, story: Int) throws(DemoError) {
    (day, channel) = (nil, nil)
    let first = steps.count
    for line in scenario.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) {
      do throws(DemoError) {
        try read(line: line, story: story, isFirst: steps.count == first)
      } catch {
        throw DemoError(description: "\(error): \(line)")
      }
    }
  }

  private mutating func read(line: Substring, story: Int, isFirst: Bool) throws(DemoError) {
    var rest = line
    let word = rest.cut()
    switch word {
    case "|" where !isFirst: steps[steps.count - 1].text += "\n" + rest
    case "+" where !isFirst: steps[steps.count - 1].files.append(String(rest))
    case _ where word.utf8.count == 10:
      day = Timestamp("\(word)T00:00:00Z")
      if !rest.isEmpty { channel = String(rest) }
    default:
      let step = try self.step(at: try time(word), rest, story: story)
      if !isFirst, let last = steps.last, step.at < last.at {
        throw DemoError(description: "earlier than the line before")
      }
      steps.append(step)
    }
  }

  /// What stands after the time: `(HH:MM) < TEXT`, `AGENT> TEXT` or `AGENT VERB TEXT`.
  private func step(at time: Timestamp, _ text: Substring, story: Int) throws(DemoError) -> Step {
    var rest = text
    var word = rest.cut()
    var writtenAt: Timestamp?
    if word.hasPrefix("(") {
      writtenAt = try self.time(word.dropFirst().dropLast())
      word = rest.cut()
    }
    var actor: String?
    if word.hasSuffix(">") {
      actor = String(word.dropLast())
      word = ">"
    } else if word != "<" {
      actor = String(word)
      word = rest.cut()
    }
    guard let action = Step.Action(rawValue: String(word)) else { throw DemoError(description: "no such action") }
    return Step(
      at: time, story: story, actor: actor, action: action, channel: channel, text: String(rest), writtenAt: writtenAt)
  }

  private func time(_ minute: Substring) throws(DemoError) -> Timestamp {
    guard let day, minute.utf8.count == 5, let hours = Int64(minute.prefix(2)), let minutes = Int64(minute.suffix(2)),
      hours < 24, minutes < 60
    else { throw DemoError(description: "no time") }
    return day.advanced(by: (hours * 60 + minutes) * 60_000)
  }
}

extension Substring {
  /// Takes the first word off, and the space after it. By bytes, so that a mark which begins the text does not melt
  /// into the space.
  mutating func cut() -> Substring {
    let end = utf8.firstIndex(of: UInt8(ascii: " ")) ?? endIndex
    defer { self = end == endIndex ? "" : self[utf8.index(after: end)...] }
    return self[..<end]
  }
}
