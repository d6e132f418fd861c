// SPDX-License-Identifier: Apache-2.0
// The exception filter in the daemon, over a real database file: every event is in one place, whatever is killed and
// when; safety is mailed at once; open, update and resolved are one thread; what is held back is in the digest.

import DockModel
import Foundation
import GRDB
import Post
import RoostCore
import Settings
import Store
import Testing
import Triage

@testable import RoostDaemon

private let dawn = WallTime(milliseconds: 1_811_870_700_000)

private func at(_ seconds: Double) -> Moment {
    Moment(
        boot: Instant(seconds: 1_000 + seconds),
        wall: WallTime(milliseconds: dawn.milliseconds + Int64(seconds * 1_000)))
}

/// Numbers that are the same in every run.
private struct Lots: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Writes one small mail a request, with a key that names it.
private struct SmallMails: NoticeWriter {
    func mails(for notice: Notice, state: DockState, now: Moment) -> [NewMail] { [] }
    func mails(for request: MailRequest, state: DockState, now: Moment) -> [NewMail] {
        let key = "\(request.kind.rawValue).\(request.event)"
        return [
            NewMail(
                kind: "incident", priority: .alert, sender: "d@b.org", recipients: ["a@b.org"],
                messageID: "<\(key)@b.org>", subject: key, octets: Array("Subject: x\r\n\r\n\r\n".utf8),
                dedupe: key
            )
        ]
    }
}

private func incident(
    _ kind: IncidentKind, _ number: Int64, subject: String = "", opened: Double = 0, resolved: Double? = nil
) -> Incident {
    var incident = Incident(
        kind: kind, subject: subject, detail: "because of a test", opened: at(opened).wall, number: number)
    incident.resolved = resolved.map { at($0).wall }
    return incident
}

/// A desk over a store, with the mails as they are really written.
private final class Office {
    let directory: String
    private(set) var database: RoostDatabase
    var desk: TriageDesk
    let writer: MailWriter
    var state = DockState(at: at(0), parts: [])
    var trail = TelemetryTrail()

    init() throws {
        directory = try freshDirectory()
        database = try RoostDatabase.open(directory: directory)
        desk = TriageDesk(dock: "north", database: database, logger: silent)
        let configuration = try DefaultConfiguration.configuration()
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        writer = try MailWriter(
            configuration: configuration, rules: [], planner: planner, outbox: Outbox(database))
    }

    /// The mails that some notices make at a time, committed.
    @discardableResult
    func tell(_ notices: [Notice], at seconds: Double) throws -> [ParsedMail] {
        for case .incident(let incident) in notices {
            state.incidents[incident.key] = incident.resolved == nil ? incident : nil
        }
        let answer = try desk.judge(
            notices, state: state, trail: trail, at: at(seconds), database: database, writer: writer)
        var decision = DecisionCommit(moment: at(seconds))
        (decision.mails, decision.triage) = (answer.mails, answer.commit)
        _ = try database.commit(decision)
        return answer.mails.map { ParsedMail($0.octets) }
    }

    /// Stores an incident's row, as the loop does.
    func store(_ incident: Incident, at seconds: Double) throws {
        var decision = DecisionCommit(moment: at(seconds))
        decision.incidents = [
            IncidentRecord(
                id: incident.storageID, severity: incident.kind.severity, kind: incident.kind.rawValue,
                opened: incident.opened, isOpen: incident.resolved == nil, body: try StateCoding.encode(incident))
        ]
        _ = try database.commit(decision)
    }

    func restart() throws {
        try database.close()
        database = try RoostDatabase.open(directory: directory)
        desk = TriageDesk(dock: "north", database: database, logger: silent)
    }
}

