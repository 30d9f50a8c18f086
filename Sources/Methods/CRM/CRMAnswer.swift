import Connectors
public import Desk
import JSON

/// What the CRM said of a contact, or why it said nothing.
enum CRMAnswer {
  /// It knows one customer like that.
  case customer(Customer)
  /// It knows nobody like that, or several.
  case nobody
  /// It could not answer.
  case failed(reason: String)
}

extension Book {
  /// What looks a contact up, with the answer where the connector has it at once. It is the desk's next look-up.
  public func lookUp(_ contact: ContactID, by connector: Connector, _ server: ServerInfo) -> [Change.What] {
    let asked = lookup(of: contact, by: connector)
    switch connector.kind {
    case .client, .command: return [asked]
    case .file(let path):
      let answer = server.customers.answer(request(of: contact, by: connector), path, self)
      return [asked] + changes(by: answer, to: nextLookupID, of: contact)
    }
  }

  /// What takes the answer to a look-up of a contact that is asked, or is about to be.
  func changes(by answer: CRMAnswer, to id: LookupID, of contact: ContactID) -> [Change.What] {
    switch answer {
    case .failed(let reason): return [.lookup(id, of: contact, .failed(reason: reason))]
    case .nobody: return [.lookup(id, of: contact, .notMatched)]
    case .customer(let customer):
      let match = match(of: contact, customer)
      let matched = Change.What.lookup(id, of: contact, .matched(match))
      return connector?.isAutoConfirming ?? false ? [matched, confirmation(of: id, contact, match)] : [matched]
    }
  }

  /// What the desk takes of a customer, and what not.
  private func match(of contact: ContactID, _ customer: Customer) -> Lookup.Match {
    var (values, ignored): ([Lookup.Value], [Lookup.Ignored]) = ([], [])
    for (key, input) in customer.attributes {
      // It says nothing of the key.
      if case .other("null") = input { continue }
      do throws(Refusal) {
        guard let definition = definition(key: key) else { throw Refusal("there is no attribute of this key") }
        guard definition.isEnabled else { throw Refusal("the attribute is disabled") }
        values.append(Lookup.Value(definition: definition.number, content: try normalise(input, definition)))
      } catch {
        ignored.append(Lookup.Ignored(key: key.shortened, reason: error.reason, example: error.example))
      }
    }
    return match(of: contact, customerId: customer.customerId, values, ignored: ignored)
  }

  /// The normal form of a value.
  func normalise(_ input: AttributeInput, _ definition: AttributeDefinition) throws(Refusal) -> AttributeContent {
    try definition.format.normalise(
      input, options: definition.optionList, phoneCountry: settings.phoneCountry)
  }
}
