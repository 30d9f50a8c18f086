import Demo
import Desk

/// The desk that the options name.
func openDesk(_ settings: Settings) throws(UsageFault) -> Book {
  switch settings.source {
  // There is no store yet: whoever starts this must know that nothing is kept.
  case nil: throw UsageFault("this version keeps its desk in memory only; say --memory (or --demo) to agree")
  case .memory: return Book()
  case .demo:
    do { return try DemoDesk.build() } catch { throw UsageFault("--demo: \(error)") }
  }
}
