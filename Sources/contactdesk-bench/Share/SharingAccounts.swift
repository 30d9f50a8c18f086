import Foundation

/// What the clients of a shared folder were told, and what of it must be found.
///
/// Each value of a counter was set by one call, since each says which version it follows. A process that is killed
/// leaves a call whose outcome is not known: its value, message or note is there or is not, and nobody else's can be.
struct SharingAccounts {
  /// The values that were told to be set, by contact.
  private var counts: [Int: Set<Int>] = [:]
  private var openCounts: [Int: Set<Int>] = [:]
  private var messages: [Int: String] = [:]
  private var openMessages: Set<Int> = []
  private var given: Set<String> = []
  private var claims: [Int: String] = [:]
  private var notes: [Int: Set<String>] = [:]
  private var openNotes: [Int: Set<String>] = [:]

  private(set) var writes: [String: Int] = [:]
  private(set) var (conflicts, refusals, checks, snapshots, messagesTwice, claimsLost) = (0, 0, 0, 0, 0, 0)

  var allWrites: Int { writes.values.reduce(0, +) }

  /// Takes a result; returns the contact and the version that everybody must see from now on.
  mutating func take(
    _ purpose: SharingClient.Purpose, _ result: [String: Any]
  ) throws -> (contact: Int, version: Int)? {
    let version = result["version"] as? Int ?? 0
    switch purpose {
    case .read: return nil
    case .fresh(let contact, let expected):
      checks += 1
      guard version >= expected else {
        throw CrashFault("contact-\(contact) is shown at version \(version), and \(expected) was told")
      }
      return nil
    case .increment(let contact, let value):
      guard counts[contact, default: []].insert(value).inserted else {
        throw CrashFault("contact-\(contact): \(value) was set twice")
      }
      writes["increments", default: 0] += 1
      return (contact, version)
    case .message(let key):
      let id = result["messageId"] as? String ?? ""
      guard messages[key] ?? id == id else { throw CrashFault("message \(key) is \(messages[key] ?? "") and \(id)") }
      if messages.updateValue(id, forKey: key) != nil { messagesTwice += 1 }
      writes["messages", default: 0] += 1
      return nil
    case .claim(let key):
      try claim(key, result["contactId"] as? String ?? "")
      writes["identities", default: 0] += 1
      return nil
    case .note(let contact, let text):
      notes[contact, default: []].insert(text)
      writes["notes", default: 0] += 1
      return nil
    case .flip(let number):
      writes["VIP flips", default: 0] += 1
      return (1 + number % 4, version)
    case .snapshot:
      snapshots += 1
      return nil
    case .nextWaiting:
      guard let conversation = result["conversation"] as? [String: Any] else { return nil }
      let id = conversation["conversationId"] as? String ?? ""
      guard given.insert(id).inserted else { throw CrashFault("\(id) was given out twice") }
      writes["conversations given out", default: 0] += 1
      return nil
    }
  }

  private mutating func claim(_ key: Int, _ id: String) throws {
    guard claims.updateValue(id, forKey: key) ?? id == id else { throw CrashFault("identity c\(key) is had by two") }
  }

  /// Takes an error, if it is one that may come; true if the call is to be sent again.
  mutating func take(_ purpose: SharingClient.Purpose, error: [String: Any], isStopped: Bool) throws {
    let data = error["data"] as? [String: Any] ?? [:]
    switch (data["kind"] as? String ?? "", purpose) {
    case ("versionConflict", .increment): conflicts += 1
    case ("alreadyExists", .claim(let key)):
      claimsLost += 1
      try claim(key, data["id"] as? String ?? "")
    case ("storage", _) where isStopped && data["kept"] as? String ?? "no" == "no": refusals += 1
    default: throw CrashFault("\(purpose): \(error)")
    }
  }

  /// The process was killed before it answered.
  mutating func leaveOpen(_ purpose: SharingClient.Purpose) {
    switch purpose {
    case .increment(let contact, let value): openCounts[contact, default: []].insert(value)
    case .message(let key): openMessages.insert(key)
    case .note(let contact, let text): openNotes[contact, default: []].insert(text)
    default: break
    }
  }

  // MARK: In the end

  /// A counter's values are those that were told, and such as a killed process may have set.
  func check(count: Int, of contact: Int) throws {
    let told = counts[contact] ?? []
    guard told.max() ?? 0 <= count else {
      throw CrashFault("contact-\(contact) is at \(count), told \(told.max() ?? 0)")
    }
    for value in 1..<(count + 1) where !told.contains(value) {
      guard openCounts[contact]?.contains(value) == true else {
        throw CrashFault("contact-\(contact): nobody set \(value)")
      }
    }
  }

  func check(messages count: Int) throws {
    let most = Set(messages.keys).union(openMessages).count
    guard (messages.count...most).contains(count) else {
      throw CrashFault("\(count) messages, of which \(messages.count) were told and \(most) sent")
    }
  }

  /// Every note that was told is there once, and none that nobody sent.
  func check(notes found: [String], of contact: Int) throws {
    let told = notes[contact] ?? []
    guard Set(found).count == found.count, told.isSubset(of: found),
      told.union(openNotes[contact] ?? []).isSuperset(of: found)
    else { throw CrashFault("contact-\(contact) has \(found.count) notes, told \(told.count)") }
  }
}
