// SPDX-License-Identifier: Apache-2.0
// The keys of schedule files beyond the daily times: what they mean, and each mistake with its place and remedy.

import DockModel
import Foundation
import Schedule
import Testing

@testable import Settings

private let head = "schema: roost-schedule/1\nname: a\nplan: a.plan\ntime_zone: Europe/Zurich\n"

private func rule(_ body: String, calendars: [String: String] = [:]) throws -> ScheduleRule {
    try ScheduleFile.rule(
        from: Array((head + body + "\n").utf8), file: "s.yaml", site: SunSite(latitude: 47.4, longitude: 8.5),
        calendars: calendars.mapValues { Array($0.utf8) })
}

private func problems(_ body: String, calendars: [String: String] = [:]) -> [String] {
    do {
        _ = try rule(body, calendars: calendars)
        return []
    } catch let error as SettingsError {
        return error.problems.map(\.description)
    } catch { return ["\(error)"] }
}

private func wall(_ text: String) -> WallTime {
    WallTime(seconds: ISO8601DateFormatter().date(from: text)?.timeIntervalSince1970 ?? 0)
}

private func dues(_ rule: ScheduleRule, _ after: String, _ count: Int = 3) -> [String] {
    rule.occurrences(after: wall(after), count: count).map { String($0.id.dropFirst(2)) }
}

struct ScheduleKeys {
    @Test func `a recurrence rule takes its times from at, from itself or from dtstart`() throws {
        let wanted = ["2026-11-30T07:00:00Z", "2026-12-02T07:00:00Z", "2026-12-07T07:00:00Z"]
        for body in [
            "rrule: FREQ=WEEKLY;BYDAY=MO,WE\nat: \"08:00\"",
            "rrule: FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=8;BYMINUTE=0",
            "rrule: FREQ=WEEKLY;BYDAY=MO,WE\ndtstart: 2026-01-05T08:00",
        ] {
            #expect(try dues(rule(body), "2026-11-26T00:00:00Z") == wanted, "\(body)")
        }
    }

