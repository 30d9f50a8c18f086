/// An account of the organization on a network, such as one of two WhatsApp numbers. Each network has a built-in
/// channel with the network's own id.
public struct Channel: Sendable, Registered {
  /// The id on the wire.
  public let id: String
  /// The name to show.
  public internal(set) var name: String
  /// The network it is an account of.
  public let network: Network
  /// The `seq` of the last change to it; 0 of a built-in one that nobody changed.
  public internal(set) var version: Int

  /// The built-in channels, in the order of the networks; a channel's number is its place, from 1.
  static let builtIn = Network.allCases.map {
    Channel(id: $0.rawValue, name: $0.displayName.description, network: $0, version: 0)
  }
}

/// The number of a channel in the book, from 1.
public struct ChannelNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// A channel's number.
  public init(_ number: Int) { self.number = number }

  /// Whether every desk has it from the start. It can be renamed and not removed.
  public var isBuiltIn: Bool { number <= Channel.builtIn.count }
}
