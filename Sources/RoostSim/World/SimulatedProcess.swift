// SPDX-License-Identifier: Apache-2.0
// The process that runs the core, as DockLoop does: decide, commit, and only then let effects leave. A failed commit
// takes the decision back; a kill loses what was not committed; a start knows nothing but the committed state.

internal import DockModel
internal import RoostCore

/// What is wrong with the disk.
struct DiskFaults: Sendable, Equatable {
    /// Writes fail with this chance.
    var failure = 0.0
    /// Each write takes five seconds.
    var isSlow = false
    /// The state's file is gone at the next start.
    var isFileGone = false
    /// The next commit is torn by a kill.
    var tearsNext = false
    /// The power goes after this many more effects have left.
    var cutAfterEffects: Int?
    /// How long it stays away then.
    var cutLasts = 60.0
}

/// The process and what it has stored.
struct SimulatedProcess: Sendable {
    /// Most events kept for a store that takes nothing.
    static let mostUnstored = 1_000

    /// All the core knows.
    var state: DockState
    /// What the store holds.
    var committed: DockState
    /// When it was last committed.
    var committedAt = 0.0
    /// Events whose decision could not be stored.
    var unstored: [Event] = []
    /// Whether the event at hand is one of those.
    var isRetrying = false
    /// Records, notices and notes of a start that could not be stored; the next commit has them.
    var owed: [Effect] = []
    /// Whether it runs; when it starts if not; until when it is blocked.
    var isRunning = false
    var startsAt = 0.0
    var blockedUntil = 0.0
    /// Up to when the calendar was told, on the wall clock, and up to when as of the last commit.
    var plannedTo = WallTime(milliseconds: 0)
    var committedPlan = WallTime(milliseconds: 0)
    /// When the calendar was last looked at, and from when on a clock that jumped is steady again.
    var plannedAt: Moment?
    var planSteadyFrom: Instant?
    /// The agenda as told last; nil while none was.
    var agendaTold: Agenda?
    /// What the links told while the core was blocked.
    var backlog: [Event] = []

    init(state: DockState) {
        self.state = state
        committed = state
    }
}

extension SimulatedWorld {
    /// Hands one event to the core as the loop does; false when the decision could not be stored.
    @discardableResult
    mutating func take(_ event: Event) -> Bool {
        let now = now
        let before = process.state
        let (after, wanted) = step(before, event, at: now, policy: policy)
        counts.steps += 1
        counts.invariantChecks += Invariant.allCases.count
        let taken = StepTaken(
            before: before, event: event, now: now, policy: policy, after: after, effects: wanted)
        let broken = Invariant.broken(by: taken)
        if keepsSteps, !isFork { steps.append(taken) }
        process.state = after
        var allowed = wanted
        if !broken.isEmpty { allowed = makeSafe(broken, event, before, wanted, at: now) }
        if isFullyChecked, broken.isEmpty { checkCourse(of: taken) }
        if isFullyChecked, counts.steps & 63 == 0, broken.isEmpty {
            checkShiftedWall(before: before, event: event, now: now, after: after, effects: wanted)
        }
        if after.phase != before.phase { notePhase(from: before.phase) }
        let isDue = seconds - process.committedAt > process.state.longestUncommitted.inSeconds
        if !allowed.isEmpty || after.phase != before.phase || isDue || event.isDecisionInSimulation {
            guard commit(allowed, at: now) else {
                takeBack(to: before, event: event, allowed)
                return false
            }
        }
        if keepsEffects { effects += allowed }
        if !allowed.isEmpty { leave(allowed) }
        return true
    }

    /// What is not stored has not been decided: only the evidence stays, and stops may leave.
    private mutating func takeBack(to before: DockState, event: Event, _ allowed: [Effect]) {
        guard process.isRunning else { return }
        let (evidence, nextOrder) = (process.state.evidence, process.state.nextOrder)
        if case .started = event {
            process.owed += allowed.filter { if case .perform = $0 { false } else { true } }
        } else {
            process.state = before
        }
        (process.state.evidence, process.state.nextOrder) = (evidence, nextOrder)
        if !process.isRetrying {
            for told in event.told where told.mayNotBeLostInSimulation { keep(told) }
        }
        for case .perform(let order) in allowed where order.action.isStopInSimulation {
            // The decision is taken back and comes again with each event; one order of a kind under way is enough.
            if !pending.contains(where: { $0.order.action == order.action && $0.result == nil }) {
                give(order)
            }
        }
    }

