/// One of so many cases, evenly, where all would take too long; all with CONTACTDESK_FULL=1.
///
/// The same ones in every run. A prime number of many mixes best with what comes in turns.
public struct Sampler {
  private let every: Int
  private var count = 0

  /// One of so many.
  public init(oneOf every: Int) { self.every = every }

  /// True if the next case is in it.
  public mutating func takesNext() -> Bool {
    count += 1
    return Setting.isFull || count % every == 1 % every
  }
}
