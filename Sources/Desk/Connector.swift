/// The CRM that contacts are looked up in, as an admin configured it.
public struct Connector: Sendable {
  /// How the CRM is asked.
  public enum Kind: Sendable {
    /// An integration finds in `crm.list` what is asked, and answers with `crm.resolve`.
    case client
    /// A file of customers, looked into by the process that is called. The path is as the admin wrote it: a relative
    /// one starts at the desk's folder, or with a desk in memory at the process's working directory.
    case file(path: String)
    /// A subprocess that the process runs, asked in lines of JSON-RPC; it has so long for an answer.
    case command(argv: [String], timeoutMilliseconds: Int)

    /// The kinds by name.
    public enum Name: String, CaseIterable, Sendable {
      case client, file, command
    }

    /// Its name.
    public var name: Name {
      switch self {
      case .client: .client
      case .file: .file
      case .command: .command
      }
    }

    /// Whether both say the same, by scalars.
    public func isSame(as other: Kind) -> Bool {
      switch (self, other) {
      case (.client, .client): true
      case (.file(let path), .file(let otherPath)): path.sameScalars(as: otherPath)
      case (.command(let argv, let timeout), .command(let otherArgv, let otherTimeout)):
        timeout == otherTimeout && argv.elementsEqual(otherArgv) { $0.sameScalars(as: $1) }
      case (.client, _), (.file, _), (.command, _): false
      }
    }
  }

  /// Arguments of a subprocess at the most, the program included.
  public static let argumentsMax = 100
  /// How long a subprocess may have for an answer, in ms.
  public static let timeoutRange = 1...60_000
  /// How long it has where nothing is said, in ms.
  public static let timeoutDefault = 5_000

  /// The name to show.
  public var name: String
  /// How it is asked.
  public var kind: Kind
  /// The inner numbers of the attributes by which a customer is found, in this order; nil: the lookup attributes.
  public var matchOn: [Int]?
  /// Whether a match is confirmed without an agent.
  public var isAutoConfirming: Bool
  /// Whether a contact is looked up without a call: one who is made, or of whom a value changes that it is asked with.
  public var isAutomatic: Bool

  /// A connector.
  public init(
    name: String, kind: Kind, matchOn: [Int]? = nil, isAutoConfirming: Bool = false, isAutomatic: Bool = false
  ) {
    (self.name, self.kind, self.matchOn) = (name, kind, matchOn)
    (self.isAutoConfirming, self.isAutomatic) = (isAutoConfirming, isAutomatic)
  }

  /// Whether both say the same, by scalars.
  public func isSame(as other: Connector) -> Bool {
    name.sameScalars(as: other.name) && kind.isSame(as: other.kind) && matchOn == other.matchOn
      && isAutoConfirming == other.isAutoConfirming && isAutomatic == other.isAutomatic
  }
}
