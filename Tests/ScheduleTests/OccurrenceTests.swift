// SPDX-License-Identifier: Apache-2.0
// When schedules are due: ordinary days, both daylight-saving changes, a half-hour zone, a skipped day, leap
// days, and a comparison with a minute-by-minute walk.

import DockModel
import Foundation
import Schedule
import Testing

/// Seconds since 1970 of an RFC 3339 time.
func seconds(_ text: String) -> Int {
    let formatter = ISO8601DateFormatter()
    return Int(formatter.date(from: text)!.timeIntervalSince1970)
}

func wall(_ text: String) -> WallTime { WallTime(milliseconds: Int64(seconds(text)) * 1_000) }

func rule(
    _ recurrence: Recurrence, _ zone: String = "UTC", missedRuns: MissedRunPolicy = .skip,
    isEnabled: Bool = true,
) throws -> ScheduleRule {
    try ScheduleRule(
        name: "perimeter", plan: "perimeter.plan", recurrence: recurrence, zone: #require(Zone(zone)),
        window: .seconds(1_800), missedRuns: missedRuns, isEnabled: isEnabled)
}

func cron(_ text: String, _ zone: String = "UTC") throws -> ScheduleRule {
    try rule(.cron(CronExpression(text)), zone)
}

func daily(_ times: String..., zone: String, missedRuns: MissedRunPolicy = .skip) throws -> ScheduleRule {
    try rule(.daily(DailyTimes(times.map { try #require(TimeOfDay($0)) })), zone, missedRuns: missedRuns)
}

func ids(_ occurrences: [Occurrence]) -> [String] {
    occurrences.map { String($0.id.split(separator: "@")[1]) }
}

struct OrdinaryDays {
    @Test func `a daily patrol carries its UTC due time in its name and its window in its latest start`()
        throws
    {
        let next = try #require(
            daily("17:25", zone: "Europe/Zurich").next(after: wall("2026-11-25T12:00:00Z")))
        #expect(next.id == "perimeter@2026-11-25T16:25:00Z")
        #expect(next.due == wall("2026-11-25T16:25:00Z"))
        #expect(next.latest == wall("2026-11-25T16:55:00Z"))
        #expect(!next.isMovedByGap)
    }

    @Test func `a run that is due right now is not after now`() throws {
        let patrol = try daily("17:25", zone: "Europe/Zurich")
        #expect(patrol.next(after: wall("2026-11-25T16:25:00Z"))?.id == "perimeter@2026-11-26T16:25:00Z")
        #expect(patrol.next(after: wall("2026-11-25T16:24:59Z"))?.id == "perimeter@2026-11-25T16:25:00Z")
        let half = WallTime(milliseconds: wall("2026-11-25T16:25:00Z").milliseconds + 1)
        #expect(patrol.next(after: half)?.id == "perimeter@2026-11-26T16:25:00Z")
    }

    @Test func `a disabled rule has no runs`() throws {
        let off = try rule(.cron(CronExpression("* * * * *")), isEnabled: false)
        #expect(off.next(after: wall("2026-01-01T00:00:00Z")) == nil)
    }

    @Test func `given both day fields, either one is enough`() throws {
        let found = try cron("0 12 13 * fri").occurrences(after: wall("2026-11-01T00:00:00Z"), count: 6)
        #expect(
            ids(found) == [
                "2026-11-06T12:00:00Z", "2026-11-13T12:00:00Z", "2026-11-20T12:00:00Z",
                "2026-11-27T12:00:00Z",
                "2026-12-04T12:00:00Z", "2026-12-11T12:00:00Z",
            ])
    }

    @Test func `a day field that names every day says nothing beside a star, and everything beside a day`()
        throws
    {
        let after = wall("2026-11-25T00:00:00Z")
        let odd = try cron("0 12 */2 * *").occurrences(after: after, count: 5)
        for text in ["0 12 */2 * */1", "0 12 */2 * 0-6", "0 12 */2 * sun-sat"] {
            #expect(try cron(text).occurrences(after: after, count: 5) == odd, "\(text)")
        }
        #expect(try cron("0 12 1-31 * fri").next(after: after)?.id == "perimeter@2026-11-25T12:00:00Z")
        #expect(try cron("0 12 * * fri").next(after: after)?.id == "perimeter@2026-11-27T12:00:00Z")
    }

    @Test func `an open step over the week ends on Saturday`() throws {
        let found = try cron("0 6 * * 1/2").occurrences(after: wall("2026-11-22T00:00:00Z"), count: 4)
        #expect(
            ids(found).map { String($0.prefix(10)) } == [
                "2026-11-23", "2026-11-25", "2026-11-27", "2026-11-30",
            ])
    }

    @Test func `names, ranges, steps and lists work together`() throws {
        let found = try cron("5,35 8-10/2 1-7 mar,Sep mon-wed").occurrences(
            after: wall("2026-09-06T23:00:00Z"), count: 5)
        #expect(
            ids(found) == [
                "2026-09-07T08:05:00Z", "2026-09-07T08:35:00Z", "2026-09-07T10:05:00Z",
                "2026-09-07T10:35:00Z",
                "2026-09-08T08:05:00Z",
            ])
    }

    @Test func `29 February skips the year 2100`() throws {
        let found = try cron("0 0 29 2 *").occurrences(after: wall("2095-01-01T00:00:00Z"), count: 2)
        #expect(ids(found) == ["2096-02-29T00:00:00Z", "2104-02-29T00:00:00Z"])
    }

    @Test func `Sunday is 0 and 7`() throws {
        let after = wall("2026-11-25T00:00:00Z")
        let zero = try cron("0 6 * * 0").occurrences(after: after, count: 3)
        let seven = try cron("0 6 * * 7").occurrences(after: after, count: 3)
        let weekend = try cron("0 6 * * fri-sun").occurrences(after: after, count: 3)
        #expect(zero.map(\.due) == seven.map(\.due))
        #expect(ids(weekend) == ["2026-11-27T06:00:00Z", "2026-11-28T06:00:00Z", "2026-11-29T06:00:00Z"])
    }

    @Test func `absurd instants give no runs and no trap`() throws {
        let patrol = try daily("17:25", zone: "Europe/Zurich")
        #expect(patrol.next(after: WallTime(milliseconds: .max)) == nil)
        #expect(
            ids(patrol.occurrences(after: WallTime(milliseconds: .min), count: 1)) == ["1970-01-01T16:25:00Z"]
        )
        #expect(
            patrol.occurrences(after: WallTime(milliseconds: 0), through: WallTime(milliseconds: .min))
                .isEmpty)
    }
}

