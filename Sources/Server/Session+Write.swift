import ChangeLog
import Desk
import Methods
import RPC
import Store

// How changes reach the desk of a session: accepted, dated, staged, committed. SessionState has the transitions.

extension Session {
  /// Takes the changes of one decision, made in the name of the caller; `session`: what becomes of the session, where
  /// the decision says so. Throws, having changed nothing, if the store takes none.
  ///
  /// The store is locked only here, when there is something to change, so a call that changes nothing waits for nobody.
  /// The decision is stale if the desk is not the one that it was made on, or the time is another.
  func accept(
    _ changes: [Change.What], _ session: SessionChange?, at place: MessagePlace
  ) throws(RPCError) -> AnyMethod.Acceptance {
    if !changes.isEmpty, case .folder(let store) = desk {
      if !state.isWriting, book.connector != nil { book.prepareLookUps(after: changes, context.server) }
      if case .stale = try beginWrite(store) { return .stale }
    }
    switch session {
    case .clock(let time):
      setClock(time)
      try take(changes, at: place)
    case .caller(let caller):
      let before = context.caller
      context.caller = caller
      do throws(RPCError) { try stage(changes, at: place) } catch {
        context.caller = before
        throw error
      }
    case nil: try take(changes, at: place)
    }
    lookUp(after: changes, at: place)
    return .taken
  }

  /// Stages changes of the caller, after the change that records or renames them.
  private func take(_ changes: [Change.What], at place: MessagePlace) throws(RPCError) {
    if !changes.isEmpty, let introduction = context.caller.introduction(in: book) {
      try stage([introduction] + changes, at: place)
    } else {
      try stage(changes, at: place)
    }
  }

  /// Begins a transaction, if none is open: its book is what all processes have committed. Throws if no changes are
  /// taken. Stale if the desk or the time has moved on; then a failure is thrown when the decision is made again.
  func beginWrite(_ store: Store) throws(RPCError) -> AnyMethod.Acceptance {
    switch state {
    case .writing: return .taken
    case .refusing(let fault): throw RPCError(fault)
    case .ended: throw RPCError(StoreFault("the session has ended", advice: "Begin another one"))
    case .accepting: break
    }
    let (known, seq, time) = (book, book.seq, now)
    do throws(StoreError) { try lock(store) } catch { state = .refusing(StoreFault(error)) }
    guard book === known && book.seq == seq && now == time else { return .stale }
    return try beginWrite(store)
  }

  /// Locks the store for a transaction; its book is what all processes have committed.
  func lock(_ store: Store, isPatient: Bool = true) throws(StoreError) {
    // Time goes on while this process waits for the lock.
    defer {
      clock.refresh()
      lockedSince = ticks()
    }
    state = .writing(try store.beginWrite(isPatient: isPatient))
  }

  /// Dates changes and takes them into the transaction and the book, or into the book in memory: the only place that
  /// makes changes. Throws, having changed nothing, if the journal has no room for them.
  func stage(
    _ changes: [Change.What], by author: AgentNumber? = nil, cause: Change.Cause = .call, at place: MessagePlace
  ) throws(RPCError) {
    guard !changes.isEmpty else { return }
    let agent = author ?? context.caller.agent
    switch desk {
    case .memory(let book):
      for what in changes {
        let change = change(what, after: book.seq, last: book.lastChangeAt, by: agent, cause)
        book.apply(change)
        observer?(change)
      }
    case .folder(let store):
      var (seq, last) = (store.book.seq, store.book.lastChangeAt)
      var dated: [Change] = []
      dated.reserveCapacity(changes.count)
      for what in changes {
        let change = change(what, after: seq, last: last, by: agent, cause)
        dated.append(change)
        (seq, last) = (change.seq, change.at)
      }
      do throws(StoreError) { try state.stage(dated, isLast: place == .lastLine) } catch {
        throw RPCError(StoreFault(error))
      }
      if let observer { dated.forEach(observer) }
    }
    // Not only at the next call: until then others may rename the agent, and a name is taken once.
    context.caller.refresh(book)
  }

  private func change(
    _ what: Change.What, after seq: Int, last: Timestamp?, by agent: AgentNumber, _ cause: Change.Cause
  ) -> Change {
    let date = date(after: seq, last: last)
    if let last, date < last {
      log?(.warn, "the last change is dated \(last), more than a day ahead of the clock: dates follow the clock again")
    }
    return Change(seq: seq + 1, at: date, by: agent, cause: cause, what: what)
  }

  /// Commits what is staged: when it returns, all answers may be released. If it throws, the desk has gone back to the
  /// last commit, and changes are refused until the read ends; if no desk could be read any more, the session is over.
  func commit() throws(CommitFailure) {
    guard let transaction = state.take() else { return }
    do throws(CommitFailure) { try transaction.commit() } catch {
      state = error.unreadable == nil ? .refusing(StoreFault(error)) : .ended
      // Else each read would begin with a commit that fails.
      pauseRules()
      throw error
    }
    rulesPause = 0
  }

  /// Gives the lock back if the call that took it came to nothing when it was decided again.
  func abortIfEmpty() {
    // A transaction that is dropped is aborted.
    if state.isWriting, state.stagedBytes == 0 { state = .accepting }
  }

  /// The lines of a read are done: the next change tries the store again.
  func endRead() {
    if state.refusal != nil { state = .accepting }
  }

  /// No more lines are executed.
  func end() { state = .ended }
}

extension StoreFault {
  /// Why no transaction could begin, or no snapshot be made.
  init(_ error: StoreError) { self.init("\(error)", advice: error.advice) }

  /// Why a commit was refused.
  init(_ failure: CommitFailure) {
    self.init("\(failure.reason)", advice: failure.reason.advice, isUndecided: failure.isUndecided)
  }
}
