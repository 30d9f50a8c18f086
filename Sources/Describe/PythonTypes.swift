import Desk
import JSON
import Methods

/// The types of the Python client: what params and results are made of, as `typing` says it (Python 3.9 and later).
struct PythonTypes {
  /// A class, to be written as a `TypedDict`.
  private struct Class {
    let name: String
    let properties: [Schema.Property]
    let isInput: Bool
    /// The methods that take or return it, as Python calls them; the first says whether it is taken or returned.
    var methods: [String]
  }

  /// A name for something that is no class.
  private struct Alias {
    let name: String
    let type: String
    let description: String
  }

  /// Words that stand in many places get a name of their own; others are called after the first place they stand in.
  private static let words: [(name: String, words: [String], description: String)] = [
    ("NetworkName", Network.allCases.map(\.rawValue), "A network."),
    ("RoleName", Role.allCases.map(\.rawValue), "What a caller may do, from the least to the most."),
    ("Direction", Message.Direction.allCases.map(\.rawValue), "`inbound`: from the contact."),
    ("ConversationStatus", Conversation.Status.allCases.map(\.rawValue), "Where a conversation stands."),
    ("AttributeKind", AttributeDefinition.Kind.allCases.map(\.rawValue), "Where an attribute comes from."),
    ("AttributeFormat", AttributeFormat.allCases.map(\.rawValue), "What the values of an attribute look like."),
  ]

  /// Where a schema stands.
  private struct Place {
    /// The class or method around it.
    let owner: String
    let property: Schema.Property?
    let isInput: Bool
    let method: String
  }

  private var classes: [Class] = []
  private var aliases: [Alias] = []
  /// By method of the table: the type of each param, and of the result.
  private(set) var params: [[String]] = []
  private(set) var results: [String] = []

  /// Collects the types of methods.
  init(collecting methods: [AnyMethod] = MethodTable.all) {
    for method in methods {
      let name = PythonText.snake("\(method.name)")
      let owner = PythonText.camel("\(method.name)")
      params.append(
        method.params().map {
          type($0.schema, Place(owner: owner, property: $0, isInput: true, method: name))
        })
      let result = Place(owner: owner, property: nil, isInput: false, method: name)
      if case .object(let properties) = method.result() {
        results.append(named(owner + "Result", properties, result))
      } else {
        results.append(type(method.result(), result))
      }
    }
  }

  /// The names that the types are known by.
  var names: [String] { aliases.map(\.name) + classes.map(\.name) }

  /// Everything as Python text.
  func render() -> String {
    var text = ""
    for alias in aliases.sorted(by: { $0.name < $1.name }) {
      text += "\n\(alias.name) = \(alias.type)\n" + PythonText.docstring([alias.description], indent: 0)
    }
    for type in classes.sorted(by: { $0.name < $1.name }) { text += Self.render(type) }
    return text
  }

  /// A class is total or it is not, so members that may be absent come from a class of their own; and one whose name is
  /// a keyword of Python fits in no class body.
  private static func render(_ type: Class) -> String {
    let optional = Part(type, isRequired: false)
    let required = Part(type, isRequired: true)
    var text = ""
    var bases: [String] = []
    if !optional.keywords.isEmpty { bases.append(optional.renderKeywords("_\(type.name)OptionalKeywords", &text)) }
    if !optional.members.isEmpty, !required.isEmpty {
      let name = "_\(type.name)Optional"
      text += head(name, bases, isTotal: false)
      text += PythonText.docstring(["The members that may be absent."], indent: 4)
      text += optional.members.map { member($0, type) }.joined()
      bases = [name]
    }
    if !required.keywords.isEmpty { bases.append(required.renderKeywords("_\(type.name)Keywords", &text)) }
    let uses = (type.isInput ? "In the params of " : "In the results of ") + PythonText.list(type.methods) + "."
    text += head(type.name, bases, isTotal: !required.isEmpty || optional.isEmpty)
    text += PythonText.docstring([uses], indent: 4)
    return text + (required.isEmpty ? optional : required).members.map { member($0, type) }.joined()
  }

  /// The members of a class that are always there, or the others.
  private struct Part {
    let type: Class
    let isRequired: Bool
    let members: [Schema.Property]
    let keywords: [Schema.Property]

    init(_ type: Class, isRequired: Bool) {
      self.type = type
      self.isRequired = isRequired
      let all = type.properties.filter { $0.isRequired == isRequired }
      members = all.filter { !PythonText.keywords.contains($0.name) }
      keywords = all.filter { PythonText.keywords.contains($0.name) }
    }

    var isEmpty: Bool { members.isEmpty && keywords.isEmpty }

