// SPDX-License-Identifier: Apache-2.0
// Docks for the tests: one where all is well, one that knows nothing, one where every text is hostile and
// every list is far too long.

import DockModel

@testable import Console

/// A fixed dock.
struct SampleDock: ConsoleModel {
    static let now = WallTime(milliseconds: 1_783_175_405_250)

    var page: OverviewPage = SampleDock.wellPage
    var mails: [MailView] = []
    var queue = OutboxPage(now: SampleDock.now)
    var checks: [HealthCheck] = [HealthCheck(name: "store", isPassing: true, detail: "writes")]
    var pages = SamplePages("fan", count: 2)

    func overview() async -> OverviewPage { page }
    func mailbox() async -> [MailboxEntry] { mails.map(\.entry) }
    func mail(_ id: String) async -> MailView? { mails.first { $0.entry.id == id } }
    func rawMail(_ id: String) async -> [UInt8]? {
        mails.contains { $0.entry.id == id } ? Array("Subject: raw\r\n\r\n\0\u{e9}\r\n".utf8) : nil
    }
    func outbox() async -> OutboxPage { queue }
    func health() async -> HealthPage { HealthPage(checks: checks) }
    func hardware() async -> HardwarePage { pages.hardware }
    func wear() async -> WearPage { pages.wear }
    func wear(of part: String) async -> WearPartPage? { part == "p1" ? pages.part : nil }
    func wearChart(of part: String) async -> [UInt8]? { part == "p1" ? Array("<svg/>".utf8) : nil }
    func missions(page: Int) async -> MissionsPage { pages.missions }
    func readiness() async -> ReadinessFact { pages.missions.readiness }
    func calendar() async -> String { "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" }
    func flight() async -> FlightPage { pages.flight }
    func incidents(page: Int) async -> IncidentsPage { pages.incidents }
    func incident(_ id: String) async -> IncidentPage? { id == "i1" ? pages.incident : nil }
    func heldBack(page: Int) async -> HeldPage { pages.held }
    func system() async -> SystemPage { pages.system }

    static var wellPage: OverviewPage {
        var page = OverviewPage(dockName: "Nordhang 3", now: now)
        page.phase = PhaseFact(name: "charging", since: now + .seconds(-754), waitsFor: "the pack to be full")
        page.cover = .closed
        page.charger = ChargerFact(isOn: true, current: Amperes(7.5), voltage: Volts(25.2))
        var vehicle = VehicleFact(name: "quadcopter 1")
        vehicle.isLinked = true
        vehicle.isArmed = false
        vehicle.isLanded = true
        vehicle.isOnPad = true
        vehicle.battery = Percent(84)
        vehicle.position = PositionFact(latitude: 47.397742, longitude: -8.545594, height: Metres(1.5))
        page.vehicle = vehicle
        page.weather = [
            ReadingRow(name: "Wind", value: .number(4.25), unit: "m/s", quality: .good, age: .seconds(1))
        ]
        return page
    }

    /// Texts that would run, break out of an attribute, hide or reorder, if they were not escaped.
    static let hostileTexts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</title><svg/onload=1>",
        "]]><!--<b>", "{{7*7}}\\(1)", "javascript:alert(1)", "\u{202E}gpj.exe\u{2066}",
        "\0\u{1B}[31m\u{7F}\u{85}",
        String(repeating: "\"", count: 5_000), "a" + String(repeating: "\u{301}", count: 5_000),
    ]

    /// A dock whose every text is `text`, with `count` rows in every list.
    static func hostile(_ text: String, count: Int = 3, mailID: String = "m1.eml") -> SampleDock {
        var dock = SampleDock(page: hostilePage(text, count: count))
        let entry = MailboxEntry(
            id: mailID, from: text, to: Array(repeating: text, count: count), subject: text, date: nil,
            dateText: text,
            kind: text)
        let header = ShownHeader(name: text, value: text)
        let part = ShownAttachment(name: text, type: text, sizeBytes: .max)
        dock.mails = Array(
            repeating: MailView(
                entry: entry, headers: Array(repeating: header, count: count), text: text, html: text,
                attachments: Array(repeating: part, count: count)), count: count)
        let row = OutboxRow(
            id: text, to: text, subject: text, severity: .emergency, state: .deferred, attempts: .max,
            queued: now,
            nextAttempt: now, lastAnswer: text)
        dock.queue = OutboxPage(
            now: now, counts: MailCounts(failed: .max, oldestUnsent: now), link: text,
            rows: Array(repeating: row, count: count))
        dock.checks = [HealthCheck(name: text, isPassing: false, detail: text)]
        dock.pages = SamplePages(text, count: count)
        return dock
    }

    private static func hostilePage(_ text: String, count: Int) -> OverviewPage {
        func rows<Row>(_ row: Row) -> [Row] { Array(repeating: row, count: count) }
        var page = OverviewPage(dockName: text, now: now, isClockTrusted: false)
        page.phase = PhaseFact(
            name: text, since: now, deadline: now + .seconds(-1), waitsFor: text, needsPerson: true)
        page.cover = .contradictory
        page.vehicle = VehicleFact(name: text)
        page.vehicle?.mode = text
        page.vehicle?.battery = Percent(.infinity)
        page.vehicle?.position = PositionFact(latitude: .nan, longitude: 1e300)
        page.weather = rows(
            ReadingRow(
                name: text, value: .text(text), unit: text, quality: .uncertain, age: .nanoseconds(Int64.max))
        )
        page.nextRuns = rows(
            RunRow(schedule: text, mission: text, due: WallTime(milliseconds: .max), note: text))
        page.decision = DecisionFact(
            run: text, taken: WallTime(milliseconds: .min),
            gates: rows(GateRow(name: text, verdict: .refuse, reason: text)))
        page.flights = rows(FlightRow(run: text, launched: now, landed: now, outcome: text, mark: .bad))
        page.parts = rows(
            PartRow(
                name: text, used: text, p10Days: 1e300, p50Days: 1e301, p90Days: 1e302, due: now, notice: text
            ))
        page.incidents = rows(IncidentRow(severity: .emergency, title: text, opened: now, count: .max))
        page.mail = MailCounts(waiting: .max, deferred: .min, sent: 0, failed: 1, oldestUnsent: now)
        return page
    }

    /// The pages for people.
    static let htmlTargets = [
        "/", "/?live", "/missions", "/flight", "/hardware", "/wear", "/wear/p1", "/incidents", "/incidents/i1",
        "/incidents/held", "/mailbox", "/mailbox/m1.eml", "/outbox", "/system", "/nothing",
    ]

    /// Every page of this dock, as a browser asks for them.
    func allPages() async -> [(target: String, reply: ConsoleReply)] {
        let site = ConsoleSite(model: self, hosts: HostRule(listeningOn: "127.0.0.1"))
        var pages: [(String, ConsoleReply)] = []
        for target in SampleDock.htmlTargets {
            pages.append((target, await site.reply(method: "GET", target: target, hosts: ["localhost"])))
        }
        return pages
    }
}

extension ConsoleReply {
    /// The content as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
