// SPDX-License-Identifier: Apache-2.0
// What a link lets through: budgets counted on the wire, days that only a trusted clock begins, short forms over a
// satellite, mails that wait and are never lost.

import DockModel
import Foundation
import GRDB
import Post
import Testing

@testable import Store

/// An alert with a class, and with a short form when it is wanted.
private func alert(
    _ subject: String, _ severity: Severity?, short: Bool = false, to: [String] = ["ops@example.org"]
)
    -> NewMail
{
    var alert = mail(subject, to: to, priority: .alert)
    alert.severity = severity
    if short {
        alert.short = ShortMail(
            messageID: "<\(subject).short@example.org>",
            octets: bytes("Subject: s\r\n\r\n\(subject) in short\r\n"))
    }
    return alert
}

private func satellite(_ change: (inout LinkTerms) -> Void = { _ in }) -> LinkTerms {
    var terms = LinkTerms(link: "sky")
    terms.usesShortForm = true
    change(&terms)
    return terms
}

extension LinkQueue {
    fileprivate func leased(_ owner: String = "a", now: WallTime = noon.wall) throws -> [QueuedMail] {
        try lease(limit: 1, owner: owner, now: now, span: .seconds(60), includeDeferred: false)
    }

    /// Sends what goes, as a flush does; the subjects of the message ids.
    fileprivate func sendAll(wire: Int = 100) throws -> [String] {
        var done: [String] = []
        while let mail = try leased().first {
            done.append(String(mail.messageID.dropFirst().prefix { $0 != "@" }))
            try record(mail.recipients.map { sent($0) }, of: mail.id, owner: "a", now: noon.wall)
            try count(octets: wire, isSessionOver: false)
        }
        try count(octets: 0, isSessionOver: true)
        return done
    }
}

@Suite struct LinkQueueTests {
    @Test func `over budget only alerts of P0 to P2 go and the rest waits, counted and named`() throws {
        let outbox = try Workbench().outbox()
        var terms = LinkTerms(link: "modem")
        terms.octetsPerDay = 250
        let ids = try outbox.take(
            mail("one"), mail("two"), mail("three"), alert("warning", .warning), alert("error", .error),
            alert("unknown", nil))
        let queue = LinkQueue(outbox, terms: terms) { "2026-11-26" }
        // Alerts first; the third exceeds the budget and passes, the others wait.
        #expect(try queue.sendAll() == ["warning", "error", "unknown"])
        #expect(queue.isBudgetSpent)
        #expect(try outbox.use(of: "modem", today: "2026-11-26").octets == 300)
        let reasons = try outbox.waitReasons(over: terms, today: "2026-11-26", now: noon.wall)
        #expect(reasons == [ids[0]: .budget, ids[1]: .budget, ids[2]: .budget])
        #expect(try outbox.waitingCount() == 3 && outbox.stats(now: noon.wall).isConserved)
        // A further urgent alert still passes.
        _ = try outbox.take(alert("fire", .emergency))
        #expect(try LinkQueue(outbox, terms: terms) { "2026-11-26" }.sendAll() == ["fire"])
        // The next day begins anew.
        #expect(try LinkQueue(outbox, terms: terms) { "2026-11-27" }.sendAll() == ["one", "two", "three"])
    }

    @Test func `the number of mails of a day is a budget too and mails under way count`() throws {
        let outbox = try Workbench().outbox()
        var terms = LinkTerms(link: "modem")
        terms.mailsPerDay = 2
        _ = try outbox.take(mail("a"), mail("b"), mail("c"))
        let queue = LinkQueue(outbox, terms: terms) { "2026-11-26" }
        #expect(try queue.leased().count == 1)
        #expect(try queue.leased().count == 1)
        #expect(try queue.leased().isEmpty)
        #expect(queue.isBudgetSpent)
    }

    @Test func `a clock that is not trusted begins no day`() throws {
        let outbox = try Workbench().outbox()
        var terms = LinkTerms(link: "modem")
        terms.octetsPerDay = 1_000
        func charge(_ octets: Int, on day: String?) throws {
            try LinkQueue(outbox, terms: terms) { day }.count(octets: octets, isSessionOver: true)
        }
        try charge(400, on: "2026-11-26")
        try charge(300, on: nil)
        // On an unknown day the last known one goes on.
        #expect(try outbox.use(of: "modem", today: nil).octets == 700)
        // What was carried on an unknown day belongs to the first day that is known.
        _ = try LinkQueue(outbox, terms: terms) { "2026-11-27" }.leased()
        #expect(try outbox.use(of: "modem", today: "2026-11-27").octets == 300)
        #expect(try outbox.use(of: "modem", today: "2026-11-26").octets == 400)
        #expect(try outbox.use(of: "other", today: "2026-11-26").octets == 0)
    }

