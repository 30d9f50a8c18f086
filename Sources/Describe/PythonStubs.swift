import JSON
import Methods
import RPC

/// The generated part of the Python client: a typed function for each method, the types, an exception for each kind of
/// error.
public enum PythonStubs {
  /// `types.py`: what params and results are made of.
  public static func types() -> String {
    let types = PythonTypes()
    let body = types.render()
    return PythonText.generated + """
      \"\"\"The types of params and results, by the names that protocol/methods.md gives them.

      They are plain dicts with the member names of the wire. A member that a class does not require is
      absent where there is nothing to say: ask with `get` or `in`.
      \"\"\"

      from __future__ import annotations

      \(PythonText.imports(of: body))
      __all__ = [
      \(types.names.sorted().map { "    \"\($0)\"," }.joined(separator: "\n"))
      ]

      """ + body
  }

  /// `_methods.py`: a function for each method.
  public static func methods() -> String {
    let types = PythonTypes()
    var body = ""
    for (index, method) in MethodTable.all.enumerated() {
      let stub = Stub(method, params: types.params[index], result: types.results[index])
      body += "\n" + stub.function()
      if let item = stub.listed { body += "\n" + stub.pages(of: item) }
    }
    return PythonText.generated + """
      \"\"\"A typed function for each method of the protocol.\"\"\"

      from __future__ import annotations

      \(PythonText.imports(of: body))
      from . import types
      from ._caller import UNSET, Caller, Unset, given


      class Methods(Caller):
          \"\"\"The methods of the protocol, each as a function.

          All params go by name. `None` is as good as leaving a param out, save where its text says what
          `None` means. `timeout` is in seconds; left out, it is the desk's own. Beside the errors that
          they name, all raise `DeskTimeout` and `DeskClosed`.
          \"\"\"

      """ + body
  }

  /// `_kinds.py`: an exception for each kind of error.
  public static func errors() -> String {
    var kinds: [(name: String, errors: [ErrorCode])] = []
    for error in ErrorCode.allCases {
      let name = PythonText.camel(error.kind)
      if let index = kinds.firstIndex(where: { $0.name == name }) {
        kinds[index].errors.append(error)
      } else {
        kinds.append((name, [error]))
      }
    }
    var text =
      PythonText.generated + """
        \"\"\"An exception for each kind of error that a call can be answered with.\"\"\"

        from __future__ import annotations

        from ._errors import DeskError

        __all__ = [
        \(kinds.map { "    \"\($0.name)\"," }.joined(separator: "\n"))
        ]

        """
    for (name, errors) in kinds {
      let paragraphs = errors.map { "\($0.meaning) (\($0.number))" }
      text += "\n\nclass \(name)(DeskError):\n" + PythonText.docstring(paragraphs, indent: 4)
    }
    return text + "\n\nKINDS: dict[str, type[DeskError]] = {\n"
      + kinds.map { "    \"\($0.errors[0].kind)\": \($0.name),\n" }.joined() + "}\n"
  }
}

/// One method as Python text.
private struct Stub {
  private let method: AnyMethod
  private let name: String
  private let result: String
  private let params: [Param]

  /// A param of the function.
  private struct Param {
    let wire: String
    let name: String
    let type: String
    let description: String
    let isRequired: Bool
    /// True where `None` says something.
    let isNullable: Bool
  }

  init(_ method: AnyMethod, params: [String], result: String) {
    self.method = method
    name = PythonText.snake("\(method.name)")
    self.result = Self.qualified(result)
    self.params = zip(method.params(), params).map { property, type in
      Param(
        wire: property.name, name: PythonText.snake(property.name), type: Self.qualified(type),
        description: property.description, isRequired: property.isRequired, isNullable: type.hasPrefix("Optional["))
    }
  }

