// SPDX-License-Identifier: Apache-2.0
// The search for the next time of a recurrence rule, in local seconds. It jumps to the period that is asked for, so a
// rule that began years ago costs no more, and every search has a budget of steps.

import DockModel

/// A rule with the day parts and times that it takes from its start.
struct RecurrenceSeries: Sendable, Hashable {
    /// Steps of one search, a day or a period each: 400 years of days and more, in a few milliseconds.
    static let searchBudget = 200_000
    /// Steps of counting to the end of a rule with COUNT.
    static let countBudget = 4_000_000

    private let rule: RecurrenceRule
    private let start: Int
    private let startDay: Int
    private let startDate: CivilDate
    /// Seconds of the day, or of the hour or minute for a rule that repeats within a day; ascending.
    private let times: [Int]
    /// The times of day that were given beside the rule.
    private let daily: DailyTimes?

    /// Those times in words; nil when the rule itself has them.
    var dailyText: String? { daily.map { $0.times.map(\.description).joined(separator: ", ") } }

    init(_ written: RecurrenceRule, start: Int, times daily: DailyTimes?) throws(ScheduleError) {
        var rule = written
        self.start = start
        self.daily = daily
        let (day, second) = floorDivide(start, 86_400)
        (startDay, startDate) = (day, CivilDate(daysSince1970: day))
        if rule.hasNoDayPart {
            switch rule.frequency {
            case .yearly:
                if rule.months == 0 { rule.months = 1 << UInt64(startDate.month) }
                rule.monthDays = 1 << UInt64(startDate.day)
            case .monthly: rule.monthDays = 1 << UInt64(startDate.day)
            case .weekly: rule.weekdays = 1 << UInt64(CivilDate.weekday(daysSince1970: day))
            case .daily, .hourly, .minutely: break
            }
        }
        self.rule = rule
        if let daily {
            guard !rule.frequency.isWithinDay else {
                throw .recurrence(
                    "times of day and FREQ=\(rule.frequency.rawValue) exclude each other", "remove the times")
            }
            guard rule.hours | rule.minutes | rule.seconds == 0 else {
                throw .recurrence(
                    "times of day and BYHOUR, BYMINUTE or BYSECOND exclude each other", "keep one")
            }
            times = daily.times.map { $0.minuteOfDay * 60 }
        } else {
            times = Self.times(rule, second)
        }
    }

    /// The first time from `local` on; nil when the budget or the calendar ends before.
    func next(from local: Int, budget: inout Int) -> Int? {
        let lower = max(local, start)
        guard lower <= RecurrenceSet.end else { return nil }
        if rule.frequency.isWithinDay { return nextWithinDay(lower, &budget) }
        return rule.positions.isEmpty ? nextDay(lower, &budget) : nextPosition(lower, &budget)
    }

    /// The times inside a day, an hour or a minute that the rule names or takes from its start.
    private static func times(_ rule: RecurrenceRule, _ startSecond: Int) -> [Int] {
        func values(_ bits: UInt64, _ standard: Int) -> [Int] {
            bits == 0 ? [standard] : (0..<60).filter { bits & (1 << UInt64($0)) != 0 }
        }
        let hours = rule.frequency.isWithinDay ? [0] : values(rule.hours, startSecond / 3_600)
        let minutes = rule.frequency == .minutely ? [0] : values(rule.minutes, startSecond / 60 % 60)
        let seconds = values(rule.seconds, startSecond % 60)
        let all = hours.flatMap { hour in
            minutes.flatMap { minute in seconds.map { hour * 3_600 + minute * 60 + $0 } }
        }
        guard rule.frequency.isWithinDay, !rule.positions.isEmpty else { return all }
        // Every hour has the same times, so the positions choose once for all.
        let chosen = rule.positions.map { $0 > 0 ? $0 - 1 : all.count + $0 }
        return Set(chosen).filter(all.indices.contains).sorted().map { all[$0] }
    }

    // MARK: Rules that repeat by days

    /// How many periods after the start's one a day lies.
    private func distance(to day: Int) -> Int {
        switch rule.frequency {
        case .yearly: return CivilDate(daysSince1970: day).year - startDate.year
        case .monthly:
            let date = CivilDate(daysSince1970: day)
            return (date.year - startDate.year) * 12 + date.month - startDate.month
        case .weekly: return floorDivide(day - firstWeekDay, 7).quotient
        case .daily, .hourly, .minutely: return day - startDay
        }
    }

    /// The first day of the start's week.
    private var firstWeekDay: Int {
        startDay - (CivilDate.weekday(daysSince1970: startDay) - rule.weekStart + 7) % 7
    }