    /// Keeps an event for the next try; when there are too many, ends of orders are given up first.
    private mutating func keep(_ event: Event) {
        if process.unstored.count >= SimulatedProcess.mostUnstored {
            let end = process.unstored.firstIndex { if case .finished = $0 { true } else { false } }
            process.unstored.remove(at: end ?? 0)
        }
        process.unstored.append(event)
    }

    /// A broken rule is our mistake: actuations are held back and the dock stops, as in production.
    private mutating func makeSafe(
        _ broken: [Invariant], _ event: Event, _ before: DockState, _ wanted: [Effect], at now: Moment
    ) -> [Effect] {
        for invariant in broken {
            note(
                invariant,
                "the core's own predicate, on \(event.nameInSimulation); it wanted \(wanted.inWords)")
        }
        var kept = wanted.filter { effect in
            if case .perform(let order) = effect { return !order.action.isActuation }
            return true
        }
        let names = broken.map(\.rawValue).joined(separator: ", ")
        let safe = Fail.safe(process.state, because: "invariant \(names) did not hold", at: now)
        process.state = safe.state
        kept += safe.effects
        return kept
    }

    /// Compares the step with the course: what must follow from its facts, and what must not.
    private mutating func checkCourse(of step: StepTaken) {
        let isQuiet = step.effects.isEmpty && step.before.phase == step.after.phase
        guard !isQuiet || counts.steps % courseStride == 0 else { return }
        for stray in step.strays() {
            note(
                stray.invariant,
                "against the course, on \(step.event.nameInSimulation): \(stray.detail); it wanted "
                    + "\(step.effects.inWords)")
        }
    }

    /// Keeps a violation.
    mutating func note(_ invariant: Invariant, _ detail: String) {
        guard violations.count < SimulationReport.mostViolations else { return }
        violations.append(
            Violation(invariant: invariant, seconds: seconds, phase: process.state.phase, detail: detail))
    }

    /// Stores a decision with its records and mails; false when it could not be stored.
    private mutating func commit(_ effects: [Effect], at now: Moment) -> Bool {
        if disk.tearsNext {
            disk.tearsNext = false
            kill(downFor: 2)
            return false
        }
        if disk.failure > 0, random.uniform() < disk.failure { return false }
        process.committed = process.state
        process.committedAt = seconds
        process.committedPlan = process.plannedTo
        if disk.isSlow { process.blockedUntil = seconds + 5 }
        for effect in process.owed + effects {
            switch effect {
            case .perform, .wear: break
            case .post(let notice): post(notice)
            case .record(let run): noteOutcome(of: run)
            case .note(let incident):
                if incident.resolved == nil { counts.incidents[incident.kind.rawValue, default: 0] += 1 }
            }
        }
        process.owed = []
        return true
    }

    private mutating func post(_ notice: Notice) {
        var day: String?
        switch notice {
        case .incident(let incident):
            // What is less urgent than a warning waits for the digest.
            guard incident.kind.severity <= .warning else { return }
        case .digest(let tally): day = tally.day
        case .mission, .part: break
        }
        counts.mails[notice.kindName, default: 0] += 1
        mail.create(at: seconds, day: day)
    }

    /// Lets the orders of a committed decision leave, unless the power goes in between.
    private mutating func leave(_ effects: [Effect]) {
        for effect in effects {
            guard case .perform(let order) = effect else { continue }
            if let left = disk.cutAfterEffects {
                if left <= 0 {
                    disk.cutAfterEffects = nil
                    return cutPower(for: disk.cutLasts)
                }
                disk.cutAfterEffects = left - 1
            }
            give(order)
        }
    }

