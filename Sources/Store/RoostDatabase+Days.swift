// SPDX-License-Identifier: Apache-2.0
// Writes and reads the rows of the operational days. A row that does not match its checksum is an error that names
// the day, never a value; a year's figures are read in pieces, never at once.

internal import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// The rows of the days from one local date to another, oldest first; both dates belong to them. The facts are
    /// left out unless they are asked for.
    /// - Parameter limit: the most rows of one answer.
    public func days(from first: String, through last: String, withFacts: Bool = false, limit: Int)
        throws(StoreError)
        -> [DayRow]
    {
        try read("reading days") { db in
            let columns = withFacts ? "*" : "day, wall_ms, figures"
            return try Row.fetchAll(
                db, sql: "SELECT \(columns) FROM day WHERE day >= ? AND day <= ? ORDER BY day LIMIT ?",
                arguments: [first, last, Self.bounded(limit)]
            ).map { row in
                withFacts
                    ? try Self.day(row)
                    : DayRow(
                        day: row["day"], ended: WallTime(milliseconds: row["wall_ms"]),
                        figures: [UInt8](row["figures"] as Data), body: [])
            }
        }
    }

    /// The first and the last local date of which there is a row, and how many there are; nil when there is none.
    public func dayBounds() throws(StoreError) -> (first: String, last: String, count: Int)? {
        try read("reading days") { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT min(day) a, max(day) b, count(*) n FROM day"),
                let first = row["a"] as String?, let last = row["b"] as String?
            else { return nil }
            return (first, last, row["n"])
        }
    }

    /// The last row before a local date, with its facts; nil when there is none.
    public func day(before day: String) throws(StoreError) -> DayRow? {
        try read("reading days") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM day WHERE day < ? ORDER BY day DESC LIMIT 1", arguments: [day])
                .map(Self.day)
        }
    }

    /// Free octets of the disk that the database lies on, and all of them; nil when the system does not say.
    public var space: (free: Int64, total: Int64)? { StoredFile.space(at: directory) }

    static func insert(_ day: DayRow, in db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO day (day, wall_ms, figures, body, checksum) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            day.day, day.ended.milliseconds, Data(day.figures), Data(day.body), Checksum.of(day.figures + day.body),
        ])
        try db.cachedStatement(
            sql: """
                DELETE FROM day WHERE day IN (SELECT day FROM day ORDER BY day DESC LIMIT -1 OFFSET ?)
                """
        ).execute(arguments: [StoreLimit.days])
    }

    private static func day(_ row: Row) throws -> DayRow {
        let day: String = row["day"], checksum: Int64 = row["checksum"]
        let found = DayRow(
            day: day, ended: WallTime(milliseconds: row["wall_ms"]), figures: [UInt8](row["figures"] as Data),
            body: [UInt8](row["body"] as Data))
        guard Checksum.of(found.figures + found.body) == checksum else {
            throw StoreError.damagedRow(table: "day", row: day)
        }
        return found
    }
}
