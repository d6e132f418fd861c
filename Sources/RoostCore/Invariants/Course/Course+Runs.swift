// SPDX-License-Identifier: Apache-2.0
// The course: how a due run comes to its outcome, and when its record says launched, taken off and landed.
// Only the stored records are read.

internal import DockModel

extension Course {
    /// The runs recorded in this step.
    var records: [MissionRun] {
        guard step.wants.contains(.record) else { return [] }
        return step.effects.compactMap { if case .record(let run) = $0 { run } else { nil } }
    }
    func recorded(_ id: String) -> MissionRun? { records.first { $0.mission.id == id } }

    mutating func judgeRuns() {
        let rule = Invariant.i39OneOutcomeARun
        if !after.waiting.isEmpty {
            let isLate = after.waiting.contains { isPast($0.latest) }
            demand(rule, "a run that is past its latest start waits", !isLate)
        }
        for run in records { judge(run) }
        judgeTold()
        guard let was = before.run else {
            if let run = after.run {
                demand(rule, "a new run is launched", run.launched == nil)
                let isFirst = !after.waiting.contains { isBefore($0, run) }
                demand(rule, "the run that must start soonest goes first", isFirst)
            }
            return
        }
        if let run = after.run, run.mission.id == was.mission.id { judge(run, since: was) }
        judgeGivenUp(was)
    }

    /// A waiting run that ought to have been taken: more important, or as important and due to start sooner.
    private func isBefore(_ waiting: DueMission, _ run: MissionRun) -> Bool {
        let more = (waiting.terms?.priority ?? 0) - (run.mission.terms?.priority ?? 0)
        return more > 0 || (more == 0 && waiting.latest < run.mission.latest)
    }

    /// A run is taken once; one that comes too late ends at once. A last run that lies ahead of the clock was taken
    /// while that was wrong, and counts for nothing.
    private mutating func judgeTold() {
        guard step.event.told.count == 1 || !isReset else { return }
        var runs: [DueMission] = []
        for told in step.event.told {
            if let run = StepTaken.run(in: told) { runs.append(run.bounded) }
        }
        guard runs.count == 1, let run = runs.first, !before.recentRuns.contains(run.id) else { return }
        let last = before.taken[run.schedule]
        let keepsIds = before.recentDues.count == before.recentRuns.count
        let isUnforgotten = keepsIds && before.forgottenDue.map { run.due > $0 } ?? true
        let isNew = last.map { run.due > $0 || isUnforgotten || $0 > step.now.wall + .seconds(60) } ?? true
        demand(
            .i13OneMissionAtATime, "a run is taken when it is new", after.recentRuns.contains(run.id) == isNew
        )
        guard isNew, run.latest < step.now.wall else { return }
        demand(.i39OneOutcomeARun, "a run that comes too late expires", recorded(run.id)?.outcome == .expired)
    }

    /// The stations of a run that goes on.
    private mutating func judge(_ run: MissionRun, since was: MissionRun) {
        let rule = Invariant.i13OneMissionAtATime
        if run.launched != was.launched {
            let isForgotten =
                run.launched == nil && isHome && (after.phase == .gating || after.phase == .preparing)
            demand(rule, "launched when it was ordered", isForgotten || step.wants.contains(.launch))
        }
        if step.wants.contains(.launch) {
            demand(
                rule, "a launch is noted as it is ordered",
                run.launched == step.now.wall && after.launchOrdered == boot
                    && after.launchStage == .takingOff
                    && after.phaseEntered == boot && after.awaited == orders.last { $0.action == .launch }?.id
            )
        }
        let isInFlight = after.trail.contains { StepTaken.isAway($0) }
        if run.takeoff != was.takeoff {
            demand(
                rule, "a take-off is noted as it is seen",
                was.takeoff == nil && (isInFlight || isTakeoffProved))
        }
        demand(rule, "the run of a vehicle in the air has taken off", run.takeoff != nil || !isAway)
        demand(rule, "a take-off that is proved is noted", run.takeoff != nil || !isTakeoffProved)
        if run.landed != was.landed {
            let isDown = isArmed == false || after.phase == .charging || isOnPad == true
            demand(rule, "a landing is noted as it is seen", was.landed == nil && isDown && !isAway)
        }
        switch after.phase {
        case .charging, .offloading: demand(rule, "a flight that is settled has landed", run.landed != nil)
        case .securing:
            let isNoted = run.takeoff == nil || isArmed != false || run.landed != nil
            demand(rule, "a landing is noted", isNoted || before.phase == .starting)
        default: break
        }
    }

