// SPDX-License-Identifier: Apache-2.0
// Flight records as rows: what one version holds, and which files belong to it. A version is written once and never
// changed; only that its files were removed after their time is marked.

public import DockModel

/// One file of a flight record.
public struct RecordFile: Sendable, Equatable {
    /// "pdf", "csv", "kml" or "p7s".
    public var kind: String
    /// Its name in the folder of records.
    public var name: String
    /// Its length.
    public var octets: Int
    /// Its SHA-256, 32 octets.
    public var sha256: [UInt8]

    /// A file.
    public init(kind: String, name: String, octets: Int, sha256: [UInt8]) {
        (self.kind, self.name, self.octets, self.sha256) = (kind, name, octets, sha256)
    }
}

/// One version of a flight record.
public struct FlightRecordRow: Sendable, Equatable {
    /// The run.
    public var run: String
    /// 1 for the first.
    public var version: Int
    /// When it was made.
    public var made: WallTime
    /// When it flew: the take-off, or what comes nearest to it.
    public var flown: WallTime
    /// Time in the air; nil when it is not known, or did not fly.
    public var inAir: Duration?
    /// What the aircraft is known by; empty when nothing tells.
    public var aircraft: String
    /// The fields that the list of the authority asks for and the record lacks.
    public var missing: [String]
    /// Whether the flight's log was there.
    public var hasLog: Bool
    /// When its files were removed because their time was over; nil while they are kept.
    public var thinned: WallTime?
    /// The facts, JSON.
    public var body: [UInt8]
    /// The files.
    public var files: [RecordFile]

    /// A version.
    public init(
        run: String, version: Int, made: WallTime, flown: WallTime, inAir: Duration?, aircraft: String,
        missing: [String], hasLog: Bool, body: [UInt8], files: [RecordFile] = []
    ) {
        (self.run, self.version, self.made, self.flown) = (run, version, made, flown)
        (self.inAir, self.aircraft, self.missing, self.hasLog) = (inAir, aircraft, missing, hasLog)
        (self.body, self.files) = (body, files)
    }

    /// Whether it has all that the list asks for.
    public var isComplete: Bool { missing.isEmpty }

    /// The digests that the chain holds of it: its columns, its facts, and each file.
    var parts: [ChainPart] {
        var octets = CanonicalOctets("roost-flight-record/1")
        octets.add(run)
        octets.add(Int64(version))
        octets.add(made.milliseconds)
        octets.add(flown.milliseconds)
        octets.add(inAir.map { $0.nanoseconds / 1_000_000 })
        octets.add(aircraft)
        octets.add(missing.joined(separator: " "))
        octets.add(hasLog ? 1 : 0)
        return [ChainPart("row", digest: octets.digest), ChainPart("facts", digest: SHA256.of(body))]
            + files.sorted { $0.kind < $1.kind }.map { ChainPart($0.name, digest: $0.sha256) }
    }
}

/// Totals of an aircraft over its records.
public struct FlightTotals: Sendable, Equatable {
    /// Flights that left the ground.
    public var flights = 0
    /// Time in the air.
    public var inAir = Duration.zero

    /// Nothing flown.
    public init() {}
}

/// A record with the mails that tell it; it is kept as a whole or not at all.
public struct RecordCommit: Sendable {
    /// The record.
    public var row: FlightRecordRow
    /// The mails.
    public var mails: [NewMail]
    /// When it is committed.
    public var moment: Moment
    /// A note that is of no use any more.
    public var forgets: String?

    /// A record with its mails.
    public init(row: FlightRecordRow, mails: [NewMail], moment: Moment, forgets: String? = nil) {
        (self.row, self.mails, self.moment, self.forgets) = (row, mails, moment, forgets)
    }
}
