// swift-tools-version: 6.2
//
// ContactDesk: one package, no third-party packages.
//
// The targets below are listed in the order of their imports, which run one way (Tests/TidyTests checks it):
//
//     JSON → RPC → Methods → Server → contactdesk
//     Tables → Desk → Methods → Describe → Server
//     JSON → Terminal → contactdesk
//     Desk, Disk → ChangeLog → Store → Server
//                  ChangeLog → Salvage → contactdesk

import PackageDescription

/// Every target is compiled alike: Swift 6 mode, explicit imports, and no warning survives.
let house: [SwiftSetting] = [
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
/// no static libc.
let fastStart: [LinkerSetting] = [
  .unsafeFlags(["-static-executable"], .when(platforms: [.linux], configuration: .release))
]

/// What is fuzzed, and the modules that it looks into.
let fuzzed: [Target.Dependency] = [
  "JSON", "RPC", "Desk", "Tables", "Disk", "ChangeLog", "Store", "Salvage", "Server", "TestSupport",
]

/// The fuzz targets are tests, of what the fuzzers found. `.ci/fuzz` makes a program of the same files: it needs
/// libFuzzer, which no other build should.
let fuzz: Target =
  Context.environment["CONTACTDESK_FUZZ"] == nil
  ? .testTarget(name: "FuzzTests", dependencies: fuzzed, exclude: ["Corpus", "Program"], swiftSettings: house)
  : .executableTarget(
    name: "contactdesk-fuzz", dependencies: fuzzed, path: "Tests/FuzzTests", exclude: ["Corpus", "FuzzTests.swift"],
    sources: ["Targets", "Program"], swiftSettings: house)

let package = Package(
  name: "ContactDesk",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "JSON", swiftSettings: house),
    .target(name: "RPC", dependencies: ["JSON"], swiftSettings: house),
    .target(name: "Tables", swiftSettings: house),
    .target(name: "Desk", dependencies: ["Tables"], swiftSettings: house),
    .target(name: "Disk", swiftSettings: house),
    .target(name: "ChangeLog", dependencies: ["Desk", "Disk"], swiftSettings: house),
    .target(name: "Store", dependencies: ["ChangeLog", "Desk", "Disk"], swiftSettings: house),
    .target(name: "Salvage", dependencies: ["ChangeLog", "Desk", "Disk"], swiftSettings: house),
    .target(name: "Methods", dependencies: ["JSON", "RPC", "Desk", "Tables"], swiftSettings: house),
    .target(name: "Describe", dependencies: ["JSON", "RPC", "Desk", "Methods"], swiftSettings: house),
    .target(
      name: "Server", dependencies: ["JSON", "RPC", "ChangeLog", "Desk", "Store", "Methods", "Describe"],
      swiftSettings: house),
    .target(name: "Demo", dependencies: ["JSON", "RPC", "Desk", "Methods", "Server"], swiftSettings: house),
    .target(name: "Terminal", dependencies: ["JSON"], swiftSettings: house),
    .executableTarget(
      name: "contactdesk",
      dependencies: [
        "ChangeLog", "Demo", "Desk", "Disk", "JSON", "Methods", "RPC", "Salvage", "Server", "Store", "Terminal",
      ],
      swiftSettings: house, linkerSettings: fastStart),
    .executableTarget(name: "contactdesk-describe", dependencies: ["Describe"], swiftSettings: house),
    .executableTarget(
      name: "contactdesk-bench",
      dependencies: ["ChangeLog", "Desk", "Disk", "JSON", "RPC", "Salvage", "Server", "Store", "TestSupport"],
      swiftSettings: house),
    .target(name: "TestSupport", dependencies: ["Desk", "Disk"], path: "Tests/TestSupport", swiftSettings: house),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: house),
    .testTarget(name: "RPCTests", dependencies: ["JSON", "RPC"], swiftSettings: house),
    .testTarget(name: "TablesTests", dependencies: ["Tables", "TestSupport"], swiftSettings: house),
    .testTarget(name: "DeskTests", dependencies: ["Desk", "Tables", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "StoreTests", dependencies: ["ChangeLog", "Desk", "Disk", "Salvage", "Store", "TestSupport"],
      swiftSettings: house),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "JSON", "RPC", "ChangeLog", "Desk", "Disk", "Store", "Methods", "Describe", "Server", "TestSupport",
      ],
      swiftSettings: house),
    .testTarget(name: "DemoTests", dependencies: ["JSON", "RPC", "Desk", "Server", "Demo"], swiftSettings: house),
    .testTarget(
      name: "TerminalTests", dependencies: ["JSON", "Terminal", "TestSupport"], exclude: ["Cards"], swiftSettings: house
    ),
    .testTarget(name: "ProcessTests", swiftSettings: house),
    .testTarget(name: "ClientTests", swiftSettings: house),
    .testTarget(name: "TidyTests", swiftSettings: house),
    fuzz,
  ]
)
