// SPDX-License-Identifier: Apache-2.0
// The chain in the database: each link is added in the transaction of what it is about, so that a kill at any instant
// leaves a whole chain. Links are never changed and never removed.

internal import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// The newest link; nil while there is none. Its `head` goes into each digest.
    public func chainHead() throws(StoreError) -> ChainLink? {
        try read("reading the chain's head") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM chain ORDER BY seq DESC LIMIT 1").map { row in
                guard let link = Self.link(row) else {
                    throw StoreError.damagedRow(table: "chain", row: "\(row["seq"] as Int64)")
                }
                return link
            }
        }
    }

    /// Links behind a number, oldest first, as they are stored; a link that cannot be read is nil with its number.
    func links(after sequence: Int64, limit: Int) throws(StoreError) -> [(sequence: Int64, link: ChainLink?)] {
        try read("reading the chain") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM chain WHERE seq > ? ORDER BY seq LIMIT ?", arguments: [sequence, limit]
            ).map { (sequence: $0["seq"], link: Self.link($0)) }
        }
    }

    /// Adds a link for a change of an incident; one that says what the last one said is left out.
    static func chain(_ incident: IncidentRecord, at moment: Moment, in db: Database) throws {
        let parts = incident.parts
        let last = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT * FROM chain WHERE subject = ? AND kind = 'incident' ORDER BY seq DESC LIMIT 1"),
            arguments: [incident.id]
        ).flatMap(link)
        guard last?.parts != parts else { return }
        try chain(.incident, of: incident.id, version: (last?.version ?? 0) + 1, parts: parts, at: moment, in: db)
    }

    /// Adds a link.
    static func chain(
        _ kind: ChainLink.Kind, of subject: String, version: Int, parts: [ChainPart], at moment: Moment,
        in db: Database
    ) throws {
        let next = ChainLink(
            kind, of: subject, version: version, at: moment.wall, parts: parts, after: try end(in: db))
        try db.cachedStatement(
            sql: """
                INSERT INTO chain (seq, kind, subject, version, wall_ms, parts, previous, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            next.sequence, next.kind, next.subject, next.version, next.time.milliseconds, next.partsText,
            Data(next.previous), Data(next.hash),
        ])
    }

    /// The place of the newest link. Its other columns are not looked at: a link that somebody has changed must not
    /// keep the dock from adding the next.
    private static func end(in db: Database) throws -> (sequence: Int64, hash: [UInt8]) {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1"))
        return row.map { ($0["seq"], [UInt8]($0["hash"] as Data)) } ?? (0, ChainLink.beginning)
    }

    private static func link(_ row: Row) -> ChainLink? {
        ChainLink(
            sequence: row["seq"], kind: row["kind"], subject: row["subject"], version: row["version"],
            time: WallTime(milliseconds: row["wall_ms"]), parts: row["parts"],
            previous: [UInt8](row["previous"] as Data), hash: [UInt8](row["hash"] as Data))
    }
}

extension IncidentRecord {
    /// The digests that the chain holds of the row: its columns, and what it tells.
    var parts: [ChainPart] {
        var octets = CanonicalOctets("roost-incident/1")
        octets.add(id)
        octets.add(Int64(severity.rawValue))
        octets.add(kind)
        octets.add(opened.milliseconds)
        octets.add(isOpen ? 1 : 0)
        return [ChainPart("row", digest: octets.digest), ChainPart("facts", digest: SHA256.of(body))]
    }
}
