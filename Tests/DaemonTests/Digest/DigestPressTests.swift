// SPDX-License-Identifier: Apache-2.0
// The digest in all its forms, from the example year: word for word, the same octets each time, small enough, and
// honest about bad days.

import DockModel
import Foundation
import Paper
import Post
import Report
import RoostCore
import Settings
import Store
import Testing

@testable import RoostDaemon
@testable import roost

/// The example year, made once.
private enum Year {
    static let dock: DockConfiguration? = {
        do { return try DefaultConfiguration.configuration() } catch { return nil }
    }()
    static let records = dock.map { ExampleYear(dock: $0).records } ?? []

    static func press(_ language: ReportLanguage = .english, _ units: ReportUnits = .si) throws -> DigestPress {
        DigestPress(dock: try #require(dock).dock.dock, language: language, units: units)
    }

    static func matter() throws -> DigestPress.Matter { try #require(try DigestShelf(records).day("2026-11-25")) }
}

/// Compares with a file of the folder Golden; with ROOST_REWRITE_GOLDEN=1 it is written instead.
private func expectGolden(_ written: String, _ name: String) throws {
    // A new version of Roost changes no report.
    let text = written.replacing(RoostVersion.text, with: "VERSION")
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    if ProcessInfo.processInfo.environment["ROOST_REWRITE_GOLDEN"] == "1" { try Data(text.utf8).write(to: file) }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(golden == text, "\(name) differs; look, then run again with ROOST_REWRITE_GOLDEN=1")
}

private let pdftotext = "/usr/bin/pdftotext"
private let isPopplerHere = FileManager.default.isExecutableFile(atPath: pdftotext)

/// How many pages a PDF has: poppler ends each with a form feed.
private func pages(_ pdf: [UInt8]) throws -> Int { try textLayer(pdf).count { $0 == "\u{0C}" } }

/// The text layer of a PDF as poppler reads it.
private func textLayer(_ pdf: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("digest-\(UUID().uuidString).pdf")
    try Data(pdf).write(to: file)
    // The folder is swept by the system otherwise.
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: pdftotext)
    process.arguments = ["-layout", file.path, "-"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
}

@Suite struct DigestPressTests {
    @Test func `a day of the example year reads as it did`() throws {
        let matter = try Year.matter()
        let english = try Year.press().words(matter), german = try Year.press(.german, .imperial).words(matter)
        try expectGolden("\(english.subject)\n\n\(english.text)", "day-en.txt")
        try expectGolden("\(german.subject)\n\n\(german.text)", "day-de-imperial.txt")
        try expectGolden(try Year.press().illustrated(matter, .parts).report.html, "day-en.html")
        try expectGolden(try Year.press().short(matter).text, "day-en.satellite.txt")
        #expect(german.text.contains("mph") && german.text.contains("°F") && !german.text.contains("m/s,"))
    }

    @Test(.enabled(if: isPopplerHere))
    func `the paper of a day reads as it did, on A4 and on Letter`() throws {
        let matter = try Year.matter()
        try expectGolden(try textLayer(Year.press().pdf(matter, size: .a4)), "day-a4-en.pdf.txt")
        try expectGolden(try textLayer(Year.press(.german).pdf(matter, size: .letter)), "day-letter-de.pdf.txt")
    }

    @Test func `the same day gives the same octets, also from its row`() throws {
        let matter = try Year.matter()
        var replayed = matter
        replayed.record = try DayRecord(matter.record.row())
        let press = try Year.press()
        let first = try press.illustrated(matter, .parts), second = try press.illustrated(replayed, .parts)
        #expect(first.report == second.report)
        #expect(first.parts == second.parts)
        #expect(try press.pdf(matter, size: .a4) == press.pdf(replayed, size: .a4))
        #expect(try matter.record.row() == replayed.record.row())
    }

    @Test func `a mail with eight charts of a year is at most 60 kB without its PDF`() throws {
        let (report, parts) = try Year.press().illustrated(try Year.matter(), .parts)
        #expect(parts.count == 8)
        let mail = MailDraft(
            from: Mailbox(name: "Roost NORTH", address: try MailAddress("dock@example.org")),
            to: [Mailbox(address: try MailAddress("ops@example.org"))], subject: report.subject, text: report.text,
            isFlowed: true, html: report.html,
            attachments: report.attachments.map {
                MailAttachment(fileName: $0.name, mediaType: $0.mediaType, octets: Array($0.text.utf8))
            } + parts, date: WallTime(seconds: 1_795_690_800),
            messageID: try MailDraft.messageID(unique: "digest", domain: "example.org"))
        let size = try mail.rendered().count
        #expect(size <= 60_000, "\(size) octets")
        for part in parts { #expect(report.html.contains("cid:\(part.contentID ?? "-")")) }
    }

    @Test(.enabled(if: isPopplerHere))
    func `the facts take one page and the charts another`() throws {
        #expect(try pages(Year.press().pdf(try Year.matter(), size: .letter)) == 2)
    }

    @Test func `a month and a week are put together from their days`() throws {
        let shelf = DigestShelf(Year.records)
        var told: [Int] = []
        let month = try #require(
            try shelf.days(from: "2026-11-01", through: "2026-11-30", period: .month) { told.append($0) })
        #expect(told == Array(1...25))
        #expect(month.gaps == [.daysMissing(5, of: 30)])
        let days = Year.records.filter { $0.tally.day >= "2026-11-01" }
        let flown = days.reduce(0) { $0 + ($1.tally.outcomes[.flown] ?? 0) }
        let due = days.reduce(0) { $0 + $1.tally.outcomes.values.reduce(0, +) }
        let report = try Year.press().words(month)
        #expect(report.subject.contains("\(flown) of \(due) flown"))
        #expect(report.text.contains("nothing is stored of 5 of the 30 days"))
        #expect(report.text.contains("Monthly digest of dock NORTH"))
        #expect(month.record.log.watched == days.reduce(0) { $0 + $1.log.watched })
        let week = try #require(try shelf.days(from: "2026-11-16", through: "2026-11-22", period: .week))
        #expect(week.gaps.isEmpty)
        #expect(try shelf.days(from: "2031-01-01", through: "2031-01-31", period: .month) == nil)
    }
}

extension DigestPress.Matter: Equatable {
    public static func == (left: Self, right: Self) -> Bool {
        left.record == right.record && left.period == right.period
    }
}

@Suite struct BadDayTests {
    private func matter(_ change: (inout DayRecord) -> Void) throws -> DigestPress.Matter {
        var tally = DayTally()
        tally.day = "2026-11-25"
        tally.begun = WallTime(seconds: 1_795_539_600)
        tally.ended = WallTime(seconds: 1_795_626_000)
        var record = DayRecord(tally: tally, version: "1.0.0")
        change(&record)
        return DigestPress.Matter(record: record, history: DigestHistory(days: []).with(record))
    }

    @Test func `a day without data says so and is never green`() throws {
        let press = try Year.press()
        let matter = try matter { _ in }
        let text = press.line(matter)
        #expect(text.contains("Amber: no readings from the dock"))
        #expect(text.contains("the dock was watched for 0 s of 24 h 0 min"))
        #expect(text.contains("No reading from a vehicle in this period."))
        #expect(text.contains("Weather was not measured in this period."))
        let (report, parts) = try press.illustrated(matter, .parts)
        #expect(parts.isEmpty && !report.html.contains("<img"))
        #expect(try press.pdf(matter, size: .a4).count > 1_000)
    }

    @Test func `a clock that was wrong is said`() throws {
        let press = try Year.press()
        let set = try matter { record in
            record.log.watched = 86_400
            record.log.isClockSet = true
        }
        #expect(press.line(set).contains("the clock was set in this period"))
        let doubted = try matter { record in
            record.log.watched = 86_400
            record.log.clockDoubted = 5_400
        }
        #expect(press.line(doubted).contains("for 1 h 30 min the clock was not believed"))
        let backwards = try matter { $0.tally.ended = WallTime(seconds: 1_000) }
        #expect(press.line(backwards).contains("the clock was set in this period"))
        _ = try press.pdf(backwards, size: .a4)
    }

    @Test(.enabled(if: isPopplerHere))
    func `ten thousand incidents in a day fit one page and are all counted`() throws {
        let press = try Year.press()
        let matter = try matter { record in
            record.log.watched = 86_400
            record.tally.incidents = [
                IncidentKind.deviceLost.rawValue: 9_000, IncidentKind.coverPinched.rawValue: 1_000,
            ]
            record.tally.openIncidents = (0..<10_000).map { index in
                Incident(
                    kind: index.isMultiple(of: 10) ? .coverPinched : .deviceLost, subject: "device \(index)",
                    detail: "no answer", opened: WallTime(seconds: 1_795_600_000 + Double(index)),
                    number: Int64(index))
            }
        }
        let report = press.words(matter)
        #expect(report.text.utf8.count <= ReportWriter.largestDigestText)
        #expect(report.text.contains("9000 times") && report.text.contains("1000 times"))
        #expect(
            report.attachments.first { $0.name.hasSuffix("-incidents.csv") }?.text.split(separator: "\r\n").count
                == 10_001)
        #expect(report.html.utf8.count < 60_000)
        #expect(press.short(matter).text.utf8.count <= ShortAlert.mostOctets)
        #expect(try pages(press.pdf(matter, size: .letter)) == 1)
    }

    @Test func `names of every script and direction stand on the page and break nothing`() throws {
        let names = [
            "حقل الشمال", "שדה צפון", "北場", "Поле-Север", "उत्तर क्षेत्र", "สนามเหนือ",
            "🛸 field", "\u{202E}evil\u{202C}",
            "<b>x</b>", "a\r\nBcc: x", "=cmd()", "\u{0}\u{7}",
        ]
        let press = try Year.press(.german)
        let matter = try matter { record in
            record.log.watched = 86_400
            record.wear = names.map { name in
                DigestPart(
                    name: name, serial: name, stage: .plan, daysLeft: DaysLeft(p10: 5, p50: 9, p90: 30),
                    leadDays: 3,
                    orderDays: 1, basis: .catalogue)
            }
            record.tally.missions = names.map { name in
                MissionLine(
                    id: name, schedule: ScheduleID(name), outcome: .partial, due: WallTime(seconds: 1_795_600_000),
                    reason: name)
            }
            record.tally.outcomes = [.partial: names.count]
            record.upcoming = names.map { DigestUpcoming(name: $0, at: WallTime(seconds: 1_795_700_000)) }
        }
        let report = press.words(matter)
        #expect(report.text.contains("حقل الشمال") && report.text.contains("北場"))
        #expect(
            !report.text.contains("\u{202E}") && !report.text.contains("\u{7}") && !report.subject.contains("\n"))
        #expect(!report.html.contains("<b>x</b>") && report.html.contains("&lt;b&gt;x&lt;/b&gt;"))
        #expect(report.attachments.allSatisfy { !$0.text.contains("\n=cmd()") })
        #expect(press.short(matter).text.utf8.allSatisfy { $0 < 0x80 })
        _ = try press.pdf(matter, size: .a4)
    }

