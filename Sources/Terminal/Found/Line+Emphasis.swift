extension Line {
  /// A text in so many columns, in which a place is emphasised if there is one. Of a text that is longer, what stands
  /// around that place.
  ///
  /// A text with right-to-left letters is emphasised as a whole: in pieces, its letters would not join, and stand in
  /// another order.
  init(_ text: SafeText, emphasised place: Range<String.Index>?, to room: Int) {
    self.init()
    guard let place else {
      add(Fit.cut(text, to: room))
      return
    }
    let all = text.text
    let start = Columns.atMost(all) > room ? Self.start(of: all, around: place, room) : all.startIndex
    let before = (start == all.startIndex ? "" : "…") + all[start..<place.lowerBound]
    let shown = Fit.cut(SafeText(joined: before + all[place.lowerBound...]), to: room)
    guard !shown.isBidirectional else {
      add(shown, .strong)
      return
    }
    let (rest, count) = (shown.text.dropFirst(before.count), all[place].count)
    for (piece, style) in [
      (shown.text.prefix(before.count), Style.plain), (rest.prefix(count), .strong), (rest.dropFirst(count), .plain),
    ] where !piece.isEmpty {
      add(SafeText(joined: String(piece)), style)
    }
  }

  /// Where to begin, so that the end of the place fits, with a `…` on both sides.
  private static func start(of text: String, around place: Range<String.Index>, _ room: Int) -> String.Index {
    var (start, left) = (place.lowerBound, room - 2 - Columns.atMost(String(text[place])))
    while start > text.startIndex {
      let before = text.index(before: start)
      left -= Columns.atMost(text[before])
      guard left >= 0 else { break }
      start = before
    }
    return start
  }
}
