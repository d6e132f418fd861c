// SPDX-License-Identifier: Apache-2.0
// The chain over flight records and incidents: whole after any order of commits, and every change, removal and cut that
// somebody makes behind its back is found and named.

import DockModel
import Foundation
import GRDB
import Testing

@testable import Store

/// A store with some records and incidents.
private struct ChainBench {
    let bench = Workbench()
    let database: RoostDatabase
    var folder: RecordFolder { RecordFolder(storage: bench.directory) }

    init(records: Int = 3) throws {
        database = try bench.open()
        for index in 0..<records {
            _ = try take(record("run-\(index)"))
            _ = try incident("i\(index)", isOpen: true)
            _ = try incident("i\(index)", isOpen: false)
        }
    }

    func record(_ run: String, version: Int = 1, body: String = "facts") throws -> FlightRecordRow {
        let base = "\(run)-v\(version)"
        let files = [
            try folder.write(bytes("a,b\r\n"), kind: "csv", name: "\(base).csv"),
            try folder.write(bytes("%PDF \(base)"), kind: "pdf", name: "\(base).pdf"),
        ]
        return FlightRecordRow(
            run: run, version: version, made: later(version), flown: noon.wall, inAir: .seconds(600), aircraft: "G-1",
            missing: ["siteSurvey"], hasLog: false, body: bytes("\(body) of \(base)"), files: files)
    }

    func take(_ row: FlightRecordRow, mails: [NewMail] = []) throws -> Bool {
        try database.commit(RecordCommit(row: row, mails: mails, moment: noon))
    }

    func incident(_ id: String, isOpen: Bool) throws -> [Int64] {
        try database.commit(
            DecisionCommit(
                moment: noon,
                incidents: [
                    IncidentRecord(
                        id: id, severity: .error, kind: "COVER.timed-out", opened: noon.wall, isOpen: isOpen,
                        body: bytes("{\"open\":\(isOpen)}"))
                ]))
    }

    func change(_ sql: String) throws { try database.queue.inDatabase { try $0.execute(sql: sql) } }

    func audit(head: String? = nil) throws -> ChainReport {
        var audit = ChainAudit(database)
        return try audit.run(head: head)
    }
}

@Suite struct WaitingRecordTests {
    @Test func `a damaged record hides no other that waits for its log`() throws {
        let bench = try ChainBench()
        try bench.change("UPDATE flight_record SET body = CAST('forged' AS BLOB) WHERE run = 'run-1'")
        var damaged: [StoreError] = []
        let rows = try bench.database.flightRecordsWithoutLog(at: noon.wall, limit: 9) { damaged.append($0) }
        #expect(rows.map(\.run) == ["run-2", "run-0"])
        #expect(damaged == [.damagedRow(table: "flight_record", row: "run-1, version 1")])
        #expect(throws: StoreError.self) { try bench.database.flightRecordsWithoutLog(at: noon.wall, limit: 9) }
        try bench.change("UPDATE flight_record SET body = CAST('forged' AS BLOB) WHERE run = 'run-2'")
        #expect(try bench.database.lastFlightRecordAsItIs()?.run == "run-2")
    }

    @Test func `a flight long ago waits for no log, and its note goes, whatever the clock says`() throws {
        let bench = try ChainBench(records: 1)
        let store = bench.database
        var old = try bench.record("old")
        old.flown = later(-61 * 86_400)
        _ = try bench.take(old)
        for run in ["old", "run-0", "in-the-air"] { try store.setNote("flight-facts.\(run)", to: run) }
        try store.setNote("flight-facts", to: "another")
        // A clock that is years ahead ends no wait.
        for now in [noon.wall, later(1_000 * 86_400)] {
            #expect(try store.flightRecordsWithoutLog(at: now, limit: 9).map(\.run) == ["run-0"])
            try store.dropNotes(ofFlights: "flight-facts", at: now)
        }
        #expect(try store.note("flight-facts.old") == nil)
        #expect(try store.note("flight-facts.run-0") == "run-0")
        #expect(try store.note("flight-facts.in-the-air") == "in-the-air")
        #expect(try store.note("flight-facts") == "another")
        #expect(try store.lastFlown(before: noon.wall) == old.flown && store.lastFlown(before: old.flown) == nil)
    }
}

@Suite struct ChainTests {
    @Test func `a chain of records, incidents and files is whole, and its head is that of the last link`() throws {
        let bench = try ChainBench()
        let report = try bench.audit()
        #expect(report.findings == [])
        #expect(report.links == 9 && report.records == 3 && report.incidents == 3 && report.files == 6)
        #expect(report.head == (try bench.database.chainHead()?.head))
        #expect(report.head?.count == 64)
        #expect(try bench.audit(head: report.head).isWhole)
    }

    @Test func `an empty chain is whole and knows no head`() throws {
        let bench = try ChainBench(records: 0)
        #expect(try bench.audit().isWhole)
        #expect(try bench.audit().head == nil)
        let found = try bench.audit(head: String(repeating: "ab", count: 32))
        #expect(found.findings.map(\.kind) == [.headUnknown])
    }

