import Desk

extension DemoDesk {
  /// French and Arabic, which Chloé answers.
  static let french = [amelie, jeanBaptiste, etienne, zoe, visitor, layla, yusuf]

  private static let amelie = Story(
    "Amélie Rousselot",
    .init(
      .instagram, "17841400770915", "amelie.lit.la.nuit",
      tells: "language = fr; followers = 28450; location = Lyon; bio = Je lis la nuit, je dors le jour. 📚"),
    .init(.email, "amelie.rousselot@example.net"),
    scenario: """
      2025-12-05 instagram
      21:48 < Bonsoir ! Votre lampe Heron existe-t-elle avec une lumière plus chaude ? Mes yeux vous remercient.
      2025-12-08 instagram
      08:12 chloe> Bonjour Amélie ! Oui : 2200 K, c’est la version « Braise ». Elle est en stock.
      08:15 < Parfait, j’en prends une. Et j’en parlerai dimanche à mes lectrices.
      08:20 chloe> Avec plaisir ! Souhaitez-vous un code pour elles ?
      08:22 < Volontiers !
      08:31 chloe> LIRELANUIT, 10 % jusqu’au 31 janvier.
      08:33 chloe promotes 28 000 abonnés, parle de nous de son plein gré
      08:34 chloe notes Code LIRELANUIT, 10 %, until 31 January. @ben please watch the orders on Sunday.
      08:34 chloe links email
      08:35 chloe sets interests = reading lamps; lamps = 1 Heron « Braise »; speaks = fr-FR
      2025-12-14 instagram
      19:05 < C’est en ligne ! Déjà 1 900 cœurs. ❤️
      2025-12-15 instagram
      08:05 chloe> Magnifique, merci ! 43 Herons partent aujourd’hui, toutes en « Braise ».
      08:06 chloe resolves
      2026-01-07 email
      10:02 < Bonjour Chloé,
      | l’interrupteur de ma Heron grésille quand je l’effleure. Est-ce dangereux ?
      | Bien à vous, Amélie
      10:18 chloe> Bonjour Amélie, rien de dangereux (5 volts), mais ce n’est pas normal.
      | Nous vous envoyons un nouvel interrupteur avec un petit tournevis, ou préférez-vous l’atelier ?
      10:40 < Le tournevis ! Je veux savoir ce qu’il y a dedans.
      10:44 chloe> Bravo. Il part aujourd’hui, suivi WB-90188.
      10:45 chloe parks
      2026-01-12 email
      17:31 < Réparée en quatre minutes. Je suis très fière.
      + heron-reparee.jpg
      2026-01-13 email
      07:58 chloe> Et nous donc ! Bienvenue à l’atelier.
      07:59 chloe resolves
      """)

  private static let jeanBaptiste = Story(
    "Jean-Baptiste Lefèvre-d’Ormesson", .init(.email, "jb.lefevre@example.org"),
    scenario: """
      2025-12-11 email
      09:30 < Madame, Monsieur,
      | ma commande W-41955 devait arriver le 9. Nous sommes le 11. Je l’offre le 13.
      | Salutations distinguées, J.-B. Lefèvre-d’Ormesson
      09:44 chloe takes
      09:52 chloe> Monsieur, votre colis est resté à Lille. Un coursier le prend à midi : il sera chez vous ce soir.
      09:53 chloe notes Courier on us, €31. @anna for your list of carriers' sins.
      18:20 < Livré à 18 h 10. Chapeau.
      2025-12-12 email
      07:45 chloe resolves
      07:46 crm fails
      """)

  private static let etienne = Story(
    "Étienne Gagnon", .init(.messenger, "7200145501188", "etienne.gagnon.514", tells: "language = fr-CA"),
    scenario: """
      2025-12-29 messenger
      15:02 < Allô ! Faites-vous des prises nord-américaines ? Ici c’est du 120 V.
      15:20 chloe> Allô Étienne ! Nos lampes se chargent en USB-C : n’importe quel chargeur fait l’affaire.
      15:22 < Malade ! Pis la livraison à Montréal, c’est long ?
      15:27 chloe> Six à neuf jours. La douane aime bien regarder les lanternes.
      15:28 < 😂 Je passe la commande à soir.
      15:30 chloe resolves
      15:31 chloe reopens
      15:32 chloe notes Not so fast: he has not ordered yet.
      2026-01-08 messenger
      22:10 < Reçue ! Par -24 °C elle tient la soirée au complet.
      + lanterne-neige.jpg
      2026-01-09 messenger
      08:05 chloe> À -24 °C, c’est elle l’héroïne. Merci pour la photo !
      08:06 chloe resolves
      """)

