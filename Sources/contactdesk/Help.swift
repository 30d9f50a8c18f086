import Methods
import Terminal

/// The pages that `--help` shows, made from the verbs and their options.
enum Help {
  static let version = ServerInfo.version

  /// All verbs.
  static func overview(_ display: Display) -> String {
    var sheet = Sheet()
    sheet.text("contactdesk: the contact card of a customer-care desk, as JSON-RPC 2.0 lines on stdin and stdout.")
    sheet.heading("usage: contactdesk VERB [OPTIONS]")
    sheet.rows(Verb.all.map { ($0.title, $0.summary) })
    sheet.text("Without a verb it serves. contactdesk VERB --help tells more of each; --version tells the version.")
    end(&sheet, Verb.serve)
    return sheet.draw(on: display)
  }

  /// One verb.
  static func page(_ verb: Verb, _ display: Display) -> String {
    var sheet = Sheet()
    sheet.text("contactdesk \(verb.title): \(verb.summary)")
    if !verb.details.isEmpty { sheet.text(verb.details) }
    sheet.heading("usage: contactdesk \(verb.title) [OPTIONS]")
    end(&sheet, verb)
    return sheet.draw(on: display)
  }

  private static func end(_ sheet: inout Sheet, _ verb: Verb) {
    sheet.heading("options of \(verb.name)")
    sheet.rows(
      verb.options.map { option in (option.value.map { "\(option.name) \($0)" } ?? option.name, option.meaning) }
        + [("--help, -h", "this page")])
    sheet.heading("examples")
    sheet.rows(verb.examples.map { ($0.command, $0.meaning) })
    sheet.heading("exit codes")
    sheet.rows(verb.exits.map { ($0.code, $0.meaning) })
  }
}

extension Verb {
  /// The word and what follows it.
  fileprivate var title: String { operands.isEmpty ? name : "\(name) \(operands)" }
}
