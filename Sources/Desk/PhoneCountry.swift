/// STUB until the table lands.
public struct PhoneCountry: Sendable, Equatable {
  public let code: String
  init(_ code: String) { self.code = code }
  public static let all = [PhoneCountry("BE")]
  public init?(code: String) {
    guard code.utf8.count == 2 else { return nil }
    self.code = code.uppercased()
  }
}
