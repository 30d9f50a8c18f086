// Who is alone stays inside from one commit to the next.

extension SharingModel {
  /// True while one is at its end that stayed inside: all but one of its locks is free.
  var isHeldByTheDying: Bool {
    page.isSound && page.state == .held && processes.contains { $0.step == .dying }
  }

  /// It has a journal to begin before it writes.
  func isOwing(_ who: Int) -> Bool { processes[who].isOwing || processes[who].isToBegin }

  /// Says what may come next of who stays inside, or did.
  func stay(_ who: Int, _ wrong: Wrong?, _ ways: inout Ways) {
    let process = processes[who]
    switch process.step {
    case .dying: ways.may(.isGone) { $0.end(who, wrong) }
    case .answeringInside:
      ways.may(.answersInside) {
        $0.told |= 1 << process.pending
        $0.check()
        ($0.processes[who].step, $0.processes[who].pending) = (.staying, 0)
      }
    default:
      if process.writes > 0 {
        ways.may(.decides) {
          ($0.processes[who].step, $0.processes[who].aim) = (process.isFaulted ? .entered : .deciding, .write)
        }
      }
      ways.may(.goesOut) {
        if wrong != .goesOutUntold {
          $0.publish(lag: $0.page.lag, end: process.end, state: $0.isOwing(who) ? .final : .settled)
        }
        $0.processes[who].holds = false
        $0.leave(who)
      }
      ways.failsToPublish {
        guard wrong == .goesOutInVain else { return }
        $0.processes[who].holds = false
        $0.leave(who)
      }
    }
  }

  /// What was written is committed. The page says so at the first time, and that there will be more.
  mutating func hold(_ who: Int) {
    let end = endOfWritten(who)
    if page.state == .held {
      let ids = ids(upTo: end)
      commit(ids, isSure: true)
      processes[who].view = ids
    } else {
      publish(lag: 0, end: end, state: .held)
      look(who, page.ids)
    }
    (processes[who].end, processes[who].safe, processes[who].holds) = (end, end, true)
    processes[who].step = .answeringInside
  }

  /// It leaves in good order.
  mutating func close(_ who: Int, _ wrong: Wrong?) {
    page.others = max(0, page.others - 1)
    end(who, wrong)
  }

  /// Who stayed inside lets go of one lock before the other.
  mutating func kill(_ number: Int, _ wrong: Wrong?) {
    kills -= 1
    guard lock == number, page.state == .held else { return end(number, wrong) }
    (lock, processes[number].step) = (-1, .dying)
  }
}