@Suite struct TheTriageDesk {
    @Test func `opening, reminder and end of an incident are one thread of mails`() throws {
        let office = try Office()
        let open = incident(.coverTimedOut, 1)
        let first = try office.tell([.incident(open)], at: 0)
        try #require(first.count == 1)
        #expect(first[0].subject.contains("P2 The cover did not reach its end"))
        #expect(try office.tell([], at: 3_600).isEmpty)
        let again = try office.tell([], at: 86_401)
        try #require(again.count == 1)
        #expect(again[0].subject.contains("still open"))
        let end = try office.tell([.incident(incident(.coverTimedOut, 1, resolved: 90_000))], at: 90_000)
        try #require(end.count == 1)
        #expect(end[0].subject.contains("resolved"))
        let thread = first[0].messageID
        #expect(again[0].header("References") == thread && end[0].header("References") == thread)
        #expect(first[0].header("References") == nil)
        #expect(Set([first[0].messageID, again[0].messageID, end[0].messageID]).count == 3)
        #expect(try office.tell([], at: 300_000).isEmpty)
    }

    @Test func `an incident that somebody has taken note of is not told again until it ends`() throws {
        let office = try Office()
        let open = incident(.coverTimedOut, 1)
        try #require(try office.tell([.incident(open)], at: 0).count == 1)
        var decision = DecisionCommit(moment: at(1))
        decision.incidents = [
            IncidentRecord(
                id: open.storageID, severity: .error, kind: open.kind.rawValue, opened: open.opened, isOpen: true,
                body: try StateCoding.encode(open))
        ]
        _ = try office.database.commit(decision)
        #expect(try office.database.acknowledge(open.storageID, who: "Kim", way: "command", at: at(2)) != nil)
        #expect(try office.tell([], at: 86_401).isEmpty)
        try office.restart()
        #expect(try office.tell([], at: 200_000).isEmpty)
        let end = try office.tell([.incident(incident(.coverTimedOut, 1, resolved: 210_000))], at: 210_000)
        #expect(end.count == 1)
    }

