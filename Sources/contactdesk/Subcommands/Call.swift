import JSON
import Methods
import RPC
import Server
import Terminal

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Subcommand {
  /// `contactdesk call METHOD [PARAMS]`: one call.
  static let call = Subcommand(
    name: "call", operands: "METHOD [PARAMS]", count: 1...2,
    summary: "Call one method and show its result: readable on a terminal, one line of JSON in a pipe.",
    details: """
      PARAMS is a JSON object or array; - reads it from stdin. protocol/methods.md lists the methods, and so does \
      contactdesk call rpc.discover --memory. An error is reported on stderr, and nothing on stdout.
      """,
    options: Option.desk + Option.session + [Option.connectors] + Option.drawing,
    examples: [
      ("contactdesk call system.info --memory", "versions and limits"),
      (#"contactdesk call contact.list '{"limit":5}' --demo"#, "the first five contacts of the demo desk"),
      (#"contactdesk call agent.update '{"agentId":"ben","active":false}' --data ./desk"#, "an agent who left"),
      (#"contactdesk call contact.create '{"name":"Mira"}' --memory | jq .contactId"#, "the result in a pipe"),
      ("contactdesk call contact.create - --memory < params.json", "params from a file"),
    ],
    exits: LocalDesk.exits,
    run: { settings, operands throws(UsageFault) in
      let params = operands.count > 1 ? try readParams(operands[1]) : nil
      switch try desk(for: operands[0], settings).call(operands[0], params) {
      case .error(let error): return LocalDesk.report(error, settings)
      case .result(let result):
        let display = settings.display(1)
        guard display.isTerminal else { return TerminalOutput.write(result + [0x0A]) }
        return LocalDesk.withValue(of: result) { TerminalOutput.write(JSONPrinter.draw($0, on: display)) } ?? 1
      }
    })

  /// The desk to call a method of. Only a method that writes makes one where there is none; one that does not exist
  /// opens no folder, and is refused by a desk in memory.
  private static func desk(for method: String, _ settings: Settings) throws(UsageFault) -> LocalDesk {
    guard let effect = MethodTable.all.first(where: { method.utf8.elementsEqual($0.name.description.utf8) })?.effect
    else {
      var settings = settings
      (settings.source, settings.data) = (.memory, nil)
      return try LocalDesk(settings, makesDesk: false)
    }
    return try LocalDesk(settings, makesDesk: effect == .writes)
  }

  /// The params, which must be one JSON object or array: they are put into a line of the wire as they are.
  private static func readParams(_ operand: String) throws(UsageFault) -> [UInt8] {
    let text = operand == "-" ? try readInput() : Array(operand.utf8)
    let tape = JSONTape(depthMax: WireLimits.depthMax)
    let fault: String? = text.withUnsafeBytes { bytes -> String? in
      do throws(JSONSyntaxError) {
        return try tape.withValue(of: bytes) { value -> String? in
          value.kind == .object || value.kind == .array
            ? nil : "expected an object or an array, got \(value.kind)"
        }
      } catch {
        switch error.reason {
        case .expected(let what): return "not JSON: expected \(what) at byte \(error.offset)"
        case .invalidUTF8: return "not UTF-8 at byte \(error.offset)"
        case .tooDeep(let limit): return "arrays and objects nest at most \(limit) levels"
        }
      }
    }
    if let fault { throw UsageFault("PARAMS: \(fault)") }
    return text
  }

  /// All of stdin, as long as a line of the wire may be and a byte more.
  private static func readInput() throws(UsageFault) -> [UInt8] {
    var text: [UInt8] = []
    while text.count <= WireLimits.lineBytesMax {
      var (count, fault): (Int, Int32) = (0, 0)
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, filled in
        count = systemRead(0, UnsafeMutableRawBufferPointer(room))
        fault = errno
        filled = max(count, 0)
      }
      text += piece
      if count == 0 { return text }
      guard count > 0 || fault == EINTR || fault == EAGAIN else {
        throw UsageFault("stdin cannot be read: \(String(cString: strerror(fault)))", code: 74)
      }
      if count < 0 && fault == EAGAIN {
        var ready = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, -1)
      }
    }
    throw UsageFault("PARAMS: longer than a line may be, \(WireLimits.lineBytesMax) bytes")
  }
}
