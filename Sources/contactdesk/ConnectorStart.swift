/// How this program starts a connector of the CRM: on Linux through itself, so that the system ends the connector when
/// the desk is killed (`ConnectorLauncher`).
enum ConnectorStart {
  /// The first word of such a command line. No subcommand, since no person writes it.
  static let word = "run-connector"

  /// What comes before the connector's own command.
  static var launcher: [String] {
    #if os(Linux)
    ["/proc/self/exe", word]
    #else
    []
    #endif
  }
}
