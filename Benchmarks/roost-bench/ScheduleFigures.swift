// SPDX-License-Identifier: Apache-2.0
// What the calendar costs: the next run of each kind of schedule, and a year of fifty schedules, beside Foundation's
// calendar doing the plainest part of it.

import DockModel
import Foundation
import Schedule

/// The figures of the schedules.
func scheduleFigures(_ bench: Bench) async throws -> [Figure] {
    guard let zone = Zone("Europe/Zurich"), let site = SunSite(latitude: 47.39775, longitude: 8.54561),
        let start = CivilMoment("2020-01-06T17:25"), let times = TimeOfDay("17:25")
    else { throw BenchError("Europe/Zurich is not known here; install tzdata") }
    let kinds: [(String, Recurrence)] = [
        ("cron", .cron(try CronExpression("25 17 * * 1-5"))),
        ("daily times", .daily(try DailyTimes([times]))),
        (
            "RRULE, weekly",
            .rule(
                try RecurrenceSet(start: start, rule: RecurrenceRule("FREQ=WEEKLY;BYDAY=MO,WE"), zone: zone))
        ),
        (
            "RRULE, last workday of the month",
            .rule(
                try RecurrenceSet(
                    start: start, rule: RecurrenceRule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
                    zone: zone))
        ),
        (
            "RRULE, yearly by week",
            .rule(
                try RecurrenceSet(
                    start: start, rule: RecurrenceRule("FREQ=YEARLY;BYWEEKNO=20,40;BYDAY=MO"), zone: zone))
        ),
        ("sunset", .sun(try SunTimes(.sunset, at: site))),
    ]
    var figures = try kinds.map { name, recurrence in
        try nextFigure(
            bench.rounds, name,
            ScheduleRule(name: "bench", plan: "b.plan", recurrence: recurrence, zone: zone))
    }
    figures.append(try yearFigure(bench.rounds, kinds.map(\.1), zone))
    return figures
}

private func foundationCalendar() throws -> Calendar {
    guard let zone = TimeZone(identifier: "Europe/Zurich") else {
        throw BenchError("Europe/Zurich is not known here")
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar
}

private func nextFigure(_ rounds: Rounds, _ name: String, _ rule: ScheduleRule) throws -> Figure {
    let calendar = try foundationCalendar()
    let turns = rounds.turns(1_000), begin = 1_790_000_000.0
    let times = try rounds.compare([
        { effort(each: turns) { keep(rule.next(after: WallTime(seconds: begin + Double($0) * 40_000))) } },
        {
            effort(each: turns) { index in
                let day = Date(timeIntervalSince1970: begin + Double(index) * 40_000)
                keep(
                    calendar.nextDate(
                        after: day, matching: DateComponents(hour: 17, minute: 25), matchingPolicy: .nextTime)
                )
            }
        },
    ])
    return Figure(
        "next run, \(name)", times[0] * 1e6, "µs", reference: "Foundation's Calendar.nextDate, daily",
        times[1] * 1e6,
        target: .atMost(20))
}

private func yearFigure(_ rounds: Rounds, _ kinds: [Recurrence], _ zone: Zone) throws -> Figure {
    let calendar = try foundationCalendar()
    var terms = ScheduleTerms()
    terms.quietHours = [TimeOfDay("22:00")].compactMap { $0 }.compactMap { from in
        TimeOfDay("06:00").flatMap { QuietHours(from: from, to: $0) }
    }
    terms.seasons = [Season(from: "01-01", to: "12-20")].compactMap { $0 }
    let rules = try (0..<50).map { index in
        try ScheduleRule(
            name: ScheduleID("bench\(index)"), plan: "b.plan", recurrence: kinds[index % kinds.count],
            zone: zone, terms: terms)
    }
    let begin = WallTime(seconds: 1_798_758_000), end = begin + .seconds(365 * 86_400)
    let runs = rules.reduce(0) { $0 + $1.occurrences(after: begin, through: end).count }
    guard runs > 5_000 else { throw BenchError("a year of 50 schedules has only \(runs) runs") }
    let times = try rounds.compare([
        { effort(each: 1) { _ in for rule in rules { keep(rule.occurrences(after: begin, through: end)) } } },
        {
            // A tenth of the runs, as many times as long: the calendar is slow.
            let perRun = effort(each: runs / 10) { index in
                let day = Date(timeIntervalSince1970: begin.seconds + Double(index) * 80_000)
                keep(
                    calendar.nextDate(
                        after: day, matching: DateComponents(hour: 17, minute: 25), matchingPolicy: .nextTime)
                )
            }
            return perRun * Double(runs)
        },
    ])
    return Figure(
        "a year of 50 schedules, \(runs) runs", times[0] * 1e3, "ms",
        reference: "Foundation's Calendar.nextDate a run",
        times[1] * 1e3, target: .atMost(50))
}
