// SPDX-License-Identifier: Apache-2.0
// Hostile names: they may be shown, but never act.

import DockModel
import Foundation
import Testing

@testable import Report

private let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a\r\nBcc: victim@example.org",
    "\u{202E}gnp.exe\u{2066}", "{dock}{n}", "=HYPERLINK(\"http://x\")", "&lt;b&gt;",
    "'; DROP TABLE outbox; --",
    "\u{0}\u{7}\u{1B}[31mred", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘", "שלום עולם", "مرحبا بالعالم", "ドローン基地・北", "👩🏽‍🚀🛰️", "",
    String(repeating: "x", count: 5_000),
]

private func reports(named name: String) -> [RenderedReport] {
    var day = Sample.badDay()
    day.source = ReportSource(dock: DockID(name), version: name)
    day.changes = [name]
    day.tasks = [DigestTask(what: name)]
    day.missions = [DigestMission(name: name, plannedAt: Sample.morning, verdict: .held, reason: name)]
    day.upcoming = [DigestUpcoming(name: name, at: Sample.morning)]
    day.wear = [Sample.part(name, stage: .stop, p10: 0, p50: 1, p90: 2)]
    day.suppressed = [DigestCount(rule: name, count: 1)]
    day.incidents = [IncidentLine(id: name, severity: .critical, title: name, since: Sample.morning)]
    day.versions = [DigestVersion(name: name, version: name)]
    var notice = Sample.notice()
    (notice.name, notice.serial, notice.useUnit) = (name, name, name)
    notice.part = PartID(name)
    (notice.reasons, notice.steps) = ([name], [name])
    notice.measure = PartMeasure(kind: name, unit: name, value: .nan, new: 1, endOfLife: 1)
    var run = Sample.held()
    (run.name, run.run, run.reason, run.amendedBecause) = (name, name, name, name)
    run.gates = [GateLine(name: name, answer: .refuse, value: name, limit: name)]
    var incident = Sample.incident()
    (incident.id, incident.title, incident.what, incident.value) = (name, name, name, name)
    (incident.limit, incident.lastGood, incident.action) = (name, name, name)
    let writer = Sample.writer
    return [writer.digest(day), writer.partNotice(notice), writer.mission(run), writer.incident(incident)]
}

@Test(arguments: hostile) func `a hostile name cannot act in a mail`(name: String) {
    for report in reports(named: name) {
        let html = report.html.lowercased()
        #expect(!html.contains("<script") && !html.contains("<img"))
        #expect(
            html.components(separatedBy: "<table").count == html.components(separatedBy: "</table>").count)
        let control = report.subject.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
        #expect(!control && report.subject.count <= 140)
        #expect(!report.text.unicodeScalars.contains { $0.value < 32 && $0.value != 10 })
        #expect(!report.text.contains("\nBcc:"))
        let all = report.subject + report.text + report.html
        #expect(!all.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || $0.value == 0x2066 })
        for attachment in report.attachments {
            #expect(attachment.name.utf8.allSatisfy { $0 > 44 && $0 < 127 && $0 != 47 })
            #expect(!attachment.text.contains("\r\n=") && !attachment.text.contains(",="))
        }
    }
}

@Test func `every script is shown as it is written`() {
    for name in ["שלום", "مرحبا", "ドローン", "Åse Šimůnek", "नमस्ते"] {
        for report in reports(named: name) {
            #expect(report.text.contains(name) && report.html.contains(name))
        }
    }
}

@Test func `the HTML needs nothing from outside and tells dark screens apart`() {
    for report in reports(named: "x") {
        #expect(
            !report.html.contains("http:") && !report.html.contains("https:") && !report.html.contains("src=")
        )
        #expect(report.html.contains("prefers-color-scheme:dark"))
        #expect(report.html.contains("width=device-width"))
    }
}

@Test func `a brace in a value is not filled in again`() {
    #expect(Wording.fill("{a} and {b}", with: ["a": "{b}", "b": "x"]) == "{b} and x")
    #expect(Wording.fill("{a", with: ["a": "x"]) == "{a")
    #expect(Wording.fill("{c}", with: ["a": "x"]) == "{c}")
}

@Test func `a spreadsheet executes nothing`() {
    #expect(CSVTable.field("=1+1") == "'=1+1")
    #expect(CSVTable.field("-3.5") == "-3.5")
    #expect(CSVTable.field("@x,y") == "\"'@x,y\"")
    #expect(CSVTable.field("say \"hi\"") == "\"say \"\"hi\"\"\"")
    #expect(CSVTable.field("a\nb") == "a b")
}
