// SPDX-License-Identifier: Apache-2.0
// Which target may import what. The page docs/decisions/0001-layers.md shows the same table and says why; to allow an
// import, change both. A target imports only targets of lower levels, and the pure ones know no world outside.

/// What one target may import.
struct Layer: Sendable {
    let target: String
    let level: Int
    /// Targets of ours, all of lower levels.
    let ours: [String]
    /// Modules of others: libraries, the system, and C.
    let outside: [String]
    /// Modules of others that a single file may import.
    let exceptions: [String: String]

    init(
        _ level: Int, _ target: String, _ ours: [String] = [], outside: [String] = [],
        exceptions: [String: String] = [:]
    ) {
        self.level = level
        self.target = target
        self.ours = ours
        self.outside = outside
        self.exceptions = exceptions
    }

    /// Its row on the page.
    var row: String {
        func list(_ modules: [String]) -> String { modules.isEmpty ? "-" : modules.joined(separator: ", ") }
        let single = exceptions.sorted { $0.key < $1.key }.map { "\($0.value) in \($0.key) only" }
        return "| \(target) | \(level) | \(list(ours)) | \(list(outside + single)) |"
    }
}

/// The layers of Roost.
enum LayerTable {
    static let page = "docs/decisions/0001-layers.md"
    static let title = "| target | level | imports of ours | imports from outside |"

    /// Targets that import no Foundation, no Glibc and no C.
    static let pure = [
        "DockModel", "Schedule", "Wear", "Post", "MAVLink", "Registers", "FlightLog", "Triage", "Payload",
        "RoostCore", "Fleet",
    ]

    static let layers = [
        Layer(0, "DockModel"),
        Layer(1, "Schedule", ["DockModel"], exceptions: ["Zone.swift": "Foundation"]),
        Layer(1, "Wear", ["DockModel"]),
        Layer(1, "Post", ["DockModel"]),
        Layer(1, "MAVLink", ["DockModel"]),
        Layer(1, "Registers", ["DockModel"]),
        Layer(1, "FlightLog", ["DockModel"]),
        Layer(1, "Triage", ["DockModel"]),
        Layer(2, "Payload", ["DockModel", "Schedule", "Post"]),
        Layer(2, "RoostCore", ["DockModel", "Wear"]),
        Layer(2, "Fleet", ["DockModel", "Post", "Triage"]),
        Layer(2, "Host", ["DockModel"], outside: ["Foundation", "Glibc", "Synchronization"]),
        Layer(2, "Access", ["DockModel"], exceptions: ["Scrypt.swift": "COpenSSL"]),
        Layer(
            3, "Settings", ["DockModel", "Schedule", "Registers", "MAVLink", "Wear", "Payload", "Access", "Post"],
            outside: ["Foundation", "Yams"]),
        Layer(
            3, "Store", ["DockModel", "Post", "Fleet"],
            outside: ["Foundation", "Glibc", "GRDB", "GRDBSQLite", "Synchronization"],
            exceptions: ["PackedBody.swift": "CZlib"]),
        Layer(
            3, "Fieldbus", ["DockModel", "Registers", "Host"],
            outside: ["Glibc", "CModbus"]),
        Layer(
            3, "VehicleLink", ["DockModel", "MAVLink", "Host"],
            outside: ["Dispatch", "Foundation", "Glibc", "Synchronization"]),
        Layer(
            3, "FleetLink", ["DockModel", "Fleet", "Host", "Post", "Triage"],
            outside: ["CMosquitto", "CPostgres", "Glibc", "Synchronization"],
            exceptions: ["BundleKey.swift": "COpenSSL"]),
        Layer(3, "Mailer", ["DockModel", "Post"], outside: ["Foundation", "Glibc", "COpenSSL"]),
        Layer(
            3, "Tokens", ["DockModel", "Post"],
            outside: [
                "AsyncHTTPClient", "COpenSSL", "Foundation", "Glibc", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
                "Synchronization",
            ]),
        Layer(
            3, "Mapping", ["Payload"],
            outside: ["AsyncHTTPClient", "Foundation", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL"],
            exceptions: ["MapPicture.swift": "Glibc", "RawInflate.swift": "CZlib"]),
        Layer(3, "Report", ["DockModel"], outside: ["Foundation"]),
        Layer(3, "Thermal", exceptions: ["Inflate.swift": "CZlib"]),
        Layer(
            3, "Paper", ["DockModel"], outside: ["CCairo"],
            exceptions: [
                "PNGFile.swift": "CZlib", "PaperClock.swift": "Foundation", "FlightPath.swift": "Foundation",
            ]),
        Layer(
            3, "Console", ["DockModel", "Access"],
            outside: [
                "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "NIOCore", "NIOSSL",
                "ServiceLifecycle", "Synchronization",
            ]),
        Layer(
            4, "RoostDaemon",
            [
                "DockModel", "Schedule", "Wear", "Post", "MAVLink", "Registers", "RoostCore", "Host", "Settings",
                "Store", "Fieldbus", "VehicleLink", "Mailer", "Tokens", "Report", "Paper", "Console", "Triage",
                "Payload", "Thermal", "FlightLog", "Access", "Mapping", "Fleet", "FleetLink",
            ], outside: ["Foundation", "Logging", "Synchronization"], exceptions: ["PictureFile.swift": "Glibc"]),
        Layer(
            4, "RoostSim",
            ["DockModel", "Wear", "Post", "MAVLink", "Registers", "RoostCore", "Host", "VehicleLink"],
            outside: ["Foundation", "Glibc", "Synchronization", "CModbus", "COpenSSL"]),
        Layer(
            5, "roost",
            [
                "DockModel", "Schedule", "Wear", "Post", "MAVLink", "Registers", "FlightLog", "Triage", "Payload",
                "RoostCore", "Host", "Settings", "Store", "Fieldbus", "VehicleLink", "Mailer", "Tokens", "Thermal",
                "Report", "Paper", "Fleet", "FleetLink", "Console", "RoostDaemon", "RoostSim", "Access",
            ], outside: ["ArgumentParser", "Foundation", "Glibc", "Logging", "Synchronization"],
            exceptions: ["LogDigest.swift": "COpenSSL"]),
    ]
}
