// SPDX-License-Identifier: Apache-2.0
// The Date field of a mail (RFC 5322 3.3) from a wall time and an offset from UTC. It knows no time zones.
// It must never write a date that RFC 5322 does not allow, so it keeps to years of four digits.

import DockModel

/// Writing of mail dates.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// 1900-01-01 to 9999-12-31, a day inside each end.
    private static let sensible: ClosedRange<Int64> = -2_208_900_000...253_402_200_000

    /// "Tue, 25 Nov 2025 09:41:48 +0100"; nil for a year outside 1900 to 9999 or an offset beyond 18 hours.
    static func text(_ time: WallTime, utcOffsetSeconds: Int) -> String? {
        let seconds = Int64((Double(time.milliseconds) / 1000).rounded(.down))
        guard sensible.contains(seconds), utcOffsetSeconds.magnitude <= 64_800 else { return nil }
        let offsetMinutes = utcOffsetSeconds / 60
        let local = seconds + Int64(offsetMinutes) * 60
        let day = Int((Double(local) / 86_400).rounded(.down))
        let second = Int(local) - day * 86_400
        let (year, month, dayOfMonth) = civil(day)
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let weekday = days[((day % 7) + 7) % 7]
        let magnitude = abs(offsetMinutes)
        let zone = (offsetMinutes < 0 ? "-" : "+") + two(magnitude / 60) + two(magnitude % 60)
        return "\(weekday), \(dayOfMonth) \(months[month - 1]) \(year) \(clock) \(zone)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Year, month and day of a day number counted from 1970-01-01, in the Gregorian calendar.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
