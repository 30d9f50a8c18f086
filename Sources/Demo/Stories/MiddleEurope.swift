import Desk

extension DemoDesk {
  /// German, Polish, Czech and Ukrainian.
  static let middleEurope = [juergen, annegret, mira, grzegorz, oksana, taras, ruzena]

  private static let juergen = Story(
    "Jürgen Weißhaupt", .init(.email, "j.weisshaupt@example.org"),
    scenario: """
      2025-12-03 email
      06:50 < Sehr geehrte Damen und Herren,
      | meine „Heron“ (gekauft am 14.11., W-41502) summt. Nicht laut, aber ich höre es beim Lesen.
      | Mit freundlichen Grüßen, Jürgen Weißhaupt
      08:10 daan takes
      08:22 daan> Guten Tag Herr Weißhaupt, summt sie auch, wenn sie ganz hell ist?
      09:05 < Nein. Nur zwischen etwa 30 und 60 Prozent.
      09:12 daan> Danke, das hilft. Welches Netzteil verwenden Sie?
      09:40 < Das eines alten Telefons.
      09:44 daan> Dann bitten wir Sie um einen Versuch mit dem Netzteil, das beilag (weiß, 20 W).
      11:15 < Mit dem weißen summt sie auch. Ich habe es dreimal geprüft und notiert.
      + messprotokoll.pdf
      11:20 daan notes He sent a measurement log with the hum at each per cent. @emi this is gold, please keep it.
      11:31 daan> Herr Weißhaupt, ein solches Protokoll haben wir noch nie bekommen. Wir schicken Ihnen eine neue.
      11:52 < Das ist sehr freundlich. Soll ich die alte behalten, bis die neue da ist?
      11:55 daan> Unbedingt, im Dunkeln liest es sich schlecht. Rücksendung RT-3056 liegt dem Paket bei.
      2025-12-09 email
      16:30 < Die neue ist da. Sie summt nicht. Aber sie ist um etwa 5 mm kürzer als die alte.
      2025-12-10 email
      07:52 daan> Sie haben ein gutes Auge: seit November sind es 412 statt 417 mm. Stört es Sie?
      08:30 < Nein. Ich wollte es nur vermerkt wissen.
      08:33 daan> Vermerkt. 🙂
      08:34 daan remembers Notices everything: 5 mm, a hum at 30 %. Would be a wonderful tester.
      09:10 < Die alte ist heute zur Post gegangen. Einlieferungsbeleg anbei.
      + einlieferungsbeleg.pdf
      2025-12-15 email
      10:05 daan> Angekommen, vielen Dank. Der Fehler war eine Spule. Ihr Protokoll hat uns einen Tag gespart.
      10:22 < Darf ich fragen, welche?
      10:27 daan> L3, gleich neben dem Dimmer. Ab Januar wird sie vergossen.
      10:40 < Sehr gut. Ich wünsche der Werkstatt frohe Weihnachten.
      10:42 daan resolves
      10:43 daan sets lamps = 1 Heron; speaks = de-DE; interests = reading lamps; newsletter = no
      10:44 crm confirms
      2026-01-09 email
      07:15 < Guten Morgen,
      | die App zeigt für die „Heron“ 101 Prozent Akku an. Ich freue mich, aber es kann nicht stimmen.
      08:20 emi> Guten Morgen Herr Weißhaupt! Das ist ein Rundungsfehler; in Version 2.4.2 sind es wieder 100.
      08:31 < Schade eigentlich.
      08:33 emi resolves
      2026-01-14 email
      09:00 anna> Lieber Herr Weißhaupt, hätten Sie Lust, neue Lampen vor allen anderen zu prüfen?
      09:02 anna promotes Our most exact customer; asked to test new lamps
      09:48 < Sehr gerne. Ich besorge einen neuen Ordner.
      09:55 anna notes He said yes, and buys a binder. ❤️
      """)

  private static let annegret = Story(
    "Annegret Schönfelder", .init(.whatsapp, "4915155500187"),
    scenario: """
      2026-01-13 whatsapp
      17:40 < Hallo, ich möchte umtauschen: die Owl war für den Enkel, der mag aber lieber Füchse.
      2026-01-14 whatsapp
      07:45 anna> Hallo Frau Schönfelder! Füchse haben wir leider nicht. Vielleicht ein Gutschein für den Enkel?
      07:58 < Ach, dann behalte ich die Eule selber. Sie schaut so freundlich.
      08:02 anna> Das finden wir auch. 🦉
      08:03 anna resolves
      """)