    /// The process ends without a word and starts again some seconds later.
    mutating func kill(downFor span: Double) {
        process.isRunning = false
        process.startsAt = max(process.startsAt, seconds + span)
        (process.unstored, process.backlog, process.owed) = ([], [], [])
        pending = []
        inbox = []
        words = []
    }

    /// The process is asked to end: it stores what it knows and starts again some seconds later.
    mutating func terminate(downFor span: Double) {
        if process.isRunning, process.blockedUntil <= seconds {
            _ = commit([], at: now)
            // The farewell of a process that ends in order: nobody would watch what moves any more.
            if process.state.travel != nil, !bus.isDown { plant.take(.stop) }
            if process.state.rods != nil, !bus.isDown { plant.rodsMotor = .stop }
        }
        kill(downFor: span)
    }

    /// The power goes: computer, motors and charger are off.
    mutating func cutPower(for span: Double) {
        kill(downFor: span + 20)
        plant.goSafe()
        powerBackAt = max(powerBackAt ?? 0, seconds + span)
    }

    /// Starts the process on what was committed.
    mutating func start() {
        counts.restarts += 1
        if disk.isFileGone {
            disk.isFileGone = false
            process.committed = DockState(at: now, parts: policy.parts)
            process.committedPlan = now.wall
            mail = SimulatedMail()
            truth.forget(at: clock.trueTime(at: seconds))
        }
        process.isRunning = true
        process.state = process.committed
        process.blockedUntil = seconds
        process.plannedTo = process.committedPlan + .seconds(-60)
        (process.plannedAt, process.planSteadyFrom, process.agendaTold) = (nil, nil, nil)
        hardwareFreeAt = seconds
        (lastHeard, isLossTold, factsTold) = (nil, false, nil)
        told = ToldDoubts()
        take(.started)
    }
}

extension Event {
    /// Whether it is stored by itself; readings are not.
    fileprivate var isDecisionInSimulation: Bool {
        if case .together(let events) = self { return events.contains { $0.isDecisionInSimulation } }
        switch self {
        case .started, .due, .finished, .dayEnded, .operatorSays, .device, .payload, .storeRestored: return true
        case .sensors(let words): return words.contains { $0.finding != .believed }
        case .tick, .readings, .vehicle, .agenda, .outbox, .measured, .storeCopied, .together: return false
        }
    }

    /// Whether it is decided again when its decision could not be stored; a start is never repeated.
    fileprivate var mayNotBeLostInSimulation: Bool {
        if case .started = self { return false }
        return isDecisionInSimulation
    }

    /// What it is, in a word or two.
    var nameInSimulation: String {
        switch self {
        case .started: "a start"
        case .tick: "a tick"
        case .readings: "readings"
        case .device(_, let isPresent, _): isPresent ? "a device found" : "a device lost"
        case .sensors(let words): words.map { "\($0.sensor) \($0.finding)" }.joined(separator: ", ")
        case .vehicle: "a vehicle report"
        case .due: "a due run"
        case .finished(let order, let result): "the end of order \(order) (\(result))"
        case .agenda: "the agenda"
        case .dayEnded: "a day's end"
        case .operatorSays(let order): "an operator (\(order))"
        case .outbox: "a count of mails"
        case .measured: "figures of parts"
        case .payload(let number, _): "word \(number) about pictures"
        case .storeRestored: "a store that was torn"
        case .storeCopied(let trouble): trouble ?? "a store that is copied"
        case .together(let events): events.map(\.nameInSimulation).joined(separator: " + ")
        }
    }
}

extension Action {
    /// Whether it only stops something or brings the vehicle down safely, so that it needs no commit.
    fileprivate var isStopInSimulation: Bool {
        switch self {
        case .cover(.stop), .rods(.stop), .charger(on: false), .returnHome, .fly, .land, .disarm: true
        case .cover(.open), .cover(.close), .rods(.open), .rods(.close), .charger(on: true), .readyVehicle,
            .upload,
            .launch, .offloadLog:
            false
        }
    }
}

extension [Effect] {
    /// The orders among them, in words.
    var inWords: String {
        let orders = orders
        return orders.isEmpty ? "no order" : orders.map { "\($0.action)" }.joined(separator: ", ")
    }
}
