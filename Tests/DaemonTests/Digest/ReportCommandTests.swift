// SPDX-License-Identifier: Apache-2.0
// `roost report`: what it writes from the example year and from a store, and how it says that something is not there.

import ArgumentParser
import DockModel
import Foundation
import Report
import RoostCore
import Store
import Testing

@testable import RoostDaemon
@testable import roost

@Suite struct ReportCommandTests {
    private func file(_ name: String) throws -> String { try freshDirectory() + "/" + name }

    private func run<Command: ParsableCommand>(_: Command.Type, _ arguments: [String]) throws {
        var command = try Command.parse(arguments)
        try command.run()
    }

    private func exitCode(_ call: () throws -> Void) -> Int32? {
        do {
            try call()
            return nil
        } catch {
            return ReportCommand.exitCode(for: error).rawValue
        }
    }

    @Test(arguments: [
        ("text", "Dock NORTH"), ("html", "<!DOCTYPE html>"), ("pdf", "%PDF-"), ("json", "{\"day\":\"2026-11-25\""),
        ("satellite", "Dock NORTH"), ("csv", "day,missions_flown"),
    ])
    func `the example year comes in every form`(format: String, head: String) throws {
        let file = try file("digest")
        try run(ReportDigestCommand.self, ["--demo", "--format", format, "--output", file])
        let octets = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(String(decoding: octets.prefix(head.utf8.count), as: UTF8.self) == head)
    }

    @Test func `a year of figures has a row a day and none for days without the dock`() throws {
        let file = try file("year.csv")
        try run(
            ReportDigestCommand.self,
            ["--demo", "--date", "2025-11-26..2026-11-25", "--format", "csv", "--output", file])
        let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\r\n")
        #expect(rows.count == 363)
        #expect(Set(rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [21])
        #expect(!FileManager.default.fileExists(atPath: file + ".part"))
    }

    @Test func `the digest of a stored day is the one of the command`() throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        var tally = DayTally()
        tally.day = "2026-11-25"
        tally.begun = WallTime(seconds: 1_795_539_600)
        tally.ended = WallTime(seconds: 1_795_626_000)
        var record = DayRecord(tally: tally, version: "1")
        record.log.watched = 86_400
        var decision = DecisionCommit(moment: bureauTime(0))
        decision.days = [try record.row()]
        _ = try database.commit(decision)
        let output = directory + "/day.txt"
        try run(ReportDigestCommand.self, ["--storage", directory, "--output", output])
        #expect(try String(contentsOfFile: output, encoding: .utf8).contains("no missions planned"))
        #expect(
            exitCode { try run(ReportDigestCommand.self, ["--storage", directory, "--date", "2026-11-24"]) } == 1)
        #expect(
            exitCode {
                try run(
                    ReportDigestCommand.self,
                    [
                        "--storage", directory, "--date", "2026-01-01..2026-02-01", "--format", "csv", "--output",
                        output + "2",
                    ])
            } == 1)
        #expect(!FileManager.default.fileExists(atPath: output + "2"))
        #expect(exitCode { try run(ReportDigestCommand.self, ["--storage", directory + "/none"]) } == 69)
        #expect(exitCode { try run(ReportWearCommand.self, ["--demo", "--id", "wings"]) } == 1)
        #expect(exitCode { try run(ReportIncidentCommand.self, ["--id", "1-1", "--storage", directory]) } == 1)
    }

    @Test func `an incident is told from the store in every form`() throws {
        let directory = try freshDirectory()
        let database = try RoostDatabase.open(directory: directory)
        let incident = bureauIncident(.coverPinched)
        var decision = DecisionCommit(moment: bureauTime(0))
        decision.incidents = [
            IncidentRecord(
                id: incident.storageID, severity: incident.kind.severity, kind: incident.kind.rawValue,
                opened: incident.opened, isOpen: true, body: try StateCoding.encode(incident))
        ]
        _ = try database.commit(decision)
        for (format, head) in [
            ("text", "Dock NORTH"), ("html", "<!DOCTYPE html>"), ("pdf", "%PDF-"), ("json", "{"),
        ] {
            let output = directory + "/incident.\(format)"
            try run(
                ReportIncidentCommand.self,
                ["--id", incident.storageID, "--storage", directory, "--format", format, "--output", output])
            let octets = try Data(contentsOf: URL(fileURLWithPath: output))
            #expect(String(decoding: octets.prefix(head.utf8.count), as: UTF8.self) == head)
        }
        let list = directory + "/list.csv"
        try run(
            ReportIncidentCommand.self,
            ["--date", "2026-11-26", "--storage", directory, "--format", "csv", "--output", list])
        #expect(try String(contentsOfFile: list, encoding: .utf8).contains(incident.storageID))
    }

    @Test(arguments: ["html", "pdf", "csv", "json", "text"])
    func `wear comes in every form`(format: String) throws {
        let file = try file("wear")
        try run(ReportWearCommand.self, ["--demo", "--id", "cover-motor", "--format", format, "--output", file])
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count > 100)
    }

    @Test func `days are named by a day, a month or two days`() {
        #expect(ReportDays("2026-11-25") == .day("2026-11-25"))
        #expect(ReportDays("2026-02") == .range("2026-02-01", "2026-02-28", .month))
        #expect(ReportDays("2026-11-01..2026-11-07") == .range("2026-11-01", "2026-11-07", .week))
        #expect(ReportDays("2026-11-01..2026-11-09") == .range("2026-11-01", "2026-11-09", .range))
        for text in [
            "", "2026", "2026-13", "2026-02-30", "2026-11-09..2026-11-01", "2026-11-01..", "today", "-2026-01-01",
        ] {
            #expect(ReportDays(text) == nil)
        }
    }
}
