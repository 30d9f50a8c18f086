/// Lines that tests send.
enum Request {
  static func ping(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"method":"system.ping"}"# + "\n" }

  static func card(_ id: Int) -> String { call(id, "card.get", #"{"contactId":"contact-1"}"#) + "\n" }

  static func call(_ id: Int, _ method: String, _ params: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  /// Makes contact-1. With 100 labels its card takes 26 kB.
  static func create(_ id: Int, labels: Int = 0) -> String {
    let labels = (0..<labels).map { "\"" + String(repeating: "👋", count: 60) + "-\($0)\"" }.joined(separator: ",")
    let identity = #"{"network":"linkedin","externalId":"1","handle":"youssefhaddad"}"#
    return call(id, "contact.create", #"{"name":"Youssef","identities":[\#(identity)],"labels":[\#(labels)]}"#) + "\n"
  }

  /// One line whose one answer is larger than any pipe: once its first byte is there, the server holds the rest.
  static func cards(_ count: Int = 1_000) -> String {
    "[" + (0..<count).map { String(card($0).dropLast()) }.joined(separator: ",") + "]\n"
  }
}

/// Lines that tests expect.
enum Answer {
  static func pong(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"# }

  static func result(_ id: Int) -> String { #"{"jsonrpc":"2.0","id":\#(id),"result":{"# }

  /// The front of an error whose id could not be read.
  static func error(_ code: Int) -> String { #"{"jsonrpc":"2.0","id":null,"error":{"code":\#(code),"# }
}
