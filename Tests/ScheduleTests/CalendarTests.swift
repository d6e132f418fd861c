// SPDX-License-Identifier: Apache-2.0
// iCalendar files: what events mean, where mistakes stand, and that hostile files neither trap nor take long.

import DockModel
import Foundation
import Testing

@testable import Schedule

private func calendar(_ body: String, zone: String = "Europe/Zurich") throws -> [CalendarEvent] {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(body)\nEND:VCALENDAR\n"
    return try CalendarFile(Array(text.replacing("\n", with: "\r\n").utf8), zone: #require(Zone(zone))).events
}

private func event(_ lines: String, zone: String = "Europe/Zurich") throws -> CalendarEvent {
    try #require(try calendar("BEGIN:VEVENT\nUID:1\n\(lines)\nEND:VEVENT", zone: zone).first)
}

/// The windows of an event as "from/to" in UTC.
private func windows(_ event: CalendarEvent, _ limit: Int = 3, zone: String = "Europe/Zurich") throws
    -> [String]
{
    try event.windows(from: -1, through: Int.max / 4, zone: #require(Zone(zone)), limit: limit)
        .map { utcText($0.from) + "/" + utcText($0.to) }
}

struct CalendarFiles {
    @Test func `an event in UTC, in a zone, floating and of whole days`() throws {
        #expect(
            try windows(event("DTSTART:20261201T080000Z\nDTEND:20261201T100000Z")) == [
                "2026-12-01T08:00:00Z/2026-12-01T10:00:00Z"
            ])
        #expect(
            try windows(event("DTSTART;TZID=America/New_York:20261201T080000\nDURATION:PT1H30M")) == [
                "2026-12-01T13:00:00Z/2026-12-01T14:30:00Z"
            ])
        #expect(
            try windows(event("DTSTART:20260701T080000\nDURATION:P1D")) == [
                "2026-07-01T06:00:00Z/2026-07-02T06:00:00Z"
            ])
        // The day on which the clocks go back has 25 hours.
        #expect(
            try windows(event("DTSTART;VALUE=DATE:20261025\nSUMMARY:Closed\\, all day")) == [
                "2026-10-24T22:00:00Z/2026-10-25T23:00:00Z"
            ])
        #expect(
            try event("DTSTART;VALUE=DATE:20261025\nSUMMARY:Closed\\, all day\\nno\\;flight").summary
                == "Closed, all day\nno;flight")
    }

    @Test func `an event repeats on its own clock, with exceptions and moved instances`() throws {
        let weekly = try calendar(
            """
            BEGIN:VEVENT
            UID:a
            DTSTART;TZID=Europe/Zurich:20261020T090000
            DTEND;TZID=Europe/Zurich:20261020T100000
            RRULE:FREQ=WEEKLY;COUNT=4
            EXDATE;TZID=Europe/Zurich:20261027T090000
            END:VEVENT
            BEGIN:VEVENT
            UID:a
            RECURRENCE-ID;TZID=Europe/Zurich:20261103T090000
            DTSTART;TZID=Europe/Zurich:20261104T150000
            DTEND;TZID=Europe/Zurich:20261104T160000
            END:VEVENT
            """)
        #expect(weekly.count == 2)
        #expect(
            try windows(weekly[0], 9) == [
                "2026-10-20T07:00:00Z/2026-10-20T08:00:00Z", "2026-11-10T08:00:00Z/2026-11-10T09:00:00Z",
            ])
        #expect(try windows(weekly[1]) == ["2026-11-04T14:00:00Z/2026-11-04T15:00:00Z"])
    }

    @Test func `folded lines are joined, also inside a character, and cancelled events are left out`() throws
    {
        let text =
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:2026\r\n 1201T080000Z\r\n"
                + "SUMMARY:Z\u{fc}ri\r\nEND:VEVENT\r\n"
            + "BEGIN:VEVENT\r\nDTSTART:20261201T080000Z\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR"
        var bytes = Array(text.utf8)
        let umlaut = try #require(bytes.firstIndex(of: 0xC3))
        bytes.insert(contentsOf: [13, 10, 32], at: umlaut + 1)
        let events = try CalendarFile(bytes, zone: .utc).events
        #expect(events.map(\.summary) == ["Züri"])
    }

    @Test func `a zone that only the file defines is computed from its rules`() throws {
        let zone = """
            BEGIN:VTIMEZONE
            TZID:W. Europe Standard Time
            BEGIN:STANDARD
            DTSTART:16010101T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:16010101T020000
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
            END:DAYLIGHT
            END:VTIMEZONE
            BEGIN:VEVENT
            DTSTART;TZID="W. Europe Standard Time":20261024T090000
            DURATION:PT1H
            RRULE:FREQ=DAILY;COUNT=2
            END:VEVENT
            """
        #expect(
            try windows(#require(calendar(zone).first)) == [
                "2026-10-24T07:00:00Z/2026-10-24T08:00:00Z", "2026-10-25T08:00:00Z/2026-10-25T09:00:00Z",
            ])
    }

    @Test(arguments: [
        ("DTSTART:20260230T080000Z", "5:9: DTSTART \"20260230T080000Z\" is no time of the calendar"),
        ("SUMMARY:no start", "3:1: the event has no DTSTART"),
        ("DTSTART;TZID=Mars/Base:20261201T080000", "5:1: time zone \"Mars/Base\" is unknown"),
        ("DTSTART:20261201T080000Z\nRRULE:FREQ=DAILY;BYHOUR=25", "6:7: \"25\" is no value of BYHOUR"),
        ("DTSTART:20261201T080000Z\nDTEND:20261201T070000Z", "6:7: the event ends before it begins"),
        ("DTSTART:20261201T080000Z\nDURATION:1H", "6:10: DURATION \"1H\" is no span of time"),
        ("DTSTART:20261201T080000Z\nNONSENSE", "6:9: NONSENSE has no colon"),
        ("DTSTART:20261201T080000Z\nEND:VTODO", "6:5: END:VTODO closes nothing"),
        ("DTSTART;TZID=\"Europe/Zurich:20261201T080000", "5:14: a quoted parameter does not end"),
        ("DTSTART:20261201T080000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;\n BYMONTHDAY=30", "6:7: recurrence rule"),
    ])
    func `a mistake is printed with line and column`(lines: String, words: String) throws {
        let error = #expect(throws: CalendarFileError.self) { try event(lines) }
        #expect(error?.description.hasPrefix(words) == true, "\(String(describing: error))")
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func `what is no calendar, and one that is cut short, are refused`() {
        for text in [
            "", "hello", "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "\u{0}\u{1}",
        ] {
            #expect(throws: CalendarFileError.self) { try CalendarFile(Array(text.utf8), zone: .utc) }
        }
        #expect(throws: CalendarFileError.self) {
            try CalendarFile(Array("BEGIN:VCALENDAR\nSUMMARY:".utf8) + [0xFF, 0xFE], zone: .utc)
        }
    }

    @Test func `a calendar's events withhold runs, single and repeating alike`() throws {
        let events = try calendar(
            """
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261225
            DTEND;VALUE=DATE:20261227
            SUMMARY:Holidays
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;TZID=Europe/Zurich:20260105T090000
            DURATION:PT2H
            RRULE:FREQ=WEEKLY;BYDAY=MO
            SUMMARY:Crane
            END:VEVENT
            """)
        var terms = ScheduleTerms()
        let zone = try #require(Zone("Europe/Zurich"))
        terms.blackouts = [Blackout(events: events, source: "c.ics", zone: zone)]
        let rule = try ScheduleRule(
            name: "a", plan: "a.plan", recurrence: .daily(DailyTimes([#require(TimeOfDay("10:00"))])),
            zone: zone, terms: terms)
        let found = rule.occurrences(
            after: wall("2026-12-24T12:00:00Z"), through: wall("2026-12-31T00:00:00Z"))
        #expect(ids(found).map { String($0.prefix(10)) } == ["2026-12-27", "2026-12-29", "2026-12-30"])
        let early = try ScheduleRule(
            name: "a", plan: "a.plan", recurrence: .daily(DailyTimes([#require(TimeOfDay("08:45"))])),
            zone: zone, terms: terms)
        #expect(early.next(after: wall("2026-12-27T23:00:00Z"))?.latest == wall("2026-12-28T07:59:59Z"))
    }

    @Test func `exported runs are read back as the same instants, and become one schedule again`() throws {
        let rule = try daily("17:25", zone: "Europe/Zurich")
        let runs = rule.occurrences(after: wall("2026-10-23T12:00:00Z"), count: 4)
        let text = CalendarWriter.text(of: runs, host: "NORTH", stamp: wall("2026-10-01T00:00:00Z"))
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        let events = try CalendarFile(Array(text.utf8), zone: .utc).events
        #expect(events.map { $0.recurrence.additions } == runs.map { [Int($0.due.milliseconds / 1_000)] })
        let made = try ImportedSchedule.all(of: events, plan: nil, zone: .utc)
        #expect(made.map(\.name) == ["perimeter"])
        #expect(made.first?.text.contains("  - 2026-10-25T16:25:00\n") == true)
    }

    @Test func `mutated calendars never trap and end quickly`() throws {
        let seed = [
            "BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:X", "BEGIN:STANDARD", "DTSTART:19701025T030000",
            "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
            "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=X:20261020T090000", "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=40", "EXDATE:20261027T080000Z",
            "DESCRIPTION:" + String(repeating: "a crane turns here\\, ", count: 40), "END:VEVENT", "END:VCALENDAR", "",
        ].joined(separator: "\r\n")
        #expect(try CalendarFile(Array(seed.utf8), zone: .utc).events.count == 1)
        var random = Seeded(state: 9)
        var read = 0
        let start = ContinuousClock.now
        for _ in 0..<1_500 {
            var bytes = Array(seed.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default:
                    bytes.insert(
                        contentsOf: Array("99:;=\r\n ,-".utf8).shuffled(using: &random).prefix(2), at: at)
                }
            }
            // Refusals are what is expected here.
            guard let events = try? CalendarFile(bytes, zone: .utc).events else { continue }
            read += events.count
            for event in events { _ = event.windows(from: 0, through: Int.max / 4, zone: .utc, limit: 50) }
        }
        #expect(read > 100)
        #expect(start.duration(to: .now) < .seconds(120), "an unoptimised build on a busy machine")
    }
}
