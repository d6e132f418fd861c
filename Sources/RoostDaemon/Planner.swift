// SPDX-License-Identifier: Apache-2.0
// Asks the schedules what is due and tells the core: due runs, missed runs, the end of the operational day. While the
// wall clock is not trusted it stays silent.

internal import DockModel
internal import RoostCore
internal import Schedule

/// The calendar of one dock.
struct Planner: Sendable {
    /// How far before the last commit a new process looks again: a run may have become due just before a commit that
    /// did not know of it yet. The core takes no run and no day twice (I13).
    static let lookBack = Duration.seconds(60)
    /// How long after its latest start a run may still be in the air, for the closures that are told with it.
    static let longestFlight = Duration.seconds(7_200)

    /// The schedules, as they are loaded now.
    let rules: Shelf<[ScheduleRule]>
    /// The dock's time zone.
    let zone: Zone
    /// When the operational day ends, local time.
    let dayEnds: TimeOfDay
    /// Where the dock stands.
    let site: SunSite?
    /// The light that a flight of this dock needs.
    let light: FlightLight
    /// The forecast; nil for a dock without one.
    let forecast: ForecastShelf?

    /// A calendar of some schedules.
    init(
        rules: [ScheduleRule], zone: Zone, dayEnds: TimeOfDay, site: SunSite? = nil, light: FlightLight = .any,
        forecast: ForecastShelf? = nil
    ) {
        (self.rules, self.zone, self.dayEnds) = (Shelf(rules), zone, dayEnds)
        (self.site, self.light, self.forecast) = (site, light, forecast)
    }

    /// The next runs after `now`, soonest first.
    func nextRuns(after now: WallTime, count: Int) -> [DueMission] {
        let all = rules.all.filter(\.isEnabled).flatMap { rule in
            rule.occurrences(after: now, count: count).map { mission($0, of: rule) }
        }
        return all.sorted { ($0.due, $0.id) < ($1.due, $1.id) }.prefix(count).map { $0 }
    }

    /// What the core is told of the time to come; nil when a run may come without being planned.
    func agenda(after now: WallTime) -> Agenda? {
        let flown = rules.all.filter(\.isEnabled)
        guard flown.allSatisfy({ $0.terms.triggers.isEmpty }) else { return nil }
        return Agenda(next: flown.compactMap { $0.next(after: now)?.due }.min())
    }

    /// The runs of a rule that became due between two looks at the clock.
    func dueRuns(of rule: ScheduleRule, since last: WallTime, now: WallTime) -> [DueRun] {
        let runs = rule.dueRuns(since: last, now: now)
        var due: [DueRun] = []
        for run in runs.missed {
            var mission = mission(run, of: rule)
            if run.id == runs.asked?.id {
                mission = unflown(
                    mission,
                    "the dock was not running when it was due; to fly it now: roost schedule run-now \(rule.name)")
            }
            due.append(DueRun(mission: mission, follows: nil))
        }
        for run in runs.withheld {
            guard let why = run.withheld, why.isTold else { continue }
            due.append(DueRun(mission: unflown(mission(run.occurrence, of: rule), why.description), follows: nil))
        }
        if let run = runs.startable {
            due.append(DueRun(mission: forecasted(mission(run, of: rule)), follows: run.follows))
        }
        return due
    }

    /// A run of a schedule that starts now because somebody asks for it, or something outside does; nil for a name
    /// that no schedule has.
    /// - Parameter isAsked: a person asks; quiet hours, seasons and a pause are then no reason to leave it out, and
    ///   closed air is still.
    func runNow(_ name: ScheduleID, at now: WallTime, isAsked: Bool) -> DueMission? {
        guard let rule = rules.all.first(where: { $0.name == name }) else { return nil }
        let due = WallTime(milliseconds: now.milliseconds / 1_000 * 1_000)
        let run = forecasted(mission(rule.run(dueAt: due), of: rule))
        guard !isAsked, let why = rule.withheld(at: due) else { return run }
        return unflown(run, why.description)
    }

    /// The schedules that a request by HTTP starts.
    func schedules(triggeredBy name: String) -> [ScheduleID] {
        rules.all.filter { $0.isEnabled && $0.terms.triggers.contains(.http(name: name)) }.map(\.name)
    }

    /// A run that is not flown, to be recorded and told with its reason.
    func unflown(_ mission: DueMission, _ reason: String) -> DueMission {
        var mission = mission
        var terms = mission.terms ?? LaunchTerms()
        terms.closures = [
            Closure(kind: .airspace, from: mission.due, to: mission.due + .seconds(1), reason: reason)
        ]
        (mission.terms, mission.latest) = (terms, mission.due + .milliseconds(-1))
        return mission
    }

