// SPDX-License-Identifier: Apache-2.0
// Goes along the whole chain and compares it with what it is about: records, their files, incidents. It finds what was
// changed, removed or put in between, and says where; it mends nothing and believes no checksum but its own.

internal import DockModel
internal import Foundation
internal import GRDB

/// What is wrong at one place of the chain.
public struct ChainFinding: Sendable, Equatable {
    /// What can be wrong.
    public enum Kind: String, Sendable, CaseIterable {
        /// A link is not there; its number is the next one's less one.
        case linkMissing = "link-missing"
        /// A link cannot be read.
        case linkUnreadable = "link-unreadable"
        /// A link's own content was changed.
        case linkChanged = "link-changed"
        /// A link does not continue the one before.
        case linkDetached = "link-detached"
        /// What a link is about is not there any more.
        case rowMissing = "row-missing"
        /// The columns or the facts of a row were changed.
        case rowChanged = "row-changed"
        /// A file is not there.
        case fileMissing = "file-missing"
        /// A file was changed.
        case fileChanged = "file-changed"
        /// Files were removed before their time, or without a word in the chain.
        case thinnedEarly = "thinned-early"
        /// A record is not in the chain.
        case recordUnchained = "record-unchained"
        /// The head of an old digest is not in the chain: its end was cut off, or it was written anew.
        case headUnknown = "head-unknown"
    }

    /// What is wrong.
    public var kind: Kind
    /// The link's number; nil when it is about none.
    public var link: Int64?
    /// The run or the incident; empty when it is about none.
    public var subject: String
    /// What was changed or is missing, in words.
    public var detail: String
}

/// What an audit of the chain found.
public struct ChainReport: Sendable, Equatable {
    /// Findings that are told one by one; all are counted.
    public static let mostFindings = 1_000

    /// Links that were looked at.
    public var links: Int64 = 0
    /// Versions of records.
    public var records = 0
    /// Incidents, each once.
    public var incidents = 0
    /// Files that were compared.
    public var files = 0
    /// Versions whose files were removed after their time.
    public var thinned = 0
    /// Incidents from before there was a chain.
    public var incidentsBefore = 0
    /// The hash of the newest link in hexadecimal digits; nil of an empty chain.
    public var head: String?
    /// What is wrong, in the order of the chain.
    public var findings: [ChainFinding] = []
    /// How much is wrong.
    public var faults = 0

    /// Whether nothing is wrong.
    public var isWhole: Bool { faults == 0 }
}

/// An audit of the chain of one dock.
public struct ChainAudit {
    /// The folder of record files below the dock's storage.
    public static let folder = "records"
    /// The shortest time that files must be kept: three years.
    public static let leastKept = Duration.seconds(3 * 365 * 86_400)
    /// The longest file that is read.
    static let longestFile = 256 << 20
    private static let page = 500

    private let database: RoostDatabase
    private var report = ChainReport()
    private var newest: [String: ChainLink] = [:]
    private var chained: Set<String> = []

    /// An audit over a dock's store.
    public init(_ database: RoostDatabase) { self.database = database }

    /// Goes along the chain. `head` is the hash of a link from an old digest; `progress` hears links done and all.
    public mutating func run(head: String? = nil, progress: (Int64, Int64) -> Void = { _, _ in }) throws(StoreError)
        -> ChainReport
    {
        let all = try database.read("counting links") { db in
            try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM chain") ?? 0
        }
        var previous = ChainLink.beginning
        var place: Int64 = 0, expected: Int64 = 1
        var isHeadSeen = head == nil || head == SHA256.hexadecimal(previous)
        while true {
            let links = try database.links(after: place, limit: Self.page)
            guard let last = links.last else { break }
            for (sequence, link) in links {
                if sequence != expected {
                    add(.linkMissing, expected, "", missing(from: expected, to: sequence - 1))
                }
                expected = sequence &+ 1
                report.links += 1
                guard let link else {
                    add(.linkUnreadable, sequence, "", "the link's list of parts cannot be read")
                    continue
                }
                isHeadSeen = isHeadSeen || link.head == head
                try follow(link, previous)
                previous = link.hash
                report.head = link.head
            }
            place = last.sequence
            progress(report.links, all)
        }
        try compareIncidents()
        try findUnchained()
        if !isHeadSeen, let head {
            add(
                .headUnknown, nil, "",
                "no link has the hash \(head): links at the end were removed, or the chain was written anew")
        }
        return report
    }

    private func missing(from first: Int64, to last: Int64) -> String {
        first == last ? "link \(first) is missing" : "links \(first) to \(last) are missing"
    }

    private mutating func follow(_ link: ChainLink, _ previous: [UInt8]) throws(StoreError) {
        if link.previous != previous {
            add(.linkDetached, link.sequence, link.subject, "it does not continue the link before it")
        }
        if link.computedHash != link.hash {
            add(.linkChanged, link.sequence, link.subject, "its content does not have the hash that it shows")
        }
        switch ChainLink.Kind(rawValue: link.kind) {
        case .incident: newest[link.subject] = link
        case .flightRecord:
            chained.insert(Self.key(link))
            try compareRecord(link)
        case .thinned: try compareThinned(link)
        case nil: add(.linkUnreadable, link.sequence, link.subject, "its kind \(link.kind) is not known")
        }
    }

    private static func key(_ link: ChainLink) -> String { "\(link.version) \(link.subject)" }

    // MARK: Records

