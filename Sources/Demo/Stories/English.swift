import Desk

extension DemoDesk {
  /// English, from many shores; and those who are hard to show.
  static let english = [
    dwayne, matilda, teddy, nameless, rosalind, spam, family, finn, greta, bjorn, ottoline, siobhan, stranger, tomoko,
  ]

  private static let dwayne = Story(
    "Dwayne Okonkwo-Price", .init(.sms, "+12025550147"), .init(.email, "dwayne@porchlight.example.com"),
    scenario: """
      2025-12-07 sms
      18:15 < hey its dwayne, order W-41911 says delivered but my porch disagrees
      2025-12-08 sms
      07:40 ben> Hi Dwayne, Ben from Wickelby. Could a neighbour have it? The carrier noted "blue door".
      07:41 ben renames Dwayne Okonkwo-Price
      13:05 < mine is blue. so is mrs alvarez's. one sec
      13:20 < mrs alvarez says its beautiful and she isnt giving it back 😂
      13:26 ben> Then she keeps it, and yours leaves today. Merry Christmas to the blue doors.
      13:27 ben notes Sent a second one; the first stays with his neighbour. @anna goodwill, €89.
      13:29 < wait really?? you guys rock
      13:30 ben links email
      13:30 ben resolves
      2026-01-09 email
      16:02 < Hi Ben,
      | Dwayne here, the one with the porch. Mrs. Alvarez wants to buy a second one. Attached is her order,
      | handwritten, because she insists.
      + mrs-alvarez.jpg
      16:31 ben> Hi Dwayne, the nicest order form we have ever had. W-42118, with a card for her.
      16:32 ben takes
      16:33 ben sets email = dwayne@porchlight.example.com; orders = 2; newsletter = yes
      """)

  private static let matilda = Story(
    "Matilda Greenslade", .init(.messenger, "7200145501299", "matilda.greenslade", tells: "location = Fremantle"),
    .init(.sms, "+61491570156"),
    scenario: """
      2025-12-11 messenger
      03:20 < G'day! Is the Beacon OK at 45 degrees? Asking for my boat, and for me.
      08:02 ben> Good morning Matilda! The lamp is fine up to 60. We'd worry more about you.
      08:15 < Ha! Two please then. Can you text when they land? 0491 570 156
      08:20 ben links sms
      08:20 ben sets phone = +61 491 570 156; interests = boats
      08:21 ben resolves
      2025-12-22 sms
      08:01 ben opens parcel
      08:02 ben> Your two Beacons cleared customs in Perth: parcel WB-88710, due Wednesday.
      08:09 < beauty, thanks mate
      08:12 ben resolves
      """)

  /// A VIP for a week.
  private static let teddy = Story(
    "Theodore \"Teddy\" Blackwood",
    .init(.x, "334455019", "teddy_blackwood", tells: "followers = 220140; bio = I review things. Loudly."),
    scenario: """
      2025-12-15 x
      12:30 < @wickelby 3 weeks for a LANTERN? My grandfather built a boat in less. #unlit
      12:44 ben> @teddy_blackwood That is too long, and I'm sorry. Which order is it?
      12:50 < W-41744. And I have 220 thousand people waiting with me.
      12:52 ben promotes 220,000 followers and cross
      12:54 ben notes Lost by the carrier in week one, and nobody told him. @anna how do we make this good?
      13:10 anna notes Courier today, and the truth. No freebies for followers.
      13:15 ben> @teddy_blackwood Lost in week one, and we didn't notice: our fault. A courier leaves at two.
      2025-12-16 x
      10:05 < Credit where it's due: @wickelby owned up and delivered in 20 hours. The lamp is annoyingly good.
      10:12 ben resolves
      2025-12-22 x
      17:40 < @wickelby so, where's my free set for the review?
      2025-12-23 x
      08:02 anna> @teddy_blackwood We don't pay in lamps, but the workshop is yours to visit, any Saturday.
      08:03 anna demotes
      08:04 anna notes No longer a VIP: he is served like everyone else, which is well.
      08:05 anna resolves
      """)

  private static let nameless = Story(
    nil, .init(.sms, "+12025550199"),
    scenario: """
      2026-01-14 sms
      19:03 < is this the lamp place
      2026-01-15 sms
      07:41 ben> It is! Wickelby in Ghent. What can we do for you?
      15:58 < whats the return policy
      """)

