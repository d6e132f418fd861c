// SPDX-License-Identifier: Apache-2.0
// A store of each schema that was ever released opens, is copied before it changes, keeps every row, and ends with the
// very tables of a new store. The fixtures never change; Scripts/schema-fixture makes those of a new schema.

import DockModel
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct ReleasedSchemas {
    /// Schemas that were released; 12 and 13 never stood alone.
    static let all = Schema.migrations.map(\.number).filter { $0 <= 11 }

    /// A store of a schema in a directory of its own.
    private static func store(of schema: Int) throws -> Workbench {
        let bench = Workbench()
        try FileManager.default.createDirectory(atPath: bench.directory, withIntermediateDirectories: true)
        if let file = Bundle.module.url(
            forResource: "roost-schema-\(schema)", withExtension: "db", subdirectory: "Fixtures")
        {
            try FileManager.default.copyItem(atPath: file.path, toPath: bench.path)
            return bench
        }
        let text = try #require(
            Bundle.module.url(forResource: "schema-\(schema)", withExtension: "sql", subdirectory: "Fixtures"),
            "schema \(schema) has no fixture; Scripts/schema-fixture \(schema) makes it")
        var configuration = Configuration()
        // The tables come in the order of their names, so that rows come before those they refer to.
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: bench.path, configuration: configuration)
        try queue.inDatabase { db in try db.execute(sql: try String(contentsOf: text, encoding: .utf8)) }
        try queue.close()
        return bench
    }

    /// All rows of a store as text, by table.
    private static func rows(of path: String, columns: [String: [String]]? = nil) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }  // nothing was written, so a failed close loses nothing
        return try queue.inDatabase { db in
            var found: [String: [String]] = [:]
            for table in try tables(db) {
                let names = try columns.map { $0[table] ?? [] } ?? db.columns(in: table).map(\.name)
                guard !names.isEmpty else { continue }
                let list = names.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
                found[table] = try String.fetchAll(db, sql: "SELECT \(list) AS row FROM \"\(table)\" ORDER BY row")
            }
            return found
        }
    }

    private static func tables(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    }

    private static func columns(of path: String) throws -> [String: [String]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }  // as above
        return try queue.inDatabase { db in
            Dictionary(
                uniqueKeysWithValues: try tables(db).map { ($0, try db.columns(in: $0).map(\.name)) })
        }
    }

    private static func tableTexts(of database: RoostDatabase) throws -> [String] {
        try database.queue.inDatabase { db in
            // However the statements are indented.
            try String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
                .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        }
    }

    @Test(arguments: all) func `a store of a released schema opens with every row and the tables of a new one`(
        schema: Int
    ) throws {
        let bench = try Self.store(of: schema)
        let columns = try Self.columns(of: bench.path), before = try Self.rows(of: bench.path)
        let database = try bench.open()

        let copy = bench.directory + "/backup/roost-schema-\(schema).db"
        #expect(try Self.rows(of: copy) == before, "the copy from before is another")
        var after = try Self.rows(of: bench.path, columns: columns)
        if schema < 3 {
            // The wear's own table said what the state says: step 3 took it away.
            after["wear"] = before["wear"]
        }
        #expect(after == before, "a row was lost or changed")
        #expect(try Self.tableTexts(of: database) == Self.tableTexts(of: try Workbench().open()))
        let faults = try database.queue.inDatabase { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check")
                + Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map(\.description)
        }
        #expect(faults == ["ok"])
    }

    @Test(arguments: all.filter { $0 > 2 }) func `what a released schema holds can be read and written on`(
        schema: Int
    ) throws {
        let database = try Self.store(of: schema).open()
        #expect(try database.latestState()?.body == bytes(#"{"phase":"idle"}"#))
        #expect(try database.journal(after: 0, limit: 9).count == 2)
        #expect(try database.missions(limit: 9).map(\.outcome) == ["flown"])
        #expect(try database.incidents(limit: 9).map(\.id).sorted() == ["i1", "i2"])
        #expect(try database.kept("day") == bytes(#"{"watched":1}"#))
        #expect(try database.wear(limit: 9).map(\.record.part) == ["cover-motor"])
        #expect(try database.waitingEvents().map(\.id) == [2])
        let stats = try Outbox(database).stats(now: noon.wall)
        #expect(stats.queued == 2 && stats.sent == 1 && stats.dead == 1 && stats.isConserved)
        var decision = DecisionCommit(moment: noon)
        decision.state = bytes(#"{"phase":"hold"}"#)
        _ = try database.commit(decision)
        #expect(try database.latestState()?.body == bytes(#"{"phase":"hold"}"#))
    }
}
