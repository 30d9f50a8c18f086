import Foundation

/// A checker of JSON values against the JSON Schemas of `openrpc.json`.
///
/// It knows the keywords that our schemas use and refuses any other, so that none is passed over in silence. What it
/// sees it notes: a property that no reply ever had is one that nobody tested.
final class SchemaCheck {
  private let components: [String: Any]
  /// The properties that were seen, as `Component.property`.
  private(set) var seen: Set<String> = []

  init(_ document: [String: Any]) {
    components = ((document["components"] as? [String: Any])?["schemas"] as? [String: Any]) ?? [:]
  }

  /// Every property of every component, as `Component.property`.
  var declared: Set<String> {
    Set(
      components.flatMap { name, schema in
        (((schema as? [String: Any])?["properties"] as? [String: Any]) ?? [:]).keys.map { "\(name).\($0)" }
      })
  }

  /// What is wrong with the value; empty if nothing is.
  func faults(_ value: Any, _ schema: [String: Any], _ path: String = "", in component: String = "") -> [String] {
    var faults: [String] = []
    for (keyword, rule) in schema {
      switch keyword {
      case "description": continue
      case "$ref": faults += reference(value, rule, path)
      case "type": faults += type(value, rule as? String ?? "", path)
      case "enum":
        if !((rule as? [String]) ?? []).contains(value as? String ?? "\u{0}") {
          faults.append("\(path): none of \(rule)")
        }
      case "pattern": faults += pattern(value, rule as? String ?? "", path)
      case "minimum": faults += bound(value, rule, path) { $0 >= $1 }
      case "maximum": faults += bound(value, rule, path) { $0 <= $1 }
      case "minLength": faults += length(value, rule, path) { $0 >= $1 }
      case "maxLength": faults += length(value, rule, path) { $0 <= $1 }
      case "maxItems", "maxProperties":
        let count = (value as? [Any])?.count ?? (value as? [String: Any])?.count ?? 0
        if count > rule as? Int ?? 0 { faults.append("\(path): more than \(rule)") }
      case "items":
        for (index, item) in ((value as? [Any]) ?? []).enumerated() {
          faults += self.faults(item, rule as? [String: Any] ?? [:], "\(path)[\(index)]")
        }
      case "anyOf":
        let branches = ((rule as? [[String: Any]]) ?? []).map { self.faults(value, $0, path) }
        if !branches.contains(where: \.isEmpty) { faults.append("\(path): fits none of anyOf: \(branches)") }
      case "allOf": for part in rule as? [[String: Any]] ?? [] { faults += self.faults(value, part, path) }
      case "properties": faults += properties(value, rule as? [String: Any] ?? [:], path, component)
      case "required":
        for name in rule as? [String] ?? [] where (value as? [String: Any])?[name] == nil {
          faults.append("\(path): lacks \(name)")
        }
      case "additionalProperties": faults += additional(value, rule, schema, path)
      case "format": continue
      default: faults.append("\(path): the checker does not know the keyword \(keyword)")
      }
    }
    return faults
  }

  private func reference(_ value: Any, _ rule: Any, _ path: String) -> [String] {
    let name = (rule as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
    guard let target = components[name] as? [String: Any] else { return ["\(path): \(rule) leads nowhere"] }
    return faults(value, target, path, in: name)
  }

  private func type(_ value: Any, _ type: String, _ path: String) -> [String] {
    let number = value as? NSNumber
    let isBoolean = number.map { CFBoolean.isBoolean($0) } ?? false
    let fits =
      switch type {
      case "null": value is NSNull
      case "boolean": isBoolean
      case "integer": !isBoolean && number.map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
      case "number": !isBoolean && number != nil
      case "string": value is String
      case "array": value is [Any]
      case "object": value is [String: Any]
      default: false
      }
    return fits ? [] : ["\(path): not of type \(type): \(value)"]
  }

  private func pattern(_ value: Any, _ pattern: String, _ path: String) -> [String] {
    guard let text = value as? String else { return [] }
    return text.range(of: pattern, options: .regularExpression) != nil
      ? [] : ["\(path): \(text) does not match \(pattern)"]
  }

  private func bound(_ value: Any, _ rule: Any, _ path: String, _ holds: (Double, Double) -> Bool) -> [String] {
    guard let number = value as? NSNumber, let limit = rule as? NSNumber else { return [] }
    return holds(number.doubleValue, limit.doubleValue) ? [] : ["\(path): \(number) breaks \(limit)"]
  }

  private func length(_ value: Any, _ rule: Any, _ path: String, _ holds: (Int, Int) -> Bool) -> [String] {
    guard let text = value as? String, let limit = rule as? Int else { return [] }
    return holds(text.unicodeScalars.count, limit)
      ? [] : ["\(path): length \(text.unicodeScalars.count) breaks \(limit)"]
  }

  private func properties(_ value: Any, _ properties: [String: Any], _ path: String, _ component: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    return properties.flatMap { name, schema -> [String] in
      guard let member = object[name] else { return [] }
      if !component.isEmpty { seen.insert("\(component).\(name)") }
      return faults(member, schema as? [String: Any] ?? [:], "\(path).\(name)")
    }
  }

  private func additional(_ value: Any, _ rule: Any, _ schema: [String: Any], _ path: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    let known = Set(((schema["properties"] as? [String: Any]) ?? [:]).keys)
    return object.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { name, member -> [String] in
      guard let allowed = rule as? [String: Any] else { return ["\(path): \(name) is not declared"] }
      return faults(member, allowed, "\(path).\(name)")
    }
  }
}

/// Foundation reads `true` as a number too; its own type tells them apart.
private enum CFBoolean {
  static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