    @Test func `a shelved incident sends no reminder until its time is over, and the digest names it`() throws {
        let office = try Office()
        let open = incident(.coverTimedOut, 1)
        try #require(try office.tell([.incident(open)], at: 0).count == 1)
        try office.store(open, at: 1)
        let day = 86_400.0
        _ = try IncidentShelf.shelve(
            open.storageID, for: .seconds(3 * day), who: "Kim", reason: "a part is on its way", in: office.database,
            at: at(60))
        let told = try office.database.events(after: 0, limit: 100).count
        for hour in 1...70 { #expect(try office.tell([], at: Double(hour) * 3_600).isEmpty, "hour \(hour)") }
        #expect(try office.database.events(after: 0, limit: 100).count == told)
        var tally = DayTally()
        (tally.day, tally.openIncidents) = ("2027-06-03", [open])
        let digest = try #require(try office.tell([.digest(tally)], at: 2.95 * day).first)
        let text = (digest.text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("Shelved by people, with no reminder: 1"), "\(text)")
        #expect(text.contains("The cover did not reach its end") && text.contains("by Kim: a part is on its way"))
        try office.restart()
        #expect(try office.tell([], at: 2.99 * day).isEmpty)
        let after = try office.tell([], at: 3.1 * day)
        #expect(after.count == 1 && after[0].subject.contains("still open"))
        // Shelved again: its end is told all the same, and ends the shelf.
        _ = try IncidentShelf.shelve(
            open.storageID, for: .seconds(day), who: "Kim", reason: "x", in: office.database, at: at(3.2 * day))
        let end = incident(.coverTimedOut, 1, resolved: 3.3 * day)
        let mails = try office.tell([.incident(end)], at: 3.3 * day)
        #expect(mails.count == 1 && mails[0].subject.contains("resolved"))
        try office.store(end, at: 3.3 * day)
        #expect(try office.database.shelves(at: at(3.4 * day).wall).isEmpty)
        #expect(try office.database.shelfHistory().first?.endedBy == "the end of the incident")
    }

    @Test func `what is off the shelf is told again, and what is a matter of safety is never on it`() throws {
        let office = try Office()
        let open = incident(.coverTimedOut, 1), smoke = incident(.smoke, 2), lost = incident(.vehicleLost, 3)
        _ = try office.tell([.incident(open), .incident(smoke), .incident(lost)], at: 0)
        for one in [open, smoke, lost] { try office.store(one, at: 1) }
        func shelve(_ id: String, _ span: Duration = .seconds(100_000)) throws {
            _ = try IncidentShelf.shelve(id, for: span, who: "Kim", reason: "x", in: office.database, at: at(2))
        }
        #expect(throws: ShelfFault.safety(kind: "POWER.smoke")) { try shelve(smoke.storageID) }
        #expect(throws: ShelfFault.safety(kind: "NAV.vehicle-lost")) { try shelve(lost.storageID) }
        #expect(throws: ShelfFault.unknown("9-9")) { try shelve("9-9") }
        #expect(throws: ShelfFault.badSpan) { try shelve(open.storageID, .seconds(7 * 86_400 + 1)) }
        // Whoever writes past the rules changes nothing for them.
        _ = try office.database.shelve(
            smoke.storageID, until: at(600_000).wall, who: "Kim", reason: "x", at: at(2))
        try shelve(open.storageID, .seconds(7 * 86_400))
        #expect(try office.tell([], at: 3_700).contains { $0.subject.contains("Smoke") })
        #expect(try office.tell([], at: 90_000).allSatisfy { !$0.subject.contains("cover") })
        #expect(try office.database.unshelve(open.storageID, who: "Alex", at: at(90_001)) != nil)
        #expect(try office.tell([], at: 90_100).contains { $0.subject.contains("The cover did not reach its end") })
    }

    @Test func `the mail names the root cause first and shows the ten seconds before`() throws {
        let office = try Office()
        for second in 0..<20 {
            office.state.evidence.coverCurrent.take(Amperes(Double(second)), at: at(Double(second)).boot)
            office.trail.note(office.state.evidence, at: at(Double(second)).boot, switches: .seconds(3))
        }
        try office.tell([.incident(incident(.mainsLost, 1, opened: 1))], at: 1)
        let mails = try office.tell([.incident(incident(.coverTimedOut, 2, opened: 19))], at: 19)
        // Its family's mail went out eighteen seconds ago: it waits, and the cause explains it.
        #expect(mails.isEmpty)
        let critical = try office.tell([.incident(incident(.contactsHot, 3, opened: 19))], at: 19)
        try #require(critical.count == 1)
        let text = critical[0].text ?? ""
        #expect(text.contains("THE TEN SECONDS BEFORE"))
        let table = try #require(critical[0].attachments.first { $0.fileName.hasSuffix("before.csv") })
        let rows = String(decoding: table.octets, as: UTF8.self).split(separator: "\r\n")
        #expect(rows.count == 12)
        #expect(rows[0].hasPrefix("seconds_before,height m"))
        #expect(rows[1].hasPrefix("10.0,") && rows[11].hasPrefix("0.0,") && rows[11].contains(",19.0,"))
        let failed = try office.tell([.incident(incident(.notDisarmed, 4, opened: 20))], at: 20)
        #expect(failed.first?.text?.contains("Root cause") == false)
        office.state.incidents["PROPULSION.hardware-fault"] = incident(.vehicleFault, 3, opened: 20)
        let lost = try office.tell([.incident(incident(.vehicleLost, 9, opened: 21))], at: 21)
        let lines = (lost.first?.text ?? "").split(separator: "\n")
        let facts = try #require(lines.firstIndex { $0.hasPrefix("FACTS") })
        #expect(lines[facts + 1].contains("Root cause") && lines[facts + 1].contains("hardware fault"))
    }

    @Test func `safety is mailed alone and at once whatever the budget`() throws {
        let office = try Office()
        var mails = 0
        for number in 1...40 {
            let fire = incident(.smoke, Int64(number), subject: "", opened: Double(number))
            mails += try office.tell([.incident(fire)], at: Double(number)).count
            mails += try office.tell(
                [
                    .incident(
                        incident(
                            .smoke, Int64(number), opened: Double(number), resolved: Double(number) + 0.5))
                ],
                at: Double(number) + 0.5
            ).count
        }
        #expect(mails == 80)
        #expect(try office.database.eventCounts() == ["mailedAlone": 80])
    }

    @Test func `a child of an open parent waits for its end and is told if it stays`() throws {
        let office = try Office()
        try office.tell([.incident(incident(.mainsLost, 1))], at: 0)
        #expect(try office.tell([.incident(incident(.chargeFailed, 2, opened: 400))], at: 400).isEmpty)
        #expect(try office.database.eventCounts()["inhibited"] == 1)
        #expect(try office.tell([], at: 1_000).isEmpty)
        let end = try office.tell([.incident(incident(.mainsLost, 1, resolved: 2_000))], at: 2_000)
        try #require(end.count == 1)
        #expect(end[0].subject.contains("2 incidents"))
        let text = end[0].text ?? ""
        #expect(
            text.contains("CHARGING FAILED") && text.contains("THE MAINS POWER IS AWAY")
                && text.contains("ended"))
    }

