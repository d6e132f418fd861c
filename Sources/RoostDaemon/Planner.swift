// SPDX-License-Identifier: Apache-2.0
// Asks the schedules what is due and tells the core: due runs, missed runs, the end of the operational day. While the
// wall clock is not trusted it stays silent.

internal import DockModel
internal import Host
internal import RoostCore
internal import Schedule

/// The calendar of one dock.
struct Planner: Sendable {
    /// How far before the last commit a new process looks again: a run may have become due just before a commit that
    /// did not know of it yet. The core takes no run and no day twice (I13).
    static let lookBack = Duration.seconds(60)

    /// The schedules.
    let rules: [ScheduleRule]
    /// The dock's time zone.
    let zone: Zone
    /// When the operational day ends, local time.
    let dayEnds: TimeOfDay

    /// What became due between two looks at the clock, in order of time.
    func events(since last: WallTime, now: WallTime) -> [Event] {
        var due: [DueMission] = []
        for rule in rules {
            let runs = rule.dueRuns(since: last, now: now)
            due += runs.missed.map { mission($0, of: rule) }
            due += runs.withheld.compactMap { withheld($0, of: rule) }
            if let run = runs.startable { due.append(mission(run, of: rule)) }
        }
        var events = due.sorted { ($0.due, $0.id) < ($1.due, $1.id) }.map { Event.due($0) }
        if let day = dayEnded(since: last, now: now) { events.append(.dayEnded(day)) }
        return events
    }

    /// The next runs after `now`, soonest first.
    func nextRuns(after now: WallTime, count: Int) -> [DueMission] {
        let all = rules.filter(\.isEnabled).flatMap { rule in
            rule.occurrences(after: now, count: count).map { mission($0, of: rule) }
        }
        return all.sorted { ($0.due, $0.id) < ($1.due, $1.id) }.prefix(count).map { $0 }
    }

    /// A run that quiet hours, a blackout or the sun keep on the ground, to be recorded and told with its reason; nil
    /// for one that the schedule does not mean to fly.
    private func withheld(_ run: PlannedRun, of rule: ScheduleRule) -> DueMission? {
        switch run.withheld {
        case .quietHours?, .blackout?, .noSun?, .emptyWindow?: break
        case .disabled?, .outOfSeason?, nil: return nil
        }
        var mission = mission(run.occurrence, of: rule)
        var terms = mission.terms ?? LaunchTerms()
        terms.closures = [
            Closure(
                kind: .airspace, from: mission.due, to: mission.due + .seconds(1),
                reason: run.withheld?.description ?? "")
        ]
        (mission.terms, mission.latest) = (terms, mission.due + .milliseconds(-1))
        return mission
    }

    private func mission(_ run: Occurrence, of rule: ScheduleRule) -> DueMission {
        var terms = LaunchTerms()
        terms.priority = rule.priority
        terms.batteryLaunch = rule.terms.minimumBatteryPercent.map { Percent($0) }
        return DueMission(
            id: run.id, schedule: run.schedule, plan: run.plan, due: run.due, latest: run.latest,
            terms: terms == LaunchTerms() ? nil : terms)
    }

    /// The local date of the latest day's end in (last, now], if there is one.
    private func dayEnded(since last: WallTime, now: WallTime) -> String? {
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

/// Tells the core once a dock second what the calendar says.
func runPlanner(
    _ planner: Planner, since start: WallTime, clock: any DockClock, inbox: @Sendable (Event) -> Void
)
    async
{
    var calendar = PlannerClock(since: start)
    while !Task.isCancelled {
        // After a clock that was ahead is set right, the calendar goes on from now; the core takes nothing twice.
        if let span = calendar.span(at: clock.now()) {
            for event in planner.events(since: span.since, now: span.now) { inbox(event) }
        }
        inbox(.tick)
        do { try await clock.sleep(for: .seconds(1)) } catch { return }
    }
}
