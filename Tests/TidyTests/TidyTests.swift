import Foundation
import Testing

/// The rules of the house that a compiler does not know.
struct TidyTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct Source {
    let path: String
    let text: String
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  }

  static let sources: [Source] = {
    var found: [Source] = []
    for folder in ["Sources", "Tests"] {
      let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
      while let name = walk?.nextObject() as? String {
        guard name.hasSuffix(".swift") else { continue }
        do {
          let text = try String(contentsOf: root.appending(path: "\(folder)/\(name)"), encoding: .utf8)
          found.append(Source(path: "\(folder)/\(name)", text: text))
        } catch {
          Issue.record("\(folder)/\(name): \(error)")
        }
      }
    }
    return found
  }()

  /// What each module may import of ours, from Package.swift, the one place where it is written: each target's
  /// dependencies, all of them targets listed before.
  static let imports: [String: Set<String>] = {
    var found: [String: Set<String>] = [:]
    do {
      let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
      let target = /\.(?:target|executableTarget)\(\s*name: "([\w-]+)"(?:,\s*dependencies: \[([^\]]*)\])?/
      for match in package.matches(of: target) {
        let names = (match.2 ?? "").matches(of: /"([\w-]+)"/).map { String($0.1) }
        #expect(names.allSatisfy { found[$0] != nil || $0 == "TestSupport" }, "\(match.1) comes before what it imports")
        found[String(match.1)] = Set(names)
      }
    } catch {
      Issue.record("Package.swift: \(error)")
    }
    return found
  }()

  /// The arrows of a text: what stands before one is imported by what stands after it.
  private func arrows(in text: String) -> Set<[String]> {
    var found: Set<[String]> = []
    for chain in text.matches(of: /[\w, -]+(?:→[\w, -]+)+/) {
      let steps = chain.0.split(separator: "→").map { step in
        step.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      for (from, to) in zip(steps, steps.dropFirst()) {
        for lower in from { for upper in to { found.insert([lower, upper]) } }
      }
    }
    return found
  }

  /// README and the head of Package.swift draw the same graph, and it is that of the targets.
  @Test func theGraphIsDrawnAsItIs() throws {
    let package = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let drawn = arrows(in: String(package.prefix(upTo: try #require(package.range(of: "import ")).lowerBound)))
    let start = try #require(readme.range(of: "Imports run one way:")).upperBound
    let end = try #require(readme.range(of: "In reading order", range: start..<readme.endIndex)?.lowerBound)
    let shown = arrows(in: readme[start..<end].replacingOccurrences(of: "\n", with: " "))
    #expect(drawn == shown && drawn.count > 10, "\(drawn.symmetricDifference(shown))")
    for arrow in drawn { #expect(Self.imports[arrow[1]]?.contains(arrow[0]) == true, "\(arrow)") }
  }

  /// Of the system, only what talks to it.
  static let system: [String: Set<String>] = [
    // The composed and decomposed forms of texts, `_nfc` and `_nfd`, are an SPI of the standard library.
    "Desk": ["Swift"],
    "JSON": ["Glibc", "Darwin"], "RPC": ["Glibc", "Darwin"],
    "Connectors": ["Glibc", "Darwin"],
    "Disk": ["Glibc", "Darwin"],
    "ChangeLog": ["Glibc", "Darwin"], "Store": ["Synchronization"],
    "Terminal": ["Glibc", "Darwin"],
    "Server": ["Glibc", "Darwin", "Synchronization"],
    "contactdesk": ["Glibc", "Darwin"], "contactdesk-describe": ["Glibc", "Darwin"],
    // It measures us beside the toolchain's own.
    "contactdesk-bench": ["Foundation"],
  ]

  @Test func importsRunOneWay() {
    let modules = Set(Self.sources.filter { $0.path.hasPrefix("Sources/") }.map(\.module))
    #expect(modules.union(["TestSupport", "contactdesk-fuzz"]) == Set(Self.imports.keys))
    for source in Self.sources where source.path.hasPrefix("Sources/") {
      let allowed = (Self.imports[source.module] ?? []).union(Self.system[source.module] ?? [])
      for line in source.lines {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at <= 1, words.count > at + 1 else { continue }
        #expect(allowed.contains(String(words[at + 1])), "\(source.path): \(line)")
      }
    }
  }

  /// Calls that have no place here, and what to write instead. (Spelled in two halves, so as not to find themselves.)
  static let banned: [(call: String, instead: String)] = [
    ("try" + "!", "throw on, or answer with an error"),
    ("try" + "?", "say what failed"),
    (" as" + "! ", "a conditional cast"),
    (" print" + "(", "the log: stdout carries the protocol alone"),
    ("TO" + "DO", "do it, or write an issue"),
    ("FIX" + "ME", "do it, or write an issue"),
    ("us" + "leep", "wait for what you wait for"),
    ("sleep" + "(", "wait for what you wait for"),
    ("any" + "Object", "a concrete type"),
  ]

  @Test func noBannedCalls() {
    // The benchmarks print and read foreign trees: they are programs for a person, not part of the product.
    for source in Self.sources where source.module != "contactdesk-bench" {
      for (number, line) in source.lines.enumerated() {
        // An optional entry or country ends in the same letters.
        let line = line.replacing(/[A-Za-z]try\?/, with: "")
        for (call, instead) in Self.banned where line.contains(call) {
          Issue.record("\(source.path):\(number + 1): \(call) is banned; instead: \(instead)")
        }
      }
    }
  }

  /// `Any` and its protocols hide what a value is; tests read foreign documents with them, the product never.
  @Test func noAny() {
    for source in Self.sources where source.path.hasPrefix("Sources/") && source.module != "contactdesk-bench" {
      for line in source.lines where !line.contains("//") {
        #expect(
          !line.contains(": Any ") && !line.contains("[Any]") && !line.contains(": Any]"), "\(source.path): \(line)")
      }
    }
  }

  /// Only these places may end the process on a broken invariant; a client's bytes never get there.
  @Test func crashesOnlyOnBrokenInvariants() {
    let allowed = [
      "Sources/Desk/Changes/Book+Apply.swift", "Sources/JSON/FieldReader.swift", "Sources/JSON/Heap.swift",
    ]
    for source in Self.sources where source.path.hasPrefix("Sources/") && !allowed.contains(source.path) {
      for call in ["precondition(", "preconditionFailure(", "fatalError(", "assert("] {
        #expect(!source.text.contains(call), "\(source.path) calls \(call)")
      }
    }
  }

  /// A method decides and never changes; and no method can walk over all contacts, since the book hands out none of its
  /// tables.
  @Test func methodsCannotChangeOrWalkTheBook() {
    for source in Self.sources where source.path.hasPrefix("Sources/Methods/") {
      #expect(!source.text.contains(".apply("), "\(source.path)")
    }
    for source in Self.sources where source.path.hasPrefix("Sources/Desk/Book") {
      for line in source.lines where line.contains("RecordTable<") || line.contains("HashIndex()") {
        #expect(!line.contains("public"), "\(source.path): \(line)")
      }
    }
  }

  @Test func filesAndLinesFitAScreen() {
    for source in Self.sources {
      #expect(source.lines.count <= 410, "\(source.path) has \(source.lines.count) lines")
      for (number, line) in source.lines.enumerated() where line.count > 120 && !line.contains("\"") {
        Issue.record("\(source.path):\(number + 1) is longer than 120 characters")
      }
    }
  }

  /// A function, from its head to the brace that closes it at the same indentation. One that is a switch alone may have
  /// as many lines as the enumeration has cases: a limit must not cost exhaustiveness.
  @Test func functionsFitAScreen() {
    for source in Self.sources {
      var open: [(indent: Int, line: Int)] = []
      for (number, line) in source.lines.enumerated() {
        let indent = line.prefix { $0 == " " }.count
        // What a protocol asks for has no braces.
        let hasBody = line.hasSuffix("{") || line.hasSuffix("(")
        if line.contains("func ") && !line.hasPrefix("///") && hasBody { open.append((indent, number)) }
        while let last = open.last, line.hasPrefix(String(repeating: " ", count: last.indent) + "}") {
          let isSwitch = last.line + 1 < number && source.lines[last.line + 1].contains(" switch ")
          #expect(
            number - last.line <= 62 || isSwitch,
            "\(source.path):\(last.line + 1): the function is longer than 60 lines")
          open.removeLast()
        }
      }
    }
  }

  /// One method, one file, in the folder of its noun.
  @Test func oneMethodOneFile() {
    let methods = Self.sources.filter { $0.path.hasPrefix("Sources/Methods/") && $0.text.contains(": Method {") }
    for source in methods where !source.path.hasSuffix("/Method.swift") {
      #expect(source.text.components(separatedBy: ": Method {").count == 2, "\(source.path)")
      let file = source.path.split(separator: "/").last.map { $0.dropLast(".swift".count) } ?? ""
      #expect(source.text.contains("enum \(file): Method {"), "\(source.path) should hold \(file)")
    }
  }

  @Test func nothingElseAtTheTop() throws {
    let allowed: Set = ["Package.swift", "Sources", "Tests", "protocol", "clients", "README.md"]
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.root.path()) where !name.hasPrefix(".") {
      #expect(allowed.contains(name) || name == "Package.resolved", "\(name) has no place at the top")
    }
  }
}
