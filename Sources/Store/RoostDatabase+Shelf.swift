// SPDX-License-Identifier: Apache-2.0
// Which incidents people have shelved, by whom, why and until when. A row is never removed: it is the record of who
// kept a dock quiet. Whether an incident may be shelved at all is decided elsewhere.

public import DockModel
internal import Foundation
internal import GRDB

/// A person's decision not to hear of an incident for a while.
public struct ShelfRecord: Sendable, Equatable {
    /// The incident.
    public var incident: String
    /// Since when.
    public var since: WallTime
    /// Until when at the latest.
    public var until: WallTime
    /// Who.
    public var who: String
    /// Why.
    public var reason: String
    /// When it ended before its time; nil while it holds or when its time was over.
    public var ended: WallTime?
    /// Who or what ended it.
    public var endedBy: String?

    /// Whether it holds at a time.
    public func isInForce(at now: WallTime) -> Bool { ended == nil && now < until }
}

extension RoostDatabase {
    /// Puts an incident on the shelf in place of what was said before of it.
    /// - Parameter entry: the line in the audit trail, stored with it.
    /// - Returns: the row; nil when there is no such incident or it has ended.
    public func shelve(
        _ incident: String, until: WallTime, who: String, reason: String, at moment: Moment,
        audit entry: AuditEntry? = nil
    ) throws(StoreError) -> ShelfRecord? {
        try write("shelving an incident") { db in
            let isOpen = try Bool.fetchOne(db, sql: "SELECT is_open FROM incident WHERE id = ?", arguments: [incident])
            guard isOpen == true, until > moment.wall else { return nil }
            if let entry { try Self.insert(entry.saying(before: Self.shelfWords(incident, in: db)), in: db) }
            try Self.endShelf(of: incident, by: "another word of \(who)", at: moment.wall, in: db)
            try db.execute(
                sql: """
                    INSERT INTO shelf (incident, wall_ms, is_wall_trusted, until_ms, who, reason)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    incident, moment.wall.milliseconds, moment.isWallTrusted, until.milliseconds,
                    String(who.prefix(200)), String(reason.prefix(400)),
                ])
            return try Row.fetchOne(db, sql: "SELECT * FROM shelf WHERE id = ?", arguments: [db.lastInsertedRowID])
                .map(Self.shelf)
        }
    }

    /// Takes an incident off the shelf.
    /// - Parameter entry: the line in the audit trail, stored with it.
    /// - Returns: the row; nil when it is not on the shelf.
    public func unshelve(
        _ incident: String, who: String, at moment: Moment, audit entry: AuditEntry? = nil
    ) throws(StoreError) -> ShelfRecord? {
        try write("taking an incident off the shelf") { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM shelf WHERE incident = ? AND ended_ms IS NULL", arguments: [incident])
            guard let row, Self.shelf(row).isInForce(at: moment.wall) else { return nil }
            if let entry { try Self.insert(entry.saying(before: Self.shelfWords(incident, in: db)), in: db) }
            let id: Int64 = row["id"]
            try Self.endShelf(of: incident, by: String(who.prefix(200)), at: moment.wall, in: db)
            return try Row.fetchOne(db, sql: "SELECT * FROM shelf WHERE id = ?", arguments: [id]).map(Self.shelf)
        }
    }

    /// What is said of an incident on the shelf, for the audit trail.
    private static func shelfWords(_ incident: String, in db: Database) throws -> String? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM shelf WHERE incident = ? AND ended_ms IS NULL", arguments: [incident]
        ).map(shelf).map { "shelved by \($0.who): \($0.reason)" }
    }

    /// Ends what is said of an incident; one whose time was over ended then.
    static func endShelf(of incident: String, by who: String, at wall: WallTime, in db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE shelf SET ended_ms = MIN(until_ms, MAX(wall_ms, :now)),
                    ended_by = CASE WHEN until_ms <= :now THEN 'its time was over' ELSE :who END
                WHERE incident = :incident AND ended_ms IS NULL
                """
        ).execute(arguments: ["now": wall.milliseconds, "who": who, "incident": incident])
    }

    /// The shelves that hold at a time, oldest first.
    public func shelves(at now: WallTime) throws(StoreError) -> [ShelfRecord] {
        try read("reading the shelf") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM shelf WHERE ended_ms IS NULL AND until_ms > ? ORDER BY id LIMIT ?",
                arguments: [now.milliseconds, StoreLimit.rowsPerRead]
            ).map(Self.shelf)
        }
    }

    /// All that was ever said of an incident, or of all; newest first.
    public func shelfHistory(of incident: String? = nil, limit: Int = 1_000) throws(StoreError) -> [ShelfRecord] {
        try read("reading the history of the shelf") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM shelf WHERE :incident IS NULL OR incident = :incident ORDER BY id DESC LIMIT :limit
                    """,
                arguments: ["incident": incident, "limit": Self.bounded(limit)]
            ).map(Self.shelf)
        }
    }

    private static func shelf(_ row: Row) -> ShelfRecord {
        let ended: Int64? = row["ended_ms"]
        return ShelfRecord(
            incident: row["incident"], since: WallTime(milliseconds: row["wall_ms"]),
            until: WallTime(milliseconds: row["until_ms"]), who: row["who"], reason: row["reason"],
            ended: ended.map { WallTime(milliseconds: $0) }, endedBy: row["ended_by"])
    }
}
