// SPDX-License-Identifier: Apache-2.0
// How the database file is made, opened, refused and migrated.

import DockModel
import Foundation
import GRDB
import Testing

@testable import Store

@Test func `every commit is flushed to the disk`() throws {
    let bench = Workbench()
    let database = try bench.open()
    let (mode, synchronous, keys) = try database.queue.inDatabase { db in
        (
            try String.fetchOne(db, sql: "PRAGMA journal_mode"),
            try Int.fetchOne(db, sql: "PRAGMA synchronous"),
            try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
        )
    }
    #expect(mode == "wal")
    #expect(synchronous == 2)
    #expect(keys == 1)
}

@Test func `all tables are strict`() throws {
    let database = try Workbench().open()
    let loose = try database.queue.inDatabase { db in
        try String.fetchAll(
            db,
            sql:
                """
                SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'
                """
        )
    }
    #expect(loose.isEmpty)
}

@Test func `directory and file belong to the owner alone`() throws {
    let bench = Workbench()
    let outbox = try bench.outbox()
    _ = try outbox.take(mail())
    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(bench.directory) == 0o700)
    #expect(try mode(bench.path) == 0o600)
    #expect(try mode(bench.path + "-wal") == 0o600)
}

@Test func `an empty file is refused and left as it is`() throws {
    let bench = Workbench()
    try FileManager.default.createDirectory(atPath: bench.directory, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: bench.path))
    #expect(throws: StoreError.damaged(path: bench.path, detail: "it is empty")) { try bench.open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)).isEmpty)
}

@Test func `a file of another program is refused and left as it is`() throws {
    let bench = Workbench()
    try FileManager.default.createDirectory(atPath: bench.directory, withIntermediateDirectories: true)
    let text = Data("this is a shopping list and no database at all".utf8)
    try text.write(to: URL(fileURLWithPath: bench.path))
    #expect(throws: StoreError.self) { try bench.open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == text)
}

@Test func `a database of another program is refused`() throws {
    let bench = Workbench()
    try FileManager.default.createDirectory(atPath: bench.directory, withIntermediateDirectories: true)
    let foreign = try DatabaseQueue(path: bench.path)
    try foreign.write { db in try db.execute(sql: "CREATE TABLE recipe (name TEXT)") }
    try foreign.close()
    #expect(throws: StoreError.notOurs(path: bench.path, detail: "its application id is 0")) {
        try bench.open()
    }
}

@Test func `a torn file is refused and left as it is`() throws {
    let bench = Workbench()
    let database = try bench.open()
    for number in 0..<200 { _ = try Outbox(database).take(mail("mail \(number)")) }
    try database.close()
    let url = URL(fileURLWithPath: bench.path)
    var file = try Data(contentsOf: url)
    file = file.prefix(file.count / 2)
    try file.write(to: url)
    #expect {
        try bench.open()
    } throws: { error in
        guard case StoreError.damaged = error else { return false }
        return "\(error)".contains("restore")
    }
    #expect(try Data(contentsOf: url) == file)
}

@Test func `a file with overwritten pages is refused`() throws {
    let bench = Workbench()
    let database = try bench.open()
    for number in 0..<200 { _ = try Outbox(database).take(mail("mail \(number)")) }
    try database.close()
    let url = URL(fileURLWithPath: bench.path)
    var file = try Data(contentsOf: url)
    for offset in stride(from: 4096 * 3, to: file.count, by: 1) { file[offset] = 0xA5 }
    try file.write(to: url)
    #expect(throws: StoreError.self) { try bench.open() }
}

@Test func `a log without its main file is refused`() throws {
    let bench = Workbench()
    try FileManager.default.createDirectory(atPath: bench.directory, withIntermediateDirectories: true)
    try Data("rest".utf8).write(to: URL(fileURLWithPath: bench.path + "-wal"))
    #expect(throws: StoreError.mainFileMissing(path: bench.path)) { try bench.open() }
}

@Test func `a file that is deleted while open takes nothing more`() throws {
    let bench = Workbench()
    let outbox = try bench.outbox()
    _ = try outbox.take(mail())
    try FileManager.default.removeItem(atPath: bench.path)
    #expect(throws: StoreError.vanished(path: bench.path)) { try outbox.enqueue([mail()], at: noon) }
}

/// The number of the schema that this Roost writes.
private let newest = Schema.migrations.last?.number ?? 0

