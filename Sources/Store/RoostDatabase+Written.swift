// SPDX-License-Identifier: Apache-2.0
// What this connection has written: flash wears out by it. SQLite counts it itself; nothing is decided
// here.

internal import DockModel
internal import GRDB
internal import GRDBSQLite

extension RoostDatabase {
    /// Octets of a frame in the write-ahead log beside its page.
    private static let frameHead: Int64 = 24

    /// Octets that this connection has written to the write-ahead log since it was opened. What is copied from the log
    /// into the file now and then comes on top, at most as much again.
    public func writtenOctets() throws(StoreError) -> Int64 {
        try read("counting what was written") { db in
            var pages: Int32 = 0, unused: Int32 = 0
            let code = unsafe sqlite3_db_status(db.sqliteConnection, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &unused, 0)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
            return Int64(pages) * (size + Self.frameHead)
        }
    }
}
