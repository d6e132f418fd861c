// SPDX-License-Identifier: Apache-2.0
// What croniter, python-dateutil and astral say about random rules: a few hundred kept cases, and fresh ones where the
// Python packages are installed. The three know nothing of this code.

import DockModel
import Foundation
import Testing

@testable import Schedule

/// One line of a comparison.
private struct Case {
    let line: String
    let fields: [String]

    init(_ line: Substring) {
        self.line = String(line)
        fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    /// What differs; nil when both agree.
    func difference() throws -> String? {
        switch fields[0] {
        case "rrule": try ruleDifference()
        case "cron": try cronDifference()
        default: try sunDifference()
        }
    }

    private func ruleDifference() throws -> String? {
        let wanted = fields[3].split(separator: " ").map(String.init)
        let start = try #require(CivilMoment(fields[1])), after = try #require(CivilMoment(fields[4]))
        let set: RecurrenceSet
        do {
            set = try RecurrenceSet(start: start, rule: RecurrenceRule(fields[2]), zone: .utc)
        } catch {
            return wanted.isEmpty ? nil : "refused: \(error)"
        }
        var found: [String] = [], cursor = Int.min
        while found.count < wanted.count || found.count < 12, let local = set.next(from: cursor) {
            guard local <= start.local + 366 * 20 * 86_400 else { break }
            found.append(String(utcText(local).dropLast()))
            cursor = local + 1
        }
        guard found == wanted else { return "found \(found)" }
        let later = set.next(from: after.local + 1).map { String(utcText($0).dropLast()) } ?? "-"
        return later == fields[5] || wanted.isEmpty ? nil : "after \(fields[4]) found \(later)"
    }

    private func cronDifference() throws -> String? {
        let found = try cron(fields[2]).occurrences(after: wall(fields[1]), count: 5)
        return ids(found).joined(separator: " ") == fields[3] ? nil : "found \(ids(found))"
    }

    private func sunDifference() throws -> String? {
        let site = try #require(SunSite(latitude: Double(fields[1])!, longitude: Double(fields[2])!))
        let event = try #require(SunEvent(rawValue: fields[4]))
        let zone = Int((site.longitude / 15).rounded()) * 3_600
        let noon = try #require(CivilMoment(fields[3])).local + 43_200 - zone
        switch site.answer(event, nearNoon: noon) {
        case .at(let seconds):
            guard let wanted = Int(fields[5]) else {
                return nearlyNever(site, event, noon) ? nil : "at \(seconds)"
            }
            // Where the local date has no such moment astral takes that of the day beside it, and within minutes of
            // midnight UTC it computes with the sun of the day beside it.
            let isMidnight = abs((wanted + 43_200) % 86_400 - 43_200) < 900
            let near = isMidnight ? [-86_400, 0, 86_400] : [0]
            let apart =
                near.compactMap { shift -> Int? in
                    guard case .at(let seconds) = site.answer(event, nearNoon: noon + shift) else {
                        return nil
                    }
                    return abs(((seconds - wanted) % 86_400 + 86_400 + 43_200) % 86_400 - 43_200)
                }.min() ?? 86_400
            return apart <= 60 ? nil : "\(apart) s apart, \(seconds)"
        case .staysAbove, .staysBelow:
            return fields[5] == "-" || nearlyNever(site, event, noon) ? nil : "no such moment"
        }
    }

    /// Whether a sixth of a degree further from the equator decides the question.
    private func nearlyNever(_ site: SunSite, _ event: SunEvent, _ noon: Int) -> Bool {
        let answers = [-0.15, 0.15].compactMap { shift in
            SunSite(latitude: site.latitude + shift, longitude: site.longitude)?.answer(event, nearNoon: noon)
        }
        return answers.contains { $0 == .staysAbove || $0 == .staysBelow }
            && answers.contains { if case .at = $0 { true } else { false } }
    }
}

private func differences(_ text: String) throws -> [String] {
    try text.split(separator: "\n").map(Case.init).compactMap { line in
        try line.difference().map { "\(line.line): \($0)" }
    }
}

struct Agreement {
    private static let python = ProcessInfo.processInfo.environment["ROOST_PYMAVLINK_PYTHON"]
    private static let isInstalled: Bool = {
        guard let python else { return false }
        return (try? output(python, ["-c", "import croniter, dateutil, astral"])) != nil  // not installed is an answer
    }()

    private static func fixture(_ name: String) throws -> URL {
        try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: data, as: UTF8.self)
    }

    @Test func `the kept cases of croniter, dateutil and astral agree`() throws {
        let text = try String(contentsOf: Self.fixture("agreement.tsv"), encoding: .utf8)
        #expect(text.split(separator: "\n").count == 600)
        #expect(try differences(text) == [])
    }

    @Test(
        .enabled(if: isInstalled, "croniter, python-dateutil and astral are not installed"),
        arguments: [
            ("rrule", 10_000), ("cron", 10_000), ("sun", 20_000),
        ])
    func `fresh random cases agree`(kind: String, count: Int) throws {
        let python = try #require(Self.python)
        let text = try Self.output(python, [Self.fixture("agree.py").path, kind, "20261125", "\(count)"])
        #expect(text.split(separator: "\n").count > count * 9 / 10)
        let found = try differences(text)
        #expect(found == [], "\(found.count) of \(count) differ")
    }

    @Test func `a wrong answer is seen`() throws {
        let line =
            "rrule\t2026-01-01T08:00:00\tFREQ=DAILY;COUNT=1\t2026-01-02T08:00:00\t2026-01-01T00:00:00\t-"
        #expect(try differences(line).count == 1)
        #expect(try differences("sun\t47.0\t8.0\t2026-06-21\tsunset\t1782069600").count == 1)
    }
}
