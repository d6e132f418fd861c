// SPDX-License-Identifier: Apache-2.0
// What an RFC 5545 recurrence rule says, part by part. When it happens is the business of RecurrenceSet; this file
// never asks for a date.

/// A parsed recurrence rule, "FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=8".
///
/// It is read as the standard says, and where the standard leaves a choice as python-dateutil does: BYWEEKNO without
/// BYDAY means every day of the week, BYMONTHDAY and BYYEARDAY leave days out of any frequency, an UNTIL without a time
/// means that day's midnight, and the first week of a WEEKLY rule begins at its start. A list that mixes `MO` and `1TU`
/// means either of them.
public struct RecurrenceRule: Sendable, Hashable, CustomStringConvertible {
    /// How often it repeats.
    public enum Frequency: String, Sendable, Hashable, CaseIterable {
        case yearly = "YEARLY"
        case monthly = "MONTHLY"
        case weekly = "WEEKLY"
        case daily = "DAILY"
        case hourly = "HOURLY"
        case minutely = "MINUTELY"

        /// Whether it repeats within a day.
        var isWithinDay: Bool { self == .hourly || self == .minutely }
    }

    /// Where it ends.
    enum End: Sendable, Hashable {
        case never
        /// After so many instances.
        case count(Int)
        /// Not after this local time, in seconds since 1970 as if local time were UTC.
        case local(Int)
        /// Not after this instant, in seconds since 1970.
        case instant(Int)
    }

    /// The n-th weekday of a month or year; negative counts from the end.
    struct OrdinalWeekday: Sendable, Hashable {
        let ordinal: Int
        /// 0 is Sunday.
        let weekday: Int
    }

    /// The rule as written.
    public let text: String
    /// How often it repeats.
    public internal(set) var frequency: Frequency = .daily
    /// Every how many periods.
    public internal(set) var interval = 1
    /// Where it ends.
    var end: End = .never
    /// Bit m is set for month m; none set means all.
    var months: UInt64 = 0
    /// Bit d is set for day d of the month.
    var monthDays: UInt64 = 0
    /// Bit d is set for the d-th last day of the month.
    var lastMonthDays: UInt64 = 0
    /// Days of the year, negative from its end.
    var yearDays: [Int] = []
    /// Weeks of the year, negative from its end.
    var weekNumbers: [Int] = []
    /// Bit w is set for weekday w, 0 is Sunday.
    var weekdays: UInt64 = 0
    /// Weekdays with a number.
    var ordinalWeekdays: [OrdinalWeekday] = []
    /// Which instances of a period count, negative from its end.
    var positions: [Int] = []
    /// Bit h is set for hour h; none set means the start's, or all within a day.
    var hours: UInt64 = 0
    /// Bit m is set for minute m.
    var minutes: UInt64 = 0
    /// Bit s is set for second s.
    var seconds: UInt64 = 0
    /// The weekday on which a week begins; 1 is Monday.
    var weekStart = 1

    /// The rule as written.
    public var description: String { text }

    /// Whether its end is a number of instances.
    public var hasCount: Bool {
        if case .count = end { true } else { false }
    }

    /// Whether it says itself at which times of a day it happens.
    public var namesTimeOfDay: Bool { frequency.isWithinDay || hours != 0 }

    init(text: String) { self.text = text }

    /// Whether nothing names a day.
    var hasNoDayPart: Bool {
        weekNumbers.isEmpty && yearDays.isEmpty && monthDays == 0 && lastMonthDays == 0 && weekdays == 0
            && ordinalWeekdays.isEmpty
    }
}
