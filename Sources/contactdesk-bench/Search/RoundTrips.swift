import Foundation

/// How long calls took, each from its line to the whole answer.
struct RoundTrips {
  var micros: [Double] = []
  /// Microseconds of the processor's time of each; none where they are not to be had. Other programs may keep a call
  /// waiting, so on a busy machine the slowest of these says more than the slowest round trip.
  var processor: [Double] = []

  var median: Double { micros.quantile(0.5) }

  static func + (a: RoundTrips, b: RoundTrips) -> RoundTrips {
    RoundTrips(micros: a.micros + b.micros, processor: a.processor + b.processor)
  }

  /// The columns of `row`.
  static let heading =
    String(repeating: " ", count: titleWidth) + "    p50      p99    worst,  processor: p50      p99    worst, us"
  private static let titleWidth = 44

  /// A row of a table.
  func row(_ name: String, _ remark: String = "") -> String {
    let title = name.padding(toLength: max(Self.titleWidth, name.count), withPad: " ", startingAt: 0)
    let columns = [micros, processor].map { times in
      String(format: "%7.0f  %7.0f  %7.0f", times.quantile(0.5), times.quantile(0.99), times.max() ?? 0)
    }
    return title + columns.joined(separator: "          ") + (remark.isEmpty ? "" : "   \(remark)")
  }
}

extension [Double] {
  /// The number that such a share of them do not exceed; 0 of none.
  func quantile(_ share: Double) -> Double { isEmpty ? 0 : sorted()[Swift.min(Int(share * Double(count)), count - 1)] }
}
