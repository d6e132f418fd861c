// SPDX-License-Identifier: Apache-2.0
// Dates and times of day of the proleptic Gregorian calendar, by arithmetic alone: no calendar object, no
// zone. It never says when a local time happens in UTC; that is the question of Zone+Resolve.swift.

/// A date of the Gregorian calendar, without zone.
public struct CivilDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Year, astronomical numbering.
    public let year: Int
    /// Month, 1 to 12.
    public let month: Int
    /// Day of the month, 1 to 31.
    public let day: Int

    /// The date `days` after 1970-01-01 (Howard Hinnant's era arithmetic).
    public init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days from 1970-01-01 to this date of the calendar.
    public static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Day of the week of the day `days` after 1970-01-01: 0 is Sunday, 6 is Saturday.
    public static func weekday(daysSince1970 days: Int) -> Int {
        let weekday = (days + 4) % 7
        return weekday < 0 ? weekday + 7 : weekday
    }

    /// The date as "2026-11-25".
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// Earlier dates order first.
    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

/// A time of day in whole minutes.
public struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Minutes since midnight of the wall clock, 0 to 1439.
    public let minuteOfDay: Int

    /// The time from "17:25"; nil unless it is two digits, a colon and two digits of a 24-hour clock.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        var digits: [Int] = []
        for index in [0, 1, 3, 4] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            digits.append(Int(bytes[index] - UInt8(ascii: "0")))
        }
        let hour = digits[0] * 10 + digits[1], minute = digits[2] * 10 + digits[3]
        guard hour < 24, minute < 60 else { return nil }
        minuteOfDay = hour * 60 + minute
    }

    /// The time as "17:25".
    public var description: String { "\(padded(minuteOfDay / 60, 2)):\(padded(minuteOfDay % 60, 2))" }

    /// Earlier times order first.
    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minuteOfDay < right.minuteOfDay }
}

/// `number` in decimal with leading zeros up to `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(abs(number))
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
}

/// Seconds since 1970 as "2026-11-25T16:25:00Z"; used in occurrence names, so its form never changes.
func utcText(_ seconds: Int) -> String {
    let (days, secondOfDay) = floorDivide(seconds, 86_400)
    let hour = secondOfDay / 3_600, minute = secondOfDay / 60 % 60, second = secondOfDay % 60
    return "\(CivilDate(daysSince1970: days))T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))Z"
}

/// Quotient rounded down and remainder that is never negative.
func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
    let remainder = value % divisor
    return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
}

extension TimeOfDay {
    private init(minuteOfDay: Int) { self.minuteOfDay = minuteOfDay }

    /// The start of the day.
    public static let midnight = TimeOfDay(minuteOfDay: 0)
}