    @Test func `a satellite carries the short form and the long one follows by another link`() throws {
        let outbox = try Workbench().outbox()
        let id = try outbox.take(
            alert("smoke", .emergency, short: true, to: ["a@x.org", "b@x.org"]), mail("news"))[0]
        let terms = satellite { $0.largestMail = 10 }
        let queue = LinkQueue(outbox, terms: terms) { "2026-11-26" }
        let leased = try #require(try queue.leased().first)
        #expect(
            leased.messageID == "<smoke.short@example.org>" && leased.recipients == ["a@x.org", "b@x.org"])
        #expect(leased.octets == bytes("Subject: s\r\n\r\nsmoke in short\r\n"))
        try queue.record([sent("a@x.org"), deferred("b@x.org")], of: id, owner: "a", now: noon.wall)
        #expect(try outbox.mail(id: id)?.summary.state == .queued)
        // The recipient that has it is not asked again; the other is, when its time has come.
        #expect(try queue.leased().isEmpty)
        let again = try #require(try queue.leased(now: later(120)).first)
        #expect(again.recipients == ["b@x.org"])
        try queue.record([sent("b@x.org")], of: id, owner: "a", now: later(120))
        #expect(try outbox.mail(id: id)?.summary.shortForm == "sent")
        #expect(try queue.leased(now: later(240)).isEmpty)
        #expect(
            try outbox.waitReasons(over: terms, today: nil, now: later(240)).values.allSatisfy { $0 == .link }
        )
        // A wire carries the long form to both.
        let long = try #require(try outbox.leased("b", limit: 1, now: later(240)).first)
        #expect(long.messageID == "<smoke@example.org>" && long.recipients.count == 2)
        try outbox.record([sent("a@x.org"), sent("b@x.org")], of: id, owner: "b", now: later(240))
        #expect(try outbox.mail(id: id)?.summary.state == .sent)
        #expect(try outbox.stats(now: later(240)).isConserved)
    }

    @Test func `a short form that comes too late is superseded`() throws {
        let outbox = try Workbench().outbox()
        let id = try outbox.take(alert("smoke", .emergency, short: true))[0]
        _ = try outbox.leased("b")
        try outbox.record([sent()], of: id, owner: "b", now: noon.wall)
        #expect(try outbox.mail(id: id)?.summary.shortForm == "superseded")
        #expect(try LinkQueue(outbox, terms: satellite()) { nil }.leased().isEmpty)
    }

    @Test func `a dock with nothing but a satellite is done when the short form was taken`() throws {
        let outbox = try Workbench().outbox()
        let ids = try outbox.take(
            alert("smoke", .emergency, short: true), alert("lost", .critical, short: true, to: ["no@x.org"]))
        let queue = LinkQueue(outbox, terms: satellite { $0.isLongToFollow = false }) { nil }
        _ = try queue.leased()
        try queue.record([sent()], of: ids[0], owner: "a", now: noon.wall)
        _ = try queue.leased()
        try queue.record([refused("no@x.org")], of: ids[1], owner: "a", now: noon.wall)
        #expect(try outbox.mail(id: ids[0])?.summary.state == .sent)
        #expect(try outbox.mail(id: ids[1])?.summary.state == .dead)
        #expect(try outbox.mail(id: ids[0])?.summary.reply?.hasPrefix("short form: 250") == true)
    }

    @Test func `a damaged short form is not sent and the long one still is`() throws {
        let bench = Workbench()
        let database = try bench.open()
        let outbox = Outbox(database)
        let id = try outbox.take(alert("smoke", .emergency, short: true))[0]
        try database.write("damaging") { db in try db.execute(sql: "UPDATE outbox_short SET checksum = 1") }
        #expect(try LinkQueue(outbox, terms: satellite()) { nil }.leased().isEmpty)
        #expect(try outbox.leased("b").map(\.id) == [id])
    }

    @Test func `a kill in the middle of a short form gives it back`() throws {
        let bench = Workbench()
        let dead = LeaseHolder(process: 3_999_999, processStart: 1, host: LeaseHolder.current().host)
        let crashed = Outbox(try bench.open(), holder: dead, bootClock: LeaseHolder.bootNanoseconds)
        let id = try crashed.take(alert("smoke", .emergency, short: true))[0]
        _ = try LinkQueue(crashed, terms: satellite()) { nil }.leased("dead")
        let queue = LinkQueue(try bench.outbox(), terms: satellite()) { nil }
        #expect(try queue.leased("b").map(\.id) == [id])
    }

    @Test func `quiet hours end by the clock and a hold only by a person`() throws {
        let outbox = try Workbench().outbox()
        var quiet = mail("quiet")
        quiet.heldUntil = later(600)
        let ids = try outbox.take(quiet, mail("held"))
        #expect(try outbox.hold(id: ids[1]) == .done)
        #expect(try outbox.leased("a", all: true).isEmpty)
        #expect(
            try outbox.waitReasons(over: nil, today: nil, now: noon.wall) == [ids[0]: .held, ids[1]: .held])
        #expect(try outbox.stats(now: noon.wall).held == 2)
        #expect(try outbox.leased("a", now: later(600)).map(\.id) == [ids[0]])
        #expect(try outbox.mail(id: ids[1])?.summary.heldUntil == .never)
        #expect(try outbox.retry(id: ids[1]) == .done)
        #expect(try outbox.leased("a", now: later(600)).map(\.id) == [ids[1]])
    }

    @Test func `quiet hours of a clock that was ahead do not bind`() throws {
        let outbox = try Workbench().outbox()
        var quiet = mail("quiet")
        quiet.heldUntil = later(600)
        _ = try outbox.take(quiet)
        #expect(try outbox.leased("a", now: later(-86_400)).count == 1)
    }

    @Test func `the first to take note of an incident counts`() throws {
        let database = try Workbench().open()
        #expect(try database.acknowledge("1-1", who: "anna", way: "command", at: noon) == nil)
        var decision = DecisionCommit(moment: noon)
        decision.incidents = [
            IncidentRecord(
                id: "1-1", severity: .critical, kind: "COVER.timed-out", opened: noon.wall, isOpen: true,
                body: [])
        ]
        _ = try database.commit(decision)
        #expect(try database.acknowledge("1-1", who: "anna", way: "command", at: noon)?.who == "anna")
        #expect(try database.acknowledge("1-1", who: "ben", way: "link", at: noon)?.who == "anna")
        #expect(try database.acknowledgement(of: "1-1")?.way == "command")
    }

    @Test func `words that are no state are refused, without a table of their own for each row`() throws {
        let database = try Workbench().open()
        _ = try Outbox(database).take(alert("smoke", .emergency, short: true))
        for change in [
            "outbox SET state = 'x'", "outbox_recipient SET state = 'leased'", "outbox_recipient SET short_state = 'x'",
            "outbox SET state = NULL",
        ] {
            #expect(throws: StoreError.self) {
                try database.write("trying") { db in try db.execute(sql: "UPDATE \(change)") }
            }
        }
        let delivery = "INSERT INTO delivery (mail, wall_ms, owner, address, outcome, reply) VALUES"
        #expect(throws: StoreError.self) {
            try database.write("trying") { db in try db.execute(sql: "\(delivery) (1, 1, '', '', 'x', '')") }
        }
        try database.read("explaining") { db in
            for insert in [
                "INSERT INTO outbox (message_id, kind, priority, sender, subject, size, state, created_ms, "
                    + "is_created_trusted) VALUES ('', '', 1, '', '', 1, 'queued', 1, 1)",
                "INSERT INTO outbox_recipient (mail, position, address, short_state) VALUES (1, 5, '', 'queued')",
                "\(delivery) (1, 1, '', '', 'sent', '')",
            ] {
                let steps = try Row.fetchAll(db, sql: "EXPLAIN \(insert)").map { $0["opcode"] as String }
                #expect(steps.count > 10 && !steps.contains("OpenEphemeral"))
            }
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
        }
    }

    @Test func `a database of schema 2 keeps its mails`() throws {
        let bench = Workbench()
        let old = try RoostDatabase.open(
            directory: bench.directory, migrations: Array(Schema.migrations.prefix(2)))
        try old.write("an old mail") { db in
            try db.execute(
                sql: """
                    INSERT INTO outbox (message_id, kind, priority, sender, subject, size, state, created_ms,
                        is_created_trusted) VALUES ('<a@b>', 'mail', 1, 'a@b', 's', 4, 'queued', 1, 1)
                    """)
            try db.execute(sql: "INSERT INTO outbox_recipient (mail, position, address) VALUES (1, 0, 'c@d')")
            try db.execute(
                sql: "INSERT INTO outbox_body VALUES (1, ?, ?)",
                arguments: [bytes("a\r\n").data, Checksum.of(bytes("a\r\n"))])
        }
        try old.close()
        let outbox = try bench.outbox()
        let queue = LinkQueue(outbox, terms: satellite()) { nil }
        #expect(try queue.leased().map(\.octets) == [bytes("a\r\n")])
    }
}

extension [UInt8] {
    fileprivate var data: DatabaseValue { Data(self).databaseValue }
}
