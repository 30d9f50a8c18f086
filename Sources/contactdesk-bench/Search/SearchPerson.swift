import TestSupport

/// A contact of the desk on which searches are measured: the same number is the same person in each run.
///
/// About seven words a contact: two of the name, those of an id on a network, of a handle or a telephone number, of an
/// e-mail address, and of a label.
struct SearchPerson {
  /// By what a person can be reached; either one leads to very few.
  enum Reach {
    case email(String)
    case phone(String)
  }

  /// The number of the contact.
  let number: Int
  let name: String
  /// The words of the name, as somebody would type them.
  let words: [String]
  let reach: Reach
  private let (network, externalId): (String, String)
  private let (handle, label): (String?, String?)

  init(_ number: Int) {
    self.number = number
    var random = SplitMix64(seed: UInt64(number))
    (name, words) = SearchNames.name(&random)
    let phone = Self.phone(number, &random)
    if random.percent(40) {
      (network, externalId, handle) = ("whatsapp", phone, nil)
      reach = .phone(phone)
    } else {
      let nick = SearchNames.nick(&random)
      (network, externalId, handle) = ("instagram", String(17_841_400_000_000 + number), "\(nick)\(number)")
      reach = random.percent(50) ? .phone(phone) : .email("\(nick)\(number)@\(random.pick(Self.domains))")
    }
    label = random.percent(30) ? random.pick(Self.labels) : nil
  }

  /// The contact on the wire.
  var contact: String { #""contactId":"contact-\#(number)""# }

  /// Parameters of `contact.create`.
  var params: String {
    let handle = handle.map { #","handle":"\#($0)""# } ?? ""
    let identity = #"{"network":"\#(network)","externalId":"\#(externalId)"\#(handle)}"#
    let labels = label.map { #","labels":["\#($0)"]"# } ?? ""
    return #""name":"\#(name)","identities":[\#(identity)],"attributes":{\#(value(":"))}\#(labels)"#
  }

  /// Parameters of `message.record`, of a message from this person.
  var message: String {
    #""channel":"\#(network)","direction":"inbound","from":{"externalId":"\#(externalId)"},"text":"Any news?""#
  }

  /// A condition that this person meets, and very few others.
  var condition: String { #"{"attribute":\#(value(#","operator":"is","value":"#))}"# }

  private func value(_ between: String) -> String {
    switch reach {
    case .email(let email): #""email"\#(between)"\#(email)""#
    case .phone(let phone): #""phone"\#(between)"\#(phone)""#
    }
  }

  /// A number of its own for each person, whose digits look like chance: the factor has none in common with 10⁸.
  private static func phone(_ number: Int, _ random: inout SplitMix64) -> String {
    let digits = String(number * 73_939_133 % 100_000_000)
    let eight = String(repeating: "0", count: 8 - digits.utf8.count) + digits
    return random.pick(["+49151", "+336", "+324", "+4479", "+485"]) + eight
  }

  private static let domains = ["nordmail.example", "post.example", "firma.test", "web.example", "mail.test"]
  private static let labels = ["gold", "fair 2026", "newsletter", "wholesale", "Stammkunde", "à rappeler"]
}
