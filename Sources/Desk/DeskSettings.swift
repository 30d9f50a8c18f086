/// What the admins set for the whole desk.
public struct Settings: Sendable {
  /// The inner number of the definition by whose equal values contacts are linked; nil: by none.
  public var matchingAttribute: Int?
  /// False hides every VIP mark and keeps it.
  public var isVipEnabled = true
  /// After how many days without a message a conversation in `pending` is resolved, 1 to 3,650; nil: never.
  public var autoResolveDays: Int?
  /// The country whose national telephone numbers are taken; nil: only numbers in international form are.
  public var phoneCountry: PhoneCountry?

  /// The settings of a new desk.
  public init() {}

  /// What `autoResolveDays` can be.
  public static let autoResolveDaysRange = 1...3_650

  /// Whether both say the same.
  public func isSame(as other: Settings) -> Bool {
    matchingAttribute == other.matchingAttribute && isVipEnabled == other.isVipEnabled
      && autoResolveDays == other.autoResolveDays && phoneCountry == other.phoneCountry
  }
}
