import Foundation

@testable import Connectors

/// A folder of a test's own, gone with it.
final class CustomerFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "customers-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {
      FileHandle.standardError.write(Data("\(path) stays: \(error)\n".utf8))
    }
  }

  subscript(name: String) -> String { path + "/" + name }

  /// Writes a file in its place, or anew.
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    if !FileManager.default.fileExists(atPath: self[name]) {
      try Data(bytes).write(to: URL(filePath: self[name]))
      return
    }
    let file = try FileHandle(forWritingTo: URL(filePath: self[name]))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  /// Writes another file, and renames it to this name.
  func replace(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: URL(filePath: self[name + ".new"]))
    guard rename(self[name + ".new"], self[name]) == 0 else { throw POSIXError(.EIO) }
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }

  func file(
    _ name: String, reader: FileReader = FileReader(), hash: ((String) -> UInt64)? = nil
  ) throws -> CustomerFile {
    try CustomerFile(path: self[name], shownAs: name, record: CustomerShape.customer, reader: reader, hash: hash)
  }
}
