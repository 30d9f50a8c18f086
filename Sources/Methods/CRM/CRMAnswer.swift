import Connectors
public import Desk
import JSON
import RPC

/// What the CRM said of a contact, or why it said nothing.
enum CRMAnswer {
  /// It knows one customer like that.
  case customer(Customer)
  /// It knows nobody like that, or several.
  case nobody
  /// It could not answer.
  case failed(reason: String)
}

extension CRMAnswer {
  /// The answer in the JSON of a connector's `match`: a customer, or null.
  init(_ match: [UInt8]) {
    let tape = JSONTape(depthMax: WireLimits.depthMax)
    self = match.withUnsafeBytes { bytes in
      do throws(JSONSyntaxError) {
        return try tape.withValue(of: bytes) { value in
          if value.kind == .null { return .nobody }
          do throws(ShapeError) { return .customer(try CRMResolve.customer.read(value)) } catch {
            return .failed(reason: "The connector answered wrongly: \(RPCError(error.within("match")).message)")
          }
        }
      } catch {
        return .failed(reason: "The connector answered wrongly: match is not JSON.")
      }
    }
  }
}

extension Book {
  /// What looks a contact up, with the answer where the connector has it at once. It is the desk's next look-up.
  public func lookUp(_ contact: ContactID, by connector: Connector, _ server: ServerInfo) -> [Change.What] {
    let request = request(of: contact, by: connector)
    let asked = lookup(of: contact, by: connector, with: request)
    switch connector.kind {
    case .client, .command: return [asked]
    case .file(let path):
      let answer = server.customers.answer(request, path, self)
      return [asked] + changes(by: answer, to: nextLookupID, of: contact)
    }
  }

  /// What a connector is asked of a contact: the JSON of `contactId`, `identities` and `attributes`.
  public func question(of id: LookupID) -> [UInt8] {
    var out = JSONWriter()
    out.beginObject()
    out.member("contactId", self[id].contact)
    LookupWire.writeRequest(self[id], self, to: &out)
    out.endObject()
    return out.bytes
  }

  /// What takes a connector's answer, the JSON of `match`; nothing where somebody else answered, or a later look-up
  /// took its place. An answer that comes after a value moved that was asked with is none.
  public func changes(byConnector match: [UInt8], to id: LookupID) -> [Change.What] {
    guard case .asked = self[id].state else { return [] }
    let answer: CRMAnswer
    if let moved = valueMovedSince(id) {
      let key = definition(number: moved)?.key ?? "\(moved)"
      answer = .failed(reason: "\"\(key)\" has changed since the CRM was asked.")
    } else {
      answer = CRMAnswer(match)
    }
    return changes(by: answer, to: id, of: self[id].contact)
  }

  /// What says that a connector could not answer; nothing where the look-up has come to an end.
  public func changes(byFailureOf id: LookupID, _ reason: String) -> [Change.What] {
    guard case .asked = self[id].state else { return [] }
    var allowed = String(String.UnicodeScalarView(reason.unicodeScalars.prefix(DeskLimits.reasonMax)))
    do throws(Refusal) { try TextRule.reason.check(allowed) } catch {
      allowed = "The connector's reason cannot be shown: \(error.reason)."
    }
    return changes(by: .failed(reason: allowed), to: id, of: self[id].contact)
  }

  /// Reads the customer file, where contacts may be looked up in it after these changes: before the desk is locked for
  /// them, since that may take a while, and other processes wait for the lock.
  public func prepareLookUps(after changes: [Change.What], _ server: ServerInfo) {
    guard let connector, case .file(let path) = connector.kind, mayLookUp(after: changes) else { return }
    server.customers.prepare(attributesAsked(by: connector), path, self)
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
