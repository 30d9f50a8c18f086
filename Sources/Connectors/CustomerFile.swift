public import Desk
public import JSON
import Tables
import Text

/// A file of customers, in which a contact is looked up: `.jsonl` (`JSONLCustomers`) or `.csv` (`CSVCustomers`).
///
/// It is read at the first look-up, kept in memory, and read again when it has changed on the disk: each look-up asks
/// the system once (`stat`). If the file is replaced by a rename, each look-up sees the old or the new one whole.
///
/// In memory are the bytes of the file, at most 256 MiB, and for each key that was asked for 11 to 21 bytes a customer.
/// In the 2 s after a change each look-up reads the file and compares it: for that moment its bytes are there twice.
///
/// One thread at a time may use it.
public final class CustomerFile {
  /// What a look-up finds.
  public enum Found: Sendable {
    /// Nobody.
    case none
    /// One customer.
    case one(Customer)
    /// More than one: nobody can say who is meant.
    case several
  }

  /// Why the file cannot be looked at.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// A sentence that says which file, which line where it is about one, what was expected and what came. It is a text
    /// that `TextRule.reason` allows.
    public let description: String

    fileprivate init(_ shownAs: String, _ words: String) {
      // The path is left room beside it to say what is wrong.
      let sentence = "The customer file \(shownAs.cut(toBytes: DeskLimits.reasonMax / 2))\(words)"
      description = (sentence.hasSuffix(".") ? sentence : sentence + ".").cut(toBytes: DeskLimits.reasonMax)
    }
  }

  private enum Format: String, CaseIterable {
    case jsonl, csv
  }

  private enum State {
    case unread
    /// It was read, and is no list of customers.
    case malformed(ReadMark, Fault)
    case read(Content)
  }

  /// A file that was read.
  private final class Content {
    var file: WholeFile
    let text: any CustomerText
    /// The indexes that were asked for, by key.
    var indexes: [String: CustomerIndex] = [:]
    /// The rules that the indexes were made by.
    var rules = 0

    init(_ file: WholeFile, _ text: any CustomerText) { (self.file, self.text) = (file, text) }
  }

  /// The path as the admin wrote it.
  public let shownAs: String
  /// Whether all values come as text (`.text`), also those of numbers, booleans and lists.
  public var isPlainText: Bool { format == .csv }

  private let path: String
  private let record: Shape<Customer>
  private let format: Format
  private let reader: FileReader
  private let hash: (String) -> UInt64
  private var state = State.unread

  /// The customer file at `path`, which is not looked at yet; throws if the path ends neither with `.jsonl` nor with
  /// `.csv`, in letters of either case, or has a NUL.
  ///
  /// `shownAs` is the path as the admin wrote it, for errors. `record` reads a customer from a line of JSON, and
  /// refuses an empty `customerId`, a key that comes twice and members that it does not know.
  public convenience init(path: String, shownAs: String, record: Shape<Customer>) throws(Fault) {
    try self.init(path: path, shownAs: shownAs, record: record, reader: FileReader())
  }

  /// Whether a path ends as those of customer files do.
  public static func hasKnownEnding(_ path: String) -> Bool { format(of: path) != nil }

  private static func format(of path: String) -> Format? {
    let name = path.lowercased()
    return Format.allCases.first { name.hasSuffix(".\($0.rawValue)") }
  }

  /// `hash` takes the place of a hash with a seed that nobody knows: values come from strangers, too.
  init(
    path: String, shownAs: String, record: Shape<Customer>, reader: FileReader, hash: ((String) -> UInt64)? = nil
  ) throws(Fault) {
    guard let format = Self.format(of: path) else {
      throw Fault(shownAs, " must end with .jsonl or .csv")
    }
    // The system would take what comes before it for the path.
    guard !path.utf8.contains(0) else { throw Fault(shownAs, " must have a path without NUL") }
    let seed = UInt64.random(in: .min ... .max)
    self.hash =
      hash ?? { form in
        var hash = KeyHash(seed: seed)
        hash.combine(form)
        return hash.value
      }
    (self.path, self.shownAs, self.record, self.format, self.reader) = (path, shownAs, record, format, reader)
  }

  /// Finds the customer whose value of a key has a normal form. Forms are the same if their scalars are.
  ///
  /// - Parameters:
  ///   - rules: A number that moves whenever `normalForm` may say something else of the same value of any key; what was
  ///     indexed is indexed anew then.
  ///   - normalForm: The form of a value of this key; nil if the key's format refuses it. The values of a `.csv` file
  ///     come as `.text`, also those of numbers, booleans and lists (or `.tooLong`); those of a `.jsonl` file as they
  ///     are written, `null` as `.other("null")`.
  /// - Throws: why there is no answer: the file cannot be read, or anything in it is malformed, be it of another
  ///   customer.
  public func find(
    _ key: String, _ form: String, rules: Int, normalForm: (AttributeInput) -> String?
  ) throws(Fault) -> Found {
    let content = try content()
    if content.rules != rules { (content.indexes, content.rules) = ([:], rules) }
    func valueForm(_ customer: Customer) -> String? {
      customer.attributes.first { $0.key.sameScalars(as: key) }.flatMap { normalForm($0.input) }
    }
    do throws(Malformation) {
      let index: CustomerIndex
      if let kept = content.indexes[key] {
        index = kept
      } else {
        index = try CustomerIndex(content.text, hash: hash, form: valueForm)
        content.indexes[key] = index
      }
      let customers = try index.customers(with: form, form: valueForm)
      return customers.count > 1 ? .several : customers.first.map { .one($0) } ?? .none
    } catch {
      throw malformed(error, content.file)
    }
  }

  /// What is in the file now.
  private func content() throws(Fault) -> Content {
    let version = try orUnread { () throws(FileFault) in try reader.version(of: path) }
    switch state {
    case .read(let content) where content.file.mark.isCertain(version): return content
    case .malformed(let mark, let fault) where mark.isCertain(version): throw fault
    // The same bytes need no new index.
    case .read(let content) where content.file.mark.isSame(as: version): return try read(insteadOf: content)
    // The old bytes go before the new ones come.
    case .unread, .malformed, .read: state = .unread
    }
    return try read(insteadOf: nil)
  }

  private func read(insteadOf old: Content?) throws(Fault) -> Content {
    let file = try orUnread { () throws(FileFault) in try reader.read(path) }
    if let old, old.file.bytes == file.bytes {
      old.file.mark = file.mark
      return old
    }
    do throws(Malformation) {
      let content = Content(file, try text(file.bytes))
      state = .read(content)
      return content
    } catch {
      throw malformed(error, file)
    }
  }

  private func text(_ bytes: [UInt8]) throws(Malformation) -> any CustomerText {
    try checkUTF8(bytes)
    return switch format {
    case .jsonl: JSONLCustomers(bytes, record: record)
    case .csv: try CSVCustomers(bytes)
    }
  }

  /// Line by line: the error names one, and no copy is larger than that.
  private func checkUTF8(_ bytes: [UInt8]) throws(Malformation) {
    var begin = 0
    while begin < bytes.count {
      let end = bytes[begin...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[begin..<end]
      guard line.allSatisfy({ $0 < 0x80 }) || String(validating: line, as: UTF8.self) != nil else {
        throw Malformation(at: begin, expected: "text in UTF-8", got: "other bytes")
      }
      begin = end + 1
    }
  }

  private func malformed(_ error: Malformation, _ file: WholeFile) -> Fault {
    let fault = Fault(shownAs, ", line \(error.line(in: file.bytes)): \(error.words)")
    state = .malformed(file.mark, fault)
    return fault
  }

  /// A file that cannot be read is one that was never read.
  private func orUnread<Value>(_ read: () throws(FileFault) -> Value) throws(Fault) -> Value {
    do throws(FileFault) { return try read() } catch {
      state = .unread
      throw Fault(shownAs, " \(error.words)")
    }
  }
}
