// SPDX-License-Identifier: Apache-2.0
// `roost report flight` and `roost log verify` on a real store, as a person and as a program use them: the forms, the
// ranges, the files as they were written, and what is said when something was changed or is not there.

import DockModel
import Foundation
import GRDB
import RoostCore
import Store
import Testing

@testable import RoostDaemon
@testable import roost

/// What a command printed and how it ended.
private struct Answer {
    var code: Int32
    var output: String
    var complaint: String
}

private func command(_ arguments: [String], in bench: RecordBench) throws -> Answer {
    let process = Process(), output = Pipe(), complaint = Pipe()
    process.executableURL = URL(fileURLWithPath: roostPath)
    process.arguments = arguments + ["--storage", bench.directory]
    (process.standardOutput, process.standardError) = (output, complaint)
    try process.run()
    let octets = output.fileHandleForReading.readDataToEndOfFile()
    let words = complaint.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Answer(
        code: process.terminationStatus, output: String(decoding: octets, as: UTF8.self),
        complaint: String(decoding: words, as: UTF8.self))
}

@Suite(.serialized) struct RecordCommands {
    /// Three flights, a day apart; the last one lies in December.
    private func bench() throws -> RecordBench {
        let bench = try RecordBench()
        for day in [0.0, 1, 8] {
            let begin = bureauNoon + .seconds(day * 86_400)
            try bench.end(RecordBench.flown("perimeter@day-\(Int(day))", from: begin), incidents: [
                bureauIncident(.coverTimedOut, Int64(day) + 1, at: day * 86_400)
            ])
        }
        #expect(try bench.desk().look(bench.state, at: bureauTime(9 * 86_400)))
        return bench
    }

    @Test func `the last flight, one by name and all of a month are shown in each form`() throws {
        let bench = try bench()
        let last = try command(["report", "flight"], in: bench)
        #expect(last.code == 0 && last.output.contains("perimeter@day-8") && last.output.contains("K. Jäger"))
        #expect(last.output.contains("wind") && last.output.contains("6.2 m/s"))
        let json = try command(["report", "flight", "--id", "perimeter@day-0", "--format", "json"], in: bench)
        let view = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(view["run"] as? String == "perimeter@day-0" && view["isComplete"] as? Bool == true)
        let csv = try command(["report", "flight", "--date", "2026-11", "--format", "csv"], in: bench)
        #expect(csv.code == 0 && csv.output.split(separator: "\r\n").count == 3)
        let year = try command(["report", "flight", "--date", "2026-11-26..2026-12-31", "--format", "csv"], in: bench)
        #expect(year.output.split(separator: "\r\n").count == 4)
        let folder = bench.directory + "/out"
        let files = try command(
            ["report", "flight", "--date", "2026", "--format", "pdf", "--output", folder], in: bench)
        #expect(files.code == 0 && files.output.contains("3 flights"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
        let path = bench.directory + "/one.kml"
        let kml = try command(
            ["report", "flight", "--id", "perimeter@day-1", "--format", "kml", "--output", path], in: bench)
        #expect(kml.code == 0 && kml.output == path + "\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("<kml"))
    }

    @Test func `what there is not is said with what there is`() throws {
        let bench = try bench()
        let unknown = try command(["report", "flight", "--id", "survey@x"], in: bench)
        #expect(unknown.code == 69 && unknown.complaint.contains("3 flights from 2026-11-26 to 2026-12-04"))
        let several = try command(["report", "flight", "--id", "perimeter"], in: bench)
        #expect(several.code == 69 && several.complaint.contains("3 flights begin with perimeter"))
        let version = try command(["report", "flight", "--id", "perimeter@day-0", "--version", "4"], in: bench)
        #expect(version.code == 69 && version.complaint.contains("versions 1 to 1"))
        #expect(try command(["report", "flight", "--date", "2025-02"], in: bench).code == 69)
        #expect(try command(["report", "flight", "--date", "2026-02-30"], in: bench).code == 64)
        let empty = try RecordBench()
        #expect(try command(["report", "flight"], in: empty).complaint.contains("no flight has a record yet"))
    }

    @Test func `a date is a day, a month, a year or two of these, and nothing else`() throws {
        for date in [
            "2026-13", "2026-02-30", "yesterday", "2026-3", "2026-03..2026-01", "", "..", "26-01-01", "2026-01-0١",
        ] {
            #expect(DaySpan(date) == nil, "\(date)")
        }
        let month = try #require(DaySpan("2026-12"))
        #expect(month.from == WallTime(milliseconds: 1_796_083_200_000))
        #expect(month.from.duration(to: month.to) == .seconds(31 * 86_400))
        #expect(DaySpan("2024-02-29..2024")?.to == DaySpan("2024")?.to)
    }

    @Test func `a whole chain is proved, and the head of a digest with it`() throws {
        let bench = try bench()
        let whole = try command(["log", "verify", "--json"], in: bench)
        let view = try #require(JSONSerialization.jsonObject(with: Data(whole.output.utf8)) as? [String: Any])
        #expect(whole.code == 0 && view["isWhole"] as? Bool == true && view["links"] as? Int == 6)
        let head = try #require(view["head"] as? String)
        #expect(try command(["log", "verify", "--head", head.uppercased()], in: bench).code == 0)
        let other = try command(["log", "verify", "--head", String(repeating: "0f", count: 32)], in: bench)
        #expect(other.code == 1 && other.output.contains("written anew"))
        #expect(try command(["log", "verify", "--head", "0f"], in: bench).code == 64)
    }

    @Test func `changed facts are named by their columns, and a changed file is not handed out`() throws {
        let bench = try bench()
        let database = try DatabaseQueue(path: bench.directory + "/roost.db")
        try database.inDatabase { db in
            try db.execute(
                sql: """
                    UPDATE flight_record SET body = CAST(replace(CAST(body AS TEXT), 'K. Jäger', 'B. Other') AS BLOB)
                    WHERE run = 'perimeter@day-1'
                    """)
        }
        let pdf = try #require(try bench.database.flightRecords(run: "perimeter@day-8").first?.files.last)
        let path = RecordFolder(storage: bench.directory).path(of: pdf.name)
        var octets = try Data(contentsOf: URL(fileURLWithPath: path))
        octets[octets.count / 2] ^= 1
        try octets.write(to: URL(fileURLWithPath: path))
        let found = try command(["log", "verify"], in: bench)
        #expect(found.code == 1)
        #expect(found.output.contains("link 5, perimeter@day-1: the facts of version 1"), "\(found.output)")
        #expect(found.output.contains("these differ: responsible") && found.output.contains(pdf.name))
        let refused = try command(["report", "flight", "--format", "pdf", "--output", "-"], in: bench)
        #expect(refused.code == 1 && refused.output.isEmpty && refused.complaint.contains("roost log verify"))
        #expect(try command(["report", "flight"], in: bench).code == 0)
    }
}
