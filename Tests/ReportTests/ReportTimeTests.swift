// SPDX-License-Identifier: Apache-2.0
// Times, dates and numbers as the reports write them.

import DockModel
import Foundation
import Testing

@testable import Report

private let wording = Wording(language: .english)
private let berlin = ZoneClock(zone: "Europe/Berlin", wording: wording)

@Test func `times follow the zone's rules over the change to summer time`() {
    #expect(berlin.stamp(WallTime(milliseconds: 1_774_745_940_000)) == "Sun 29 Mar 2026 01:59 +01:00")
    #expect(berlin.stamp(WallTime(milliseconds: 1_774_746_000_000)) == "Sun 29 Mar 2026 03:00 +02:00")
    #expect(berlin.utc(WallTime(milliseconds: 1_774_746_000_000)) == "2026-03-29 01:00 UTC")
    let kathmandu = ZoneClock(zone: "Asia/Kathmandu", wording: wording)
    #expect(kathmandu.short(WallTime(milliseconds: 0)) == "1 Jan 05:30 +05:30")
    let stJohns = ZoneClock(zone: "America/St_Johns", wording: wording)
    #expect(stJohns.short(WallTime(milliseconds: 1_772_431_200_000)) == "2 Mar 02:30 -03:30")
}

@Test func `a zone that is not known is UTC and says so`() {
    let writer = ReportWriter(zone: "Mars/Olympus")
    #expect(writer.zone == "UTC")
    #expect(writer.digest(Sample.day()).text.contains("Times are in UTC"))
}

@Test func `dates agree with the calendar of Foundation`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for day in stride(from: -200_000, through: 900_000, by: 997) {
        let seconds = Int64(day) * 86_400 + 3_723
        let ours = LocalDate(secondsSinceEpoch: seconds, offset: 0)
        guard seconds > -12_000_000_000 else { continue }
        let theirs = calendar.dateComponents(
            [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(seconds)))
        #expect(ours.year == theirs.year && ours.month == theirs.month && ours.day == theirs.day)
        #expect(ours.weekday + 1 == theirs.weekday && ours.clock == "01:02")
    }
}

@Test func `times without sense are shown without harm`() {
    for time in [WallTime(milliseconds: .min), WallTime(milliseconds: .max)] {
        #expect(
            !berlin.stamp(time).isEmpty && !berlin.between(time, ZoneClock.later(time, days: 1e300)).isEmpty)
    }
}

@Test func `a range of days repeats no month and no year`() {
    func day(_ days: Double) -> WallTime { ZoneClock.later(Sample.morning, days: days) }
    #expect(berlin.between(day(1), day(17)) == "between 3 and 19 March 2026")
    #expect(berlin.between(day(1), day(40)) == "between 3 March and 11 April 2026")
    #expect(berlin.between(day(1), day(400)) == "between 3 March 2026 and 6 April 2027")
    #expect(berlin.between(day(1), day(1)) == "on 3 March 2026")
}

@Test func `numbers keep their sign, their zeros and their unit`() {
    let figures = Figures(wording: wording)
    #expect(figures.amount(-0.04, "A") == "0.0 A")
    #expect(figures.amount(-1.25, "A", decimals: 2) == "-1.25 A")
    #expect(figures.amount(3.004, "A", decimals: 3) == "3.004 A")
    #expect(figures.amount(.nan, "A") == "not measured")
    #expect(figures.amount(1e300, "A") == "not measured")
    #expect(figures.range(Celsius(-3), Celsius(4.25)) == "-3.0 to 4.3 °C")
    #expect(figures.span(.seconds(3_725)) == "1 h 2 min")
    #expect(figures.span(.seconds(-5)) == "0 s")
    #expect(figures.days(1.9) == "1 day" && figures.days(.infinity) == "not measured")
}

@Test func `every phrase has words`() {
    for phrase in Phrase.allCases { #expect(!wording(phrase).isEmpty) }
}
