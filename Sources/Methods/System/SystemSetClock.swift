import Desk
import JSON
import RPC

/// `system.setClock`: a script waits without waiting.
enum SystemSetClock: Method {
  static let name: StaticString = "system.setClock"
  static let summary = "Moves the clock of a process that was started with `--clock` forward, so that scripts can wait."
  static let details = """
    Changes are dated from there on, each 1 ms after the one before it. What the desk does by itself after some days \
    (`settings.set`) is done before the next call. Other processes keep their own clocks.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .wrongState, .invalidValue]

  static var result: Schema {
    .object([.required("now", Schemas.time, "What the clock shows: the time of the next change.")])
  }

  static let examples = [Example("Three days on", #"{"to":"2026-01-04T09:00:00Z"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Timestamp {
    try fields.required("to", Shapes.time, "What the clock shows from now on: not before what it shows.")
  }

  static func run(_ to: Timestamp, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Timestamp> {
    guard context.server.isClockFixed else {
      throw .wrongState(
        "The clock is the system's, which no call moves: start the process with --clock for that.", "systemClock", "to")
    }
    guard to >= context.now else {
      throw .invalidValue("to", Refusal("the clock shows \(context.now), and only goes forward"))
    }
    return Decision(to, session: .clock(to))
  }

  static func write(_ now: Timestamp, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("now", now)
    out.endObject()
  }
}
