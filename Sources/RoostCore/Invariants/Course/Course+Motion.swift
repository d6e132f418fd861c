// SPDX-License-Identifier: Apache-2.0
// The course: why a travel of cover or rods begins, why it ends, what counts as failed, and that a stop which was not
// taken is given again.

internal import DockModel

extension Course {
    /// The vehicle is heard alive and not proved far away.
    var isAliveNearby: Bool { (isArmed ?? step.isInTheAir) && !(step.distance.map { $0 > 100 } ?? false) }
    /// Hands or contradictory switches end what moves, before it can fail.
    private var isStilled: Bool { after.lockOut != nil || step.isKeyTurned || cover == .contradictory }
    /// The dock turned to something else: a launch given up, a vehicle out, a person, a fault.
    private var isCalledOff: Bool { isTurnedFrom || step.isInTheAir || hasLeft }
    /// The same for the cover: an opening goes on for a vehicle that is out.
    private func isCalledOff(_ travel: CoverTravel) -> Bool {
        if isTurnedFrom { return true }
        let isOutAfterAll = before.phase == .closing || before.phase == .recover
        guard travel.goal == .close || isOutAfterAll else { return false }
        return step.isInTheAir || hasLeft
    }
    private var isTurnedFrom: Bool {
        isReset || after.trail.contains(.fault)
            || [.preparing, .opening, .launching].contains(before.phase)
                && (after.trail.contains(.recover) || after.trail.contains(.closing))
    }

    private func isRead(_ one: Instant?, _ other: Instant?, since ordered: Instant) -> Bool {
        guard let one, let other else { return false }
        return one > ordered && other > ordered
    }

    mutating func judgeTravel() {
        if before.travel == nil, after.travel == nil, before.stopOrder == nil, before.stopAgain == nil,
            !step.wants.has([.coverMotion, .stopCover]), after.failedTravels.isEmpty
        {
            return
        }
        let isOld = after.failedTravels.contains { span($0, boot) > .seconds(3600) }
        demand(.i9FewRetriesOfTheCover, "a failure is older than an hour", !isOld)
        if let travel = before.travel {
            if after.travel?.order == travel.order { goesOn(travel) } else { ends(travel) }
        }
        if let travel = after.travel, travel.order != before.travel?.order { begins(travel) }
        judgeStops()
    }

    private func hasArrived(_ travel: CoverTravel) -> Bool {
        let seen = after.evidence
        return cover == (travel.goal == .open ? .open : .closed)
            && isRead(seen.openSwitch.taken, seen.closedSwitch.taken, since: travel.ordered)
    }

    private mutating func goesOn(_ travel: CoverTravel) {
        demand(.i7CoverTravelHasADeadline, "the cover has arrived", !hasArrived(travel))
        demand(.i35WritesAreAnswered, "the order was not taken", !hasFailed(travel.order))
        demand(.i1CloseOnlyOverASafePad, "closing on a live vehicle", travel.goal != .close || !isAliveNearby)
        demand(.i8PinchStops, "something is in the way", !isPinched)
        demand(.i28EmergencyStopForbidsMotion, "travelling on", !isStilled)
        demand(.i17CoverOpenBeforeTheApproach, "a vehicle is out", travel.goal != .close || !isAway)
    }

    private mutating func ends(_ travel: CoverTravel) {
        let isMet = travel.goal == .close && isAliveNearby
        let isLate = span(travel.ordered, boot) > policy.deadlines.coverTravel
        let isRefused = hasFailed(travel.order)
        demand(
            .i7CoverTravelHasADeadline, "a travel ended without a reason",
            hasArrived(travel) || isMet || isLate || isRefused || isPinched || isStilled
                || isCalledOff(travel))
        guard !isReset, !step.isVisited else { return }
        let isFailed =
            isRefused || (!isStilled && !isMet && (isPinched || (isLate && !hasArrived(travel))))
        let isCounted = after.failedTravels.last == boot
        demand(.i9FewRetriesOfTheCover, "a failed travel is counted, no other", isCounted == isFailed)
        if isMet, !isStilled, !isRefused {
            demand(.i1CloseOnlyOverASafePad, "a live vehicle is told", step.isOpen(.notDisarmed))
        }
        guard isFailed else { return }
        demand(
            .i9FewRetriesOfTheCover, "a failure is told",
            step.isOpen(.coverTimedOut) || step.isOpen(.coverPinched))
        guard isPinched, !isRefused, !travel.isReversal, after.trail.isEmpty else { return }
        let mayBackOff = travel.goal == .open ? mayClose : mayOpen
        demand(.i8PinchStops, "it backs off when it may", (after.travel?.isReversal == true) == mayBackOff)
    }