struct DaylightSaving {
    @Test func `Zurich: a time in the gap runs at its end, a time in the overlap once`() throws {
        let patrol = try daily("02:30", zone: "Europe/Zurich")
        let spring = patrol.occurrences(after: wall("2026-03-27T12:00:00Z"), count: 3)
        #expect(ids(spring) == ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        #expect(spring.map(\.isMovedByGap) == [false, true, false])
        let autumn = patrol.occurrences(after: wall("2026-10-24T12:00:00Z"), count: 2)
        #expect(ids(autumn) == ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
        // Asked in the second pass, the run of that day has been.
        #expect(patrol.next(after: wall("2026-10-25T01:00:00Z"))?.id == "perimeter@2026-10-26T01:30:00Z")
    }

    @Test func `New York: both changes`() throws {
        let patrol = try daily("02:15", "01:45", zone: "America/New_York")
        let spring = patrol.occurrences(after: wall("2026-03-08T05:00:00Z"), count: 3)
        #expect(ids(spring) == ["2026-03-08T06:45:00Z", "2026-03-08T07:00:00Z", "2026-03-09T05:45:00Z"])
        let autumn = patrol.occurrences(after: wall("2026-11-01T04:00:00Z"), count: 3)
        #expect(ids(autumn) == ["2026-11-01T05:45:00Z", "2026-11-01T07:15:00Z", "2026-11-02T06:45:00Z"])
    }

    @Test func `Lord Howe: the change is half an hour`() throws {
        // 2026-10-04 02:00 +10:30 becomes 02:30 +11; 2026-04-05 02:00 +11 becomes 01:30 +10:30.
        let gap = try daily("02:10", zone: "Australia/Lord_Howe")
        let spring = gap.occurrences(after: wall("2026-10-03T00:00:00Z"), count: 2)
        #expect(ids(spring) == ["2026-10-03T15:30:00Z", "2026-10-04T15:10:00Z"])
        let overlap = try daily("01:45", zone: "Australia/Lord_Howe")
        let autumn = overlap.occurrences(after: wall("2026-04-04T12:00:00Z"), count: 2)
        #expect(ids(autumn) == ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"])
    }

