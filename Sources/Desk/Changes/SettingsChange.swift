import Tables

/// What can happen to the settings.
public enum SettingsChange: Sendable {
  /// An admin set some of them; all are as they say from now on.
  indirect case set(Edit<Settings>)
  /// An admin said which CRM contacts are looked up in; nil: in none.
  indirect case connectorConfigured(Edit<Connector?>)
}

extension Book {
  /// What makes the settings be these.
  public func settingsChange(to settings: Settings) -> Change.What {
    .settings(.set(Edit(self.settings, to: settings)))
  }

  /// What makes the connector be this one.
  public func connectorChange(to connector: Connector?) -> Change.What {
    .settings(.connectorConfigured(Edit(self.connector, to: connector)))
  }

  func accepts(_ change: SettingsChange) -> Bool {
    switch change {
    case .set(let settings):
      (settings.after.matchingAttribute.map { schema.place(number: $0) != nil } ?? true)
        && settings.after.autoResolveDays.map(Settings.autoResolveDaysRange.contains) ?? true
    case .connectorConfigured(let connector):
      connector.after?.matchOn?.allSatisfy { schema.place(number: $0) != nil } ?? true
    }
  }

  func apply(_ what: SettingsChange, _ change: Change) {
    switch what {
    case .set(let settings): (self.settings, settingsVersion) = (settings.after, change.seq)
    case .connectorConfigured(let connector): (self.connector, connectorVersion) = (connector.after, change.seq)
    }
  }
}
