import Desk
import Methods
import RPC
import Store

// What the desk does by itself, by the rules of its settings: whichever process notices first that it is due does it.

extension Session {
  /// Resolving a conversation costs a batch as much as writing so many bytes.
  private static let resolveCost = 512
  /// How long after an attempt that failed the next one is made, in ms: longer after each, until one succeeds. A store
  /// that is full stays full for a while.
  private static let pauses: (first: Int64, longest: Int64) = (1_000, 64_000)

  /// Resolves the conversations that have been `pending` for as long as the settings say.
  ///
  /// Before each call, not once for all that a read brought: a script gives the same answers however its bytes arrive.
  @inline(__always)
  func keepRules(at place: MessagePlace) {
    if let due = book.autoResolveDueAt { resolveIfDue(due, place) }
  }

  /// Keeps no rules for a while, because the store takes no changes.
  func pauseRules() {
    rulesPause = min(max(2 * rulesPause, Self.pauses.first), Self.pauses.longest)
    rulesResume = ticks() + rulesPause
  }

  @inline(never)
  private func resolveIfDue(_ due: Timestamp, _ place: MessagePlace) {
    // A process for viewers changes nothing. Others may have the store locked: nobody waits for a rule to be kept.
    guard due <= clock.time(after: book.seq), context.server.role > .viewer, ticks() >= rulesResume else { return }
    do {
      if case .folder(let store) = desk {
        guard state.takesChanges else { return }
        if !state.isWriting { try lock(store, isPatient: false) }
      }
      defer { abortIfEmpty() }
      // What others committed until the store was locked is in the book now: nothing is resolved twice.
      let conversations = book.conversationsToResolve(at: clock.time(after: book.seq), max: resolvedMax)
      let changes = conversations.map { book[$0].statusChange(to: .resolved) }
      try stage(changes, by: .desk, cause: .rule(.autoResolve), at: place)
      context.work.add(changes.count * Self.resolveCost)
      if !changes.isEmpty { log?(.info, "quiet conversations resolved (autoResolveDays): \(changes.count)") }
    } catch {
      pauseRules()
      // A call's own changes may be taken all the same: they may be smaller, or wait for the lock.
      endRead()
      log?(.info, "conversations that are due are not resolved yet: \(error)")
    }
  }

  /// Looks up the contacts who were made or changed, where the connector asks by itself. Their look-ups are committed
  /// with the changes. A call does not fail because the CRM could not be asked.
  @inline(__always)
  func lookUp(after changes: [Change.What], at place: MessagePlace) {
    if book.connector != nil { lookUpIfDue(changes, place) }
  }

  @inline(never)
  private func lookUpIfDue(_ changes: [Change.What], _ place: MessagePlace) {
    guard let connector = book.connector else { return }
    // Nobody would ask the connector: a process that may not run it makes no look-ups.
    if case .command = connector.kind, !context.server.runsConnectors { return }
    for contact in book.contactsToLookUp(after: changes) {
      let lookUp = book.lookUp(contact, by: connector, context.server)
      let lookup = book.nextLookupID
      do throws(RPCError) { try stage(lookUp, by: .desk, cause: .rule(.autoLookup), at: place) } catch {
        log?(.warn, "\(ContactID.prefix)\(contact.number) is not looked up in the CRM: \(error.message)")
        continue
      }
      if case .command = connector.kind { waiting.effects.append(.askInTurn(lookup)) }
      context.work.add(lookUp, book)
    }
  }
}