    @Test func `single times, exceptions and times in UTC`() throws {
        let body = """
            rrule: FREQ=DAILY
            dtstart: 2026-11-26T08:00
            exdate: [2026-11-27, 2026-11-28T07:00Z]
            rdate: [2026-11-26T09:00]
            """
        #expect(
            try dues(rule(body), "2026-11-26T00:00:00Z") == [
                "2026-11-26T07:00:00Z", "2026-11-26T08:00:00Z", "2026-11-29T07:00:00Z",
            ])
        #expect(
            try dues(rule("rdate: [2026-12-24T08:00]"), "2026-11-26T00:00:00Z") == ["2026-12-24T07:00:00Z"])
    }

    @Test func `the sun is written as a word with an offset or as a mapping`() throws {
        let short = try rule("sun: civil-dusk - 30 min"),
            long = try rule("sun: {event: civil-dusk, offset: -30 min}")
        #expect(short == long)
        #expect(try rule("sun: sunset+10min").next(after: wall("2026-11-26T00:00:00Z")) != nil)
        let plain = try #require(try rule("sun: civil-dusk").next(after: wall("2026-11-26T00:00:00Z")))
        let early = try #require(short.next(after: wall("2026-11-26T00:00:00Z")))
        #expect(early.due.duration(to: plain.due) == .seconds(1_800))
    }

    @Test func `a window of times, of spans, and one that gives the time itself`() throws {
        let alone = try #require(
            rule("window: {earliest: \"10:00\", latest: \"11:30\"}").next(after: wall("2026-11-26T00:00:00Z"))
        )
        #expect(alone.due == wall("2026-11-26T09:00:00Z") && alone.latest == wall("2026-11-26T10:30:00Z"))
        let spans = try #require(
            rule("at: \"10:00\"\nwindow: {earliest: -15 min, latest: 20 min}").next(
                after: wall("2026-11-26T00:00:00Z")))
        #expect(spans.due == wall("2026-11-26T08:45:00Z") && spans.latest == wall("2026-11-26T09:20:00Z"))
    }

    @Test func `battery, gates, triggers and asking are carried`() throws {
        let body = """
            triggers: [{point: plc.gate_alarm, equals: 1}, {http: gate-alarm}]
            min_battery: 70 %
            missed_runs: ask
            gates:
              wind: {limit: 6 m/s, reason: long rotor wash at the mast}
              icing: {waived: true, reason: no need here}
            """
        let rule = try rule(body)
        #expect(rule.recurrence == .triggered && rule.next(after: wall("2026-11-26T00:00:00Z")) == nil)
        #expect(rule.terms.minimumBatteryPercent == 70 && rule.missedRuns == .ask)
        #expect(
            rule.terms.triggers == [
                .point(device: "plc", point: "gate_alarm", equals: 1), .http(name: "gate-alarm"),
            ])
        #expect(
            rule.terms.gateOverrides == [
                GateOverride(gate: "wind", limit: "6 m/s", value: 6, reason: "long rotor wash at the mast"),
                GateOverride(gate: "icing", limit: nil, value: nil, reason: "no need here"),
            ])
    }

    @Test(arguments: [
        (
            "rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nat: \"08:00\"",
            "s.yaml:5:8: recurrence rule \"FREQ=YEARLY"
        ),
        (
            "rrule: FREQ=WEEKLY;BYDAY=MO",
            "s.yaml:5:8: the rule names no time of day (add for example at: \"08:00\""
        ),
        (
            "rrule: FREQ=DAILY;INTERVAL=2\nat: \"08:00\"",
            "s.yaml:5:8: the rule counts from a start, and dtstart is missing"
        ),
        ("rrule: FREQ=HOURLY\nat: \"08:00\"", "s.yaml:5:8: times of day and FREQ=HOURLY exclude each other"),
        ("rrule: FREQ=DAILY\ncron: 0 8 * * *", "s.yaml:5:8: both rrule and cron are given"),
        ("at: \"08:00\"\nexdate: [2026-12-24]", "s.yaml:6:9: exdate is given without rrule"),
        ("rdate: [2026-02-29T08:00]", "s.yaml:5:9: rdate \"2026-02-29T08:00\" is no time of the calendar"),
        ("sun: noon", "s.yaml:5:6: sun \"noon\" is not known"),
        ("sun: sunset + 10", "s.yaml:5:6: the offset of sun \"10\" has no"),
        ("sun: sunset + 13 h", "s.yaml:5:6: the offset of sun \"13 h\" is above"),
        ("at: \"08:00\"\nafter: b", "s.yaml:5:5: both at and after are given"),
        ("after: b\ndelay: 2 d", "s.yaml:6:8: delay \"2 d\" is above"),
        ("at: \"08:00\"\ndelay: 5 min", "s.yaml:6:8: delay is given without after"),
        (
            "window: {earliest: \"12:00\", latest: \"11:00\"}",
            "s.yaml:5:37: the window is empty: it ends at 11:00"
        ),
        ("at: \"08:00\"\nwindow: {earliest: 5 min}", "s.yaml:6:20: window.earliest \"5 min\" is above 0 s"),
        (
            "at: \"08:00\"\nwindow: {latest: \"08:00\"}",
            "s.yaml:5:5: no run of it ever flies: it is due at or after 08:00"
        ),
        (
            "at: \"08:00\"\nseasons: [{from: \"02-30\", to: \"03-01\"}]",
            "s.yaml:6:18: seasons[1].from \"02-30\" is no day"
        ),
        (
            "rrule: FREQ=YEARLY;BYMONTH=7\nat: \"08:00\"\nseasons: [{from: \"11-01\", to: \"02-01\"}]",
            "s.yaml:5:8: no run of it ever flies: 2024-07-01 is outside its season"
        ),
        (
            "at: \"08:00\"\nquiet_hours: {from: \"08:00\", to: \"08:00\"}",
            "s.yaml:6:34: the quiet hours are empty"
        ),
        (
            "at: \"08:00\"\nquiet_hours: {from: \"07:00\", to: \"09:00\"}",
            "s.yaml:5:5: no run of it ever flies: it is due in"
        ),
        (
            "at: \"08:00\"\nquiet_hours: {from: \"07:00\", to: \"09:00\", days: [xx]}",
            "s.yaml:6:50: quiet_hours.days \"xx\""
        ),
        (
            "at: \"08:00\"\nblackouts: [{calendar: gone.ics}]",
            "s.yaml:6:24: calendar \"gone.ics\" is not an .ics file"
        ),
        (
            "at: \"08:00\"\nblackouts: [{from: 2026-12-01T08:00Z, to: 2026-12-01T07:00Z, reason: x}]",
            "s.yaml:6:43: the blackout is empty"
        ),
        (
            "at: \"08:00\"\nblackouts: [{from: 2026-12-01T08:00, to: 2026-12-01T09:00Z, reason: x}]",
            "s.yaml:6:20: blackouts[1].from \"2026-12-01T08:00\" is no time in UTC"
        ),
        ("at: \"08:00\"\nmin_battery: 120 %", "s.yaml:6:14: min_battery \"120 %\" is above 100 %"),
        ("at: \"08:00\"\ngates: {wind: {limit: 6 m/s}}", "s.yaml:6:15: gates.wind.reason is missing"),
        (
            "at: \"08:00\"\ngates: {wind: {reason: x}}",
            "s.yaml:6:15: gates.wind needs either a limit or waived"
        ),
        (
            "at: \"08:00\"\ngates: {wind: {limit: 60 m/s, reason: x}}",
            "s.yaml:6:23: gates.wind.limit \"60 m/s\" is above"
        ),
        ("at: \"08:00\"\ngates: {wind: {waived: true, reason: x}}", "s.yaml:6:24: gates.wind guards the way home"),
        ("at: \"08:00\"\ngates: {icing: {limit: 6 m/s, reason: x}}", "s.yaml:6:24: gates.icing has no limit"),
        ("at: \"08:00\"\ngates: {rian: {waived: true, reason: x}}", "s.yaml:6:15: gates.rian is no gate that"),
        ("triggers: [{point: plc, equals: 1}]", "s.yaml:5:20: triggers[1].point \"plc\" is not device.point"),
        ("triggers: [{http: a b}]", "s.yaml:5:19: triggers[1].http \"a b\" is not usable"),
    ])
    func `a mistake of a new key is printed with place and remedy`(body: String, words: String) {
        let found = problems(body)
        #expect(found.first?.hasPrefix(words) == true, "\(found)")
        #expect(found.first?.hasSuffix(")") == true, "\(found)")
    }

    @Test func `a mistake in a calendar is printed with the calendar's own place`() {
        let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260230\nEND:VEVENT\nEND:VCALENDAR\n"
        let found = problems("at: \"08:00\"\nblackouts: [{calendar: c.ics}]", calendars: ["c.ics": calendar])
        #expect(
            found == [
                "c.ics:3:9: DTSTART \"20260230\" is no time of the calendar (write for example 20261224T080000Z)"
            ])
    }
}

