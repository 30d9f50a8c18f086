import Desk
import JSON
import RPC
import Server
import Store
import Terminal
import Text

/// A desk in this process that is called once or a few times, as a server calls its own.
final class LocalDesk {
  /// What a call came to; the text of a JSON value.
  enum Reply {
    case result([UInt8])
    case error([UInt8])
  }

  private let runner: TransactionRunner

  /// Opens the desk that the options name. Where that is a folder without one, a desk is made if `makesDesk` is true;
  /// else nothing is made, and the exit code is 66.
  init(_ settings: Settings, makesDesk: Bool) throws(UsageFault) {
    var settings = settings
    let desk = try openDesk(&settings, makesDesk: makesDesk)
    do { runner = try TransactionRunner(settings.server.session, desk, log: Log(settings.server.log)) } catch {
      throw UsageFault(agent: error)
    }
  }

  deinit { runner.close() }

  /// What the desk's clock shows.
  var now: Timestamp { runner.now }

  /// Calls a method with params, which are a JSON text; none: left out.
  func call(_ method: String, _ params: [UInt8]? = nil) throws(UsageFault) -> Reply {
    let reply: [UInt8]
    do throws(StoreError) { reply = try runner.call(method, params) } catch { throw UsageFault(error) }
    return Self.withValue(of: reply) { value in
      value.member("result").map { .result(Self.bytes(of: $0)) }
        ?? .error(value.member("error").map(Self.bytes(of:)) ?? [])
    } ?? .error([])
  }

  private static func bytes(of value: JSONValue) -> [UInt8] {
    var copy = JSONWriter()
    copy.copy(value)
    return copy.bytes
  }

  /// Reports an error on stderr: its kind, its message, and what its data has for a person. Returns the exit code.
  static func report(_ error: [UInt8], _ settings: Settings) -> Int32 {
    withValue(of: error) { error in
      let (data, message) = (error.member("data"), error.member("message")?.displayString ?? "")
      let kind = data?.member("kind")?.displayString ?? "internal"
      var sheet = Sheet()
      let members = data?.members.filter { !$0.name.equals("kind") && !$0.name.equals("retryable") } ?? []
      sheet.rows(members.map { ($0.name.displayString, words($0.value)) })
      let head = TextGuard.guarded("contactdesk: \(kind): \(message)", .escapes)
      let text = head + "\n" + sheet.draw(on: settings.display(2))
      _ = TerminalOutput.write(Array(text.utf8), on: 2)
      return exitCode(error.member("code")?.integer)
    } ?? 1
  }

  /// Reports the first error of several replies.
  static func report(_ replies: [Reply], _ settings: Settings) -> Int32 {
    for case .error(let error) in replies { return report(error, settings) }
    return 0
  }

  private static func words(_ value: JSONValue) -> String {
    switch value.kind {
    case .string: value.displayString
    case .array: value.elements.map(words).joined(separator: ", ")
    default: value.tokenText
    }
  }

  /// 64 where the call makes no sense, 1 for a fault of ours, and from 11 on the errors of the desk.
  private static func exitCode(_ code: Int?) -> Int32 {
    switch code {
    case -32700, -32602, -32601, -32600: 64
    case let code? where (1001...1100).contains(code): Int32(code - 990)
    default: 1
    }
  }

  /// The exit codes, for the help.
  static let exits: [(code: String, meaning: String)] =
    [
      ("0", "it was answered"), ("1", "a fault of ours: internal"),
      ("11 to 23", ours),
      ("64", "the command line or the call makes no sense: parse, invalidRequest, methodNotFound, invalidParams"),
      ("66", "nothing was to be changed, and there is no desk in the folder, or no folder: nothing is made"),
      ("74", "the output, or the last change, cannot be written, such as on a full disk; or stdin cannot be read"),
    ] + storeExits

  /// The exit codes of a desk that cannot be opened, for the help.
  static let storeExits: [(code: String, meaning: String)] = [
    ("65", "the desk in the folder is damaged, or a later version wrote it"),
    ("71", "there is no /dev/null, or /proc cannot be read"),
    ("73", "the folder cannot be made or used"),
    ("75", "another process keeps the folder to itself, or hangs while it writes"),
  ]

  private static let ours = ErrorCode.allCases.filter { $0.number > 1000 }
    .map { "\($0.number - 990)\u{A0}\($0.kind)" }.joined(separator: ", ")

  /// The array of several JSON texts.
  static func array(_ texts: [[UInt8]]) -> [UInt8] { [0x5B] + texts.joined(separator: [0x2C]) + [0x5D] }

  /// Calls `body` with a text that the desk wrote; nil if it is no JSON, which would be a fault of ours.
  static func withValue<R>(of text: [UInt8], _ body: (JSONValue) -> R) -> R? {
    let tape = JSONTape(depthMax: WireLimits.depthMax)
    return text.withUnsafeBytes { bytes in
      do { return try tape.withValue(of: bytes, body) } catch { return nil }
    }
  }
}
