/// Where a message stands in what was read.
enum MessagePlace {
  /// On a line, and more lines may follow before the commit.
  case line
  /// On the last line that was read: the disk may begin with its changes while it is answered.
  case lastLine
  /// In a batch.
  case batch
}
