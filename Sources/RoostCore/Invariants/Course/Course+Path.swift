// SPDX-License-Identifier: Apache-2.0
// The course: what must be true for each change of phase in the table. Evidence stands still within a step, so that
// each change of a path is judged by the same facts; only the first can have waited in its phase.

internal import DockModel

extension Course {
    /// Each change of phase in this step has its reason.
    mutating func judgePath() {
        guard !after.trail.isEmpty else { return }
        demand(.i24CrashClosure, "the phases go round in circles", after.trail.count < 8)
        var from = before.phase
        for (index, to) in after.trail.enumerated() {
            let stayed = index == 0 ? stayBefore : .zero
            let isRight = mayLeave(from, for: to, after: stayed, isFirst: index == 0)
            if !isRight {
                found.append(
                    Stray(
                        invariant: .i24CrashClosure,
                        detail: "nothing leads from \(from.rawValue) to \(to.rawValue) now"))
                break
            }
            from = to
        }
    }

    private func mayLeave(_ from: Phase, for to: Phase, after stayed: Duration, isFirst: Bool) -> Bool {
        switch to {
        case .service: return mayBeServed(from)
        case .starting: return from == .service ? isKeyBack : isReset
        case .fault:
            if from == .starting { return cover == .contradictory && hasLookedAround(stayed) }
            return cover == .contradictory
                || (after.failedTravels.count > policy.limits.coverRetriesPerHour && after.travel == nil)
        case .recover where from != .starting && from != .preparing && from != .opening && from != .launching:
            if from == .gating || from == .hold, isFlown { return true }
            return cover != nil && cover != .closed
        default: break
        }
        switch from {
        case .starting: return mayEndLook(for: to, after: stayed)
        case .idle, .gating, .hold: return mayPrepare(from, for: to, after: stayed, isFirst: isFirst)
        case .preparing, .opening, .launching:
            return mayLaunch(from, for: to, after: stayed, isFirst: isFirst)
        case .flying, .returning, .landing, .diverting: return mayChangeFlight(from, for: to)
        case .securing: return mayLeaveSecuring(for: to, after: stayed)
        case .closing, .charging, .offloading, .reporting, .recover:
            return maySettle(from, for: to, after: stayed, isFirst: isFirst)
        case .lost, .diverted, .fault, .service: return false
        }
    }

    /// The service key has been back for two seconds, or there is none.
    var isKeyBack: Bool {
        !policy.equipped.contains(.serviceKey)
            || after.evidence.serviceKey.told(boot, policy.ages.switches, steady: .seconds(2)) == false
    }

    private func mayBeServed(_ from: Phase) -> Bool {
        guard step.isKeyTurned else { return false }
        switch from {
        case .securing, .lost, .diverted: return isHome
        case .launching: return before.launchStage != .takingOff
        case .flying, .returning, .landing, .diverting: return false
        default: return true
        }
    }

    // Looking around.

    private func hasLookedAround(_ stayed: Duration) -> Bool {
        guard cover != nil, isOnPad != nil,
            after.evidence.chargerCurrent.isTold(boot, policy.ages.switches)
        else { return false }
        guard (isHeard && landed != nil && isArmed != nil) || stayed > policy.deadlines.start else {
            return false
        }
        return !isLaunchedOnly || stayed >= .seconds(5)
    }

    private func mayEndLook(for to: Phase, after stayed: Duration) -> Bool {
        // A vehicle that was sent elsewhere is still on its way there.
        let goesOn: Phase = before.divert == nil ? .flying : .diverting
        if isHeard, step.isInTheAir { return to == goesOn }
        guard hasLookedAround(stayed), cover != .contradictory, let isOnPad else { return false }
        guard isOnPad else {
            if isHeard, isArmed == true { return to == goesOn }
            if isFlown || before.run?.launched != nil { return to == (isHeard ? .diverted : .lost) }
            return to == (cover == .closed ? .idle : .recover)
        }
        if isArmed == true || (isArmed == nil && isLaunchedOnly) { return to == .securing }
        if cover == .closed { return to == (isFlown ? .charging : .idle) }
        return to == (!isFlown || isArmed == nil ? .recover : .securing)
    }