    /// A run that comes due, with what the forecast says.
    private func forecasted(_ mission: DueMission) -> DueMission {
        guard let forecast else { return mission }
        var mission = mission, terms = mission.terms ?? LaunchTerms()
        forecast.add(to: &terms, from: mission.due, through: mission.latest + Self.longestFlight)
        mission.terms = terms == LaunchTerms() ? nil : terms
        return mission
    }

    private func mission(_ run: Occurrence, of rule: ScheduleRule) -> DueMission {
        var terms = LaunchTerms()
        terms.priority = rule.priority
        terms.retries = rule.retryBudget
        terms.batteryLaunch = rule.terms.minimumBatteryPercent.map { Percent($0) }
        for gate in rule.terms.gateOverrides {
            guard let known = LaunchGate(rawValue: gate.gate) else { continue }
            switch (known, gate.value) {
            case (.wind, let limit?): terms.windMean = MetresPerSecond(limit)
            case (.rain, let limit?): terms.rain = MillimetresPerHour(limit)
            case (_, nil): terms.waivers.append(Waiver(gate: known, reason: gate.reason))
            default: break
            }
        }
        terms.closures = closures(of: rule, from: run.due, through: run.latest + Self.longestFlight)
        return DueMission(
            id: run.id, schedule: run.schedule, plan: run.plan, due: run.due, latest: run.latest,
            terms: terms == LaunchTerms() ? nil : terms)
    }

    private func closures(of rule: ScheduleRule, from: WallTime, through: WallTime) -> [Closure] {
        // One more than the core keeps: it refuses a run whose closures it cannot hold.
        let most = LaunchTerms.mostClosures + 1
        let closed = rule.closures(from: from, through: through, limit: most)
        let dark = site?.darkness(for: light, from: from, through: through) ?? []
        func closure(_ kind: Closure.Kind, _ window: BlackoutWindow) -> Closure {
            Closure(
                kind: kind, from: WallTime(milliseconds: Int64(window.from) * 1_000),
                to: WallTime(milliseconds: Int64(window.to) * 1_000), reason: window.reason)
        }
        return dark.map { closure(.darkness, $0) } + closed.map { closure(.airspace, $0) }
    }

    /// The local date of the latest day's end in (last, now], if there is one.
    func dayEnded(since last: WallTime, now: WallTime) -> String? {
        let nowSeconds = Int(now.milliseconds / 1000)
        let today = localDay(nowSeconds)
        for day in [today, today - 1] {
            let end = instant(of: day)
            if Int64(end) * 1000 <= now.milliseconds {
                return Int64(end) * 1000 > last.milliseconds ? CivilDate(daysSince1970: day).description : nil
            }
        }
        return nil
    }

    private func localDay(_ seconds: Int) -> Int {
        let local = seconds + zone.offset(at: seconds)
        return local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    }

    /// The UTC second at which the operational day ends on a local date; offsets are asked twice for days that change.
    private func instant(of day: Int) -> Int {
        let local = day * 86_400 + dayEnds.minuteOfDay * 60
        let guess = local - zone.offset(at: local)
        return local - zone.offset(at: guess)
    }
}

/// The calendar's own view of the clock: after a jump it waits, as the core does, until the clock has been steady.
struct PlannerClock {
    /// How long after a jump nothing is told: a clock that comes back meanwhile has told nothing wrong.
    static let distrust = Duration.seconds(60)
    /// How far back the calendar looks over a jump forward, 26 h. A clock that was a year ahead must not make a year's
    /// runs expire that will still come due.
    static let lookBack = Duration.seconds(-93_600)

    private var last: WallTime
    private var before: Moment?
    private var steadyFrom: Instant?

    /// A calendar that was last looked at at `start`.
    init(since start: WallTime) { last = start }

    /// The span from `since` on was not told after all.
    mutating func putBack(_ since: WallTime) { last = since }

    /// The span that became due by `now`; nil while the clock is not trusted.
    mutating func span(at now: Moment) -> (since: WallTime, now: WallTime)? {
        if let before {
            let passed = now.boot.nanoseconds / 1_000_000 - before.boot.nanoseconds / 1_000_000
            if abs(before.wall.duration(to: now.wall).nanoseconds / 1_000_000 - passed) > 2_000 {
                steadyFrom = now.boot + Self.distrust
            }
        }
        before = now
        guard now.isWallTrusted else { return nil }
        var since = min(last, now.wall)
        if let steadyFrom {
            guard now.boot >= steadyFrom else { return nil }
            since = max(since, now.wall + Self.lookBack)
        }
        (last, steadyFrom) = (now.wall, nil)
        return (since, now.wall)
    }
}
