import Tables

/// What can happen to the settings.
public enum SettingsChange: Sendable {
  /// An admin set some of them; all are as they say from now on.
  indirect case set(Edit<Settings>)
}

extension Book {
  /// What makes the settings be these.
  public func settingsChange(to settings: Settings) -> Change.What {
    .settings(.set(Edit(self.settings, to: settings)))
  }

  func accepts(_ change: SettingsChange) -> Bool {
    switch change {
    case .set(let settings):
      (settings.after.matchingAttribute.map { schema.place(number: $0) != nil } ?? true)
        && settings.after.autoResolveDays.map(Settings.autoResolveDaysRange.contains) ?? true
    }
  }

  func apply(_ what: SettingsChange, _ change: Change) {
    switch what {
    case .set(let settings): self.settings = settings.after
    }
    settingsVersion = change.seq
  }
}
