// swift-tools-version: 6.2
//
// ContactDesk: one package, no third-party packages.
//
// The targets below are listed in the order of their imports, which run one way (Tests/TidyTests checks it):
//
//     JSON → RPC → Methods → Server → Demo → contactdesk
//     Tables → Desk → Methods → Describe → Server
//     Desk, Disk → ChangeLog → Store → Server
//     ChangeLog → Salvage → contactdesk
//     JSON → Terminal → contactdesk
//     RPC, Desk → Connectors → Methods
//     Text → JSON, Desk, Connectors, Salvage, Server, Terminal

import PackageDescription

/// Every target is compiled alike: Swift 6 mode, explicit imports, and no warning survives.
let commonSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  // The hot path crosses JSON, RPC, Desk and Methods on every line: let release builds specialise and inline across
  // them. And it looks at dozens of properties of classes; that no two accesses overlap, all tests check in debug.
  .unsafeFlags(["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A static executable starts in about a quarter of the time of a dynamic one (no loader, no relocation of the
/// runtime). Only in release and only on Linux: the sanitizers of a debug build cannot link statically, and macOS has
/// no static libc. Functions of the same code become one (`--icf=safe`: only where no address of theirs is compared).
let fastStart: [LinkerSetting] = [
  .unsafeFlags(["-static-executable", "-Xlinker", "--icf=safe"], .when(platforms: [.linux], configuration: .release))
]

/// What is fuzzed, and the modules that it looks into.
let fuzzed: [Target.Dependency] = [
  "JSON", "RPC", "Desk", "Tables", "Disk", "ChangeLog", "Store", "Salvage", "Server", "TestSupport",
]

/// The fuzz targets are tests, of what the fuzzers found. `.ci/fuzz` makes a program of the same files: it needs
/// libFuzzer, which no other build should.
let fuzz: Target =
  Context.environment["CONTACTDESK_FUZZ"] == nil
  ? .testTarget(name: "FuzzTests", dependencies: fuzzed, exclude: ["Corpus", "Program"], swiftSettings: commonSettings)
  : .executableTarget(
    name: "contactdesk-fuzz", dependencies: fuzzed, path: "Tests/FuzzTests", exclude: ["Corpus", "FuzzTests.swift"],
    sources: ["Targets", "Program"], swiftSettings: commonSettings)

let package = Package(
  name: "ContactDesk",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "Text", swiftSettings: commonSettings),
    .target(name: "JSON", dependencies: ["Text"], swiftSettings: commonSettings),
    .target(name: "RPC", dependencies: ["JSON"], swiftSettings: commonSettings),
    .target(name: "Tables", swiftSettings: commonSettings),
    .target(name: "Desk", dependencies: ["Tables", "Text"], swiftSettings: commonSettings),
    .target(
      name: "Connectors", dependencies: ["JSON", "RPC", "Desk", "Tables", "Text"], swiftSettings: commonSettings),
    .target(name: "Disk", swiftSettings: commonSettings),
    .target(name: "ChangeLog", dependencies: ["Desk", "Disk"], swiftSettings: commonSettings),
    .target(name: "Store", dependencies: ["ChangeLog", "Desk", "Disk"], swiftSettings: commonSettings),
    .target(name: "Salvage", dependencies: ["ChangeLog", "Desk", "Disk", "Text"], swiftSettings: commonSettings),
    .target(
      name: "Methods", dependencies: ["Connectors", "JSON", "RPC", "Desk", "Tables"], swiftSettings: commonSettings),
    .target(name: "Describe", dependencies: ["JSON", "RPC", "Desk", "Methods"], swiftSettings: commonSettings),
    .target(
      name: "Server",
      dependencies: ["Connectors", "JSON", "RPC", "ChangeLog", "Desk", "Store", "Methods", "Describe", "Text"],
      swiftSettings: commonSettings),
    .target(name: "Demo", dependencies: ["JSON", "RPC", "Desk", "Methods", "Server"], swiftSettings: commonSettings),
    .target(name: "Terminal", dependencies: ["JSON", "Text"], swiftSettings: commonSettings),
    .executableTarget(
      name: "contactdesk",
      dependencies: [
        "ChangeLog", "Connectors", "Demo", "Desk", "Disk", "JSON", "Methods", "RPC", "Salvage", "Server", "Store",
        "Terminal", "Text",
      ],
      swiftSettings: commonSettings, linkerSettings: fastStart),
    .executableTarget(name: "contactdesk-describe", dependencies: ["Describe"], swiftSettings: commonSettings),
    .executableTarget(
      name: "contactdesk-bench",
      dependencies: ["ChangeLog", "Desk", "Disk", "JSON", "RPC", "Salvage", "Server", "Store", "TestSupport"],
      swiftSettings: commonSettings),
    .target(
      name: "TestSupport", dependencies: ["Desk", "Disk"], path: "Tests/TestSupport", swiftSettings: commonSettings),
    .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: commonSettings),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: commonSettings),
    .testTarget(name: "RPCTests", dependencies: ["JSON", "RPC"], swiftSettings: commonSettings),
    .testTarget(name: "TablesTests", dependencies: ["Tables", "TestSupport"], swiftSettings: commonSettings),
    .testTarget(
      name: "DeskTests", dependencies: ["Desk", "Tables", "TestSupport", "Text"], swiftSettings: commonSettings),
    .testTarget(
      name: "ConnectorsTests", dependencies: ["Connectors", "Desk", "JSON", "TestSupport"],
      exclude: ["HostileConnector"],
      swiftSettings: commonSettings),
    .testTarget(
      name: "StoreTests", dependencies: ["ChangeLog", "Desk", "Disk", "Salvage", "Store", "TestSupport"],
      swiftSettings: commonSettings),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "JSON", "RPC", "ChangeLog", "Desk", "Disk", "Store", "Methods", "Describe", "Server", "Tables", "TestSupport",
      ],
      exclude: ["NaughtyStrings"], swiftSettings: commonSettings),
    .testTarget(
      name: "DemoTests", dependencies: ["JSON", "RPC", "Desk", "Server", "Demo"], swiftSettings: commonSettings),
    .testTarget(
      name: "TerminalTests", dependencies: ["JSON", "Terminal", "TestSupport"], exclude: ["Cards", "Queues"],
      swiftSettings: commonSettings
    ),
    .testTarget(name: "ProcessTests", swiftSettings: commonSettings),
    .testTarget(name: "ClientTests", swiftSettings: commonSettings),
    .testTarget(name: "TidyTests", swiftSettings: commonSettings),
    fuzz,
  ]
)
