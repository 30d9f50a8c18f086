/// The limits of the wire; `system.info` tells them. Those of the domain are in `DeskLimits`.
public enum WireLimits {
  /// Longest line, in bytes, without its line feed: 16 MiB.
  public static let lineBytesMax = 16 << 20

  /// Deepest nesting of arrays and objects in a line; the outermost is level 1.
  public static let depthMax = 128

  /// Longest id of a request, in bytes as it is written between its quotes: each answer repeats it.
  public static let requestIdBytesMax = 1_024

  /// Most members of a message.
  public static let membersMax = 100

  /// Most messages in a batch.
  public static let batchMax = 1_000

  /// Once the answers of one batch pass this many bytes (64 MiB), its remaining calls are not executed.
  public static let batchAnswerBytesMax = 64 << 20

  /// Once the calls of one batch have written, searched and changed this many bytes (128 MiB), be it that nothing was
  /// found or that nobody asked for an answer, its remaining calls are not executed.
  public static let batchWorkBytesMax = 128 << 20

  /// Most calls that wait for something outside of the process, such as a connector of the CRM.
  public static let waitingCallsMax = 64

  /// Most entries in a page.
  public static let pageMax = 500

  /// A page closes once it passes this many bytes (1 MiB), whatever its `limit`.
  public static let pageBytesMax = 1 << 20

  /// Answers held for a client that writes without reading, in bytes (64 MiB); then we stop reading.
  public static let heldAnswerBytesMax = 64 << 20
}
