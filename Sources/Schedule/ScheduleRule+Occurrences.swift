// SPDX-License-Identifier: Apache-2.0
// Which runs a rule has after an instant: the nominal times of ScheduleRule+Nominal.swift, moved and judged by the
// rule's terms. Every search is bounded, and an instant outside 1970 to 9999 has no runs.

import DockModel

extension ScheduleRule {
    /// Most occurrences a single question returns.
    public static let occurrenceLimit = 100_000
    /// Most withheld runs that a search for flown ones passes over.
    static let withheldLimit = 100_000
    /// The last second with a four-digit year, less one day.
    static let lastSecond = 253_402_300_799 - 86_400

    /// The first run due after `time`; nil for a disabled rule.
    public func next(after time: WallTime) -> Occurrence? { occurrences(after: time, count: 1).first }

    /// The next `count` runs due after `time`, earliest first.
    public func occurrences(after time: WallTime, count: Int) -> [Occurrence] {
        occurrences(after: time, through: WallTime(milliseconds: .max), limit: count)
    }

    /// The runs due after `time` and not after `end`, earliest first, at most `limit`. Runs that the rule's own terms
    /// withhold are left out.
    public func occurrences(
        after time: WallTime, through end: WallTime, limit: Int = ScheduleRule.occurrenceLimit,
    ) -> [Occurrence] {
        var found: [Occurrence] = []
        let limit = min(limit, Self.occurrenceLimit)
        guard isEnabled, limit > 0, time < end else { return found }
        walk(after: time, through: end, skipsWithheld: true) { run in
            found.append(run.occurrence)
            return found.count < limit
        }
        return found
    }

    /// The runs due after `time` and not after `end` with those that the rule's own terms withhold, earliest first.
    public func plannedRuns(after time: WallTime, through end: WallTime, limit: Int) -> [PlannedRun] {
        var found: [PlannedRun] = []
        let limit = min(limit, Self.occurrenceLimit)
        guard limit > 0, time < end else { return found }
        walk(after: time, through: end, skipsWithheld: false) { run in
            found.append(run)
            return found.count < limit
        }
        return found
    }

    /// Why nothing may start at an instant by the rule's own terms; nil when something may.
    public func withheld(at time: WallTime) -> Withheld? {
        guard isEnabled else { return .disabled }
        guard time.milliseconds >= 0, time.milliseconds < Int64(Self.lastSecond) * 1_000 else { return nil }
        return forbidden(at: Int(time.milliseconds / 1_000))?.why
    }

    /// Calls `visit` with each run until it answers false or the end is reached.
    func walk(after time: WallTime, through end: WallTime, skipsWithheld: Bool, visit: (PlannedRun) -> Bool) {
        guard time.milliseconds < Int64(Self.lastSecond) * 1_000, end.milliseconds >= 0 else { return }
        let after = time.milliseconds < 0 ? -1 : Int(time.milliseconds / 1_000)
        let last = min(Self.lastSecond, Int(end.milliseconds / 1_000))
        let lead = Int(terms.lead.components.seconds)
        var begin = after + lead
        if terms.earliest != nil {
            // A nominal time of that day, even one that is past, may wait for its earliest start.
            let local = floorDivide(after + zone.offset(at: after), 86_400).quotient * 86_400
            begin = zone.firstInstant(showing: local).seconds - 1
        }
        var previous = after, withheldCount = 0
        walkNominal(after: begin, through: last + lead) { nominal in
            let (run, resume) = judged(nominal)
            let due = Int(run.occurrence.due.milliseconds / 1_000)
            guard due > previous else { return .onward }
            guard due <= last else { return .stop }
            previous = due
            if run.withheld != nil, skipsWithheld {
                withheldCount += 1
                guard withheldCount < Self.withheldLimit else { return .stop }
                return resume.map { .onwardFrom($0 + lead) } ?? .onward
            }
            return visit(run) ? .onward : .stop
        }
    }

    /// A nominal time as a run, and, for one that is withheld, the first instant at which another may fly.
    private func judged(_ nominal: NominalTime) -> (run: PlannedRun, resume: Int?) {
        var due = nominal.seconds - Int(terms.lead.components.seconds)
        var latest = nominal.seconds + nominal.slack + Int(window.components.seconds)
        var withheld = isEnabled ? nominal.withheld : .disabled
        if terms.mayWithhold {
            let day = floorDivide(nominal.seconds + zone.offset(at: nominal.seconds), 86_400).quotient
            if let earliest = terms.earliest {
                let bound = zone.firstInstant(showing: day * 86_400 + earliest.minuteOfDay * 60).seconds
                if bound > nominal.seconds { latest += bound - nominal.seconds }
                due = max(due, bound)
            }
            if let bound = terms.latest {
                latest = min(
                    latest, zone.firstInstant(showing: day * 86_400 + bound.minuteOfDay * 60).seconds)
                if latest <= due, withheld == nil {
                    withheld = .emptyWindow("it is due at or after \(bound), the latest start of its day")
                }
            }
            latest = max(latest, due)
        }
        var resume: Int?
        if withheld == nil, terms.mayWithhold {
            if let (why, until) = forbidden(at: due) {
                withheld = why
                resume = terms.earliest == nil ? until : nil
            } else {
                latest = clipped(latest, after: due)
            }
        }
        let occurrence = Occurrence(
            of: self, due: due, latest: latest, isMovedByGap: nominal.isMovedByGap, follows: nominal.follows)
        return (PlannedRun(occurrence: occurrence, withheld: withheld), resume)
    }

    /// Which term forbids a start at an instant, and until when.
    private func forbidden(at instant: Int) -> (why: Withheld, until: Int)? {
        guard terms.mayWithhold else { return nil }
        let local = instant + zone.offset(at: instant)
        let day = floorDivide(local, 86_400).quotient
        if !terms.seasons.isEmpty {
            let date = CivilDate(daysSince1970: day)
            if !terms.seasons.contains(where: { $0.contains(date) }) {
                let names = terms.seasons.map(\.description).joined(separator: ", ")
                let tomorrow = zone.firstInstant(showing: (day + 1) * 86_400).seconds
                return (.outOfSeason(date: date.description, seasons: names), tomorrow)
            }
        }
        for hours in terms.quietHours {
            guard let end = hours.end(holding: local) else { continue }
            return (.quietHours(hours), max(instant + 1, zone.firstInstant(showing: end).seconds))
        }
        for blackout in terms.blackouts {
            guard let window = blackout.window(holding: instant) else { continue }
            return (.blackout(source: blackout.source, window), window.to)
        }
        return nil
    }

    /// The latest start, ended before the next quiet hours or blackout begin.
    func clipped(_ latest: Int, after due: Int) -> Int {
        var latest = latest
        let local = due + zone.offset(at: due)
        for hours in terms.quietHours {
            latest = min(latest, zone.firstInstant(showing: hours.beginning(after: local)).seconds - 1)
        }
        for blackout in terms.blackouts {
            if let begin = blackout.beginning(after: due, before: latest) { latest = min(latest, begin - 1) }
        }
        return max(latest, due)
    }
}
