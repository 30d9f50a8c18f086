// What all who share a folder are told: up to where the desk is committed.

extension Store {
  /// Tells all who share the folder up to where the desk is committed. If it throws, it is committed up to where it
  /// was, and nothing more may be written to this journal: what it has behind that is to be void. `held`: it is told
  /// that there is more from here on, once, and then only kept in mind.
  func publish(_ state: SharedPage.Point.State = .settled) throws(DiskError) {
    guard seat != nil else { return }
    if state == .held && point.state == .held {
      let turn = point.turn
      point = present(.held)
      point.turn = turn
      return
    }
    let left = left
    // What cannot be told now is not told later: its file may be closed by then. The next journal says it, too.
    self.left = nil
    do throws(DiskError) { try tell(present(state)) } catch {
      if point.journal == journal.header.number { journal.take(point) }
      journal.giveUp()
      throw error
    }
    // Who reads it up to an end that was told before, and finds the mark, finds that the page has gone on.
    if let left { left.journal.mark(at: left.at, before: left.next) }
  }

  /// Up to where the desk is committed, if all that was written is.
  private func present(_ state: SharedPage.Point.State) -> SharedPage.Point {
    SharedPage.Point(
      journal: journal.header.number, snapshot: snapshotHeader?.number ?? 0, end: journal.end, synced: journal.synced,
      filled: journal.filled, seq: journal.seq, state: state)
  }

  /// Writes the page's next record.
  private func tell(_ next: SharedPage.Point) throws(DiskError) {
    guard let seat else { return }
    var next = next
    next.turn = seat.page.turn &+ 1
    do throws(DiskError) { try seat.page.publish(next) } catch {
      // A record that is sound has been seen, whatever the call said.
      guard seat.page.point() == next else { throw error }
    }
    point = next
  }

  /// Up to where the desk is committed, inside: what the page says, or more, while this process holds it. Nil if the
  /// record is not sound.
  func told(_ seat: Seat) -> SharedPage.Point? {
    guard point.state == .held else { return seat.page.turn == point.turn ? point : seat.page.point() }
    point.turn = seat.page.turn
    return point
  }

  // MARK: Going out

  /// Ends a commit: goes out, or `staying` keeps the desk that it holds.
  func leave(staying: Bool) {
    if staying && point.state == .held { isStaying = true } else { leave() }
  }

  /// Lets the others in, if this process stayed inside.
  public func goOut() {
    if isStaying { leave() }
  }

  /// Goes out again. Who held the desk tells first what it has committed; where that cannot be told, nobody gets in.
  public func leave() {
    guard let seat, seat.isInside else { return }
    isStaying = false
    if point.state == .held {
      point.state = journal.isFinal ? .final : .settled
      do throws(DiskError) { try tell(point) } catch {
        point.state = .held
        isStaying = true
        return tell("\(error): no other process can open the folder")
      }
    }
    seat.leave()
  }

  /// True while this process alone may change the desk.
  public var isInside: Bool { !isStaying && seat?.isInside ?? false }
}
