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
