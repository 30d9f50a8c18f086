import Tables

extension Book {
  /// The known agents that a text mentions, each once, in the order of the text. `newcomer` is the id of an agent who
  /// is recorded only with the change that brings the text, and gets the next number.
  ///
  /// A note can be full of places that name nobody, each with as many ends as an id is long: they are looked up as the
  /// bytes that they are.
  public func mentions(in text: String, newcomer: String? = nil) -> [AgentNumber] {
    guard Mentions.mayBe(in: text) else { return [] }
    var (found, seen): ([AgentNumber], Set<AgentNumber>) = ([], [])
    let newcomer = newcomer.map { Array($0.utf8) }
    Mentions(text).forEachPlace { id in
      guard let agent = agent(meantBy: id, newcomer) else { return false }
      if seen.insert(agent).inserted { found.append(agent) }
      return true
    }
    return found
  }

  /// The agent with this id; else the only one whose id is the same but for its case. An id is ASCII.
  private func agent(meantBy id: UnsafeBufferPointer<UInt8>, _ newcomer: [UInt8]?) -> AgentNumber? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(id.count, 1)) { room in
      for (index, byte) in id.enumerated() { room[index] = ASCIICase.lowered(byte) }
      let folded = UnsafeBufferPointer(start: room.baseAddress, count: id.count)
      // At most two: see `agentsByFoldedId`.
      var (alike, count) = (AgentNumber.desk, 0)
      _ = agentsByFoldedId.first(hash(folded)) { number in
        guard isSame(agents[number].id, folded, by: ASCIICase.lowered) else { return false }
        (alike, count) = (AgentNumber(number), count + 1)
        return count > 1
      }
      if count > 0 {
        let exact = agentsById.first(hash(id)) { isSame(agents[$0].id, id) { $0 } }
        if let exact { return AgentNumber(exact) }
      }
      guard let newcomer, newcomer.count == id.count else { return count == 1 ? alike : nil }
      if newcomer.elementsEqual(id) { return nextAgentNumber }
      guard newcomer.lazy.map(ASCIICase.lowered).elementsEqual(folded) else { return count == 1 ? alike : nil }
      return count == 0 ? nextAgentNumber : nil
    }
  }

  private func isSame(_ id: String, _ bytes: UnsafeBufferPointer<UInt8>, by form: (UInt8) -> UInt8) -> Bool {
    guard id.utf8.count == bytes.count else { return false }
    return zip(id.utf8, bytes).allSatisfy { form($0) == $1 }
  }

  private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(bytes)
    return hash.value
  }
}
