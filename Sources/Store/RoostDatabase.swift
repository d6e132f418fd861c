// SPDX-License-Identifier: Apache-2.0
// The one SQLite file that matters: how it is made, opened, checked and written. It never recreates a file
// that is torn, foreign or newer, and it never lets a write return before it is on the disk (WAL and
// synchronous=FULL).

internal import DockModel
internal import Foundation
internal import GRDB

/// `roost.db`, open in this process. Other processes may have it open too; each write is one short
/// transaction.
public final class RoostDatabase: Sendable {
    /// The directory that holds the database and its copies.
    public let directory: String
    /// The database file.
    public let path: String
    let queue: DatabaseQueue
    private let identity: StoredFile.Identity
    private let hold: OpenFiles.Hold

    private init(
        directory: String, path: String, queue: DatabaseQueue, identity: StoredFile.Identity, hold: OpenFiles.Hold
    ) {
        self.directory = directory
        self.path = path
        self.queue = queue
        self.identity = identity
        self.hold = hold
    }

    /// How much of the file is looked at before it is used.
    public enum OpeningCheck: Sendable {
        /// Every page: for whoever writes. It takes longer the more the file holds.
        case everyPage
        /// Only the pages that are read, as they are read: for whoever looks and leaves.
        case asRead
    }

    /// Opens the database of a directory; both are made (0700 and 0600) where they are missing. The file is
    /// checked and, when an older Roost wrote it, copied to `backup/` and migrated.
    /// - Throws: `StoreError` with the remedy; a damaged or foreign file is left as it is.
    public static func open(directory: String, check: OpeningCheck = .everyPage) throws(StoreError) -> RoostDatabase {
        try open(directory: directory, migrations: Schema.migrations, check: check)
    }

    /// Opens with a given list of migrations, so that tests can be an older or a newer Roost.
    static func open(directory: String, migrations: [Migration], check: OpeningCheck = .everyPage)
        throws(StoreError) -> RoostDatabase
    {
        let path = StoredFile.join(directory, "roost.db")
        try StoredFile.makeDirectory(directory)
        if try StoreRestore(storage: directory).isUnfinished { throw .restoreUnfinished(path: directory) }
        if try StoredFile.identity(of: path) == nil { try create(path, migrations) }
        guard let file = try StoredFile.identity(of: path) else { throw .vanished(path: path) }
        let hold = try OpenFiles.take(file) { () throws(StoreError) in try refuseForeignFile(path) }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration())
            guard let identity = try StoredFile.identity(of: path), identity.isSameFile(as: file) else {
                throw StoreError.vanished(path: path)
            }
            let database = RoostDatabase(
                directory: directory, path: path, queue: queue, identity: identity, hold: hold)
            try database.check(check, known: migrations.last?.number ?? 0)
            try database.migrate(migrations)
            return database
        } catch {
            throw StoreError(error, doing: "opening the database", path: path)
        }
    }

    /// Ends the use of the file; later calls fail.
    public func close() throws(StoreError) {
        do { try queue.close() } catch { throw StoreError(error, doing: "closing the database", path: path) }
        hold.end()
    }

    /// Writes a checked copy of the database to `destination`, complete or not at all, while others go on
    /// writing.
    public func backup(to destination: String) throws(StoreError) {
        let temporary = destination + ".part"
        Self.removeDatabase(temporary)
        do {
            try queue.inDatabase { db in try db.execute(sql: "VACUUM INTO ?", arguments: [temporary]) }
        } catch {
            Self.removeDatabase(temporary)
            throw StoreError(error, doing: "copying the database", path: destination)
        }
        try StoredFile.restrict(temporary)
        try StoredFile.synchronise(temporary)
        try StoredFile.rename(temporary, to: destination)
    }

    /// Runs `body` in one durable transaction; all of it is kept or nothing.
    func write<Value>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try transaction(body)
        } catch {
            let fault = StoreError(error, doing: doing, path: path)
            guard case .diskFull = fault else { throw fault }
        }
        // The log may hold pages that are already in the main file: give their space back and try once more.
        do {
            _ = try queue.inDatabase { db in try db.checkpoint(.truncate) }
            return try transaction(body)
        } catch {
            throw StoreError(error, doing: doing, path: path)
        }
    }

    /// Runs `body` on one consistent state of the database.
    func read<Value>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StoreError(error, doing: doing, path: path)
        }
    }

    private func transaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard try StoredFile.identity(of: path)?.isSameFile(as: identity) == true else {
            throw StoreError.vanished(path: path)
        }
        return try queue.inDatabase { db in
            // Statements that stay prepared: GRDB's own transaction reads its two words anew each time.
            try db.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
            do {
                let value = try body(db)
                try db.cachedStatement(sql: "COMMIT").execute()
                return value
            } catch {
                // A full disk may have ended the transaction already; the first error is the one that counts.
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }
}

// MARK: - Opening

