// SPDX-License-Identifier: Apache-2.0
// A copy in the place of a store: what is newer is taken over, nothing is lost without a word, and a kill at any
// instant leaves the old store or the new one.

import DockModel
import Foundation
import Post
import Synchronization
import Testing

@testable import Store

extension Workbench {
    var restore: StoreRestore { StoreRestore(storage: directory) }

    /// A store with a copy, and things that happened since: a mail sent, one queued, one given up, a flight.
    fileprivate func lived() throws -> BackupFolder.Copy {
        let database = try open()
        let outbox = Outbox(database)
        _ = try outbox.take(mail("before", dedupe: "digest.1"), mail("waits"))
        try put("first record", at: "records/a.pdf")
        let copy = try order().make(at: noon.wall).copy
        try deliver("before", from: outbox)
        _ = try outbox.take(mail("after", dedupe: "digest.2"), mail("sent since", dedupe: "digest.3"))
        try deliver("sent since", from: outbox)
        try put("other record", at: "records/a.pdf")
        try put("second record", at: "records/b.pdf")
        var decision = DecisionCommit(moment: noon)
        decision.missions = [
            MissionRecord(
                occurrence: "roof@since", schedule: "roof", planned: noon.wall, outcome: "flown",
                body: bytes("{}"))
        ]
        decision.wear = [WearRecord(part: "motor", kind: "row", body: bytes("{}"))]
        _ = try database.commit(decision)
        try database.setNote("schedule.pause.roof", to: "until tomorrow")
        try database.close()
        return copy
    }

    private func deliver(_ subject: String, from outbox: Outbox) throws {
        for mail in try outbox.leased("p") where mail.messageID == "<\(subject)@example.org>" {
            _ = try outbox.record([sent()], of: mail.id, owner: "p", now: noon.wall)
        }
        try outbox.releaseAll(of: "p", now: noon.wall)
    }

    /// The states of the mails by subject.
    func mails() throws -> [String: String] {
        let database = try open()
        let list = try Outbox(database).list(limit: 1_000)
        let stats = try Outbox(database).stats(now: noon.wall)
        try #require(stats.isConserved)
        try database.close()
        return Dictionary(list.map { ($0.subject, $0.state.rawValue) }, uniquingKeysWith: { $0 + $1 })
    }
}

