extension Subcommand {
  /// `contactdesk find WORDS...`: who is found.
  static let find = Subcommand(
    name: "find", operands: "WORDS...", count: 1...Int.max,
    summary: "Find contacts by words or a part of a telephone number; draw the card of the only one.",
    details: """
      Each word begins a word of the name, a handle, a display name, a label, an id on a network or a value of the \
      card, in any script; case and accents do not matter. Three digits or more are also the beginning or the end of \
      a telephone number. If one contact is found, the card is drawn. Several are listed in the order of their \
      names, and beside each stands where the first word, or the number, was found. An id (contact-12, \
      conversation-7) or NETWORK:HANDLE is that, and never words. If nobody is found, the exit code is 11.
      """,
    options: Option.desk + Option.session + Option.drawing + [Option.limit],
    examples: [
      ("contactdesk find fair --demo", "by the beginning of a name or a label"),
      ("contactdesk find 0142 --demo", "by the end of a telephone number"),
      ("contactdesk find gold ghent --demo", "who has both words, in whatever fields"),
      ("contactdesk find @example.com --limit 5 --demo", "the first five with such an address"),
    ],
    exits: LocalDesk.exits,
    run: drawFound)
}