    @Test func `what waits in a group survives a restart and is mailed once`() throws {
        let office = try Office()
        try office.tell([.incident(incident(.water, 1))], at: 0)
        #expect(try office.tell([.incident(incident(.rodsStuck, 2, opened: 10))], at: 10).isEmpty)
        #expect(try office.tell([.incident(incident(.coverPinched, 3, opened: 20))], at: 20).isEmpty)
        try office.restart()
        #expect(try office.database.eventCounts()["waiting"] == 2)
        let mails = try office.tell([], at: 301)
        try #require(mails.count == 1)
        #expect(mails[0].subject.contains("2 incidents"))
        #expect(mails[0].header("References")?.split(separator: " ").count == 2)
        try office.restart()
        #expect(try office.tell([], at: 900).isEmpty)
        #expect(
            try office.database.eventCounts() == ["mailedAlone": 1, "mailedInGroup": 2]
                || office.database.eventCounts() == ["mailedInGroup": 2, "mailedAlone": 1])
    }

    @Test func `a waiting event that cannot be understood is told with its bare facts and holds up no other`() throws {
        let office = try Office()
        try office.tell([.incident(incident(.water, 1))], at: 0)
        #expect(try office.tell([.incident(incident(.rodsStuck, 2, opened: 10))], at: 10).isEmpty)
        var bad = try #require(try office.database.waitingEvents().first)
        (bad.id, bad.kind, bad.body) = (bad.id + 1, "NEW.kind", Array("of another version".utf8))
        var decision = DecisionCommit(moment: at(11))
        decision.triage = TriageCommit()
        decision.triage?.events = [bad]
        _ = try office.database.commit(decision)
        try office.restart()
        #expect(try office.tell([.incident(incident(.coverPinched, 3, opened: 20))], at: 20).isEmpty)
        try office.restart()
        let mails = try office.tell([], at: 301)
        try #require(mails.count == 1)
        #expect(mails[0].subject.contains("3 incidents"), "\(mails[0].subject)")
        let text = (mails[0].text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("event \(bad.id), NEW.kind,"), "\(text)")
        #expect(try office.database.eventCounts() == ["mailedAlone": 1, "mailedInGroup": 3])
    }

    @Test func `a held event that is damaged costs its table and no digest`() throws {
        let office = try Office()
        try office.tell([.incident(incident(.clockJumped, 1))], at: 0)
        let file = try DatabaseQueue(path: office.directory + "/roost.db")
        try file.inDatabase { try $0.execute(sql: "UPDATE event SET body = x'00' WHERE bin = 'digestOnly'") }
        try file.close()
        var tally = DayTally()
        for day in ["2027-06-01", "2027-06-02"] {
            tally.day = day
            let mails = try office.tell([.digest(tally)], at: day.hasSuffix("1") ? 3_600 : 90_000)
            #expect(!mails.isEmpty, "\(day)")
        }
    }

    @Test func `a filter whose memory is lost sends what waited and the end of what was open`() throws {
        let office = try Office()
        try office.tell([.incident(incident(.water, 1))], at: 0)
        try office.tell([.incident(incident(.rodsStuck, 2, opened: 10))], at: 10)
        var decision = DecisionCommit(moment: at(11))
        decision.triage = TriageCommit()
        decision.triage?.kept = [KeptValue(name: TriageDesk.name, body: Array("no memory".utf8))]
        _ = try office.database.commit(decision)
        try office.restart()
        let isDue = office.desk.isDue(office.state, at: at(12), database: office.database)
        #expect(isDue)
        let mails = try office.tell([], at: 12)
        #expect(mails.contains { $0.subject.contains("centring rods") })
        let end = try office.tell([.incident(incident(.water, 1, resolved: 20))], at: 500)
        #expect(end.contains { $0.subject.contains("resolved") })
        #expect(try office.database.eventCounts()["waiting"] == nil)
        #expect(office.desk.filter.troubles.keys.contains { $0.hasPrefix("memory lost") })
    }

    @Test func `the digest counts what was held back and its table names each`() throws {
        let office = try Office()
        try office.tell([.incident(incident(.clockJumped, 1))], at: 0)
        try office.tell([.incident(incident(.mainsLost, 2))], at: 1)
        try office.tell([.incident(incident(.chargeFailed, 3, opened: 2))], at: 2)
        var tally = DayTally()
        tally.day = "2027-06-01"
        (tally.begun, tally.ended) = (at(0).wall, at(3).wall)
        let digest = try #require(
            try office.tell([.digest(tally)], at: 3).first { $0.subject.contains("Dock") })
        let table = try #require(digest.attachments.first { $0.fileName.hasSuffix("held.csv") })
        let text = String(decoding: table.octets, as: UTF8.self)
        #expect(text.contains("CHARGE.failed,inhibited,POWER.mains-lost"))
        #expect(text.contains("CLOCK.jumped,digestOnly,digest-class"))
        #expect(digest.text?.contains("NOT MAILED ONE BY ONE") == true)
        tally.day = "2027-06-02"
        let next = try #require(
            try office.tell([.digest(tally)], at: 90_000).first {
                $0.subject.contains("Dock") && !$0.subject.contains("open")
            })
        #expect(!next.attachments.contains { $0.fileName.hasSuffix("held.csv") })
    }

    @Test func `a warning is mailed at its third sign within a day, though it ended in between`() throws {
        let office = try Office()
        var told: [Int] = []
        for sign in 1...4 {
            let begun = Double(sign) * 600
            let mails = try office.tell(
                [.incident(incident(.clockJumped, Int64(sign), opened: begun))], at: begun)
            if !mails.isEmpty { told.append(sign) }
            try office.tell(
                [.incident(incident(.clockJumped, Int64(sign), opened: begun, resolved: begun + 60))],
                at: begun + 60)
        }
        #expect(told == [3, 4])
    }

    /// Some dozens of incidents that open and end; `safe` counts those that must never be held back.
    private func batch(
        _ state: inout DockState, _ number: inout Int64, _ random: inout Lots, at seconds: Double
    ) -> (notices: [Notice], safe: Int) {
        var notices: [Notice] = [], safe = 0
        for _ in 0..<(50 + random.below(200)) {
            let kind = IncidentKind.allCases[random.below(IncidentKind.allCases.count)]
            let subject = ["", "climate", "charger"][random.below(3)]
            let key = subject.isEmpty ? kind.rawValue : "\(kind.rawValue)/\(subject)"
            var told = state.incidents[key]
            if told == nil {
                told = incident(kind, number, subject: subject, opened: seconds)
                number += 1
                state.incidents[key] = told
            } else if random.below(4) > 0 {
                told?.resolved = at(seconds).wall
                state.incidents[key] = nil
            }
            if let told { notices.append(.incident(told)) }
            if kind.isSafety { safe += 1 }
        }
        return (notices, safe)
    }

    @Test(.timeLimit(.minutes(10)))
    func `thirty thousand events with kills are each in one place of the real file`() throws {
        let directory = try freshDirectory()
        var database = try RoostDatabase.open(directory: directory)
        var desk = TriageDesk(dock: "north", database: database, logger: silent)
        var state = DockState(at: at(0), parts: [])
        var random = Lots(state: 9)
        var seconds = 0.0
        var number: Int64 = 1
        var judged = 0
        var kills = 0
        var safety = 0
        var mailed = 0
        while judged < 30_000 {
            var next = desk
            var nextState = state
            let (notices, safe) = batch(&nextState, &number, &random, at: seconds)
            seconds += [1, 5, 60, 400, 4_000][random.below(5)]
            let answer = try next.judge(
                notices, state: nextState, trail: TelemetryTrail(), at: at(seconds), database: database,
                writer: SmallMails())
            let fate = random.below(12)
            if fate == 0 {
                // Killed before the commit: nothing of it happened.
                kills += 1
                try database.close()
                database = try RoostDatabase.open(directory: directory)
                desk = TriageDesk(dock: "north", database: database, logger: silent)
                continue
            }
            var decision = DecisionCommit(moment: at(seconds))
            (decision.mails, decision.triage) = (answer.mails, answer.commit)
            _ = try database.commit(decision)
            (desk, state) = (next, nextState)
            judged += answer.commit.events.count
            mailed += answer.mails.count
            safety += safe
            if fate == 1 {
                // Killed after the commit: everything of it happened, once.
                kills += 1
                try database.close()
                database = try RoostDatabase.open(directory: directory)
                desk = TriageDesk(dock: "north", database: database, logger: silent)
            }
        }
        #expect(kills > 15)
        #expect(desk.filter.isConserved)
        let counts = try database.eventCounts()
        #expect(counts.values.reduce(0, +) == judged)
        #expect(desk.filter.decided == judged)
        #expect(counts["waiting"] ?? 0 == desk.filter.waiting)
        for bin in FilterBin.allCases {
            #expect(counts[bin.rawValue] ?? 0 == desk.filter.ended[bin.rawValue] ?? 0, "bin \(bin)")
        }
        #expect((counts["inhibited"] ?? 0) > 20 && (counts["rateFolded"] ?? 0) > 20)
        try check(database, safety: safety, mailed: mailed)
    }

    /// Each safety event is in a mail of its own, each other one in at most one, and each mail is in the queue.
    private func check(_ database: RoostDatabase, safety: Int, mailed: Int) throws {
        var last: Int64 = 0
        var keys: [String: Int] = [:]
        var safe = 0
        while true {
            let rows = try database.events(after: last, limit: 10_000)
            guard let newest = rows.last else { break }
            last = newest.id
            for row in rows {
                let isSafety = IncidentKind(rawValue: row.kind)?.isSafety == true
                guard case .ended(let bin, let mail) = row.place else {
                    if isSafety { Issue.record("safety event \(row.id) waits") }
                    continue
                }
                let isHeld = ["foldedAsRepeat", "inhibited", "shelved", "digestOnly"].contains(bin)
                if isHeld != (mail == nil) {
                    Issue.record("event \(row.id): \(bin) with mail \(mail ?? "none")")
                }
                if let mail { keys[mail, default: 0] += 1 }
                if isSafety {
                    safe += 1
                    if bin != "mailedAlone" || mail != "alone.\(row.id)" {
                        Issue.record("safety event \(row.id): \(bin)")
                    }
                }
            }
        }
        #expect(safe >= safety)
        #expect(keys.count == mailed)
        let stats = try Outbox(database).stats(now: at(0).wall)
        #expect(stats.created == mailed && stats.isConserved)
    }
}