    private mutating func compareRecord(_ link: ChainLink) throws(StoreError) {
        report.records += 1
        let stored = try database.read("reading a record") { db in try Self.record(link, in: db) }
        guard let stored else {
            return add(
                .rowMissing, link.sequence, link.subject, "version \(link.version) of the record was removed")
        }
        compare(link, stored.parts.filter { !Self.isFile($0.name) }, "version \(link.version) of the record")
        if let time = stored.thinned {
            report.thinned += 1
            if stored.made.duration(to: time) < Self.leastKept {
                add(
                    .thinnedEarly, link.sequence, link.subject,
                    "the files of version \(link.version) are marked as removed before their time")
            }
            let isTold = try database.read("looking for a link") { db in
                try Int.fetchOne(
                    db, sql: "SELECT 1 FROM chain WHERE subject = ? AND kind = 'thinned' AND version = ?",
                    arguments: [link.subject, link.version])
            }
            if isTold == nil {
                add(
                    .thinnedEarly, link.sequence, link.subject,
                    "the chain does not say that the files of version \(link.version) were removed")
            }
            return
        }
        for part in link.parts where Self.isFile(part.name) { compareFile(part, link) }
    }

    private static func isFile(_ name: String) -> Bool { name != "row" && name != "facts" }

    private mutating func compareFile(_ part: ChainPart, _ link: ChainLink) {
        report.files += 1
        let path = StoredFile.join(StoredFile.join(database.directory, Self.folder), part.name)
        do {
            guard let octets = try StoredFile.content(of: path, most: Self.longestFile) else {
                return add(.fileMissing, link.sequence, link.subject, "\(path) is not there")
            }
            let found = SHA256.of(octets)
            guard found != part.digest else { return }
            add(
                .fileChanged, link.sequence, link.subject,
                "\(path) has SHA-256 \(SHA256.hexadecimal(found)), the chain says "
                    + SHA256.hexadecimal(part.digest))
        } catch {
            add(.fileMissing, link.sequence, link.subject, "\(path) cannot be read: \(error)")
        }
    }

    private mutating func compareThinned(_ link: ChainLink) throws(StoreError) {
        guard !chained.contains(Self.key(link)) else { return }
        add(.rowMissing, link.sequence, link.subject, "the record whose files were removed is not in the chain")
    }

    /// The columns of a record as they are, whatever their checksum says.
    private static func record(_ link: ChainLink, in db: Database) throws -> (
        parts: [ChainPart], made: WallTime, thinned: WallTime?
    )? {
        let row = try Row.fetchOne(
            db, sql: "SELECT * FROM flight_record WHERE run = ? AND version = ?",
            arguments: [link.subject, link.version])
        guard let row else { return nil }
        let record = try RoostDatabase.unproven(row, in: db)
        return (record.parts, record.made, record.thinned)
    }

    // MARK: Rows

    private mutating func compare(_ link: ChainLink, _ found: [ChainPart], _ what: String) {
        for part in link.parts where !Self.isFile(part.name) {
            guard let other = found.first(where: { $0.name == part.name }), other != part else { continue }
            let name = part.name == "row" ? "the columns" : "the facts"
            add(
                .rowChanged, link.sequence, link.subject,
                "\(name) of \(what) were changed: SHA-256 \(SHA256.hexadecimal(other.digest)), the chain says "
                    + SHA256.hexadecimal(part.digest))
        }
    }

    private mutating func compareIncidents() throws(StoreError) {
        report.incidents = newest.count
        for link in newest.values.sorted(by: { $0.sequence < $1.sequence }) {
            let parts = try database.read("reading an incident") { db in
                try Row.fetchOne(db, sql: "SELECT * FROM incident WHERE id = ?", arguments: [link.subject])
                    .map(Self.parts)
            }
            guard let parts else {
                add(.rowMissing, link.sequence, link.subject, "the incident was removed")
                continue
            }
            compare(link, parts, "the incident")
        }
        let all = try database.read("counting incidents") { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM incident") ?? 0
        }
        let gone = report.findings.count { $0.kind == .rowMissing && newest[$0.subject] != nil }
        report.incidentsBefore = max(0, all - newest.count + gone)
    }

    private static func parts(_ row: Row) -> [ChainPart] {
        let rank: Int = row["severity"]
        // A class that there is none of was put there by somebody: any other digest than the chain's will do.
        return IncidentRecord(
            id: row["id"], severity: Severity(rawValue: rank) ?? .emergency,
            kind: Severity(rawValue: rank) == nil ? "" : row["kind"], opened: WallTime(milliseconds: row["opened_ms"]),
            isOpen: row["is_open"], body: [UInt8](row["body"] as Data)
        ).parts
    }

    private mutating func findUnchained() throws(StoreError) {
        let loose = try database.read("looking for records outside of the chain") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT run, version FROM flight_record AS r WHERE NOT EXISTS (SELECT 1 FROM chain AS c
                    WHERE c.subject = r.run AND c.kind = 'flight' AND c.version = r.version) ORDER BY run, version
                    """
            ).map { (run: $0["run"] as String, version: $0["version"] as Int) }
        }
        for record in loose {
            add(
                .recordUnchained, nil, record.run,
                "version \(record.version) of the record is not in the chain: its link was removed, or the row put in")
        }
    }

    private mutating func add(_ kind: ChainFinding.Kind, _ link: Int64?, _ subject: String, _ detail: String) {
        report.faults += 1
        guard report.findings.count < ChainReport.mostFindings else { return }
        report.findings.append(ChainFinding(kind: kind, link: link, subject: subject, detail: detail))
    }
}
