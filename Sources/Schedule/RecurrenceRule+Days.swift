// SPDX-License-Identifier: Apache-2.0
// Whether one day of the calendar passes the day parts of a recurrence rule. It looks at one day at a time, by
// arithmetic, and keeps nothing.

import DockModel

extension RecurrenceRule {
    /// Whether a day passes every day part.
    func matches(day: Int) -> Bool { matches(CivilDate(daysSince1970: day), day: day) }

    func matches(_ date: CivilDate, day: Int) -> Bool {
        if months != 0, months & (1 << UInt64(date.month)) == 0 { return false }
        if monthDays | lastMonthDays != 0 {
            let left = CivilDate.length(ofMonth: date.month, in: date.year) - date.day + 1
            guard monthDays & (1 << UInt64(date.day)) != 0 || lastMonthDays & (1 << UInt64(left)) != 0 else {
                return false
            }
        }
        if weekdays != 0 || !ordinalWeekdays.isEmpty {
            let weekday = CivilDate.weekday(daysSince1970: day)
            guard weekdays & (1 << UInt64(weekday)) != 0 || hasOrdinal(date, day: day, weekday: weekday)
            else {
                return false
            }
        }
        if !yearDays.isEmpty {
            let number = Self.dayOfYear(date, day: day), length = CivilDate.isLeap(date.year) ? 366 : 365
            guard yearDays.contains(number) || yearDays.contains(number - length - 1) else { return false }
        }
        return weekNumbers.isEmpty || hasWeekNumber(date, day: day)
    }

    /// 1 for 1 January.
    private static func dayOfYear(_ date: CivilDate, day: Int) -> Int {
        day - CivilDate.daysSince1970(year: date.year, month: 1, day: 1) + 1
    }

    /// Whether it is an n-th weekday of its month, or of its year for a yearly rule without months.
    private func hasOrdinal(_ date: CivilDate, day: Int, weekday: Int) -> Bool {
        guard !ordinalWeekdays.isEmpty else { return false }
        let index: Int, length: Int
        if frequency == .yearly, months == 0 {
            (index, length) = (Self.dayOfYear(date, day: day), CivilDate.isLeap(date.year) ? 366 : 365)
        } else {
            (index, length) = (date.day, CivilDate.length(ofMonth: date.month, in: date.year))
        }
        let fromStart = (index - 1) / 7 + 1, fromEnd = -((length - index) / 7 + 1)
        return ordinalWeekdays.contains {
            $0.weekday == weekday && ($0.ordinal == fromStart || $0.ordinal == fromEnd)
        }
    }

    /// Whether its week, counted within its calendar year, is named.
    private func hasWeekNumber(_ date: CivilDate, day: Int) -> Bool {
        let first = firstWeek(of: date.year)
        if day < first {
            // The last week of the year before.
            let weeks = (first - firstWeek(of: date.year - 1)) / 7
            return weekNumbers.contains(-1) || weekNumbers.contains(weeks)
        }
        let next = firstWeek(of: date.year + 1)
        if day >= next { return weekNumbers.contains(1) }
        let number = (day - first) / 7 + 1, weeks = (next - first) / 7
        return weekNumbers.contains(number) || weekNumbers.contains(number - weeks - 1)
    }

    /// The first day of week 1: the first week with at least four days in the year.
    private func firstWeek(of year: Int) -> Int {
        let newYear = CivilDate.daysSince1970(year: year, month: 1, day: 1)
        let into = (CivilDate.weekday(daysSince1970: newYear) - weekStart + 7) % 7
        return into <= 3 ? newYear - into : newYear + 7 - into
    }
}
