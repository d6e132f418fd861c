// SPDX-License-Identifier: Apache-2.0
// The rounds through the calendar: what is skipped, paused, closed or follows another run, and what a reading starts.

import DockModel
import Foundation
import RoostCore
import Schedule
import Settings
import Store
import Synchronization
import Testing

@testable import RoostDaemon

private func wall(_ text: String) throws -> WallTime {
    let date = try #require(ISO8601DateFormatter().date(from: text))
    return WallTime(seconds: date.timeIntervalSince1970)
}

/// A calendar of schedules written as in their files, with a store of its own.
private struct CalendarBench {
    let database: RoostDatabase
    let planner: Planner
    var round: PlannerRound

    init(_ bodies: [String: String], light: FlightLight = .any) throws {
        database = try RoostDatabase.open(directory: try freshDirectory())
        var files = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        files["schedules/perimeter.yaml"] = nil
        files["dock.yaml"] = files["dock.yaml"]?.replacingOccurrences(of: "schedules: [perimeter.yaml]", with: "#")
        for (name, body) in bodies {
            files["schedules/\(name).yaml"] =
                "schema: roost-schedule/1\nname: \(name)\nplan: perimeter.plan\ntime_zone: UTC\n\(body)\n"
        }
        let configuration = try DockConfiguration.load(files: ConfigurationFiles(texts: files))
        planner = Planner(
            rules: configuration.schedules, zone: .utc, dayEnds: try #require(TimeOfDay("23:59")),
            site: SunSite(latitude: 47.4, longitude: 8.5), light: light)
        round = PlannerRound(planner, book: ScheduleBook(database))
    }

    /// What is due between two times of 2026-06-01.
    mutating func due(_ from: String, _ to: String) throws -> [DueMission] {
        try round.events(since: wall("2026-06-01T\(from)Z"), now: wall("2026-06-01T\(to)Z")).compactMap {
            if case .due(let mission) = $0 { mission } else { nil }
        }
    }

    /// A run's end, as the dock stores it.
    func end(_ id: String, as outcome: MissionOutcome) throws {
        var decision = DecisionCommit(moment: moment(0))
        decision.missions = [
            MissionRecord(
                occurrence: id, schedule: "a", planned: WallTime(milliseconds: 0), outcome: outcome.rawValue, body: [])
        ]
        _ = try database.commit(decision)
    }
}

extension DueMission {
    /// Why it is not flown; nil when it is.
    fileprivate var reason: String? { latest < due ? terms?.closures.first?.reason : nil }
}

@Suite struct ThePlannerRound {
    @Test func `a skipped run is told with its reason, and the next one flies`() throws {
        var bench = try CalendarBench(["a": "cron: 0 8,9 * * *"])
        let book = ScheduleBook(bench.database)
        try book.setSkip("harvest", of: "a@2026-06-01T08:00:00Z")
        #expect(try bench.due("07:59:00", "08:00:00").map(\.reason) == ["skipped: harvest"])
        #expect(try bench.due("08:59:00", "09:00:00").map(\.reason) == [nil])
        try book.setSkip(nil, of: "a@2026-06-01T08:00:00Z")
        #expect(try bench.due("07:59:00", "08:00:00").map(\.reason) == [nil])
    }

    @Test func `a pause holds until its end`() throws {
        var bench = try CalendarBench(["a": "cron: 0 * * * *", "b": "cron: 0 * * * *"])
        let book = ScheduleBook(bench.database)
        try book.setPause(SchedulePause(until: wall("2026-06-01T09:30:00Z"), reason: "roof"), of: "a")
        #expect(try bench.due("08:59:00", "09:00:00").map(\.reason) == ["a is paused: roof", nil])
        #expect(try bench.due("09:59:00", "10:00:00").map(\.reason) == [nil, nil])
        try book.setPause(SchedulePause(until: nil, reason: "winter"), of: "a")
        #expect(try bench.due("10:59:00", "11:00:00").map(\.reason) == ["a is paused: winter", nil])
        try book.setPause(nil, of: "a")
        #expect(try bench.due("11:59:00", "12:00:00").map(\.reason) == [nil, nil])
    }

    @Test func `a run waits for the one it follows, and flies once that has flown`() throws {
        var bench = try CalendarBench(["a": "cron: 0 8 * * *", "b": "after: a\ndelay: 10 min\nwindow: 1 h"])
        #expect(try bench.due("07:59:00", "08:00:00").map(\.id) == ["a@2026-06-01T08:00:00Z"])
        #expect(try bench.due("08:00:00", "08:10:00").isEmpty)
        #expect(try bench.due("08:10:00", "08:20:00").isEmpty)
        try bench.end("a@2026-06-01T08:00:00Z", as: .flown)
        let told = try bench.due("08:20:00", "08:20:01")
        #expect(told.map(\.id) == ["b@2026-06-01T08:10:00Z"] && told.map(\.reason) == [nil])
        #expect(try bench.due("08:20:01", "08:20:02").isEmpty)
    }

