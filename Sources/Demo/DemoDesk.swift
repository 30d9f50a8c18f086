public import Desk
import Server

/// A believable desk to play with and to show: that of Wickelby, a lantern workshop in Ghent that does not exist.
///
/// Wickelby makes lamps that are carried about: the Moth (a lantern), the Owl (a night light), the Heron (a reading
/// lamp), the Firefly (a string of lights) and the Beacon (for boats); an app dims them. Addresses, numbers and people
/// are invented: example.com and its sisters (RFC 2606); numbers of the ranges kept free for fiction in North America,
/// the United Kingdom, France and Australia, elsewhere made up.
public enum DemoDesk {
  /// When the stories end, on a Thursday: what the clock shows to somebody who opens the desk and names no time.
  public static let end = Timestamp(milliseconds: 1_768_492_800_000)

  /// All stories; those of equal times are played in this order.
  static var stories: [Story] {
    [workshop, isla] + lowCountries + french + middleEurope + south + east + eastAsia + english
  }

  /// Builds the desk: the same changes every time.
  ///
  /// Every step is a request to a real session, so that all rules of the product hold. `observer` gets each
  /// change in order. Throws the request that the desk refused, which a test would have found.
  public static func build(observer: ((Change) -> Void)? = nil) throws -> Book {
    var reader = ScenarioReader()
    let stories = self.stories
    for (number, story) in stories.enumerated() { try reader.read(story.scenario, story: number) }
    let steps = inOrder(reader.steps)
    let scenario = try ScenarioRunner(stories, opensAt: steps.first?.at, observer: observer)
    for step in steps { try scenario.run(step) }
    return scenario.runner.book
  }

  /// The steps by time, each at a second of its own minute that looks like chance.
  private static func inOrder(_ steps: [Step]) -> [Step] {
    // By place too: Swift promises no stable sort.
    let order = steps.indices.sorted { (steps[$0].at, $0) < (steps[$1].at, $1) }
    var result: [Step] = []
    for (turn, index) in order.enumerated() {
      var step = steps[index]
      step.at = step.at.advanced(by: Int64(turn * 17 % 43 * 1_000 + turn * 389 % 1_000))
      if let last = result.last, step.at < last.at.advanced(by: 1_000) { step.at = last.at.advanced(by: 1_734) }
      result.append(step)
    }
    return result
  }
}
