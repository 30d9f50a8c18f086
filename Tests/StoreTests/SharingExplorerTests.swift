import TestSupport
import Testing

/// The protocol by which processes share a folder, in every order of steps of two or three processes, with crashes and
/// failing calls at each: acknowledged writes and writes that were shown stay, refused writes are not found, and no
/// process is stuck. Processes start and end beside a held lock, and readers join late.
///
/// By default it explores small worlds. CONTACTDESK_FULL=1 explores larger ones too, in a minute or two.
struct SharingExplorerTests {
  /// A violation, and the shortest way to it.
  private struct Found: CustomStringConvertible {
    let what: String
    let way: [String]
    var description: String { ([what] + way).joined(separator: "\n  ") }
  }

  /// Visits every state that can be reached, the nearest first.
  private static func explore(
    _ start: SharingModel, _ mutation: SharingModel.Mutation? = nil
  ) -> (states: Int, found: Found?) {
    var states = [(model: start, from: -1, who: -1, event: SharingModel.Event.starts)]
    var seen: Set = [start]
    func found(_ what: String, at last: Int) -> Found {
      var (way, number): ([String], Int) = ([], last)
      while number > 0 {
        way.append("\(states[number].who) \(states[number].event.rawValue)")
        number = states[number].from
      }
      return Found(what: what, way: way.reversed())
    }
    var at = 0
    while at < states.count {
      let model = states[at].model
      if let what = model.violation { return (states.count, found(what, at: at)) }
      let ways = SharingModel.Ways(from: model, mutation)
      if !ways.isGoingOn, let what = model.isStuck { return (states.count, found(what, at: at)) }
      for way in ways.found where seen.insert(way.model).inserted {
        states.append((way.model, at, way.who, way.event))
      }
      at += 1
    }
    return (states.count, nil)
  }

  private static let small = [
    SharingModel([1, 1], living: 2, starts: 1, kills: 1, cuts: 0, faults: 1),
    SharingModel([1, 1], living: 1, starts: 2, kills: 1, cuts: 0, faults: 1, exclusives: 1),
    SharingModel([1, 0, 0], living: 1, starts: 3, kills: 0, cuts: 0, faults: 1),
    SharingModel([0, 1, 1], living: 1, starts: 3, kills: 1, cuts: 0, faults: 0),
    SharingModel([1, 1, 1], living: 3, starts: 0, kills: 1, cuts: 0, faults: 1),
    SharingModel([1, 1, 1], living: 3, starts: 1, kills: 0, cuts: 1, faults: 0),
    SharingModel([1, 1], living: 2, starts: 2, kills: 1, cuts: 1, faults: 1),
    SharingModel([1, 1], living: 1, starts: 2, kills: 1, cuts: 1, faults: 2),
    SharingModel([2, 1], living: 2, starts: 1, kills: 2, cuts: 0, faults: 2),
    SharingModel([2, 2], living: 2, starts: 1, kills: 1, cuts: 1, faults: 1),
    SharingModel([3, 0], living: 1, starts: 2, kills: 1, cuts: 0, faults: 2),
  ]
  private static let large = [
    SharingModel([1, 1], living: 2, starts: 2, kills: 1, cuts: 1, faults: 2),
    SharingModel([1, 1], living: 2, starts: 3, kills: 2, cuts: 1, faults: 1, exclusives: 1),
    SharingModel([1, 1, 1], living: 1, starts: 3, kills: 1, cuts: 0, faults: 1, exclusives: 1),
    SharingModel([2, 1], living: 2, starts: 2, kills: 1, cuts: 1, faults: 2),
    SharingModel([2, 1], living: 2, starts: 2, kills: 2, cuts: 0, faults: 2),
    SharingModel([2, 2], living: 2, starts: 2, kills: 2, cuts: 0, faults: 2),
    SharingModel([2, 2], living: 2, starts: 2, kills: 1, cuts: 1, faults: 2),
    SharingModel([1, 1, 1], living: 3, starts: 1, kills: 1, cuts: 1, faults: 1),
    SharingModel([1, 1, 1], living: 2, starts: 2, kills: 1, cuts: 1, faults: 1),
    SharingModel([1, 1, 1], living: 2, starts: 2, kills: 1, cuts: 0, faults: 2),
    SharingModel([3, 0], living: 1, starts: 3, kills: 2, cuts: 1, faults: 3),
    SharingModel([2, 2], living: 1, starts: 3, kills: 2, cuts: 1, faults: 2),
  ]

  @Test(arguments: Setting.isFull ? small + large : small) func everyOrder(_ start: SharingModel) {
    let (states, found) = Self.explore(start)
    #expect(found == nil, "\(found?.description ?? "")")
    #expect(states > 1_000)
  }

