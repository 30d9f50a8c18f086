public import Desk
import RPC

/// An agent as `--agent` or `system.hello` names them: `ID` or `ID:NAME`.
///
/// Signing in records nobody. An agent whom the desk does not know is recorded by their first change, or by the
/// `system.hello` that names them.
public struct AgentSignIn: Sendable {
  /// The agent's id.
  public let id: String
  /// The name, where one was given.
  public let name: String?

  /// The agent of a process that names none.
  public static let local = AgentSignIn(id: "local")

  private init(id: String) { (self.id, name) = (id, nil) }

  /// Reads `ID` or `ID:NAME`; the id ends at the first colon. Only an agent whom the desk knows may have an id that no
  /// new one may have: desks from before the rule about dots have such agents.
  public init(_ text: String, in book: Book) throws(Refusal) {
    let colon = text.unicodeScalars.firstIndex(of: ":")
    id = String(text[..<(colon ?? text.endIndex)])
    guard Agent.isNewID(id) || Agent.isID(id) && book.agent(id: id) != nil else {
      throw Refusal(
        "an agent's id is 1 to 64 of A-Z a-z 0-9 . _ - and does not end in a dot", example: "anna:Anna Jonckheere")
    }
    name = colon.map { String(text[text.unicodeScalars.index(after: $0)...]) }
    if let name { try TextRule.name.check(name) }
  }
}

/// Who calls: an agent who signed in, as the desk knows them now.
public struct Caller: Sendable {
  /// What a change of theirs still has to say of the caller.
  private enum Standing {
    /// The desk does not know them: it takes the name given at sign-in, if one was, else the id.
    case newcomer(isNamed: Bool)
    /// The desk knows them by another name than the one given at sign-in, and no admin set that.
    case renaming
    /// Nothing. The stored name counts, whichever process sets it.
    case recorded
  }

  /// The agent's id.
  public let id: String
  /// The name to show, and to sign with.
  public private(set) var name: String
  /// What they may do: the lesser of the process's role and the agent's own.
  public private(set) var role: Role
  /// Whether the desk says that they are inactive: then they may do what a viewer may.
  public private(set) var isInactive = false
  /// Their number; of an agent who is not recorded yet, the number that recording them will give.
  public private(set) var agent: AgentNumber
  /// The program that calls, where it said so in `system.hello`.
  var client: Client?

  private let roleMax: Role
  private var standing: Standing
  /// The book's `agentsVersion` that all this is of.
  private var version: Int

  /// An agent who signs in at a desk, in a process with this role.
  public init(_ signIn: AgentSignIn, roleMax: Role, in book: Book) {
    (id, name, role, self.roleMax) = (signIn.id, signIn.name ?? signIn.id, roleMax, roleMax)
    (agent, standing) = (book.nextAgentNumber, .newcomer(isNamed: signIn.name != nil))
    version = book.agentsVersion
    lookUp(in: book)
  }

  /// Takes in what the desk knows of the caller now; to be called after each change of the book.
  @inline(__always)
  public mutating func refresh(_ book: Book) {
    guard version != book.agentsVersion else { return }
    version = book.agentsVersion
    lookUp(in: book)
  }

  private mutating func lookUp(in book: Book) {
    guard let number = book.agent(id: id) else {
      agent = book.nextAgentNumber
      return
    }
    let details = book[number].details
    (agent, role, isInactive) = (number, min(roleMax, book[number].effectiveRole), !details.isActive)
    switch standing {
    case .newcomer(isNamed: true) where !details.isNameSet, .renaming where !details.isNameSet:
      standing = name.sameScalars(as: details.name) ? .recorded : .renaming
    case .newcomer, .renaming, .recorded:
      (standing, name) = (.recorded, details.name)
    }
  }

  /// Why the name that was given at sign-in counts for nothing; nil if it counts, or if none was given.
  public static func ignoredName(of signIn: AgentSignIn, in book: Book) -> String? {
    guard let given = signIn.name, let number = book.agent(id: signIn.id), book[number].details.isNameSet,
      !given.sameScalars(as: book[number].name)
    else { return nil }
    return
      "the desk calls \(signIn.id) \"\(book[number].name)\", as an admin set: the name given at sign-in is ignored"
  }

  /// The change that has to come before the caller's first one: it records an agent who is new to the desk, or takes
  /// the name given at sign-in. Nil where the desk knows both.
  public func introduction(in book: Book) -> Change.What? {
    switch standing {
    case .newcomer: .agent(agent, .recorded(id: id, name: name, role: role))
    case .renaming: book.renaming(agent, to: name)
    case .recorded: nil
    }
  }

  /// Whether the desk knows the agent.
  var isRecorded: Bool {
    if case .newcomer = standing { false } else { true }
  }

  /// The number of an agent whom a change of the caller makes known.
  func nextAgentNumber(in book: Book) -> AgentNumber {
    isRecorded ? book.nextAgentNumber : AgentNumber(book.nextAgentNumber.number + 1)
  }

  /// The id of a caller who is recorded only with their next change.
  var newcomer: String? { isRecorded ? nil : id }
}

/// What a program that calls says of itself.
public struct Client: Sendable {
  /// Its name.
  public let name: String
  /// Its version.
  public let version: String?
}

extension Book {
  /// The agent with this id, or the error. The caller counts as known before their first change records them.
  func agent(_ id: String, _ field: String, _ context: Context) throws(RPCError) -> AgentNumber {
    if let agent = agent(id: id) { return agent }
    guard id.sameScalars(as: context.caller.id) else { throw .notFound("agent", id, field, among: agentIds) }
    return context.caller.agent
  }
}
