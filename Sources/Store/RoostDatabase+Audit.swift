// SPDX-License-Identifier: Apache-2.0
// Who has changed what: one row for each change, in the same transaction as the change. Rows are added and never
// changed; beyond a named number the oldest leave. What may be changed is decided elsewhere.

public import DockModel
internal import GRDB

/// One line of the audit trail.
public struct AuditEntry: Sendable, Equatable {
    /// When, on both clocks.
    public var at: Moment
    /// Who: the name of a user or a token.
    public var who: String
    /// The role with which it was done; empty where none is needed.
    public var role: String
    /// How: "session", "token", "command".
    public var way: String
    /// From where: an address, "local" for the unix socket, empty for a command.
    public var address: String
    /// What was done, in a word: "acknowledge", "run-now", "user-add".
    public var action: String
    /// To what.
    public var subject: String
    /// How it was before; nil where nothing was.
    public var before: String?
    /// How it is now; nil where nothing is.
    public var after: String?
    /// "done", or why not.
    public var result: String

    /// An entry whose change is done.
    public init(
        at: Moment, who: String, role: String = "", way: String, address: String = "", action: String,
        subject: String, before: String? = nil, after: String? = nil, result: String = AuditEntry.done
    ) {
        (self.at, self.who, self.role, self.way, self.address) = (at, who, role, way, address)
        (self.action, self.subject, self.before, self.after, self.result) = (
            action, subject, before, after, result
        )
    }

    /// The result of a change that was made.
    public static let done = "done"
    /// Most characters of one member.
    static let longestText = 400

    /// The entry with what the store knows of the change.
    func saying(before: String? = nil, after: String? = nil, result: String? = nil) -> AuditEntry {
        var entry = self
        entry.before = before ?? self.before
        entry.after = after ?? self.after
        entry.result = result ?? self.result
        return entry
    }
}

/// One line of the audit trail with its number.
public struct AuditRow: Sendable, Equatable {
    /// Its number; they never repeat.
    public var id: Int64
    /// What it says.
    public var entry: AuditEntry
}

extension RoostDatabase {
    /// Adds an entry that stands for no row of its own, such as a sign-in.
    public func audit(_ entry: AuditEntry) throws(StoreError) {
        try write("adding to the audit trail") { db in try Self.insert(entry, in: db) }
    }

    /// The newest entries, newest first.
    /// - Parameters:
    ///   - before: only entries with a smaller number; nil for the newest.
    ///   - who: only what this name did; nil for all.
    public func auditTrail(before: Int64? = nil, who: String? = nil, limit: Int = 100) throws(StoreError)
        -> [AuditRow]
    {
        try read("reading the audit trail") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM audit WHERE (:before IS NULL OR id < :before) AND (:who IS NULL OR who = :who)
                    ORDER BY id DESC LIMIT :limit
                    """,
                arguments: ["before": before, "who": who, "limit": Self.bounded(limit)]
            ).map(Self.auditRow)
        }
    }

    static func insert(_ entry: AuditEntry, in db: Database) throws {
        func cut(_ text: String) -> String { String(text.prefix(AuditEntry.longestText)) }
        try db.cachedStatement(
            sql: """
                INSERT INTO audit
                (wall_ms, boot_ns, is_wall_trusted, who, role, way, address, action, subject, before, after, result)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entry.at.wall.milliseconds, entry.at.boot.nanoseconds, entry.at.isWallTrusted, cut(entry.who),
            entry.role,
            entry.way, cut(entry.address), cut(entry.action), cut(entry.subject), entry.before.map(cut),
            entry.after.map(cut), cut(entry.result),
        ])
        let id = db.lastInsertedRowID
        if id.isMultiple(of: 1_000) {
            try db.execute(sql: "DELETE FROM audit WHERE id <= ?", arguments: [id - StoreLimit.auditRows])
        }
    }

    private static func auditRow(_ row: Row) -> AuditRow {
        AuditRow(
            id: row["id"],
            entry: AuditEntry(
                at: Moment(
                    boot: Instant(nanoseconds: row["boot_ns"]), wall: WallTime(milliseconds: row["wall_ms"]),
                    isWallTrusted: row["is_wall_trusted"]),
                who: row["who"], role: row["role"], way: row["way"], address: row["address"],
                action: row["action"],
                subject: row["subject"], before: row["before"], after: row["after"], result: row["result"]))
    }
}
