// SPDX-License-Identifier: Apache-2.0
// The nominal times of a rule: when its recurrence says so, before any of its terms. It walks local times by
// arithmetic and asks the zone for offsets only.

// Daylight saving: a run is due at the first instant at which the local clock shows its time or a later one.
// A time inside a gap therefore runs at the first moment after the gap (together with any run due at that
// moment: two runs of one rule at one instant are one run), and a time inside an overlap runs once, in the
// first pass.

import DockModel

/// A nominal time of a rule.
struct NominalTime {
    /// Seconds since 1970.
    var seconds: Int
    /// Whether its local time does not exist.
    var isMovedByGap = false
    /// The run it follows.
    var follows: String?
    /// Seconds that the run it follows may start late.
    var slack = 0
    /// Why there is no run at all.
    var withheld: Withheld?
}

/// What a walk does next.
enum NominalStep {
    case stop
    case onward
    /// Nothing before this instant is wanted.
    case onwardFrom(Int)
}

extension ScheduleRule {
    /// Most local days that one search of a cron rule looks at: 29 February comes at least every 8 years.
    static let longestSearchDays = 9 * 366

    /// Calls `visit` with each nominal time in (after, last] until it answers `.stop`.
    func walkNominal(after: Int, through last: Int, visit: (NominalTime) -> NominalStep) {
        switch recurrence {
        case .cron, .daily, .rule: walkLocal(after: after, through: last, visit: visit)
        case .sun(let sun): walkSun(sun, after: after, through: last, visit: visit)
        case .after(let chain): walkChain(chain, after: after, through: last, visit: visit)
        case .triggered: return
        }
    }

    private func walkLocal(after: Int, through last: Int, visit: (NominalTime) -> NominalStep) {
        var cursor = after + zone.offset(at: max(0, after)), previous = after
        let lastLocal = last + 2 * 86_400
        while let local = nextLocal(from: cursor, through: lastLocal) {
            let (instant, isInGap) = instant(showing: local)
            guard instant <= last else { return }
            cursor = local + 1
            guard instant > previous, instant >= 0 else { continue }
            previous = instant
            switch visit(NominalTime(seconds: instant, isMovedByGap: isInGap)) {
            case .stop: return
            case .onward: break
            case .onwardFrom(let later): cursor = max(cursor, later + zone.offset(at: later))
            }
        }
    }

    /// The first local time of the recurrence from `local` on.
    private func nextLocal(from local: Int, through last: Int) -> Int? {
        switch recurrence {
        case .cron(let cron): nextDay(from: local, through: last, cron: cron) { cron.minute(notBefore: $0) }
        case .daily(let daily):
            nextDay(from: local, through: last, cron: nil) { minute in
                daily.times.first { $0.minuteOfDay >= minute }?.minuteOfDay
            }
        case .rule(let set): set.next(from: local)
        case .sun, .after, .triggered: nil
        }
    }

    /// The first local time on a day that `cron` names, at a minute of that day.
    private func nextDay(
        from local: Int, through last: Int, cron: CronExpression?, minuteOfDay: (Int) -> Int?
    ) -> Int? {
        var (day, second) = floorDivide(local, 86_400)
        let end = min(floorDivide(last, 86_400).quotient, day + Self.longestSearchDays)
        while day <= end {
            let date = CivilDate(daysSince1970: day)
            if let cron, cron.months & (1 << UInt64(date.month)) == 0 {
                day += CivilDate.length(ofMonth: date.month, in: date.year) - date.day + 1
            } else {
                if cron?.matches(date, daysSince1970: day) ?? true,
                    let minute = minuteOfDay((second + 59) / 60)
                {
                    return day * 86_400 + minute * 60
                }
                day += 1
            }
            second = 0
        }
        return nil
    }

    /// The first instant that shows a local time, or a later one.
    func instant(showing local: Int) -> (seconds: Int, isInGap: Bool) {
        if let offset = zone.uniformOffset(localDay: floorDivide(local, 86_400).quotient) {
            return (local - offset, false)
        }
        return zone.firstInstant(showing: local)
    }

    private func walkSun(
        _ sun: SunTimes, after: Int, through last: Int, visit: (NominalTime) -> NominalStep
    ) {
        var day = floorDivide(after + zone.offset(at: max(0, after)), 86_400).quotient - 2
        while (day - 2) * 86_400 <= last {
            if let days = sun.days {
                guard let local = days.next(from: day * 86_400) else { return }
                day = floorDivide(local, 86_400).quotient
            }
            var nominal = NominalTime(seconds: 0)
            switch sun.answer(onLocalDay: day, zone: zone) {
            case .at(let seconds): nominal.seconds = seconds
            case .staysAbove, .staysBelow:
                let answer = sun.answer(onLocalDay: day, zone: zone)
                nominal.seconds = instant(showing: day * 86_400 + 43_200).seconds
                nominal.withheld = answer.absence(of: sun.event).map(Withheld.noSun)
            }
            day += 1
            guard nominal.seconds > after, nominal.seconds >= 0 else { continue }
            guard nominal.seconds <= last else { return }
            switch visit(nominal) {
            case .stop: return
            case .onward: break
            case .onwardFrom(let later):
                day = max(day, floorDivide(later + zone.offset(at: later), 86_400).quotient - 1)
            }
        }
    }

    private func walkChain(
        _ chain: Chain, after: Int, through last: Int, visit: (NominalTime) -> NominalStep
    ) {
        guard let predecessor = chain.predecessor, predecessor.isEnabled else { return }
        let delay = Int(chain.delay.components.seconds)
        let from = WallTime(milliseconds: Int64(after - delay) * 1_000)
        let through = WallTime(milliseconds: Int64(last - delay) * 1_000)
        guard from < through else { return }
        predecessor.walk(after: from, through: through, skipsWithheld: true) { run in
            let due = Int(run.occurrence.due.milliseconds / 1_000)
            let slack = Int(run.occurrence.latest.milliseconds / 1_000) - due
            switch visit(NominalTime(seconds: due + delay, follows: run.occurrence.id, slack: slack)) {
            case .stop: return false
            case .onward, .onwardFrom: return true
            }
        }
    }
}
