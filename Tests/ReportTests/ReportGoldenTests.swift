// SPDX-License-Identifier: Apache-2.0
// The reports word for word, as text and as HTML.

import DockModel
import Report
import Testing

private func check(_ report: RenderedReport, _ name: String) throws {
    try GoldenFile.expect("Subject: \(report.subject)\n\n\(report.text)", equals: "\(name).txt")
    try GoldenFile.expect(report.html, equals: "\(name).html")
    for attachment in report.attachments {
        let kind = attachment.name.split(separator: "-").last ?? "table.csv"
        try GoldenFile.expect(attachment.text, equals: "\(name)-\(kind)")
    }
}

@Test func `a good day reads as it did`() throws { try check(Sample.writer.digest(Sample.day()), "digest") }

@Test func `a bad day reads as it did`() throws {
    try check(Sample.writer.digest(Sample.badDay()), "digest-bad")
}

@Test func `a day without data reads as it did`() throws {
    let empty = DigestInput(source: Sample.source, from: Sample.hours(-24), to: Sample.morning)
    try check(Sample.writer.digest(empty), "digest-empty")
}

@Test(arguments: PartStage.allCases) func `a part notice reads as it did`(stage: PartStage) throws {
    try check(Sample.writer.partNotice(Sample.notice(stage: stage)), "notice-\(stage.rawValue)")
}

@Test(arguments: [PartNoticeKind.withdrawn, .reinstated, .replacementSuspected])
func `a later word on a notice reads as it did`(kind: PartNoticeKind) throws {
    try check(Sample.writer.partNotice(Sample.notice(kind: kind)), "notice-\(kind.rawValue)")
}

@Test func `notices about several parts read as they did`() throws {
    var filter = Sample.notice(kind: .withdrawn)
    (filter.part, filter.name, filter.serial, filter.steps) = ("air-filter", "Air filter", "F-3", [])
    (filter.measure, filter.hasChart) = (nil, false)
    filter.reasons = ["9 chances in 10 that it lasts 40 days or more, over twice the delivery time of 14 days"]
    var fan = Sample.notice(stage: .stop)
    (fan.part, fan.name, fan.serial, fan.steps) = ("box-fan", "Box fan", "B-17", [])
    fan.hasChart = true
    try check(#require(Sample.writer.partNotices([filter, Sample.notice(), fan])), "notices")
}

@Test func `a flown mission reads as it did`() throws {
    try check(Sample.writer.mission(Sample.flown()), "mission-done")
}

@Test func `a held mission reads as it did`() throws {
    try check(Sample.writer.mission(Sample.held()), "mission-held")
}

@Test func `a partial mission reads as it did`() throws {
    var run = Sample.flown()
    run.itemsReached = 7
    run.reason = "battery reserve reached"
    run.incidents = [
        IncidentLine(id: "19", severity: .warning, title: "Battery low", since: Sample.hours(1.3))
    ]
    run.amendedBecause = "the log was read after the link came back"
    try check(Sample.writer.mission(run), "mission-partial")
}

@Test func `an incident alert reads as it did`() throws {
    try check(Sample.writer.incident(Sample.incident()), "incident")
}

@Test func `the end of an incident reads as it did`() throws {
    var incident = Sample.incident()
    incident.ended = Sample.hours(0.6)
    try check(Sample.writer.incident(incident), "incident-resolved")
}
