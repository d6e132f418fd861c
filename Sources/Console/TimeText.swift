// SPDX-License-Identifier: Apache-2.0
// Times and spans as people and programs read them. Which offset holds at an instant is asked from outside,
// so that no time-zone table is needed here; it reads no clock.

internal import DockModel

/// How the console writes times.
struct TimeStyle: Sendable {
    /// Seconds that the dock's local time is ahead of UTC at an instant.
    var offsetSeconds: @Sendable (WallTime) -> Int = { _ in 0 }

    /// Date and time to the second: "2026-07-04 14:30:05 +02:00", or "… UTC" without an offset.
    func text(_ time: WallTime) -> String {
        let offset = bounded(offsetSeconds(time))
        guard let fields = CalendarFields(time, offsetSeconds: offset) else { return "beyond the calendar" }
        return "\(fields.date) \(fields.time) \(offset == 0 ? "UTC" : offsetText(offset))"
    }

    /// The local date; nil outside the calendar.
    func day(_ time: WallTime) -> CivilDate? { CalendarFields(time, offsetSeconds: bounded(offsetSeconds(time)))?.date }

    /// The local date as days since 1970-01-01; nil outside the calendar.
    func dayNumber(_ time: WallTime) -> Int? {
        day(time).map { CivilDate.daysSince1970(year: $0.year, month: $0.month, day: $0.day) }
    }

    /// The local time of day to the minute: "14:30".
    func clock(_ time: WallTime) -> String {
        String((CalendarFields(time, offsetSeconds: bounded(offsetSeconds(time)))?.time ?? "").prefix(5))
    }

    /// Date and time in UTC for programs: "2026-07-04T12:30:05.250Z" (RFC 3339); nil outside the years 1 to
    /// 9999.
    static func machineText(_ time: WallTime) -> String? {
        guard let fields = CalendarFields(time, offsetSeconds: 0) else { return nil }
        return "\(fields.date)T\(fields.time).\(padded(fields.milliseconds, to: 3))Z"
    }

    /// A span in its two largest units: "3 d 4 h", "12 min", "0 s"; a negative one with its sign.
    static func span(_ span: Duration) -> String {
        let seconds = span.nanoseconds / 1_000_000_000
        let magnitude = seconds.magnitude
        let text =
            switch magnitude {
            case ..<60: "\(magnitude) s"
            case ..<3600: pair(magnitude / 60, "min", magnitude % 60, "s")
            case ..<86_400: pair(magnitude / 3600, "h", magnitude % 3600 / 60, "min")
            default: pair(magnitude / 86_400, "d", magnitude % 86_400 / 3600, "h")
            }
        return seconds < 0 ? "-\(text)" : text
    }

    /// How far an instant lies from now: "in 3 h 5 min", "12 s ago".
    static func distance(from now: WallTime, to time: WallTime) -> String {
        let (difference, overflow) = time.milliseconds.subtractingReportingOverflow(now.milliseconds)
        if overflow { return "beyond the calendar" }
        let text = span(.milliseconds(difference.magnitude))
        return difference > 0 ? "in \(text)" : "\(text) ago"
    }

    private static func pair(_ large: UInt64, _ unit: String, _ small: UInt64, _ smallUnit: String) -> String
    {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smallUnit)"
    }

    private func bounded(_ offset: Int) -> Int { min(max(offset, -86_400), 86_400) }

    private func offsetText(_ offset: Int) -> String {
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
    }
}

/// The fields of a proleptic Gregorian date and a time of day.
private struct CalendarFields {
    var date: CivilDate
    var secondOfDay, milliseconds: Int

    /// Nil outside the years 1 to 9999, which no sound clock shows.
    init?(_ time: WallTime, offsetSeconds: Int) {
        let (shifted, overflow) = time.milliseconds.addingReportingOverflow(Int64(offsetSeconds) * 1000)
        let yearOne: Int64 = -62_135_596_800_000
        let yearTenThousand: Int64 = 253_402_300_800_000
        guard !overflow, shifted >= yearOne, shifted < yearTenThousand else { return nil }
        let day = Int(shifted.floorDivided(by: 86_400_000))
        let millisecondOfDay = Int(shifted) - day * 86_400_000
        secondOfDay = millisecondOfDay / 1000
        milliseconds = millisecondOfDay % 1000
        date = CivilDate(daysSince1970: day)
    }

    var time: String {
        let minute = secondOfDay / 60
        return
            "\(padded(minute / 60, to: 2)):\(padded(minute % 60, to: 2)):\(padded(secondOfDay % 60, to: 2))"
    }
}

/// A whole number with leading zeros.
private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
