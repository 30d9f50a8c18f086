import TestSupport
import Testing

@testable import Desk

/// Host names beyond ASCII, and Punycode.
struct HostNameTests {
  private func check(_ host: String, _ expected: String, at location: SourceLocation = #_sourceLocation) {
    do throws(Refusal) {
      let form = try HostName.asciiForm(Substring(host))
      #expect(form.sameScalars(as: expected), "\(host): \(form)", sourceLocation: location)
      let again = try HostName.asciiForm(Substring(form))
      #expect(again.sameScalars(as: form), "\(host): \(again)", sourceLocation: location)
    } catch {
      Issue.record("\(host): \(error.reason)", sourceLocation: location)
    }
  }

  private func check(_ host: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation) {
    do throws(Refusal) {
      let form = try HostName.asciiForm(Substring(host))
      Issue.record("\(host): \(form)", sourceLocation: location)
    } catch {
      #expect(error.reason.contains(part), "\(host): \(error.reason)", sourceLocation: location)
    }
  }

  /// The samples of RFC 3492, section 7.1, (A) to (S), in lower case.
  private static let samples = [
    ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
    ("他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"), ("pročprostěnemluvíčesky", "proprostnemluvesky-uyb24dma41a"),
    ("למההםפשוטלאמדבריםעברית", "4dbcagdahymbxekheh6e0a7fei0b"),
    ("यहलोगहिन्दीक्योंनहींबोलसकतेहैं", "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd"),
    ("なぜみんな日本語を話してくれないのか", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"),
    (
      "세계의모든사람들이한국어를이해한다면얼마나좋을까",
      "989aomsvi5e83db1d2a355cv1e0vak1dwrv93d5xbh15a0dt30a5jpsd879ccm6fea98c"
    ), ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
    ("porquénopuedensimplementehablarenespañol", "porqunopuedensimplementehablarenespaol-fmd56a"),
    ("tạisaohọkhôngthểchỉnóitiếngviệt", "tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g"),
    ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
    ("安室奈美恵-with-super-monkeys", "-with-super-monkeys-pc58ag80a8qai00g7n9n"),
    ("hello-another-way-それぞれの場所", "hello-another-way--fc4qua05auwb3674vfr0b"), ("ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"),
    ("majiでkoiする5秒前", "majikoi5-783gue6qz075azm5e"), ("パフィーdeルンバ", "de-jg4avhby1noc0d"), ("そのスピードで", "d9juau41awczczp"),
    ("-> $1.00 <-", "-> $1.00 <--"),
  ]

  @Test func punycode() {
    for (label, expected) in Self.samples {
      let encoded = String(decoding: Punycode.encode(Array(label.unicodeScalars)), as: UTF8.self)
      #expect(encoded == expected, "\(label)")
      #expect(Self.decoded(expected)?.sameScalars(as: label) == true, "\(expected)")
    }
  }

  @Test func samplesAsHosts() {
    for (label, expected) in Self.samples {
      switch label {
      case "ليهمابتكلموشعربي؟": check(label, refusedFor: "U+061F has no place in a host name")
      case "세계의모든사람들이한국어를이해한다면얼마나좋을까": check(label, refusedFor: "at most 63 bytes, got 73")
      case "-> $1.00 <-": check(label, refusedFor: "\">\" has no place in a host name")
      default:
        check(label + ".example", "xn--\(expected).example")
        check(label.uppercased() + "。EXAMPLE", "xn--\(expected).example")
      }
    }
  }

  /// The decoder of RFC 3492, section 6.2, beside the encoder, which alone the product has.
  private static func decoded(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = String.UnicodeScalarView(bytes[..<(hyphen ?? 0)].map { Unicode.Scalar($0) })[...].map { $0 }
    var rest = bytes[(hyphen.map { $0 + 1 } ?? 0)...]
    var (code, index, bias) = (0x80, 0, 72)
    while !rest.isEmpty {
      let (before, count) = (index, output.count + 1)
      var (weight, threshold) = (1, 36)
      while let byte = rest.popFirst() {
        let digit = byte >= 0x61 ? Int(byte) - 0x61 : Int(byte) - 0x30 + 26
        index += digit * weight
        let limit = min(max(threshold - bias, 1), 26)
        if digit < limit { break }
        weight *= 36 - limit
        threshold += 36
      }
      var delta = (index - before) / (before == 0 ? 700 : 2)
      delta += delta / count
      bias = 0
      while delta > 455 {
        delta /= 35
        bias += 36
      }
      bias += 36 * delta / (delta + 38)
      code += index / count
      index %= count
      guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
      output.insert(scalar, at: index)
      index += 1
    }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: output)
    return String(scalars)
  }

