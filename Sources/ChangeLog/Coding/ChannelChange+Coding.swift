import Desk

// What happens to a channel, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum ChannelCase: UInt8, CaseIterable {
    /// id · name · network
    case defined = 1
    /// name before · after
    case renamed = 2
    /// id · name · network
    case removed = 3
  }
}

extension ByteWriter {
  mutating func change(_ change: ChannelChange) {
    switch change {
    case .defined(let id, let name, let network):
      byte(ChangeCoding.ChannelCase.defined.rawValue)
      text(id)
      text(name)
      word(network)
    case .renamed(let name):
      byte(ChangeCoding.ChannelCase.renamed.rawValue)
      text(name.before)
      text(name.after)
    case .removed(let id, let name, let network):
      byte(ChangeCoding.ChannelCase.removed.rawValue)
      text(id)
      text(name)
      word(network)
    }
  }
}

extension ByteReader {
  mutating func channelChange() throws(CodingError) -> ChannelChange {
    switch try tag(ChangeCoding.ChannelCase.self) {
    case .defined: .defined(id: try text(), name: try text(), try word())
    case .renamed: .renamed(try edit { reader throws(CodingError) in try reader.text() })
    case .removed: .removed(id: try text(), name: try text(), try word())
    }
  }
}

extension ChangeText {
  init(_ change: ChannelChange, of channel: ChannelNumber) {
    switch change {
    case .defined(let id, let name, let network):
      self.init("channel \(channel.number) was defined, on \(network.rawValue)")
      add("id", id)
      add("name", name)
    case .renamed(let name):
      self.init("channel \(channel.number) was renamed")
      add("name", name.after)
    case .removed(let id, name: _, _):
      self.init("channel \(channel.number) was removed")
      add("id", id)
    }
  }
}