@Suite struct Restores {
    @Test func `mails and flights that are newer than the copy are taken over, and no mail goes twice`()
        throws
    {
        let bench = Workbench()
        let copy = try bench.lived()
        let before = try bench.mails()
        let report = try bench.restore.stage(.copy(copy), at: later(60))
        #expect(report.salvage.isReadable && report.salvage.isWhole)
        #expect(
            report.salvage.mailsTaken == 2 && report.salvage.mailsEnded == 1
                && report.salvage.mailsDoubtful == 0)
        #expect(report.lossWords == ["1 lines of the journal of wear newer than the copy"])
        #expect(report.recordFiles == 1)
        try bench.restore.keep(["k": "v"])
        try bench.restore.take(report)
        #expect(try bench.mails() == before)
        let database = try bench.open()
        #expect(try database.missions(limit: 9).map(\.occurrence) == ["roof@since"])
        #expect(try database.wear(limit: 9) == [])
        #expect(try database.note("k") == "v" && database.note("schedule.pause.roof") == "until tomorrow")
        // A digest that went since is not queued again.
        let again = try Outbox(database).enqueue([mail("again", dedupe: "digest.3")], at: noon)
        #expect(again.allSatisfy { if case .duplicate = $0 { true } else { false } })
        #expect(
            try String(contentsOfFile: bench.directory + "/records/a.pdf", encoding: .utf8) == "first record")
        #expect(
            try String(contentsOfFile: bench.directory + "/records/b.pdf", encoding: .utf8) == "second record"
        )
        let aside = bench.directory + "/" + report.aside
        #expect(try String(contentsOfFile: aside + "/records/a.pdf", encoding: .utf8) == "other record")
        let old = Workbench(directory: aside)
        #expect(try old.open().wear(limit: 9).count == 1)
    }

    @Test func `a kill after any step leaves the old store or the new one, and the next start ends it`()
        throws
    {
        var steps: [String] = []
        var hasEnded = false
        for number in 1...40 where !hasEnded {
            let bench = Workbench()
            let copy = try bench.lived()
            var restore = bench.restore
            let counter = Mutex((count: 0, last: ""))
            restore.witness = { step throws(StoreError) in
                let isNow = counter.withLock {
                    $0.count += 1
                    $0.last = step
                    return $0.count == number
                }
                if isNow { throw .failed(doing: "testing", detail: "killed") }
            }
            do {
                let report = try restore.stage(.copy(copy), at: later(60))
                try restore.take(report)
                hasEnded = true
            } catch {
                steps.append(counter.withLock { $0.last })
            }
            let isDecided = try bench.restore.isUnfinished
            if isDecided {
                #expect(throws: StoreError.restoreUnfinished(path: bench.directory)) { try bench.open() }
                #expect(throws: StoreError.restoreUnfinished(path: bench.directory)) {
                    try bench.order().make(at: later(70))
                }
                #expect(try bench.restore.finish() != nil)
            }
            #expect(try bench.restore.finish() == nil)
            let database = try bench.open()
            let isNew = try database.wear(limit: 9).isEmpty
            #expect(isNew == (isDecided || hasEnded || steps.last == "done"), "\(steps)")
            #expect(try Outbox(database).list(limit: 9).count == 4)
            try database.close()
            let record = try String(contentsOfFile: bench.directory + "/records/a.pdf", encoding: .utf8)
            #expect(record == (isNew ? "first record" : "other record"))
        }
        #expect(hasEnded)
        #expect(
            steps == [
                "staged", "decided", "moved roost.db-wal", "moved roost.db-shm", "moved roost.db",
                "moved roost.db",
                "moved a.pdf", "moved a.pdf", "done",
            ])
    }

    @Test func `of a torn store what can be read is saved, and what cannot is told`() throws {
        let bench = Workbench()
        let database = try bench.open(), outbox = Outbox(database)
        for number in 0..<20 { _ = try outbox.take(mail("old \(number)")) }
        let copy = try bench.order().make(at: noon.wall).copy
        for number in 0..<300 { _ = try outbox.take(mail("new \(number)")) }
        try database.close()
        let url = URL(fileURLWithPath: bench.path)
        var file = try Data(contentsOf: url)
        // Three pages at the end: bodies of the newest mails, or their rows.
        for offset in (file.count - 3 * 4_096)..<file.count { file[offset] = 0x5A }
        try file.write(to: url)
        #expect(throws: StoreError.self) { try bench.open() }
        let report = try bench.restore.stage(.copy(copy), at: later(60))
        #expect(report.salvage.isReadable && !report.salvage.isWhole)
        #expect(report.salvage.mailsTaken > 200 && report.salvage.mailsTaken <= 300, "\(report.salvage)")
        #expect(report.isLossy && !report.lossWords.isEmpty)
        try bench.restore.take(report)
        let states = try bench.mails()
        #expect(
            states.values.count { $0 == "queued" } == 20 + report.salvage.mailsTaken
                - report.salvage.mailsLost)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: bench.directory + "/\(report.aside)/roost.db")) == file)
    }

    @Test func `a store without any readable page costs what is newer, and says that mails may go twice`()
        throws
    {
        let bench = Workbench()
        _ = try bench.lived()
        let copies = try bench.copies.copies()
        try Data(repeating: 0, count: 40_960).write(to: URL(fileURLWithPath: bench.path))
        #expect(RoostDatabase.hasLostItsBeginning(in: bench.directory))
        let report = try bench.restore.stage(.copy(copies[0]), at: later(60))
        #expect(!report.salvage.isReadable && report.salvage.mailsDoubtful == 2)
        #expect(report.lossWords.count == 2)
        try bench.restore.take(report)
        #expect(try bench.mails() == ["before": "queued", "waits": "queued"])
    }

    @Test func `a copy that is not as its manifest says is not taken`() throws {
        let bench = Workbench()
        let copy = try bench.lived()
        try changeOctet(of: copy.path + "/roost.db", at: 5_000)
        #expect {
            try bench.restore.stage(.copy(copy), at: later(60))
        } throws: { error in
            "\(error)".contains("not what the manifest says")
        }
        #expect(try bench.mails().count == 4)
    }

    @Test func `before a migration there was a copy, and going back to it keeps the mails`() throws {
        let bench = Workbench()
        try bench.open().close()
        _ = try bench.outbox().take(mail("old"))
        let newest = Schema.migrations.last?.number ?? 0
        let next =
            Schema.migrations + [
                Migration(
                    number: newest + 1,
                    sql: "ALTER TABLE outbox ADD COLUMN extra TEXT; CREATE TABLE later (id INTEGER) STRICT")
            ]
        let migrated = try RoostDatabase.open(directory: bench.directory, migrations: next)
        _ = try Outbox(migrated).take(mail("new"))
        try migrated.close()
        #expect(throws: StoreError.newerSchema(path: bench.path, found: newest + 1, known: newest)) {
            try bench.open()
        }
        let source = try bench.restore.beforeLastMigration()
        let path = bench.directory + "/backup/roost-schema-\(newest).db"
        #expect(source == .beforeMigration(path: path, schema: newest))
        let report = try bench.restore.stage(source, at: later(60))
        #expect(report.salvage.mailsTaken == 1 && report.lossWords.isEmpty)
        try bench.restore.take(report)
        #expect(try bench.mails() == ["old": "queued", "new": "queued"])
        #expect(throws: StoreError.self) { try bench.restore.beforeLastMigration() }
    }

    @Test func `flight records come over with the chain that proves them`() throws {
        let bench = Workbench()
        let database = try bench.open()
        let copy = try bench.order().make(at: noon.wall).copy
        let folder = RecordFolder(storage: bench.directory)
        let file = try folder.write(bytes("a page"), kind: "pdf", name: "roof.pdf")
        let row = FlightRecordRow(
            run: "roof@1", version: 1, made: noon.wall, flown: noon.wall, inAir: .seconds(60), aircraft: "X",
            missing: [], hasLog: true, body: bytes("{}"), files: [file])
        #expect(try database.commit(RecordCommit(row: row, mails: [], moment: noon, forgets: nil)))
        try database.close()
        let report = try bench.restore.stage(.copy(copy), at: later(60))
        #expect(report.lossWords.isEmpty && report.salvage.rowsTaken == 3)
        try bench.restore.take(report)
        var audit = ChainAudit(try bench.open())
        let chain = try audit.run()
        #expect(chain.isWhole && chain.records == 1, "\(chain.findings)")
    }

    @Test func `one process at a time has the right to a store`() throws {
        let bench = Workbench()
        var lock: DaemonLock? = try DaemonLock(directory: bench.directory)
        #expect(throws: StoreError.inUse(path: bench.directory)) {
            try DaemonLock(directory: bench.directory)
        }
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try DaemonLock(directory: bench.directory)
    }
}