    @Test func `figures that are no numbers are left out and stop nothing`() throws {
        let matter = try matter { record in
            record.log.watched = .infinity
            record.log.wind = [
                DayLog.WindSlot(start: .max, sum: .nan, count: 1, gust: .infinity),
                DayLog.WindSlot(start: .min, sum: 1, count: 0, gust: 1),
                DayLog.WindSlot(start: 0, sum: 1, count: 1, gust: 1),
            ]
            record.log.moves = [DayLog.CoverMove(at: .max, isOpening: true, current: .nan, seconds: .infinity)]
            record.log.flights = [DayLog.Flight(from: .max, to: .min)]
            record.tally.coverTravels = .greatestFiniteMagnitude
            record.tally.flightSeconds = .nan
            record.tally.windSamples = 1
            record.tally.windSum = .infinity
            record.tally.gust = .nan
            record.packHealth = -.infinity
        }
        let press = try Year.press()
        let text = try press.illustrated(matter, .parts).report.text
        #expect(!text.lowercased().contains("nan") && !text.contains("inf"))
        _ = try press.pdf(matter, size: .a4)
        #expect(try DayRecord(matter.record.row()).tally.coverTravels == .greatestFiniteMagnitude)
    }

    @Test func `a row of another form is refused with its day`() throws {
        let row = DayRow(
            day: "2026-11-25", ended: WallTime(seconds: 0), figures: [], body: Array("{\"schema\":9}".utf8))
        let error = #expect(throws: DayRecordError.self) { try DayRecord(row) }
        #expect(error?.description.contains("2026-11-25") == true && error?.description.contains("form 9") == true)
    }

    @Test func `a flight without a position has no distance, and a partial one is never done`() throws {
        let writer = ReportWriter(zone: "UTC")
        var run = MissionInput(
            source: ReportSource(dock: "NORTH", version: "1"), name: "perimeter", run: "r", verdict: .done,
            plannedAt: WallTime(seconds: 1_795_600_000))
        run.takeOff = WallTime(seconds: 1_795_600_100)
        run.landing = WallTime(seconds: 1_795_601_000)
        (run.itemsReached, run.itemsPlanned) = (7, 12)
        run.record = "perimeter-2026-v1.pdf"
        let report = writer.mission(run)
        #expect(report.subject.contains("partial, 7 of 12 plan items") && !report.subject.contains("done"))
        #expect(report.text.contains("Distance:        not measured"))
        #expect(report.text.contains("Flight record:   perimeter-2026-v1.pdf"))
    }
}

extension DigestPress {
    /// The text on one line, however it was broken.
    fileprivate func line(_ matter: Matter) -> String { words(matter).text.replacing("\n", with: " ") }
}