  /// The member of the result that lists something, and the type of what it lists, where the method has pages.
  var listed: (member: String, type: String)? {
    guard params.contains(where: { $0.wire == "cursor" }), case .object(let properties) = method.result() else {
      return nil
    }
    for property in properties {
      guard case .array(let items, _) = property.schema else { continue }
      return (property.name, Self.qualified(PythonTypes.name(of: items)))
    }
    return nil
  }

  /// The function.
  func function() -> String {
    var paragraphs = [text(method.summary)]
    if !method.details.isEmpty { paragraphs.append(text(method.details)) }
    paragraphs.append("Raises " + PythonText.list(method.errors.map { PythonText.camel($0.kind) }) + ".")
    return head(name, params, result) + docstring(paragraphs, params)
      + "        return cast(\(quoted(result)), self.call(\"\(method.name)\", \(arguments(params)), timeout))\n"
  }

  /// The function that goes through all pages.
  func pages(of item: (member: String, type: String)) -> String {
    let params = params.filter { $0.wire != "cursor" }
    let summary = "All \(item.member) of all pages of `\(name)`; asks for a page when the one before is used up."
    let iterator = "Iterator[\(item.type)]"
    return head(name + "_all", params, iterator) + docstring([summary], params)
      + "        pages = self.pages(\"\(method.name)\", \"\(item.member)\", \(arguments(params)), timeout)\n"
      + "        return cast(\(quoted(iterator)), pages)\n"
  }

  private func head(_ name: String, _ params: [Param], _ result: String) -> String {
    var text = "    def \(name)(\n        self,\n        *,\n"
    for param in params {
      let type =
        switch (param.isRequired, param.isNullable) {
        case (true, _): param.type
        case (false, true): "Union[\(param.type.dropFirst("Optional[".count).dropLast()), None, Unset] = UNSET"
        case (false, false): "Optional[\(param.type)] = None"
        }
      text += "        \(param.name): \(type),\n"
    }
    return text + "        timeout: Optional[float] = None,\n    ) -> \(result):\n"
  }

  private func docstring(_ paragraphs: [String], _ params: [Param]) -> String {
    let items = params.map { "- `\($0.name)`: \(text($0.description))" }
    return PythonText.docstring(paragraphs, items: items, indent: 8)
  }

  /// The params as a dict without those left out.
  private func arguments(_ params: [Param]) -> String {
    guard !params.isEmpty else { return "{}" }
    let members = params.map { "            \"\($0.wire)\": \($0.name),\n" }.joined()
    let nullable = params.filter(\.isNullable).map { ", \"\($0.wire)\"" }.joined()
    return "given({\n\(members)        }\(nullable))"
  }

  /// A text of the method with the names that Python has for what it speaks of.
  private func text(_ text: String) -> String {
    text.split(separator: " ").map { word in
      var name = word.drop { "(`".contains($0) }
      while let last = name.last, "`.,:;)".contains(last) { name.removeLast() }
      if name == "null" { return word.replacing(name, with: "None") }
      guard word.contains("`") else { return word }
      let isKnown = params.contains { $0.wire == name } || MethodTable.all.contains { "\($0.name)" == name }
      return isKnown ? word.replacing(name, with: PythonText.snake(String(name))) : word
    }.joined(separator: " ")
  }

  /// The type as a string where it is too long to be made at each call: a cast only tells the type checker.
  private func quoted(_ type: String) -> String { type.contains("[") ? "\"\(type)\"" : type }

  /// Types live in a module of their own: every name that is not of `typing` gets its prefix.
  private static func qualified(_ type: String) -> String {
    let builtin: Set = [
      "None", "bool", "int", "float", "str", "Sequence", "list", "Mapping", "dict", "Any", "Union", "Optional",
    ]
    var text = ""
    var name = ""
    for letter in type + " " {
      if letter.isLetter { name.append(letter); continue }
      text += (name.isEmpty || builtin.contains(name) ? "" : "types.") + name + "\(letter)"
      name = ""
    }
    return String(text.dropLast())
  }
}
