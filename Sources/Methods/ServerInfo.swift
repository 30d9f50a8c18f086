public import Desk

/// What methods may report of the process that answers.
public final class ServerInfo {
  /// The version of the program.
  public static let version = "0.1.0"
  /// The version of the protocol: moves when a client must.
  public static let protocolVersion = "1"

  /// The role given at start: no caller has a higher one.
  public let role: Role
  /// Whether the agent was given at start: then a client cannot choose another.
  public let isAgentFixed: Bool
  /// Whether the process was started with a clock of its own, which only its changes and `system.setClock` move.
  public let isClockFixed: Bool
  /// Whether the process may run the programs that an admin of the desk names.
  public let runsConnectors: Bool
  /// How many calls wait for a connector.
  public var waitingCalls = 0
  /// What the calls of a batch cost so far. Here, since a context is copied for each call.
  let work = BatchWork()
  /// The OpenRPC document, made when it is first asked for: rendering belongs to a module above.
  public private(set) lazy var document = render()
  private let render: () -> [UInt8]
  /// Where the desk is kept; nil of a desk in memory.
  public let store: StoreAccess?
  /// Where the connector looks customers up, if in a file.
  let customers: CustomerFiles

  /// A server with these rules.
  public init(
    role: Role, isAgentFixed: Bool, isClockFixed: Bool = false, runsConnectors: Bool = false,
    document: @escaping () -> [UInt8], store: StoreAccess? = nil
  ) {
    self.role = role
    self.isAgentFixed = isAgentFixed
    self.isClockFixed = isClockFixed
    self.runsConnectors = runsConnectors
    render = document
    self.store = store
    customers = CustomerFiles(folder: store?.status().folder)
  }
}
