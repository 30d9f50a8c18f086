import Desk

extension DemoDesk {
  /// Dutch and Flemish: next door to the workshop.
  static let lowCountries = [lotte, jef, sanne, wytske, bram, festival, daniel, rosa, noor]

  private static let lotte = Story(
    "Lotte Vandenbroucke",
    .init(.instagram, "17841400661203", "lotte_vdb", tells: "language = nl-BE; followers = 684; location = Mechelen"),
    .init(.email, "lotte.vandenbroucke@example.org"),
    scenario: """
      2025-12-03 instagram
      17:20 < Dag! Ik heb de Owl gekocht voor mijn dochter van 4. Mag die de hele nacht branden? 🦉
      2025-12-04
      07:41 anna> Dag Lotte! Ja hoor, hij wordt niet warmer dan een kopje thee en dimt vanzelf na een uur.
      07:55 < Top. Ze heeft hem "Meneer Uil" gedoopt.
      07:58 anna> Doe Meneer Uil de groeten van ons allemaal. 💛
      07:59 anna resolves
      08:00 anna links email
      08:00 anna sets lamps = 1 Owl, white; interests = night lights; newsletter = yes
      2026-01-11 email
      20:14 < Beste,
      | Meneer Uil is gevallen en zijn linkeroor is eraf. Kan dat gelijmd worden? Er is hier veel verdriet.
      | Groeten, Lotte en Fien
      + uil-zonder-oor.jpg
      2026-01-12 email
      08:10 anna remembers The Owl is called Meneer Uil, the daughter Fien.
      08:12 anna takes
      08:16 anna> Dag Lotte, dag Fien! Stuur Meneer Uil maar op: hij krijgt een nieuw oor en een doktersbriefje.
      | Het verzendlabel zit in de bijlage. Reparatie R-2214, kosteloos.
      + label-R-2214.pdf
      08:17 anna hands daan
      08:18 anna notes @daan graag met een briefje voor Fien (4): "Meneer Uil was heel flink."
      08:44 < Wat lief!! Hij is onderweg.
      """)

  private static let jef = Story(
    "Jef Claessens", .init(.sms, "+32470000231"), .init(.email, "jef.claessens@example.com"),
    scenario: """
      2025-12-08 sms
      12:02 < Goedemiddag, pakje WB-88120 ligt al 3 dagen in het depot. Jef Claessens
      12:20 daan> Dag Jef, ik bel het depot. U hoort het vandaag nog.
      12:21 daan renames Jef Claessens
      14:47 daan> Morgen tussen 9 en 12 bij u. Excuses voor het wachten!
      14:52 < OK merci
      14:55 daan links email
      15:10 daan unlinks email
      15:11 daan remembers jef.claessens@example.com is another Jef. Ours has no e-mail and wants none.
      2025-12-09
      11:31 < Is er. Mooi ding.
      11:40 daan resolves
      """)

  private static let sanne = Story(
    "Sanne Hoekstra", .init(.whatsapp, "31612345678", shows: "Sanne H."),
    scenario: """
      2025-12-17 whatsapp
      18:31 < Hoi! Sinds de update van gisteren ziet de app mijn lampen niet meer. Alle drie weg.
      18:32 < Android 15, app 2.4.0
      2025-12-18
      07:36 daan> Hoi Sanne, vervelend! Drie Fireflies of ook andere?
      07:40 < 2 Fireflies en een Heron
      07:42 daan> Dank je. Staat bij Instellingen › Apps › Wickelby "Apparaten in de buurt" aan?
      07:44 < Moment
      07:47 < Die stond uit! Nu aan. De Heron is terug, de Fireflies niet.
      + scherm.png
      07:52 daan> De helft van de weg. Haal bij de Fireflies de stekker er 10 seconden uit, alle twee tegelijk.
      07:58 < Eén is er weer 🎉
      08:01 daan> En de andere? Knippert het lampje op de trafo rood of groen?
      08:02 < Rood. Heel langzaam.
      08:06 daan notes App 2.4.0 takes away the "nearby devices" right on Android 15. Third case today. @emi bug?
      08:15 emi notes Yes, fix is in 2.4.1, out on Friday.
      08:18 daan> Traag rood: die zit nog in de oude firmware. Vrijdag komt app 2.4.1, die haalt hem op.
      08:20 < Dus tot vrijdag 1 sliert in plaats van 2. Dat overleef ik net 😅
      08:22 daan> Respect. Ik meld me vrijdag.
      08:23 daan takes
      16:30 daan drops
      2025-12-19 whatsapp
      13:05 daan> Sanne, 2.4.1 staat klaar in de winkel. Eerst de Heron aanzetten, dan de Fireflies.
      13:40 < Hij zoekt…
      13:41 < 34 %
      13:46 < 100 % en ALLES BRANDT ✨✨✨
      + alles-brandt.jpg
      13:49 daan> Prachtig! Fijne feestdagen, Sanne.
      13:50 < Jullie ook! Jullie zijn sneller dan mijn provider.
      13:52 daan resolves
      13:53 daan sets lamps = 2 Fireflies, 1 Heron; speaks = nl-NL; interests = reading lamps, string lights
      """)

