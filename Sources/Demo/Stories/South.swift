import Desk

extension DemoDesk {
  /// Spanish, Catalan, Portuguese, Italian and Greek.
  static let south = [marisol, tomas, longName, joao, ines, eleni, nikos, ginevra]

  private static let marisol = Story(
    "Marisol Quintana",
    .init(.instagram, "17841400990024", "marisol_quintana.mx", tells: "language = es-MX; followers = 5210"),
    .init(.whatsapp, "525555500198"),
    scenario: """
      2025-12-10 instagram
      16:12 < ¡Hola! ¿Hacen envíos a México? Quiero ponerle luz a mi ofrenda todo el año. 🧡
      16:30 ben> ¡Hola, Marisol! Sí, en unos diez días hábiles. ¿Cuántos faroles necesita su ofrenda?
      16:33 < Siete. Uno por cada abuela y bisabuela.
      16:41 ben> Siete faroles Moth, entonces. El pedido W-41960 ya está reservado a su nombre.
      16:42 ben takes
      16:50 < ¡Mil gracias! ¿Me pueden escribir por WhatsApp cuando salga?
      16:52 ben> Claro que sí. ¿Nos comparte su número?
      16:55 < +52 55 5550 0198
      16:56 ben links whatsapp
      16:57 ben sets phone = +52 55 5550 0198; speaks = es-MX
      17:01 ben resolves
      2025-12-22 whatsapp
      09:01 ben opens parcel
      09:03 ben> ¡Hola, Marisol! Su paquete WB-89144 está en la aduana de la Ciudad de México.
      15:20 < ¡Qué rápido! ¿Tengo que pagar algo?
      15:31 ben> No, los aranceles ya están pagados.
      2025-12-30 whatsapp
      17:05 < Llegaron los siete enteritos. Mi mamá lloró. Les mando foto.
      + ofrenda.jpg
      17:15 ben> Nos emocionó a todos en el taller. Feliz año a usted y a las abuelas.
      17:16 ben resolves
      17:17 ben promotes Seven lanterns, one for each grandmother
      17:18 ben sets lamps = 7 Moths; orders = 1
      """)

  private static let tomas = Story(
    "Tomàs Ibáñez i Soler", .init(.x, "900441177", "tomas_ibanez", tells: "location = València; followers = 812"),
    scenario: """
      2026-01-08 x
      20:30 < @wickelby la meua llanterna fa olor de cera nova. És normal? M’agrada, però.
      2026-01-09
      08:10 ben> Hola Tomàs! És la cera de la corretja. Se’n va en una setmana, o la podem enviar en spray. 😉
      08:40 < Ho estudiaré. Gràcies!
      08:41 ben resolves
      """)

  /// Far longer than any panel is wide.
  private static let longName = Story(
    """
    María de los Ángeles Esperanza Guadalupe Fernández de Córdoba y Ruiz de Alarcón-Montemayor, \
    viuda de Santillana y Villanueva del Campo
    """,
    .init(.facebook, "100055550133", "maria.delosangeles.fernandezdecordoba.y.ruizdealarcon.oficial"),
    scenario: """
      2026-01-02 facebook
      11:00 < Buenos días. En la etiqueta del paquete mi nombre aparece cortado. ¿Sabrá el cartero quién soy?
      11:20 ben> Buenos días, doña María. Solo caben 35 letras, pero el cartero tiene además su código.
      11:24 < Entonces le esperaré en la puerta, por si acaso.
      11:26 ben resolves
      """)

  private static let joao = Story(
    "João Carvalhal 🇧🇷", .init(.whatsapp, "551155500177"),
    scenario: """
      2025-12-19 whatsapp
      18:20 < Oi! Comprei um Firefly e só metade acende. A outra metade tá de férias? 😂
      2025-12-22 whatsapp
      08:30 ben> Oi, João! Em dezembro até as lâmpadas querem praia. Pode mandar uma foto do conector?
      12:02 < Segue!
      + conector.jpg
      12:03 <
      + zumbido.ogg
      12:10 ben> Obrigado! O pino do meio está torto. Mandamos uma peça nova hoje, sem custo.
      12:11 ben notes Bent pin on the connector, batch F-25-44. @daan second one from this batch.
      12:14 < Show de bola, valeu!
      2026-01-07 whatsapp
      14:45 < Chegou e acendeu tudo. Festa na varanda! 🎉
      14:50 ben> Manda um abraço pra varanda.
      14:51 ben resolves
      """)

