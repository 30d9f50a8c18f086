import Desk

/// One customer of the demo's company: who they are on which networks, and what happened with them, as a scenario.
///
/// The scenario is read line by line:
///
/// ```
/// 2025-12-09 instagram          the day (UTC), and the channel from here on, by its id
/// 08:41 < Hello?                the customer writes
/// | And another line of it.     goes on with the text above
/// + dent.jpg                    a file that came with it
/// 08:55 (07:10) < Late one.     written at 07:10, delivered at 08:55
/// 08:58 anna> Hello!            an agent answers
/// 09:01 anna notes Ask @daan.   an agent does something: `Step.Action` has the verbs
/// 09:02 crm confirms            the CRM says something
/// 09:03 anna calls team.define {"teamId":"sales","name":"Sales"}
///                               an admin sets the desk up: a method and its params
/// ```
///
/// Within a story the times go forward. The steps of all stories are played in the order of their times.
struct Story {
  /// The name that they show; nil of somebody nameless.
  let name: String?
  /// Who they are on each network, at most once each.
  let profiles: [Profile]
  /// What happened.
  let scenario: String

  init(_ name: String?, _ profiles: Profile..., scenario: String) {
    self.name = name
    self.profiles = profiles
    self.scenario = scenario
  }

  /// A person on one network.
  struct Profile {
    let network: Network
    let externalId: String
    let handle: String?
    /// The name shown there, where it is not that of the story.
    let shows: String?
    /// What the network tells of them: `key = value; key = value`.
    let tells: String

    init(_ network: Network, _ externalId: String, _ handle: String? = nil, shows: String? = nil, tells: String = "") {
      self.network = network
      self.externalId = externalId
      self.handle = handle
      self.shows = shows
      self.tells = tells
    }

    /// Networks of people with pages have pictures; a phone number has none.
    var pictureUrl: String? {
      switch network {
      case .instagram, .facebook, .x, .linkedin, .messenger, .telegram:
        "https://pictures.example.net/\(network.rawValue)/\(externalId).jpg"
      case .whatsapp, .sms, .email, .webchat, .other: nil
      }
    }
  }
}