    /// No session was under way, or it was ended before the order.
    private func isChargerSentOff(_ order: Int64) -> Bool {
        before.charge == nil || orders.contains { $0.action == .charger(on: false) && $0.id < order }
    }

    private mutating func begins(_ travel: CoverTravel) {
        let isSent = orders.contains { $0.id == travel.order && $0.action == .cover(travel.goal) }
        demand(.i7CoverTravelHasADeadline, "the travel is the one ordered", isSent && travel.ordered == boot)
        demand(.i5CoverMovesOnlyWithTheChargerOff, "moved in a charge session", isChargerSentOff(travel.order))
        if travel.isReversal {
            return demand(.i8PinchStops, "backing off without an obstacle", before.travel != nil && isPinched)
        }
        if travel.goal == .close {
            return demand(.i1CloseOnlyOverASafePad, "closed without a need", after.phase == .closing)
        }
        let isSmoke = after.evidence.smoke.told(boot, policy.ages.weather) == true
        let isVenting =
            policy.ventsSmoke && isSmoke && before.run == nil && before.phase != .service
            && before.phase != .starting
        let isSought = before.phase == .securing && isOnPad == false && !isHeard
        let isReceiving =
            isSought || isAway || after.trail.contains { StepTaken.isAway($0) } || after.phase == .lost
        demand(
            .i27AlarmsEndCharging, "opened without a need",
            after.phase == .opening || isReceiving || isVenting)
        if after.phase == .lost, before.phase == .lost {
            demand(.i21SilentVehicle, "opened for nobody", step.isInTheAir || isVenting)
        }
    }

    private mutating func judgeStops() {
        let isDue = before.stopAgain.map { boot >= $0 } ?? false
        if step.wants.contains(.stopCover) {
            demand(
                .i7CoverTravelHasADeadline, "stopped what stands",
                before.travel != nil || (isDue && cover != nil))
            let stops = orders.last { $0.action == .cover(.stop) }?.id
            let isFollowed = after.stopOrder == stops || after.travel != nil || end(of: stops) != nil
            demand(.i35WritesAreAnswered, "a stop is followed up", isFollowed)
        }
        if after.travel == nil, cover != nil, let again = after.stopAgain {
            demand(.i7CoverTravelHasADeadline, "a stop is given again", boot < again)
        }
        guard let order = before.stopOrder, let result = end(of: order) else { return }
        demand(.i35WritesAreAnswered, "an answered stop is not awaited", after.stopOrder != order)
        if case .failed = result, after.stopOrder == nil, after.travel == nil {
            demand(
                .i7CoverTravelHasADeadline, "a stop that was not taken", after.stopAgain == boot + .seconds(2)
            )
        }
    }

    // Rods.

    mutating func judgeRods() {
        guard hasRods else {
            return demand(.i1CloseOnlyOverASafePad, "rods that are not there", after.rods == nil)
        }
        let isOld = after.failedRods.contains { span($0, boot) > .seconds(3600) }
        demand(.i9FewRetriesOfTheCover, "a failure is older than an hour", !isOld)
        if let travel = before.rods {
            if after.rods?.order == travel.order { goesOn(travel) } else { ends(travel) }
        }
        if let travel = after.rods, travel.order != before.rods?.order { begins(travel) }
        judgeRodStops()
        guard after.phase == .idle, after.rods == nil, after.charge == nil, before.charge == nil,
            after.travel == nil, after.trail.count < 8
        else { return }
        demand(
            .i36RestWithinBounds, "the rods could hold the vehicle",
            !(isHome && rods != .closed && mayMoveRods))
    }

