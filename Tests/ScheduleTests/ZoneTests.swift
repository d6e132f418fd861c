// SPDX-License-Identifier: Apache-2.0
// Every zone of the system: its offsets are those another reader finds, and in every gap and overlap from 2024 to 2035
// daily, cron and recurrence rules keep the rule of daylight saving.

import DockModel
import Foundation
import Testing

@testable import Schedule

/// The names of all zones of this system.
private let systemZones: [String] = {
    let root = "/usr/share/zoneinfo"
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return files.filter { $0.contains("/") && Zone($0) != nil }.sorted()
}()

/// The changes of a zone from 2024 to 2035.
private func changes(_ zone: Zone) -> [(at: Int, before: Int, after: Int)] {
    var found: [(at: Int, before: Int, after: Int)] = []
    var time = seconds("2023-12-31T00:00:00Z")
    let end = seconds("2036-01-01T00:00:00Z")
    while time < end {
        let before = zone.offset(at: time), after = zone.offset(at: time + 21_600)
        if before != after {
            var low = time, high = time + 21_600
            while high - low > 1 {
                let middle = (low + high) / 2
                if zone.offset(at: middle) == before { low = middle } else { high = middle }
            }
            found.append((high, before, after))
        }
        time += 21_600
    }
    return found
}

struct EveryZone {
    @Test(.enabled(if: systemZones.count > 300, "tzdata is not installed"))
    func `in every gap and overlap a daily, a cron and a recurrence rule run once, at the right moment`()
        throws
    {
        var gaps = 0, overlaps = 0
        for name in systemZones {
            let zone = try #require(Zone(name))
            for change in changes(zone) {
                let isGap = change.after > change.before
                if isGap { gaps += 1 } else { overlaps += 1 }
                let first = change.at + min(change.before, change.after),
                    last = change.at + max(change.before, change.after)
                // A whole minute inside the gap or overlap, and its very first one.
                for local in [first, first + (last - first) / 120 * 60] {
                    let minute = ((local % 86_400) + 86_400) % 86_400 / 60
                    let text =
                        "\(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
                    let due = isGap ? change.at : local - change.before
                    let moves = isGap && local < last
                    let time = try #require(TimeOfDay(text))
                    let set = try RecurrenceSet(
                        start: #require(CivilMoment("2023-01-01T\(text)")),
                        rule: RecurrenceRule("FREQ=DAILY"), zone: zone)
                    let kinds: [Recurrence] = [
                        .daily(try DailyTimes([time])),
                        .cron(try CronExpression("\(minute % 60) \(minute / 60) * * *")),
                        .rule(set),
                    ]
                    for kind in kinds {
                        let rule = try ScheduleRule(name: "a", plan: "a.plan", recurrence: kind, zone: zone)
                        let around = rule.occurrences(
                            after: WallTime(seconds: Double(due - 43_200)),
                            through: WallTime(seconds: Double(due + 43_200)))
                        #expect(
                            around.map { Int($0.due.milliseconds / 1_000) } == [due],
                            "\(name) \(change) \(text)")
                        #expect(around.first?.isMovedByGap == moves, "\(name) \(change) \(text)")
                    }
                }
            }
        }
        #expect(gaps > 1_000 && overlaps > 1_000)
    }

    private static let python = ["/usr/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(.enabled(if: python != nil && systemZones.count > 300, "python3 or tzdata is not installed"))
    func `Python's zoneinfo finds the same offsets in every zone, every five days from 1970 to 2120`() throws
    {
        let script = """
            import sys, zoneinfo, datetime
            zoneinfo.reset_tzpath(["/usr/share/zoneinfo"])
            for name in sys.stdin.read().split():
                zone = zoneinfo.ZoneInfo(name)
                print(name, *[int(datetime.datetime.fromtimestamp(t, zone).utcoffset().total_seconds())
                    for t in range(0, 4733510400, 432000)])
            """
        let process = Process(), input = Pipe(), output = Pipe()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = ["-c", script]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // The names are less than a pipe holds.
        try input.fileHandleForWriting.write(contentsOf: Data(systemZones.joined(separator: "\n").utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let lines = text.split(separator: "\n")
        #expect(lines.count == systemZones.count)
        for line in lines {
            let fields = line.split(separator: " ")
            let zone = try #require(Zone(String(fields[0])))
            let wrong = fields.dropFirst().enumerated().first { index, offset in
                zone.offset(at: index * 432_000) != Int(offset)
            }
            #expect(wrong == nil, "\(fields[0]): at \((wrong?.offset ?? 0) * 432_000)")
        }
    }

    @Test func `a rule of a zone file is read, with names in brackets, negative times and both hemispheres`()
        throws
    {
        let zurich = try #require(PosixZone("CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(zurich.offset(at: seconds("2026-07-01T00:00:00Z")) == 7_200)
        #expect(zurich.offset(at: seconds("2026-10-25T00:59:59Z")) == 7_200)
        #expect(zurich.offset(at: seconds("2026-10-25T01:00:00Z")) == 3_600)
        let lord = try #require(PosixZone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"))
        #expect(lord.offset(at: seconds("2026-01-01T00:00:00Z")) == 39_600)
        #expect(lord.offset(at: seconds("2026-06-01T00:00:00Z")) == 37_800)
        let nuuk = try #require(PosixZone("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"))
        #expect(nuuk.offset(at: seconds("2026-03-29T00:59:59Z")) == -7_200)
        #expect(nuuk.offset(at: seconds("2026-03-29T01:00:00Z")) == -3_600)
        #expect(PosixZone("EST5")?.offset(at: 0) == -18_000)
        for text in [
            "", "CET", "C-1", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-999", "<+1", "CET-1CEST,M3.5.0,",
        ] {
            #expect(PosixZone(text) == nil, "\(text)")
        }
    }

    @Test func `bytes that are no zone file are refused, and mutated ones never trap`() throws {
        #expect(ZoneTable(compiled: []) == nil && ZoneTable(compiled: Array("TZif".utf8)) == nil)
        guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Zurich") else {
            return
        }
        var random = Seeded(state: 5)
        for _ in 0..<3_000 {
            var bytes = Array(data)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            }
            if let table = ZoneTable(compiled: bytes) {
                #expect(abs(table.offset(at: 1_800_000_000)) < 27 * 3_600 * 10)
            }
        }
    }

    @Test func `a name cannot lead out of the folder of the zone files`() {
        for name in [
            "../etc/passwd", "Europe/../../etc/passwd", "Europe//Zurich", "/Europe/Zurich",
            "right/Europe/Zurich",
        ] {
            #expect(Zone(name) == nil, "\(name)")
        }
    }
}
