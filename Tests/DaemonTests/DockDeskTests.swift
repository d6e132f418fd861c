// SPDX-License-Identifier: Apache-2.0
// What is changed at the console: it is left for the core as an operator's word, with its line in the audit trail in
// the same transaction, and what names nothing changes nothing.

import Access
import DockModel
import Host
import Post
import RoostCore
import Settings
import Store
import Testing

@testable import Console
@testable import RoostDaemon

private struct DeskRoom {
    let bureau: MailBureau
    let desk: DockDesk
    let kim = Visitor(name: "kim", role: .operate, way: .session, address: "10.0.0.1", formToken: "t")

    init() throws {
        bureau = try MailBureau("")
        let clock = PacedClock(start: bureauNoon, speed: 1), dock = bureau.configuration.dock
        let loop = DockLoop(
            state: bureau.state, policy: try bureau.configuration.policy(), clock: clock,
            database: bureau.database,
            writer: bureau.writer, logger: silent)
        let outbox = Outbox(bureau.database)
        let office = PostOffice(
            outbox: outbox, database: bureau.database,
            account: MailAccount(dock, directory: bureau.directory, clock: { clock.now() }), clock: clock,
            logger: silent)
        desk = DockDesk(
            loop: loop, planner: Planner(bureau.configuration), database: bureau.database, clock: clock,
            configuration: bureau.configuration,
            mail: MailDesk(dock, directory: bureau.directory, outbox: outbox, office: office, logger: silent),
            logger: silent)
    }

    /// The words that wait for the core, and the lines of the audit trail, oldest first.
    func left() throws -> (words: [String], lines: [AuditEntry]) {
        var words: [String] = []
        while let word = try bureau.database.takeNote(from: OperatorWord.queue) { words.append(word) }
        return (words, try bureau.database.auditTrail().map(\.entry).reversed())
    }
}

@Suite struct DockDeskTests {
    @Test func `what moves something is a word for the core, with who said it`() async throws {
        let room = try DeskRoom()
        for change in [Change.run(schedule: "perimeter"), .callHome, .lockOut(reason: "roof"), .reset] {
            guard case .done = await room.desk.carryOut(change, by: room.kim) else {
                Issue.record("\(change) was not left")
                return
            }
        }
        let (words, lines) = try room.left()
        #expect(words == ["run-now perimeter", "call-home", "lock-out roof (kim, console)", "reset"])
        #expect(lines.map(\.action) == ["run-now", "call-home", "lock-out", "reset"])
        #expect(lines.map(\.after) == words.map(Optional.init))
        #expect(
            lines.allSatisfy {
                $0.who == "kim" && $0.role == "operate" && $0.address == "10.0.0.1"
                    && $0.before == "phase starting"
                    && $0.result == "left for the dock"
            })
    }

    @Test func `a flight is previewed with each gate's answer, and a schedule that is none has no preview`()
        async throws
    {
        let room = try DeskRoom()
        let preview = try #require(await room.desk.preview(.run(schedule: "perimeter")))
        #expect(preview.gates.count > 10 && preview.gates.contains { $0.verdict != .pass })
        #expect(preview.facts.contains { $0.name == "Emergency stop" && $0.value == "not measured" })
        #expect(await room.desk.preview(.run(schedule: "other")) == nil)
        #expect(await room.desk.preview(.resume(schedule: "other")) == nil)
        #expect(await room.desk.preview(.reset)?.gates.isEmpty == true)
        #expect(try room.left().words.isEmpty)
    }

    @Test func `a replacement and a pause are stored, and what names nothing is refused without a trace`()
        async throws
    {
        let room = try DeskRoom()
        let replaced = Change.replace(part: "cover-motor", serial: "CM-7", reason: "failed", used: 12)
        try PartStock.set("cover-motor", to: 2, in: room.bureau.database)
        #expect(
            await room.desk.carryOut(replaced, by: room.kim)
                == .done("Left for the dock, which takes it within seconds. 1 left in stock."))
        guard
            case .done = await room.desk.carryOut(.pause(schedule: "perimeter", reason: "roof"), by: room.kim)
        else {
            Issue.record("not paused")
            return
        }
        let page = await room.desk.operations()
        #expect(page.schedules.map(\.paused) == ["roof"] && page.parts.contains { $0.id == "cover-motor" })
        for nothing in [
            Change.replace(part: "wing", serial: "1", reason: "failed", used: 0), .run(schedule: "x"),
            .pause(schedule: "x", reason: "y"), .acknowledge(incident: "9-9"), .unshelve(incident: "9-9"),
            .shelve(incident: "9-9", hours: 8, reason: "z"),
        ] {
            guard case .refused = await room.desk.carryOut(nothing, by: room.kim) else {
                Issue.record("\(nothing) was not refused")
                return
            }
        }
        let (words, lines) = try room.left()
        #expect(words.count == 1 && words[0].hasPrefix("replaced {") && words[0].contains("CM-7"))
        #expect(lines.map(\.action) == ["replace", "pause"])
        #expect(lines[1].before == "flies" && lines[1].after == "paused: roof")
    }

    @Test func `a test mail is queued once a minute, and the page of mail tells no secret`() async throws {
        let room = try DeskRoom()
        guard case .done = await room.desk.carryOut(.testMail, by: room.kim),
            case .tooSoon = await room.desk.carryOut(.testMail, by: room.kim)
        else {
            Issue.record("not once")
            return
        }
        #expect(try Outbox(room.bureau.database).list().map(\.recipients) == [["ops@example.org"]])
        #expect(try room.left().lines.map(\.after) == ["to ops@example.org"])
        let page = await room.desk.notifications()
        #expect(page.server.contains { $0 == (name: "Server", value: "localhost") })
        #expect(page.routes.first == RouteRow(what: "alerts", to: "ops@example.org"))
        #expect(await room.desk.settingsCheck().problems.isEmpty)
    }

    @Test func `an incident is taken note of and shelved by name`() async throws {
        let room = try DeskRoom()
        let incident = bureauIncident(.clockJumped)
        var decision = DecisionCommit(moment: bureauTime(0))
        decision.incidents = [
            IncidentRecord(
                id: incident.storageID, severity: incident.kind.severity, kind: incident.kind.rawValue,
                opened: incident.opened, isOpen: true, body: try StateCoding.encode(incident))
        ]
        _ = try room.bureau.database.commit(decision)
        let id = incident.storageID
        #expect(
            await room.desk.carryOut(.acknowledge(incident: id), by: room.kim)
                == .done("kim takes care of it; nobody else is called."))
        #expect(try room.bureau.database.acknowledgement(of: id)?.way == "console")
        guard
            case .done = await room.desk.carryOut(
                .shelve(incident: id, hours: 8, reason: "noon"), by: room.kim),
            case .done = await room.desk.carryOut(.unshelve(incident: id), by: room.kim)
        else {
            Issue.record("not shelved")
            return
        }
        #expect(try room.left().lines.map(\.action) == ["acknowledge", "shelve", "unshelve"])
    }
}
