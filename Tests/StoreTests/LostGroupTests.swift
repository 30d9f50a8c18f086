import Desk
import Testing

@testable import Salvage

/// A desk with groups, made of changes some of which are lost.
struct LostGroupTests {
  private static let (care, vips) = (TeamNumber(1), GroupNumber(1))
  private static let isVip = Condition(.vip, .is, .one(.boolean(true)))
  private static let tier = AttributeDefinition(
    number: 8, key: "tier", label: "Tier", format: .text, options: [], isEnabled: true, isLookup: false,
    isCRMManaged: false, isAgentEditable: true)

  private static func group(_ condition: Condition, teams: [TeamNumber] = []) -> Group.Definition {
    Group.Definition(name: "G", match: .all, conditions: [condition], isPrioritized: true, teams: teams)
  }

  private static let story: [(name: String, change: Change)] = {
    let book = Book()
    var story: [(name: String, change: Change)] = []
    func add(_ name: String, _ what: Change.What) {
      let change = Change(seq: book.seq + 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: what)
      book.apply(change)
      story.append((name, change))
    }
    let ofTier = group(Condition(.attribute(8), .empty, .none))
    add("anna", .agent(AgentNumber(1), .recorded(id: "anna", name: "Anna", role: .admin)))
    add("care", .team(care, .defined(id: "care", name: "Care")))
    add("tier", .schema(.defined(tier)))
    add("vips", .group(vips, .defined(id: "vips", group(isVip, teams: [care]))))
    add("vips changed", book.groupUpdate(vips, to: ofTier))
    add("care removed", book.removal(of: care))
    add("care again", .team(TeamNumber(2), .defined(id: "care", name: "Care")))
    add("vips removed", book.removal(of: vips))
    add("vips again", .group(GroupNumber(2), .defined(id: "vips", group(isVip))))
    add("tier removed", .schema(.removed(tier, at: 7)))
    return story
  }()

  /// What is lost; what is set aside, and why; which placeholders are there.
  private static let cases: [(lost: Set<String>, aside: [String: String], placeholders: [Placeholder: Int])] = [
    ([], [:], [:]), (["vips"], [:], [.group: 1]), (["care"], [:], [.team: 1]), (["tier"], [:], [.attribute: 1]),
    (["care", "vips"], [:], [.team: 1, .group: 1]), (["vips", "vips changed"], [:], [.group: 1]),
    (["vips again"], [:], [:]), (["tier removed"], [:], [:]),
    (
      ["vips changed"],
      [
        "care removed": "a group routes to team 1; a change of it is lost",
        "care again": "another team has the id care",
      ], [:]
    ),
    (
      ["vips removed"],
      [
        "vips again": "another group has the id vips",
        "tier removed": "groups look at attribute 8; a change of them is lost",
      ], [:]
    ),
    (
      ["care removed"], ["care again": "another team has the id care"], [:]
    ),
  ]

  @Test func eachCase() {
    for (lost, aside, placeholders) in Self.cases {
      let replay = PartialReplay(placeholdersMax: 99)
      var found: [String: String] = [:]
      for (name, change) in Self.story {
        if lost.contains(name) {
          replay.lose(1)
          continue
        }
        do throws(SetAside) { try replay.take(change) } catch { found[name] = error.reason }
      }
      #expect(found == aside, "\(lost)")
      #expect(replay.placeholders == placeholders, "\(lost)")
      #expect(replay.kept + aside.count + lost.count == Self.story.count, "\(lost)")
    }
  }
}
