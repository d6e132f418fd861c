// SPDX-License-Identifier: Apache-2.0
// What is learned of signals is stored with decisions and survives damage of a row; the shelf keeps who, why and until
// when, one word in force an incident; a file of the schema before opens.

import DockModel
import GRDB
import Testing

@testable import Store

private func at(_ seconds: Int) -> Moment {
    Moment(boot: Instant(seconds: Double(seconds)), wall: WallTime(seconds: 1_790_000_000 + Double(seconds)))
}

private func incident(_ id: String, isOpen: Bool = true) -> IncidentRecord {
    IncidentRecord(
        id: id, severity: .error, kind: "COVER.timed-out", opened: at(0).wall, isOpen: isOpen, body: Array("{}".utf8))
}

extension RoostDatabase {
    fileprivate func keep(
        _ signals: [SignalRecord] = [], _ incidents: [IncidentRecord] = [], at moment: Moment
    ) throws {
        var decision = DecisionCommit(moment: moment)
        (decision.signals, decision.incidents) = (signals, incidents)
        _ = try commit(decision)
    }
}

@Suite struct SignalsAndShelves {
    @Test func `what is learned of a signal replaces what was, and a damaged row is told apart`() throws {
        let bench = Workbench()
        let database = try bench.open()
        try database.keep([SignalRecord(name: "a.b", body: [1]), SignalRecord(name: "a.c", body: [2])], at: at(0))
        try database.keep([SignalRecord(name: "a.b", body: [3, 4])], at: at(5))
        let rows = try database.signals()
        #expect(rows.map(\.name) == ["a.b", "a.c"] && rows.map(\.body) == [[3, 4], [2]])
        #expect(rows.map(\.stored) == [at(5).wall, at(0).wall])
        try database.write("damage") { try $0.execute(sql: "UPDATE signal SET body = x'ff' WHERE name = 'a.b'") }
        #expect(try database.signals().map(\.body) == [nil, [2]])
    }

    @Test func `signals that were not stored for longest leave when there are too many`() throws {
        let database = try Workbench().open()
        for index in 0..<300 { try database.keep([SignalRecord(name: "d.p\(index)", body: [1])], at: at(index)) }
        let names = Set(try database.signals().map(\.name))
        #expect(names.count == 256 && names.contains("d.p299") && !names.contains("d.p43") && names.contains("d.p44"))
    }

    @Test func `one word an incident is in force, and none is forgotten`() throws {
        let database = try Workbench().open()
        try database.keep([], [incident("1-1"), incident("1-2", isOpen: false)], at: at(0))
        func shelve(_ id: String, until: Int, _ who: String, at now: Int) throws -> ShelfRecord? {
            try database.shelve(id, until: at(until).wall, who: who, reason: "why", at: at(now))
        }
        #expect(try shelve("1-2", until: 100, "Kim", at: 1) == nil)
        #expect(try shelve("1-3", until: 100, "Kim", at: 1) == nil)
        #expect(try shelve("1-1", until: 1, "Kim", at: 1) == nil)
        #expect(try shelve("1-1", until: 100, "Kim", at: 1)?.isInForce(at: at(99).wall) == true)
        #expect(try shelve("1-1", until: 500, "Alex", at: 50)?.who == "Alex")
        #expect(try database.shelves(at: at(60).wall).map(\.who) == ["Alex"])
        #expect(try database.shelves(at: at(500).wall).isEmpty)
        #expect(try database.unshelve("1-1", who: "Kim", at: at(501)) == nil)
        #expect(try shelve("1-1", until: 900, "Kim", at: 600) != nil)
        #expect(try database.unshelve("1-1", who: "Sam", at: at(700))?.endedBy == "Sam")
        #expect(try shelve("1-1", until: 2_000, "Kim", at: 800) != nil)
        try database.keep([], [incident("1-1", isOpen: false)], at: at(900))
        let history = try database.shelfHistory(of: "1-1")
        #expect(
            history.map(\.endedBy) == ["the end of the incident", "Sam", "its time was over", "another word of Alex"])
        #expect(history.map(\.ended) == [at(900).wall, at(700).wall, at(500).wall, at(50).wall])
        #expect(try database.shelves(at: at(901).wall).isEmpty)
    }

    @Test func `a database of schema 4 opens with its incidents, which can be shelved`() throws {
        let bench = Workbench()
        let old = try RoostDatabase.open(directory: bench.directory, migrations: Array(Schema.migrations.prefix(4)))
        try old.write("an old incident") { db in
            try db.execute(
                sql: "INSERT INTO incident VALUES ('1-1', 2, 'COVER.timed-out', 0, 1, 0, x'7b7d', ?)",
                arguments: [Checksum.of(Array("{}".utf8))])
        }
        try old.close()
        let database = try bench.open()
        #expect(try database.incident(id: "1-1")?.isOpen == true && database.signals().isEmpty)
        #expect(try database.shelve("1-1", until: at(9).wall, who: "Kim", reason: "x", at: at(1)) != nil)
        #expect(try database.queue.inDatabase { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    }
}