    @Test func `the head of every earlier link is found, and the chain goes on from it`() throws {
        let bench = try ChainBench(records: 0)
        var heads: [String] = []
        for index in 0..<4 {
            _ = try bench.take(bench.record("run-\(index)"))
            heads.append(try #require(try bench.database.chainHead()?.head))
        }
        #expect(Set(heads).count == 4)
        for head in heads { #expect(try bench.audit(head: head).isWhole) }
    }

    @Test func `links that were cut off show against an old head alone`() throws {
        let bench = try ChainBench()
        let head = try #require(try bench.database.chainHead()?.head)
        try bench.change("DELETE FROM chain WHERE seq = 9")
        #expect(try bench.audit(head: head).findings.map(\.kind).contains(.headUnknown))
        // The incident's row tells more than the chain now.
        #expect(try bench.audit().findings.map(\.kind) == [.rowChanged, .rowChanged])
        // Removed with its row as well, only the head tells.
        try bench.change("DELETE FROM chain WHERE seq = 8; DELETE FROM incident WHERE id = 'i2'")
        #expect(try bench.audit().isWhole)
        let found = try bench.audit(head: head)
        #expect(found.findings.map(\.kind) == [.headUnknown])
        #expect(found.findings.first?.detail.contains(head) == true)
    }

    /// What somebody does, what is found, and at which link first.
    struct Tampering: Sendable, CustomTestStringConvertible {
        var sql: String
        var kinds: [ChainFinding.Kind]
        var link: Int64?
        var words: String
        var testDescription: String { sql }
    }

    @Test(arguments: [
        Tampering(
            sql: "UPDATE flight_record SET body = CAST('other' AS BLOB) WHERE run = 'run-1'", kinds: [.rowChanged],
            link: 4, words: "the facts of version 1"),
        Tampering(
            sql: "UPDATE flight_record SET air_ms = 1 WHERE run = 'run-1'", kinds: [.rowChanged], link: 4,
            words: "the columns of version 1"),
        Tampering(
            sql: "UPDATE flight_record SET missing = '' WHERE run = 'run-0'", kinds: [.rowChanged], link: 1,
            words: "the columns"),
        Tampering(
            sql: "UPDATE incident SET body = CAST('{}' AS BLOB) WHERE id = 'i1'", kinds: [.rowChanged], link: 6,
            words: "the facts of the incident"),
        Tampering(
            sql: "UPDATE incident SET severity = 4 WHERE id = 'i0'", kinds: [.rowChanged], link: 3,
            words: "the columns of the incident"),
        Tampering(
            sql: "UPDATE incident SET severity = 77 WHERE id = 'i0'", kinds: [.rowChanged], link: 3,
            words: "the columns of the incident"),
        Tampering(
            sql: "DELETE FROM flight_record WHERE run = 'run-0'", kinds: [.rowMissing], link: 1, words: "was removed"),
        Tampering(
            sql: "DELETE FROM incident WHERE id = 'i2'", kinds: [.rowMissing], link: 9, words: "incident was removed"),
        Tampering(
            sql: "DELETE FROM chain WHERE seq = 5", kinds: [.linkMissing, .linkDetached], link: 5,
            words: "link 5 is missing"),
        Tampering(
            sql: "DELETE FROM chain WHERE seq < 3", kinds: [.linkMissing, .linkDetached, .recordUnchained], link: 1,
            words: "links 1 to 2 are missing"),
        Tampering(
            sql: "UPDATE chain SET wall_ms = wall_ms + 1 WHERE seq = 2", kinds: [.linkChanged], link: 2,
            words: "does not have the hash"),
        Tampering(
            sql: "UPDATE chain SET parts = 'nonsense' WHERE seq = 2", kinds: [.linkUnreadable, .linkDetached], link: 2,
            words: "cannot be read"),
        Tampering(
            sql: "UPDATE chain SET hash = zeroblob(32) WHERE seq = 9", kinds: [.linkChanged], link: 9, words: "hash"),
        Tampering(
            sql: "UPDATE flight_record SET thinned_ms = wall_ms + 1 WHERE run = 'run-2'",
            kinds: [.thinnedEarly, .thinnedEarly], link: 7, words: "before their time"),
    ])
    func `what is changed behind the chain's back is found and named`(tampering: Tampering) throws {
        let bench = try ChainBench()
        try bench.change(tampering.sql)
        let report = try bench.audit()
        #expect(report.findings.map(\.kind) == tampering.kinds)
        #expect(report.findings.first?.link == tampering.link)
        #expect(report.findings.first?.detail.contains(tampering.words) == true, "\(report.findings)")
    }

    @Test func `a changed and a missing file are found with both digests and their path`() throws {
        let bench = try ChainBench()
        let path = bench.folder.path(of: "run-1-v1.pdf")
        try Data("%PDF other".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.removeItem(atPath: bench.folder.path(of: "run-2-v1.csv"))
        let report = try bench.audit()
        #expect(report.findings.map(\.kind) == [.fileChanged, .fileMissing])
        let detail = try #require(report.findings.first?.detail)
        #expect(detail.contains(path) && detail.contains(SHA256.hexadecimal(SHA256.of(bytes("%PDF run-1-v1")))))
        #expect(detail.contains(SHA256.hexadecimal(SHA256.of(bytes("%PDF other")))))
    }

    @Test func `a version is stored once, with its mails, and takes the flight from those that wait`() throws {
        let bench = try ChainBench(records: 0)
        var decision = DecisionCommit(moment: noon)
        decision.dueRecords = ["run-7", "run-8"]
        _ = try bench.database.commit(decision)
        _ = try bench.database.commit(decision)
        #expect(try bench.database.dueRecords() == ["run-7", "run-8"])
        let row = try bench.record("run-7")
        #expect(try bench.take(row, mails: [mail("record", dedupe: "record.run-7.v1")]))
        #expect(try bench.database.dueRecords() == ["run-8"])
        #expect(try !bench.take(row, mails: [mail("again")]))
        #expect(try Outbox(bench.database).list().map(\.subject) == ["record"])
        #expect(try bench.database.flightRecords(run: "run-7") == [row])
        #expect(try bench.audit().links == 1)
    }

    @Test func `both versions are kept, and the newest counts`() throws {
        let bench = try ChainBench(records: 0)
        _ = try bench.take(bench.record("run-0"))
        _ = try bench.take(bench.record("run-0", version: 2))
        _ = try bench.take(bench.record("run-1"))
        #expect(try bench.database.flightRecords(run: "run-0").map(\.version) == [1, 2])
        let newest = try bench.database.newestFlightRecords(from: noon.wall, to: later(1), limit: 10)
        #expect(newest.map(\.version) == [2, 1])
        let next = try bench.database.newestFlightRecords(
            from: noon.wall, to: later(1), after: (noon.wall, "run-0"), limit: 10)
        #expect(next.map(\.run) == ["run-1"])
        let totals = try bench.database.flightTotals(of: "G-1", before: later(1), without: "run-1")
        #expect(totals.flights == 1 && totals.inAir == .seconds(600))
        #expect(try bench.audit().isWhole)
    }

    @Test func `files may leave after their time, with a word in the chain, and the rows stay`() throws {
        let bench = try ChainBench(records: 1)
        let row = try #require(try bench.database.flightRecords(run: "run-0").first)
        let end = Moment(boot: noon.boot, wall: row.made + .seconds(3 * 366 * 86_400))
        #expect(try bench.database.flightRecords(madeBefore: row.made, limit: 9).isEmpty)
        let old = try bench.database.flightRecords(madeBefore: end.wall, limit: 9)
        #expect(old.map(\.run) == ["run-0"])
        try bench.database.markThinned(row, at: end)
        try bench.database.markThinned(row, at: end)
        bench.folder.remove(row.files)
        let report = try bench.audit()
        #expect(report.findings == [] && report.thinned == 1 && report.files == 0 && report.links == 4)
        #expect(try bench.database.flightRecords(madeBefore: end.wall, limit: 9).isEmpty)
    }

    @Test func `an incident that is stored again as it was adds no link`() throws {
        let bench = try ChainBench(records: 0)
        for isOpen in [true, true, false, false] { _ = try bench.incident("i", isOpen: isOpen) }
        #expect(try bench.audit().links == 2)
    }

    @Test func `incidents from before the chain are counted and no fault`() throws {
        let bench = try ChainBench(records: 1)
        try bench.change(
            """
            INSERT INTO incident SELECT 'old', severity, kind, opened_ms, is_open, wall_ms, body, checksum FROM incident
            """)
        let report = try bench.audit()
        #expect(report.isWhole && report.incidentsBefore == 1)
    }

    @Test func `a link that somebody has changed does not keep the dock from adding the next`() throws {
        let bench = try ChainBench(records: 1)
        try bench.change("UPDATE chain SET parts = 'x', kind = 'y' WHERE seq = 3")
        _ = try bench.incident("after", isOpen: true)
        _ = try bench.incident("i0", isOpen: false)
        #expect(try bench.audit().findings.first?.link == 3)
        #expect(try bench.audit().links == 5)
    }

    @Test func `the octets of a link are for ever what they are`() {
        let link = ChainLink(
            .flightRecord, of: "perimeter@2026-11-25T16:25:00Z", version: 2, at: noon.wall,
            parts: [ChainPart("facts", digest: SHA256.of(bytes("a"))), ChainPart("x-v2.pdf", digest: SHA256.of([]))],
            after: (41, SHA256.of(bytes("before"))))
        #expect(link.sequence == 42)
        #expect(link.head == "7a894e2d36247efc322bbb9c1d058e06f80b7b7a65c85dae3caa1a1610fe7de8")
    }
}
