// SPDX-License-Identifier: Apache-2.0
// The sun against published tables, in the polar day and night, and as the recurrence of a schedule.

import DockModel
import Foundation
import Testing

@testable import Schedule

private func site(_ latitude: Double, _ longitude: Double) throws -> SunSite {
    try #require(SunSite(latitude: latitude, longitude: longitude))
}

private func noon(_ date: String, _ zone: String) throws -> Int {
    let moment = try #require(CivilMoment(date + "T12:00"))
    return try #require(Zone(zone)).instant(showing: moment)
}

struct SunTables {
    /// Almanac times, to the whole minute.
    @Test(arguments: [
        (47.37, 8.54, "Europe/Zurich", "2026-06-21", "05:29", "21:26"),
        (47.37, 8.54, "Europe/Zurich", "2026-12-21", "08:10", "16:37"),
        (51.51, -0.13, "Europe/London", "2026-06-21", "04:43", "21:21"),
        (51.51, -0.13, "Europe/London", "2026-12-21", "08:04", "15:53"),
        (40.71, -74.01, "America/New_York", "2026-06-21", "05:25", "20:31"),
        (-33.87, 151.21, "Australia/Sydney", "2026-12-21", "05:41", "20:05"),
    ])
    func `sunrise and sunset are those of the almanac`(
        latitude: Double, longitude: Double, zone: String, date: String, rise: String, set: String
    ) throws {
        let place = try site(latitude, longitude), noon = try noon(date, zone),
            zone = try #require(Zone(zone))
        for (event, time) in [(SunEvent.sunrise, rise), (.sunset, set)] {
            let wanted = zone.instant(showing: try #require(CivilMoment("\(date)T\(time)")))
            guard case .at(let seconds) = place.answer(event, nearNoon: noon) else {
                Issue.record("\(event) does not come")
                continue
            }
            #expect(abs(seconds - wanted) <= 90, "\(event) \(date) \(zone): \(seconds - wanted) s")
        }
    }

    @Test func `polar day and polar night are said to be so`() throws {
        let tromso = try site(69.65, 18.96)
        #expect(try tromso.answer(.sunset, nearNoon: noon("2026-06-21", "Europe/Oslo")) == .staysAbove)
        #expect(try tromso.answer(.sunrise, nearNoon: noon("2026-12-21", "Europe/Oslo")) == .staysBelow)
        #expect(try tromso.answer(.civilDusk, nearNoon: noon("2026-06-21", "Europe/Oslo")) == .staysAbove)
        guard case .at = try tromso.answer(.civilDusk, nearNoon: noon("2026-12-21", "Europe/Oslo")) else {
            Issue.record("Tromsø has twilight in the polar night")
            return
        }
        for latitude in [90.0, -90.0, 89.95] {
            let pole = try site(latitude, 0)
            let summer = latitude > 0 ? "2026-06-21" : "2026-12-21"
            #expect(try pole.answer(.sunset, nearNoon: noon(summer, "Etc/UTC")) == .staysAbove)
        }
        #expect(SunSite(latitude: 91, longitude: 0) == nil && SunSite(latitude: .nan, longitude: 0) == nil)
    }
}

struct SunSchedules {
    private func rule(_ event: SunEvent, _ offset: Duration, _ place: SunSite, _ zone: String) throws
        -> ScheduleRule
    {
        try ScheduleRule(
            name: "round", plan: "round.plan", recurrence: .sun(SunTimes(event, offset: offset, at: place)),
            zone: #require(Zone(zone)))
    }

    @Test func `a round before sunset is due once a local day, to the whole minute, whatever the zone`()
        throws
    {
        for (longitude, zone) in [
            (8.54, "Europe/Zurich"), (-157.4, "Pacific/Kiritimati"), (179.2, "Pacific/Auckland"),
        ] {
            let round = try rule(.sunset, .seconds(-1_800), site(-10, longitude), zone)
            let runs = round.occurrences(
                after: wall("2026-03-01T00:00:00Z"), through: wall("2027-03-01T00:00:00Z"))
            #expect((364...366).contains(runs.count))
            #expect(runs.allSatisfy { $0.due.milliseconds % 60_000 == 0 })
            let spans = zip(runs, runs.dropFirst()).map { $0.due.duration(to: $1.due) }
            #expect(spans.allSatisfy { (.seconds(86_100)...Duration.seconds(86_700)).contains($0) })
            let days = runs.map { run in
                let seconds = Int(run.due.milliseconds / 1_000)
                return (seconds + round.zone.offset(at: seconds)) / 86_400
            }
            #expect(Set(days).count == runs.count)
        }
    }

    @Test func `in the polar day a round is withheld with the reason, and the next one is found after it`()
        throws
    {
        let round = try rule(.sunset, .zero, site(69.65, 18.96), "Europe/Oslo")
        let planned = round.plannedRuns(
            after: wall("2026-06-20T00:00:00Z"), through: wall("2026-06-23T00:00:00Z"), limit: 9)
        #expect(planned.count == 3)
        #expect(planned.allSatisfy { $0.withheld?.code == "no-sun" })
        #expect(planned.first?.withheld?.description == "the sun does not set that day (polar day)")
        let next = try #require(round.next(after: wall("2026-06-20T00:00:00Z")))
        #expect((wall("2026-07-20T00:00:00Z")...wall("2026-08-01T00:00:00Z")).contains(next.due))
    }

    @Test func `a rule of days keeps only its days`() throws {
        let days = try RecurrenceSet(
            start: #require(CivilMoment("2026-01-01")), rule: RecurrenceRule("FREQ=WEEKLY;BYDAY=TU"),
            zone: .utc)
        let sun = try SunTimes(.civilDusk, offset: .seconds(600), at: site(47.37, 8.54), on: days)
        let rule = try ScheduleRule(
            name: "round", plan: "r.plan", recurrence: .sun(sun), zone: #require(Zone("Europe/Zurich")))
        let runs = rule.occurrences(after: wall("2026-11-01T00:00:00Z"), count: 4)
        #expect(
            ids(runs).map { String($0.prefix(10)) } == [
                "2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24",
            ])
    }

    @Test func `sines and arcs are exact enough for the sun`() {
        for degrees in stride(from: -720.0, through: 720, by: 7.3) {
            #expect(abs(Trigonometry.sine(degrees) - Foundation.sin(degrees * .pi / 180)) < 1e-11)
            #expect(abs(Trigonometry.cosine(degrees) - Foundation.cos(degrees * .pi / 180)) < 1e-11)
        }
        for value in stride(from: -1.0, through: 1, by: 0.01) {
            #expect(abs(Trigonometry.arcSine(value) - Foundation.asin(value) * 180 / .pi) < 1e-9)
        }
    }
}