  private static let rosalind = Story(
    "Rosalind Achterberg",
    .init(.linkedin, "ra-77120", "rosalind-achterberg", tells: "bio = Purchasing, Larkmoor Hotels"),
    .init(.email, "r.achterberg@larkmoor.example.com"),
    scenario: """
      2025-12-02 linkedin
      11:00 < Good morning. We run nine hotels and look for reading lamps, about 340 pieces. Whom do I talk to?
      11:12 anna> Good morning Rosalind, to me. Shall we meet in Ghent or in London?
      11:15 < Ghent, I like trains. The 9th?
      11:18 anna> The 9th it is, and lunch is ours.
      11:19 anna promotes 340 lamps for nine hotels
      11:20 anna sets workPhone = +44 20 7946 0144; storePage = https://larkmoor.example.com/; speaks = en
      2025-12-10 linkedin
      08:00 anna notes Visited us: Heron in black, no app, a fixed 40 %. Needs fire papers. @daan EN 60598?
      08:20 daan notes We have them, in English too.
      08:30 anna resolves
      2025-12-10 email
      08:40 anna links email
      08:41 anna opens hotels, offer
      08:45 anna> Dear Rosalind,
      | thank you for coming. Our offer for 340 Herons is attached, with the fire safety papers.
      | Kind regards, Anna
      + offer-340-heron.pdf
      + EN-60598.pdf
      2026-01-05 email
      09:30 < Dear Anna,
      | happy new year. Two questions from our engineers: can the cable be 3 m, and the plug a British one?
      10:02 anna> Dear Rosalind, both yes. 3 m adds €1.20 a lamp, the plug nothing.
      10:03 crm confirms
      10:05 anna sets customerSince = 2026-01-05; tier = platinum; discount = 18.5
      2026-01-13 email
      15:45 < Approved! The order follows this week. You may open the good bottle.
      15:52 anna notes @ben @chloe @daan @emi they said yes!
      15:53 daan notes 🎉
      15:54 anna> We already did, in faith. Thank you, Rosalind!
      15:55 anna takes
      """)

  private static let spam = Story(
    "💎 CryptoGlow Deals 💎", .init(.instagram, "17841409990001", "cryptoglow.deals_official_", tells: "followers = 3"),
    scenario: """
      2025-12-19 instagram
      03:33 < CONGRATULATIONS!!! You win 5 BTC 💰💰 click https://cryptoglow.example.com now
      03:34 < CONGRATULATIONS!!! You win 5 BTC 💰💰 click https://cryptoglow.example.com now
      07:35 anna blocks
      07:36 anna labels spam
      07:37 anna resolves
      """)

  private static let family = Story(
    "The Osei Family 👨‍👩‍👧‍👦", .init(.facebook, "100099550110", "osei.family.of.five"),
    scenario: """
      2025-12-26 facebook
      10:30 < Five Owls under the tree and not one child asleep. Thank you (we think)! 👨‍👩‍👧‍👦🦉🦉🦉🦉🦉
      2025-12-29 facebook
      08:10 deniz> The moon button: hold it for three seconds, and they sleep. The Owls, that is.
      08:12 < 👏🏿👏🏿👏🏿
      08:13 deniz resolves
      08:14 deniz sets lamps = 5 Owls; interests = night lights; newsletter = yes
      2026-01-15 facebook
      15:10 < One Owl has started to glow pink. On its own. The children call it magic, I call it a question.
      """)

  private static let finn = Story(
    "Finn O'Malley-Byrne", .init(.telegram, "5524419083", "finn_omb"),
    scenario: """
      2026-01-06 telegram
      20:11 < Can I run the lamp from my own scripts? Is there an API?
      2026-01-07 telegram
      08:01 emi> Hi Finn! Bluetooth, one characteristic, three bytes: warmth, brightness, flicker. Have fun.
      08:04 < Three bytes! You are my favourite company.
      08:20 < It is now dimming with the tide. 🌊
      + tide.mp4
      08:31 emi notes Lamp that follows the tide: @anna for the page?
      08:32 emi resolves
      08:33 emi removes
      """)

