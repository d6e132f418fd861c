// SPDX-License-Identifier: Apache-2.0
// What can be told of a database file without changing it: its schema, whether its pages are whole, its size. Unlike
// `open` it makes no file, migrates nothing and takes no write lock, so that it may be asked about any store.

internal import DockModel
internal import GRDB

/// A database file as it is on the disk.
public struct DatabaseFacts: Sendable, Equatable {
    /// The number of its schema.
    public var schema: Int
    /// The newest schema that this program knows.
    public var knownSchema: Int
    /// What SQLite's quick_check says beside "ok"; empty when every page is whole.
    public var faults: [String]
    /// How commits are kept: "wal" for a store of Roost's.
    public var journalMode: String
    /// Octets of the file.
    public var octets: Int64
    /// Octets of its write-ahead log.
    public var logOctets: Int64
    /// Octets of pages that hold nothing and are used again.
    public var freeOctets: Int64

    /// Facts from their parts.
    public init(
        schema: Int, knownSchema: Int, faults: [String] = [], journalMode: String = "wal", octets: Int64 = 0,
        logOctets: Int64 = 0, freeOctets: Int64 = 0
    ) {
        (self.schema, self.knownSchema, self.faults, self.journalMode) = (
            schema, knownSchema, faults, journalMode
        )
        (self.octets, self.logOctets, self.freeOctets) = (octets, logOctets, freeOctets)
    }
}

extension RoostDatabase {
    /// Findings of the page check that are told.
    private static let mostFaults = 5

    /// Looks at the database of a directory through a connection that cannot write; nil when there is none.
    /// - Throws: `StoreError` when it cannot be read, or is no database of Roost's.
    public static func examine(directory: String) throws(StoreError) -> DatabaseFacts? {
        let path = StoredFile.join(directory, "roost.db")
        guard let file = try StoredFile.identity(of: path) else { return nil }
        if !OpenFiles.holds(file) { try refuseForeignFile(path) }
        let log = try StoredFile.identity(of: path + "-wal")
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "roost.db examined"
        configuration.busyMode = .timeout(StoreLimit.busyTimeout.inSeconds)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }  // nothing was written, so a failed close loses nothing
            return try queue.read { db in
                let application = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                guard application == Schema.applicationID else {
                    throw StoreError.notOurs(path: path, detail: "its application id is \(application)")
                }
                let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
                let freePages = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
                return DatabaseFacts(
                    schema: try schemaNumber(db), knownSchema: Schema.migrations.last?.number ?? 0,
                    faults: try String.fetchAll(db, sql: "PRAGMA quick_check(\(mostFaults))").filter {
                        $0 != "ok"
                    },
                    journalMode: try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "unknown",
                    octets: file.size, logOctets: log?.size ?? 0, freeOctets: freePages * pageSize)
            }
        } catch {
            throw StoreError(error, doing: "examining the database", path: path)
        }
    }

    /// The settings of this connection that decide whether a commit outlasts a power cut, read back from SQLite.
    public func connectionPragmas() throws(StoreError) -> [String: String] {
        try read("reading settings of the connection") { db in
            var found: [String: String] = [:]
            for name in ["journal_mode", "synchronous", "trusted_schema", "cell_size_check"] {
                found[name] = try String.fetchOne(db, sql: "PRAGMA \(name)")
            }
            return found
        }
    }
}
