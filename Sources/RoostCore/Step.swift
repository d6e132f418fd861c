// SPDX-License-Identifier: Apache-2.0
// The one function that decides everything. It reads no clock, file, socket or random number: all it knows is in its
// arguments, and all it wants is in the effects it returns.

public import DockModel

/// Decides what follows from one event.
/// - Parameters:
///   - state: all the dock knows before the event.
///   - event: what reached the core.
///   - now: both clocks, read when the event was taken from the inbox.
///   - policy: the site's limits, ages and deadlines.
/// - Returns: the state after the event, and the effects to commit and then carry out, in order.
public func step(
    _ state: DockState, _ event: Event, at now: Moment, policy: DockPolicy
) -> (state: DockState, effects: [Effect]) {
    var turn = Turn(state: state, now: now, policy: policy)
    if case .started = event { turn.begin() } else { turn.takeAll(of: event) }
    turn.guardSafety()
    turn.expireWaiting()
    turn.decide()
    turn.superviseCharge()
    turn.superviseWear()
    return turn.finish()
}

/// One call of `step` under way: the state it changes and the effects it gathers. It is never copied, so that a state
/// of some kilobytes is copied once a step. Nothing that owns memory may be assigned through an optional of the state
/// (`state.run?.gates = …`): within a value that is never copied, Swift 6.3 does not release what was there before.
struct Turn: ~Copyable {
    /// Most phase changes in one step; more would be a loop in the table.
    static let mostTransitions = 8

    var state: DockState
    let now: Moment
    let policy: DockPolicy
    var effects: [Effect] = []

    init(state: DockState, now: Moment, policy: DockPolicy) {
        self.state = state
        self.now = now.bounded
        self.policy = policy
        if !self.state.trail.isEmpty { self.state.trail.removeAll() }
    }

    /// Ends the turn: what it changed and what it wants.
    consuming func finish() -> (state: DockState, effects: [Effect]) { (state, effects) }

    var evidence: Evidence { _read { yield state.evidence } }
    var ages: AgeLimits { policy.ages }
    var limits: DockLimits { policy.limits }
    var deadlines: Deadlines { policy.deadlines }
    /// What the limit switches prove now; nil when they are too old to trust.
    var cover: CoverPosition? { evidence.coverPosition(at: now.boot, within: ages.switches) }
    /// Whether the vehicle is proved in the dock, disarmed.
    var isVehicleHome: Bool { evidence.isVehicleProvedHome(at: now.boot, ages: ages) }
    /// How long the present phase has lasted.
    var timeInPhase: Duration { state.phaseEntered.duration(to: now.boot) }

    /// Lets the present phase decide, and each phase that it leads to, until none changes.
    mutating func decide() {
        for _ in 0..<Self.mostTransitions {
            let before = state.phase
            decideOnce()
            if state.phase == before { return }
        }
    }

    private mutating func decideOnce() {
        switch state.phase {
        case .starting: lookAround()
        case .idle: rest()
        case .gating: askGates()
        case .hold: waitForGates()
        case .preparing: awaitChargerOff()
        case .opening: awaitCoverOpen()
        case .launching: awaitTakeoff()
        case .flying: watchFlight()
        case .returning: watchReturn()
        case .landing: watchLanding()
        case .diverting: watchDivert()
        case .securing: awaitSecured()
        case .closing: awaitCoverClosed()
        case .charging: awaitCharge()
        case .offloading: awaitLog()
        case .reporting: report()
        case .recover: recover()
        case .lost: awaitStrayVehicle()
        case .service: awaitKeyBack()
        case .diverted, .fault: break
        }
    }

    /// Enters a phase; its deadline counts from now.
    mutating func enter(_ phase: Phase) {
        if phase != state.phase { state.trail.append(phase) }
        state.phase = phase
        state.phaseEntered = now.boot
        state.awaited = nil
        state.askAgain = nil
    }

    /// Adds a reason to the run's record; repeats are left out and the oldest of more than twenty is dropped.
    mutating func explain(_ reason: String) {
        guard var run = state.run, run.reasons.last != reason.bounded else { return }
        run.reasons.append(reason.bounded)
        if run.reasons.count > 20 { run.reasons.removeFirst() }
        state.run = run
    }

    /// Gives an order and returns its number.
    @discardableResult
    mutating func order(_ action: Action) -> Int64 {
        let id = state.nextOrder
        state.nextOrder += 1
        effects.append(.perform(Order(id: id, action: action)))
        if action.isWrite {
            state.pendingWrites.append(PendingWrite(order: id, given: now.boot))
            if state.pendingWrites.count > DockState.mostPendingWrites { state.pendingWrites.removeFirst() }
        }
        return id
    }
}

/// What to do when the core itself is found wrong.
public enum Fail {
    /// The state and effects that stop the dock and wait for a person: motors off, charger off, incident told.
    public static func safe(
        _ state: DockState, because reason: String, at now: Moment
    ) -> (state: DockState, effects: [Effect]) {
        var turn = Turn(state: state, now: now, policy: DockPolicy())
        turn.endCharge()
        turn.stopCover()
        turn.stopRods()
        turn.raise(.invariantBroken, reason)
        // A vehicle that is out, or about to be, must still be watched and received.
        if !state.phase.isAirborne, state.launchStage != .takingOff { turn.enter(.fault) }
        return turn.finish()
    }
}
