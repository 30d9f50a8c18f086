import Tables

/// What can happen to a channel.
public enum ChannelChange: Sendable {
  /// An admin defined it; its number is the next one.
  case defined(id: String, name: String, Network)
  /// It has another name from now on.
  case renamed(Edit<String>)
  /// It is gone; this is what it was. No conversation was on it.
  case removed(id: String, name: String, Network)
}

extension Book {
  /// What gives a channel another name.
  public func renaming(_ channel: ChannelNumber, to name: String) -> Change.What {
    .channel(channel, .renamed(Edit(self[channel].name, to: name)))
  }

  /// What removes a channel.
  public func removal(of channel: ChannelNumber) -> Change.What {
    .channel(channel, .removed(id: self[channel].id, name: self[channel].name, self[channel].network))
  }

  func accepts(_ change: ChannelChange, of channel: ChannelNumber) -> Bool {
    switch change {
    case .defined(let id, name: _, _): channel == nextChannelNumber && channels.number(id: id) == nil
    case .renamed: channels.contains(channel.number)
    case .removed:
      channels.contains(channel.number) && !channel.isBuiltIn && conversationsByChannel.count(channel.number) == 0
    }
  }

  func apply(_ what: ChannelChange, to channel: ChannelNumber, _ change: Change) {
    switch what {
    case .defined(let id, let name, let network):
      expect(channel.number, isNext: channels.nextNumber)
      channels.append(Channel(id: id, name: name, network: network, version: change.seq))
      conversationsByChannel.appendSet()
    case .renamed(let name):
      channels[channel.number].name = name.after
      channels[channel.number].version = change.seq
    case .removed: channels.remove(channel.number)
    }
  }
}
