import JSON
import RPC

/// The customers of a file of JSON lines, one each:
///
///     {"customerId":"C-1189","attributes":{"email":"mira@kowalska.example","name":"Mira Kowalska"}}
///
/// A line ends with LF or CR LF; the last one need not. Lines of white space are skipped, and so is a byte order mark
/// before the first. A line is as long and as deep as one of the protocol at most (`WireLimits`).
struct JSONLCustomers: CustomerText {
  let start: Int
  private let text: [UInt8]
  private let record: Shape<Customer>
  private let tape = JSONTape(depthMax: WireLimits.depthMax)

  /// The customers of a text; `record` reads one from its line.
  init(_ text: [UInt8], record: Shape<Customer>) {
    (self.text, self.record) = (text, record)
    start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  func customer(from offset: Int) throws(Malformation) -> PlacedCustomer? {
    var begin = offset
    while begin < text.count {
      let end = text[begin...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let range = begin..<min(end + 1, text.count)
      if let customer = try customer(in: begin..<end) { return (customer, range) }
      begin = range.upperBound
    }
    return nil
  }

  /// The customer of a line; nil if it is white space.
  private func customer(in line: Range<Int>) throws(Malformation) -> Customer? {
    guard line.count <= WireLimits.lineBytesMax else {
      throw Malformation(
        at: line.lowerBound, expected: "at most \(WireLimits.lineBytesMax) bytes in a line", got: "\(line.count)")
    }
    let isBlank = text[line].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard !isBlank else { return nil }
    defer { tape.shrink() }
    let result = text.withUnsafeBytes { bytes in
      Result<Result<Customer, ShapeError>, JSONSyntaxError> { () throws(JSONSyntaxError) in
        try tape.withValue(of: UnsafeRawBufferPointer(rebasing: bytes[line])) { read($0) }
      }
    }
    switch result {
    case .success(.success(let customer)): return customer
    case .success(.failure(let error)): throw Malformation(at: line.lowerBound, RPCError(error).message)
    case .failure(let error): throw Malformation(at: line.lowerBound, Self.words(error))
    }
  }

  private func read(_ value: JSONValue) -> Result<Customer, ShapeError> {
    Result { () throws(ShapeError) in
      // A shape of params takes an empty array too, and calls a line "params".
      guard value.kind == .object else {
        throw ShapeError(.mismatch(expected: "an object", got: value.summary), path: "the line")
      }
      return try record.read(value)
    }
  }

  private static func words(_ error: JSONSyntaxError) -> String {
    let place = "at byte \(error.offset + 1) of the line"
    return switch error.reason {
    case .expected(let what): "not JSON: expected \(what) \(place)"
    case .invalidUTF8: "not UTF-8 \(place)"
    case .tooDeep(let limit): "arrays and objects nest at most \(limit) levels, and more \(place)"
    }
  }
}
