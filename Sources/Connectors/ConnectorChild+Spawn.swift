#if canImport(Glibc)
// `environ` is a variable that nobody changes: the desk has no call that would.
@preconcurrency import Glibc

/// pipe2(2): the module of the C library leaves it out. `pipe` and `fcntl` are two steps, and a child that another
/// thread starts between them would inherit the pipe.
@_silgen_name("pipe2")
private func pipe2(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32

// The module leaves these out, too: they are GNU's (glibc 2.29 and 2.34).
@_silgen_name("posix_spawn_file_actions_addchdir_np")
private func posix_spawn_file_actions_addchdir_np(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ path: UnsafePointer<CChar>
) -> Int32
@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
private func posix_spawn_file_actions_addclosefrom_np(
  _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ from: Int32
) -> Int32
#else
import Darwin
#endif

extension ConnectorChild {
  /// A pipe whose ends no other child inherits; nil where `errno` says why.
  static func makePipe() -> (reader: Int32, writer: Int32)? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
    guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
    #else
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    return (ends[0], ends[1])
  }

  /// posix_spawnp(3), with these as descriptors 0 to 2: 0, or the error. The child has a process group of its own, no
  /// signal blocked or ignored, and no other descriptor, not even those that the desk has from its own parent.
  static func spawn(_ pid: inout pid_t, _ words: [String], _ descriptors: [Int32], _ folder: String?) -> Int32 {
    guard let program = words.first else { return EINVAL }
    #if canImport(Glibc)
    var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    let environment = environ
    #else
    var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
    let flags =
      POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_CLOEXEC_DEFAULT
    let environment = _NSGetEnviron().pointee
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, end) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
    }
    if let folder { _ = posix_spawn_file_actions_addchdir_np(&actions, folder) }
    #if canImport(Glibc)
    _ = posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
    var (defaults, mask) = (sigset_t(), sigset_t())
    sigfillset(&defaults)
    for fixed in [SIGKILL, SIGSTOP] { sigdelset(&defaults, fixed) }
    sigemptyset(&mask)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &mask)
    let words = CWords(words)
    return posix_spawnp(&pid, program, &actions, &attributes, words.pointers, environment)
  }
}
