import Desk

// What happens to the settings, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum SettingsCase: UInt8, CaseIterable {
    /// settings before · after, each: the matching attribute (0: none) · VIPs enabled · days until auto-resolve (0:
    /// never) · the country's code, or none
    case set = 1
    /// connector before · after, each: 0 (none) or 1 · name · kind, and of a file the path, of a command the
    /// arguments and the time-out in ms · whether attributes are named, and their numbers · confirms · automatic
    case connectorConfigured = 2
  }
}

extension ByteWriter {
  mutating func change(_ change: SettingsChange) {
    switch change {
    case .set(let settings):
      byte(ChangeCoding.SettingsCase.set.rawValue)
      self.settings(settings.before)
      self.settings(settings.after)
    case .connectorConfigured(let connector):
      byte(ChangeCoding.SettingsCase.connectorConfigured.rawValue)
      self.connector(connector.before)
      self.connector(connector.after)
    }
  }

  private mutating func settings(_ settings: Settings) {
    optionalNumber(settings.matchingAttribute)
    boolean(settings.isVipEnabled)
    optionalNumber(settings.autoResolveDays)
    text(settings.phoneCountry?.code)
  }

  private mutating func connector(_ connector: Connector?) {
    boolean(connector != nil)
    guard let connector else { return }
    text(connector.name)
    word(connector.kind.name)
    switch connector.kind {
    case .client: break
    case .file(let path): text(path)
    case .command(let argv, let timeout):
      texts(argv)
      number(timeout)
    }
    boolean(connector.matchOn != nil)
    if let matchOn = connector.matchOn { numbers(matchOn) }
    boolean(connector.isAutoConfirming)
    boolean(connector.isAutomatic)
  }
}

extension ByteReader {
  mutating func settingsChange() throws(CodingError) -> SettingsChange {
    switch try tag(ChangeCoding.SettingsCase.self) {
    case .set: .set(try edit { reader throws(CodingError) in try reader.settings() })
    case .connectorConfigured:
      .connectorConfigured(try edit { reader throws(CodingError) in try reader.connector() })
    }
  }

  private mutating func connector() throws(CodingError) -> Connector? {
    guard try boolean() else { return nil }
    return Connector(
      name: try text(), kind: try connectorKind(), matchOn: try boolean() ? try ordinals() : nil,
      isAutoConfirming: try boolean(), isAutomatic: try boolean())
  }

  private mutating func connectorKind() throws(CodingError) -> Connector.Kind {
    switch try word(Connector.Kind.Name.self) {
    case .client: .client
    case .file: .file(path: try text())
    case .command: .command(argv: try texts(), timeoutMilliseconds: try number())
    }
  }

  private mutating func settings() throws(CodingError) -> Settings {
    var settings = Settings()
    settings.matchingAttribute = try optionalNumber()
    settings.isVipEnabled = try boolean()
    settings.autoResolveDays = try optionalNumber()
    guard let code = try optionalText() else { return settings }
    guard let country = PhoneCountry(code: code), country.code == code else {
      throw later("a country that this program knows")
    }
    settings.phoneCountry = country
    return settings
  }
}

extension ChangeText {
  init(_ change: SettingsChange) {
    switch change {
    case .set(let settings):
      let settings = settings.after
      let vip = settings.isVipEnabled ? "on" : "off"
      let days = settings.autoResolveDays.map { "after \($0) days" } ?? "off"
      let attribute = settings.matchingAttribute.map { "attribute \($0)" } ?? "none"
      let country = settings.phoneCountry?.code ?? "none"
      self.init(
        "the settings became: VIPs \(vip), auto-resolve \(days), matching attribute \(attribute), phone country \(country)"
      )
    case .connectorConfigured(let connector):
      self.init("the CRM connector became \(connector.after?.kind.name.rawValue ?? "none")")
      add("name", connector.after?.name)
    }
  }
}
