// SPDX-License-Identifier: Apache-2.0
// When a recurrence happens in local time: a start, a rule, times left out and times added (RFC 5545: DTSTART, RRULE,
// EXDATE, RDATE). It counts on the clock on the wall and never asks when that is in UTC, except for times given in UTC.

import DockModel

/// A recurrence with a start: at least one time, and a bounded search for the next one.
public struct RecurrenceSet: Sendable, Hashable {
    /// The start, seconds since 1970 of the local clock as if it were UTC.
    let start: Int
    /// The rule as written; nil when there are only single times.
    public let rule: RecurrenceRule?
    /// The rule with what it takes from its start.
    let series: RecurrenceSeries?
    /// Local times that are left out.
    let exceptions: Set<Int>
    /// Local days that are left out.
    let exceptionDays: Set<Int>
    /// Single local times, ascending.
    let additions: [Int]
    /// The last local time of the rule.
    let last: Int

    /// The last second of the year 9999.
    static let end = 253_402_300_799
    /// Most EXDATE or RDATE.
    public static let mostSingleTimes = 10_000

    /// A recurrence from its parts; `times` replaces the time of day of the start and of the rule.
    public init(
        start: CivilMoment, rule: RecurrenceRule?, times: DailyTimes? = nil, exceptions: [CivilMoment] = [],
        additions: [CivilMoment] = [], zone: Zone
    ) throws(ScheduleError) {
        guard exceptions.count <= Self.mostSingleTimes, additions.count <= Self.mostSingleTimes else {
            throw .recurrence("more than \(Self.mostSingleTimes) single times are given", "use a rule")
        }
        self.start = Self.local(start, zone)
        self.rule = rule
        self.exceptions = Set(exceptions.filter { !$0.isDate }.map { Self.local($0, zone) })
        exceptionDays = Set(exceptions.filter(\.isDate).map { floorDivide($0.local, 86_400).quotient })
        var single = additions.map { Self.local($0, zone) }
        if rule == nil { single.append(self.start) }
        let (left, days) = (self.exceptions, exceptionDays)
        self.additions = Set(single).filter {
            !left.contains($0) && !days.contains(floorDivide($0, 86_400).quotient)
        }
        .sorted()
        guard let rule else {
            (series, last) = (nil, Int.min)
            guard !self.additions.isEmpty else {
                throw .recurrence("every time is left out by exdate", "remove one of them")
            }
            return
        }
        let series = try RecurrenceSeries(rule, start: self.start, times: times)
        self.series = series
        last = try Self.last(of: series, rule.end, zone)
        guard next(from: Int.min) != nil else {
            throw .recurrence(
                "recurrence rule \"\(shown(rule.text))\" never happens",
                "correct its days or its end; it begins \(Self.text(self.start))")
        }
    }

    /// The first local time that is not before `local`; nil when there is none for centuries.
    func next(from local: Int) -> Int? {
        let single = additions.isEmpty ? nil : firstAddition(from: local)
        guard let series else { return single }
        var cursor = local, budget = RecurrenceSeries.searchBudget
        while cursor <= last, let found = series.next(from: cursor, budget: &budget), found <= last {
            if let single, single <= found { return single }
            guard isLeftOut(found) else { return found }
            cursor = found + 1
            budget -= 1
        }
        return single
    }

    /// Whether a time of the rule is left out.
    private func isLeftOut(_ local: Int) -> Bool {
        if exceptions.isEmpty, exceptionDays.isEmpty { return false }
        return exceptions.contains(local) || exceptionDays.contains(floorDivide(local, 86_400).quotient)
    }

    private func firstAddition(from local: Int) -> Int? {
        var low = 0, high = additions.count
        while low < high {
            let middle = (low + high) / 2
            if additions[middle] < local { low = middle + 1 } else { high = middle }
        }
        return low < additions.count ? additions[low] : nil
    }

    /// A moment on the local clock.
    static func local(_ moment: CivilMoment, _ zone: Zone) -> Int {
        moment.isUTC ? moment.local + zone.offset(at: moment.local) : moment.local
    }

    /// A local time as "2026-11-25T08:00:00".
    static func text(_ local: Int) -> String { String(utcText(local).dropLast()) }

    /// The last local time of a series by the end of its rule.
    private static func last(
        of series: RecurrenceSeries, _ end: RecurrenceRule.End, _ zone: Zone
    ) throws(ScheduleError) -> Int {
        switch end {
        case .never: return Self.end
        case .local(let local): return local
        case .instant(let instant): return zone.lastLocal(shownBy: instant)
        case .count(let count):
            var last = Int.min, cursor = Int.min, budget = RecurrenceSeries.countBudget
            for _ in 0..<count {
                guard let found = series.next(from: cursor, budget: &budget) else { break }
                last = found
                cursor = found + 1
            }
            guard budget > 0 else {
                throw .recurrence("COUNT=\(count) of so rare a rule reaches too far", "end it with UNTIL")
            }
            return last
        }
    }
}

extension Zone {
    /// The latest local time that has been shown by an instant; of an overlap, the first pass counts.
    func lastLocal(shownBy instant: Int) -> Int {
        var low = instant + offset(at: instant)
        var high = low + max(0, offset(at: instant - 4 * 3_600) - offset(at: instant))
        while low < high {
            let middle = low + (high - low + 1) / 2
            if firstInstant(showing: middle).seconds <= instant { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
