// SPDX-License-Identifier: Apache-2.0
// What reports must say, must not say, and how large they may be.

import DockModel
import Foundation
import Testing

@testable import Report

private let writer = Sample.writer

/// The text without its line breaks.
private func flowing(_ report: RenderedReport) -> String {
    report.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

@Test func `the subject of the digest is the verdict line`() {
    var day = Sample.day()
    #expect(writer.digest(day).subject == "Dock NORTH: 1 of 1 flown, 1 part due in 9 days")
    day.wear = []
    #expect(writer.digest(day).subject == "Dock NORTH: 1 of 1 flown")
    day.missions = []
    #expect(writer.digest(day).subject == "Dock NORTH: no missions planned")
}

@Test func `a partial mission is never counted or called done`() {
    var day = Sample.day()
    day.missions = [
        DigestMission(name: "A", plannedAt: Sample.morning, verdict: .done),
        DigestMission(name: "B", plannedAt: Sample.morning, verdict: .partial),
    ]
    let digest = writer.digest(day)
    #expect(digest.subject.contains("1 of 2 flown, 1 partial"))
    #expect(digest.text.contains("Amber"))
    var run = Sample.flown()
    run.itemsReached = 11
    let report = writer.mission(run)
    #expect(report.subject == "Dock NORTH: North fence partial, 11 of 12 plan items")
    #expect(!report.text.contains("done") && !report.html.contains("done"))
}

@Test func `a day on which the dock could not be read is not green`() {
    let empty = DigestInput(source: Sample.source, from: Sample.hours(-24), to: Sample.morning)
    let report = writer.digest(empty)
    #expect(report.text.contains("Amber: no readings from the dock."))
    #expect(!report.text.lowercased().contains("green"))
    #expect(report.attachments.isEmpty)
}

@Test func `what is missing is said, never invented`() {
    var day = Sample.day()
    day.vehicle = DigestVehicle()
    day.dock = DigestDock()
    day.weather = DigestWeather()
    day.link = DigestLink()
    let text = writer.digest(day).text
    #expect(text.contains("Battery charge:  not measured"))
    #expect(text.components(separatedBy: "not measured").count - 1 >= 20)
    day.vehicle?.charge = Percent(.nan)
    day.weather?.gust = MetresPerSecond(.infinity)
    let odd = writer.digest(day).text
    #expect(!odd.lowercased().contains("nan") && !odd.contains("inf"))
}

@Test func `a day with fifty incidents still fits one page`() {
    var day = Sample.badDay()
    day.incidents = (0..<50).map { index in
        IncidentLine(
            id: "\(index)", severity: Severity(rawValue: index % 5) ?? .notice,
            title: "Something with a rather long title number \(index) happened",
            since: Sample.hours(-Double(index)),
            count: index)
    }
    let report = writer.digest(day)
    #expect(report.text.utf8.count < 4_096)
    #expect(report.text.contains("10 P0, 10 P1, 10 P2, 10 P3, 10 P4 open in all."))
    #expect(report.text.contains("more"))
    #expect(report.text.contains("SYSTEM"))
    let table = report.attachments.first { $0.name == "NORTH-2026-03-02-incidents.csv" }
    #expect(table?.text.components(separatedBy: "\r\n").count == 52)
}

@Test func `the longest possible day still fits one page`() {
    var day = Sample.badDay()
    let long = String(repeating: "漢字Ünïcødé ", count: 60)
    day.source = ReportSource(dock: DockID(long), version: long)
    day.changes = Array(repeating: long, count: 500)
    day.tasks = Array(repeating: DigestTask(what: long, by: Sample.morning), count: 500)
    day.missions = Array(
        repeating: DigestMission(
            name: long, plannedAt: Sample.morning, verdict: .held, reason: long, nextTry: Sample.morning),
        count: 500)
    day.upcoming = Array(repeating: DigestUpcoming(name: long, at: Sample.morning), count: 500)
    day.wear = Array(repeating: Sample.part(long, stage: .stop, p10: 0, p50: 1, p90: 2), count: 500)
    day.suppressed = Array(repeating: DigestCount(rule: long, count: .max), count: 500)
    day.incidents = Array(
        repeating: IncidentLine(
            id: long, severity: .emergency, title: long, since: Sample.morning, count: .max),
        count: 1_000)
    day.versions = Array(repeating: DigestVersion(name: long, version: long), count: 500)
    let report = writer.digest(day)
    #expect(report.text.utf8.count < 4_096)
    #expect(report.html.utf8.count < 100_000)
    #expect(report.subject.count <= 140)
}

@Test func `no line of text is wider than 76 columns`() {
    let reports = [
        writer.digest(Sample.day()), writer.digest(Sample.badDay()), writer.partNotice(Sample.notice()),
        writer.mission(Sample.flown()), writer.mission(Sample.held()), writer.incident(Sample.incident()),
    ]
    for line in reports.flatMap({ $0.text.components(separatedBy: "\n") }) {
        #expect(CleanText.columns(line) <= 76, "\(line)")
    }
}

@Test func `an incident alert is short`() {
    #expect(writer.incident(Sample.incident()).text.utf8.count < 900)
}

@Test func `a refused mission says why and when it is tried again`() {
    let report = writer.mission(Sample.held())
    #expect(report.subject == "Dock NORTH: Solar field held: gusts of 13.4 m/s, limit 12.0 m/s")
    for words in [
        "Why: gusts of 13.4 m/s", "Next try:", "2026-03-02 10:30 UTC", "11:30 +01:00", "did not take off",
    ] {
        #expect(report.text.contains(words), "\(words)")
    }
    #expect(report.text.contains("rain") && report.text.contains("not measured"))
}

@Test func `a notice names dates with their confidence`() {
    let report = writer.partNotice(Sample.notice())
    #expect(report.subject == "Dock NORTH: order Cover motor by 4 Mar 2026")
    #expect(report.text.contains("between 11 and 27 March 2026, 80 % sure"))
    #expect(report.text.contains("141 to 377 moves, most likely 243 moves"))
    #expect(report.text.contains("travel current 5.07 A"))
    #expect(!flowing(report).contains("roost wear replace cover-motor"))
    #expect(
        flowing(writer.partNotice(Sample.notice(stage: .stop))).contains("roost wear replace cover-motor"))
}

@Test func `what is due at once is said without a date`() {
    var notice = Sample.notice()
    notice.daysLeft = DaysLeft(p10: 0, p50: 0, p90: 4)
    #expect(writer.partNotice(notice).subject == "Dock NORTH: order Cover motor now")
    notice.stage = .replace
    #expect(writer.partNotice(notice).subject == "Dock NORTH: change Cover motor now")
    #expect(!flowing(writer.partNotice(notice)).contains("latest now"))
}

@Test func `a part that was never measured says so`() {
    var notice = Sample.notice()
    notice.measure = nil
    notice.basis = .catalogue
    let text = flowing(writer.partNotice(notice))
    #expect(text.contains("this unit has not been measured"))
    #expect(text.contains("not measured"))
}

@Test func `the same facts give the same bytes`() {
    #expect(writer.digest(Sample.badDay()) == writer.digest(Sample.badDay()))
}
