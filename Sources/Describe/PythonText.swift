/// Names and texts as Python writes them: PEP 8, at most 100 columns.
enum PythonText {
  /// Words that cannot be names in Python.
  static let keywords: Set = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]

  /// The line that heads a generated file.
  static let generated =
    "# Generated from the method table by `\(GeneratedFiles.command)`;\n# edit the methods, not this file.\n"

  /// `card.getMany` as a function or a param: `card_get_many`; a keyword gets a `_` behind it.
  static func snake(_ name: String) -> String {
    var snake = ""
    for letter in name {
      if letter == "." { snake += "_" } else { snake += letter.isUppercase ? "_" + letter.lowercased() : "\(letter)" }
    }
    return keywords.contains(snake) ? snake + "_" : snake
  }

  /// `card.getMany` as a class: `CardGetMany`.
  static func camel(_ name: String) -> String {
    name.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// Names in a sentence: "`a`, `b` and `c`".
  static func list(_ names: [String]) -> String {
    let names = names.map { "`\($0)`" }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The imports that a text needs of the modules of types, each module on a line.
  static func imports(of text: String) -> String {
    let modules = [
      ("collections.abc", ["Iterator[", "Mapping[", "Sequence["]),
      ("typing", ["Any]", "Literal[", "Optional[", "TypedDict)", "Union[", "cast("]),
    ]
    var imports = ""
    for (module, marks) in modules {
      let used = marks.filter { text.contains($0) }.map { $0.dropLast() }
      if !used.isEmpty { imports += "from \(module) import \(used.joined(separator: ", "))\n" }
    }
    return imports
  }

  /// A docstring: paragraphs with an empty line between them, then items with none.
  static func docstring(_ paragraphs: [String], items: [String] = [], indent: Int) -> String {
    let quotes = "\"\"\""
    let margin = String(repeating: " ", count: indent)
    let whole = paragraphs.joined(separator: " ").escaped
    if paragraphs.count == 1, items.isEmpty, indent + whole.count + 6 <= 100 {
      return "\(margin)\(quotes)\(whole)\(quotes)\n"
    }
    // The quotes take three columns of the first line; all lines leave them, so that no paragraph is special.
    var blocks = paragraphs.map { lines($0.escaped, indent: indent, width: 97) }
    if !items.isEmpty { blocks.append(items.flatMap { lines($0.escaped, indent: indent, hang: 4) }) }
    let text = blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    return "\(margin)\(quotes)" + text.drop { $0 == " " } + "\n\(margin)\(quotes)\n"
  }

  /// A text broken into lines of at most `width` columns; those after the first are moved in by `hang` more.
  static func lines(_ text: String, indent: Int, hang: Int = 0, width: Int = 100) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indent + hang)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}

extension String {
  /// As it can stand between three quotes.
  fileprivate var escaped: String {
    var text = ""
    for letter in self { text += letter == "\\" || letter == "\"" ? "\\\(letter)" : "\(letter)" }
    return text
  }
}
