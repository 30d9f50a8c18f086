/// What can be read of a desk in the operator's rounds.
struct OperatorContent {
  /// A value, and the version of the contact that had it.
  struct Register {
    var version = 0
    var value = 0
  }

  var registers: [Int: Register] = [:]
  var notes: [Int: Set<String>] = [:]
}

/// What the processes of a round were asked to write, what they answered, and what must therefore be found.
struct OperatorLedger {
  /// What is known of a write.
  fileprivate enum Fate {
    /// Not answered: it is there or not.
    case open
    /// It must be found. `isAfterAct`: it was sent when the act was done.
    case acknowledged(isAfterAct: Bool, version: Int)
    /// Refused, and said not to be kept: nobody may be shown it.
    case void
  }

  /// What the folder held before the round.
  private let base: OperatorContent
  private var edits: [Int: (contact: Int, fate: Fate)] = [:]
  private var notes: [String: (contact: Int, fate: Fate)] = [:]
  /// How many writes were acknowledged.
  private(set) var acknowledged = 0

  init(_ base: OperatorContent) { self.base = base }

  mutating func add(_ calls: [OperatorCall]) {
    for call in calls {
      switch call {
      case .edit(let contact, let value): edits[value] = (contact, .open)
      case .note(let contact, let text): notes[text] = (contact, .open)
      case .card, .notes, .snapshot: break
      }
    }
  }

  /// Takes an answer; throws if it must not be.
  mutating func take(_ reply: OperatorReply, to sent: OperatorClient.Sent, of client: OperatorClient) throws {
    switch (sent.call, reply) {
    case (.edit(let contact, let value), .edited(let version)):
      edits[value] = (contact, .acknowledged(isAfterAct: sent.isAfterAct, version: version))
      try see(contact, .init(version: version, value: value), client, "was set")
      noteAcknowledged(sent, client)
    case (.note(let contact, let text), .noted):
      notes[text] = (contact, .acknowledged(isAfterAct: sent.isAfterAct, version: 0))
      client.known.notes[contact, default: []].insert(text)
      noteAcknowledged(sent, client)
    case (.card(let contact), .card(let version, let value)):
      try see(contact, .init(version: version, value: value), client, "is shown")
    case (.notes(let contact), .notes(let texts)):
      try expectKnown(texts, of: contact)
      let missing = client.known.notes[contact, default: []].subtracting(texts)
      guard missing.isEmpty else {
        throw OperatorViolation(.wrongAnswer, "contact-\(contact) has not any more the notes \(missing.sorted())")
      }
      client.known.notes[contact] = texts
    case (.edit(let contact, let value), .refused("no")):
      edits[value] = (contact, .void)
      if sent.isAfterAct { client.refused += 1 }
    case (.note(let contact, let text), .refused("no")):
      notes[text] = (contact, .void)
      if sent.isAfterAct { client.refused += 1 }
    case (.snapshot, .snapshotMade): break
    case (_, .refused): if sent.isAfterAct { client.refused += 1 }
    default: throw OperatorViolation(.wrongAnswer, "\(sent.call) was answered with \(reply)")
    }
  }

  private mutating func noteAcknowledged(_ sent: OperatorClient.Sent, _ client: OperatorClient) {
    acknowledged += 1
    if sent.isAfterAct { client.acknowledged += 1 }
  }

  /// A process shows a value: somebody wrote it, and it is not older than what the same process said before.
  private func see(
    _ contact: Int, _ register: OperatorContent.Register, _ client: OperatorClient, _ what: String
  ) throws {
    try expectKnown(register.value, of: contact)
    let last = client.known.registers[contact] ?? .init()
    let isOlder = register.version < last.version
    guard !isOlder, register.version > last.version || register.value == last.value else {
      throw OperatorViolation(
        .wrongAnswer, "contact-\(contact) \(what) with \(register) by a process that said \(last) before")
    }
    client.known.registers[contact] = register
  }

  private func expectKnown(_ value: Int, of contact: Int) throws {
    if value == base.registers[contact]?.value ?? 0 { return }
    if let edit = edits[value], edit.contact == contact {
      guard case .void = edit.fate else { return }
      throw OperatorViolation(.wrongAnswer, "contact-\(contact) has \(value), which was refused and not kept")
    }
    throw OperatorViolation(.wrongAnswer, "contact-\(contact) has \(value), which nobody wrote in this round")
  }

  private func expectKnown(_ texts: Set<String>, of contact: Int) throws {
    for text in texts.subtracting(base.notes[contact] ?? []) {
      guard let note = notes[text], note.contact == contact else {
        throw OperatorViolation(.wrongAnswer, "contact-\(contact) has the note \(text), which nobody wrote")
      }
      if case .void = note.fate {
        throw OperatorViolation(.wrongAnswer, "contact-\(contact) has the note \(text), which was refused and not kept")
      }
    }
  }

  // MARK: In the end

  /// What of the acknowledged writes is not in what was found, in words.
  struct Loss {
    /// Sent when the act was done.
    var afterAct: [String] = []
    /// Sent before.
    var beforeAct: [String] = []
  }

  /// Whether any write that was sent after the act was acknowledged.
  var hasAcknowledgedAfterAct: Bool {
    edits.values.contains { $0.fate.isAfterAct } || notes.values.contains { $0.fate.isAfterAct }
  }

  /// Compares what the next process shows with what was acknowledged; throws if there is what nobody wrote.
  func loss(in found: OperatorContent) throws -> Loss {
    var loss = Loss()
    for (contact, texts) in found.notes { try expectKnown(texts, of: contact) }
    for (contact, register) in found.registers { try expectKnown(register.value, of: contact) }
    for (contact, texts) in base.notes {
      loss.beforeAct += texts.subtracting(found.notes[contact] ?? []).sorted()
    }
    for (contact, register) in base.registers where found.registers[contact]?.version ?? 0 < register.version {
      loss.beforeAct.append("contact-\(contact) at version \(register.version)")
    }
    for (text, note) in notes {
      guard case .acknowledged(let isAfterAct, _) = note.fate, found.notes[note.contact]?.contains(text) != true else {
        continue
      }
      if isAfterAct { loss.afterAct.append(text) } else { loss.beforeAct.append(text) }
    }
    for (value, edit) in edits {
      guard case .acknowledged(let isAfterAct, let version) = edit.fate else { continue }
      let register = found.registers[edit.contact] ?? .init()
      guard register.version < version || (register.version == version && register.value != value) else { continue }
      let words = "contact-\(edit.contact) set to \(value) at version \(version), found \(register)"
      if isAfterAct { loss.afterAct.append(words) } else { loss.beforeAct.append(words) }
    }
    return loss
  }
}

extension OperatorLedger.Fate {
  fileprivate var isAfterAct: Bool { if case .acknowledged(true, _) = self { true } else { false } }
}