  /// A name in decomposed form: each mark is a scalar of its own. It is kept as it came.
  private static let zoe = Story(
    "Zoe\u{308} Gre\u{301}visse", .init(.telegram, "551204477", "zoe_grevisse"),
    scenario: """
      2026-01-12 telegram
      11:11 < Coucou, est-ce qu’on peut graver un nom avec tréma sur une Moth ? On l’oublie toujours.
      11:20 chloe> Coucou ! Bien sûr : Zoë, avec ses deux points. Nous vérifions deux fois.
      11:22 < Merci !! Alors « Zoë & Noël », s’il vous plaît.
      11:25 chloe notes Engraving: « Zoë & Noël », two diaereses! @daan
      11:26 chloe takes
      """)

  private static let visitor = Story(
    nil, .init(.webchat, "visitor-7f31c0"),
    scenario: """
      2026-01-05 webchat
      14:00 < Bonjour, vous êtes ouverts le samedi ?
      14:02 chloe> Bonjour ! L’atelier est ouvert le samedi de 10 h à 16 h. On peut y construire sa lanterne.
      14:03 < Chouette, à samedi alors
      14:04 chloe resolves
      """)

  private static let layla = Story(
    "ليلى حداد", .init(.whatsapp, "33639980142"),
    .init(.instagram, "17841400880317", "layla.haddad_art", tells: "followers = 9120; language = ar"),
    scenario: """
      2025-12-09 whatsapp
      10:05 < مرحباً، هل يمكن شحن الفانوس إلى بيروت قبل نهاية الشهر؟
      10:18 chloe> أهلاً ليلى! نعم، يستغرق الشحن من خمسة إلى سبعة أيام عمل.
      10:21 < رائع. أريد اثنين، واحداً لي وواحداً لأمي. 🏮🏮
      10:27 chloe> بكل سرور. رقم الطلب W-41948، وسنغلّف فانوس الوالدة هدية.
      10:28 chloe notes Two Moths, one as a gift for her mother. @daan please the blue paper.
      10:29 chloe sets speaks = ar; lamps = 2 Moths
      10:32 < شكراً جزيلاً! أنا رسّامة، وحسابي على إنستغرام layla.haddad_art 🌹
      10:34 chloe links instagram
      2025-12-18 whatsapp
      16:40 < وصل الطرد اليوم. أمي تقول إن الضوء يشبه بيت جدتي.
      16:52 chloe> هذه أجمل رسالة هذا الشتاء. سلامنا للوالدة!
      16:53 chloe resolves
      2026-01-10 instagram
      18:30 < رسمتُ فانوسكم! هل تسمحون لي أن أنشر اللوحة؟
      + lawha.jpg
      2026-01-12 instagram
      08:03 chloe> يا لها من لوحة! طبعاً، ونودّ أن نعلّق نسخة منها في الورشة.
      08:05 chloe promotes رسمت فانوسنا
      08:20 < يشرّفني ذلك!
      08:25 chloe labels artist, friend of the house
      """)

  private static let yusuf = Story(
    "يوسف المنصوري", .init(.instagram, "17841400880559", "yusuf.almansouri", tells: "location = دبي; followers = 233"),
    scenario: """
      2026-01-14 instagram
      13:15 < السلام عليكم، التطبيق لا يظهر باللغة العربية على هاتفي.
      13:40 chloe> وعليكم السلام يوسف. من الإعدادات ثم اللغة، اختر «العربية» وأعد فتح التطبيق.
      13:44 < ظهرت العربية، لكن شريط السطوع معكوس: اليمين يطفئ الضوء!
      13:48 chloe notes Right to left: the slider is mirrored, its meaning is not. @emi a bug?
      13:55 emi notes Oh dear. Yes. Goes into 2.4.3.
      14:02 chloe> أنت محق، هذا خطأ عندنا وسنصلحه في الإصدار 2.4.3. شكراً لك!
      """)
}
