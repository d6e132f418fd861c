// SPDX-License-Identifier: Apache-2.0
// What a five-field cron expression matches: "minute hour day-of-month month day-of-week". It matches local
// dates and times only and never asks for the zone.

import DockModel

/// A parsed five-field cron expression.
///
/// Each field takes `*`, a number, a range `1-5`, a step `*/10` or `8-18/2`, and lists of these; months and days
/// of the week also take English three-letter names. Sunday is 0 or 7. When both day fields say something, a date
/// matches if *either* field does, as in POSIX cron. A field says nothing when it is `*`, or when it names every
/// day and the other is written with a `*` (`*/2 * */1`); this is how croniter reads them.
public struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// The expression as written.
    public let text: String
    /// Bit m is set when minute m matches.
    let minutes: UInt64
    /// Bit h is set when hour h matches.
    let hours: UInt64
    /// Bit d is set when day d of the month matches.
    let daysOfMonth: UInt64
    /// Bit m is set when month m matches.
    let months: UInt64
    /// Bit w is set when weekday w (0 is Sunday) matches.
    let weekdays: UInt64
    /// Whether the day-of-month field says something.
    let limitsDayOfMonth: Bool
    /// Whether the day-of-week field says something.
    let limitsWeekday: Bool

    /// The expression as written.
    public var description: String { text }

    /// Whether the day `days` after 1970-01-01 matches the three date fields.
    func matches(_ date: CivilDate, daysSince1970 days: Int) -> Bool {
        guard months & (1 << UInt64(date.month)) != 0 else { return false }
        let matchesDay = daysOfMonth & (1 << UInt64(date.day)) != 0
        let matchesWeekday = weekdays & (1 << UInt64(CivilDate.weekday(daysSince1970: days))) != 0
        return limitsDayOfMonth && limitsWeekday ? matchesDay || matchesWeekday : matchesDay && matchesWeekday
    }

    /// The first matching minute of the day that is at least `minuteOfDay`; nil when the day has none left.
    func minute(notBefore minuteOfDay: Int) -> Int? {
        guard minuteOfDay < 1_440 else { return nil }
        let hour = minuteOfDay / 60
        if hours & (1 << UInt64(hour)) != 0 {
            let rest = minutes >> UInt64(minuteOfDay % 60)
            if rest != 0 { return minuteOfDay + rest.trailingZeroBitCount }
        }
        let laterHours = hours >> UInt64(hour + 1)
        guard laterHours != 0 else { return nil }
        return (hour + 1 + laterHours.trailingZeroBitCount) * 60 + minutes.trailingZeroBitCount
    }

    /// Whether some date of the calendar matches: "30 February" has none.
    var hasDates: Bool {
        if limitsDayOfMonth && limitsWeekday { return true }
        let longest = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains { month in
            months & (1 << UInt64(month)) != 0 && daysOfMonth & ((2 << UInt64(longest[month])) - 2) != 0
        }
    }
}
