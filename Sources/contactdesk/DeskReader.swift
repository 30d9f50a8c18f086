import JSON

/// Reads lists of a desk, until a call fails.
struct DeskReader {
  /// The most that a page has.
  static let pageMax = 500

  /// The most contacts that `card.getMany` takes.
  private static let cardsMax = 100

  private let desk: LocalDesk
  /// The first error, if there was one: JSON.
  private(set) var error: [UInt8]?

  init(_ desk: LocalDesk) { self.desk = desk }

  /// A page of a list, and the cursor of the next one; nil after an error. `filter` writes the members of the params
  /// beside `limit` and `cursor`.
  mutating func page(
    _ method: String, limit: Int, _ cursor: String?, _ filter: (inout JSONWriter) -> Void = { _ in }
  ) throws(UsageFault) -> (page: [UInt8], next: String?)? {
    var params = JSONWriter()
    params.beginObject()
    filter(&params)
    params.member("limit", limit)
    params.member("cursor", cursor)
    params.endObject()
    guard let page = try result(of: method, params.bytes) else { return nil }
    return (page, LocalDesk.withValue(of: page) { $0.member("nextCursor")?.string } ?? nil)
  }

  /// The pages of a list after a cursor, or all; up to the first error.
  mutating func pages(
    _ method: String, after cursor: String? = nil, _ filter: (inout JSONWriter) -> Void = { _ in }
  ) throws(UsageFault) -> [[UInt8]] {
    var (pages, cursor): ([[UInt8]], String?) = ([], cursor)
    repeat {
      guard let (page, next) = try page(method, limit: Self.pageMax, cursor, filter) else { return pages }
      pages.append(page)
      cursor = next
    } while cursor != nil
    return pages
  }

  /// Pages of `card.getMany` of these contacts; up to the first error.
  mutating func cards(of contacts: [String]) throws(UsageFault) -> [[UInt8]] {
    var (left, pages): ([String], [[UInt8]]) = (contacts, [])
    while !left.isEmpty {
      let asked = Array(left.prefix(Self.cardsMax))
      var params = JSONWriter()
      params.beginObject()
      params.member("contactIds", asked)
      params.endObject()
      guard let page = try result(of: "card.getMany", params.bytes) else { return pages }
      pages.append(page)
      let remaining =
        LocalDesk.withValue(of: page) { page in
          page.member("remaining").map { $0.elements.compactMap(\.string) } ?? []
        } ?? []
      left = remaining + left.dropFirst(asked.count)
    }
    return pages
  }

  /// The result of a call; nil after an error.
  mutating func result(of method: String, _ params: [UInt8]? = nil) throws(UsageFault) -> [UInt8]? {
    switch try desk.call(method, params) {
    case .result(let result): return result
    case .error(let error):
      self.error = self.error ?? error
      return nil
    }
  }
}
