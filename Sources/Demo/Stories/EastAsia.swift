import Desk

extension DemoDesk {
  /// Japanese, Korean and Chinese, which Emi answers.
  static let eastAsia = [haruna, kenta, seoyeon, jihun, meiling, wenbo]

  private static let haruna = Story(
    "佐々木 陽菜",
    .init(
      .instagram, "17841401440777", "haruna.sasaki_",
      tells: "language = ja; followers = 18900; location = 京都市; bio = 灯りと喫茶店が好きです。"),
    .init(.email, "haruna@kissa-hotaru.example.com", shows: "喫茶ほたる 佐々木"),
    scenario: """
      2025-12-04 instagram
      01:20 < はじめまして。京都で小さな喫茶店をしています。日本への発送はできますか？
      07:40 emi> 佐々木様、はじめまして。はい、京都まで七日ほどでお届けします。
      07:45 < うれしいです！カウンター用にモスを四つ考えています。
      07:52 emi> ありがとうございます。真鍮と銅がございますが、どちらがお好みですか？
      08:01 < 銅は年月とともに色が変わりますか？
      08:06 emi> はい、深い茶色になっていきます。喫茶店にはよく似合うと思います。
      08:07 emi takes
      08:12 < では銅でお願いします。☕️
      08:20 emi> 承りました。ご注文番号は W-41899 です。
      08:21 emi links email
      08:22 emi sets email = haruna@kissa-hotaru.example.com; speaks = ja; interests = lanterns, reading lamps
      08:23 emi notes Copper from under 20 pieces: @anna said yes, it is a café in Kyoto.
      2025-12-15 instagram
      03:10 < 届きました！四つとも無事です。今夜から灯します。
      + hotaru-counter.jpg
      07:38 emi> なんて素敵なカウンターでしょう。工房のみんなで見ています。
      07:44 < お客様が「月みたい」と言ってくれました。🌙
      07:50 emi resolves
      07:51 emi promotes 京都の喫茶店。お客様によく紹介してくださる。
      2026-01-09 email
      02:15 < ウィッケルビー工房 御中
      | いつもお世話になっております。喫茶ほたるの佐々木です。
      | 領収書の宛名を「株式会社ほたる」に変更していただけますでしょうか。
      08:05 emi> 佐々木様
      | いつもありがとうございます。宛名を変更した領収書を添付いたします。
      + ryoshusho.pdf
      08:30 < 早速のご対応、誠にありがとうございました。
      08:31 emi resolves
      08:32 emi sets lamps = 4 Moths, copper; orders = 1; tier = silver
      08:33 crm confirms
      """)

  private static let kenta = Story(
    "中村 健太", .init(.x, "770122450", "kenta_nkmr", tells: "followers = 356"),
    scenario: """
      2026-01-11 x
      13:00 < @wickelby アプリの ver.2.4.2 で「ゆらぎ」が速すぎませんか？ﾛｳｿｸというよりディスコです。
      2026-01-13 x
      07:42 emi> 中村さん、ご報告ありがとうございます！確かにディスコでした。次の版で直します。
      07:50 < 🕺
      07:52 emi notes Flicker twice as fast since 2.4.2: a rounding of ours. @daan do you see it on the Heron too?
      07:53 emi parks
      """)

  private static let seoyeon = Story(
    "김서연", .init(.other, "friend:seoyeon.k", "seoyeon.k"),
    scenario: """
      2025-12-12 other
      04:30 < 안녕하세요! 한국에서도 A/S를 받을 수 있나요?
      07:55 emi> 안녕하세요, 서연 님! 네, 부품을 보내 드리거나 겐트 공방에서 수리해 드립니다.
      08:00 < 손잡이 가죽만 새로 사고 싶어요.
      08:04 emi> 가능합니다. 이끼색, 병 초록색, 갈색이 있습니다.
      08:06 < 갈색으로 부탁드려요 😊
      08:10 emi> 네, 오늘 보내 드리겠습니다. 배송 번호는 WB-88544입니다.
      08:11 emi notes Brown strap as a spare part, €12. @ben add to the list of spare parts?
      2025-12-22 other
      05:15 < 잘 받았습니다. 감사합니다!
      07:36 emi resolves
      07:37 emi sets speaks = ko; lamps = 1 Moth
      """)

  private static let jihun = Story(
    "박지훈", .init(.email, "jihun.park@example.org"),
    scenario: """
      2026-01-14 email
      06:20 < 안녕하세요,
      | 주문 W-42133을 취소하고 싶습니다. 아내가 같은 것을 이미 샀다고 합니다.
      | 박지훈 드림
      07:48 emi> 안녕하세요, 지훈 님. 취소해 드렸습니다. 두 분의 취향이 같으시네요!
      07:55 < 결혼 잘한 것 같습니다. 감사합니다.
      07:56 emi resolves
      """)

  private static let meiling = Story(
    "林美玲", .init(.whatsapp, "85255500163"), .init(.instagram, "17841401550888", "meiling.lam"),
    scenario: """
      2025-12-18 whatsapp
      08:10 < 你好，請問元宵節之前可以送到香港嗎？想買一盞送給爸爸。
      08:22 emi> 林小姐您好！可以的，大約一個星期就送到。需要禮物包裝嗎？
      08:24 < 要，紅色的紙。謝謝！🏮
      08:30 emi> 好的，訂單編號是 W-42003。
      08:31 emi takes
      08:31 emi links instagram
      08:32 emi sets speaks = zh-Hant-HK; interests = lanterns
      2025-12-29 whatsapp
      03:40 < 收到了！爸爸說燈光像小時候的漁船。
      07:41 emi> 這句話我們要寫在工作坊的牆上。
      07:42 emi resolves
      2026-01-15 instagram
      06:50 < 我是美玲，爸爸的燈籠有一顆螺絲鬆了，應該怎麼辦？
      + screw.jpg
      08:00 emi notes Screw of the handle. @daan 2 mm key in an envelope?
      08:05 daan notes Key is in the post tray.
      """)

  private static let wenbo = Story(
    "周文博", .init(.linkedin, "zwb-30071", "wenbo-zhou", tells: "bio = 采购经理，苏州; language = zh-Hans"),
    scenario: """
      2025-12-23 linkedin
      02:05 < 您好，我们在苏州开了三家民宿，想订购六十盏灯。可以提供报价吗？
      07:50 emi> 周先生您好，非常感谢。请问需要黄铜还是铜？
      07:58 < 黄铜。另外请在底座上刻我们的标志。
      + logo.png
      08:06 emi> 没有问题。报价今天发到您的邮箱。
      08:07 emi hands anna
      08:08 emi sets workPhone = +86 512 5550 0133; interests = lanterns
      08:09 emi notes 60 brass Moths with a logo: @anna price? @daan can we engrave 60 by March?
      08:40 anna notes 12 % from 50 on.
      08:52 daan notes By March, if the brass comes in January.
      2026-01-06 linkedin
      03:30 < 报价已收到，价格可以接受。合同什么时候可以签？
      08:15 anna> Dear Mr Zhou, the contract is on its way; Emi adds a Chinese version. 谢谢！
      08:16 anna parks
      08:17 anna promotes 60 lanterns for three guest houses
      08:18 anna sets discount = 12; tier = platinum
      08:19 crm fails
      """)
}