    private func hasArrived(_ travel: RodTravel) -> Bool {
        let seen = after.evidence
        return rods == (travel.goal == .open ? .open : .closed)
            && isRead(seen.rodsOpenSwitch.taken, seen.rodsClosedSwitch.taken, since: travel.ordered)
    }

    private mutating func goesOn(_ travel: RodTravel) {
        demand(.i7CoverTravelHasADeadline, "the rods have arrived", !hasArrived(travel))
        demand(.i35WritesAreAnswered, "the order was not taken", !hasFailed(travel.order))
        demand(.i1CloseOnlyOverASafePad, "rods on an armed vehicle", isArmed != true)
        demand(.i4NothingMovesOnContradictorySwitches, "rods on contradiction", !step.areRodsContradictory)
        demand(.i28EmergencyStopForbidsMotion, "rods travelling on", !isStilled)
    }

    private mutating func ends(_ travel: RodTravel) {
        let isLate = span(travel.ordered, boot) > policy.deadlines.rodTravel
        let isRefused = hasFailed(travel.order)
        let isRight =
            hasArrived(travel) || isLate || isRefused || isArmed == true || step.areRodsContradictory
            || isStilled
            || isCalledOff
        demand(.i7CoverTravelHasADeadline, "the rods ended without a reason", isRight)
        guard !isReset, !step.isVisited else { return }
        let isFailed =
            isRefused
            || (!isStilled && isArmed != true
                && (step.areRodsContradictory || (isLate && !hasArrived(travel))))
        demand(
            .i9FewRetriesOfTheCover, "failed rods are counted", (after.failedRods.last == boot) == isFailed)
        if isFailed { demand(.i9FewRetriesOfTheCover, "failed rods are told", step.isOpen(.rodsStuck)) }
        if isArmed == true, !isStilled, !isRefused {
            demand(.i1CloseOnlyOverASafePad, "a live vehicle is told", step.isOpen(.notDisarmed))
        }
    }

    private mutating func begins(_ travel: RodTravel) {
        let isSent = orders.contains { $0.id == travel.order && $0.action == .rods(travel.goal) }
        demand(
            .i7CoverTravelHasADeadline, "the rods' travel is the one ordered",
            isSent && travel.ordered == boot)
        demand(.i5CoverMovesOnlyWithTheChargerOff, "rods moved in a charge session", isChargerSentOff(travel.order))
        let isHolding = after.phase == .idle || after.phase == .closing || after.phase == .securing
        demand(
            .i1CloseOnlyOverASafePad, "rods moved without a need",
            travel.goal == .open ? after.phase == .opening : isHolding)
        guard let rods, rods != .contradictory else {
            return demand(.i4NothingMovesOnContradictorySwitches, "rods moved blind", false)
        }
        demand(.i1CloseOnlyOverASafePad, "rods are there", rods != (travel.goal == .open ? .open : .closed))
        demand(
            .i4NothingMovesOnContradictorySwitches, "rods moved under an unknown cover",
            cover != nil && cover != .contradictory)
    }

    private mutating func judgeRodStops() {
        let isDue = before.rodsStopAgain.map { boot >= $0 } ?? false
        if step.wants.contains(.stopRods) {
            demand(
                .i7CoverTravelHasADeadline, "stopped rods that stand",
                before.rods != nil || (isDue && rods != nil))
            let stops = orders.last { $0.action == .rods(.stop) }?.id
            demand(.i35WritesAreAnswered, "a stop is followed up", after.rodsStopOrder == stops)
        }
        if after.rods == nil, rods != nil, let again = after.rodsStopAgain {
            demand(.i7CoverTravelHasADeadline, "a stop is given again", boot < again)
        }
        guard let order = before.rodsStopOrder, let result = end(of: order) else { return }
        demand(.i35WritesAreAnswered, "an answered stop is not awaited", after.rodsStopOrder != order)
        if case .failed = result, after.rodsStopOrder == nil, after.rods == nil {
            demand(
                .i7CoverTravelHasADeadline, "a stop that was not taken",
                after.rodsStopAgain == boot + .seconds(2))
        }
    }
}