@Test func `a newer schema is refused with both numbers`() throws {
    let bench = Workbench()
    try bench.open().close()
    let second = Schema.migrations + [Migration(number: newest + 1, sql: "CREATE TABLE extra (id INTEGER) STRICT")]
    try RoostDatabase.open(directory: bench.directory, migrations: second).close()
    #expect(throws: StoreError.newerSchema(path: bench.path, found: newest + 1, known: newest)) { try bench.open() }
}

@Test func `a migration keeps the rows and copies the file first`() throws {
    let bench = Workbench()
    let first = try bench.open()
    let id = try Outbox(first).take(mail("kept"))[0]
    try first.close()
    let second = Schema.migrations + [Migration(number: newest + 1, sql: "ALTER TABLE meta ADD COLUMN note TEXT")]
    let migrated = try RoostDatabase.open(directory: bench.directory, migrations: second)
    #expect(try Outbox(migrated).mail(id: id)?.summary.subject == "kept")
    let copy = bench.directory + "/backup/roost-schema-\(newest).db"
    let old = try DatabaseQueue(path: copy)
    let (number, subject) = try old.inDatabase { db in
        (
            try Int.fetchOne(db, sql: "PRAGMA user_version"),
            try String.fetchOne(db, sql: "SELECT subject FROM outbox")
        )
    }
    #expect(number == newest)
    #expect(subject == "kept")
}

@Test func `a failed migration changes nothing`() throws {
    let bench = Workbench()
    try bench.open().close()
    let broken =
        Schema.migrations + [Migration(number: newest + 1, sql: "CREATE TABLE half (id INTEGER) STRICT; NONSENSE")]
    #expect(throws: StoreError.self) {
        try RoostDatabase.open(directory: bench.directory, migrations: broken)
    }
    let again = try bench.open()
    let half = try again.queue.inDatabase { db in try db.tableExists("half") }
    #expect(!half)
}

@Test func `a backup opens as a database of its own`() throws {
    let bench = Workbench(), other = Workbench()
    let database = try bench.open()
    _ = try Outbox(database).take(mail("copied"))
    try FileManager.default.createDirectory(atPath: other.directory, withIntermediateDirectories: true)
    try database.backup(to: other.path)
    #expect(try other.outbox().list().map(\.subject) == ["copied"])
}

@Test func `a database of schema 1 opens with all its rows`() throws {
    let bench = Workbench()
    let fixture = try #require(
        Bundle.module.url(forResource: "roost-schema-1", withExtension: "db", subdirectory: "Fixtures"))
    try FileManager.default.createDirectory(atPath: bench.directory, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: fixture.path, toPath: bench.path)
    let database = try bench.open()
    #expect(try database.latestState()?.body == bytes("state"))
    #expect(try database.missions(limit: 10).map(\.occurrence) == ["roof/2026-09-21"])
    #expect(try database.wear(limit: 9) == [])
    #expect(try database.incidents(limit: 10).map(\.id) == ["i1"])
    #expect(try database.journal(after: 0, limit: 10).map(\.entry.kind) == ["event"])
    let stats = try Outbox(database).stats(now: noon.wall)
    #expect(stats.queued == 1 && stats.sent == 1 && stats.dead == 1 && stats.isConserved)
}

@Test func `who only looks learns of a damaged page when it is read`() throws {
    let bench = Workbench()
    let database = try bench.open()
    for number in 0..<200 { _ = try Outbox(database).take(mail("mail \(number)")) }
    try database.close()
    let looking = try RoostDatabase.open(directory: bench.directory, check: .asRead)
    #expect(try Outbox(looking).list().count == 200)
    try looking.close()
    let url = URL(fileURLWithPath: bench.path)
    var file = try Data(contentsOf: url)
    for offset in stride(from: 4096 * 3, to: file.count, by: 1) { file[offset] = 0xA5 }
    try file.write(to: url)
    #expect {
        try Outbox(RoostDatabase.open(directory: bench.directory, check: .asRead)).list()
    } throws: { error in
        if case StoreError.damaged = error { true } else { false }
    }
}

@Test func `another connection of this process leaves the log to the first one`() throws {
    let bench = Workbench()
    let database = try bench.open()
    try database.setNote("first", to: "1")
    let other = try bench.open()
    try other.close()
    // Another process that looks and leaves: if it were the last one, it would take the log away.
    let look = Process()
    look.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    look.arguments = [
        "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM meta').fetchall(); c.close()",
        database.path,
    ]
    try look.run()
    look.waitUntilExit()
    #expect(look.terminationStatus == 0)
    try database.setNote("second", to: "2")
    let second = try bench.open()
    #expect(try second.note("second") == "2")
    #expect(FileManager.default.fileExists(atPath: database.path + "-wal"))
}
