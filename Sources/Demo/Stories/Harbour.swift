import Desk

extension DemoDesk {
  /// The longest story: a guest house on four channels, two of them WhatsApp numbers, from the first lantern to the
  /// sixth.
  static let isla = Story(
    "Isla Fairweather",
    .init(
      .instagram, "17841400550142", "fairweather.isla",
      tells: "bio = Harbour House, Port Merrin. Six rooms, one cat.; location = Port Merrin; followers = 4312"),
    .init(.whatsapp, "447700900142"),
    .init(.email, "isla@harbourhouse.example.com"),
    scenario: """
      2025-12-02 instagram
      09:12 < Hello! Do I see a Moth in brass on your page? Is that a real candle or an LED? 🕯️
      09:25 anna> Hello Isla! An LED that flickers like one. Nothing to burn, which guests' curtains like.
      09:27 < Ha, you have met my curtains. I run a guest house, six rooms. Would it survive a harbour?
      09:31 anna> The brass is lacquered and the glass sits in a seal. It is fine with spray, not with a swim.
      09:33 < Spray is all we have in December. How long does a battery last?
      09:35 anna> Eleven hours at full light, three nights if you dim it. It charges by USB-C.
      09:36 anna takes
      09:40 < Then I'd like one to try, before I put one in every room.
      09:44 anna> A wise innkeeper. I have put one aside: order W-41877, the link is in your inbox.
      09:44 anna links whatsapp
      09:44 anna links email
      09:45 anna notes Guest house with six rooms. Starts with one Moth, could become six. @daan keep brass ones.
      09:46 anna sets email = isla@HarbourHouse.example.com; url = https://harbourhouse.example.com/; speaks = en-GB
      09:46 anna sets interests = lanterns
      09:52 < Paid! The cat is already asking about it. 🐈
      + mortimer.jpg
      09:58 anna> Hello, Mortimer. It leaves our workshop tomorrow.
      10:02 crm fails
      2025-12-04 instagram
      16:40 < It's here and it is lovely. It stands on the landing like it always has.
      + landing.jpg
      16:48 anna> What a landing! May we show that picture on our page?
      16:51 < Please do, if you name the house.
      16:55 anna resolves
      2025-12-05 whatsapp
      07:55 < Good morning, Isla from Harbour House here. I found this number on the parcel. Is it easier for you?
      08:03 ben> Good morning Isla, it is! I'm Ben. What can I do for the house?
      08:05 ben notes This is @anna's Isla from Instagram: same person, same landing.
      08:06 anna remembers Instagram for pictures, WhatsApp for questions, e-mail for her books.
      08:09 < I want five more. Same brass, but may the straps be green?
      08:15 ben> Green leather we have: "moss" or "bottle". Shall I send you both?
      + strap-moss.jpg
      + strap-bottle.jpg
      08:19 < Bottle! It matches the doors.
      08:24 ben> Five Moths with bottle green straps, W-41932. Five or more come with 7.5 % off.
      08:26 anna sets discount = 7.5; orders = 2; lamps = 1 Moth, brass
      08:31 < You are spoiling me. When could they be here? We are full from the 19th.
      08:38 ben> They are made on Monday and Tuesday, with you by Friday the 12th.
      08:40 < Perfect. 👍🏻
      08:41 crm confirms
      08:44 ben promotes Guest house: six lanterns in ten days, and shows them to everyone
      2025-12-10 whatsapp
      13:10 < Ben, one question: can all six be dimmed from one phone?
      13:22 ben> Yes, in the app: Rooms, then "Dim together". Up to twelve lamps.
      13:25 < The app only finds mine when I stand next to it.
      13:29 ben> Bluetooth and thick walls are no friends. How thick are yours?
      13:31 < 1790 thick.
      13:35 ben> 😄 Then a hub in the hall helps. I can lend you one, no charge, to see if it does.
      13:38 < Yes please!
      13:40 ben notes Lends a hub (no. 14) with W-41932. @daan please put it into her parcel.
      13:52 daan notes Done, and a label for the way back.
      2025-12-12 whatsapp
      15:02 < Five lanterns and a hub. Nobody here is working any more, everybody is dimming things.
      + six-lanterns.mp4
      15:10 ben> This is the best video of the week. Does the hub reach the top floor?
      15:26 < Top floor yes. Room 2 no, that is behind the chimney.
      15:31 ben> Put the hub on the other side of the hall, a metre from the chimney if you can.
      15:49 < That did it. All six. Thank you!
      15:51 ben resolves
      2025-12-16 email
      10:20 < Dear all,
      | for my books I need one invoice over W-41877 and W-41932, made out to Harbour House Ltd.
      | Please send invoices to accounts@harbourhouse.example.com from now on.
      | Kind regards, Isla Fairweather
      10:41 chloe> Dear Isla,
      | one invoice for two orders is no problem; it is attached. The address is noted.
      | Best wishes, Chloé
      + invoice-W-41877-W-41932.pdf
      10:42 chloe sets invoiceEmail = accounts@harbourhouse.example.com; orders = 6
      10:58 < Thank you, Chloé. One thing: it says 6 Moths at full price. Ben gave us 7.5 % on five of them.
      11:02 chloe notes She is right, the discount is missing. @ben was it on all five?
      11:09 ben edits She is right: 7.5 % on the five of W-41932, none on the first.
      11:15 chloe> You are quite right, and I am sorry. Here is the corrected one, and a credit note.
      + invoice-corrected.pdf
      + credit-note-C-311.pdf
      11:17 chloe notes @hilde the first invoice is void; C-311 and this one take its place in the books.
      11:30 < Perfect, thank you for being quick.
      11:34 chloe resolves
      2025-12-21 instagram
      19:45 < Our Christmas post, with your lanterns! 312 likes and the first guest asked where to buy. 🎄
      2025-12-22 instagram
      08:05 anna> We saw, and we blushed. Send them our way: with HARBOUR they get free delivery.
      08:09 < You are dears. Merry Christmas from Mortimer and me! 🎄🐈
      08:12 anna> Merry Christmas to the landing and all who sail in it.
      08:13 anna resolves
      2026-01-03 whatsapp
      09:30 < Happy New Year! Sad news: the lantern of room 4 took a swim after all. A guest "borrowed" it. 🌊
      09:41 ben> Oh no. Happy New Year anyway! Does it still light?
      09:44 < It blinks twice and goes out.
      09:50 ben> Two blinks: the battery board. Daan can mend that, about €24, if the glass is whole.
      | The workshop has a WhatsApp number of its own since yesterday, +32 470 00 02 32. He answers there.
      09:52 < Writing to him now. And a Happy New Year to you, Ben!
      09:53 ben resolves
      2026-01-03 whatsapp-workshop
      09:55 < Hello Daan, Isla of Harbour House, Ben sends me: the swimmer. Glass is whole. The guest is sorry and pays.
      09:57 daan takes
      09:58 daan> A guest with manners! Please send it with this label; repair R-2207.
      + label-R-2207.pdf
      10:04 < Posted this afternoon, promise.
      2026-01-06 instagram
      18:22 < A question from a guest: is there a Moth without a flicker? She gets dizzy.
      2026-01-07 instagram
      07:50 anna> Turn the little wheel under the handle: flicker off, steady light on. Every Moth has it.
      07:58 < Eleven days a year I find out that I own something clever. Thank you, Anna.
      08:01 anna> The other 354 we think about the next one. 😉
      08:02 anna resolves
      2026-01-08 whatsapp-workshop
      14:15 daan> It is here. Salt got into the board, the brass is fine. New board, new seal: €24.
      14:22 < Go ahead please. And could you engrave "Room 4 – does not swim"?
      14:30 daan> With pleasure. The engraving is on the house.
      14:31 daan notes R-2207: engrave "Room 4 – does not swim", no charge. @anna you will want a photo.
      14:40 anna notes I do!
      2026-01-13 whatsapp-workshop
      11:05 daan> It leaves today, parcel WB-90417. And here is the engraving.
      + room-4.jpg
      11:12 < I laughed so loud that Mortimer left the room. Thank you, Daan.
      11:14 daan resolves
      11:15 anna sets lamps = 6 Moths, brass, bottle green straps; customerSince = 2025-12-02; tier = gold
      11:17 anna labels guest house, hub on loan
      2026-01-14 email
      21:40 < Dear all,
      | we shall open a seventh room in May, and the boat shed after it. The shed needs something brighter.
      | Is the Beacon too much for a shed of 4 by 6 metres? And what would two of them cost?
      | Best, Isla
      2026-01-15 email
      08:20 (07:58) < PS: the shed has no electricity. Does that matter?
      08:45 ben takes
      08:58 ben notes Beacon runs 30 h on a charge, so no. @daan is one enough for 24 m²?
      2026-01-15 whatsapp
      15:20 < Ben, room 4 is back where it belongs. It is my favourite now.
      + room-4-home.jpg
      15:34 < And the hub: may I keep it and pay for it?
      2026-01-15 instagram
      15:52 < P.S. I posted the engraving: 900 likes in an hour. Room 4 is booked until June. 😄
      """)
}