extension RoostDatabase {
    /// The connection: WAL with every commit flushed. `DatabasePool` would set NORMAL behind our back.
    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "roost.db"
        configuration.busyMode = .timeout(StoreLimit.busyTimeout.inSeconds)
        configuration.prepareDatabase { db in
            // To the end: the change is committed, and fails, after the row with its answer.
            let modes = try String.fetchAll(db, sql: "PRAGMA journal_mode = WAL")
            guard modes == ["wal"] else {
                throw StoreError.failed(doing: "opening the database", detail: "this file system refuses WAL")
            }
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA cell_size_check = ON")
            try db.execute(sql: "PRAGMA journal_size_limit = 8388608")
        }
        return configuration
    }

    /// Makes a complete empty database under another name and then claims the right one, so that no crash
    /// leaves half a database and two processes cannot make it twice.
    private static func create(_ path: String, _ migrations: [Migration]) throws(StoreError) {
        if let log = try StoredFile.identity(of: path + "-wal"), log.size > 0 {
            // Another process may have made the file between our two looks; only a lone log is a loss.
            if try StoredFile.identity(of: path) == nil { throw .mainFileMissing(path: path) }
            return
        }
        let temporary = "\(path).new-\(ProcessInfo.processInfo.processIdentifier)"
        removeDatabase(temporary)
        try StoredFile.makeFile(temporary)
        do {
            let queue = try DatabaseQueue(path: temporary)
            try queue.inDatabase { db in
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                try db.inTransaction(.immediate) {
                    for step in migrations { try apply(step, in: db) }
                    return .commit
                }
                // To the end: the change is committed, and fails, after the row with its answer.
                _ = try String.fetchAll(db, sql: "PRAGMA journal_mode = WAL")
            }
            try queue.close()
        } catch {
            removeDatabase(temporary)
            throw StoreError(error, doing: "making the database", path: path)
        }
        try StoredFile.synchronise(temporary)
        _ = try StoredFile.claim(name: path, for: temporary)
        try StoredFile.synchronise(StoredFile.parent(of: path))
    }

    /// Removes an unfinished database and what SQLite may have left beside it.
    private static func removeDatabase(_ path: String) {
        for ending in ["", "-journal", "-wal", "-shm"] { StoredFile.remove(path + ending) }
    }

    /// Refuses what is no SQLite file before SQLite may touch it.
    static func refuseForeignFile(_ path: String) throws(StoreError) {
        guard let file = try StoredFile.identity(of: path) else { throw .vanished(path: path) }
        guard file.isRegular else { throw .notOurs(path: path, detail: "it is not a regular file") }
        guard file.size > 0 else { throw .damaged(path: path, detail: "it is empty") }
        let head = try StoredFile.head(of: path, count: 16)
        if head == Array("SQLite format 3\0".utf8) { return }
        // A power cut in the middle of a checkpoint may cost the first sector; its page is still in the log then,
        // and SQLite itself can tell.
        guard try hasLog(path) else {
            throw .notOurs(path: path, detail: "it does not begin like an SQLite file")
        }
    }

    /// Whether the file of a directory was Roost's and its first page is gone: it is zeros, or still says whose it is.
    public static func hasLostItsBeginning(in directory: String) -> Bool {
        // A file that cannot be read says nothing.
        guard let head = try? StoredFile.head(of: StoredFile.join(directory, "roost.db"), count: 100), head.count == 100
        else { return false }
        // The application id stands at offset 68 of the first page (SQLite's file format).
        let id = head[68..<72].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return head.allSatisfy { $0 == 0 } || id == Schema.applicationID
    }

    /// Whether a write-ahead log of SQLite stands beside the file.
    private static func hasLog(_ path: String) throws(StoreError) -> Bool {
        let log = path + "-wal"
        guard let file = try StoredFile.identity(of: log), file.isRegular else { return false }
        let magic = try StoredFile.head(of: log, count: 4)
        return magic == [0x37, 0x7F, 0x06, 0x82] || magic == [0x37, 0x7F, 0x06, 0x83]
    }

    private func check(_ check: OpeningCheck, known: Int) throws {
        try queue.inDatabase { db in
            // What is about to be migrated is written, so it is looked through whoever asks.
            if try check == .everyPage || Self.schemaNumber(db) < known {
                let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(5)")
                guard findings == ["ok"] else {
                    throw StoreError.damaged(path: path, detail: findings.joined(separator: "; "))
                }
            }
            let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            guard application == Schema.applicationID else {
                throw StoreError.notOurs(path: path, detail: "its application id is \(application)")
            }
            let found = try Self.schemaNumber(db)
            guard found <= known else { throw StoreError.newerSchema(path: path, found: found, known: known) }
        }
    }

    private func migrate(_ migrations: [Migration]) throws {
        let newest = migrations.last?.number ?? 0
        let found = try queue.inDatabase { db in try Self.schemaNumber(db) }
        guard found < newest else { return }
        let copies = StoredFile.join(directory, "backup")
        try StoredFile.makeDirectory(copies)
        try backup(to: StoredFile.join(copies, "\(StoreRestore.schemaPrefix)\(found).db"))
        try queue.inDatabase { db in
            try db.inTransaction(.immediate) {
                // Another process may have migrated since: begin where the file is now.
                let present = try Self.schemaNumber(db)
                for step in migrations where step.number > present { try Self.apply(step, in: db) }
                return .commit
            }
        }
    }

    static func schemaNumber(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    private static func apply(_ step: Migration, in db: Database) throws {
        try db.execute(sql: step.sql)
        try db.execute(sql: "PRAGMA user_version = \(step.number)")
    }
}
