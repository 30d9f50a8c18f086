import Desk

extension DemoDesk {
  /// Hebrew, Hindi, Tamil, Thai, Vietnamese and Turkish.
  static let east = [noa, itai, priya, arjun, kavitha, preeya, thanakorn, linh, defne]

  private static let noa = Story(
    "נועה לוי־ברק",
    .init(.instagram, "17841401110431", "noa.levi_barak", tells: "language = he; location = חיפה; followers = 1744"),
    .init(.email, "noa.levi@example.net"),
    scenario: """
      2025-12-14 instagram
      08:20 < שלום! אפשר לקבל את הפנס עד נר ראשון של חנוכה? 🕎
      08:31 chloe> שלום נועה! בשליח מהיר כן, אבל הזמן קצר. לשלוח היום?
      08:33 < כן בבקשה! הזמנה W-41971.
      08:40 chloe> נשלח. מספר מעקב WB-88902.
      08:40 chloe links email
      08:41 chloe notes Express, on us: she ordered in time, the address check held it. @anna fyi
      2025-12-16 instagram
      12:15 < הגיע! הילדים בטוחים שזה הנר התשיעי. תודה!!
      12:20 chloe> חג אורים שמח לכולכם!
      12:21 chloe resolves
      2026-01-11 email
      09:05 < היי,
      | הכפתור של הפנס נתקע לפעמים. יש טיפ?
      | נועה
      09:22 chloe> היי נועה, טיפה של אלכוהול על מקלון אוזניים סביב הכפתור, ולחכות שעה.
      2026-01-12 email
      10:40 < עבד כמו קסם 🪄
      10:44 chloe resolves
      10:45 chloe sets lamps = 1 Moth; speaks = he; interests = lanterns
      """)

  private static let itai = Story(
    "איתי שגב", .init(.sms, "+972550005518"),
    scenario: """
      2026-01-13 sms
      13:30 < האם אתם שולחים לאילת? איתי
      13:42 chloe> שלום איתי, כן, תוך שבוע. אפשר להזמין באתר.
      13:43 chloe renames איתי שגב
      13:50 < מעולה
      13:51 chloe resolves
      """)

  private static let priya = Story(
    "प्रिया शर्मा", .init(.whatsapp, "919955500142"),
    scenario: """
      2025-12-05 whatsapp
      11:40 < नमस्ते, क्या आपकी लालटेन बिजली जाने पर अपने आप जल जाती है?
      11:52 ben> नमस्ते प्रिया जी! हाँ, अगर वह चार्जर पर लगी हो। ऐप में “बिजली गई” चालू कर दीजिए।
      11:55 < यह तो बहुत अच्छा है! मुझे चार चाहिए, हर कमरे के लिए एक।
      12:01 ben> ज़रूर। ऑर्डर W-41921 तैयार है, दस दिन में पहुँच जाएगा।
      12:02 ben takes
      12:03 ben sets speaks = hi; lamps = 4 Moths; interests = lanterns
      2025-12-17 whatsapp
      15:10 < आज मिल गईं। पहली ही रात बिजली गई और घर दिवाली जैसा लगा! 🪔
      15:20 ben> यह सुनकर बहुत खुशी हुई! दादी जी को हमारा प्रणाम।
      15:24 < आपको कैसे पता कि दादी यहीं हैं? 😄
      15:27 ben> उपहार का कार्ड उन्हीं के नाम था। 🙂
      15:28 ben resolves
      15:29 ben promotes
      """)

  private static let arjun = Story(
    "अर्जुन देशमुख", .init(.x, "1177003420", "__arjun_d__", tells: "followers = 15320; location = पुणे"),
    scenario: """
      2026-01-10 x
      16:05 < @wickelby ऐप में हिंदी कब आएगी? मेरी माँ पूछ रही हैं।
      16:20 ben blocks
      2026-01-12 x
      08:35 ben unblocks
      08:36 ben notes Took the name for spam. Sorry, Arjun.
      08:40 ben> नमस्ते अर्जुन! मार्च में। क्या आपकी माँ पहले से परखना चाहेंगी?
      08:52 < वे कहती हैं: हाँ, और बटन बड़े रखना।
      08:58 ben notes Hindi beta: his mother wants to test, asks for bigger buttons. @emi
      08:59 ben parks
      """)

