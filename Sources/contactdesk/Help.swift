import Methods
import Terminal

/// The pages that `--help` shows, made from the subcommands and their options.
enum Help {
  static let version = ServerInfo.version

  /// All subcommands.
  static func overview(_ display: Display) -> String {
    var sheet = Sheet()
    sheet.text("contactdesk: the contact card of a customer-care desk, as JSON-RPC 2.0 lines on stdin and stdout.")
    sheet.heading("usage: contactdesk SUBCOMMAND [OPTIONS]")
    sheet.rows(Subcommand.all.map { ($0.title, $0.summary) })
    sheet.text("Without a subcommand it serves. SUBCOMMAND --help explains one; --version prints the version.")
    end(&sheet, Subcommand.serve)
    return sheet.draw(on: display)
  }

  /// One subcommand.
  static func page(_ subcommand: Subcommand, _ display: Display) -> String {
    var sheet = Sheet()
    sheet.text("contactdesk \(subcommand.title): \(subcommand.summary)")
    if !subcommand.details.isEmpty { sheet.text(subcommand.details) }
    sheet.heading("usage: contactdesk \(subcommand.title) [OPTIONS]")
    end(&sheet, subcommand)
    return sheet.draw(on: display)
  }

  private static func end(_ sheet: inout Sheet, _ subcommand: Subcommand) {
    sheet.heading("options of \(subcommand.name)")
    sheet.rows(
      subcommand.options.map { option in (option.value.map { "\(option.name) \($0)" } ?? option.name, option.meaning) }
        + [("--help, -h", "this page")])
    sheet.heading("examples")
    sheet.rows(subcommand.examples.map { ($0.command, $0.meaning) })
    sheet.heading("exit codes")
    sheet.rows(subcommand.exits.map { ($0.code, $0.meaning) })
  }
}

extension Subcommand {
  /// The word and what follows it.
  fileprivate var title: String { operands.isEmpty ? name : "\(name) \(operands)" }
}
