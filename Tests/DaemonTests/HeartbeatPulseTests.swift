// SPDX-License-Identifier: Apache-2.0
// Signs of life out of the daemon: their numbers go on over a restart, a newer one replaces one that still waits, an
// alert is never behind them, and a reader at the other end finds what is missing.

import DockModel
import Foundation
import Post
import RoostCore
import Settings
import Store
import Testing
import Triage

@testable import RoostDaemon

private let key = MessageKey(octets: Array("the key of dock and reader, 32 o".utf8))
private let plan = HeartbeatPlan(every: .seconds(3_600), inFlight: .seconds(60), key: key)

/// A dock that only lives.
private final class Pulse {
    let directory: String
    private(set) var database: RoostDatabase
    private var desk: TriageDesk
    private var pulse: HeartbeatPulse
    private let writer: MailWriter
    var state = DockState(at: moment(0), parts: [])
    var outbox: Outbox { Outbox(database) }

    init() throws {
        directory = try freshDirectory()
        database = try RoostDatabase.open(directory: directory)
        desk = TriageDesk(dock: "north", database: database, logger: silent)
        pulse = HeartbeatPulse(plan, dock: "north", database: database, at: moment(0), logger: silent)
        let configuration = try DefaultConfiguration.configuration()
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        writer = try MailWriter(
            configuration: configuration, rules: [], planner: planner, outbox: Outbox(database))
    }

    /// Makes a sign of life if one is due; `isKilled` loses it before the commit.
    @discardableResult
    func pass(_ seconds: Int, isKilled: Bool = false) throws -> HeartbeatNote? {
        guard pulse.isDue(state, at: moment(seconds)) else { return nil }
        var (nextDesk, nextPulse, answer) = (desk, pulse, TriageDesk.Answer())
        try nextPulse.beat(state, at: moment(seconds), writer: writer, desk: &nextDesk, into: &answer)
        guard !isKilled else { return nil }
        var decision = DecisionCommit(moment: moment(seconds))
        (decision.mails, decision.triage) = (answer.mails, answer.commit)
        _ = try database.commit(decision)
        (desk, pulse) = (nextDesk, nextPulse)
        let text = try #require(ParsedMail(answer.mails[0].octets).text)
        guard case .note(let note, isSigned: true, _) = HeartbeatNote.read(text, key: key) else { return nil }
        return note
    }

    func restart(at seconds: Int) throws {
        try database.close()
        database = try RoostDatabase.open(directory: directory)
        desk = TriageDesk(dock: "north", database: database, logger: silent)
        pulse = HeartbeatPulse(plan, dock: "north", database: database, at: moment(seconds), logger: silent)
    }

    /// What a server takes now, as the reader sees it.
    func deliver() throws -> [HeartbeatSight] {
        try outbox.lease(
            limit: 100, owner: "test", now: moment(0).wall, span: .seconds(60), includeDeferred: true
        ).map { mail in
            try outbox.record(
                mail.recipients.map {
                    RecipientOutcome(recipient: $0, outcome: .sent(SMTPReply(code: 250, lines: ["ok"])))
                }, of: mail.id, owner: "test", now: moment(0).wall)
            return HeartbeatSight(
                HeartbeatNote.read(ParsedMail(mail.octets).text ?? "", key: key), place: "\(mail.id)")
        }
    }
}

@Suite struct TheHeartbeat {
    @Test func `numbers go on over a restart and none is used twice`() throws {
        let pulse = try Pulse()
        #expect(try pulse.pass(0)?.sequence == 1)
        #expect(try pulse.pass(3_000) == nil)
        #expect(try pulse.pass(3_500)?.sequence == 2)
        try pulse.restart(at: 3_600)
        #expect(try pulse.pass(3_600, isKilled: true) == nil)
        try pulse.restart(at: 3_700)
        let note = try #require(try pulse.pass(3_700))
        #expect(note.sequence == 3 && note.next == moment(7_300).wall)
        #expect(note.epoch == moment(0).wall.milliseconds)
    }

