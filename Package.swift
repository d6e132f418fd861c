// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Roost: one binary, many small targets. A target imports only targets of a lower level;
// Tests/Tidy holds the table.

import PackageDescription

/// Swift 6, warnings are errors, and every unsafe construct is marked where it stands.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A target of ours.
func roost(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

/// The tests of one target.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
)
    -> Target
{
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let webServer: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "HTTPTypes", package: "swift-http-types"),
]

let webClient: [Target.Dependency] = [
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

let package = Package(
    name: "roost",
    products: [.executable(name: "roost", targets: ["roost"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        // Named because MemberImportVisibility wants them said; Hummingbird and AsyncHTTPClient bring them along.
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // C libraries: a module map and one shim header each.
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        // Level 0: the words of the dock.
        roost("DockModel"),
        // Level 1, pure: calendar, wear, mail, vehicle protocol, registers.
        roost("Schedule", ["DockModel"]),
        roost("Wear", ["DockModel"]),
        roost("Post", ["DockModel"]),
        roost("MAVLink", ["DockModel"]),
        roost("Registers", ["DockModel"]),
        roost("FlightLog", ["DockModel"]),
        roost("Triage", ["DockModel"]),
        // Level 2: the core, which decides; and the clocks and threads that the edges share.
        roost("RoostCore", ["DockModel", "Wear"]),
        // What the pictures of flights say together: pure, on the schedule's angles.
        roost("Payload", ["DockModel", "Schedule", "Post"]),
        roost("Host", ["DockModel"]),
        // Who may do what at the console: rules, and the hash of passwords.
        roost("Access", ["DockModel", "COpenSSL"]),
        // What docks tell their fleet, as topics and documents: pure.
        roost("Fleet", ["DockModel", "Post", "Triage"]),
        // Level 3: the edges, one kind of world each.
        roost("Settings", ["DockModel", "Schedule", "Registers", "MAVLink", "Wear", "Payload", "Access", "Post", yams]),
        roost(
            "Store",
            ["DockModel", "Post", "Fleet", "CZlib", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        roost("Fieldbus", ["DockModel", "Host", "Registers", "CModbus"]),
        roost("VehicleLink", ["DockModel", "Host", "MAVLink"]),
        roost("Mailer", ["DockModel", "Post", "COpenSSL"]),
        roost("FleetLink", ["DockModel", "Fleet", "Host", "Post", "Triage", "CMosquitto", "COpenSSL", "CPostgres"]),
        roost("Tokens", ["DockModel", "Post", "COpenSSL"] + webClient),
        // Maps at a NodeODM or WebODM server: the HTTP edge and the archive of the results.
        roost("Mapping", ["Payload", "CZlib"] + webClient),
        roost("Report", ["DockModel"]),
        roost("Thermal", ["CZlib"]),
        roost("Paper", ["DockModel", "CCairo", "CZlib"]),
        roost("Console", ["DockModel", "Access", logging] + webServer),
        // Level 4: the dock that runs, and the world it can be tried in.
        roost(
            "RoostDaemon",
            [
                "DockModel", "Schedule", "Wear", "Post", "MAVLink", "Registers", "RoostCore", "Host",
                "Settings", "Store",
                "Fieldbus", "VehicleLink", "Mailer", "Tokens", "Report", "Paper", "Console", "Triage", "Payload",
                "Thermal", "FlightLog", "Access", "Mapping", "Fleet", "FleetLink", logging,
            ]),
        roost(
            "RoostSim",
            [
                "DockModel", "Wear", "RoostCore", "Host", "Registers", "MAVLink", "VehicleLink", "CModbus",
                "COpenSSL",
                "Post",
            ]),
        // Level 5: the command.
        .executableTarget(
            name: "roost",
            dependencies: [
                "DockModel", "Schedule", "Wear", "Post", "MAVLink", "Registers", "FlightLog", "Triage", "Payload",
                "RoostCore", "Host", "Settings", "Store", "Fieldbus", "VehicleLink", "Mailer", "Tokens", "Thermal",
                "Report", "Paper", "Fleet", "FleetLink", "Console", "RoostDaemon", "RoostSim", "Access", "COpenSSL",
                argumentParser, logging,
            ], swiftSettings: strict),
        // Tests.
        .testTarget(name: "TidyTests", path: "Tests/Tidy", swiftSettings: strict),
        tests("HostTests", ["Host", "DockModel"]),
        tests("AccessTests", ["Access", "DockModel"]),
        tests("ScheduleTests", ["Schedule", "DockModel"], resources: [.copy("Fixtures")]),
        tests("WearTests", ["Wear", "DockModel"]),
        tests("PostTests", ["Post", "DockModel"]),
        tests("MAVLinkTests", ["MAVLink", "DockModel"], resources: [.copy("Fixtures")]),
        tests("RegistersTests", ["Registers", "DockModel"]),
        tests("TriageTests", ["Triage", "DockModel"]),
        tests("PayloadTests", ["Payload", "DockModel"]),
        // A strict stand-in for a NodeODM node.
        .target(
            name: "MapStandIn", path: "Tests/MapStandIn", exclude: ["map_server.py"], swiftSettings: strict),
        tests("MappingTests", ["Mapping", "Payload", "MapStandIn"]),
        tests("FlightLogTests", ["FlightLog"], resources: [.copy("Fixtures")]),
        tests("ThermalTests", ["Thermal"], resources: [.copy("Fixtures")]),
        tests("FleetTests", ["Fleet", "DockModel", "Post", "Triage"], resources: [.copy("Golden")]),
        tests("RoostCoreTests", ["RoostCore", "RoostSim", "DockModel", "Wear"]),
        tests(
            "SettingsTests",
            ["Settings", "Schedule", "Registers", "MAVLink", "Wear", "Payload", "DockModel", "Access"],
            exclude: ["Fixtures"]),
        .target(
            name: "FaultVFS", dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")],
            path: "Tests/FaultVFS"),
        tests("StoreTests", ["Store", "DockModel", "Post", "Fleet", "FaultVFS", grdb], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "SimulationTests", dependencies: ["RoostSim", "RoostCore", "DockModel", "Wear"],
            path: "Tests/Simulation", exclude: ["corpus", "equivalent-mutants.txt"], swiftSettings: strict),
        tests("FieldbusTests", ["Fieldbus", "Registers", "DockModel", "Host", "RoostSim"]),
        tests("VehicleLinkTests", ["VehicleLink", "RoostSim", "Host", "MAVLink", "DockModel"]),
        tests("MailerTests", ["Mailer", "Post", "DockModel"], resources: [.copy("Fixtures")]),
        tests("TokensTests", ["Tokens", "Post", "DockModel"], resources: [.copy("Fixtures")]),
        tests("FleetLinkTests", ["FleetLink", "Fleet", "Store", "DockModel", "Post", "Triage"]),
        tests("PaperTests", ["Paper", "DockModel"], exclude: ["Golden"]),
        tests("ReportTests", ["Report", "DockModel"], resources: [.copy("Fixtures")]),
        tests(
            "ConsoleTests",
            ["Console", "DockModel", "Access", logging, .product(name: "HummingbirdTesting", package: "hummingbird")]
                + webServer),
        tests(
            "RoostSimTests", ["RoostSim", "DockModel", "MAVLink", "Host"],
            exclude: ["Vehicle/decode_vehicle.py", "Vehicle/fetch_files.py"]),
        tests(
            "DaemonTests",
            [
                "roost", "RoostDaemon", "RoostSim", "RoostCore", "Store", "Settings", "Schedule", "Host", "DockModel",
                "Post", "MAVLink", "Registers", "VehicleLink", "Wear", "Mailer", "Tokens", "Triage", "Report",
                "Console", "Paper", "FlightLog", "Payload", "Thermal", "Access", "Mapping", "MapStandIn", "Fleet",
                "FleetLink",
                logging, grdb,
            ], exclude: ["Digest/Golden"]),
        tests(
            "OutboxCommandTests", ["roost", "RoostDaemon", "RoostSim", "Store", "DockModel", "Post", "Triage"],
            resources: [.copy("Fixtures")]),
        // What things cost; built by `make bench` and `make test`, never installed.
        .executableTarget(
            name: "roost-bench",
            dependencies: [
                "DockModel", "Schedule", "Wear", "Post", "MAVLink", "Registers", "RoostCore", "Host", "Settings",
                "Store", "Fieldbus", "Mailer", "Report", "RoostSim", "FlightLog", "Triage", "CModbus",
                "COpenSSL",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ], path: "Benchmarks/roost-bench", swiftSettings: strict),
    ]
)