  @Test func anyLabelDecodesToItself() {
    var random = SplitMix64(seed: 3492)
    for round in 0..<3_000 {
      let bound = [0x100, 0x800, 0x10000, 0x110000][round % 4]
      let values = (0...random.below(58)).map { _ in UInt32(random.below(bound)) }
      let label = values.compactMap(Unicode.Scalar.init)
      guard label.contains(where: { !$0.isASCII }) else { continue }
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: label)
      let encoded = String(decoding: Punycode.encode(label), as: UTF8.self)
      #expect(Self.decoded(encoded)?.sameScalars(as: String(scalars)) == true, "\(encoded)")
    }
  }

  /// Names of registries and of the examples of RFC 5892, 5893 and 5895 and UTS #46, with their A-labels.
  @Test(arguments: [
    ("faß.de", "xn--fa-hia.de"), ("FASS.de", "fass.de"), ("FAẞ.de", "xn--fa-hia.de"), ("βόλος.com", "xn--nxasmm1c.com"),
    ("βόλοσ.com", "xn--nxasmq6b.com"), ("βόλος.COM", "xn--nxasmm1c.com"), ("öbb.at", "xn--bb-eka.at"),
    ("ÖBB.at", "xn--bb-eka.at"),
    ("O\u{308}bb.at", "xn--bb-eka.at"), ("日本語。ＪＰ", "xn--wgv71a119e.jp"), ("日本語｡JP", "xn--wgv71a119e.jp"),
    ("日本語．jp", "xn--wgv71a119e.jp"), ("президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"),
    ("пРЕЗИДЕНТ.РФ", "xn--d1abbgf6aiiy.xn--p1ai"),
    ("中国", "xn--fiqs8s"), ("台灣", "xn--kpry57d"), ("한국", "xn--3e0b707e"), ("ไทย", "xn--o3cw4h"),
    ("இலங்கை", "xn--xkc2al3hye2a"),
    ("مصر", "xn--wgbh1c"), ("ישראל", "xn--4dbrk0ce"), ("ελ", "xn--qxam"), ("бг", "xn--90ae"), ("გე", "xn--node"),
    ("հայ", "xn--y9a3aq"),
    ("l·l.cat", "xn--ll-0ea.cat"), ("メール・テスト.jp", "xn--zckzah1h2bvff.jp"), ("۱۲۳.ایران", "xn--embcd.xn--mgba3a4f16a"),
    ("a\u{323}\u{302}.com", "xn--zkg.com"), ("\u{212B}.com", "xn--5ca.com"), ("İ.com", "xn--i-9bb.com"),
    ("〇.cn", "xn--w6j.cn"),
    ("example", "example"), ("EXAMPLE.", "example"), ("xn--ls8h.la", "xn--ls8h.la"), ("a_é.com", "xn--a_-cja.com"),
  ])
  func names(host: String, expected: String) {
    check(host, expected)
  }

  @Test(arguments: [
    ("☕.example", "U+2615"), ("I♥NY.de", "U+2665"), ("½.com", "U+00BD"), ("①.com", "U+2460"), ("ﬀ.com", "U+FB00"),
    ("ｱ.jp", "U+FF71"),
    ("ſ.com", "U+017F"), ("ª.com", "U+00AA"), ("ᴬ.com", "U+1D2C"), ("ـa.com", "U+0640"), ("〱.jp", "U+3031"),
    ("ᄀ.kr", "U+1100"),
    ("a\u{20D0}.com", "U+20D0"), ("a\u{34F}b.com", "U+034F"), ("نامه\u{200C}ای.com", "U+200C"),
    ("a\u{E0100}.com", "U+E0100"),
    ("‑.com", "U+2011"), ("a–b.com", "U+2013"), ("“a”.com", "U+201C"), ("€.com", "U+20AC"), ("ﷺ.com", "U+FDFA"),
    ("\u{10FFFD}.com", "U+10FFFD"),
    ("\u{FFFD}.com", "U+FFFD"), ("\u{338}.com", "combining mark U+0338"), ("é.\u{93E}.com", "combining mark U+093E"),
    ("XN--.com", "not with a hyphen"), ("ab--é.com", "third and fourth"), ("-é.com", "hyphen at its ends"),
    ("é..com", "no empty label"),
    ("é!.com", "\"!\" has no place"),
    ("é\u{0}.com", "U+0000"),
  ])
  func namesRefused(host: String, part: String) {
    check(host, refusedFor: part)
  }

  @Test func lengths() {
    check(String(repeating: "ü", count: 57) + ".example", "xn--td" + String(repeating: "a", count: 57) + ".example")
    check(String(repeating: "ü", count: 58), refusedFor: "at most 63 bytes, got 64")
    check(String(repeating: "ü", count: 60), refusedFor: "at most 63 bytes in its xn-- form")
    check(String(repeating: "a", count: 57) + "ü", refusedFor: "at most 63 bytes, got 65")
    check(String(repeating: "é.", count: 400), refusedFor: "at most 253 bytes in its xn-- form")
    check(String(repeating: "\u{301}\u{323}", count: 400), refusedFor: "at most 253 bytes in its xn-- form")
    check(String(repeating: "é.", count: 29) + "fr", String(repeating: "xn--9ca.", count: 29) + "fr")
  }
}
