import Desk

// The numbers under which files know the words of the domain. They never change: a case may move in its enumeration,
// get another name or company, and keeps its number; a new one gets a number that was never used.

/// A closed list of words that files know by number.
protocol StablyNumbered: CaseIterable, Sendable {
  /// Its number in files.
  var stableNumber: UInt8 { get }
}

extension ByteWriter {
  mutating func word(_ word: some StablyNumbered) { byte(word.stableNumber) }
}

extension ByteReader {
  mutating func word<Word: StablyNumbered>(_: Word.Type = Word.self) throws(CodingError) -> Word {
    let number = try byte()
    for word in Word.allCases where word.stableNumber == number { return word }
    throw later("a word that this program knows")
  }
}

extension Change.Rule: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .autoResolve: 1
    case .retention: 2
    case .autoLookup: 3
    }
  }
}

extension Network: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .instagram: 1
    case .facebook: 2
    case .x: 3
    case .linkedin: 4
    case .whatsapp: 5
    case .messenger: 6
    case .telegram: 7
    case .sms: 8
    case .email: 9
    case .webchat: 10
    case .other: 11
    }
  }
}

extension Role: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .viewer: 1
    case .agent: 2
    case .admin: 3
    }
  }
}

extension Conversation.Status: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .new: 1
    case .pending: 2
    case .resolved: 3
    }
  }
}

extension Opening: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .message: 0
    case .agent: 1
    case .imported: 2
    }
  }
}

extension AttributeFormat: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .text: 1
    case .number: 2
    case .date: 3
    case .boolean: 4
    case .email: 5
    case .phone: 6
    case .url: 7
    case .language: 8
    case .choice: 9
    case .choices: 10
    }
  }
}

extension AttributeDefinition.Kind: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .default: 1
    case .channel: 2
    case .custom: 3
    }
  }
}

extension Group.Match: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .all: 1
    case .any: 2
    }
  }
}

extension Condition.Operator: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .is: 1
    case .isNot: 2
    case .anyOf: 3
    case .contains: 4
    case .gt: 5
    case .gte: 6
    case .lt: 7
    case .lte: 8
    case .empty: 9
    case .notEmpty: 10
    }
  }
}

extension Connector.Kind.Name: StablyNumbered {
  var stableNumber: UInt8 {
    switch self {
    case .file: 1
    case .command: 2
    case .client: 3
    }
  }
}
