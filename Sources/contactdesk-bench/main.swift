import Desk
import Foundation
import JSON
import RPC
import Server

// Why the hot path has a JSON reader, a writer and time stamps of its own: each beside the toolchain's, on the same
// bytes, in the same run. Run it in release: swift run -c release contactdesk-bench
//
// And what crashes do to a desk in a folder: see CrashPrograms.

if let name = CommandLine.arguments.dropFirst().first {
  exit(CrashPrograms.run(name, Array(CommandLine.arguments.dropFirst(2))))
}

/// A contender: what it is called, and what it does; what it returns keeps the optimizer from leaving it out.
struct Contender {
  let name: String
  let body: () -> Int
}

/// The median over rounds of nanoseconds per call; the contenders take turns, since the machine's speed drifts.
func race(_ title: String, calls: Int, _ contenders: [Contender]) {
  var times = [[Double]](repeating: [], count: contenders.count)
  var sum = 0
  let clock = ContinuousClock()
  for _ in 0..<9 {
    for (index, contender) in contenders.enumerated() {
      let spent = clock.measure { for _ in 0..<calls { sum &+= contender.body() } }
      let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
      times[index].append(seconds * 1e9 / Double(calls))
    }
  }
  let medians = times.map { $0.sorted()[$0.count / 2] }
  print("\(title)   (\(calls) calls a round, 9 rounds, checksum \(sum))")
  for (contender, median) in zip(contenders, medians) {
    let ratio = (median / medians[0] * 10).rounded() / 10
    print(
      "  \(contender.name.padding(toLength: 36, withPad: " ", startingAt: 0)) \(Int(median.rounded())) ns   \(ratio) x")
  }
}

let request = Array(
  #"{"jsonrpc":"2.0","id":4711,"method":"attribute.edit","params":{"contactId":"contact-1280","set":{"email":"mira@example.com","phone":"+32470123456"}}}"#
    .utf8)

/// A real answer: the card of a contact who wrote once.
func card() throws -> [UInt8] {
  let runner = try TransactionRunner(SessionOptions(clock: Timestamp("2026-01-01T09:00:00Z")))
  let lines = [
    #"{"jsonrpc":"2.0","id":1,"method":"message.record","params":{"channel":"instagram","direction":"inbound","from":{"externalId":"17841400001","handle":"mira.k","displayName":"Mira Kowalska"},"text":"Where is my parcel?"}}"#,
    #"{"jsonrpc":"2.0","id":2,"method":"card.get","params":{"contactId":"contact-1"}}"#,
  ]
  _ = try runner.answer(to: Array(lines[0].utf8))
  return try runner.answer(to: Array(lines[1].utf8))
}

let answer = try card()
let tape = JSONTape(depthMax: 128)
let (requestData, answerData) = (Data(request), Data(answer))
let tree = try JSONSerialization.jsonObject(with: answerData)
var out = JSONWriter(capacity: 1 << 14)

for (name, bytes, data) in [("request", request, requestData), ("answer", answer, answerData)] {
  race(
    "read a \(name) of \(bytes.count) bytes", calls: 2_000,
    [
      Contender(name: "JSONTape") {
        bytes.withUnsafeBytes { text in
          do { return try tape.withValue(of: text) { $0.count } } catch { return -1 }
        }
      },
      Contender(name: "Foundation JSONSerialization") {
        do { return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?.count ?? 0 } catch { return -1 }
      },
    ])
}

race(
  "print an answer of \(answer.count) bytes", calls: 2_000,
  [
    Contender(name: "JSONWriter, from a tape") {
      out.removeAll()
      return answer.withUnsafeBytes { text in
        do {
          return try tape.withValue(of: text) {
            out.copy($0); return out.count
          }
        } catch { return -1 }
      }
    },
    Contender(name: "Foundation JSONSerialization") {
      do { return try JSONSerialization.data(withJSONObject: tree).count } catch { return -1 }
    },
  ])

let moment = Timestamp(milliseconds: 1_767_258_000_123)
let date = Date(timeIntervalSince1970: 1_767_258_000.123)
race(
  "print a time", calls: 2_000,
  [
    Contender(name: "Timestamp") { moment.withText { Int($0[22]) } },
    Contender(name: "Foundation ISO8601FormatStyle") {
      date.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)).utf8.count
    },
  ])
