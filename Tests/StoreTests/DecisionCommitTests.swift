// SPDX-License-Identifier: Apache-2.0
// One decision, one transaction: all of it or nothing, and every body proven when it is read.

import DockModel
import GRDB
import Testing

@testable import Store

private func decision(_ tag: String) -> DecisionCommit {
    DecisionCommit(
        moment: noon, state: bytes("state \(tag)"),
        journal: [JournalEntry(kind: "event", body: bytes("e \(tag)"))],
        mails: [mail("alert \(tag)", priority: .alert)],
        missions: [
            MissionRecord(
                occurrence: "roof/\(tag)", schedule: "roof", planned: noon.wall, outcome: nil,
                body: bytes("m"))
        ],
        wear: [WearRecord(part: "belt", kind: tag, body: bytes("w"))],
        incidents: [
            IncidentRecord(
                id: "i-\(tag)", severity: .critical, kind: "COVER", opened: noon.wall, isOpen: true,
                body: bytes("i"))
        ])
}

@Test func `a decision is read back as it was written`() throws {
    let bench = Workbench()
    let database = try bench.open()
    let ids = try database.commit(decision("a"))
    try database.close()
    let again = try bench.open()
    #expect(try again.latestState() == StoredState(moment: noon, body: bytes("state a")))
    #expect(try again.journal(after: 0, limit: 10).map(\.entry.body) == [bytes("e a")])
    #expect(try again.mission(id: "roof/a") == decision("a").missions[0])
    #expect(try again.wear(limit: 9).map(\.record) == decision("a").wear)
    #expect(try again.incidents(limit: 10) == decision("a").incidents)
    #expect(try Outbox(again).mail(id: ids[0])?.octets == decision("a").mails[0].octets)
}

@Test func `a later record of the same thing replaces the earlier one`() throws {
    let database = try Workbench().open()
    var change = decision("a")
    _ = try database.commit(change)
    change.missions[0].outcome = "flown"
    change.incidents[0].isOpen = false
    change.wear[0].body = bytes("more")
    _ = try database.commit(change)
    #expect(try database.missions(limit: 10) == change.missions)
    #expect(try database.incidents(openOnly: true, limit: 10).isEmpty)
    #expect(try database.incident(id: "i-a")?.isOpen == false)
    #expect(try database.wear(limit: 9).map(\.record.body) == [bytes("w"), bytes("more")])
    #expect(try database.wear(of: "belt", after: 1, limit: 9).map(\.sequence) == [2])
    #expect(try database.wear(of: "motor", limit: 9) == [])
    #expect(try database.journal(after: 1, limit: 10).count == 1)
}

@Test func `lists are read a page at a time`() throws {
    let database = try Workbench().open()
    for tag in ["a", "b", "c"] { _ = try database.commit(decision(tag)) }
    #expect(try database.missions(limit: 2).count == 2)
    #expect(try database.missions(limit: 2, skipping: 2).count == 1)
    #expect(try database.missions(limit: 2, skipping: 3).isEmpty)
    let pages = try database.incidents(limit: 2).map(\.id) + database.incidents(limit: 2, skipping: 2).map(\.id)
    #expect(Set(pages) == ["i-a", "i-b", "i-c"])
    #expect(try database.incidents(limit: 9, skipping: -1).count == 3)
}

@Test func `notes are found by how their keys begin, and nothing else is`() throws {
    let database = try Workbench().open()
    try database.setNote("skip.a@1", to: "rain")
    try database.setNote("skip.b%_", to: "wind")
    try database.setNote("skipper", to: "no")
    #expect(try database.notes(beginningWith: "skip.", limit: 10) == ["a@1": "rain", "b%_": "wind"])
    #expect(try database.notes(beginningWith: "skip.", limit: 1) == ["a@1": "rain"])
    #expect(try database.notes(beginningWith: "%", limit: 10).isEmpty)
}

@Test func `a decision that fails half way leaves nothing`() throws {
    let database = try Workbench().open()
    try database.queue.inDatabase { db in
        try db.execute(
            sql: "CREATE TRIGGER fail BEFORE INSERT ON outbox_body BEGIN SELECT RAISE(ABORT, 'broken'); END")
    }
    #expect(throws: StoreError.self) { try database.commit(decision("a")) }
    #expect(try database.latestState() == nil)
    #expect(try database.journal(after: 0, limit: 10).isEmpty)
    #expect(try database.missions(limit: 10).isEmpty)
    #expect(try database.incidents(limit: 10).isEmpty)
    #expect(try Outbox(database).stats(now: noon.wall).created == 0)
}

@Test func `a mail with a used key gets the number of the first`() throws {
    let database = try Workbench().open()
    var day = DecisionCommit(moment: noon)
    day.mails = [mail("digest", dedupe: "digest 2026-11-25")]
    let first = try database.commit(day), second = try database.commit(day)
    #expect(first == second)
    #expect(try Outbox(database).waitingCount() == 1)
}

@Test func `a faulty mail of a decision becomes a visible dead letter and the decision stands`() throws {
    let database = try Workbench().open()
    var change = decision("a")
    change.mails = [mail("bad", to: ["a@b.c\r\nBcc: x@y.z"])]
    let id = try database.commit(change)[0]
    #expect(try database.latestState() != nil)
    let letter = try #require(try Outbox(database).mail(id: id))
    #expect(letter.summary.state == .dead)
    #expect(letter.summary.reply?.contains("not queued") == true)
    #expect(try Outbox(database).stats(now: noon.wall).isConserved)
}

@Test func `a body that does not match its checksum is an error that names the row`() throws {
    let database = try Workbench().open()
    _ = try database.commit(decision("a"))
    try database.queue.inDatabase { db in
        try db.execute(sql: "UPDATE mission SET body = CAST('forged' AS BLOB)")
        try db.execute(sql: "UPDATE state SET body = CAST('forged' AS BLOB)")
    }
    #expect(throws: StoreError.damagedRow(table: "mission", row: "roof/a")) {
        try database.missions(limit: 10)
    }
    #expect(throws: StoreError.damagedRow(table: "state", row: "1")) { try database.latestState() }
}

@Test func `a waiting event that is damaged comes without its body and hides no other`() throws {
    let database = try Workbench().open()
    var change = decision("a")
    change.triage = TriageCommit()
    change.triage?.events = (Int64(1)...3).map { id in
        EventRecord(
            id: id, time: noon.wall, kind: "COVER.pinched", severity: .error, incident: "1-\(id)",
            place: .waits(in: "group"), rule: "group", body: bytes("event \(id)"))
    }
    _ = try database.commit(change)
    try database.queue.inDatabase { db in
        try db.execute(sql: "UPDATE event SET body = CAST('forged' AS BLOB) WHERE id = 2")
    }
    var wanted = try #require(change.triage?.events)
    wanted[1].body = []
    #expect(try database.waitingEvents() == wanted)
}

@Test func `an oversized body is refused before anything is written`() throws {
    let database = try Workbench().open()
    var change = decision("a")
    change.wear[0].body = [UInt8](repeating: 0, count: StoreLimit.bodyBytes + 1)
    #expect(throws: StoreError.self) { try database.commit(change) }
    #expect(try database.latestState() == nil)
}

@Test func `the checksum is CRC-64 XZ`() {
    #expect(UInt64(bitPattern: Checksum.of(bytes("123456789"))) == 0x995D_C9BB_DF19_39FA)
}
