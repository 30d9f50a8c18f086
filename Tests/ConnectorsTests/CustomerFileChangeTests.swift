import Desk
import Foundation
import Synchronization
import Testing

@testable import Connectors

/// A look-up sees the file as it is on the disk, and whole.
struct CustomerFileChangeTests {
  private let folder: CustomerFolder

  init() throws { folder = try CustomerFolder() }

  /// A file in which one customer has the address a@x.
  private func csv(_ id: String, filler: Int = 0) -> String.UTF8View {
    let rows = (0..<filler).map { "\(id)-\($0),\($0)@filler\n" }.joined()
    return "customerId,email\n\(rows)\(id),a@x\n".utf8
  }

  /// The time is long after every change; `reads` counts how often the file is read.
  private func settledReader(_ reads: Counter) -> FileReader {
    var reader = FileReader()
    reader.now = { .max }
    reader.afterReading = { reads.count += 1 }
    return reader
  }

  private final class Counter { var count = 0 }

  @Test func changedOnTheDisk() throws {
    let reads = Counter()
    try folder.write("c.csv", csv("A"))
    for file in [try folder.file("c.csv"), try folder.file("c.csv", reader: settledReader(reads))] {
      try folder.write("c.csv", csv("A"))
      #expect(file.look("email", "a@x") == "A email=a@x")
      try folder.write("c.csv", csv("A") + Array("B,A@x\n".utf8))
      #expect(file.look("email", "a@x") == "several")
      try folder.replace("c.csv", csv("C"))
      #expect(file.look("email", "a@x") == "C email=a@x")
      try folder.replace("c.csv", "customerId\n\n,\n".utf8)
      #expect(file.look("email", "a@x").hasSuffix("line 3: expected 1 field as in the header, got 2."))
      try folder.replace("c.csv", "id\n".utf8)
      #expect(file.look("email", "a@x").hasSuffix("got only id."))
      try folder.replace("c.csv", csv("D"))
      #expect(file.look("email", "a@x") == "D email=a@x")
    }
  }

  /// Changes of the same size in the same file, faster than the file system counts the time.
  @Test func changedAtOnce() throws {
    try folder.write("c.csv", csv("0"))
    var reader = FileReader()
    // All in one step of the clock.
    (reader.timeStep, reader.now) = (.max, { 0 })
    let file = try folder.file("c.csv", reader: reader)
    for round in 0..<50 {
      let id = "\(round % 10)"
      let handle = try FileHandle(forWritingTo: URL(filePath: folder["c.csv"]))
      try handle.write(contentsOf: Data(csv(id)))
      try handle.close()
      #expect(file.look("email", "a@x") == "\(id) email=a@x")
    }
  }

