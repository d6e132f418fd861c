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
        let date = CivilDate(daysSince1970: day)
        let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        let weekday = days[((day % 7) + 7) % 7]
        let magnitude = abs(offsetMinutes)
        let zone = (offsetMinutes < 0 ? "-" : "+") + two(magnitude / 60) + two(magnitude % 60)
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) \(zone)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