    // Towards the launch.

    /// The gates may be asked: the vehicle has had its order to stand ready and three seconds.
    func haveGatesSettled(_ stayed: Duration, isFirst: Bool) -> Bool {
        guard isFirst else { return false }
        let isReadied = before.awaited == nil || end(of: before.awaited) != nil
        return (isReadied && stayed >= .seconds(3)) || stayed >= policy.deadlines.prepare
    }

    private func mayPrepare(_ from: Phase, for to: Phase, after stayed: Duration, isFirst: Bool) -> Bool {
        switch (from, to) {
        case (.idle, .gating):
            return (cover == nil || cover == .closed) && after.rods == nil
                && (!before.waiting.isEmpty || step.tellsRuns)
        case (.gating, .preparing), (.gating, .hold): return haveGatesSettled(stayed, isFirst: isFirst)
        case (.gating, .idle):
            return haveGatesSettled(stayed, isFirst: isFirst) || isPast(before.run?.mission.latest)
        case (.hold, .gating): return isFirst && (before.askAgain.map { boot >= $0 } ?? true)
        case (.hold, .idle): return isPast(before.run?.mission.latest) || before.run == nil
        default: return false
        }
    }

    private func mayLaunch(_ from: Phase, for to: Phase, after stayed: Duration, isFirst: Bool) -> Bool {
        switch (from, to) {
        case (.preparing, .opening):
            guard isFirst, step.isChargerMeasuredOff, let read = after.evidence.chargerCurrent.taken else {
                return false
            }
            return read >= before.phaseEntered && (before.awaited == nil || end(of: before.awaited) != nil)
                && step.wants.contains(.openCover)
        case (.opening, .launching): return cover == .open && (!hasRods || rods == .open) && after.rods == nil
        case (.launching, .flying), (.launching, .diverting): return isOut || hasLeft
        case (_, .closing), (_, .recover): break
        default: return false
        }
        let isToClose = cover == .closed && (after.run ?? before.run)?.launched == nil
        // The end of an order is decided before the readings that came with it.
        guard (to == .closing) == isToClose || end(of: before.awaited) != nil else { return false }
        switch from {
        case .preparing:
            return after.lockOut != nil || hasFailed(before.awaited) || stayed > policy.deadlines.prepare
                || (step.isChargerMeasuredOff && !(mayOpen && !step.wants.contains(.openCover)))
        case .opening: return after.lockOut != nil || hasOpeningFailed(stayed)
        default: return hasLaunchFailed(stayed)
        }
    }

    private func hasOpeningFailed(_ stayed: Duration) -> Bool {
        guard before.travel == nil || step.wants.contains(.stopCover) else { return false }
        guard let cover else { return stayed > policy.deadlines.coverTravel }
        guard cover == .open else { return true }
        return hasRods && rods != .open
            && stayed > policy.deadlines.coverTravel + policy.deadlines.rodTravel * 3
    }

    private func hasLaunchFailed(_ stayed: Duration) -> Bool {
        let uploadTime = policy.deadlines.upload + .seconds(10)
        if after.lockOut != nil, before.launchStage != .takingOff { return true }
        switch before.launchStage {
        case .uploading?:
            if stayed > uploadTime || hasFailed(before.awaited) { return true }
            guard case .verified(let count, let checksum) = end(of: before.awaited) else { return false }
            return !isThePlan(count, checksum) || isArmingRefused(stayed)
        case .verified?: return isArmingRefused(stayed)
        case .takingOff?: return hasFailed(before.awaited) || stayed > policy.deadlines.takeoff
        case nil: return true
        }
    }

    /// The gates were asked in time, and one of them, or the charger, refused.
    private func isArmingRefused(_ stayed: Duration) -> Bool {
        guard step.isSteadyOpen || stayed > policy.deadlines.upload + .seconds(10) else { return false }
        return !areGatesOpen || !step.isChargerMeasuredOff
    }

