extension DemoDesk {
  /// The desk is set up, and looked after: the attributes that Wickelby collects.
  static let workshop = Story(
    nil,
    scenario: """
      2025-12-01
      07:30 anna defines {"key":"tier","label":"Tier","format":"choice","options":["bronze","silver","gold"]}
      07:31 anna defines {"key":"customerSince","label":"Customer since","format":"date"}
      07:32 anna defines {"key":"customerNumber","label":"Customer number","format":"text","lookup":true}
      07:33 anna defines {"key":"orders","label":"Orders","format":"number"}
      07:35 anna defines {"key":"interests","label":"Interests","format":"choices","options":["lanterns","night lights","reading lamps","string lights","boats","workshops"]}
      07:36 anna defines {"key":"newsletter","label":"Newsletter","format":"boolean"}
      07:37 anna defines {"key":"speaks","label":"Prefers to speak","format":"language"}
      07:38 anna defines {"key":"birthday","label":"Birthday","format":"date"}
      07:40 anna defines {"key":"storePage","label":"Store page","format":"url"}
      07:41 anna defines {"key":"invoiceEmail","label":"Invoices to","format":"email"}
      07:42 anna defines {"key":"workPhone","label":"Phone at work","format":"phone"}
      07:43 anna defines {"key":"fax","label":"Fax","format":"phone"}
      07:44 anna defines {"key":"discount","label":"Discount in %","format":"number","agentEditable":false}
      07:45 anna defines {"key":"lamps","label":"Lamp","format":"text"}
      07:50 anna updates {"key":"email","lookup":true}
      2025-12-04
      07:34 anna updates {"key":"lamps","label":"Lamps at home"}
      2025-12-15
      07:40 daan updates {"key":"tier","options":["bronze","silver","gold","platinum"]}
      07:48 daan reorders tier, email, phone, lamps, orders, interests, speaks, customerSince, customerNumber
      2025-12-22
      08:02 anna updates {"key":"customerNumber","crmManaged":true}
      2026-01-05
      07:33 anna updates {"key":"fax","enabled":false}
      """)
}
