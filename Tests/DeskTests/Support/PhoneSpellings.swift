/// The text with all its ASCII characters in full width.
func fullWidth(_ text: String) -> String {
  mapped(text) { $0 == " " ? 0x3000 : $0.value + 0xFEE0 }
}

/// The text with all its ASCII digits in Arabic-Indic ones.
func inArabicDigits(_ text: String) -> String {
  mapped(text) { ("0"..."9").contains($0) ? $0.value + 0x630 : $0.value }
}

private func mapped(_ text: String, _ change: (Unicode.Scalar) -> UInt32) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { Unicode.Scalar(change($0)) ?? $0 }))
}
