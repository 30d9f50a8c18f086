import Desk
import Server
import Store
import Terminal
import Text

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the options of the command line set.
struct Settings {
  /// Which desk a subcommand works with.
  enum Source {
    /// An empty one in memory.
    case memory
    /// The demo desk, in memory.
    case demo
  }

  var server = Server.Options()
  var source: Source?
  /// The folder that was named for the desk.
  var data: String?
  /// The folder that what can be read of a desk is saved into.
  var salvage: String?
  var sync = StoreState.SyncPolicy.always
  var isExclusive = false
  var coloring = Display.Coloring.auto
  var columns: Int?
  /// The most contacts that are listed.
  var foundMax = 50

  /// The options that name the desk, as they are typed after a command.
  var deskOptions: String {
    switch source {
    case .demo: return "--demo"
    case .memory: return "--memory"
    case nil:
      guard let data else { return "" }
      let isPlain = data.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "/._-+".utf8.contains($0) }
      return "--data " + (isPlain ? data : "'" + data.replacing("'", with: #"'\''"#) + "'")
    }
  }

  /// What a descriptor is to be drawn on.
  func display(_ descriptor: Int32) -> Display {
    Display(descriptor: descriptor, coloring: coloring, columns: columns)
  }

  /// What a view is to be drawn on, on stdout: in so many columns at most, if no other number was named.
  func display(atMost columnsMax: Int) -> Display {
    columns == nil ? display(1).atMost(columnsMax) : display(1)
  }
}

/// Why a subcommand cannot be done. Words of the command line and paths stand in it as `shown` makes them.
struct UsageFault: Error {
  let message: String
  /// 64, "command line usage error" of sysexits, or that of the store.
  let code: Int32

  /// Most bytes of a word that a message repeats: what to do, which follows it, must not be cut.
  private static let wordBytesMax = 1_000

  /// A word of the command line or a path, as a message repeats it: nothing in it acts on a terminal or a log.
  static func shown(_ word: String) -> String {
    TextGuard.guarded(word.cut(toBytes: wordBytesMax), .escapes).cut(toBytes: wordBytesMax)
  }

  /// The command line makes no sense.
  init(_ message: String) { (self.message, code) = (message, 64) }

  /// A text that the system hands over in bytes that are not UTF-8: Swift would repair them, and a path would lead to
  /// another place.
  init(_ name: String, isNotUTF8 text: UnsafePointer<CChar>) {
    let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
    var (parser, iterator, offset) = (Unicode.UTF8.ForwardParser(), bytes.makeIterator(), 0)
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    let hex = offset < bytes.count ? String(bytes[offset], radix: 16, uppercase: true) : ""
    self.init(
      "\(name) is not UTF-8: byte \(offset) of \(Self.shown(String(decoding: bytes, as: UTF8.self))) is 0x\(hex). Write it in UTF-8; "
        + "a folder with another name can be renamed, or reached by a symbolic link")
  }

  /// What was named is not there, or cannot be written: a code of sysexits.
  init(_ message: String, code: Int32) { (self.message, self.code) = (message, code) }

  /// The agent who was named cannot be one.
  init(agent refusal: Refusal) { self.init("--agent: " + refusal.reason) }

  /// The desk cannot be opened.
  init(_ error: StoreError) {
    // A path can be as long as a line of the log; the advice must have its place after it.
    (message, code) = ("\("\(error)".cut(toBytes: 3 * Self.wordBytesMax)). \(error.advice)", error.exitCode)
  }
}