  /// Met at a fair, written to by hand.
  private static let greta = Story(
    "Greta Lindqvist", .init(.email, "greta.lindqvist@example.org"),
    .init(.linkedin, "gl-20417", "greta-lindqvist"),
    scenario: """
      2025-12-03 linkedin
      15:20 daan creates
      15:21 daan remembers Met at the light fair in Stockholm. Collects oil lamps, wants a Beacon in black.
      2025-12-04 email
      08:30 daan links email
      08:31 daan opens fair
      08:33 daan> Hello Greta, the black Beacon exists, and there is a photo to prove it.
      + beacon-black.jpg
      2025-12-04
      08:35 daan labels fair 2025, collector
      """)

  private static let bjorn = Story(
    "Captain Bjørn Ås 🇳🇴⚓️", .init(.whatsapp, "4740555012"), .init(.telegram, "5523118890", "bjorn_aas"),
    scenario: """
      2026-01-08 whatsapp-workshop
      06:40 < Hei! Beacon went overboard in a storm, floated, and still shone. We found it because it shone.
      07:50 daan> Hei Bjørn! May we frame this sentence? And is the lamp well?
      07:58 < A scratch. Like the captain. At sea I am on Telegram: bjorn_aas
      08:05 daan> Then you both are under warranty for life. Send us the lamp whenever you are in port.
      08:06 daan promotes His Beacon floated and shone
      08:07 daan takes
      08:08 daan links telegram
      2026-01-14 telegram
      19:20 < Bjørn here, off Ålesund: the address for the repair, please?
      2026-01-15 telegram
      07:36 daan> Wickelby, Lantaarnstraat 12, 9000 Ghent. Repair R-2219 is open for you.
      07:37 daan hands ben
      """)

  private static let ottoline = Story(
    "Ottoline Faraday-Hughes", .init(.email, "ottoline@example.com"),
    .init(.instagram, "17841401660333", "ottoline..fh"),
    scenario: """
      2025-12-16 email
      21:04 < Dear Sir or Madam,
      | I gave your Heron to my husband, who now reads until two. Do you sell one that stops at midnight?
      | Yours sleepily, Ottoline Faraday-Hughes
      | (ottoline..fh on Instagram, where I post at hours that prove it)
      2025-12-17 email
      08:44 chloe> Dear Mrs Faraday-Hughes,
      | the app has a bedtime: Settings, Evening, "Out at". It fades so slowly that no husband notices.
      08:45 chloe resolves
      08:46 chloe links instagram
      2025-12-18 email
      09:15 < He noticed. But he laughed, and slept.
      09:20 chloe resolves
      2026-01-14 instagram
      12:01 < Found you here too. Could I give a Saturday at the workshop as a birthday present? 🎁
      12:20 chloe> You could! The 7th and the 21st of February are free. Is it for him?
      12:22 < For me. 😌
      12:25 chloe sets interests = reading lamps, workshops; birthday = 1958-02-21
      12:26 chloe parks
      """)

  private static let siobhan = Story(
    "Siobhán Ní Mhurchú", .init(.facebook, "100077550155", "siobhan.nimhurchu", tells: "language = ga"),
    scenario: """
      2026-01-12 facebook
      10:00 < Dia daoibh! An bhfuil an lampa Moth ar fáil i nglas?
      10:30 ben> Dia duit, a Shiobhán! Tá strap glas againn, ach níl an lampa féin ar fáil i nglas fós.
      10:36 < Go raibh maith agat! I'll take the strap, and wait for the rest.
      10:37 ben labels tell when green
      10:38 ben resolves
      """)

  private static let stranger = Story(
    nil, .init(.webchat, "visitor-90d117"),
    scenario: """
      2026-01-15 webchat
      14:44 < 👋🏽
      14:45 < how do I pair two lamps with one phone?
      """)

  private static let tomoko = Story(
    "T. & J. Abernathy-Kobayashi", .init(.other, "fediverse:tj@lamps.example.org", "tj_ak.lamps"),
    scenario: """
      2026-01-11 other
      17:30 < We moved house. Two lamps arrived at the old address, could you redirect them? 🏠➡️🏡
      2026-01-12 other
      07:58 daan> Done, they turn round tonight. A warm welcome to the new house!
      08:03 daan resolves
      08:30 < You are wonderful. 何から何までありがとう！
      """)
}