  private static let ines = Story(
    "Inês Salgueiro", .init(.email, "ines.salgueiro@example.net"),
    scenario: """
      2026-01-12 email
      09:12 < Bom dia,
      | gostaria de devolver a lanterna W-42051. Não tem defeito nenhum, só não fica bem na minha sala.
      | Com os melhores cumprimentos, Inês Salgueiro
      09:40 ben> Bom dia, Inês. Claro que sim, dentro de 30 dias não pedimos razões. Segue a etiqueta RT-3101.
      + etiqueta-RT-3101.pdf
      09:41 ben parks
      09:42 ben takes
      2026-01-14 email
      17:20 < Já não a devolvo. Mudei o sofá.
      """)

  private static let eleni = Story(
    "Ελένη Παπαδοπούλου", .init(.messenger, "7200145507764", "eleni.papadopoulou", tells: "language = el"),
    scenario: """
      2025-12-11 messenger
      14:20 < Καλησπέρα! Το φανάρι μου έχει μια ρωγμή στο γυαλί. Υπάρχει ανταλλακτικό;
      + rogmi.jpg
      14:45 daan> Καλησπέρα, Ελένη! Βεβαίως. Το στέλνουμε αύριο δωρεάν, γιατί έσπασε στη μεταφορά.
      14:47 < Σας ευχαριστώ πολύ! Πώς το αλλάζω;
      14:52 daan> Τρεις βίδες στη βάση. Οι οδηγίες είναι μέσα στο κουτί.
      14:53 daan parks
      2025-12-18 messenger
      17:30 < Έτοιμο! Πήρε πέντε λεπτά, μαζί με τον καφέ. ☕️
      2025-12-19 messenger
      07:48 daan> Μπράβο σας! Καλές γιορτές.
      07:49 daan resolves
      07:50 daan sets lamps = 1 Moth; speaks = el
      """)

  private static let nikos = Story(
    "Νίκος Καραγιάννης", .init(.webchat, "visitor-81b2ce"),
    scenario: """
      2026-01-14 webchat
      10:30 < Γεια σας, το Beacon αντέχει στο αλμυρό νερό;
      10:33 daan> Γεια σας, Νίκο! Ναι, είναι από ορείχαλκο για θάλασσα, με προστασία IP67.
      10:35 < Έχω καΐκι στη Σύρο. Θέλω δύο, κόκκινο και πράσινο.
      10:41 daan> Χρωματιστά τζάμια θα έχουμε τον Μάρτιο. Να σας γράψουμε τότε;
      10:42 < Ναι, στο nikos@kaiki.example.org
      10:44 daan sets email = nikos@kaiki.example.org; interests = boats
      10:45 daan notes Red and green glass for the Beacon: @anna he is the fifth to ask.
      10:46 daan parks
      """)

  private static let ginevra = Story(
    "Ginevra Buonaccorsi",
    .init(.linkedin, "gb-55019", "ginevra-buonaccorsi", tells: "bio = Interior designer, Firenze"),
    scenario: """
      2026-01-07 linkedin
      15:10 < Buongiorno! Arredo un piccolo albergo a Fiesole. Fate versioni in rame?
      15:25 anna> Buongiorno Ginevra! In rame su ordinazione, da venti pezzi in su. Quanti gliene servono?
      15:31 < Ventiquattro, più uno per la nonna del proprietario.
      15:40 anna> La nonna è sempre compresa nel prezzo. Le preparo un’offerta.
      15:42 anna takes
      15:43 anna sets storePage = https://buonaccorsi.example.com/; interests = lanterns, reading lamps
      2026-01-13 linkedin
      09:02 < Offerta ricevuta, il cliente ci pensa fino a venerdì.
      09:10 anna parks
      """)
}
