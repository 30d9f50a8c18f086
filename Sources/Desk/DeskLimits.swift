/// The limits of the domain; `system.info` tells them. Lengths are numbers of Unicode scalars unless said.
public enum DeskLimits {
  /// Names, handles, display names and external ids.
  public static let nameMax = 255
  /// A label.
  public static let labelMax = 64
  /// Labels of a contact.
  public static let labelsMax = 100
  /// A topic of a conversation.
  public static let topicMax = 64
  /// Topics of a conversation.
  public static let topicsMax = 50
  /// An option of a `choice` or `choices` attribute.
  public static let optionMax = 255
  /// Options of an attribute.
  public static let optionsMax = 1_000
  /// A reason, as given for a VIP.
  public static let reasonMax = 500
  /// A note.
  public static let noteMax = 5_000
  /// The text of an attribute value.
  public static let attributeTextMax = 1_000
  /// The text of a message.
  public static let messageTextMax = 100_000
  /// The channel's own id of a message.
  public static let messageExternalIdMax = 1_000
  /// A URL, in bytes.
  public static let urlBytesMax = 2_048
  /// A URL of a message, in bytes: signed addresses of files are long.
  public static let messageUrlBytesMax = 8_192
  /// Identities of a contact.
  public static let identitiesMax = 100
  /// Attachments of a message.
  public static let attachmentsMax = 50
  /// Options of all attributes together, in bytes (UTF-8): each card has them. 1 MiB.
  public static let optionBytesMax = 1 << 20
  /// The text of any attribute value, in bytes: longer ones are refused before anything looks at them.
  public static let valueBytesMax = attributeTextMax * 4
  /// An id or a key that names something, in bytes: nothing has a longer one, so it is not looked up. A name of
  /// `nameMax` characters fits.
  public static let idBytesMax = 1_024
  /// A cursor, in bytes: some end with a name.
  public static let cursorBytesMax = idBytesMax + 64
  /// Attachments of a message that are looked at: of more, the rest is left out.
  public static let attachmentsRead = 1_000
  /// Channels of a desk, built-in ones included.
  public static let channelsMax = 500
  /// Teams of a desk.
  public static let teamsMax = 500
  /// Groups of a desk.
  public static let groupsMax = 200
  /// Conditions of a group.
  public static let conditionsMax = 20
  /// Values of a condition that takes several.
  public static let conditionValuesMax = 200
  /// Contacts with one value of the matching attribute that are linked: of a value that more have, none are.
  public static let linkedMax = 20
  /// Attribute definitions of a desk.
  public static let definitionsMax = 500
}
