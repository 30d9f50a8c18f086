import Demo
import Desk
import Disk
import Server
import Store
import Terminal

extension Subcommand {
  /// `contactdesk demo`: the demo desk, served, or put into a folder.
  static let demo = Subcommand(
    name: "demo", operands: "[DIR]", count: 0...1,
    summary: "A desk to play with: people on many networks, in many languages, agents, teams, VIPs, notes.",
    details: """
      With DIR it is put into that folder, which must have no desk yet; contactdesk --data DIR serves it then. With \
      --memory it is served at once, and gone with the process. Its agents are anna (an admin), ben, chloe, daan and \
      emi (agents), hilde (a viewer) and deniz, who left; there are two WhatsApp numbers. Four groups order its queue \
      and route to its three teams. What waits for an answer for 14 days is resolved by the desk itself: so its clock \
      shows the last day of its stories, and a folder is served like that with --clock \(DemoDesk.end).
      """,
    options: [Option.memory] + Option.session + Option.serving,
    examples: [
      ("contactdesk demo ./desk", "a folder to play with"),
      (
        #"echo '{"jsonrpc":"2.0","id":1,"method":"contact.list"}' | contactdesk demo --memory"#,
        "who is there"
      ),
      ("contactdesk card contact-1 --demo", "the same desk, drawn"),
      ("contactdesk queue --demo", "who waits there for an agent, and why"),
      ("contactdesk card instagram:defne.isikli --demo --clock 2026-01-18T16:00:00Z", "the same three days later"),
    ],
    exits: serve.exits,
    run: { settings, operands throws(UsageFault) in
      if let folder = operands.first {
        guard settings.source == nil else { throw UsageFault("demo: name a folder or say --memory, not both") }
        return try keepDemo(in: folder)
      }
      guard settings.source != nil else {
        throw UsageFault("demo: name a folder that the demo desk is put into, or say --memory to serve it")
      }
      var settings = settings
      settings.source = .demo
      return try runServer(settings)
    })

  /// Puts the demo desk into a folder that has no desk yet.
  private static func keepDemo(in folder: String) throws(UsageFault) -> Int32 {
    let shown = UsageFault.shown(folder)
    if let expected = FolderPath.expected(folder) { throw UsageFault("DIR: expected \(expected), got \(shown)") }
    try OwnFiles.expectNone(in: folder)
    var changes: [Change] = []
    do {
      let book = try DemoDesk.build { changes.append($0) }
      changes.append(DemoDesk.fileConnector(in: book))
    } catch {
      throw UsageFault("demo: \(error)")
    }
    let isMade: Bool
    do throws(StoreError) { isMade = try keep(changes, in: folder) } catch { throw UsageFault(error) }
    guard isMade else { throw UsageFault("there is a desk in \(shown) already: name another folder") }
    try writeCustomers(in: folder)
    return TerminalOutput.write(
      "The demo desk is in \(shown). contactdesk --data \(shown) --clock \(DemoDesk.end) serves it as it was on its "
        + "last day.\nWithout --clock, the desk first resolves what has waited for an answer for 14 days.\n")
  }

  /// Puts changes into a folder; false if it has a desk already.
  private static func keep(_ changes: [Change], in folder: String) throws(StoreError) -> Bool {
    let store = try Store.open(folder, sync: .always) { Log.write($0) }
    var transaction = try store.beginWrite()
    guard store.book.seq == 0 else {
      try transaction.abort()
      return false
    }
    for change in changes { try transaction.stage([change]) }
    do throws(CommitFailure) { try transaction.commit() } catch { throw .write(error.reason) }
    try store.snapshot()
    try store.close()
    return true
  }

  /// Puts the customer file of the demo desk beside it.
  private static func writeCustomers(in folder: String) throws(UsageFault) {
    let disk = SystemDisk()
    do throws(DiskError) {
      let file = try disk.open("\(folder)/\(DemoDesk.customersName)", .create)
      defer { disk.close(file) }
      try Array(DemoDesk.customers.utf8).withUnsafeBufferPointer { bytes throws(DiskError) in
        try disk.writeAll(file, UnsafeRawBufferPointer(bytes), at: 0)
      }
    } catch {
      throw UsageFault("demo: \(error)")
    }
  }
}