    @Test(arguments: [MissionOutcome.refused, .partial, .expired, .lost])
    func `a run whose predecessor did not fly is told, not flown`(outcome: MissionOutcome) throws {
        var bench = try CalendarBench(["a": "cron: 0 8 * * *", "b": "after: a\ndelay: 10 min\nwindow: 1 h"])
        try bench.end("a@2026-06-01T08:00:00Z", as: outcome)
        let told = try bench.due("08:09:00", "08:10:00")
        #expect(
            told.map(\.reason) == ["it follows a@2026-06-01T08:00:00Z, which ended as \(outcome.rawValue)"])
    }

    @Test func `a run whose predecessor never ends is told at its latest start, also after a restart`() throws {
        let bodies = ["a": "cron: 0 8 * * *", "b": "after: a\ndelay: 10 min\nwindow: 1 h"]
        var bench = try CalendarBench(bodies)
        #expect(try bench.due("08:09:00", "08:10:00").isEmpty)
        // A new process has looked at the calendar last when the one before committed, well after the run was due.
        bench.round = PlannerRound(bench.planner, book: ScheduleBook(bench.database))
        let again = try bench.due("08:40:00", "08:41:00").filter { $0.schedule == "b" }
        #expect(again.isEmpty)
        let told = try bench.due("08:41:00", "10:30:00")
        #expect(told.count == 1 && told.first?.reason?.contains("had not flown") == true, "\(told)")
    }

    @Test func `terms of a schedule reach the gates`() throws {
        var bench = try CalendarBench([
            "a": """
                cron: 0 8 * * *
                min_battery: 80 %
                priority: 7
                retries: 2
                gates:
                  wind: {limit: 6 m/s, reason: old propellers}
                  icing: {waived: true, reason: heated blades}
                quiet_hours: {from: "09:00", to: "10:00"}
                """
        ])
        let run = try #require(try bench.due("07:59:00", "08:00:00").first)
        let terms = try #require(run.terms)
        #expect(terms.batteryLaunch == Percent(80) && terms.priority == 7 && terms.retries == 2)
        #expect(terms.windMean == MetresPerSecond(6) && terms.rain == nil)
        #expect(terms.waivers == [Waiver(gate: .icing, reason: "heated blades")])
        #expect(terms.closures.map(\.kind) == [.airspace])
        let nine = try wall("2026-06-01T09:00:00Z")
        #expect(terms.closures.first?.from == nine)
    }

    @Test func `darkness closes the air where the dock wants light`() throws {
        var bench = try CalendarBench(["a": "cron: 0 18 * * *"], light: .daylight)
        let run = try #require(try bench.due("17:59:00", "18:00:00").first)
        let dark = try #require(run.terms?.closures.first)
        // Sunset in Zurich on 2026-06-01 is at 19:15 UTC (NOAA).
        let sunset = try wall("2026-06-01T19:15:00Z")
        #expect(dark.kind == .darkness && abs(dark.from.duration(to: sunset).inSeconds) < 120)
        #expect(dark.to > run.latest)
        var night = try CalendarBench(["a": "cron: 0 18 * * *"])
        let unlit = try night.due("17:59:00", "18:00:00").first
        #expect(unlit?.terms?.closures.isEmpty == true)
    }

    /// What a shelf has said.
    private final class Said: Sendable {
        let words = Mutex<[String]>([])
    }

    private func forecast(_ text: String, heard: Said) throws -> Planner {
        let configuration = try DefaultConfiguration.configuration()
        let shelf = ForecastShelf(
            ForecastSettings(file: "f.json", age: .seconds(43_200)), limits: configuration.dock.limits,
            read: { Array(text.utf8) }, say: { words in heard.words.withLock { $0.append(words) } })
        return Planner(configuration, forecast: shelf)
    }

    @Test func `a forecast beyond the limits closes its spans`() throws {
        let heard = Said()
        let text = """
            {"schema": "roost-forecast/1", "issued": "2026-06-01T05:00Z", "source": "cosmo", "spans": [
              {"from": "2026-06-01T10:00Z", "to": "2026-06-01T11:00Z", "wind": "7 m/s", "gust": "13 m/s"},
              {"from": "2026-06-01T11:00Z", "to": "2026-06-01T12:00Z", "wind": "9 m/s", "rain": "0 mm/h"},
              {"from": "2026-06-01T12:00Z", "to": "2026-06-01T13:00Z", "wind": "8 m/s", "rain": "0.5 mm/h"},
              {"from": "2026-06-03T12:00Z", "to": "2026-06-03T13:00Z", "wind": "30 m/s"}]}
            """
        let run = try #require(
            try forecast(text, heard: heard).runNow("perimeter", at: wall("2026-06-01T09:00:00Z"), isAsked: true))
        let closures = (run.terms?.closures ?? []).filter { $0.kind == .forecast }
        #expect(closures.count == 1)
        let (ten, twelve) = (try wall("2026-06-01T10:00:00Z"), try wall("2026-06-01T12:00:00Z"))
        #expect(closures.first?.from == ten && closures.first?.to == twelve)
        #expect(closures.first?.reason == "gusts of 13.0 m/s forecast, limit 12.0 m/s")
        #expect(run.terms?.forecast == "within limits, issued 240 min before the run was due, cosmo")
        heard.words.withLock { #expect($0.isEmpty) }
    }

    @Test(arguments: [
        ("{\"schema\": \"roost-forecast/1\", \"issued\": \"2026-05-31T05:00Z\", \"spans\": []}", "1680 min ago"),
        ("{\"schema\": \"roost-forecast/1\", \"issued\": \"2026-06-02T05:00Z\", \"spans\": []}", "-1200 min ago"),
        ("", "f.json:1:1"), ("[", "f.json:"), ("{\"schema\": \"x\"}", "f.json:1:12: schema"),
        (
            "{\"schema\": \"roost-forecast/1\", \"issued\": \"2026-06-01T05:00Z\", \"spans\": [{\"wind\": 3}]}",
            "spans[1].wind"
        ),
    ])
    func `a forecast that is old or cannot be read is none, and that is said`(text: String, words: String) throws {
        let heard = Said()
        let run = try #require(
            try forecast(text, heard: heard).runNow("perimeter", at: wall("2026-06-01T09:00:00Z"), isAsked: true))
        #expect(run.terms?.forecast == nil)
        #expect(run.terms?.closures.contains { $0.kind == .forecast } != true)
        heard.words.withLock { #expect($0.count == 1 && $0.first?.contains(words) == true, "\($0)") }
    }

    @Test func `a missed run of a schedule that asks says how to fly it`() throws {
        var bench = try CalendarBench(["a": "cron: 0 8 * * *\nmissed_runs: ask"])
        let told = try bench.due("07:00:00", "12:00:00")
        #expect(told.count == 1 && told.first?.reason?.hasSuffix("roost schedule run-now a") == true)
    }

    @Test func `the agenda is told when it changes, once a minute, and not where a run may come unplanned`() throws {
        func agendas(_ body: String, _ times: [String]) throws -> [WallTime?] {
            var bench = try CalendarBench(["a": body])
            var last = try wall("2026-06-01T07:00:00Z"), told: [WallTime?] = []
            for time in times {
                let now = try wall("2026-06-01T\(time)Z")
                for case .agenda(let next) in try bench.round.events(since: last, now: now) { told.append(next) }
                last = now
            }
            return told
        }
        let eight = try wall("2026-06-01T08:00:00Z"), tomorrow = try wall("2026-06-02T08:00:00Z")
        let times = ["07:58:30", "07:58:31", "07:59:31", "08:00:00", "08:00:01"]
        #expect(try agendas("cron: 0 8 * * *", times) == [eight, eight, tomorrow])
        let triggered = "cron: 0 8 * * *\ntriggers: [{point: plc.smoke, equals: 1}]"
        #expect(try agendas(triggered, times).isEmpty)
    }

    @Test func `gates that a schedule may change are the core's, and agree on what may be waived`() throws {
        for gate in ScheduleGate.allCases {
            let known = try #require(LaunchGate(rawValue: gate.rawValue))
            #expect(known.mayBeWaived == gate.mayBeWaived, "\(gate)")
        }
        #expect(LaunchGate.allCases.filter(\.mayBeWaived).allSatisfy { ScheduleGate(rawValue: $0.rawValue) != nil })
    }
}

