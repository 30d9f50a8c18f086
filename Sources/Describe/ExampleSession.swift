import Desk
import JSON
import Methods
import RPC

/// The worked examples of all methods, run in the order of the table on a new desk: so their results are true.
struct ExampleSession {
  /// A call of the session.
  struct Call {
    let method: AnyMethod
    let example: Example
    /// The result; nil where it is not shown, or the call failed (which a test would tell).
    let result: [UInt8]?
  }

  /// The time of the first change; each moves it 1 ms on.
  private static let start = Timestamp(milliseconds: 1_767_258_000_000)

  /// A store as the examples show it: the session itself keeps nothing.
  private static var store: StoreAccess {
    let state = StoreState(
      folder: "/home/anna/.local/share/contactdesk", sync: .always, journalNumber: 1, journalBytes: 1_842)
    return StoreAccess(status: { state }, snapshot: {})
  }

  /// The calls, in order.
  let calls: [Call]

  init() {
    let book = Book()
    let server = ServerInfo(
      role: .admin, isAgentFixed: false, isClockFixed: true, document: { [] }, store: Self.store)
    var caller = Caller(.local, roleMax: .admin, in: book)
    var start = Self.start
    let commit: AnyMethod.Commit = { changes, session in
      switch session {
      case .caller(let next): caller = next
      case .clock(let time): start = time.advanced(by: -Int64(book.seq))
      case nil: break
      }
      for what in changes {
        book.apply(
          Change(seq: book.seq + 1, at: start.advanced(by: Int64(book.seq)), by: caller.agent, what: what))
      }
      caller.refresh(book)
      return .taken
    }
    var calls: [Call] = []
    for method in MethodTable.all {
      for example in method.examples() {
        let now = start.advanced(by: Int64(book.seq))
        let context = Context(caller: caller, now: now, clock: now, server: server)
        let result = example.showsResult ? Self.run(method, example, book, context, commit) : nil
        calls.append(Call(method: method, example: example, result: result))
      }
    }
    self.calls = calls
  }

  private static func run(
    _ method: AnyMethod, _ example: Example, _ book: Book, _ context: Context, _ commit: AnyMethod.Commit
  ) -> [UInt8]? {
    var params = example.params
    return params.withUTF8 { utf8 in
      let tape = JSONTape(depthMax: WireLimits.depthMax)
      do throws(JSONSyntaxError) {
        return try tape.withValue(of: UnsafeRawBufferPointer(utf8)) { params in
          var out = JSONWriter()
          do throws(RPCError) { _ = try method.execute(params, book, context, to: &out, commit: commit) } catch {
            return nil
          }
          return out.bytes
        }
      } catch {
        return nil
      }
    }
  }
}