  /// What is certain to be the same is not read again, be it malformed; what may have changed is, and indexed once.
  @Test func readOnce() throws {
    let reads = Counter()
    try folder.write("c.csv", csv("A"))
    let file = try folder.file("c.csv", reader: settledReader(reads))
    for _ in 0..<3 { #expect(file.look("email", "a@x") == "A email=a@x" && reads.count == 1) }
    #expect(file.look("name", "a@x") == "none" && reads.count == 1)
    try folder.replace("c.csv", "customerId\n,\n".utf8)
    for _ in 0..<3 { #expect(file.look("email", "a@x").contains("line 2") && reads.count == 2) }

    var reader = settledReader(reads)
    reader.now = { 0 }
    try folder.replace("c.csv", csv("A"))
    let unsettled = try folder.file("c.csv", reader: reader)
    var formed = 0
    for round in 1...3 {
      let found = try unsettled.find("email", "a@x", rules: 0) { input in
        formed += 1
        return CustomerFile.addressForm(input)
      }
      // Once for the index, and once a look-up for the customer who is found.
      #expect(found.line == "A email=a@x" && reads.count == 2 + round && formed == 1 + round)
    }
  }

  /// The index is made anew when the rules of the normal form move.
  @Test func otherRules() throws {
    try folder.write("c.csv", csv("A") + Array("B,b@x\n".utf8))
    let file = try folder.file("c.csv")
    #expect(file.look("email", "a@x") == "A email=a@x")
    let all = try file.find("email", "same", rules: 1) { _ in "same" }
    #expect(all.line == "several")
    let none = try file.find("email", "a@x", rules: 2) { _ in nil }
    #expect(none.line == "none")
    #expect(file.look("email", "b@x", rules: 3) == "B email=b@x")
  }

  @Test func replacedWhileItIsRead() throws {
    let reads = Counter()
    let folder = folder
    for changes in [1, 2] {
      try folder.replace("c.csv", csv("A"))
      reads.count = 0
      var reader = FileReader()
      reader.afterReading = {
        reads.count += 1
        guard reads.count <= changes else { return }
        do { try folder.replace("c.csv", "customerId,email\nB\(reads.count),a@x\n".utf8) } catch { Issue.record(error) }
      }
      #expect(try folder.file("c.csv", reader: reader).look("email", "a@x") == "B\(changes) email=a@x")
      #expect(reads.count == changes + 1)
    }
    var reader = FileReader()
    reader.afterReading = {
      reads.count += 1
      do { try folder.write("c.csv", "customerId\n\(reads.count)\n".utf8) } catch { Issue.record(error) }
    }
    reads.count = 1_000
    let file = try folder.file("c.csv", reader: reader)
    #expect(
      file.look("email", "a@x")
        == "The customer file c.csv changed while it was read, 3 times in a row: write another file and rename it over "
        + "this.")
    #expect(reads.count == 1_003)
    reader.afterReading = {
      do { try folder.remove("c.csv") } catch { Issue.record(error) }
    }
    let gone = try folder.file("c.csv", reader: reader).look("email", "a@x")
    #expect(gone == "The customer file c.csv cannot be read: No such file or directory.")
  }

  /// The path leads to another file, and nothing happens to the first.
  @Test func linkedElsewhereWhileItIsRead() throws {
    let folder = folder
    try folder.write("a.csv", csv("A"))
    try folder.write("b.csv", csv("B"))
    #expect(symlink("a.csv", folder["c.csv"]) == 0 && symlink("b.csv", folder["d.csv"]) == 0)
    var reader = FileReader()
    reader.afterReading = { _ = rename(folder["d.csv"], folder["c.csv"]) }
    #expect(try folder.file("c.csv", reader: reader).look("email", "a@x") == "B email=a@x")
  }

  /// A pipe takes the file's place after it was looked at, and before it is opened. Nobody waits for a writer.
  @Test func replacedByAPipe() throws {
    let folder = folder
    try folder.write("c.csv", csv("A"))
    #expect(mkfifo(folder["pipe"], 0o600) == 0)
    var reader = FileReader()
    reader.now = {
      _ = rename(folder["pipe"], folder["c.csv"])
      return 0
    }
    let found = try folder.file("c.csv", reader: reader).look("email", "a@x")
    #expect(found == "The customer file c.csv is a device, a pipe or a socket; expected a file.")
  }

  /// While another thread replaces the file all the time, a look-up sees the one file or the other.
  @Test func replacedAllTheTime() throws {
    let texts = [Array(csv("A", filler: 10)), Array(csv("B", filler: 300))]
    try folder.replace("c.csv", texts[0])
    let writer = Writer(folder["c.csv"], texts)
    writer.start()
    defer { writer.stop() }
    let file = try folder.file("c.csv")
    var seen: Set<String> = []
    let deadline = ContinuousClock.now + .seconds(30)
    while seen.count < 2, ContinuousClock.now < deadline {
      let found = file.look("email", "a@x")
      if !found.contains("changed while it was read") { seen.insert(found) }
    }
    #expect(seen == ["A email=a@x", "B email=a@x"])
  }

  @Test func missingThenThere() throws {
    let file = try folder.file("c.csv")
    let missing = "The customer file c.csv cannot be read: No such file or directory."
    #expect(file.look("email", "a@x") == missing)
    try folder.write("c.csv", csv("A"))
    #expect(file.look("email", "a@x") == "A email=a@x")
    try folder.remove("c.csv")
    #expect(file.look("email", "a@x") == missing)
    try folder.write("c.csv", csv("B"))
    #expect(file.look("email", "a@x") == "B email=a@x")
  }

  @Test func whatIsNoFile() throws {
    func check(_ name: String, _ words: String, at location: SourceLocation = #_sourceLocation) throws {
      let found = try folder.file(name).look("email", "a@x")
      #expect(found == "The customer file \(name) \(words).", sourceLocation: location)
    }
    try FileManager.default.createDirectory(atPath: folder["folder.csv"], withIntermediateDirectories: false)
    try check("folder.csv", "is a folder; expected a file")
    let special = "is a device, a pipe or a socket; expected a file"
    #expect(mkfifo(folder["pipe.csv"], 0o600) == 0)
    try check("pipe.csv", special)
    #expect(symlink("/dev/zero", folder["zero.csv"]) == 0)
    try check("zero.csv", special)
    #expect(symlink("loop.csv", folder["loop.csv"]) == 0)
    try check("loop.csv", "cannot be read: Too many levels of symbolic links")
    try check("no/c.csv", "cannot be read: No such file or directory")
    try folder.write("large.csv", "".utf8)
    #expect(truncate(folder["large.csv"], off_t(FileReader.bytesMax + 1)) == 0)
    try check("large.csv", "has 268435457 bytes; at most 268435456 are read")
    try folder.write("target.csv", csv("A"))
    #expect(symlink("target.csv", folder["link.csv"]) == 0)
    #expect(try folder.file("link.csv").look("email", "a@x") == "A email=a@x")
  }

  /// Root may read everything.
  @Test(.enabled(if: geteuid() != 0)) func noPermission() throws {
    try folder.write("c.csv", csv("A"))
    let file = try folder.file("c.csv")
    #expect(chmod(folder["c.csv"], 0) == 0)
    #expect(file.look("email", "a@x") == "The customer file c.csv cannot be read: Permission denied.")
    #expect(chmod(folder["c.csv"], 0o400) == 0)
    #expect(file.look("email", "a@x") == "A email=a@x")
  }
}

/// A thread that replaces a file by one text after the other until it is stopped.
private final class Writer: Sendable {
  private let path: String
  private let texts: [[UInt8]]
  private let isStopped = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ path: String, _ texts: [[UInt8]]) { (self.path, self.texts) = (path, texts) }

  func start() {
    Thread.detachNewThread { [self] in
      defer { ended.signal() }
      var turn = 0
      while !isStopped.load(ordering: .relaxed) {
        turn += 1
        do { try Data(texts[turn % texts.count]).write(to: URL(filePath: path + ".new")) } catch { Issue.record(error) }
        if rename(path + ".new", path) != 0 { Issue.record("rename: \(errno)") }
      }
    }
  }

  /// Returns once nothing is written any more.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    ended.wait()
  }
}
