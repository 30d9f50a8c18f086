import Foundation

/// A process of ours with pipes on its stdin and stdout, driven from one thread.
///
/// What is offered is written as far as the pipe takes it; what comes back gathers in `received`. Nothing here waits
/// longer than asked, so that a process can be killed at any instant.
final class SpawnedProcess {
  /// Where no answer comes for so long, something hangs.
  var patienceMilliseconds: Int32 = 30_000

  let pid: pid_t
  private var input: Int32
  private let output: Int32
  private var offered: [UInt8] = []
  /// Bytes of all that was offered which the pipe took.
  private(set) var taken = 0
  private(set) var received: [UInt8] = []
  /// Whole lines in `received`, and the offset behind the last one.
  private(set) var (lines, linesEnd) = (0, 0)
  private(set) var isOutputEnded = false
  private var status: Int32?

  /// Starts a program, looked for on PATH; its stderr is added to a file.
  init(_ command: [String], errors: String) throws {
    var (toChild, fromChild): ([Int32], [Int32]) = ([0, 0], [0, 0])
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw CrashFault("pipe: \(errno)") }
    for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    for descriptor in [toChild[1], fromChild[0]] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    #if os(macOS)
    var actions: posix_spawn_file_actions_t?
    #else
    var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, command[0], &actions, nil, &arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    // A process that could not be started has no id: 0 would be all of this group.
    (self.pid, input, output) = (code == 0 ? pid : 0, toChild[1], fromChild[0])
    guard code == 0, pid > 0 else { throw CrashFault("\(command[0]): \(String(cString: strerror(code)))") }
  }

  deinit {
    // Where something is wrong, the folder is to stay as it is.
    signal(SIGKILL)
    _ = wait()
    closeInput()
    close(output)
  }

  /// Takes bytes to be written behind those before.
  func offer(_ bytes: some Sequence<UInt8>) { offered += bytes }

  /// Writes and reads what goes without waiting; then, if nothing went, waits for up to so many milliseconds.
  func pump(milliseconds: Int32) {
    if write() || read() || milliseconds == 0 { return }
    var descriptors = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
    if taken < offered.count && input >= 0 {
      descriptors.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
    }
    _ = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
    _ = write()
    _ = read()
  }

  /// Goes on until so many lines are there, or the process ended.
  func await(lines count: Int) throws {
    while lines < count && !isOutputEnded { try pumpPatiently() }
  }

  /// Reads until the process closes its output.
  func awaitEnd() throws {
    while !isOutputEnded { try pumpPatiently() }
  }

  /// Goes on until all that was offered is written, or nobody takes it.
  func awaitTaken() throws {
    while taken < offered.count && input >= 0 && !isOutputEnded { try pumpPatiently() }
  }

  private func pumpPatiently() throws {
    let before = (received.count, taken, input)
    pump(milliseconds: patienceMilliseconds)
    guard isOutputEnded || before != (received.count, taken, input) else {
      signal(SIGKILL)
      throw CrashFault("nothing came back for \(patienceMilliseconds / 1_000) s")
    }
  }

  private func write() -> Bool {
    guard taken < offered.count, input >= 0 else { return false }
    let count = offered.withUnsafeBytes { bytes in
      Foundation.write(input, bytes.baseAddress.map { $0 + taken }, bytes.count - taken)
    }
    if count > 0 { taken += count }
    // It is gone, or has closed its input.
    if count < 0 && errno != EAGAIN && errno != EINTR { closeInput() }
    return count > 0
  }

  private func read() -> Bool {
    var any = false
    while !isOutputEnded {
      let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { room in
        let count = Foundation.read(output, room.baseAddress, room.count)
        if count > 0 { received += room[..<count] }
        return count
      }
      guard count > 0 else {
        isOutputEnded = count == 0 || (errno != EAGAIN && errno != EINTR)
        break
      }
      any = true
      countLines(from: received.count - count)
    }
    return any
  }

  private func countLines(from start: Int) {
    received.withUnsafeBufferPointer { bytes in
      for index in start..<bytes.count where bytes[index] == 0x0A { (lines, linesEnd) = (lines + 1, index + 1) }
    }
  }

  /// Forgets what was received and offered so far, all of which must have been answered.
  func forget() {
    offered.removeAll(keepingCapacity: true)
    received.removeAll(keepingCapacity: true)
    (taken, lines, linesEnd) = (0, 0, 0)
  }

  /// The whole lines that were received, each with its line feed.
  var answers: [ArraySlice<UInt8>] {
    var (found, start): ([ArraySlice<UInt8>], Int) = ([], 0)
    received.withUnsafeBufferPointer { bytes in
      for index in 0..<linesEnd where bytes[index] == 0x0A {
        found.append(received[start...index])
        start = index + 1
      }
    }
    return found
  }

  // MARK: The end

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  func signal(_ number: Int32) {
    if status == nil && pid > 0 { kill(pid, number) }
  }

  /// Waits for the end: the exit code, or less than 0 the number of the signal that ended it.
  func wait() -> Int32 {
    if let status { return status }
    guard pid > 0 else { return 127 }
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
    let ended = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F)
    status = ended
    return ended
  }

  /// Kills it, takes what it had written, and waits.
  func killNow() throws {
    signal(SIGKILL)
    try awaitEnd()
    _ = wait()
  }
}

/// What went wrong, for whoever runs this.
struct CrashFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