    /// Whether what was read back is the plan (I12).
    func isThePlan(_ count: Int, _ checksum: UInt32) -> Bool {
        guard count >= 1 else { return false }
        guard let name = before.run?.mission.plan, let plan = policy.plans[name] else { return true }
        return plan.itemCount == count && plan.checksum == checksum
    }

    // In the air.

    private func mayChangeFlight(_ from: Phase, for to: Phase) -> Bool {
        let vehicle = after.evidence.vehicle, old = policy.ages.vehicle
        switch to {
        case .lost: return !isHeard && silence > policy.deadlines.silence
        case .diverted: return landed == .onGround && isArmed == false && !(isHome && !isAtThePlace)
        case .securing:
            guard landed == .onGround else { return false }
            if from == .diverting { return isHome && !isAtThePlace }
            return isArmed == false || (isOnPad == true && from == .landing)
        case .diverting: return mustDivert(from)
        case .returning where from == .flying:
            let intent = vehicle.intent.told(boot, old)
            return intent == .returning || intent == .landing
        case .returning:
            return (step.height ?? 0) > policy.limits.landingHeight.value + 10 && landed != .landing
        case .landing:
            return landed == .landing || step.height.map { $0 < policy.limits.landingHeight.value } ?? false
        case .flying where from == .returning: return vehicle.intent.told(boot, old) == .mission
        case .flying: return after.divertsRevoked > before.divertsRevoked || before.divert == nil
        default: return false
        }
    }

    /// Whether the vehicle stands nearer to the place where it was sent than to home.
    private var isAtThePlace: Bool {
        guard let place = before.divert?.place,
            let east = after.evidence.vehicle.east.told(boot, policy.ages.vehicle)?.value,
            let north = after.evidence.vehicle.north.told(boot, policy.ages.vehicle)?.value
        else { return false }
        let (x, y) = (place.east.value - east, place.north.value - north)
        return x * x + y * y < east * east + north * north
    }

    // Home again.

    private func mayLeaveSecuring(for to: Phase, after stayed: Duration) -> Bool {
        switch to {
        case .flying, .diverting: step.isInTheAir
        case .closing: isHome && after.rods == nil && !step.isInTheAir
        case .diverted: isArmed == false && isOnPad == false && stayed > .seconds(15)
        case .lost: isArmed != false && isOnPad == false && !isHeard && silence > policy.deadlines.silence
        default: false
        }
    }

    private func maySettle(_ from: Phase, for to: Phase, after stayed: Duration, isFirst: Bool) -> Bool {
        switch (from, to) {
        case (.closing, .charging), (.closing, .hold), (.closing, .idle):
            guard after.travel == nil else { return false }
        default: break
        }
        switch (from, to) {
        case (.closing, .flying), (.closing, .diverting), (.recover, .flying), (.recover, .diverting):
            return isOut || hasLeft
        case (.closing, .charging): return cover == .closed && isFlown
        case (.closing, .hold): return cover == .closed && !isFlown && before.run != nil
        case (.closing, .idle): return cover == .closed && !isFlown
        case (.recover, .closing):
            if after.run?.launched != nil, !isFirst || stayed < .seconds(5) { return false }
            return cover == .closed || step.wants.contains(.closeCover) || after.rods != nil || mayClose
        case (.charging, .offloading): return isChargeSettled(stayed, isFirst: isFirst)
        case (.charging, .idle): return before.run == nil
        case (.offloading, .reporting):
            return isFirst && (stayed > policy.deadlines.offload || end(of: before.awaited) != nil)
        case (.reporting, .idle): return true
        default: return false
        }
    }

    private func isChargeSettled(_ stayed: Duration, isFirst: Bool) -> Bool {
        if let charge = step.charge, charge >= step.chargeWanted.low { return true }
        guard isFirst else { return false }
        if hasFailed(before.awaited) { return true }
        if let session = before.charge {
            if session.isConfirmed || after.charge?.isConfirmed == true
                || span(session.begun, boot) > policy.deadlines.chargeStart
            {
                return true
            }
        }
        return stayed > policy.deadlines.chargeStart && (step.charge == nil || !mayBeginCharge)
    }
}
