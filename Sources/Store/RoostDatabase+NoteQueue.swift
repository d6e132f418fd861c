// SPDX-License-Identifier: Apache-2.0
// Notes in a queue: several processes may leave some, and each is taken once, oldest first. None replaces another.
// What a note says is not looked into here.

internal import GRDB

extension RoostDatabase {
    /// Most notes that wait in one queue.
    public static let mostQueuedNotes = 100

    /// Leaves a note durably at the end of a queue.
    /// - Parameter entry: the line in the audit trail, stored with it.
    /// - Returns: false when the queue is full; then it was not left.
    public func enqueueNote(
        _ value: String, in queue: String, audit entry: AuditEntry? = nil
    ) throws(StoreError) -> Bool {
        let range = Self.noteRange(queue)
        return try write("leaving a note") { db in
            let keys = try Self.noteKeys(range, in: db)
            guard keys.count < Self.mostQueuedNotes else { return false }
            let last = keys.last.flatMap { Int64($0.dropFirst(range.first.count)) } ?? 0
            let digits = String(last + 1)
            let key = range.first + String(repeating: "0", count: max(0, 18 - digits.count)) + digits
            try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
            if let entry { try Self.insert(entry, in: db) }
            return true
        }
    }

    /// Takes the oldest note out of a queue; nil when there is none. Another process never gets the same note.
    public func takeNote(from queue: String) throws(StoreError) -> String? {
        let range = Self.noteRange(queue)
        let isThere = try read("looking for a note") { db in try !Self.noteKeys(range, in: db).isEmpty }
        guard isThere else { return nil }
        return try write("taking a note") { db in
            guard let key = try Self.noteKeys(range, in: db).first else { return nil }
            let value = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
            try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
            return value
        }
    }

    /// Where the keys "queue.something" begin, and where they have ended: "/" is what comes after ".".
    static func noteRange(_ queue: String) -> (first: String, end: String) { ("note.\(queue).", "note.\(queue)/") }

    /// The keys of a queue, oldest first: numbers of one length, so that their order as text is that of the numbers.
    private static func noteKeys(_ range: (first: String, end: String), in db: Database) throws -> [String] {
        try String.fetchAll(
            db, sql: "SELECT key FROM meta WHERE key >= ? AND key < ? ORDER BY key",
            arguments: [range.first, range.end])
    }
}
