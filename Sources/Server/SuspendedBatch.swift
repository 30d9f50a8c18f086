import Methods

/// A batch of which some messages are executed and others are not yet: it waits for one of its calls, or for a commit.
struct SuspendedBatch {
  /// Where the answers so far are, and the bracket before them.
  enum Answers {
    /// At the end of the output, from here on: until the commit, and while the batch goes on right after it.
    case inOutput(from: Int)
    /// Apart, while other lines are executed.
    case apart([UInt8])
  }

  /// The array, as it came.
  let text: [UInt8]
  var answers: Answers
  /// How many messages are done, one that waits included.
  let done: Int
  /// What those have cost.
  let work: BatchWork.Account

  /// What it keeps, in bytes.
  var bytes: Int {
    switch answers {
    case .inOutput: text.count
    case .apart(let answers): text.count + answers.count
    }
  }
}
