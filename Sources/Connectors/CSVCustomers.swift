import Desk
import JSON

/// The customers of a CSV file, a record each (`CSVReader`). The first record is the header: it names `customerId` and
/// the keys of attributes, each once, in any order.
///
///     customerId;email;name
///     C-1189;mira@kowalska.example;"Mira ""M."" Kowalska"
///
/// An empty field is a missing key. All other values are text (`AttributeInput.text`), whatever the attribute's format.
struct CSVCustomers: CustomerText {
  private static let idColumn = "customerId"

  let start: Int
  private let reader: CSVReader
  /// The names of the columns.
  private let columns: [String]
  private let idPlace: Int

  /// Reads the header.
  init(_ text: [UInt8]) throws(Malformation) {
    let reader = CSVReader(text)
    var fields: [CSVReader.Field] = []
    guard let header = try reader.record(from: reader.start, into: &fields) else {
      throw Malformation(at: text.count, expected: "a header that names \(Self.idColumn)", got: "the end of the file")
    }
    columns = try Self.columns(fields, reader)
    guard let idPlace = columns.firstIndex(where: { $0.sameScalars(as: Self.idColumn) }) else {
      throw Malformation(
        at: header.lowerBound, expected: "a column \(Self.idColumn) in the header",
        got: "only \(columns.joinedShortened)")
    }
    (self.reader, self.idPlace, start) = (reader, idPlace, header.upperBound)
  }

  private static func columns(_ fields: [CSVReader.Field], _ reader: CSVReader) throws(Malformation) -> [String] {
    // What JSON may say of a customer is as much.
    let columnsMax = DeskLimits.definitionsMax + 1
    guard fields.count <= columnsMax else {
      throw Malformation(
        at: fields[columnsMax].content.lowerBound, expected: "at most \(columnsMax) columns", got: "\(fields.count)")
    }
    var seen = ScalarSet()
    var columns: [String] = []
    for (index, field) in fields.enumerated() {
      let at = field.content.lowerBound
      guard field.count > 0 else { throw Malformation(at: at, "column \(index + 1) has no name in the header") }
      guard field.count <= DeskLimits.idBytesMax else {
        throw Malformation(
          at: at, expected: "a name of at most \(DeskLimits.idBytesMax) bytes for column \(index + 1)",
          got: "\(field.count)")
      }
      let name = reader.string(field)
      guard seen.insert(name) else {
        throw Malformation(at: at, "the column \"\(name.shortened)\" is in the header twice; name it once")
      }
      columns.append(name)
    }
    return columns
  }

  func customer(from offset: Int) throws(Malformation) -> PlacedCustomer? {
    var fields: [CSVReader.Field] = []
    fields.reserveCapacity(columns.count)
    guard let range = try reader.record(from: offset, into: &fields) else { return nil }
    guard fields.count == columns.count else {
      throw Malformation(
        at: range.lowerBound,
        expected: columns.count == 1 ? "1 field as in the header" : "\(columns.count) fields as in the header",
        got: "\(fields.count)")
    }
    let id = reader.string(fields[idPlace])
    do throws(Refusal) { try TextRule.name.check(id) } catch {
      let place = fields[idPlace].content.lowerBound
      throw Malformation(at: place, "\(Self.idColumn) \(id.isEmpty ? "must not be empty" : error.reason)")
    }
    var attributes: [(key: String, input: AttributeInput)] = []
    attributes.reserveCapacity(columns.count - 1)
    for (place, field) in fields.enumerated() where place != idPlace && field.count > 0 {
      // What no format takes is not even copied.
      let input: AttributeInput =
        field.count > DeskLimits.valueBytesMax ? .tooLong(.text(bytes: field.count)) : .text(reader.string(field))
      attributes.append((columns[place], input))
    }
    return (Customer(customerId: id, attributes: attributes), range)
  }
}
