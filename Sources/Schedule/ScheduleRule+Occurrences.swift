// SPDX-License-Identifier: Apache-2.0
// Which runs a rule has after an instant. It walks local days by arithmetic and asks the zone for offsets
// only; every loop has a bound, and an instant outside 1970 to 9999 has no runs.

// Daylight saving: a run is due at the first instant at which the local clock shows its time or a later one.
// A time inside a gap therefore runs at the first moment after the gap (together with any run due at that
// moment: two runs of one rule at one instant are one run), and a time inside an overlap runs once, in the
// first pass.

import DockModel

extension ScheduleRule {
    /// Most local days that one search looks at: 29 February comes at least every 8 years.
    static let longestSearchDays = 9 * 366
    /// The last second with a four-digit year, less one day.
    private static let lastSecond = 253_402_300_799 - 86_400
    /// Most occurrences a single question returns.
    public static let occurrenceLimit = 100_000

    /// The first run due after `time`; nil for a disabled rule.
    public func next(after time: WallTime) -> Occurrence? { occurrences(after: time, count: 1).first }

    /// The next `count` runs due after `time`, earliest first.
    public func occurrences(after time: WallTime, count: Int) -> [Occurrence] {
        occurrences(after: time, through: WallTime(milliseconds: .max), limit: count)
    }

    /// The runs due after `time` and not after `end`, earliest first, at most `limit`.
    public func occurrences(
        after time: WallTime, through end: WallTime, limit: Int = ScheduleRule.occurrenceLimit,
    ) -> [Occurrence] {
        var found: [Occurrence] = []
        let limit = min(limit, Self.occurrenceLimit)
        guard isEnabled, limit > 0, time < end else { return found }
        walk(after: time, through: end) { seconds, isMovedByGap in
            found.append(Occurrence(of: self, dueSeconds: seconds, isMovedByGap: isMovedByGap))
            return found.count < limit
        }
        return found
    }

    /// Calls `visit` with each due second until it answers false, the end is reached or no date matches any
    /// more.
    private func walk(after time: WallTime, through end: WallTime, visit: (Int, Bool) -> Bool) {
        let after = floorDivide(Int(max(0, time.milliseconds)), 1_000).quotient
        let last = min(Self.lastSecond, floorDivide(Int(max(0, end.milliseconds)), 1_000).quotient)
        guard time.milliseconds < Int64(Self.lastSecond) * 1_000 else { return }
        let (firstDay, localSecond) = floorDivide(after + zone.offset(at: after), 86_400)
        var day = firstDay, firstMinute = localSecond / 60, daysWithoutRun = 0
        var previous = time.milliseconds < 0 ? -1 : after
        while daysWithoutRun < Self.longestSearchDays, (day - 2) * 86_400 <= last {
            if let minute = minute(ofDay: day, notBefore: firstMinute) {
                guard visitDay(day, from: minute, last: last, previous: &previous, visit: visit) else {
                    return
                }
                daysWithoutRun = 0
            }
            let step = daysToNextCandidate(after: day)
            day += step
            daysWithoutRun += step
            firstMinute = 0
        }
    }

    /// Days from a local day to the next one that may match: the rest of a month that the rule leaves out is skipped.
    private func daysToNextCandidate(after day: Int) -> Int {
        guard case .cron(let cron) = recurrence else { return 1 }
        let date = CivilDate(daysSince1970: day)
        guard cron.months & (1 << UInt64(date.month)) == 0 else { return 1 }
        let (year, month) = date.month == 12 ? (date.year + 1, 1) : (date.year, date.month + 1)
        return CivilDate.daysSince1970(year: year, month: month, day: 1) - day
    }

    /// Visits the runs of one local day; false when the walk is over.
    private func visitDay(
        _ day: Int, from first: Int, last: Int, previous: inout Int, visit: (Int, Bool) -> Bool,
    ) -> Bool {
        let uniform = zone.uniformOffset(localDay: day)
        var minute: Int? = first
        while let current = minute {
            let local = day * 86_400 + current * 60
            let (due, isInGap) = uniform.map { (local - $0, false) } ?? zone.firstInstant(showing: local)
            if due > last { return false }
            if due > previous {
                previous = due
                guard visit(due, isInGap) else { return false }
            }
            minute = nextMinute(notBefore: current + 1)
        }
        return true
    }

    /// The first minute of the local day `day` at which the rule matches, from `minute` on.
    private func minute(ofDay day: Int, notBefore minute: Int) -> Int? {
        if case .cron(let cron) = recurrence {
            guard cron.matches(CivilDate(daysSince1970: day), daysSince1970: day) else { return nil }
        }
        return nextMinute(notBefore: minute)
    }

    private func nextMinute(notBefore minute: Int) -> Int? {
        switch recurrence {
        case .cron(let cron): cron.minute(notBefore: minute)
        case .daily(let daily): daily.times.first { $0.minuteOfDay >= minute }?.minuteOfDay
        }
    }
}
