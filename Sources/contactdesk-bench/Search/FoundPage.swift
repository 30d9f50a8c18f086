import Foundation
import RPC

/// A page of `contact.search`, or a refusal of the query.
struct FoundPage {
  /// The numbers of the contacts.
  let contacts: [Int]
  let nextCursor: String?
  /// Whether the query was refused, as the protocol says.
  let isRefused: Bool

  private static let refusals = [ErrorCode.invalidParams, .invalidValue, .limitExceeded].map(\.number)

  init(_ answer: Data) throws {
    let tree = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
    let result = tree?["result"] as? [String: Any]
    let rows = result?["contacts"] as? [[String: Any]]
    contacts = (rows ?? []).compactMap { ($0["contactId"] as? String).flatMap { Int($0.dropFirst("contact-".count)) } }
    nextCursor = result?["nextCursor"] as? String
    let code = (tree?["error"] as? [String: Any])?["code"] as? Int
    isRefused = code.map(Self.refusals.contains) ?? false
    guard rows != nil || isRefused else { throw CrashFault(String(decoding: answer, as: UTF8.self)) }
  }
}
