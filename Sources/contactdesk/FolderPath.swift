/// What the command line checks of a path before anything is read or made there.
enum FolderPath {
  /// What was expected in the place of a path that names no folder, or another one than its writer means; nil of any
  /// other path.
  static func expected(_ path: String) -> String? {
    if path.isEmpty { return "a folder" }
    // A shell expands ~ at the beginning of a word: not in quotes, not after --data=, not in a file of settings.
    // By bytes: a combining mark after the slash would be one character with it.
    guard path == "~" || path.utf8.starts(with: "~/".utf8) else { return nil }
    return "a path that begins with $HOME instead of ~, which no shell has expanded here (./~ names a folder called ~)"
  }
}