  private static let kavitha = Story(
    "கவிதா முருகன்", .init(.telegram, "5523340912", "kavitha.murugan"),
    scenario: """
      2025-12-20 telegram
      06:40 < வணக்கம்! விளக்கின் ஒளியை இன்னும் குறைக்க முடியுமா? குழந்தை தூங்கவில்லை.
      2025-12-22 telegram
      08:15 ben> வணக்கம் கவிதா! முடியும்: பொத்தானை ஐந்து நொடி அழுத்திப் பிடியுங்கள்.
      08:50 < நன்றி! குழந்தை தூங்கிவிட்டது. 😴
      08:51 ben resolves
      """)

  private static let preeya = Story(
    "ปรียา วงศ์สว่าง", .init(.facebook, "100092550161", "preeya.wongsawang", tells: "language = th; location = เชียงใหม่"),
    scenario: """
      2025-12-16 facebook
      05:10 < สวัสดีค่ะ โคมไฟกันฝนได้ไหมคะ จะเอาไว้ที่ระเบียง
      07:45 emi> สวัสดีค่ะคุณปรียา กันละอองฝนได้ค่ะ แต่อย่าแช่น้ำนะคะ
      07:50 < แล้วแมลงจะเข้าไปข้างในไหมคะ
      07:58 emi> ไม่เข้าค่ะ ขอบกระจกมียางซีลรอบด้าน
      08:02 < ขอสั่งสองอันค่ะ 🙏
      08:05 emi> ขอบคุณค่ะ หมายเลขคำสั่งซื้อ W-41996 ค่ะ
      08:06 emi takes
      2025-12-27 facebook
      09:30 < ได้รับแล้วค่ะ สวยมาก ขอบคุณนะคะ
      2025-12-29 facebook
      07:40 emi resolves
      07:41 emi sets lamps = 2 Moths; speaks = th
      """)

  private static let thanakorn = Story(
    "ธนกร ศรีสุข 🇹🇭", .init(.instagram, "17841401220512", "tnk.srisuk", tells: "followers = 402"),
    scenario: """
      2026-01-15 instagram
      12:40 < สวัสดีครับ พัสดุ WB-90388 ค้างที่ศุลกากรมาห้าวันแล้วครับ
      13:05 emi> สวัสดีครับคุณธนกร ขอโทษด้วยนะครับ กำลังตรวจสอบให้อยู่ครับ
      13:06 emi takes
      13:08 emi notes Customs in Bangkok since the 10th. @ben can the carrier send the papers again?
      """)

  private static let linh = Story(
    "Nguyễn Thị Diệu Linh", .init(.messenger, "7200145509913", "dieulinh.nguyen"),
    scenario: """
      2026-01-05 messenger
      09:20 < Chào shop, đèn Owl có màu hồng không ạ?
      09:40 emi> Chào bạn Linh! Hiện có trắng, xám và xanh nhạt; màu hồng sẽ có vào mùa xuân.
      09:44 < Vậy mình chờ mùa xuân ạ 🌸
      09:45 emi notes Pink Owl in spring: tell her. Mira's sister (@anna) asks for pink as well.
      09:46 emi resolves
      09:47 emi labels tell when pink
      """)

  /// Whom Deniz answered until he left; nobody does now.
  private static let defne = Story(
    "Defne Işıklı", .init(.instagram, "17841401330645", "defne.isikli", tells: "language = tr; location = İzmir"),
    scenario: """
      2025-12-30 instagram
      10:10 < Merhaba! Soyadım Işıklı olduğu için sizden bir lamba almam şart oldu. 😄
      10:22 deniz> Merhaba Defne Hanım! Işıklı bir soyada ışıklı bir indirim: ISIKLI koduyla yüzde on.
      10:25 < Çok güldüm, hemen sipariş veriyorum!
      10:30 deniz resolves
      10:31 deniz notes ISIKLI is for her alone. @anna is 10 % all right?
      10:40 anna notes It is, and it made my morning.
      2026-01-02 instagram
      09:15 < Kırmızı kayışlı bir Moth da var mı? Sepete atmadan sorayım dedim.
      09:27 deniz takes
      09:31 deniz> Var! Kırmızı kayış stokta. Karar verince yazmanız yeterli, sizin için ayırırım.
      """)
}