struct ScheduleFolders {
    private func found(_ files: [String: String]) -> [String] {
        var extra: [String: String] = [:]
        for (name, body) in files {
            let text =
                name.hasSuffix(".yaml") && !body.hasPrefix("schema")
                ? "schema: roost-schedule/1\nname: \(name.dropLast(5))\nplan: perimeter.plan\n\(body)\n"
                : body
            extra["schedules/" + name] = text
        }
        return SettingsTests.problems("dock.yaml", [("schedules: [perimeter.yaml] ", "# ")], adding: extra)
    }

    @Test func `schedules may follow each other, but not in a circle and not nobody`() {
        #expect(found(["b.yaml": "after: perimeter\ndelay: 5 min", "c.yaml": "after: b"]) == [])
        #expect(
            found(["b.yaml": "after: c", "c.yaml": "after: b"]) == [
                "schedules/b.yaml:4:8: schedules follow each other in a circle: b after c after b "
                    + "(give one of them times of its own)",
                "schedules/c.yaml:4:8: schedules follow each other in a circle: c after b after c "
                    + "(give one of them times of its own)",
            ])
        #expect(found(["b.yaml": "after: b"]).first?.contains("in a circle: b after b") == true)
        #expect(
            found(["b.yaml": "after: perimetre"]) == [
                "schedules/b.yaml:4:8: there is no schedule \"perimetre\" to follow (did you mean \"perimeter\"?)"
            ])
        var row = ["b0.yaml": "after: perimeter"]
        for index in 1...9 { row["b\(index).yaml"] = "after: b\(index - 1)" }
        #expect(found(row).first?.contains("more than 8 schedules follow each other") == true)
    }

    @Test func `a trigger names a device and a point of this dock`() {
        #expect(
            found(["b.yaml": "triggers: [{point: nobody.x, equals: 1}]"]).first?
                .hasPrefix("schedules/b.yaml:4:12: dock.yaml has no device \"nobody\"") == true)
        let point = found(["b.yaml": "triggers: [{point: plc.nothing, equals: 1}]"]).first ?? ""
        #expect(point.hasPrefix("schedules/b.yaml:4:12: device \"plc\" has no point \"nothing\""), "\(point)")
    }

    @Test func `a file of blackouts holds for every schedule, named in dock yaml or not`() throws {
        let closed = """
            schema: roost-blackouts/1
            blackouts: [{from: 2026-11-26T00:00Z, to: 2026-11-27T00:00Z, reason: NOTAM A1/26}]
            """
        var files = DefaultConfiguration.files.contents
        files["schedules/notams.yaml"] = Array(closed.utf8)
        let configuration = try DockConfiguration.load(files: ConfigurationFiles(contents: files))
        let patrol = try #require(configuration.schedules.first)
        #expect(patrol.next(after: wall("2026-11-26T00:00:00Z"))?.id == "perimeter@2026-11-27T16:25:00Z")
        #expect(
            found(["n.yaml": closed + "\nschedules: [perimetre]"]).first?.contains(
                "did you mean \"perimeter\"?") == true)
        #expect(
            found(["n.yaml": "schema: roost-blackouts/1"]).first?.contains("blackouts is missing") == true)
        let broken = closed.replacingOccurrences(of: "to: 2026", with: "too: 2026")
        #expect(found(["n.yaml": broken]).first?.hasPrefix("schedules/n.yaml:2:") == true)
    }
}

