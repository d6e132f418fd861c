// SPDX-License-Identifier: Apache-2.0
// Asks the calendar once a dock second and tells the core: due runs, runs that somebody skipped or paused, runs that
// wait for another one to end, the next run to come. It launches nothing; the gates decide.

internal import DockModel
internal import Host
internal import Logging
internal import RoostCore
internal import Schedule
internal import Store
internal import Synchronization

/// What is loaded now: a reload puts other contents in their place.
final class Shelf<Contents: Sendable>: Sendable {
    private let contents: Mutex<Contents>

    init(_ contents: Contents) { self.contents = Mutex(contents) }

    /// All of it.
    var all: Contents { contents.withLock { $0 } }

    /// Puts others in its place.
    func replace(by contents: Contents) { self.contents.withLock { $0 = contents } }
}

/// A run that became due, and the run that must have flown before it.
struct DueRun: Sendable, Equatable {
    var mission: DueMission
    var follows: String?
}

extension Withheld {
    /// Whether somebody expected the run to fly: a disabled schedule and a season are the schedule's own plan.
    var isTold: Bool {
        switch self {
        case .quietHours, .blackout, .noSun, .emptyWindow: true
        case .disabled, .outOfSeason: false
        }
    }
}

/// The rounds of one process through the calendar.
struct PlannerRound: Sendable {
    /// How often the agenda is told although it has not changed.
    static let agendaPeriod = Duration.seconds(60)

    let planner: Planner
    /// What people said and how runs ended; nil where there is no store.
    let book: ScheduleBook?
    private var following: [DueRun] = []
    private var isFirst = true
    private var told: (agenda: Agenda?, at: WallTime)?

    init(_ planner: Planner, book: ScheduleBook?) { (self.planner, self.book) = (planner, book) }

    /// What became due between two looks at the clock, in order of time.
    /// - Throws: `StoreError` when nobody can say what was skipped or paused; then nothing is due yet.
    mutating func events(since last: WallTime, now: WallTime) throws(StoreError) -> [Event] {
        var ready: [DueMission] = [], waiting: [DueRun] = []
        for run in try become(since: last, now: now) + following {
            if let mission = try judged(run, now: now) { ready.append(mission) } else { waiting.append(run) }
        }
        (following, isFirst) = (waiting, false)
        var events = ready.sorted { ($0.due, $0.id) < ($1.due, $1.id) }.map { Event.due($0) }
        if let day = planner.dayEnded(since: last, now: now) { events.append(.dayEnded(day)) }
        if let agenda = newAgenda(now) { events.append(.agenda(next: agenda.next)) }
        return events
    }

    private func become(since last: WallTime, now: WallTime) throws(StoreError) -> [DueRun] {
        var due: [DueRun] = []
        for rule in planner.rules.all {
            // A run that waited for another one when the process before ended is not in any record: it is looked for
            // anew. The core takes none twice.
            var since = last
            if isFirst, case .after = rule.recurrence { since = min(last, now + (.zero - rule.window)) }
            due += planner.dueRuns(of: rule, since: since, now: now)
        }
        return due
    }

    /// The run as the core is to take it now; nil while it waits for another one to end.
    private func judged(_ run: DueRun, now: WallTime) throws(StoreError) -> DueMission? {
        let mission = run.mission
        guard let book, mission.latest >= mission.due else { return mission }
        if let reason = try book.skip(of: mission.id) { return planner.unflown(mission, "skipped: \(reason)") }
        if let pause = try book.pause(of: mission.schedule), pause.holds(at: mission.due) {
            return planner.unflown(mission, "\(mission.schedule) is paused: \(pause.reason)")
        }
        guard let other = run.follows else { return mission }
        switch try book.end(of: other) {
        case .flown?: return mission
        case let ended?: return planner.unflown(mission, "it follows \(other), which ended as \(ended.rawValue)")
        case nil:
            guard now > mission.latest else { return nil }
            return planner.unflown(mission, "it follows \(other), which had not flown by its latest start")
        }
    }

    /// The agenda when it is news, or has not been told for a while.
    private mutating func newAgenda(_ now: WallTime) -> Agenda? {
        let agenda = planner.agenda(after: now)
        let isOld = told.map { $0.at + Self.agendaPeriod <= now || now < $0.at } ?? true
        guard isOld || told?.agenda != agenda else { return nil }
        told = (agenda, now)
        return agenda
    }
}

/// Tells the core once a dock second what the calendar says.
func runPlanner(
    _ planner: Planner, since start: WallTime, book: ScheduleBook? = nil, clock: any DockClock, logger: Logger,
    inbox: @Sendable (Event) -> Void
) async {
    var calendar = PlannerClock(since: start)
    var round = PlannerRound(planner, book: book)
    while !Task.isCancelled {
        // After a clock that was ahead is set right, the calendar goes on from now; the core takes nothing twice.
        if let span = calendar.span(at: clock.now()) {
            do {
                for event in try round.events(since: span.since, now: span.now) { inbox(event) }
            } catch {
                // Asked again with the same span: what was due in it is not lost.
                calendar.putBack(span.since)
                logger.error("the calendar waits: the dock's store cannot say what is skipped or paused: \(error)")
            }
        }
        inbox(.tick)
        do { try await clock.sleep(for: .seconds(1)) } catch { return }
    }
}
