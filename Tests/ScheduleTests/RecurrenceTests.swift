// SPDX-License-Identifier: Apache-2.0
// Recurrence rules: examples of RFC 5545, what they refuse, and that hostile or never-ending ones end quickly.

import DockModel
import Foundation
import Testing

@testable import Schedule

/// The local times of a rule as "2026-11-25T08:00".
private func times(
    _ text: String, _ start: String, _ count: Int = 5, exdate: [String] = [], rdate: [String] = [],
    zone: String = "UTC"
) throws -> [String] {
    let set = try RecurrenceSet(
        start: #require(CivilMoment(start)), rule: text.isEmpty ? nil : RecurrenceRule(text),
        exceptions: exdate.map { try #require(CivilMoment($0)) },
        additions: rdate.map { try #require(CivilMoment($0)) }, zone: #require(Zone(zone)))
    var found: [String] = [], cursor = Int.min
    while found.count < count, let local = set.next(from: cursor) {
        found.append(String(RecurrenceSet.text(local).prefix(16)))
        cursor = local + 1
    }
    return found
}

private func dates(_ text: String, _ start: String, _ count: Int = 5) throws -> [String] {
    try times(text, start, count).map { String($0.prefix(10)) }
}

struct RecurrenceExamples {
    @Test func `every other week on Monday and Wednesday counts from its start`() throws {
        #expect(
            try dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "1997-09-01T09:00") == [
                "1997-09-01", "1997-09-03", "1997-09-15", "1997-09-17", "1997-09-29",
            ])
    }

    @Test func `the week's beginning decides which weeks are left out`() throws {
        let monday = try dates("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05T09:00")
        let sunday = try dates("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00")
        #expect(monday == ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"])
        #expect(sunday == ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"])
    }

    @Test func `weekdays are counted from both ends of the month and of the year`() throws {
        #expect(
            try dates("FREQ=MONTHLY;BYDAY=-2MO;COUNT=3", "1997-09-22T09:00") == [
                "1997-09-22", "1997-10-20", "1997-11-17",
            ])
        #expect(try dates("FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00", 2) == ["1997-05-19", "1998-05-18"])
        #expect(
            try dates("FREQ=MONTHLY;BYDAY=MO,3FR", "2026-11-01T08:00", 6) == [
                "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-20", "2026-11-23", "2026-11-30",
            ])
    }

    @Test func `the last workday of a month is a position in a set`() throws {
        #expect(
            try dates("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01T08:00", 3) == [
                "2026-01-30", "2026-02-27", "2026-03-31",
            ])
    }

    @Test func `days of the year, weeks of the year and days from the end of the month`() throws {
        #expect(
            try dates("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01T09:00") == [
                "1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01",
            ])
        #expect(
            try dates("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12T09:00", 3) == [
                "1997-05-12", "1998-05-11", "1999-05-17",
            ])
        #expect(
            try dates("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T09:00", 3) == [
                "1997-09-28", "1997-10-29", "1997-11-28",
            ])
    }

    @Test func `within a day, hours and minutes are steps and limits`() throws {
        #expect(
            try times("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "1997-09-02T09:00") == [
                "1997-09-02T09:00", "1997-09-02T12:00", "1997-09-02T15:00",
            ])
        #expect(
            try times("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "1997-09-02T09:00") == [
                "1997-09-02T09:00", "1997-09-02T10:30", "1997-09-02T12:00", "1997-09-02T13:30",
            ])
        #expect(
            try times("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40", "1997-09-02T09:00", 4) == [
                "1997-09-02T09:00", "1997-09-02T09:20", "1997-09-02T09:40", "1997-09-02T10:00",
            ])
    }

    @Test func `Friday the thirteenth, and 29 February on a Monday`() throws {
        #expect(
            try dates("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02T09:00", 3) == [
                "1998-02-13", "1998-03-13", "1998-11-13",
            ])
        #expect(
            try dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "2026-01-01T09:00", 2) == [
                "2044-02-29", "2072-02-29",
            ])
    }

    @Test func `times are left out by time and by day, and added`() throws {
        let found = try times(
            "FREQ=DAILY", "2026-11-25T08:00", 4, exdate: ["2026-11-26T08:00", "2026-11-27"],
            rdate: ["2026-11-25T12:00", "2026-11-27T12:00"])
        #expect(found == ["2026-11-25T08:00", "2026-11-25T12:00", "2026-11-28T08:00", "2026-11-29T08:00"])
        #expect(
            try times("", "2026-11-25T08:00", rdate: ["2026-11-24T08:00"]) == [
                "2026-11-24T08:00", "2026-11-25T08:00",
            ])
    }

    @Test func `an end in UTC is one on the local clock, and the count is of instances`() throws {
        let until = "FREQ=DAILY;UNTIL=20261127T070000Z"
        #expect(try times(until, "2026-11-25T08:00", zone: "Europe/Zurich").count == 3)
        #expect(try times(until, "2026-11-25T08:00", zone: "UTC").count == 2)
        #expect(try times("FREQ=DAILY;COUNT=3", "2026-11-25T08:00", exdate: ["2026-11-26T08:00"]).count == 2)
        // In the second pass of an overlap, the first pass of a later clock time has been.
        #expect(
            try times("FREQ=MINUTELY;UNTIL=20261025T011000Z", "2026-10-25T02:50", 20, zone: "Europe/Zurich")
                .count == 10)
    }
}

