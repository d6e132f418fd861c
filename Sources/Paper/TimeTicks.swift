// SPDX-License-Identifier: Apache-2.0
// Which times get a tick: whole seconds to years of the calendar in the axis's zone, so that a day begins at midnight
// there, also when the clocks change. Never more ticks than fit.

import DockModel

/// Steps of a calendar.
enum TimeStep: Sendable, Equatable {
    case seconds(Int)
    case days(Int)
    /// Weeks begin on Monday.
    case weeks(Int)
    case months(Int)
    case years(Int)

    /// About how long it is, in seconds.
    var length: Double {
        switch self {
        case .seconds(let count): Double(count)
        case .days(let count): Double(count) * 86_400
        case .weeks(let count): Double(count) * 7 * 86_400
        case .months(let count): Double(count) * 30.44 * 86_400
        case .years(let count): Double(count) * 365.25 * 86_400
        }
    }

    /// The widest text of a tick.
    var widestLabel: String {
        switch self {
        case .seconds(let count): count < 60 ? "00:00:00" : "00:00"
        case .days, .weeks: "28 Mmm"
        case .months: "Mmm"
        case .years: "0000"
        }
    }

    /// All steps, the shortest first.
    static let all: [TimeStep] =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200]
        .map { .seconds($0) } + [.days(1), .days(2), .weeks(1), .weeks(2)]
        + [1, 2, 3, 6].map { .months($0) }
        + [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000].map { .years($0) }
}

/// Ticks of times.
struct TimeTicks: Sendable {
    let clock: PaperClock
    let language: PaperLanguage

    /// The shortest step whose ticks number at most what fits; `room` says how many texts of that width do.
    static func step(span: Double, room: (TimeStep) -> Int) -> TimeStep {
        TimeStep.all.first { span / $0.length <= Double(max(room($0), 1)) } ?? .years(2_000)
    }

    /// The ticks from `low` to `high`.
    func ticks(low: Double, high: Double, step: TimeStep) -> [Tick] {
        var ticks: [Tick] = []
        var lastContext = ""
        for value in values(low: low, high: high, step: step) where value >= low - 0.5 && value <= high + 0.5
        {
            if let last = ticks.last, value <= last.value { continue }
            let (label, context) = labels(clock.civil(value), step: step)
            ticks.append(Tick(value: value, label: label, context: context == lastContext ? "" : context))
            lastContext = context
        }
        return ticks
    }

    private func labels(_ civil: CivilTime, step: TimeStep) -> (String, String) {
        let date = civil.date
        let day = language.day(date)
        return switch step {
        case .seconds(let count): (civil.clock(withSeconds: count < 60), "\(day) \(date.year)")
        case .days, .weeks: (day, "\(date.year)")
        case .months: (language.shortMonth(date.month), "\(date.year)")
        case .years: ("\(date.year)", "")
        }
    }

    private func values(low: Double, high: Double, step: TimeStep) -> [Double] {
        let (first, last) = (clock.civil(low), clock.civil(high))
        switch step {
        case .seconds(let count):
            return secondValues(from: first, to: last, every: count)
        case .days(let count):
            return (first.day...max(first.day, last.day + 1)).filter { Self.isMultiple($0, count) }.map(
                midnight)
        case .weeks(let count):
            // 1970-01-05 was a Monday.
            return (first.day...max(first.day, last.day + 1)).filter { Self.isMultiple($0 - 4, 7 * count) }
                .map(midnight)
        case .months(let count):
            let start = first.date.year * 12 + first.date.month - 1
            let end = last.date.year * 12 + last.date.month
            return (start...max(start, end)).filter { Self.isMultiple($0, count) }.map { month in
                let year = month >= 0 ? month / 12 : (month - 11) / 12
                return midnight(CivilDate.daysSince1970(year: year, month: month - year * 12 + 1, day: 1))
            }
        case .years(let count):
            let (start, end) = (first.date.year, last.date.year + 1)
            return (start...max(start, end)).filter { Self.isMultiple($0, count) }
                .map { midnight(CivilDate.daysSince1970(year: $0, month: 1, day: 1)) }
        }
    }

    /// Whole steps of each local day.
    private func secondValues(from first: CivilTime, to last: CivilTime, every count: Int) -> [Double] {
        let begin = first.day * 86_400 + first.secondOfDay, end = last.day * 86_400 + last.secondOfDay
        let start = begin - ((begin % count) + count) % count
        guard (end - start) / count <= 1_000 else { return [] }
        return stride(from: start, through: max(start, end + count), by: count).map { local in
            let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
            return clock.utc(day: day, second: local - day * 86_400)
        }
    }

    private func midnight(_ day: Int) -> Double { clock.utc(day: day, second: 0) }

    private static func isMultiple(_ number: Int, _ count: Int) -> Bool { number % count == 0 }
}
