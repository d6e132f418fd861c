// SPDX-License-Identifier: Apache-2.0
// A statement whose values are bound without the boxes of GRDB, for the few rows that every mail costs. It belongs to
// one transaction and must not be kept beyond it.

internal import GRDB
internal import GRDBSQLite

/// A cached statement of the connection, bound and run by SQLite's own calls.
struct PlainStatement {
    private let statement: Statement
    private let db: Database

    /// The statement of a text; the connection keeps it prepared.
    init(_ sql: String, in db: Database) throws {
        statement = try db.cachedStatement(sql: sql)
        self.db = db
        // Whoever used it last may have left it open or bound.
        unsafe sqlite3_reset(statement.sqliteStatement)
        unsafe sqlite3_clear_bindings(statement.sqliteStatement)
    }

    /// Gives a place a text, or NULL.
    func bind(_ place: Int32, _ text: String?) throws {
        guard var text else { return }
        // SQLite copies it: a text is short, and gone before the statement runs.
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code = text.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return unsafe sqlite3_bind_text(statement.sqliteStatement, place, "", 0, copies)
                }
                return unsafe sqlite3_bind_text(
                    statement.sqliteStatement, place, start, Int32(characters.count), copies)
            }
        }
        try check(code, SQLITE_OK)
    }

    /// Gives a place a number, or NULL.
    func bind(_ place: Int32, _ number: Int64?) throws {
        guard let number else { return }
        try check(unsafe sqlite3_bind_int64(statement.sqliteStatement, place, number), SQLITE_OK)
    }

    /// Writes, and leaves nothing bound.
    func run() throws { try finish(with: SQLITE_DONE) }

    /// Writes with octets at a place; they are not copied before SQLite puts them on their page.
    func run(_ place: Int32, _ octets: [UInt8]) throws {
        try unsafe octets.withUnsafeBytes { octets in
            let code = unsafe sqlite3_bind_blob(
                statement.sqliteStatement, place, octets.baseAddress, Int32(octets.count), nil)
            try check(code, SQLITE_OK)
            try finish(with: SQLITE_DONE)
        }
    }

    /// The first number of the first row; nil when there is none.
    func number() throws -> Int64? {
        let code = unsafe sqlite3_step(statement.sqliteStatement)
        defer { unsafe sqlite3_reset(statement.sqliteStatement) }
        guard code == SQLITE_ROW else {
            try check(code, SQLITE_DONE)
            return nil
        }
        guard unsafe sqlite3_column_type(statement.sqliteStatement, 0) != SQLITE_NULL else { return nil }
        return unsafe sqlite3_column_int64(statement.sqliteStatement, 0)
    }

    private func finish(with wanted: Int32) throws {
        let code = unsafe sqlite3_step(statement.sqliteStatement)
        defer {
            unsafe sqlite3_reset(statement.sqliteStatement)
            unsafe sqlite3_clear_bindings(statement.sqliteStatement)
        }
        try check(code, wanted)
    }

    private func check(_ code: Int32, _ wanted: Int32) throws {
        guard code != wanted else { return }
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
    }
}
