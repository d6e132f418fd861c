// SPDX-License-Identifier: Apache-2.0
// The terms of a schedule: windows, seasons, quiet hours, blackouts, chains and the ways of a missed run.

import DockModel
import Foundation
import Testing

@testable import Schedule

private func rule(
    _ time: String, _ zone: String = "Europe/Zurich", window: Duration = .seconds(1_800),
    missedRuns: MissedRunPolicy = .skip, _ change: (inout ScheduleTerms) throws -> Void = { _ in }
) throws -> ScheduleRule {
    var terms = ScheduleTerms()
    try change(&terms)
    return try ScheduleRule(
        name: "a", plan: "a.plan", recurrence: .daily(DailyTimes([#require(TimeOfDay(time))])),
        zone: #require(Zone(zone)),
        window: window, missedRuns: missedRuns, terms: terms)
}

private func window(_ from: String, _ to: String) throws -> BlackoutWindow {
    try #require(BlackoutWindow(from: seconds(from), to: seconds(to), reason: "NOTAM A1/26"))
}

struct TermsOfSchedules {
    @Test func `a season holds its days, and may run over New Year`() throws {
        let summer = try rule("12:00") { $0.seasons = [try #require(Season(from: "03-15", to: "10-31"))] }
        #expect(
            ids(summer.occurrences(after: wall("2026-10-30T00:00:00Z"), count: 3)).map {
                String($0.prefix(10))
            } == [
                "2026-10-30", "2026-10-31", "2027-03-15",
            ])
        let winter = try rule("12:00") { $0.seasons = [try #require(Season(from: "12-30", to: "01-02"))] }
        #expect(
            winter.occurrences(after: wall("2026-06-01T00:00:00Z"), through: wall("2027-06-01T00:00:00Z"))
                .count == 4)
        let planned = summer.plannedRuns(
            after: wall("2026-11-01T00:00:00Z"), through: wall("2026-11-02T00:00:00Z"), limit: 5)
        #expect(planned.first?.withheld?.description == "2026-11-01 is outside its season 03-15 to 10-31")
        #expect(Season(from: "02-30", to: "03-01") == nil && Season(from: "02-29", to: "03-01") != nil)
    }

    @Test func `nothing starts in quiet hours, and a window ends when they begin`() throws {
        let hours = try #require(QuietHours(from: TimeOfDay("22:00")!, to: TimeOfDay("06:00")!))
        for (time, flies) in [
            ("21:50", true), ("22:00", false), ("23:59", false), ("05:59", false), ("06:00", true),
        ] {
            let run = try rule(time, "UTC") { $0.quietHours = [hours] }
            #expect((run.next(after: wall("2026-11-25T00:00:00Z")) != nil) == flies, "\(time)")
        }
        let late = try rule("21:50", "UTC") { $0.quietHours = [hours] }.next(
            after: wall("2026-11-25T00:00:00Z"))
        #expect(late?.latest == wall("2026-11-25T21:59:59Z"))
        let weekend = try #require(
            QuietHours(from: TimeOfDay("12:00")!, to: TimeOfDay("14:00")!, weekdays: ["sa", "SU"]))
        let noon = try rule("13:00", "UTC") { $0.quietHours = [weekend] }
        let found = noon.occurrences(after: wall("2026-11-27T00:00:00Z"), count: 2)
        #expect(ids(found) == ["2026-11-27T13:00:00Z", "2026-11-30T13:00:00Z"])
        #expect(QuietHours(from: TimeOfDay("12:00")!, to: TimeOfDay("12:00")!) == nil)
        #expect(QuietHours(from: TimeOfDay("12:00")!, to: TimeOfDay("13:00")!, weekdays: ["xx"]) == nil)
    }

    @Test func `quiet hours are hours of the local clock on the days the clocks change`() throws {
        let hours = try #require(QuietHours(from: TimeOfDay("02:00")!, to: TimeOfDay("03:00")!))
        let every = try ScheduleRule(
            name: "a", plan: "a.plan", recurrence: .cron(CronExpression("*/30 * * * *")),
            zone: #require(Zone("Europe/Zurich")),
            terms: {
                var terms = ScheduleTerms(); terms.quietHours = [hours]; return terms
            }())
        let autumn = every.occurrences(
            after: wall("2026-10-24T23:00:00Z"), through: wall("2026-10-25T03:00:00Z"))
        #expect(
            ids(autumn) == [
                "2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z",
                "2026-10-25T03:00:00Z",
            ])
    }

    @Test func `a blackout withholds what is due in it and ends the window before it, with its margin`()
        throws
    {
        let notam = Blackout(
            windows: [try window("2026-11-26T11:00:00Z", "2026-11-26T12:00:00Z")], source: "a.yaml",
            margin: .seconds(600))
        for (time, latest) in [("11:00", nil), ("10:50", nil), ("12:00", "2026-11-26T12:30:00Z")]
            as [(String, String?)]
        {
            let found = try rule(time, "UTC") { $0.blackouts = [notam] }.occurrences(
                after: wall("2026-11-26T00:00:00Z"), through: wall("2026-11-26T23:00:00Z"))
            #expect(found.first.map(\.latest) == latest.map { wall($0) }, "\(time)")
        }
        let early = try rule("10:40", "UTC") { $0.blackouts = [notam] }
        #expect(early.next(after: wall("2026-11-26T00:00:00Z"))?.latest == wall("2026-11-26T10:49:59Z"))
        let why = try rule("11:30", "UTC") { $0.blackouts = [notam] }
            .plannedRuns(after: wall("2026-11-26T00:00:00Z"), through: wall("2026-11-27T00:00:00Z"), limit: 1)
        #expect(
            why.first?.withheld?.description
                == "blackout NOTAM A1/26 from 2026-11-26T11:00:00Z to 2026-11-26T12:00:00Z (a.yaml)")
        #expect(BlackoutWindow(from: 5, to: 5, reason: "x") == nil)
    }

    @Test func `among many overlapping windows the one that holds an instant is found`() throws {
        var random = Seeded(state: 3)
        let windows = (0..<400).compactMap { _ in
            let from = Int.random(in: 0..<100_000, using: &random)
            return BlackoutWindow(
                from: from, to: from + Int.random(in: 1...700, using: &random), reason: "\(from)")
        }
        let blackout = Blackout(windows: windows, source: "x")
        for instant in stride(from: 0, to: 100_500, by: 37) {
            let holds = windows.contains { $0.from <= instant && instant < $0.to }
            #expect((blackout.window(holding: instant) != nil) == holds)
        }
    }

    @Test func `a window may begin before its time, wait for the hour and end with the day`() throws {
        let early = try rule("10:00", "UTC") { $0.lead = .seconds(600) }.next(
            after: wall("2026-11-26T00:00:00Z"))
        #expect(early?.id == "a@2026-11-26T09:50:00Z" && early?.latest == wall("2026-11-26T10:30:00Z"))
        let waiting = try rule("10:00", "UTC") { $0.earliest = TimeOfDay("12:00") }.next(
            after: wall("2026-11-26T11:00:00Z"))
        #expect(waiting?.id == "a@2026-11-26T12:00:00Z" && waiting?.latest == wall("2026-11-26T12:30:00Z"))
        let ending = try rule("10:00", "UTC") { $0.latest = TimeOfDay("10:10") }.next(
            after: wall("2026-11-26T00:00:00Z"))
        #expect(ending?.latest == wall("2026-11-26T10:10:00Z"))
        let over = try rule("10:00", "UTC") { $0.latest = TimeOfDay("10:00") }
        #expect(over.next(after: wall("2026-11-26T00:00:00Z")) == nil)
        #expect(throws: ScheduleError.self) {
            try rule("10:00") {
                $0.earliest = TimeOfDay("12:00")
                $0.latest = TimeOfDay("11:00")
            }
        }
    }

    @Test func `a schedule that follows another is due after each of its runs and names it`() throws {
        let first = try rule("10:00", "UTC") {
            $0.seasons = [try #require(Season(from: "11-26", to: "11-27"))]
        }
        let chain = try ScheduleRule(
            name: "b", plan: "b.plan", recurrence: .after(Chain(after: "a", delay: .seconds(600))),
            zone: .utc,
            window: .seconds(1_200))
        #expect(chain.next(after: wall("2026-11-20T00:00:00Z")) == nil)
        let linked = chain.following(first)
        let found = linked.occurrences(
            after: wall("2026-11-20T00:00:00Z"), through: wall("2026-12-20T00:00:00Z"))
        #expect(found.map(\.id) == ["b@2026-11-26T10:10:00Z", "b@2026-11-27T10:10:00Z"])
        #expect(found.map(\.follows) == ["a@2026-11-26T10:00:00Z", "a@2026-11-27T10:00:00Z"])
        #expect(found.first?.latest == wall("2026-11-26T11:00:00Z"))
        #expect(chain.following(chain) == chain)
        #expect(throws: ScheduleError.self) { try Chain(after: "a", delay: .seconds(-1)) }
    }

    @Test func `a missed run is asked about, and catching up keeps out of quiet hours`() throws {
        let last = wall("2026-11-25T00:00:00Z"), now = wall("2026-11-25T23:00:00Z")
        let asking = try rule("10:00", "UTC", missedRuns: .ask).dueRuns(since: last, now: now)
        #expect(
            asking.startable == nil && asking.asked?.id == "a@2026-11-25T10:00:00Z"
                && asking.missed.count == 1)
        let hours = try #require(QuietHours(from: TimeOfDay("22:00")!, to: TimeOfDay("06:00")!))
        let catching = try rule("10:00", "UTC", missedRuns: .catchUpOnce) { $0.quietHours = [hours] }
        #expect(catching.dueRuns(since: last, now: now).startable == nil)
        let earlier = catching.dueRuns(since: last, now: wall("2026-11-25T21:45:00Z"))
        #expect(earlier.startable?.latest == wall("2026-11-25T21:59:59Z"))
    }

    @Test func `withheld runs are told apart from missed ones`() throws {
        let notam = Blackout(
            windows: [try window("2026-11-25T09:00:00Z", "2026-11-25T12:00:00Z")], source: "a.yaml")
        let due = try rule("10:00", "UTC") { $0.blackouts = [notam] }
            .dueRuns(since: wall("2026-11-24T20:00:00Z"), now: wall("2026-11-25T23:00:00Z"))
        #expect(
            due.missed.isEmpty && due.startable == nil
                && due.withheld.map(\.occurrence.id) == ["a@2026-11-25T10:00:00Z"])
    }

    @Test func `closures are the blackouts and quiet hours that touch a span`() throws {
        let hours = try #require(QuietHours(from: TimeOfDay("22:00")!, to: TimeOfDay("06:00")!))
        let notam = Blackout(
            windows: [try window("2026-11-25T23:00:00Z", "2026-11-26T12:00:00Z")], source: "a.yaml")
        let both = try rule("10:00", "UTC") {
            $0.quietHours = [hours]
            $0.blackouts = [notam]
        }
        let found = both.closures(from: wall("2026-11-25T05:00:00Z"), through: wall("2026-11-26T00:00:00Z"))
        #expect(
            found.map { utcText($0.from) } == [
                "2026-11-24T22:00:00Z", "2026-11-25T22:00:00Z", "2026-11-25T23:00:00Z",
            ])
        #expect(
            found.map { utcText($0.to) } == [
                "2026-11-25T06:00:00Z", "2026-11-26T06:00:00Z", "2026-11-26T12:00:00Z",
            ])
    }

    @Test func `a rule that its terms always withhold ends its search`() throws {
        let minutely = try ScheduleRule(
            name: "a", plan: "a.plan", recurrence: .cron(CronExpression("* * * * *")), zone: .utc,
            terms: {
                var terms = ScheduleTerms()
                terms.quietHours = [TimeOfDay("00:00"), TimeOfDay("12:00")].compactMap { $0 }.compactMap {
                    from in
                    QuietHours(from: from, to: from == .midnight ? TimeOfDay("12:00")! : .midnight)
                }
                return terms
            }())
        let start = ContinuousClock.now
        #expect(minutely.next(after: wall("2026-11-25T00:00:00Z")) == nil)
        #expect(start.duration(to: .now) < .seconds(20))
    }
}
