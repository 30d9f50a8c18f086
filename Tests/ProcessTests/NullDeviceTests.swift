import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A process without `/dev/null`, as in a chroot or a bare container: it ends before it opens a file, so that no file
/// of the desk gets a descriptor from 0 to 2.
struct NullDeviceTests {
  /// What is in the place of the device, as a shell makes it in an empty `/dev`.
  static let devices: [(make: String, message: String)] = [
    (":", "/dev/null cannot be opened: No such file or directory. Mount /dev"),
    ("echo '{\"id\":1}' > /dev/null", "/dev/null is no device"),
    ("mkdir /dev/null", "/dev/null"), ("mkfifo /dev/null", "/dev/null"),
    ("ln -s /dev/null /dev/null", "/dev/null cannot be opened: Too many levels of symbolic links"),
  ]

  static let closed = ["", "<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"]

  #if os(Linux)
  @Test(.enabled(if: hasOwnFolders, "this user may not make a namespace: unshare -rm fails"), arguments: devices)
  func noDevice(_ make: String, _ message: String) throws {
    for closed in Self.closed {
      let scratch = try Scratch()
      let script = """
        exec unshare -rm /bin/sh -c 'mount -t tmpfs none /dev && \(make.replacing("'", with: "'\\''")) \
        && exec "$0" "$@" 3<&- \(closed)' "$0" "$@" 3<&-
        """
      try check(["--data", scratch.desk], script, closed, message)
      #expect(try scratch.names(in: "") == [], "\(closed)")
    }
  }

  /// Whether the tests may have a `/dev` of their own.
  static let hasOwnFolders: Bool = {
    do {
      let end = try End.newPipe()
      let script = "exec unshare -rm mount -t tmpfs none /dev 2> /dev/null"
      return try ChildProcess("/bin/sh", ["-c", script], [end.reader, end.writer, end.writer]).end() == .code(0)
    } catch {
      return false
    }
  }()
  #endif

  /// No descriptor is left for the device. A program with shared libraries needs one to start, which is the closed one.
  @Test(arguments: ["<&-", ">&-"])
  func noDescriptor(_ closed: String) throws {
    let scratch = try Scratch()
    let script = "exec 3<&- \(closed); ulimit -n 3; exec \"$0\" \"$@\""
    try check(["--data", scratch.desk], script, closed, "/dev/null cannot be opened: Too many open files. Raise")
    #expect(try scratch.names(in: "") == [])
  }

  /// One line on stderr, if there is one, and nothing else.
  private func check(_ words: [String], _ script: String, _ closed: String, _ message: String) throws {
    let desk = try Desk(words, from: .shell(script))
    desk.input.close()
    #expect(try desk.rest() == "", "\(closed)")
    let errors = try desk.rest(of: desk.errors)
    #expect(errors.hasPrefix(closed.contains("2>&-") ? "" : "contactdesk: " + message), "\(closed): \(errors)")
    #expect(errors.count { $0 == "\n" } == (closed.contains("2>&-") ? 0 : 1), "\(closed): \(errors)")
    #expect(try desk.child.end() == .code(71), "\(closed)")
  }

  /// A descriptor that the parent made a file of the desk is refused before the desk is opened; any other file will do.
  @Test(arguments: [
    ("</journal-1", "stdin is journal-1"), (">>/lock", "stdout is lock"), ("2>>/presence", ""), ("2>>/journal-1", ""),
    (">>/../out", nil), ("</../in", nil), (">>/other", nil),
  ]) func ownFiles(_ redirection: String, _ message: String?) throws {
    let scratch = try Scratch()
    #expect(try Command(["call", "contact.create", "--data", scratch.desk, #"{"name":"Mira"}"#]).ending == .code(0))
    let before = try scratch.contents()
    var all = [["--data", scratch.desk], ["check", scratch.desk]]
    if message != nil { all += [["demo", scratch.desk], ["check", scratch.path, "--salvage", scratch.desk]] }
    for words in all {
      let path = redirection.replacing("/", with: scratch.desk + "/", maxReplacements: 1)
      let script = ": > \(scratch.path)/in; exec \"$0\" \"$@\" 3<&- \(path)"
      let desk = try Desk(words, from: .shell(script))
      desk.input.close()
      _ = try desk.rest()
      let errors = try desk.rest(of: desk.errors)
      #expect(try desk.child.end() == .code(message == nil ? 0 : 64), "\(words) \(errors)")
      #expect(errors.hasPrefix(message.map { $0.isEmpty ? "" : "contactdesk: " + $0 } ?? ""), "\(errors)")
    }
    #expect(try Command(["check", scratch.desk]).ending == .code(0))
    for (name, bytes) in before where message != nil { #expect(try scratch.contents()[name] == bytes, "\(name)") }
  }

  /// The descriptors of a process that serves a folder: 0 to 2 are none of the folder's files, whichever were closed.
  @Test(.enabled(if: access("/proc/self/fd", R_OK) == 0, "there is no /proc"), arguments: closed)
  func files(_ closed: String) throws {
    let scratch = try Scratch()
    let desk = try Desk(["--data", scratch.desk], from: .shell("exec \"$0\" \"$@\" 3<&- \(closed)"))
    let isServing = !closed.contains("<&-")
    if isServing {
      try desk.send(Request.ping(1) + Request.call(2, "contact.create", #"{"name":"Mira"}"#) + "\n")
      if closed.contains(">&-") && !closed.hasPrefix("2") {
        _ = try desk.rest()
      } else {
        _ = (try desk.line(), try desk.line())
        for descriptor in 0...2 {
          var target = [CChar](repeating: 0, count: Int(PATH_MAX))
          let count = readlink("/proc/\(desk.child.pid)/fd/\(descriptor)", &target, target.count - 1)
          let path = String(decoding: target.prefix(max(count, 0)).map(UInt8.init(bitPattern:)), as: UTF8.self)
          #expect(count > 0 && !path.hasPrefix(scratch.path), "\(descriptor): \(path)")
        }
      }
    }
    desk.input.close()
    _ = try desk.rest()
    #expect(try desk.child.end() == .code(isServing ? 0 : 74))
    let errors = try desk.rest(of: desk.errors)
    let check = try Command(["check", scratch.desk])
    #expect(check.ending == .code(0), "\(errors) \(check.output)")
  }
}
