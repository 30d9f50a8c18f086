public import Desk

/// How a session begins.
public struct SessionOptions: Sendable {
  /// `ID[:NAME]` of the agent, where the process was started with one.
  public var agent: String?
  /// The highest role that the caller can have.
  public var role: Role
  /// The first change's time, where time is to move with the changes alone.
  public var clock: Timestamp?
  /// The command by which connectors of the CRM are run (`ConnectorLauncher`), empty for none; nil if the process may
  /// run no programs.
  public var launcher: [String]?

  /// Options; by default an admin who calls as `local`, by the system's clock.
  public init(agent: String? = nil, role: Role = .admin, clock: Timestamp? = nil) {
    self.agent = agent
    self.role = role
    self.clock = clock
  }
}
