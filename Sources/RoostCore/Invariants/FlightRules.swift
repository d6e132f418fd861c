// SPDX-License-Identifier: Apache-2.0
// Predicates on a vehicle that is out and can be received: the pad is open for it, a lost field bus or a silent
// vehicle changes that in no dangerous way, and nothing closes before it is down. I17, I18, I20, I21.

internal import DockModel

extension StepTaken {
    /// I17: while a vehicle is out, a cover that is not open is being opened, or it is told why not; after a flight
    /// it is ordered closed only over a vehicle that is landed and disarmed.
    var keepsThePadOpen: Bool {
        if wants.contains(.closeCover), after.run?.takeoff != nil, !isLandedAndDisarmed { return false }
        guard isAway else { return true }
        if after.travel?.goal == .close { return false }
        guard let switches, !(switches.open && !switches.closed), after.travel == nil else { return true }
        return isOpen(.coverNotOpen) && !mayOpen
    }

    /// Whether nothing forbids opening now: I4, I5, I9, I19, I27, I28.
    private var mayOpen: Bool {
        guard switches != nil, !isContradictory, after.rods == nil, after.lockOut == nil, !mayHandsBeInside,
            isChargerMeasuredOff, !isAlarmed,
            after.evidence.emergencyStop.told(boot, policy.ages.switches) == false
        else { return false }
        return after.failedTravels.count <= policy.limits.coverRetriesPerHour
    }

    /// I18: a low pack over a closed cover has the cover opened, or told why not, and at the same time a place
    /// elsewhere at hand, where there is one.
    var preparesBothWays: Bool {
        guard isAway, let charge, charge < policy.limits.batteryReserve.value, isProvedClosed else {
            return true
        }
        let isOpening = after.travel?.goal == .open || isOpen(.coverNotOpen)
        return isOpening && (after.alternate != nil || !hasPlaces)
    }

    /// Whether the site, or the plan, names places to land.
    var hasPlaces: Bool {
        if !policy.alternates.isEmpty { return true }
        guard let plan = after.run?.mission.plan else { return false }
        return policy.rallyPoints[plan]?.isEmpty == false
    }

    /// I20: with the field bus lost nothing launches; to a vehicle that is out home counts as unusable from then on.
    var mindsTheLostFieldbus: Bool {
        let isBusRead = switches != nil && isOnPad != nil
        if wants.contains(.launch) { return isBusRead && isChargerMeasuredOff }
        guard isAway, switches == nil else { return true }
        return after.homeUnusableSince != nil
    }

    /// I21: on a vehicle that is out and silent the cover is not closed and nothing is launched; after its age limit
    /// the silence is told.
    var waitsForTheSilent: Bool {
        if wants.contains(.launch), !isHeard { return false }
        guard isAway || Self.isAway(before.phase) || after.phase == .lost, !isHeard else { return true }
        if wants.contains(.closeCover) || after.travel?.goal == .close {
            // Silent, but proved down in the dock: the report is as fresh as any may be.
            guard isLandedAndDisarmed else { return false }
        }
        guard isAway, silence > policy.ages.vehicle else { return true }
        return isOpen(.vehicleSilent)
    }

    /// How long the vehicle has not been heard.
    var silence: Duration {
        let linked = after.evidence.vehicle.linked
        let last = linked.value == true ? linked.taken : linked.since
        return span(last ?? after.phaseEntered, boot)
    }
}