@Suite struct TheTriggers {
    private func reading(_ value: Double?, _ quality: ReadingQuality = .good) -> Reading {
        Reading(
            device: "plc", point: "smoke", value: value.map { .number($0) }, unit: "", quality: quality,
            taken: Instant(nanoseconds: 0))
    }

    @Test func `only a change to the value starts a run`() throws {
        let bench = try CalendarBench(["a": "triggers: [{point: plc.smoke, equals: 1}]"])
        let watch = TriggerWatch(bench.planner.rules)
        let started = [
            reading(1), reading(1), reading(0), reading(1), reading(1), reading(nil, .stale), reading(1), reading(0),
            reading(2), reading(1),
        ].map { watch.started(by: $0).count }
        #expect(started == [0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
    }

    @Test func `a trigger in quiet hours is told and not flown`() throws {
        let bench = try CalendarBench([
            "a": "triggers: [{point: plc.smoke, equals: 1}]\nquiet_hours: {from: \"22:00\", to: \"06:00\"}"
        ])
        let night = try wall("2026-06-01T23:00:00Z"), day = try wall("2026-06-01T12:00:00Z")
        #expect(bench.planner.runNow("a", at: night, isAsked: false)?.reason?.contains("quiet hours") == true)
        #expect(bench.planner.runNow("a", at: day, isAsked: false).map { $0.reason == nil } == true)
        #expect(bench.planner.runNow("a", at: night, isAsked: true).map { $0.reason == nil } == true)
        #expect(bench.planner.runNow("b", at: day, isAsked: true) == nil)
    }
}
