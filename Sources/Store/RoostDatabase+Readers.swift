// SPDX-License-Identifier: Apache-2.0
// Reads back what decisions stored. Every body is compared with its checksum; a row that does not match is an
// error that names it, never a value.

public import DockModel
internal import Foundation
internal import GRDB

extension RoostDatabase {
    /// The last committed state; nil in a new database.
    public func latestState() throws(StoreError) -> StoredState? {
        try read("reading the state") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM state WHERE id = 1").map(Self.state)
        }
    }

    /// The last committed state of a directory as it lies there, whatever its schema and without changing anything; nil
    /// when there is none or it cannot be read.
    public static func stateAsItLies(in directory: String) -> StoredState? {
        do {
            let path = StoredFile.join(directory, StoreFiles.database)
            guard try StoredFile.identity(of: path) != nil else { return nil }
            let queue = try DatabaseQueue(path: path, configuration: StoreFiles.looking)
            return try queue.inDatabase { db in
                try Row.fetchOne(db, sql: "SELECT * FROM state WHERE id = 1").map(state)
            }
        } catch {
            return nil
        }
    }

    /// Journal entries after a sequence number, oldest first; 0 begins at the oldest kept.
    public func journal(after sequence: Int64, limit: Int) throws(StoreError) -> [StoredJournalEntry] {
        try read("reading the journal") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?",
                arguments: [sequence, Self.bounded(limit)]
            ).map { row in
                let found: Int64 = row["seq"]
                let body = try Self.body(row, table: "journal", name: "\(found)")
                return StoredJournalEntry(
                    sequence: found, moment: Self.moment(row),
                    entry: JournalEntry(kind: row["kind"], body: body))
            }
        }
    }

    /// Missions, latest planned first; `skipping` leaves out as many of them.
    public func missions(limit: Int, skipping: Int = 0) throws(StoreError) -> [MissionRecord] {
        try read("reading missions") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM mission ORDER BY planned_ms DESC, occurrence DESC LIMIT ? OFFSET ?",
                arguments: [Self.bounded(limit), max(0, skipping)]
            ).map(Self.mission)
        }
    }

    /// The mission of an occurrence; nil when it was never stored.
    public func mission(id occurrence: String) throws(StoreError) -> MissionRecord? {
        try read("reading a mission") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM mission WHERE occurrence = ?", arguments: [occurrence])
                .map(Self.mission)
        }
    }

    /// Lines of the journal of wear behind a number, oldest first: of one part, or of all.
    public func wear(of part: String? = nil, after sequence: Int64 = 0, limit: Int) throws(StoreError) -> [StoredWear] {
        try read("reading wear") { db in
            let condition = part == nil ? "" : "AND part = ?"
            var arguments: StatementArguments = [sequence]
            if let part { arguments += [part] }
            arguments += [Self.bounded(limit)]
            return try Row.fetchAll(
                db, sql: "SELECT * FROM wear_event WHERE seq > ? \(condition) ORDER BY seq LIMIT ?",
                arguments: arguments
            ).map(Self.wear)
        }
    }

    /// The newest lines of the journal of one part, oldest of them first.
    public func newestWear(of part: String, limit: Int) throws(StoreError) -> [StoredWear] {
        try read("reading wear") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM wear_event WHERE part = ? ORDER BY seq DESC LIMIT ?",
                arguments: [part, Self.bounded(limit)]
            ).reversed().map(Self.wear)
        }
    }

    static func wear(_ row: Row) throws -> StoredWear {
        let number: Int64 = row["seq"]
        let record = WearRecord(
            part: row["part"], kind: row["kind"], body: try body(row, table: "wear_event", name: "\(number)"))
        return StoredWear(sequence: number, time: WallTime(milliseconds: row["wall_ms"]), record: record)
    }

    /// Incidents, latest first; `openOnly` leaves out those that have ended, `skipping` as many as it says.
    public func incidents(openOnly: Bool = false, limit: Int, skipping: Int = 0) throws(StoreError)
        -> [IncidentRecord]
    {
        try read("reading incidents") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM incident WHERE is_open = 1 OR NOT ?
                    ORDER BY opened_ms DESC, id DESC LIMIT ? OFFSET ?
                    """,
                arguments: [openOnly, Self.bounded(limit), max(0, skipping)]
            ).map(Self.incident)
        }
    }

    /// Incidents that opened from one time to before another, earliest first.
    /// - Parameter damaged: what is done about a row that does not match its checksum; when it returns, the row is left
    ///   out.
    public func incidents(
        from first: WallTime, before last: WallTime, limit: Int, damaged: (StoreError) throws -> Void = { throw $0 }
    ) throws(StoreError) -> [IncidentRecord] {
        try read("reading incidents") { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM incident WHERE opened_ms >= ? AND opened_ms < ? ORDER BY opened_ms, id LIMIT ?",
                arguments: [first.milliseconds, last.milliseconds, Self.bounded(limit)]
            ).compactMap { row in try Self.proven(damaged) { try Self.incident(row) } }
        }
    }

    /// The incident with an id; nil when it was never stored.
    public func incident(id: String) throws(StoreError) -> IncidentRecord? {
        try read("reading an incident") { db in
            try Row.fetchOne(db, sql: "SELECT * FROM incident WHERE id = ?", arguments: [id]).map(
                Self.incident)
        }
    }

    /// The octets of a row, proven by the checksum beside them.
    static func body(_ row: Row, column: String = "body", table: String, name: String) throws -> [UInt8] {
        let octets = [UInt8](row[column] as Data)
        let checksum: Int64 = row["checksum"]
        guard Checksum.of(octets) == checksum else { throw StoreError.damagedRow(table: table, row: name) }
        return octets
    }

    /// What a row says; nil when it does not match its checksum and `damaged` lets it be left out.
    static func proven<Value>(_ damaged: (StoreError) throws -> Void, _ read: () throws -> Value) throws -> Value? {
        do {
            return try read()
        } catch let fault as StoreError {
            try damaged(fault)
            return nil
        }
    }

    /// A row count that SQLite may be asked for.
    static func bounded(_ limit: Int) -> Int { max(0, min(limit, StoreLimit.rowsPerRead)) }

    private static func state(_ row: Row) throws -> StoredState {
        guard let body = PackedBody.unpack(try body(row, table: "state", name: "1")) else {
            throw StoreError.damagedRow(table: "state", row: "1")
        }
        return StoredState(moment: moment(row), body: body)
    }

    private static func moment(_ row: Row) -> Moment {
        Moment(
            boot: Instant(nanoseconds: row["boot_ns"]), wall: WallTime(milliseconds: row["wall_ms"]),
            isWallTrusted: row["is_wall_trusted"])
    }

    private static func mission(_ row: Row) throws -> MissionRecord {
        let occurrence: String = row["occurrence"]
        return MissionRecord(
            occurrence: occurrence, schedule: row["schedule"],
            planned: WallTime(milliseconds: row["planned_ms"]),
            outcome: row["outcome"], body: try body(row, table: "mission", name: occurrence))
    }

    static func incident(_ row: Row) throws -> IncidentRecord {
        let id: String = row["id"], rank: Int = row["severity"]
        guard let severity = Severity(rawValue: rank) else {
            throw StoreError.damagedRow(table: "incident", row: id)
        }
        return IncidentRecord(
            id: id, severity: severity, kind: row["kind"], opened: WallTime(milliseconds: row["opened_ms"]),
            isOpen: row["is_open"], body: try body(row, table: "incident", name: id))
    }
}
