import JSON

/// Reads bytes with the reader under test, and calls `body` with the value.
///
/// The bytes lie in memory of exactly their size, so that the address sanitizer sees whoever reads beyond them.
func reading<R>(
  _ bytes: [UInt8], depthMax: Int = 128, with given: JSONTape? = nil, _ body: (JSONValue) -> R
) throws(JSONSyntaxError) -> R {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
  defer { memory.deallocate() }
  memory.copyBytes(from: bytes)
  let tape = given ?? JSONTape(depthMax: depthMax)
  return try tape.withValue(of: UnsafeRawBufferPointer(memory), body)
}

/// The value that bytes hold, or why they hold none.
func outcome(_ bytes: [UInt8], depthMax: Int = 128, with tape: JSONTape? = nil) -> Result<Tree, JSONSyntaxError> {
  do throws(JSONSyntaxError) {
    return .success(try reading(bytes, depthMax: depthMax, with: tape) { Tree($0) })
  } catch {
    return .failure(error)
  }
}

/// The value that bytes hold, or nil if they are refused.
func tree(_ bytes: [UInt8], depthMax: Int = 128, with tape: JSONTape? = nil) -> Tree? {
  do { return try outcome(bytes, depthMax: depthMax, with: tape).get() } catch { return nil }
}

/// Bytes for a person: what is printable as it is, the rest in hexadecimal.
func printable(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { byte in
    (0x20..<0x7F).contains(byte)
      ? String(Unicode.Scalar(byte)) : "<" + (byte < 16 ? "0" : "") + String(byte, radix: 16) + ">"
  }
  .joined()
}