  /// Writes on two channels; the VIP of many examples.
  private static let mira = Story(
    "Mira Kowalska",
    .init(
      .instagram, "17841400001", "mira.k",
      tells: "language = pl; followers = 1280; location = Kraków; bio = Światło, kawa, rowery"),
    .init(.whatsapp, "48225550123"),
    scenario: """
      2025-12-06 instagram
      10:15 < Dzień dobry! Zamówiłam lampę Moth 1 grudnia i nie dostałam żadnej wiadomości. 📦
      2025-12-08 instagram
      07:35 anna> Dzień dobry, Mira! Bardzo przepraszamy. Proszę o numer zamówienia, od razu sprawdzę.
      07:39 < W-41890
      07:41 anna takes
      07:46 anna> Paczka WB-88031 jest od piątku w Krakowie, ale adres jest nieczytelny. Poda mi go Pani jeszcze raz?
      07:50 < ul. Światłowa 7 m. 12. Kurier nie zna „ł”? 😅
      07:53 anna> Drukarka kuriera nie zna. Kierowca ma już poprawny adres, będzie jutro przed południem.
      07:54 anna notes The label printer drops "ł" and "Ś". @ben can the carrier fix this? Third case.
      08:05 ben notes Told the carrier. Until then we write L and S on labels.
      08:05 anna links whatsapp
      08:06 anna sets email = mira.kowalska@example.com; phone = +48 22 555 01 23; speaks = pl
      2025-12-09 instagram
      10:52 < Jest! I jest piękna. Dziękuję! 💛
      10:58 anna> Bardzo się cieszymy. Jeśli pokaże Pani zdjęcie, cały warsztat będzie zachwycony.
      11:20 < Proszę bardzo!
      + moth-w-krakowie.jpg
      11:24 anna> Wisi już u nas na tablicy.
      11:25 anna resolves
      11:26 anna sets lamps = 1 Moth, brass; interests = lanterns; birthday = 1991-04-23
      2025-12-20 instagram
      18:02 < Czy wysyłacie jeszcze przed świętami? Moja siostra zazdrości.
      2025-12-22 instagram
      07:40 anna> Kurierem ekspresowym tak: jutro wieczorem będzie u siostry.
      07:44 < To poproszę! I niech ma coś wspólnego z morzem, bo mieszka w Gdyni.
      07:50 anna> Moth z zielonym paskiem, jak boja. Zamówienie W-42020 gotowe.
      07:52 anna promotes Writes about us every week
      07:53 anna sets orders = 2; tier = silver
      07:54 anna clears birthday
      07:55 anna remembers She would rather not have us know her birthday.
      2025-12-24 instagram
      09:10 < Siostra płacze ze szczęścia. Wesołych Świąt! 🎄
      09:12 anna> Wesołych Świąt dla obu sióstr!
      09:13 anna resolves
      2026-01-10 whatsapp
      09:30 < Dzień dobry, tu Mira z Instagrama. Lampa mruga, kiedy bateria ma mniej niż 20 %. Tak ma być?
      2026-01-12 whatsapp
      07:42 anna> Dzień dobry! Nie powinna. Czy może Pani zaktualizować lampę w aplikacji do wersji 2.4.2?
      08:55 < Zaktualizowane. Sprawdzę wieczorem, jak będzie ciemno. W styczniu to o czwartej. 😄
      08:58 anna> 😄 Czekam na wieści.
      08:59 anna takes
      09:00 crm confirms
      2026-01-15 whatsapp
      15:48 < Nie mruga! Ale teraz siostra pyta o różową.
      """)

  private static let grzegorz = Story(
    "Grzegorz Szczepański",
    .init(.facebook, "100071550166", "grzegorz.szczepanski", tells: "location = Łódź; language = pl"),
    scenario: """
      2025-12-16 facebook
      19:22 < Ile świeci Firefly na jednym ładowaniu?
      2025-12-17 facebook
      07:50 ben> Dzień dobry! Około 30 godzin, a w trybie „wieczór” nawet trzy noce.
      07:55 < Super, biorę dwie na balkon.
      08:00 ben resolves
      """)

  private static let oksana = Story(
    "Оксана Шевчук", .init(.telegram, "5522018841", "oksana_shevchuk", tells: "language = uk; location = Львів"),
    scenario: """
      2025-12-13 telegram
      12:10 < Добрий день! Чи працюватиме ліхтар від павербанка, коли немає світла?
      2025-12-15 telegram
      08:14 emi> Добрий день, Оксано! Так, від будь-якого павербанка з USB-C.
      08:16 < А на скільки вистачить 10 000 мА·год?
      08:24 emi> Приблизно на чотири повні заряди: це понад сорок годин яскравого світла.
      08:26 < Тоді беру три. Один для сусідки, їй дев’яносто, і вона боїться свічок.
      08:31 emi> Сусідчин — від нас, безкоштовно. 💙💛
      08:33 emi notes One of three is a present from us, for her neighbour of 90. @anna agreed.
      08:34 emi promotes
      08:40 < Дуже дякую! Вона вже питає, чи він уміє кліпати.
      2025-12-23 telegram
      15:05 < Отримали. Сусідка читає при ньому вірші. Вголос.
      15:12 emi> Передавайте їй вітання з Гента!
      15:13 emi resolves
      15:14 emi sets lamps = 3 Moths; speaks = uk; interests = lanterns
      """)

  private static let taras = Story(
    "Тарас Мельник", .init(.sms, "+380630005517"),
    scenario: """
      2026-01-13 sms
      11:20 < Доброго дня. Посилка WB-90301 повернулася до вас? Тарас Мельник
      11:35 emi> Доброго дня, Тарасе! Так, адресу не знайшли. Надішліть, будь ласка, правильну.
      11:36 emi renames Тарас Мельник
      11:50 < вул. Садова 14, Івано-Франківськ
      11:58 emi> Дякуємо, вирушає сьогодні.
      11:59 emi hands daan
      12:00 emi notes @daan send WB-90301 again: Садова 14, not 41.
      """)

  private static let ruzena = Story(
    "Růžena Dvořáčková", .init(.facebook, "100083550172", "ruzena.dvorackova", tells: "language = cs"),
    scenario: """
      2025-12-28 facebook
      16:40 < Dobrý den, kočka překousla kabel u Firefly. Dá se koupit nový?
      2025-12-29 facebook
      08:02 daan> Dobrý den! Dá, stojí 9 eur. A kočka je v pořádku?
      08:20 < Je, jen se tváří dotčeně.
      08:25 daan> Posíláme kabel s textilním opletem, ten kočkám nechutná.
      08:26 daan resolves
      """)
}
