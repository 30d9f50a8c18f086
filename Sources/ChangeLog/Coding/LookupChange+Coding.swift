import Desk

// What happens to a look-up in the CRM, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum LookupCase: UInt8, CaseIterable {
    /// the connector's name · values: definition, content
    case asked = 1
    case notMatched = 2
    /// why
    case failed = 3
    /// the CRM's id of the customer · values: definition, content · left out: key, reason, example · differences:
    /// definition, content from, content to
    case matched = 4
    /// before: validated, connector · edits: definition, value before, content · values that are gone
    case confirmed = 5
    case rejected = 6
  }
}

// MARK: - Writing

extension ByteWriter {
  mutating func change(_ change: LookupChange) {
    switch change {
    case .asked(let crm, let values):
      byte(ChangeCoding.LookupCase.asked.rawValue)
      text(crm)
      lookupValues(values)
    case .notMatched: byte(ChangeCoding.LookupCase.notMatched.rawValue)
    case .failed(let reason):
      byte(ChangeCoding.LookupCase.failed.rawValue)
      text(reason)
    case .matched(let match):
      byte(ChangeCoding.LookupCase.matched.rawValue)
      self.match(match)
    case .confirmed(let before, let set, let cleared):
      byte(ChangeCoding.LookupCase.confirmed.rawValue)
      boolean(before.isValidated)
      text(before.crm)
      edits(set)
      values(cleared)
    case .rejected: byte(ChangeCoding.LookupCase.rejected.rawValue)
    }
  }

  private mutating func match(_ match: Lookup.Match) {
    text(match.customerId)
    lookupValues(match.values)
    number(match.ignored.count)
    for ignored in match.ignored {
      text(ignored.key)
      text(ignored.reason)
      text(ignored.example)
    }
    number(match.differences.count)
    for difference in match.differences {
      number(difference.definition)
      attributeContent(difference.from)
      attributeContent(difference.to)
    }
  }

  private mutating func lookupValues(_ values: [Lookup.Value]) {
    number(values.count)
    for value in values {
      number(value.definition)
      attributeContent(value.content)
    }
  }
}

// MARK: - Reading

extension ByteReader {
  mutating func lookupChange() throws(CodingError) -> LookupChange {
    switch try tag(ChangeCoding.LookupCase.self) {
    case .asked: .asked(crm: try text(), try lookupValues())
    case .notMatched: .notMatched
    case .failed: .failed(reason: try text())
    case .matched:
      .matched(
        Lookup.Match(
          customerId: try text(), values: try lookupValues(),
          ignored: try list { reader throws(CodingError) in
            Lookup.Ignored(key: try reader.text(), reason: try reader.text(), example: try reader.optionalText())
          },
          differences: try list { reader throws(CodingError) in
            Lookup.Difference(
              definition: try reader.ordinal(), from: try reader.attributeContent(), to: try reader.attributeContent())
          }))
    case .confirmed:
      .confirmed(
        before: Validation.Mark(isValidated: try boolean(), crm: try optionalText()), set: try edits(),
        cleared: try values())
    case .rejected: .rejected
    }
  }

  private mutating func lookupValues() throws(CodingError) -> [Lookup.Value] {
    try list { reader throws(CodingError) in
      let definition = try reader.ordinal()
      guard let content = try reader.attributeContent() else { throw reader.fault("the kind of a value") }
      return Lookup.Value(definition: definition, content: content)
    }
  }
}

// MARK: - Words

extension ChangeText {
  init(_ change: LookupChange, to id: LookupID, about contact: ContactID) {
    let lookup = "lookup-\(id.number) of contact-\(contact.number)"
    switch change {
    case .asked(let crm, let values):
      self.init("\(lookup) was asked")
      add("crm", crm)
      add(values)
    case .notMatched: self.init("\(lookup) found nobody")
    case .failed(let reason):
      self.init("\(lookup) failed")
      add("reason", reason)
    case .matched(let match):
      self.init("\(lookup) found a customer")
      add("customer", match.customerId)
      add(match.values)
    case .confirmed(_, let set, cleared: _):
      self.init("\(lookup) was confirmed")
      for edit in set { add("attribute \(edit.definition)", Self.words(edit.content)) }
    case .rejected: self.init("\(lookup) was rejected")
    }
  }

  private mutating func add(_ values: [Lookup.Value]) {
    for value in values { add("attribute \(value.definition)", Self.words(value.content)) }
  }
}
