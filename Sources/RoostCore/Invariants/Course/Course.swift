// SPDX-License-Identifier: Apache-2.0
// The course: what a step must do and may do, phase by phase, beyond the forty invariants. It is asked in tests and
// simulations only: a stray is a mistake of the core, but none that must stop a dock. Like the predicates it reads
// facts anew and uses none of the functions that decide.

internal import DockModel

/// Something that a step did, or left undone, against the course.
public struct Stray: Sendable, Equatable {
    /// The invariant that it comes nearest to.
    public var invariant: Invariant
    /// What is wrong, in words.
    public var detail: String
}

extension StepTaken {
    /// What strays from the course in this step; empty when nothing does.
    public func strays() -> [Stray] {
        var course = Course(self)
        course.judge()
        return course.found
    }
}

/// One step against the course.
struct Course {
    let step: StepTaken
    let boot: Instant
    /// What the cover's switches prove; nil when one of them is not fresh.
    let cover: CoverPosition?
    let isOnPad: Bool?, isArmed: Bool?, landed: LandedState?
    let isHeard: Bool, isAway: Bool
    var found: [Stray] = []

    // Read where they stand: a state is some kilobytes.
    var before: DockState { _read { yield step.before } }
    var after: DockState { _read { yield step.after } }
    var policy: DockPolicy { _read { yield step.policy } }

    init(_ step: StepTaken) {
        self.step = step
        boot = step.boot
        cover = step.switches.map { CoverPosition(openSwitch: $0.open, closedSwitch: $0.closed) }
        (isOnPad, isArmed, landed, isHeard) = (step.isOnPad, step.isArmed, step.landed, step.isHeard)
        isAway = step.isAway
    }

    mutating func judge() {
        if step.isStart { return judgeStart() }
        judgeEvidence()
        judgePath()
        judgeStay()
        judgeGates()
        judgeTravel()
        judgeRods()
        judgeCharge()
        judgeFlight()
        judgeLanding()
        judgeHands()
        judgeRuns()
        judgeLearning()
        judgeIncidents()
        judgeOrders()
        judgeDay()
    }

    /// Keeps a stray when `isRight` is not.
    mutating func demand(_ invariant: Invariant, _ detail: StaticString, _ isRight: Bool) {
        if !isRight { found.append(Stray(invariant: invariant, detail: "\(detail)")) }
    }

    // Facts.

    /// The vehicle says that it is disarmed, and the pad contact that it is there.
    var isHome: Bool { isOnPad == true && isArmed == false }
    /// It says that it is off the ground with its motors armed.
    var isOut: Bool { step.isInTheAir && isArmed == true }
    var hasRods: Bool { policy.equipped.contains(.rodsCommand) }
    /// How long the present phase has lasted, and the one before the step.
    var stay: Duration { span(after.phaseEntered, boot) }
    var stayBefore: Duration { span(before.phaseEntered, boot) }
    /// What the rods' switches prove.
    var rods: CoverPosition? {
        step.rodSwitches.map { CoverPosition(openSwitch: $0.open, closedSwitch: $0.closed) }
    }
    var isClockGood: Bool {
        step.now.isWallTrusted && step.now.wall.milliseconds >= 1_704_067_200_000
            && after.clock.jumped.map { span($0, boot) >= .seconds(60) } ?? true
    }
    /// How long the vehicle has been silent.
    var silence: Duration { step.silence }
    /// The run at hand was launched and has not been seen to take off.
    var isLaunchedOnly: Bool { before.run?.launched != nil && before.run?.takeoff == nil && !isTakeoffProved }
    /// A report in this step proves the take-off, however late it came.
    var isTakeoffProved: Bool {
        guard let ordered = before.launchOrdered, let seen = after.evidence.vehicle.airborneAt else {
            return false
        }
        // Noted when it is told: a decision that could not be stored leaves the evidence alone behind.
        let isTold = step.tells { if case .vehicle(let update) = $0 { update.isLinked } else { false } }
        return before.run?.launched != nil && seen > ordered && isTold
    }
    var isFlown: Bool { before.run?.takeoff != nil || isTakeoffProved }
    /// Launched, and the pad has been empty for two seconds.
    var hasLeft: Bool {
        isLaunchedOnly
            && after.evidence.vehiclePresent.told(boot, policy.ages.switches, steady: .seconds(2)) == false
    }
    /// The current that the cover's motor drew since the inrush is over the limit.
    var isPinched: Bool {
        guard let travel = before.travel, let read = after.evidence.coverCurrent.taken,
            let current = after.evidence.coverCurrent.told(boot, policy.ages.switches)
        else { return false }
        return current.value > policy.limits.pinchCurrent.value && span(travel.ordered, read) > .seconds(1)
    }

    // What the event tells.

    /// How an order ended by the event, or by its deadline; nil while it goes on.
    func end(of order: Int64?) -> OrderResult? {
        guard let order else { return nil }
        for told in step.event.told {
            if case .finished(order, let result) = told { return result }
        }
        return isOverdue(order) ? .failed(reason: "") : nil
    }
    func hasFailed(_ order: Int64?) -> Bool { if case .failed = end(of: order) { true } else { false } }
    private func isOverdue(_ order: Int64) -> Bool {
        before.pendingWrites.contains { $0.order == order && span($0.given, boot) > policy.deadlines.answer }
    }
    var isReset: Bool { step.tells { if case .operatorSays(.reset) = $0 { true } else { false } } }
    func isPast(_ latest: WallTime?) -> Bool { latest.map { step.now.wall > $0 && isClockGood } ?? false }

    // Interlocks, in the words of I1, I4, I5, I9, I19, I27 and I28.

    /// Whether anything may be driven in the dock now, but for what is under way already.
    private var mayDrive: Bool {
        guard let cover, cover != .contradictory, after.lockOut == nil, !step.mayHandsBeInside, before.charge == nil,
            step.isChargerMeasuredOff,
            after.evidence.emergencyStop.told(boot, policy.ages.switches) == false
        else { return false }
        return after.phase != .starting && after.phase != .service
    }
    var mayOpen: Bool {
        guard mayDrive, after.rods == nil, after.failedTravels.count <= policy.limits.coverRetriesPerHour
        else {
            return false
        }
        guard step.isAlarmed else { return true }
        return isOnPad == false && (isAway || after.phase == .lost || policy.ventsSmoke)
    }
    var mayClose: Bool {
        guard mayDrive, after.rods == nil, after.failedTravels.count <= policy.limits.coverRetriesPerHour,
            !isAway, after.phase != .lost, step.isPadSafeToClose
        else { return false }
        return !(policy.ventsSmoke && after.evidence.smoke.told(boot, policy.ages.weather) == true)
    }
    var mayMoveRods: Bool {
        guard hasRods, mayDrive, after.travel == nil, let rods, rods != .contradictory,
            step.isLandedAndDisarmed
        else { return false }
        return after.failedRods.count <= policy.limits.coverRetriesPerHour
    }
}
