import Demo
import Desk
import Server
import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The desk that the options name: in memory, or that of a folder, where one is made unless `makesDesk` is false. The
/// demo desk also says what the session's clock shows.
func openDesk(_ settings: inout Settings, makesDesk: Bool = true) throws(UsageFault) -> DeskLocation {
  if settings.source != nil && settings.data != nil {
    throw UsageFault("--data names a folder to keep the desk in, and --memory and --demo keep nothing: say one of them")
  }
  switch settings.source {
  case nil:
    let folder: String
    if let data = settings.data { folder = data } else { folder = try dataFolder() }
    try OwnFiles.expectNone(in: folder)
    let log = Log(settings.server.log)
    do throws(StoreError) {
      let store = try Store.open(
        folder, sync: settings.sync, isExclusive: settings.isExclusive, makesDesk: makesDesk
      ) { log(.warn, $0) }
      return .folder(store)
    } catch {
      throw UsageFault(error)
    }
  case .memory: return .memory(Book())
  case .demo:
    let book: Book
    do { book = try DemoDesk.build() } catch { throw UsageFault("--demo: \(error)") }
    settings.server.session.clock = try demoClock(settings.server.session.clock, after: book.seq)
    return .memory(book)
  }
}

/// The clock of a session on the demo desk: it shows at the start what `--clock` says, or when the stories end. By the
/// system's clock, all that waits for an answer would be resolved before anybody sees it (`autoResolveDays`).
private func demoClock(_ start: Timestamp?, after seq: Int) throws(UsageFault) -> Timestamp {
  let start = start ?? DemoDesk.end
  guard start >= DemoDesk.end else {
    throw UsageFault(
      "--clock: expected \(DemoDesk.end), when the stories of the demo desk end, or a later time; got \(start)")
  }
  // A clock that is set moves 1 ms with each change, those of the stories included.
  return start.advanced(by: Int64(-seq))
}

/// Where the desk of a user is kept who named no folder: CONTACTDESK_DATA, else the platform's folder for data (Linux:
/// XDG Base Directory Specification 0.8, which has a path that is not absolute ignored).
func dataFolder() throws(UsageFault) -> String {
  if let folder = try environment("CONTACTDESK_DATA") {
    if let expected = FolderPath.expected(folder) {
      throw UsageFault("CONTACTDESK_DATA: expected \(expected), got \(UsageFault.shown(folder))")
    }
    return folder
  }
  #if os(macOS)
  if let home = try environment("HOME") { return home + "/Library/Application Support/ContactDesk" }
  #else
  if let data = try environment("XDG_DATA_HOME"), data.hasPrefix("/") { return data + "/contactdesk" }
  if let home = try environment("HOME") { return home + "/.local/share/contactdesk" }
  #endif
  throw UsageFault("there is no HOME to keep the desk in: name a folder with --data, or say --memory")
}

/// A variable that is set and not empty. One that is not UTF-8 would name another folder than it says.
private func environment(_ name: String) throws(UsageFault) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  guard let text = String(validatingCString: value) else {
    throw UsageFault(name, isNotUTF8: value)
  }
  return text
}
