import Desk
import TestSupport
import Testing

/// URLs at random: none may crash, and what is accepted holds what the normal form promises.
struct WebAddressRandomTests {
  private func checkForm(of text: String, _ form: String) {
    check(.url, .text(form), .text(form))
    #expect(
      form.utf8.count <= DeskLimits.urlBytesMax && form.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(text): \(form)")
    #expect(!form.utf8.contains(UInt8(ascii: "\\")), "\(text): \(form)")
    let rest = form.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    #expect(!authority.isEmpty && !authority.contains(UInt8(ascii: "@")), "\(text): \(form)")
    #expect(String(Substring(authority)) == Substring(authority).lowercased(), "\(text): \(form)")
    let path = rest.dropFirst(authority.count).prefix { !"?#".utf8.contains($0) }
    #expect(path.first == UInt8(ascii: "/"), "\(text): \(form)")
    #expect(!Substring(path).split(separator: "/").contains { $0 == "." || $0 == ".." }, "\(text): \(form)")
  }

  /// Whatever separators come where: what is accepted names one host to every reader.
  @Test func hostileParts() {
    let parts = [
      "\\", "@", ":", "/", "?", "#", "[", "]", "%", ".", " ", "é", "\u{301}", "%5C", "%40", "::1", "80", "1.2.3.4",
      "\r\n",
      "example.com", "evil.com", "Mira", "//", "https://", "|", "..", "/../", "%2e", "0x7f", "。", "／", "＠", "xn--",
      "\u{200D}", "ß", "443",
    ]
    var random = SplitMix64(seed: 7)
    var taken = 0
    for _ in 0..<20_000 {
      var text = random.percent(90) ? random.pick(["https://", "HTTP://"]) : ""
      if random.percent(60) { text += random.pick(["example.com", "[::1]", "example.com/", "example.com:80"]) }
      for _ in 0..<random.below(6) { text += random.pick(parts) }
      guard case .success(.text(let form)) = normalised(.url, .text(text)) else { continue }
      taken += 1
      checkForm(of: text, form)
    }
    #expect(taken > 1_000)
  }

  @Test func anyBytes() {
    var random = SplitMix64(seed: 8)
    var taken = 0
    for round in 0..<20_000 {
      let bytes = (0..<random.below(24)).map { _ in UInt8(truncatingIfNeeded: random.below(round % 2 == 0 ? 256 : 128))
      }
      let start = random.pick(["", "http://", "https://a.com", "https://a.com/", "https://a.com/?", "https://a.com/#"])
      let text = start + String(decoding: bytes, as: UTF8.self)
      guard case .success(.text(let form)) = normalised(.url, .text(text)) else { continue }
      taken += 1
      checkForm(of: text, form)
    }
    #expect(taken > 500)
  }

  @Test func anyScalarsInHosts() {
    var random = SplitMix64(seed: 9)
    var taken = 0
    for round in 0..<20_000 {
      var scalars = String.UnicodeScalarView()
      let bound = [0x250, 0x3000, 0xA000, 0x110000][round % 4]
      for _ in 0...random.below(6) {
        if let scalar = Unicode.Scalar(UInt32(random.below(bound))) { scalars.append(scalar) }
      }
      let text = "https://" + String(scalars) + ".example/"
      guard case .success(.text(let form)) = normalised(.url, .text(text)) else { continue }
      taken += 1
      checkForm(of: text, form)
    }
    #expect(taken > 1_000)
  }

  /// Inputs that would take quadratic time if each step looked at all before it: 8,192 bytes of one kind.
  @Test(arguments: [
    "/..", "/a", "/a/..", "//../", "%41", "%2e/", "/%2e%2e", "é", "é.", "a.", "\u{301}\u{323}", "例", ":", "#", "?", "0",
    "\u{200B}",
  ])
  func longInputs(piece: String) throws {
    for start in ["https://", "https://a.com", "https://a.com/", "https://a.com:", "https://a.com/?"] {
      let count = (8_192 - start.utf8.count) / piece.utf8.count
      let text = start + String(repeating: piece, count: count)
      do throws(Refusal) {
        let form = try WebAddress.normalise(text, bytesMax: 8_192)
        #expect(form.utf8.count <= 8_192)
        #expect(try WebAddress.normalise(form, bytesMax: 8_192) == form)
      } catch {
        #expect(!error.reason.isEmpty && error.reason.utf8.count < 200)
      }
    }
  }
}
