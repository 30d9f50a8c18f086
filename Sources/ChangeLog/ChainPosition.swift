/// A place in a chain of journals: up to there all is written, or committed.
package struct ChainPosition: Equatable {
  /// The number of the journal that takes records.
  package var journal: Int
  /// The number of the last snapshot; 0 if there is none.
  package var snapshot: Int
  /// The place in that journal.
  package var inJournal: Journal.Position

  package init(journal: Int, snapshot: Int, inJournal: Journal.Position) {
    (self.journal, self.snapshot, self.inJournal) = (journal, snapshot, inJournal)
  }
}

/// A journal that another one has followed. Once that is published, this one may say so, too (`mark()`): a reader that
/// meets the mark finds that the published position has moved on.
package struct Rotation {
  let previous: Journal
  let end: Int
  let next: FileHeader

  package func mark() { previous.mark(at: end, before: next) }
}
