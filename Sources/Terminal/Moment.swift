/// A moment as a person reads it. On the wire it is `2026-01-01T09:00:00.000Z`; all times are UTC.
struct Moment: Equatable {
  let year: Int
  let month: Int
  let day: Int
  private let clock: Substring
  private let second: Int

  /// The moment; nil if the text is none.
  init?(_ wire: String) {
    let text = wire[...]
    guard text.utf8.count >= 16, text.utf8.allSatisfy({ $0 < 0x80 }),
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)), (1...12).contains(month),
      let day = Int(text.dropFirst(8).prefix(2)), (1...31).contains(day)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    clock = text.dropFirst(11).prefix(5)
    second = Int(text.dropFirst(17).prefix(2)) ?? 0
  }

  /// `09:00`.
  var time: SafeText { SafeText(String(clock)) }

  /// `1 Jan 2026`.
  var date: SafeText { SafeText("\(day) \(Self.months[month - 1]) \(year)") }

  /// `1 Jan 2026 09:00`.
  var dateAndTime: SafeText { SafeText("\(date.text) \(clock)") }

  /// `Thu 1 Jan 2026`, with `Today` or `Yesterday` before it where it is.
  func dayWords(now: Moment?) -> SafeText {
    let words = "\(Self.weekdays[(number % 7 + 10) % 7]) \(date.text)"
    return switch now.map({ $0.number - number }) {
    case 0: SafeText("Today · \(words)")
    case 1: SafeText("Yesterday · \(words)")
    default: SafeText(words)
    }
  }

  /// Whole days from here to a later moment; negative if that is earlier.
  func days(until later: Moment) -> Int { later.number - number - (later.clock < clock ? 1 : 0) }

  /// Whole minutes from here to a later moment; negative if that is earlier.
  func minutes(until later: Moment) -> Int {
    let seconds = (later.minuteNumber - minuteNumber) * 60 + later.second - second
    return seconds < 0 ? -1 : seconds / 60
  }

  /// Minutes since 1970-01-01.
  private var minuteNumber: Int {
    number * 1_440 + (Int(clock.prefix(2)) ?? 0) * 60 + (Int(clock.suffix(2)) ?? 0)
  }

  /// Days since 1970-01-01, a Thursday (the well-known count from March of the year 0).
  private var number: Int {
    let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let era = (y >= 0 ? y : y - 399) / 400
    let inEra = y - era * 400
    return era * 146_097 + inEra * 365 + inEra / 4 - inEra / 100 + (153 * m + 2) / 5 + day - 1 - 719_468
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  /// From Monday.
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
