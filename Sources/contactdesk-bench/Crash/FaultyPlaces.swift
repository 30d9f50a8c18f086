import Foundation

/// A desk in places that fail by themselves: files that may not grow, a file system that is full and gets room again,
/// one that is read-only, a folder that is removed or moved away.
struct FaultyPlaces {
  private let options: CrashOptions
  private let scene: FaultySession.Scene

  init(_ options: CrashOptions, _ scene: FaultySession.Scene) { (self.options, self.scene) = (options, scene) }

  func run() throws {
    for bytes in [40_000, 65_536, 90_000, 200_000] { try run("files of \(bytes) bytes") { try limited($0, bytes) } }
    try run("the folder removed", removed)
    try run("the folder moved away", moved)
    guard geteuid() == 0 else { return say("  not root: no full and no read-only file systems") }
    try Mounts.begin("inject")
    try run("a full file system", full)
    try run("a read-only file system", readOnly)
  }

  private func run(_ name: String, _ body: (String) throws -> Void) throws {
    let folder = "\(options.folder)/desk"
    do { try body(folder) } catch { throw CrashFault("\(error)\nplace: \(name)\nthe folder: \(folder)") }
    say("  \(name): as it should be")
  }

  /// A contact with a long name of labels, so that a few hundred fill a small disk.
  private func write(_ session: FaultySession) throws -> Bool {
    let before = session.refused
    let text = String(repeating: "filling ", count: 500)
    try session.drain([Workload.line(1, "note.add", #""contactId":"contact-1","text":"\#(text)""#)])
    return session.refused == before
  }

  /// Writes until it is refused, at most so often.
  private func fill(_ session: FaultySession, most: Int = 2_000) throws {
    for _ in 0..<most where try !write(session) { return }
    throw CrashFault("nothing was refused in \(most) writes")
  }

  /// The limit of the child alone: it is set while the child is started.
  private func limited(_ folder: String, _ bytes: Int) throws {
    let desk = try FaultySession.place(scene, at: folder, binary: options.binary)
    var old = rlimit()
    getrlimit(fileSize, &old)
    var new = rlimit(rlim_cur: rlim_t(bytes), rlim_max: old.rlim_max)
    setrlimit(fileSize, &new)
    let session: FaultySession
    do {
      defer { setrlimit(fileSize, &old) }
      session = try FaultySession(desk, sync: "always")
    }
    for drain in scene.drains { try session.drain(drain) }
    for _ in 0..<60 { _ = try write(session) }
    try session.drain([Workload.line(0, "store.snapshot")])
    let code = try session.end()
    say("    \(session.accepted) drains kept, \(session.refused) refused, exit code \(code)")
    try session.checkAfter()
  }

  private func removed(_ folder: String) throws {
    let desk = try FaultySession.place(scene, at: folder, binary: options.binary)
    let session = try FaultySession(desk, sync: "always")
    guard try write(session) else { throw CrashFault("refused before the fault") }
    try FileManager.default.removeItem(atPath: folder)
    for _ in 0..<3 where try write(session) { throw CrashFault("a change was answered that nobody will find") }
    try desk.compare(session.child)
    let code = try session.end()
    guard code == 74 else { throw CrashFault("exit code \(code), not 74") }
  }

  private func moved(_ folder: String) throws {
    let away = folder + ".away"
    let manager = FileManager.default
    if manager.fileExists(atPath: away) { try manager.removeItem(atPath: away) }
    let desk = try FaultySession.place(scene, at: folder, binary: options.binary)
    let session = try FaultySession(desk, sync: "always")
    // Until it has answered, it may not have opened the folder yet.
    guard try write(session) else { throw CrashFault("refused before the fault") }
    try manager.moveItem(atPath: folder, toPath: away)
    for drain in scene.drains { try session.drain(drain) }
    try session.end()
    // Where it was may be another desk since; what was answered is in the folder itself.
    if manager.fileExists(atPath: folder) { try manager.removeItem(atPath: folder) }
    try manager.moveItem(atPath: away, toPath: folder)
    try session.checkAfter()
  }

  private func full(_ folder: String) throws {
    try mounted { place in
      let desk = try FaultySession.place(scene, at: place + "/desk", binary: options.binary, errors: folder + ".stderr")
      let session = try FaultySession(desk, sync: "always")
      for round in 1...3 {
        try fill(session)
        for _ in 0..<3 { _ = try write(session) }
        try desk.compare(session.child)
        try Command.run("mount", "-o", "remount,size=\(round + 1)m", place)
        guard try write(session), try write(session) else { throw CrashFault("there is room, and writes are refused") }
        try session.drain([Workload.line(0, "store.snapshot")])
      }
      guard try session.end() == 0 else { throw CrashFault("it did not end well: \(desk.said)") }
      try session.checkAfter()
    }
  }

  private func readOnly(_ folder: String) throws {
    try mounted { place in
      let desk = try FaultySession.place(scene, at: place + "/desk", binary: options.binary, errors: folder + ".stderr")
      try Command.run("mount", "-o", "remount,ro", place)
      let session = try FaultySession(desk, sync: "always")
      try session.drain([Workload.line(1, "contact.list")])
      let code = try session.end()
      say("    a start on it: exit code \(code): \(desk.said.split(separator: "\n").last ?? "")")
      try Command.run("mount", "-o", "remount,rw", place)
      try session.checkAfter()
    }
  }

  /// A file system of 1 MiB in memory, which is gone behind `body` whatever happens.
  private func mounted(_ body: (String) throws -> Void) throws {
    let place = options.folder + "/mount"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Command.run("mount", "-t", "tmpfs", "-o", "size=1m", "contactdesk", place)
    let result = Result { try body(place) }
    try Command.run("umount", "-l", place)
    try result.get()
  }
}

#if os(macOS)
private let fileSize = RLIMIT_FSIZE
#else
private let fileSize = Int32(RLIMIT_FSIZE.rawValue)
#endif
