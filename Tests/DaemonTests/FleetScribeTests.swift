// SPDX-License-Identifier: Apache-2.0
// What the fleet hears of decisions: a document for each thing that was decided, in the same commit, and a sign of the
// state at the promised pace, whether anything happens or not.

import DockModel
import Fleet
import Foundation
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon

@Suite struct FleetScribeTests {
    private let dock: DockIdentity

    init() throws { dock = try DefaultConfiguration.configuration().dock.dock }

    private func scribe() -> FleetScribe { FleetScribe(dock, interval: .seconds(60)) {} }

    private func text(_ drafts: [FleetDraft], _ stream: FleetStream) -> String {
        drafts.filter { $0.stream == stream }.map { String(decoding: $0.body, as: UTF8.self) }.joined()
    }

    @Test func `each thing that was decided is one document, and the state goes with what is new`() {
        var scribe = scribe()
        var state = DockState(at: moment(0), parts: [])
        state.phase = .hold
        let incident = Incident(
            kind: .coverPinched, subject: "cover", detail: "42 A", opened: moment(0).wall, number: 4)
        state.incidents = [incident.key: incident]
        let due = DueMission(
            id: "a", schedule: "s", plan: "p.plan", due: moment(0).wall, latest: moment(60).wall)
        var run = MissionRun(mission: due, begun: moment(0).wall)
        let first = scribe.drafts(
            for: [.note(incident), .post(.incident(incident)), .record(run)], state, DockPolicy(),
            at: moment(0))
        #expect(first.map(\.stream) == [.incident, .state])
        #expect(
            text(first, .incident).contains(
                "\"kind\":\"COVER.pinched\",\"subject\":\"cover\",\"detail\":\"42 A\""))
        #expect(text(first, .state).contains("\"phase\":\"hold\",\"awaits_person\":false,\"interval_s\":60,"))
        #expect(text(first, .state).contains("\"open_incidents\":1,\"worst_severity\":2,"))
        (run.outcome, run.airSeconds, run.reasons) = (.flown, 600, ["wind"])
        let second = scribe.drafts(for: [.record(run)], state, DockPolicy(), at: moment(1))
        #expect(second.map(\.stream) == [.flight])
        #expect(text(second, .flight).contains("\"outcome\":\"flown\""))
        #expect(text(second, .flight).contains("\"air_s\":600,"))
    }

    @Test func `the state is told at the promised pace and when the phase changes`() {
        var scribe = scribe()
        var state = DockState(at: moment(0), parts: [])
        func told(_ second: Int) -> Bool {
            !scribe.drafts(for: [], state, DockPolicy(), at: moment(second)).isEmpty
        }
        #expect(told(0) && !told(59))
        #expect(!scribe.isDue(at: moment(59)) && scribe.isDue(at: moment(60)))
        #expect(told(60) && !told(61))
        state.phase = .idle
        #expect(told(62))
    }

    @Test func `a day's digest brings the day's roll-up`() {
        var tally = DayTally()
        tally.day = "2026-11-26"
        tally.outcomes = [.flown: 3, .aborted: 1]
        var scribe = scribe()
        let drafts = scribe.drafts(
            for: [.post(.digest(tally))], DockState(at: moment(0), parts: []), DockPolicy(), at: moment(0))
        #expect(drafts.map(\.stream) == [.rollup, .state])
        #expect(
            text(drafts, .rollup).contains(
                "[{\"outcome\":\"aborted\",\"count\":1},{\"outcome\":\"flown\",\"count\":3}]"))
    }

    @Test(.timeLimit(.minutes(1)))
    func `the loop queues the documents in the commit of the decision, and rings`() async throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        let clock = HandClock((0...3).map { moment($0) })
        let rings = AsyncStream<Void>.makeStream()
        let loop = DockLoop(
            state: DockState(at: moment(0), parts: []), policy: DockPolicy(), clock: clock,
            database: database,
            writer: NoMails(), logger: silent,
            fleet: FleetScribe(dock, interval: .seconds(60)) { rings.continuation.yield() })
        let task = Task { await loop.run() }
        for await _ in rings.stream { break }
        loop.inbox.finish()
        await task.value
        let waiting = try FleetQueue(database).offer()
        #expect(waiting.map(\.stream) == [.state])
        let arrived = try ArrivedDocument(waiting[0].octets, dock: dock.id.text, stream: .state)
        #expect(arrived.sequence == 1 && arrived.sent == moment(0).wall)
    }
}