  /// Every deliberate mistake is caught.
  @Test(arguments: SharingModel.Mutation.allCases) func caught(_ mutation: SharingModel.Mutation) {
    let isCaught = Self.small.contains { Self.explore($0, mutation).found != nil }
    #expect(isCaught, "the explorer does not catch \(mutation)")
  }
}

extension SharingModel {
  /// A step, for messages.
  enum Event: String {
    case starts, looks, answers, publishes
    case locks = "takes the lock", catchesUp = "catches up", readsAll = "syncs the names and reads the folder"
    case cannotReadAll = "cannot sync the names", writesAgain = "writes again and syncs what was left"
    case cannotWriteAgain = "writes it again, and syncs in vain", rotates = "writes the next journal"
    case cannotRotate = "cannot write the next journal", syncsName = "syncs the next journal's name"
    case cannotSyncName = "cannot sync the next journal's name", cannotPublish = "cannot publish"
    case cannotPublishHalf = "publishes a half, and fails", flagsRotation = "publishes mustRotate, refuses"
    case flagsRecovery = "publishes needsRecovery", writesHalf = "writes a half"
    case writesRest = "writes the rest", cannotWrite = "cannot write the rest", syncs
    case syncsInVain = "syncs in vain", syncLoses = "syncs in vain, and the system forgets it"
    case publishesAndUnlocks = "publishes and unlocks", unlocks
    case closes, joins = "takes the lock to join", findsOthers = "finds other members"
    case beginsIndex = "finds no member, and begins the index anew", countsAsMember = "counts as a member"
    case startsToRead = "starts as a reader", startsAlone = "starts, to keep the folder to itself"
    case isRefused = "is refused", isLetGo = "ends, because another one keeps the folder", waits = "waits for the lock"
    // Crashes:
    case isKilled = "is killed", isKilledPublishing = "is killed within the commit point"
    case losesPower = "is there, as the others are, when the power is lost"
  }

  /// What may follow.
  struct Ways {
    private let model: SharingModel
    private(set) var found: [(who: Int, event: Event, model: SharingModel)] = []
    /// Whether a living process goes on without a crash or a failing call.
    private(set) var isGoingOn = false
    private var who = 0

    init(from model: SharingModel, _ mutation: Mutation?) {
      self.model = model
      for number in model.processes.indices {
        who = number
        model.step(who, mutation, &self)
        if model.kills > 0 && model.processes[who].step != .dead { kill(mutation) }
      }
      for way in 0..<(model.cuts > 0 ? model.cutWays : 0) { add(.losesPower) { $0.cut(way, mutation) } }
    }

    private mutating func add(_ event: Event, _ change: (inout SharingModel) -> Void) {
      var other = model
      change(&other)
      found.append((who, event, other))
    }

    mutating func may(_ event: Event, _ change: (inout SharingModel) -> Void) {
      add(event, change)
      if model.processes[who].step != .dead { isGoingOn = true }
    }

    /// It may leave in good order, and need not.
    mutating func mayEnd(_ change: (inout SharingModel) -> Void) { add(.closes, change) }

    /// It may join when it is idle, and need not.
    mutating func canJoin(_ change: (inout SharingModel) -> Void) { add(.joins, change) }

    mutating func fails(_ event: Event, _ change: (inout SharingModel) -> Void) {
      guard model.faults > 0 else { return }
      add(event) {
        $0.faults -= 1
        change(&$0)
      }
    }

    /// The commit point is not written, or only a part of it.
    mutating func failsToPublish(_ change: (inout SharingModel) -> Void) {
      // A process that keeps the folder to itself publishes nothing.
      guard !model.processes[who].isExclusive else { return }
      fails(.cannotPublish, change)
      fails(.cannotPublishHalf) {
        $0.index.isSound = false
        change(&$0)
      }
    }

    private mutating func kill(_ mutation: Mutation?) {
      let who = who
      add(.isKilled) {
        $0.kills -= 1
        $0.end(who, mutation)
      }
      guard model.processes[who].step.isPublishing else { return }
      add(.isKilledPublishing) {
        $0.index.isSound = false
        $0.kills -= 1
        $0.end(who, mutation)
      }
    }
  }
}

extension SharingModel: CustomTestStringConvertible {
  var testDescription: String {
    let (writes, living) = (processes.map(\.writes), processes.count { $0.step != .dead })
    let counts = "starts \(starts), kills \(kills), cuts \(cuts), faults \(faults), exclusives \(exclusives)"
    return "writes \(writes), \(living) living, \(counts)"
  }
}