    /// A launch given up: its run waits while it may, and ends when not.
    private mutating func judgeGivenUp(_ was: MissionRun) {
        switch before.phase {
        case .preparing, .opening, .launching: break
        default: return
        }
        guard let next = after.trail.first, next == .closing || next == .recover, !isFlown else { return }
        let rule = Invariant.i39OneOutcomeARun
        let isInTime = step.now.wall + policy.deadlines.holdRetry <= was.mission.latest
        if (was.givenUp ?? 0) < (was.mission.terms?.retries ?? 9), isInTime {
            guard after.trail.count == 1 else { return }
            let isKept = after.run?.mission.id == was.mission.id && after.run?.holds == was.holds + 1
            demand(rule, "the run may be tried again", isKept)
        } else if was.launched == nil {
            demand(rule, "a run given up is aborted", recorded(was.mission.id)?.outcome == .aborted)
        }
    }

    /// Each outcome has its facts.
    private mutating func judge(_ run: MissionRun) {
        let isOurs = before.run?.mission.id == run.mission.id
        demand(.i39OneOutcomeARun, "an ended run has its time", run.ended == step.now.wall)
        switch run.outcome {
        case .refused?: judgeRefused(run, isOurs)
        case .expired?:
            let isLate = run.mission.latest < step.now.wall
            let isHeldTooLong =
                isOurs && isClockGood && step.now.wall + policy.deadlines.holdRetry > run.mission.latest
            demand(.i39OneOutcomeARun, "expired too early", isLate || isHeldTooLong)
            demand(.i39OneOutcomeARun, "expired after a launch", run.launched == nil && run.takeoff == nil)
        case .aborted?:
            demand(.i39OneOutcomeARun, "aborted after a take-off", isOurs && run.takeoff == nil)
        case .flown?, .partial?: judgeFlown(run, isOurs)
        case .diverted?:
            demand(
                .i39OneOutcomeARun, "diverted", isOurs && after.trail.contains(.diverted) && run.landed != nil
            )
        case .lost?:
            let isGone = after.trail.contains { $0 == .lost || $0 == .diverted || $0 == .fault }
            let isHere = after.trail.contains(.fault) && (isOnPad == true || run.landed != nil)
            demand(.i39OneOutcomeARun, "lost", isOurs && isGone && !isHere)
        case .skipped?, nil: demand(.i39OneOutcomeARun, "no outcome of the core", false)
        }
    }

    private mutating func judgeRefused(_ run: MissionRun, _ isOurs: Bool) {
        guard isOurs else {
            let isFull =
                before.waiting.count + 1 >= DockState.mostWaiting
                || after.waiting.count >= DockState.mostWaiting
            return demand(.i39OneOutcomeARun, "refused while there is room", isFull)
        }
        let isRefused = run.gates.contains { if case .refuse = $0.answer { true } else { false } }
        let isFull = after.waiting.count >= DockState.mostWaiting
        demand(
            .i39OneOutcomeARun, "refused by no gate",
            (before.phase == .gating && isRefused) || (isFull && after.trail.contains(.service)))
    }

    private mutating func judgeFlown(_ run: MissionRun, _ isOurs: Bool) {
        demand(.i39OneOutcomeARun, "flown without a take-off", isOurs && run.takeoff != nil)
        guard !after.trail.contains(.fault) else {
            let isHere = isOnPad == true || run.landed != nil
            return demand(.i39OneOutcomeARun, "flown in a fault", run.outcome == .partial && isHere)
        }
        // A plan that ends in a return never reaches its last item.
        let isWhole = run.itemCount.map { (run.reachedItem ?? -1) >= max(0, $0) - 2 } ?? false
        let isDone = isWhole && !before.isCalledHome
        demand(.i39OneOutcomeARun, "flown, or in part", (run.outcome == .flown) == isDone)
        demand(.i39OneOutcomeARun, "flown, and not reported", after.trail.contains(.idle))
    }
}