  private static let wytske = Story(
    "Wytske Dykstra", .init(.facebook, "100064550118", "wytske.dykstra", tells: "location = Ljouwert; language = fy"),
    scenario: """
      2026-01-09 facebook
      09:15 < Goeie! Ha jimme de lantearne ek yn it grien? Myn boat is grien en bliuwt grien.
      09:40 daan> Goeie Wytske! Yn it grien net, mar in griene riem kin wol. Tinke jo oan mosgrien of flesgrien?
      09:52 < Flesgrien. Graach!
      09:58 daan> Wurdt makke. Order W-42102.
      10:00 daan resolves
      10:01 daan sets interests = lanterns, boats; speaks = fy
      """)

  private static let bram = Story(
    "Bram Verhulst",
    .init(.linkedin, "bv-88213", "bram-verhulst", tells: "bio = Het Leren Lichtje, Gent en Antwerpen"),
    .init(.email, "bram@lerenlichtje.example.com"),
    scenario: """
      2025-12-10 linkedin
      08:30 < Beste Wickelby, wij verkopen leder en lampen in Gent en Antwerpen. Werken jullie met winkels?
      09:04 anna> Dag Bram, met enkele, en graag met buren. Zullen we donderdag bellen?
      09:06 < Donderdag 10 u past. +32 9 000 01 44.
      09:10 anna sets workPhone = 09 000 01 44; storePage = https://lerenlichtje.example.com/lampen
      2025-12-11
      10:32 anna notes Called: starts with 12 Moths and 6 Herons in spring. Wants 30 days to pay. @chloe ok?
      10:50 chloe notes 30 days is fine up to €2,000.
      11:02 anna> Bedankt voor het gesprek! De voorwaarden komen per mail.
      11:04 anna promotes
      2025-12-12 email
      09:00 anna links email
      09:01 anna opens wholesale, spring 2026
      09:05 anna> Dag Bram,
      | in de bijlage onze voorwaarden voor winkels: 30 dagen, 35 % marge, terugname van demomodellen.
      | Groeten, Anna
      + voorwaarden-winkels-2026.pdf
      2025-12-15 email
      13:20 < Dag Anna, akkoord met alles. Ik teken en stuur terug. Kan het leder van ons komen?
      13:44 anna> Heel graag zelfs. Daan komt in januari stalen bekijken.
      13:45 anna parks
      13:46 crm confirms
      13:47 anna sets customerNumber = K-1189; tier = gold; customerSince = 2025-12-15; fax = +32 9 000 01 45
      13:49 anna labels shop, Ghent, wholesale
      """)

  /// Made by hand, on no network.
  private static let festival = Story(
    "Lichtfeest Gent: organisatie",
    scenario: """
      2025-12-18
      14:00 anna creates
      14:01 anna sets email = organisatie@lichtfeest.example.org; invoiceEmail = kas@lichtfeest.example.org
      14:03 anna remembers Rang: 200 Fireflies on loan for the last weekend of January. @ben offers, @daan counts.
      14:05 anna labels event, loan
      2025-12-19
      08:30 ben remembers Offer sent: loan for free, €2 a lamp if it comes back broken.
      """)

  private static let daniel = Story(
    "Daniël Oosterhuis", .init(.x, "1448820077", "d_oosterhuis", tells: "followers = 91"),
    scenario: """
      2026-01-06 x
      21:12 < @wickelby mijn Heron staat scheef als een schip in de storm. Hoort dat?
      2026-01-07
      07:44 daan> Dat hoort niet! Draait u de messing schroef onder de voet een kwartslag naar rechts.
      08:30 < Staat als een huis. Dank.
      08:31 < (een recht huis)
      08:40 daan resolves
      2026-01-15
      13:50 < @wickelby hij is weer gaan leunen. Ik ook, van het kijken.
      """)

  /// Writes from the address that was noted of the festival by hand: the two are read as one, by the e-mail address.
  private static let rosa = Story(
    "Rosa Claes",
    .init(
      .email, "organisatie@lichtfeest.example.org", shows: "Rosa Claes (Lichtfeest)",
      tells: "email = Organisatie@Lichtfeest.example.org"),
    scenario: """
      2026-01-15 email
      15:02 < Dag Ben,
      | de stad is akkoord met de 200 Fireflies. Wie tekent er bij jullie voor de lening?
      | Groeten, Rosa
      15:18 ben> Dag Rosa, dat doe ik zelf. Het contract zit in de bijlage.
      | Groeten, Ben
      + contract-200-fireflies.pdf
      15:20 ben takes
      """)

  /// Of Bram's shop, by another number: the two are linked once the customer number is what links.
  private static let noor = Story(
    "Noor Aerts", .init(.whatsapp, "32470000188"),
    scenario: """
      2026-01-15 whatsapp
      15:10 < Dag, Noor van Het Leren Lichtje in Antwerpen. Mogen wij drie Moths van de bestelling hierheen?
      15:21 ben> Dag Noor, dat mag. Ze komen vrijdag mee.
      15:22 ben sets customerNumber = k-1189; interests = lanterns
      15:23 ben takes
      """)
}
