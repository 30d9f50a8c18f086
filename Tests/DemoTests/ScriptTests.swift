import Demo
import Testing

/// The demo writes as its customers do.
@MainActor struct ScriptTests {
  static let scripts: [(name: String, scalars: ClosedRange<Unicode.Scalar>)] = [
    ("Greek", "\u{370}"..."\u{3FF}"), ("Cyrillic", "\u{400}"..."\u{4FF}"), ("Hebrew", "\u{590}"..."\u{5FF}"),
    ("Arabic", "\u{600}"..."\u{6FF}"), ("Devanagari", "\u{900}"..."\u{97F}"), ("Tamil", "\u{B80}"..."\u{BFF}"),
    ("Thai", "\u{E00}"..."\u{E7F}"), ("Kana", "\u{3040}"..."\u{30FF}"), ("Hangul", "\u{AC00}"..."\u{D7A3}"),
    ("Han", "\u{4E00}"..."\u{9FFF}"),
  ]

  /// A name, what customers write, and what agents answer, in each script.
  @Test func everyScriptIsSpoken() throws {
    let played = try Played.once.get()
    let cards = try played.cards()
    var names = cards.map { $0.text("name") }
    names += cards.flatMap { $0.objects("identities").map { $0.text("displayName") } }
    let messages = try played.contactIds.flatMap { try played.history($0, #","kinds":["message"]"#) }
    for (name, scalars) in Self.scripts {
      let isThere = { (text: String) in text.unicodeScalars.contains { scalars.contains($0) } }
      #expect(names.contains(where: isThere), "\(name)")
      for direction in ["inbound", "outbound"] {
        let said = messages.filter { $0.text("direction") == direction && isThere($0.text("text")) }
        #expect(!said.isEmpty, "\(name) \(direction)")
      }
    }
  }

  /// Words of languages in Latin letters, and emoji of several scalars.
  @Test func everyLanguageIsWritten() throws {
    let all = try Played.once.get().everything()
    let words = [
      "Groeten", "Goeie", "Bonsoir", "Mit freundlichen Grüßen", "Dzień dobry", "Dobrý den", "¡Mil gracias!", "Obrigado",
      "Com os melhores cumprimentos", "Gràcies", "Buongiorno", "Merhaba", "Chào bạn", "Dia duit", "Good morning",
      "👨‍👩‍👧‍👦", "🇧🇷", "👍🏻", "👏🏿", "⚓️",
    ]
    for word in words { #expect(all.contains(word), "\(word)") }
  }
}