/// The schedules that ship with Roost, with their next ten runs.
struct ExampleSchedules {
    private static let configuration: DockConfiguration? = {
        // A configuration that does not load fails every test below.
        guard var files = try? ConfigurationFiles(directory: repository.path + "/examples").contents,
            let dock = files["dock.yaml"]
        else { return nil }
        let all = String(decoding: dock, as: UTF8.self).replacingOccurrences(
            of: "schedules: [perimeter.yaml]", with: "#")
        files["dock.yaml"] = Array(all.utf8)
        // As above.
        return try? DockConfiguration.load(files: ConfigurationFiles(contents: files))
    }()

    private func next(_ name: String, after: String) throws -> [String] {
        let configuration = try #require(Self.configuration)
        let rule = try #require(configuration.schedules.first { $0.name.text == name })
        return rule.occurrences(after: wall(after), count: 10).map {
            String($0.id.dropFirst(name.utf8.count + 1))
        }
    }

    @Test func `they load together with their plans and calendars`() throws {
        let configuration = try #require(Self.configuration)
        #expect(configuration.schedules.map(\.name.text) == ["perimeter", "powerline", "survey"])
        #expect(configuration.plans.count == 3)
    }

    @Test func `the patrol, over a change of the clocks`() throws {
        #expect(
            try next("perimeter", after: "2026-10-20T12:00:00Z") == [
                "2026-10-20T15:25:00Z", "2026-10-21T15:25:00Z", "2026-10-22T15:25:00Z",
                "2026-10-23T15:25:00Z",
                "2026-10-24T15:25:00Z", "2026-10-25T16:25:00Z", "2026-10-26T16:25:00Z",
                "2026-10-27T16:25:00Z",
                "2026-10-28T16:25:00Z", "2026-10-29T16:25:00Z",
            ])
    }

    /// Civil dusk by astral 3.2 and ten minutes, to the minute; in December the earliest start holds.
    @Test func `the thermal round of the power line, after dusk`() throws {
        #expect(
            try next("powerline", after: "2026-10-15T00:00:00Z") == [
                "2026-10-15T17:20:00Z", "2026-10-19T17:12:00Z", "2026-10-22T17:07:00Z", "2026-10-26T17:01:00Z",
                "2026-10-29T16:56:00Z", "2026-11-02T16:50:00Z", "2026-11-05T16:46:00Z", "2026-11-09T16:41:00Z",
                "2026-11-12T16:37:00Z", "2026-11-16T16:33:00Z",
            ])
        #expect(try next("powerline", after: "2026-12-01T00:00:00Z").first == "2026-12-03T16:30:00Z")
    }

    @Test func `the survey, over the winter, the works holiday and the blasting`() throws {
        #expect(
            try next("survey", after: "2026-10-20T12:00:00Z") == [
                "2026-10-27T09:00:00Z", "2027-03-16T09:00:00Z", "2027-03-23T09:00:00Z",
                "2027-03-30T08:00:00Z",
                "2027-04-20T08:00:00Z", "2027-04-27T08:00:00Z", "2027-05-04T08:00:00Z",
                "2027-05-11T08:00:00Z",
                "2027-05-18T08:00:00Z", "2027-05-25T08:00:00Z",
            ])
    }
}
