// SPDX-License-Identifier: Apache-2.0
// Predicates on a travel under way: its deadline, what is in its way, and how often it may be tried again.
// I7, I8, I9.

internal import DockModel

extension StepTaken {
    /// I7: no travel outlasts its deadline. One that ends is stopped, and one that ends too late counts as failed.
    var stopsTravelsInTime: Bool {
        if let travel = after.travel, span(travel.ordered, boot) > policy.deadlines.coverTravel {
            return false
        }
        if let rods = after.rods, span(rods.ordered, boot) > policy.deadlines.rodTravel { return false }
        if before.travel == nil, before.rods == nil { return true }
        return isStart || (endsTheCoverTravel && endsTheRodTravel)
    }

    private var endsTheCoverTravel: Bool {
        guard let travel = before.travel, after.travel?.order != travel.order else { return true }
        guard wants.contains(.stopCover) else { return false }
        guard span(travel.ordered, boot) > policy.deadlines.coverTravel, !isStoppedByHandsOrSwitches else {
            return true
        }
        let hasArrived = travel.goal == .open ? isProvedOpen : isProvedClosed
        return hasArrived || (travel.goal == .close && (isArmed ?? isInTheAir))
            || after.failedTravels.last == boot
    }

    private var endsTheRodTravel: Bool {
        guard let rods = before.rods, after.rods?.order != rods.order else { return true }
        guard wants.contains(.stopRods) else { return false }
        guard span(rods.ordered, boot) > policy.deadlines.rodTravel, !isStoppedByHandsOrSwitches else {
            return true
        }
        let hasArrived = rodSwitches.map { rods.goal == .open ? $0.open : $0.closed } ?? false
        return hasArrived || isArmed == true || after.failedRods.last == boot
    }

    /// Hands, contradictory switches or a person's reset end a travel before it can fail.
    private var isStoppedByHandsOrSwitches: Bool {
        isContradictory || after.lockOut != nil || isKeyTurned || isVisited
    }

    /// I8: a current over the pinch limit, after the inrush of the first second, stops the travel in the step that
    /// reads it and is told; it backs off at most once, and never from backing off.
    var stopsWhatPinches: Bool {
        if let travel = after.travel, travel.isReversal, travel.order != before.travel?.order {
            guard let last = before.travel, !last.isReversal, last.goal != travel.goal else { return false }
        }
        guard let travel = before.travel, !isStart,
            let current = after.evidence.coverCurrent.told(boot, policy.ages.switches),
            current.value > policy.limits.pinchCurrent.value, let read = after.evidence.coverCurrent.taken,
            span(travel.ordered, read) > .seconds(1)
        else { return true }
        guard after.travel?.order != travel.order, wants.contains(.stopCover) else { return false }
        if isStoppedByHandsOrSwitches || (travel.goal == .close && (isArmed ?? isInTheAir)) { return true }
        return isOpen(.coverPinched) || isOpen(.coverTimedOut)
    }

    /// I9: after more failed travels within an hour than may be retried, nothing moves until a person has looked; no
    /// failure is forgotten sooner, and none is silent.
    var retriesSeldomAndTold: Bool {
        let limit = policy.limits.coverRetriesPerHour
        if wants.has(.coverMotion), failures(after.failedTravels) > limit { return false }
        if wants.has(.rodMotion), failures(after.failedRods) > limit { return false }
        if before.failedTravels.isEmpty, before.failedRods.isEmpty, after.failedTravels.isEmpty,
            after.failedRods.isEmpty
        {
            return true
        }
        if !isVisited {
            guard failures(after.failedTravels) >= failures(before.failedTravels),
                failures(after.failedRods) >= failures(before.failedRods)
            else { return false }
        }
        if isStart { return true }
        if after.failedTravels.last == boot, before.failedTravels.last != boot {
            guard isOpen(.coverTimedOut) || isOpen(.coverPinched) else { return false }
        }
        guard after.failedRods.last == boot, before.failedRods.last != boot else { return true }
        return isOpen(.rodsStuck)
    }

    /// How many of these lie within the last hour.
    private func failures(_ instants: [Instant]) -> Int {
        var count = 0
        for instant in instants where span(instant, boot) <= .seconds(3600) { count += 1 }
        return count
    }
}