    func renderKeywords(_ name: String, _ text: inout String) -> String {
      text += "\n\n\(name) = TypedDict(\n    \"\(name)\",\n    {\n"
      for keyword in keywords {
        text += PythonText.lines("# \(keyword.description)", indent: 8).joined(separator: "\n") + "\n"
        text += "        \"\(keyword.name)\": \"\(PythonTypes.known(keyword, type))\",\n"
      }
      text += "    },\n\(isRequired ? "" : "    total=False,\n"))\n"
      return name
    }
  }

  private static func head(_ name: String, _ bases: [String], isTotal: Bool) -> String {
    let bases = bases.isEmpty ? "TypedDict" : bases.joined(separator: ", ")
    return "\n\nclass \(name)(\(bases)\(isTotal ? "" : ", total=False")):\n"
  }

  private static func member(_ property: Schema.Property, _ type: Class) -> String {
    "\n    \(property.name): \(known(property, type))\n" + PythonText.docstring([property.description], indent: 4)
  }

  /// The type of a member. All names within are known by now, so nothing is collected.
  private static func known(_ property: Schema.Property, _ type: Class) -> String {
    name(of: property.schema, Place(owner: type.name, property: property, isInput: type.isInput, method: ""))
  }

  /// The type of what a result lists.
  static func name(of items: Schema) -> String {
    name(of: items, Place(owner: "", property: nil, isInput: false, method: ""))
  }

  private static func name(of schema: Schema, _ place: Place) -> String {
    var types = PythonTypes(collecting: [])
    return types.type(schema, place)
  }

  // MARK: Collecting

  /// A type as Python writes it; the names within are collected.
  private mutating func type(_ schema: Schema, _ place: Place) -> String {
    switch schema {
    case .null: return "None"
    case .boolean: return "bool"
    case .integer: return "int"
    case .number: return "float"
    case .string: return "str"
    case .oneOf(let words) where words.count == 1: return "Literal[\"\(words[0])\"]"
    case .oneOf(let words): return alias(words, place)
    case .array(let items, _): return "\(place.isInput ? "Sequence" : "list")[\(type(items, place))]"
    case .map(let values, _): return "\(place.isInput ? "Mapping" : "dict")[str, \(type(values, place))]"
    case .openObject: return "dict[str, Any]"
    case .described(let inner, _): return type(inner, place)
    case .anyOf(let schemas): return union(schemas.map { type($0, place) })
    case .object(let properties):
      return named(place.owner + PythonText.camel(place.property?.name ?? ""), properties, place)
    case .named(let name, .object(let properties)): return named(name, properties, place)
    case .named(let name, .described(let inner, let description)):
      add(Alias(name: name, type: type(inner, place), description: description))
      return name
    case .named(let name, let inner):
      add(Alias(name: name, type: type(inner, place), description: place.property?.description ?? ""))
      return name
    }
  }

  private func union(_ types: [String]) -> String {
    let others = types.filter { $0 != "None" }
    let union = others.count == 1 ? others[0] : "Union[\(others.joined(separator: ", "))]"
    return others.count == types.count ? union : "Optional[\(union)]"
  }

  private mutating func alias(_ words: [String], _ place: Place) -> String {
    let known = Self.words.first { $0.words == words }
    let name = known?.name ?? place.owner + PythonText.camel(place.property?.name ?? "")
    let description = known?.description ?? place.property?.description ?? ""
    let list = words.map { "    \"\($0)\",\n" }.joined()
    add(Alias(name: name, type: "Literal[\n\(list)]", description: description))
    return name
  }

  private mutating func add(_ alias: Alias) {
    if !aliases.contains(where: { $0.name == alias.name }) { aliases.append(alias) }
  }

  private mutating func named(_ name: String, _ properties: [Schema.Property], _ place: Place) -> String {
    if let index = classes.firstIndex(where: { $0.name == name }) {
      // What is both taken and returned is described as it is returned: a `list` is a `Sequence` too.
      if classes[index].isInput == place.isInput, !classes[index].methods.contains(place.method) {
        classes[index].methods.append(place.method)
        for property in properties { _ = type(property.schema, inside(name, property, place)) }
      } else if classes[index].isInput, !place.isInput {
        classes[index] = Class(name: name, properties: properties, isInput: false, methods: [place.method])
      }
      return name
    }
    classes.append(Class(name: name, properties: properties, isInput: place.isInput, methods: [place.method]))
    for property in properties { _ = type(property.schema, inside(name, property, place)) }
    return name
  }

  private func inside(_ name: String, _ property: Schema.Property, _ place: Place) -> Place {
    Place(owner: name, property: property, isInput: place.isInput, method: place.method)
  }
}
