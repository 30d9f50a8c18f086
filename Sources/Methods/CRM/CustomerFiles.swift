import Connectors
import Desk

/// The customer file that the connector names, kept in memory while it names it.
final class CustomerFiles {
  /// Where relative paths start; nil: at the working directory.
  private let folder: String?
  private var file: CustomerFile?

  init(folder: String?) { self.folder = folder }

  /// What the file says of a contact with these values: the first of them decides.
  func answer(_ request: [Lookup.Value], _ path: String, _ book: Book) -> CRMAnswer {
    guard let value = request.first, let definition = book.definition(number: value.definition) else { return .nobody }
    do throws(CustomerFile.Fault) {
      let file = try file(path)
      let form = value.content.matchingText(definition.format)
      return switch try Self.find(form, by: definition, file, book) {
      case .none, .several: .nobody
      case .one(let customer): .customer(file.isPlainText ? Self.read(customer, book) : customer)
      }
    } catch {
      return .failed(reason: error.description)
    }
  }

  /// Reads the file, and indexes it by these attributes. What is wrong with it, the look-up says.
  func prepare(_ definitions: [Int], _ path: String, _ book: Book) {
    do throws(CustomerFile.Fault) {
      let file = try file(path)
      for number in definitions {
        guard let definition = book.definition(number: number), definition.isEnabled else { continue }
        _ = try Self.find("", by: definition, file, book)
      }
    } catch {}
  }

  private static func find(
    _ form: String, by definition: AttributeDefinition, _ file: CustomerFile, _ book: Book
  ) throws(CustomerFile.Fault) -> CustomerFile.Found {
    // Normal forms depend on formats, options and the country of phone numbers.
    try file.find(definition.key, form, rules: max(book.definitionsVersion, book.settingsVersion)) { input in
      do throws(Refusal) {
        let content = try book.normalise(file.isPlainText ? input.read(as: definition.format) : input, definition)
        return content.matchingText(definition.format)
      } catch {
        return nil
      }
    }
  }

  private func file(_ path: String) throws(CustomerFile.Fault) -> CustomerFile {
    if let file, file.shownAs.sameScalars(as: path) { return file }
    let absolute = if let folder, !path.hasPrefix("/") { "\(folder)/\(path)" } else { path }
    let new = try CustomerFile(path: absolute, shownAs: path, record: CRMResolve.customer)
    file = new
    return new
  }

  /// A customer of a file that knows text alone, with values as the formats of the desk have them.
  private static func read(_ customer: Customer, _ book: Book) -> Customer {
    Customer(
      customerId: customer.customerId,
      attributes: customer.attributes.map { key, input in
        (key, book.definition(key: key).map { input.read(as: $0.format) } ?? input)
      })
  }
}

extension AttributeInput {
  /// What parts the options in a text that lists some.
  private static let optionSeparator: Character = "|"

  /// What a text says in a format: the number `42`, the boolean `true`, the options `a|b`.
  fileprivate func read(as format: AttributeFormat) -> AttributeInput {
    guard case .text(let text) = self else { return self }
    switch format {
    case .number: return .number(text)
    case .boolean:
      switch text.lowercased() {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: return self
      }
    case .choices: return .list(text.split(separator: Self.optionSeparator).map { String($0) })
    case .text, .email, .phone, .url, .date, .choice, .language: return self
    }
  }
}
