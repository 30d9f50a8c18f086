/// A text by which a contact is found, and whether it is a telephone number.
struct SearchedText {
  private enum Kind {
    case other
    /// A handle, which people write with an `@` before it.
    case handle
    /// An id that a network made of a telephone number.
    case telephoneID
    /// A value, of which telephone numbers begin with `+`.
    case value
  }

  let text: String
  private let kind: Kind

  private init(_ text: String, _ kind: Kind) { (self.text, self.kind) = (text, kind) }

  init(_ text: String) { self.init(text, .other) }

  /// The id that a network gave a person: on WhatsApp and SMS a telephone number.
  init(externalId: String, _ network: Network) {
    switch network {
    case .whatsapp, .sms: self.init(externalId, .telephoneID)
    case .email, .instagram, .facebook, .x, .linkedin, .messenger, .telegram, .webchat, .other: self.init(externalId)
    }
  }

  /// A handle.
  init(handle: String) { self.init(handle, .handle) }

  /// A value.
  init(value: String) { self.init(value, .value) }

  /// The words of a text.
  struct Words {
    fileprivate let form: SearchForm.Bytes
    fileprivate let isHandle: Bool

    /// Whether one of them begins so.
    func contain(_ beginning: CaseFolding.Search) -> Bool {
      if SearchForm.hasWord(in: form, from: beginning) { return true }
      guard isHandle, beginning.wanted.first == UInt8(ascii: "@") else { return false }
      return form.starts(with: beginning.wanted.dropFirst())
    }
  }

  /// False if none of its words can begin so: the first letter is not in it. Quicker than to look at words.
  func mayHave(_ beginning: CaseFolding.Search) -> Bool {
    guard let first = beginning.wanted.first, first < 0x80, !(kind == .handle && first == UInt8(ascii: "@")) else {
      return true
    }
    return SearchForm.mayHave(first, text)
  }

  /// Calls `body` with its words. Adds to `work` what it costs to look at them, in bytes.
  func withWords(_ work: inout Int, _ body: (Words) -> Void) {
    SearchForm.withForm(of: text, &work) { body(Words(form: $0, isHandle: kind == .handle)) }
  }

  /// The digits with the calling code, if it is a telephone number.
  var number: [UInt8]? {
    switch kind {
    case .other, .handle: return nil
    case .telephoneID: return TelephoneIdentity.digits(of: text).map { Array($0.utf8) }
    case .value:
      let digits = text.utf8.dropFirst()
      let isNumber = text.utf8.first == UInt8(ascii: "+") && digits.allSatisfy { $0 &- 0x30 < 10 }
      return isNumber ? Array(digits) : nil
    }
  }
}

extension AttributeContent {
  /// The texts by which a value is found: of numbers their digits, of booleans none.
  var searchedTexts: [SearchedText] {
    switch self {
    case .text(let text): [SearchedText(value: text)]
    case .integer(let number): [SearchedText("\(number)")]
    case .decimal(let number): [SearchedText("\(number)")]
    case .choices(let options): options.map { SearchedText($0) }
    case .boolean: []
    }
  }
}