    @Test func `Apia skipped 30 December 2011: its run happens at the first moment of the 31st`() throws {
        let found = try daily("10:00", zone: "Pacific/Apia").occurrences(
            after: wall("2011-12-29T00:00:00Z"), count: 4)
        #expect(
            ids(found) == [
                "2011-12-29T20:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T20:00:00Z",
                "2011-12-31T20:00:00Z",
            ])
        #expect(found.map(\.isMovedByGap) == [false, true, false, false])
    }

    @Test func `runs that fall on one instant after a gap are one run`() throws {
        let found = try cron("*/10 2-3 * * *", "Europe/Zurich").occurrences(
            after: wall("2026-03-29T00:30:00Z"), count: 2)
        #expect(ids(found) == ["2026-03-29T01:00:00Z", "2026-03-29T01:10:00Z"])
    }

    @Test(arguments: [
        "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca",
        "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham",
    ])
    func `dense rules agree with a minute-by-minute walk over a year of changes`(zone: String) throws {
        let foundation = try #require(TimeZone(identifier: zone))
        for (year, text) in [(2011, "*/20 * * * *"), (2026, "7,37 0-4 * * *")] {
            let after = seconds("\(year)-01-01T00:00:00Z"), through = seconds("\(year + 1)-01-03T00:00:00Z")
            let found = try cron(text, zone).occurrences(
                after: WallTime(milliseconds: Int64(after) * 1_000),
                through: WallTime(milliseconds: Int64(through) * 1_000))
            let expected = bruteForce(text, zone: foundation, after: after, through: through)
            #expect(found.map { Int($0.due.milliseconds / 1_000) } == expected)
        }
    }

    @Test func `random rules agree with a minute-by-minute walk`() throws {
        var random = Seeded(state: 26)
        let zones = [
            "Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Tehran", "Pacific/Apia",
        ]
        for _ in 0..<40 {
            let text = [
                ["0", "*/15", "5,50", "10-40/10"].randomElement(using: &random)!,
                ["*", "2", "1-3", "*/6", "22,23"].randomElement(using: &random)!,
                ["*", "13", "1-7", "29,30,31", "*/2"].randomElement(using: &random)!,
                ["*", "feb", "3,10", "sep-dec", "*/5"].randomElement(using: &random)!,
                ["*", "sun", "mon-fri", "0,6", "7"].randomElement(using: &random)!,
            ].joined(separator: " ")
            let zone = zones.randomElement(using: &random)!
            let after = seconds("2024-01-01T00:00:00Z") + Int.random(in: 0..<(300 * 86_400), using: &random)
            let through = after + 60 * 86_400
            guard let rule = try? cron(text, zone) else { continue }  // "feb" with 30 and 31 only
            let found = rule.occurrences(
                after: WallTime(milliseconds: Int64(after) * 1_000),
                through: WallTime(milliseconds: Int64(through) * 1_000))
            let expected = bruteForce(
                text, zone: try #require(TimeZone(identifier: zone)), after: after, through: through)
            #expect(
                found.map { Int($0.due.milliseconds / 1_000) } == expected,
                "\(text) in \(zone) after \(after)")
        }
    }
}

struct MissedRuns {
    let last = wall("2026-11-20T12:00:00Z")

    @Test func `inside its window the latest run may start`() throws {
        let due = try daily("17:25", zone: "Europe/Zurich").dueRuns(
            since: last, now: wall("2026-11-22T16:30:00Z"))
        #expect(due.startable?.id == "perimeter@2026-11-22T16:25:00Z")
        #expect(ids(due.missed) == ["2026-11-20T16:25:00Z", "2026-11-21T16:25:00Z"])
    }

    @Test func `after its window a skipped run is missed`() throws {
        let due = try daily("17:25", zone: "Europe/Zurich").dueRuns(
            since: last, now: wall("2026-11-21T18:00:00Z"))
        #expect(due.startable == nil)
        #expect(ids(due.missed) == ["2026-11-20T16:25:00Z", "2026-11-21T16:25:00Z"])
    }

    @Test func `catching up starts the latest missed run once, with a fresh window and its own name`() throws
    {
        let patrol = try daily("17:25", zone: "Europe/Zurich", missedRuns: .catchUpOnce)
        let now = wall("2026-11-21T18:00:00Z")
        let due = patrol.dueRuns(since: last, now: now)
        #expect(due.startable?.id == "perimeter@2026-11-21T16:25:00Z")
        #expect(due.startable?.latest == now + .seconds(1_800))
        #expect(ids(due.missed) == ["2026-11-20T16:25:00Z"])
        #expect(patrol.dueRuns(since: wall("2026-11-21T16:25:00Z"), now: now).startable == nil)
    }

    @Test func `a clock that stepped back makes nothing due`() throws {
        let due = try daily("17:25", zone: "Europe/Zurich").dueRuns(
            since: last, now: wall("2020-01-01T00:00:00Z"))
        #expect(due == DueRuns(startable: nil, missed: [], unlistedMissed: 0))
    }

    @Test func `the list of missed runs is bounded and says so`() throws {
        let due = try cron("* * * * *").dueRuns(since: last, now: wall("2026-11-22T12:00:00Z"))
        #expect(due.missed.count == DueRuns.missedLimit)
        #expect(due.unlistedMissed == 2 * 1_440 - 1 - DueRuns.missedLimit)
    }
}
