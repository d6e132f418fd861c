// SPDX-License-Identifier: Apache-2.0
// Small facts that must outlive the process but belong to no table: what a mail server cannot do, when a
// log-in may be tried again. It is no place for secrets, nor for anything that decisions depend on.

internal import GRDB

extension RoostDatabase {
    /// The note of a key; nil when there is none.
    public func note(_ key: String) throws(StoreError) -> String? {
        try read("reading a note") { db in
            try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: ["note.\(key)"])
        }
    }

    /// The notes whose keys begin with a text, by the rest of their keys; at most `limit`, in the order of the keys.
    public func notes(beginningWith start: String, limit: Int) throws(StoreError) -> [String: String] {
        try read("reading notes") { db in
            let prefix = "note.\(start)"
            let rows = try Row.fetchAll(
                db, sql: "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ? ORDER BY key LIMIT ?",
                arguments: [prefix.unicodeScalars.count, prefix, Self.bounded(limit)])
            return Dictionary(
                rows.map { (String(($0["key"] as String).dropFirst(prefix.count)), $0["value"] as String) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// Keeps a note durably; nil removes it.
    /// - Parameter entry: the line in the audit trail, stored with it.
    public func setNote(_ key: String, to value: String?, audit entry: AuditEntry? = nil) throws(StoreError) {
        try write("keeping a note") { db in
            if let entry { try Self.insert(entry, in: db) }
            guard let value else {
                return try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: ["note.\(key)"])
            }
            try db.execute(
                sql: """
                    INSERT INTO meta (key, value) VALUES (?, ?)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value
                    """, arguments: ["note.\(key)", value])
        }
    }
}
