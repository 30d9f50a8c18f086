import Desk

// What happens to the settings, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum SettingsCase: UInt8, CaseIterable {
    /// settings before · after, each: the matching attribute (0: none) · VIPs enabled · days until auto-resolve (0:
    /// never) · the country's code, or none
    case set = 1
  }
}

extension ByteWriter {
  mutating func change(_ change: SettingsChange) {
    switch change {
    case .set(let settings):
      byte(ChangeCoding.SettingsCase.set.rawValue)
      self.settings(settings.before)
      self.settings(settings.after)
    }
  }

  private mutating func settings(_ settings: Settings) {
    optionalNumber(settings.matchingAttribute)
    boolean(settings.isVipEnabled)
    optionalNumber(settings.autoResolveDays)
    text(settings.phoneCountry?.code)
  }
}

extension ByteReader {
  mutating func settingsChange() throws(CodingError) -> SettingsChange {
    switch try tag(ChangeCoding.SettingsCase.self) {
    case .set: .set(try edit { reader throws(CodingError) in try reader.settings() })
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
    }
  }
}