    @Test func `a take-off is told at once and flight has its own pace`() throws {
        let pulse = try Pulse()
        try pulse.pass(0)
        pulse.state.phase = .flying
        let flying = try #require(try pulse.pass(10))
        #expect(flying.isInFlight && flying.next == moment(70).wall)
        #expect(try pulse.pass(40) == nil)
        #expect(try pulse.pass(68)?.sequence == 3)
        // After the landing the promise of the last one still holds.
        pulse.state.phase = .closing
        let landed = try #require(try pulse.pass(126))
        #expect(!landed.isInFlight && landed.next == moment(3_726).wall)
    }

    @Test func `without a link only the newest waits, and the reader learns why the others are missing`()
        throws
    {
        let pulse = try Pulse()
        try pulse.pass(0)
        var sights = try pulse.deliver()
        for hour in 1...5 { try pulse.pass(hour * 3_500) }
        #expect(try pulse.outbox.stats(now: moment(0).wall).queued == 1)
        #expect(try pulse.database.superseded(kind: "heartbeat") == 4)
        #expect(try pulse.outbox.stats(now: moment(0).wall).isConserved)
        #expect(try pulse.outbox.stats(now: moment(0).wall).openDeadLetters == 0)
        sights += try pulse.deliver()
        let judged = HeartbeatWatch().judge(sights, now: moment(5 * 3_500).wall)
        #expect(judged.states.map(\.newest.sequence) == [6])
        #expect(judged.findings.map(\.kind) == [.superseded, .silence])
    }

    @Test func `an alert goes before a sign of life that was queued earlier`() throws {
        let pulse = try Pulse()
        try pulse.pass(0)
        _ = try pulse.outbox.enqueue(
            [
                NewMail(
                    kind: "incident", priority: .alert, sender: "d@b.org", recipients: ["a@b.org"],
                    messageID: "<x@b.org>", subject: "fire", octets: Array("Subject: x\r\n\r\n\r\n".utf8))
            ], at: moment(1))
        let mails = try pulse.outbox.lease(
            limit: 2, owner: "test", now: moment(1).wall, span: .seconds(60), includeDeferred: true)
        #expect(mails.map(\.priority) == [0, 2])
    }

    @Test func `one that is being sent now is not superseded`() throws {
        let pulse = try Pulse()
        try pulse.pass(0)
        _ = try pulse.outbox.lease(
            limit: 1, owner: "test", now: moment(1).wall, span: .seconds(60), includeDeferred: true)
        try pulse.pass(3_500)
        #expect(try pulse.database.superseded(kind: "heartbeat") == 0)
        #expect(try pulse.outbox.stats(now: moment(0).wall).queued == 2)
    }

    @Test func `the loop sends signs of life with its ticks, each an event of the filter`() async throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        let configuration = try DefaultConfiguration.configuration()
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        let writer = try MailWriter(
            configuration: configuration, rules: [], planner: planner, outbox: Outbox(database))
        let clock = HandClock((0...9).map { moment($0 * 1_000) })
        let loop = DockLoop(
            state: DockState(at: moment(0), parts: []), policy: DockPolicy(), clock: clock,
            database: database,
            writer: writer, logger: silent, dock: "north", heartbeat: plan)
        let task = Task { await loop.run() }
        while await loop.state.clock.last == nil { await Task.yield() }
        for _ in 0..<9 {
            try await clock.sleep(for: .zero)
            let now = clock.now().boot
            loop.inbox.yield(.tick)
            while await loop.lastProgress != now { await Task.yield() }
        }
        loop.inbox.finish()
        await task.value
        let beats = try Outbox(database).list(includeDismissed: true, limit: 100).filter {
            $0.kind == "heartbeat"
        }
        #expect(beats.count == 3)
        #expect(beats.filter { $0.state == .queued }.count == 1)
        #expect(try database.events(after: 0, limit: 100).filter { $0.kind == "MAIL.heartbeat" }.count == 3)
    }
}