    /// The days of the period that lies `distance` after the start's one; nil after the year 9999.
    private func days(at distance: Int) -> ClosedRange<Int>? {
        switch rule.frequency {
        case .yearly:
            let year = startDate.year + distance
            guard year <= 9_999 else { return nil }
            let first = CivilDate.daysSince1970(year: year, month: 1, day: 1)
            return first...first + (CivilDate.isLeap(year) ? 365 : 364)
        case .monthly:
            let (years, month) = floorDivide(startDate.month - 1 + distance, 12)
            let year = startDate.year + years
            guard year <= 9_999 else { return nil }
            let first = CivilDate.daysSince1970(year: year, month: month + 1, day: 1)
            return first...first + CivilDate.length(ofMonth: month + 1, in: year) - 1
        case .weekly:
            let first = firstWeekDay + distance * 7
            guard first * 86_400 <= RecurrenceSet.end else { return nil }
            return max(startDay, first)...first + 6
        case .daily, .hourly, .minutely:
            let day = startDay + distance
            return day * 86_400 <= RecurrenceSet.end ? day...day : nil
        }
    }

    /// The first period that is due at or after the one of `day`.
    private func firstPeriod(from day: Int) -> Int {
        let distance = distance(to: day)
        return (distance + rule.interval - 1) / rule.interval * rule.interval
    }

    private func nextDay(_ lower: Int, _ budget: inout Int) -> Int? {
        let (lowerDay, lowerSecond) = floorDivide(lower, 86_400)
        var period = firstPeriod(from: lowerDay)
        while budget > 0, let days = days(at: period) {
            var day = max(days.lowerBound, lowerDay)
            while day <= days.upperBound, budget > 0 {
                budget -= 1
                let date = CivilDate(daysSince1970: day)
                if rule.months != 0, rule.months & (1 << UInt64(date.month)) == 0 {
                    day += CivilDate.length(ofMonth: date.month, in: date.year) - date.day + 1
                    continue
                }
                if rule.matches(date, day: day),
                    let time = times.first(where: { day != lowerDay || $0 >= lowerSecond })
                {
                    return day * 86_400 + time
                }
                day += 1
            }
            period += rule.interval
            budget -= 1
        }
        return nil
    }

    private func nextPosition(_ lower: Int, _ budget: inout Int) -> Int? {
        var period = firstPeriod(from: floorDivide(lower, 86_400).quotient)
        while budget > 0, let days = days(at: period) {
            budget -= days.count
            let matching = days.filter { rule.matches(day: $0) }
            let count = matching.count * times.count
            var best: Int?
            for position in rule.positions {
                let index = position > 0 ? position - 1 : count + position
                guard (0..<count).contains(index) else { continue }
                let local = matching[index / times.count] * 86_400 + times[index % times.count]
                if local >= lower { best = min(best ?? local, local) }
            }
            if let best { return best }
            period += rule.interval
            budget -= 1
        }
        return nil
    }

    // MARK: Rules that repeat within a day

    private func nextWithinDay(_ lower: Int, _ budget: inout Int) -> Int? {
        let unit = rule.frequency == .hourly ? 3_600 : 60
        let base = floorDivide(start, unit).quotient
        /// The first unit of the series that does not begin before `local`, or that holds it.
        func aligned(_ local: Int) -> Int {
            let distance = floorDivide(local, unit).quotient - base
            return base + (distance + rule.interval - 1) / rule.interval * rule.interval
        }
        guard !times.isEmpty else { return nil }
        var index = aligned(lower)
        while budget > 0, index * unit <= RecurrenceSet.end {
            budget -= 1
            let begin = index * unit
            let (day, second) = floorDivide(begin, 86_400)
            let date = CivilDate(daysSince1970: day)
            if rule.months != 0, rule.months & (1 << UInt64(date.month)) == 0 {
                let left = CivilDate.length(ofMonth: date.month, in: date.year) - date.day + 1
                index = aligned((day + left) * 86_400)
            } else if !rule.matches(date, day: day) {
                index = aligned((day + 1) * 86_400)
            } else if rule.hours != 0, rule.hours & (1 << UInt64(second / 3_600)) == 0 {
                index = max(
                    index + rule.interval, aligned(floorDivide(begin, 3_600).quotient * 3_600 + 3_600))
            } else if unit == 60, rule.minutes != 0, rule.minutes & (1 << UInt64(second / 60 % 60)) == 0 {
                index += rule.interval
            } else if let time = times.first(where: { begin + $0 >= lower }) {
                return begin + time
            } else {
                index += rule.interval
            }
        }
        return nil
    }
}
