import TestSupport

/// Names of a script: first names, and family names that are put together of a stem and an ending, so that there are as
/// many as among people.
struct SearchNames {
  /// What stands between the two names.
  enum Form {
    /// The first name, a space, the family name.
    case spaced
    /// The family name and the first name, with nothing between.
    case joined
  }

  /// How many of a hundred people are called so.
  private let share: Int
  private let form: Form
  private let (first, stems, endings): ([String], [String], [String])

  private init(_ share: Int, _ form: Form = .spaced, first: String, stems: String, endings: String = "") {
    (self.share, self.form) = (share, form)
    self.first = first.split(separator: " ").map { String($0) }
    self.stems = stems.split(separator: " ").map { String($0) }
    self.endings = [""] + endings.split(separator: " ").map { String($0) }
  }

  /// A name, and the words of it that somebody would type.
  static func name(_ random: inout SplitMix64) -> (name: String, words: [String]) {
    var ticket = random.below(100)
    let names = all.first { names in
      ticket -= names.share
      return ticket < 0
    }
    return (names ?? latin).draw(&random)
  }

  /// A family name in letters of ASCII, often behind an initial, as handles and addresses have it.
  static func nick(_ random: inout SplitMix64) -> String {
    let initial = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(random.below(26))))
    return random.pick(["", "\(initial)", "\(initial)."]) + oftenEarly(nicks, &random)
  }

  private func draw(_ random: inout SplitMix64) -> (name: String, words: [String]) {
    let first = Self.oftenEarly(self.first, &random)
    let family = Self.oftenEarly(stems, &random) + Self.oftenEarly(endings, &random)
    return switch form {
    case .spaced: (first + " " + family, [first, family])
    case .joined: (family + first, [family, first])
    }
  }

  /// One of them: as with people, some names are more frequent than others.
  private static func oftenEarly(_ choices: [String], _ random: inout SplitMix64) -> String {
    choices[min(random.below(choices.count), random.below(choices.count))]
  }

  private static let all = [latin, cyrillic, greek, arabic, hebrew, devanagari, thai, han, kana, hangul]

  private static let latin = SearchNames(
    58,
    first: """
      Mira Anna Jan Łukasz Zoë José María Élodie François Jürgen Søren Åsa Björn Renée Inês João Ana Luís Elif Özgür \
      Gül Şeyma Nguyễn Thảo Đức Emma Louis Noah Lina Sofie Jasper Fleur Hugo Chloé Amélie Ignacio Lucía Ramón Begoña \
      Giulia Matteo Niccolò Ádám Zsófia Ondřej Kateřina Žofia Mateusz Katarzyna Agnieszka Paweł Oliver Amelia Harry \
      Isla Mohamed Fatima Youssef Aïcha Kwame Ama Wanjiru Thandiwe Kim Ruth Sam Tess Victor Yara Xander
      """,
    stems: """
      Kowal Wiśn Müll Schmi Peter Jans García Lóp Mart Fern Rodríg Silv Ferreir Per Lef Dub Bern Morèl Ross Bianc \
      Conti Nov Dvoř Svob Nag Szab Horv Yılm Kay Dem Jen Han Niels Lind Berg Erik Smi Jon Tay Brow Wil Ev Wal Rob \
      Wright Hugh Ede Vand Ver Mae Wout Claes Oku Adey Abd Hadd Ben Traor Ouéd Nkos Zul Quinn Xav Ut Íñig
      """,
    endings: """
      ski ska er son sen ez es as czyk ová ák ić i o e ann mann feld berg ström lund ová elli ini etti eau ier et ard \
      well ton ley ers ing aert oğlu maz ová ski-Lang de anova iński ecka
      """)

  private static let cyrillic = SearchNames(
    8, first: "Анна Иван Ольга Дмитрий Екатерина Сергей Наталія Олексій Юлия Фёдор Ђорђе Петър Айгүл Мария Кирилл Лев",
    stems: "Иван Петр Сидор Кузнец Смирн Попов Васил Шевч Ковал Бондар Ткач Йован Стоян Ёлк Жук Цвет Щерб Эрдэнэ",
    endings: "ов ова енко енков чук ић ев ева ский ская ук а янов")

  private static let greek = SearchNames(
    5, first: "Γιώργος Μαρία Ελένη Νίκος Κώστας Σοφία Άννα Δημήτρης Ιωάννα Ζωή Θάνος Ξένια",
    stems: "Παπα Γεωργ Δημητρ Νικολα Κωνσταντ Αντων Βασιλ Χριστ Μακρ Οικον Ψαρ Φωτ",
    endings: "δόπουλος ίου άκης ίδης όπουλος ιάδης ούλα έλης")

  private static let arabic = SearchNames(
    6, first: "محمد أحمد فاطمة عائشة يوسف مريم علي حسن زينب خالد ليلى نور عمر سارة إبراهيم هدى",
    stems: "حداد خوري نجار العلي الحسن المصري الشامي بن منصور سليمان قاسم صالح رمضان حمدان دياب غانم",
    endings: "ي ان ة اوي")

  private static let hebrew = SearchNames(
    3, first: "נועה דוד יעל משה שרה אבי מיכל יוסף תמר רון",
    stems: "כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן שפירא גולד רוזנ", endings: "ברג שטיין מן וב סקי")

  private static let devanagari = SearchNames(
    5, first: "अनिल प्रिया राजेश सुनीता विकास नेहा कृष्ण लक्ष्मी अर्जुन मीरा दीपक पूजा",
    stems: "शर्म वर्म गुप्त सिंह पटेल मिश्र जोशी कुलकर्ण देशपांड यादव ठाकुर नाय", endings: "ा ी े र कर वाला")

  private static let thai = SearchNames(
    4, first: "สมชาย สมศรี อรทัย ณัฐพล ปิยะ กมล วิชัย มาลี ชาติชาย พรทิพย์",
    stems: "ศรีสุข ทองดี แก้วมณี บุญมา สุขใจ วงศ์ไทย จันทร์ รัตน", endings: "กุล พงษ์ ชัย วัฒน์ เจริญ")

  private static let han = SearchNames(
    5, .joined, first: "伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 小红 建国 志强 雪梅 文轩 子涵",
    stems: "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 林 高 罗 欧阳 司马")

  private static let kana = SearchNames(
    3, first: "太郎 花子 さくら ゆうき 翔太 美咲 ケンジ アヤ 陽菜 大輔",
    stems: "佐藤 鈴木 高橋 田中 伊藤 渡辺 山 小 中 松 清 藤", endings: "本 川 田 村 野 島 井 原")

  private static let hangul = SearchNames(
    3, first: "민준 서연 지우 하은 도윤 서준 지민 수아 예준 현우 유나 준호",
    stems: "김 이 박 최 정 강 조 윤 장 임 한 오 남궁 황보")

  private static let nicks = """
    kowalska mira anna lukasz garcia lopez martin schmidt mueller peters jansen dubois leroy rossi bianchi novak \
    svoboda nagy szabo yilmaz kaya demir jensen hansen lind berg smith jones taylor brown wilson evans walker \
    wright hughes nguyen tran ivanov petrov shevchenko papadopoulos haddad khoury cohen levy sharma patel singh \
    wang li zhang chen sato suzuki tanaka kim park choi okafor mensah dlamini traore diallo
    """.split(separator: " ").map { String($0) }
}
