import Demo
import Desk
import Server
import Store
import Terminal

/// An option of the command line: what it is called, what it means, and how its value is read.
struct Option: Sendable {
  /// With its hyphens.
  let name: String
  /// What stands for its value in the help; nil of an option that takes none.
  let value: String?
  let meaning: String
  /// Sets it; says what was expected if the value is none.
  let read: @Sendable (_ value: String, inout Settings) -> String?

  private init(
    _ name: String, _ value: String?, _ meaning: String,
    _ read: @escaping @Sendable (String, inout Settings) -> String?
  ) {
    (self.name, self.value, self.meaning, self.read) = (name, value, meaning, read)
  }
}

extension Option {
  /// Which desk.
  static let desk = [
    data, sync, exclusive, memory,
    Option("--demo", nil, "the same, with the people and conversations of a demo desk in it, on their last day") {
      _, settings in
      settings.source = .demo
      return nil
    },
  ]

  /// The desk is kept in a folder.
  static let data = Option(
    "--data", "DIR",
    "keep the desk in this folder (default: CONTACTDESK_DATA, else the user's data folder); serve and calls that change something make it if missing"
  ) {
    $1.data = $0
    return FolderPath.expected($0)
  }

  /// Which folder to look at.
  static let checked = Option(
    "--data", "DIR",
    "look at this folder, where no DIR is named (default: CONTACTDESK_DATA, else the user's data folder)",
    data.read)

  /// Where to save what can be read.
  static let salvage = Option(
    "--salvage", "OUT", "save what can be read into this folder, which must be empty or not there yet; DIR is only read"
  ) {
    $1.salvage = $0
    return FolderPath.expected($0)
  }

  /// How safe it is there.
  static let sync = Option(
    "--sync", "WHEN",
    "what is answered survives the end of the process; a loss of power too: always (default), never (some time later)"
  ) {
    switch $0 {
    case "always": $1.sync = .always
    case "never": $1.sync = .never
    default: return "always or never"
    }
    return nil
  }

  /// Nobody else has it.
  static let exclusive = Option(
    "--exclusive", nil,
    "keep the folder to this process: end with 75 if another has it open, and let no other in (default: share it)"
  ) { _, settings in
    settings.isExclusive = true
    return nil
  }

  /// The desk is kept nowhere.
  static let memory = Option(
    "--memory", nil, "keep the desk in memory: empty at the start, gone with the process"
  ) { _, settings in
    settings.source = settings.source ?? .memory
    return nil
  }

  /// For whom, and when.
  static let session = [
    Option(
      "--agent", "ID[:NAME]",
      "for whom requests are made (default: local); a client cannot choose another then. They are recorded, and NAME is taken, with their first change; once an admin has set a name, NAME is ignored"
    ) {
      $1.server.session.agent = $0
      return nil
    },
    Option(
      "--role", "ROLE",
      "what they may do at the most: viewer, agent or admin (default: admin); the lesser of this and the agent's own role counts, at each call"
    ) {
      guard let role = Role(rawValue: $0) else { return "viewer, agent or admin" }
      $1.server.session.role = role
      return nil
    },
    Option(
      "--clock", "TIME",
      "a new desk's first change is at TIME (RFC 3339), each later one 1 ms on: the same script gives the same bytes. A client moves it on by system.setClock. Of the demo desk: what it shows at the start (default: \(DemoDesk.end))"
    ) {
      guard let start = Timestamp($0) else { return "an RFC 3339 time such as 2026-01-01T09:00:00Z" }
      $1.server.session.clock = start
      return nil
    },
  ]

  /// Whether programs of the admin's choice may run.
  static let connectors = Option(
    "--connectors", nil,
    "run the program that an admin of the desk named as its CRM connector (crm.configure, kind command), as the user who starts this process"
  ) { _, settings in
    settings.server.session.launcher = ConnectorStart.launcher
    return nil
  }

  /// How to serve.
  static let serving = [
    connectors,
    Option("--client-pid", "PID", "end when this process is gone (default: the parent; 0: watch none)") {
      guard let pid = Int32($0), pid >= 0 else { return "a process id, or 0 to watch none" }
      $1.server.client = pid
      return nil
    },
    Option("--log", "LEVEL", "log on stderr: error, warn (default), info or debug") {
      guard let level = Log.Level(rawValue: $0) else { return "error, warn, info or debug" }
      $1.server.log = level
      return nil
    },
  ]

  /// How to draw.
  static let drawing = [
    Option("--width", "N", "draw in N columns, 40 to 1000 (default: those of the terminal, COLUMNS, 80)") {
      guard let columns = Int($0), (40...1000).contains(columns) else { return "a number from 40 to 1000" }
      $1.columns = columns
      return nil
    },
    Option(
      "--color", "WHEN", "auto (default: on a terminal, unless NO_COLOR is set), always (as for a terminal) or never"
    ) {
      guard let coloring = Display.Coloring(rawValue: $0) else { return "auto, always or never" }
      $1.coloring = coloring
      return nil
    },
  ]

  /// How many to list.
  static let limit = Option("--limit", "N", "list at most N contacts, 1 to 5000 (default: 50)") {
    guard let count = Int($0), (1...5_000).contains(count) else { return "a number from 1 to 5000" }
    $1.foundMax = count
    return nil
  }
}
