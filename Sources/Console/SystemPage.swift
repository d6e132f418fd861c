// SPDX-License-Identifier: Apache-2.0
// The facts of the system page: what runs, on what, how full it is, whether its clock is trusted, which links it has
// and what copies there are. It reads nothing itself.

public import DockModel

/// A name with its version.
public struct VersionFact: Sendable, Equatable {
    /// Of what.
    public var name: String
    /// Which.
    public var version: String

    /// A version.
    public init(name: String, version: String) { (self.name, self.version) = (name, version) }
}

/// A file with its size.
public struct FileFact: Sendable, Equatable {
    /// Its name in the storage directory.
    public var name: String
    /// Its size.
    public var bytes: Int
    /// When it was written.
    public var written: WallTime?

    /// A file.
    public init(name: String, bytes: Int, written: WallTime? = nil) {
        (self.name, self.bytes, self.written) = (name, bytes, written)
    }
}

/// A thread of the process.
public struct ThreadFact: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Time it has computed, s.
    public var cpuSeconds: Double

    /// A thread.
    public init(name: String, cpuSeconds: Double) { (self.name, self.cpuSeconds) = (name, cpuSeconds) }
}

/// A part of the dock that leaves signs of life.
public struct LifeFact: Sendable, Equatable {
    /// The part.
    public var part: String
    /// Until when the next sign is due, from now; negative when it is late.
    public var dueIn: Duration

    /// A part.
    public init(part: String, dueIn: Duration) { (self.part, self.dueIn) = (part, dueIn) }
}

/// A link with how it stands.
public struct LinkFact: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How it stands, in words.
    public var state: String
    /// How that counts.
    public var mark: Mark
    /// What was counted or measured on it, in words.
    public var detail: String

    /// A link.
    public init(name: String, state: String, mark: Mark, detail: String) {
        (self.name, self.state, self.mark, self.detail) = (name, state, mark, detail)
    }
}

/// What the dock's carrier to its fleet has done; the totals never go down.
public struct FleetLinkFact: Sendable, Equatable {
    /// Whether the fleet's broker has the dock on the line.
    public var isUp = false
    /// Documents that wait, and how long the oldest of them does.
    public var waiting: Int?, oldest: Duration?
    /// Documents made, taken by the broker, given up, and refused by it.
    public var made: Int64?, delivered: Int64?, shed: Int64?, refused: Int64 = 0
    /// Connections made, tries that failed, and requests of the fleet, since the start.
    public var connected: Int64 = 0, failed: Int64 = 0, requests: Int64 = 0
    /// The number of the fleet's bundle in use.
    public var bundle: Int64?

    /// A carrier of which nothing is known.
    public init() {}
}

/// What the system page shows.
public struct SystemPage: Sendable, Equatable {
    /// The dock's wall clock when the snapshot was taken.
    public var now: WallTime
    /// Versions of what runs.
    public var versions: [VersionFact] = []
    /// When the process started.
    public var started: WallTime?
    /// Whether the wall clock is known to be set.
    public var isClockTrusted = false
    /// What the dock asks of a clock before it trusts it, in words.
    public var clockRule = ""
    /// Resident memory of the process.
    public var residentBytes: Int?
    /// Time the process has computed, s.
    public var cpuSeconds: Double?
    /// Open files of the process.
    public var openFiles: Int?
    /// Where it stores.
    public var storagePath = ""
    /// Free bytes there.
    public var freeBytes: Int?
    /// Bytes of that disk.
    public var diskBytes: Int?
    /// The databases.
    public var files: [FileFact] = []
    /// Copies of the database.
    public var backups: [FileFact] = []
    /// Threads, the busiest first.
    public var threads: [ThreadFact] = []
    /// Parts that leave signs of life.
    public var life: [LifeFact] = []
    /// Links to the outside.
    public var links: [LinkFact] = []
    /// The checks behind `/healthz`.
    public var checks: [HealthCheck] = []
    /// The way to the fleet, for the metrics; nil for a dock that belongs to none.
    public var fleet: FleetLinkFact?

    /// A snapshot of which nothing is known yet.
    public init(now: WallTime) { self.now = now }
}

extension VersionFact: JSONRecord {
    static let recordName = "Version"
    static let fields: [JSONField<VersionFact>] = [
        JSONField("name", "Of what.") { $0.name }, JSONField("version", "Which.") { $0.version },
    ]
}

extension FileFact: JSONRecord {
    static let recordName = "StoredFile"
    static let fields: [JSONField<FileFact>] = [
        JSONField("name", "Its name.") { $0.name }, JSONField("bytes", "Its size.") { $0.bytes },
        JSONField("written", "When it was written.") { $0.written },
    ]
}

extension ThreadFact: JSONRecord {
    static let recordName = "Thread"
    static let fields: [JSONField<ThreadFact>] = [
        JSONField("name", "Its name.") { $0.name },
        JSONField("cpu_s", "Time it has computed, s.") { $0.cpuSeconds },
    ]
}

extension LifeFact: JSONRecord {
    static let recordName = "SignOfLife"
    static let fields: [JSONField<LifeFact>] = [
        JSONField("part", "The part.") { $0.part },
        JSONField("due_in_s", "When the next sign is due, s from now; negative when it is late.") {
            $0.dueIn
        },
    ]
}

extension LinkFact: JSONRecord {
    static let recordName = "Link"
    static let fields: [JSONField<LinkFact>] = [
        JSONField("name", "Its name.") { $0.name }, JSONField("state", "How it stands.") { $0.state },
        JSONField("mark", "How that counts.") { $0.mark },
        JSONField("detail", "What was counted or measured on it.") { $0.detail },
    ]
}

extension HealthCheck: JSONRecord {
    static let recordName = "HealthCheck"
    static let fields: [JSONField<HealthCheck>] = [
        JSONField("name", "What is checked.") { $0.name },
        JSONField("passing", "Whether it passes.") { $0.isPassing },
        JSONField("detail", "The evidence, or what is wrong.") { $0.detail },
    ]
}

extension SystemPage: JSONRecord {
    static let recordName = "System"
    static let fields: [JSONField<SystemPage>] = [
        JSONField("now", "The dock's wall clock.") { $0.now },
        JSONField("versions", "Versions of what runs.") { $0.versions },
        JSONField("started", "When the process started.") { $0.started },
        JSONField("clock_trusted", "Whether the wall clock is known to be set.") { $0.isClockTrusted },
        JSONField("clock_rule", "What the dock asks of a clock before it trusts it.") { $0.clockRule },
        JSONField("resident_bytes", "Resident memory of the process.") { $0.residentBytes },
        JSONField("cpu_s", "Time the process has computed, s.") { $0.cpuSeconds },
        JSONField("open_files", "Open files of the process.") { $0.openFiles },
        JSONField("storage_path", "Where it stores.") { $0.storagePath },
        JSONField("free_bytes", "Free bytes there.") { $0.freeBytes },
        JSONField("disk_bytes", "Bytes of that disk.") { $0.diskBytes },
        JSONField("files", "The databases.") { $0.files },
        JSONField("backups", "Copies of the database.") { $0.backups },
        JSONField("threads", "Threads, the busiest first.") { $0.threads },
        JSONField("life", "Parts that leave signs of life.") { $0.life },
        JSONField("links", "Links to the outside.") { $0.links },
        JSONField("checks", "The checks of its health.") { $0.checks },
    ]
}