struct RecurrenceRefusals {
    @Test(arguments: [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never happens"),
        ("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", "never happens"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31", "never happens"),
        ("FREQ=MINUTELY;INTERVAL=60;BYMINUTE=7", "never happens"),
        ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", "never happens"),
        ("FREQ=MONTHLY;BYDAY=6MO", "never happens"), ("FREQ=DAILY;UNTIL=19700101T000000Z", "never happens"),
        ("FREQ=SECONDLY", "FREQ \"SECONDLY\" cannot be flown"), ("BYDAY=MO", "has no FREQ"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z", "both COUNT and UNTIL"),
        ("FREQ=DAILY;FREQ=DAILY", "given twice"),
        ("FREQ=DAILY;COUNT=0", "COUNT \"0\" is not a number from 1"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL \"-1\""),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY has a number with FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=XX", "is no weekday"),
        ("FREQ=DAILY;BYHOUR=24", "\"24\" is no value of BYHOUR"),
        ("FREQ=DAILY;BYMONTH=0", "\"0\" is no value of BYMONTH"),
        ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS stands alone"),
        ("FREQ=DAILY;UNTIL=20260230", "no time of the calendar"),
        ("FREQ=DAILY;", "is no part"), ("", "is no part"),
        ("FREQ=DAILY;NAME=1", "\"NAME\"".replacing("\"", with: "")),
        ("FREQ=MONTHLY;BYMONTHDAY=999999999999999999999", "is no value of BYMONTHDAY"),
    ])
    func `a rule that cannot be is refused with a reason`(text: String, words: String) throws {
        let start = try #require(CivilMoment("2026-11-25T08:00"))
        let error = #expect(throws: ScheduleError.self) {
            try RecurrenceSet(start: start, rule: RecurrenceRule(text), zone: .utc)
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func `dates that no calendar has are refused`() {
        for text in [
            "2026-02-29", "2026-13-01", "2026-00-10", "20260431", "2026-11-25T24:00", "2026-11-25T08:60", "x",
            "",
        ] {
            #expect(CivilMoment(text) == nil, "\(text)")
        }
        #expect(CivilMoment("20261125T080000Z")?.isUTC == true && CivilMoment("2026-11-25")?.isDate == true)
    }

    @Test func `mutated rules never trap, and their search ends quickly`() throws {
        var random = Seeded(state: 11)
        let seeds = [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=9",
            "FREQ=MINUTELY;INTERVAL=7;BYHOUR=3;BYSETPOS=-1",
            "FREQ=MONTHLY;BYDAY=-5SU,2TU;UNTIL=20991231T000000Z", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=WE",
        ]
        let pieces = [
            ";", "=", ",", "-", "9", "0", "1", "INTERVAL=999983", "BYYEARDAY=366", "COUNT=99999", "é", "\0",
            "MO",
        ]
        let clock = ContinuousClock()
        var worst = Duration.zero
        for _ in 0..<1_500 {
            var text = seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random))
                if Bool.random(using: &random) || at == text.endIndex {
                    text.insert(contentsOf: pieces.randomElement(using: &random)!, at: at)
                } else {
                    text.remove(at: at)
                }
            }
            let start = try #require(CivilMoment("2024-02-29T08:30"))
            let took = clock.measure {
                // Refusals are what is expected here.
                guard let rule = try? RecurrenceRule(text),
                    // Refusals are what is expected here.
                    let set = try? RecurrenceSet(start: start, rule: rule, zone: .utc)
                else { return }
                #expect(set.next(from: Int.min) != nil, "\(text)")
                #expect(
                    set.next(from: RecurrenceSet.end) == nil
                        || set.next(from: RecurrenceSet.end) == RecurrenceSet.end)
            }
            worst = max(worst, took)
        }
        #expect(worst < .seconds(20), "an unoptimised build on a busy machine")
    }
}
