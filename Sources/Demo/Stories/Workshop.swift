extension DemoDesk {
  /// The desk is set up, and looked after: who works there, on which channels, with which attributes.
  ///
  /// Anna is the admin; Hilde keeps the books, and only reads. Deniz helped over Christmas. In January the workshop
  /// gets a WhatsApp number of its own, groups put VIPs and wholesale customers first, and contacts with one e-mail
  /// address are read as one. Owls glow in wrong colours: their owners are routed to the workshop.
  static let workshop = Story(
    nil,
    scenario: """
      2025-12-01
      07:10 local calls agent.define {"agentId":"anna","name":"Anna Peeters","role":"admin"}
      07:12 anna calls team.define {"teamId":"sales","name":"Sales"}
      07:12 anna calls team.define {"teamId":"workshop","name":"Workshop"}
      07:13 anna calls agent.update {"agentId":"anna","teamIds":["sales"]}
      07:14 anna calls agent.define {"agentId":"ben","name":"Ben Okafor","teamIds":["sales"]}
      07:14 anna calls agent.define {"agentId":"chloe","name":"Chloé Martin","teamIds":["sales"]}
      07:15 anna calls agent.define {"agentId":"daan","name":"Daan de Wit","teamIds":["workshop"]}
      07:16 anna calls agent.define {"agentId":"emi","name":"Emi Sato","teamIds":["sales","workshop"]}
      07:17 anna calls agent.define {"agentId":"hilde","name":"Hilde Goossens","role":"viewer"}
      07:20 anna calls settings.set {"autoResolveDays":14,"phoneCountry":"BE"}
      07:30 anna calls schema.define {"key":"tier","label":"Tier","format":"choice","options":["bronze","silver","gold"]}
      07:31 anna calls schema.define {"key":"customerSince","label":"Customer since","format":"date"}
      07:32 anna calls schema.define {"key":"customerNumber","label":"Customer number","format":"text","lookup":true}
      07:33 anna calls schema.define {"key":"orders","label":"Orders","format":"number"}
      07:35 anna calls schema.define {"key":"interests","label":"Interests","format":"choices","options":["lanterns","night lights","reading lamps","string lights","boats","workshops"]}
      07:36 anna calls schema.define {"key":"newsletter","label":"Newsletter","format":"boolean"}
      07:37 anna calls schema.define {"key":"speaks","label":"Prefers to speak","format":"language"}
      07:38 anna calls schema.define {"key":"birthday","label":"Birthday","format":"date"}
      07:40 anna calls schema.define {"key":"storePage","label":"Store page","format":"url"}
      07:41 anna calls schema.define {"key":"invoiceEmail","label":"Invoices to","format":"email"}
      07:42 anna calls schema.define {"key":"workPhone","label":"Phone at work","format":"phone"}
      07:43 anna calls schema.define {"key":"fax","label":"Fax","format":"phone"}
      07:44 anna calls schema.define {"key":"discount","label":"Discount in %","format":"number","agentEditable":false}
      07:45 anna calls schema.define {"key":"lamps","label":"Lamp","format":"text"}
      07:50 anna calls schema.update {"key":"email","lookup":true}
      2025-12-04
      07:34 anna calls schema.update {"key":"lamps","label":"Lamps at home"}
      2025-12-08
      07:30 anna calls agent.define {"agentId":"deniz","name":"Deniz Aydın","teamIds":["sales"]}
      2025-12-09
      07:31 anna calls team.update {"teamId":"workshop","name":"Workshop and returns"}
      2025-12-15
      07:40 anna calls schema.update {"key":"tier","options":["bronze","silver","gold","platinum"]}
      07:48 anna calls schema.reorder {"keys":["tier","email","phone","lamps","orders","interests","speaks","customerSince","customerNumber"]}
      2026-01-02
      07:45 anna calls channel.update {"channel":"whatsapp","name":"WhatsApp Sales"}
      07:46 anna calls channel.define {"channel":"whatsapp-workshop","name":"WhatsApp Workshop","network":"whatsapp"}
      2026-01-05
      07:33 anna calls schema.update {"key":"fax","enabled":false}
      2026-01-09
      16:10 anna calls agent.update {"agentId":"deniz","active":false,"teamIds":[]}
      2026-01-12
      10:38 anna calls settings.set {"matchingAttribute":"email"}
      10:40 anna calls team.define {"teamId":"care","name":"Care"}
      10:41 anna calls agent.update {"agentId":"chloe","teamIds":["sales","care"]}
      10:41 anna calls agent.update {"agentId":"emi","teamIds":["sales","workshop","care"]}
      10:44 anna calls group.define {"groupId":"vips","name":"VIPs","conditions":[{"attribute":"vip","operator":"is","value":true}],"prioritized":true,"teamIds":["care"]}
      10:46 anna calls group.define {"groupId":"wholesale","name":"Wholesale","match":"any","conditions":[{"attribute":"tier","operator":"anyOf","value":["gold","platinum"]},{"attribute":"discount","operator":"gt","value":0}],"prioritized":true,"teamIds":["sales"]}
      10:47 anna calls group.define {"groupId":"chinese","name":"Chinese speakers","match":"any","conditions":[{"attribute":"speaks","operator":"contains","value":"zh"},{"attribute":"language","operator":"contains","value":"zh"}],"teamIds":["care"]}
      10:49 anna calls group.define {"groupId":"owls","name":"Owl owners","conditions":[{"attribute":"lamps","operator":"contains","value":"owl"}],"teamIds":["workshop"]}
      2026-01-15
      15:40 anna calls schema.update {"key":"customerNumber","crmManaged":true}
      """)
}
