import Foundation

/// A folder of a test's own, gone with it.
final class Scratch {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "contactdesk-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      FileHandle.standardError.write(Data("\(path) stays: \(error)\n".utf8))
    }
  }

  /// Where a desk is kept in it.
  var desk: String { path + "/desk" }

  /// The bits of the owner, the group and the others.
  func mode(_ name: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int ?? -1
  }

  func names(in folder: String = "desk") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  func write(_ text: String, at offset: UInt64, of name: String) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path + "/" + name))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

  func move(_ name: String, to new: String) throws {
    try FileManager.default.moveItem(atPath: path + "/" + name, toPath: path + "/" + new)
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: false)
  }

  /// The bytes of the desk's files, by name.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try names() { contents[name] = try Data(contentsOf: URL(filePath: desk + "/" + name)) }
    return contents
  }

  /// Where a text is in a file; 0 if it is not there.
  func offset(of text: String, in name: String) throws -> Int {
    try Data(contentsOf: URL(filePath: path + "/" + name)).firstRange(of: Data(text.utf8))?.lowerBound ?? 0
  }
}
