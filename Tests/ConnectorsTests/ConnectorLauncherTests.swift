import Foundation
import Testing

@testable import Connectors

/// The step between the desk and its connector.
struct ConnectorLauncherTests {
  @Test func becomesTheProgram() async {
    await #expect(processExitsWith: .exitCode(7)) {
      ConnectorLauncher.run(["\(getppid())", "/bin/sh", "-c", "exit $1", "name", "7"])
    }
  }

  @Test func endsWithoutItsParent() async {
    await #expect(processExitsWith: .exitCode(0)) {
      ConnectorLauncher.run(["\(getpid())", "/bin/sh", "-c", "exit 7"])
    }
  }

  @Test func saysWhyThereIsNoProgram() async throws {
    let ended = try #require(
      await #expect(processExitsWith: .exitCode(127), observing: [\.standardErrorContent]) {
        ConnectorLauncher.run(["\(getppid())", "/no/such/program"])
      })
    let said = String(decoding: ended.standardErrorContent, as: UTF8.self)
    #expect(said.hasSuffix("contactdesk cannot run /no/such/program: No such file or directory\n"), "\(said)")
  }

  #if os(Linux)
  /// The program is killed once the desk dies: it asks the system which signal it gets (PR_GET_PDEATHSIG).
  @Test(.enabled(if: Hostile.canRun, "there is no python3 of version 3.9 or later"))
  func theSystemKillsAnOrphan() async {
    await #expect(processExitsWith: .exitCode(9)) {
      let program = """
        import ctypes, sys
        number = ctypes.c_int()
        ctypes.CDLL(None).prctl(2, ctypes.byref(number), 0, 0, 0)
        sys.exit(number.value)
        """
      ConnectorLauncher.run(["\(getppid())", try #require(Hostile.interpreter), "-I", "-S", "-c", program])
    }
  }
  #endif

  /// What the launcher says is the reason; the same from a connector is not.
  @Test func theReasonIsTheSystems() throws {
    let words = ["-c", "echo contactdesk cannot run $2: Exec format error >&2; exit 127", "name"]
    let launched = try Rig(argv: ["crm"], launcher: ["/bin/sh"] + words)
    let failure = ConnectorProcess.Outcome.failed(reason: "the connector cannot be started: crm: Exec format error")
    #expect(launched.outcomes(of: Array(repeating: "1", count: 10)) == Array(repeating: failure, count: 10))
    launched.finish()
    let direct = try Rig(argv: ["/bin/sh"] + words + ["0", "crm"])
    #expect(
      direct.outcomes(of: ["1"]) == [.failed(reason: "the connector ended with exit code 127 before it answered")])
    direct.finish()
  }

  /// The reason is seen even if the log has enough lines for this second.
  @Test func theReasonIsFoundInAnyCase() throws {
    let rig = try Rig(argv: ["crm"], launcher: ["/bin/sh", "-c", "echo contactdesk cannot run a: b >&2; exit 127"])
    rig.freeze()
    for token in 1...25 {
      rig.ask(token)
      #expect(rig.outcome(of: token) == .failed(reason: "the connector cannot be started: a: b"))
    }
    #expect(rig.log.count == 20)
    rig.finish()
    #expect(rig.log.count == 21)
  }

  /// It is given the desk's process id.
  @Test func theDeskIsNamed() throws {
    let rig = try Rig(argv: ["crm", "a"], launcher: ["/bin/sh", "-c", "echo $@ >&2; exit 1", "name"])
    _ = rig.outcomes(of: ["1"])
    rig.finish()
    #expect(rig.log == ["connector: \(getpid()) crm a"])
  }
}
