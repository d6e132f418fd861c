// SPDX-License-Identifier: Apache-2.0
// Notices about parts as mails: all that one decision makes due are one mail, each is an event of its own and named in
// it once, and the chart of what was measured goes with it.

import DockModel
import Foundation
import Post
import RoostCore
import Settings
import Store
import Testing
import Wear

@testable import RoostDaemon

/// A dock whose parts were worn by rows, over a real database file.
private final class WornDock {
    let database: RoostDatabase
    let writer: MailWriter
    let rules: [PartRule]
    var state: DockState
    private var desk: TriageDesk
    private let day = WallTime(milliseconds: 1_811_870_700_000)

    init(_ mailLines: String = "  routes: [{to: [tech@example.org]}]") throws {
        var bureau = try MailBureau(mailLines)
        let configuration = bureau.configuration
        rules = try configuration.policy().parts
        database = bureau.database
        desk = TriageDesk(dock: "north", database: database, logger: silent)
        let planner = Planner(
            rules: configuration.schedules, zone: configuration.dock.dock.timeZone,
            dayEnds: configuration.dock.digestAt)
        writer = try MailWriter(
            configuration: configuration, rules: rules, planner: planner, outbox: Outbox(database),
            directory: bureau.directory)
        state = DockState(at: Moment(boot: Instant(seconds: 1), wall: day), parts: rules)
        bureau.state = state
    }

    /// The notices that a measure which goes to its end in thirty rows makes due, with its journal stored.
    func wear(_ part: PartID) throws -> [WearNotice] {
        let rule = try #require(rules.first { $0.description.id == part })
        guard case .measured(_, _, let new, let end) = rule.description.measure else { return [] }
        let life = rule.description.typicalLife
        let rows = (1...30).map { row in
            WearRow(
                at: day + .seconds(Int64(row) * 86_400), use: life * Double(row) / 30,
                measure: new + (end - new) * Double(row) / 31)
        }
        var decision = DecisionCommit(moment: Moment(boot: Instant(seconds: 2), wall: day))
        let opened = try #require(state.wear.units[part])
        for entry in [.opened(rule.description, opened)] + rows.map({ WearEntry.row(part, $0) }) {
            decision.wear.append(
                WearRecord(part: part.text, kind: entry.word, body: try StateCoding.encode(entry)))
        }
        _ = try database.commit(decision)
        return state.wear.takeOver(rows, of: rule)
    }

    /// The mails that notices of one decision make, committed.
    func tell(_ notices: [Notice]) throws -> [NewMail] {
        let now = Moment(boot: Instant(seconds: 9), wall: day + .seconds(31 * 86_400))
        let answer = try desk.judge(
            notices, state: state, trail: TelemetryTrail(), at: now, database: database, writer: writer)
        var decision = DecisionCommit(moment: now)
        (decision.mails, decision.triage) = (answer.mails, answer.commit)
        _ = try database.commit(decision)
        return answer.mails
    }
}

@Suite struct PartMails {
    private let parts: [PartID] = ["cover-motor", "box-fan", "air-filter"]

    @Test func `all notices of one decision are one mail that names each of them once`() throws {
        let dock = try WornDock()
        let notices = try parts.compactMap { try dock.wear($0).last }
        try #require(notices.count == 3)
        let mails = try dock.tell([.digest(DayTally())] + notices.map { .part($0) })
        let about = mails.filter { $0.kind == "part-notice" }
        try #require(about.count == 1)
        let text = String(decoding: about[0].octets, as: UTF8.self)
        let mail = ParsedMail(about[0].octets)
        #expect(mail.subject.contains("3 parts: "))
        for notice in notices {
            #expect(text.components(separatedBy: "X-Roost-Part: \(notice.key)\r\n").count == 2)
        }
        // Three events, each in one place, each with this mail.
        let events = try dock.database.events(after: 0, heldOnly: false, limit: 100).filter { $0.kind == "WEAR.notice" }
        #expect(events.count == 3)
        for event in events { #expect(event.place == .ended(bin: "mailedAlone", mail: about[0].dedupe)) }
        #expect(Set(events.map(\.id)).count == 3)
    }

    @Test func `the mail carries a chart of each measured part, and the papers of the visit once`() throws {
        let dock = try WornDock()
        let notices = try parts.compactMap { try dock.wear($0).last }
        let mail = ParsedMail(try #require(try dock.tell(notices.map { .part($0) }).first).octets)
        let names = mail.attachments.map(\.fileName)
        for part in parts { #expect(names.filter { $0 == "wear-\(part).png" }.count == 1) }
        #expect(names.filter { $0.hasSuffix(".pdf") }.count >= 1)
        #expect(Set(names).count == names.count)
    }

    @Test func `a single notice keeps its own key, in the mail and in the queue`() throws {
        let dock = try WornDock()
        let notice = try #require(try dock.wear("cover-motor").last)
        let mails = try dock.tell([.part(notice)])
        try #require(mails.count == 1)
        #expect(mails[0].dedupe == "part.\(notice.key)")
        #expect(ParsedMail(mails[0].octets).header("X-Roost-Part") == notice.key)
    }

    @Test func `a notice withdrawn and one issued in one decision are one mail, what is due first`() throws {
        let dock = try WornDock("  language: de\n  routes: [{to: [tech@example.org], language: de}]")
        var withdrawn = try #require(try dock.wear("cover-motor").last)
        withdrawn.kind = .withdrawn
        withdrawn.reasons = [.outlookImproved(p10Days: 90, leadDays: 14)]
        let issued = try #require(try dock.wear("air-filter").last)
        let mails = try dock.tell([.part(withdrawn), .part(issued)])
        try #require(mails.count == 1)
        let mail = ParsedMail(mails[0].octets)
        #expect(mail.subject.contains("2 Teile: "))
        #expect(!mail.subject.contains("zurückgezogen"))
        #expect(mail.text?.contains("zurückgezogen") == true)
        #expect(mail.text?.contains("90 Tage") == true)
        #expect(mail.text?.contains("chance in 10") == false)
    }
}
