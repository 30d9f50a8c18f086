package import Desk

/// A change in words, with every text that it holds: for the list of what could not be saved. Each noun's file has its
/// words.
package struct ChangeText {
  /// What happened, to whom.
  package let what: String
  /// What was written, by name.
  package private(set) var texts: [(name: String, text: String)] = []

  package init(_ change: Change) {
    switch change.what {
    case .agent(let number, let what): self.init(what, of: number)
    case .contact(let id, let what): self.init(what, to: id)
    case .conversation(let id, of: let contact, let what): self.init(what, to: id, with: contact)
    case .note(let id, of: let contact, let what): self.init(what, to: id, about: contact)
    case .schema(let what): self.init(what)
    case .team(let number, let what): self.init(what, of: number)
    case .channel(let number, let what): self.init(what, of: number)
    case .group(let number, let what): self.init(what, of: number)
    case .lookup(let id, of: let contact, let what): self.init(what, to: id, about: contact)
    case .settings(let what): self.init(what)
    case .erased(let erased): self.init("a change of contact-\(erased.contact.number) that was erased")
    }
  }

  init(_ what: String) { self.what = what }

  mutating func add(_ name: String, _ text: String?) {
    if let text { texts.append((name, text)) }
  }

  mutating func add(_ name: String, _ list: [String]) {
    for text in list { texts.append((name, text)) }
  }
}
