// SPDX-License-Identifier: Apache-2.0
// Predicates on the charger: over what it may be on, what ends it at once, and how long and how much it may deliver.
// I6, I27, I38.

internal import DockModel

extension StepTaken {
    /// The charge below which a session is wanted and the one at which it is over, %: those of storage while the
    /// calendar, with a clock that may be believed, promises a long rest and no run is at hand.
    var chargeWanted: (low: Double, full: Double) {
        let limits = policy.limits
        let low = limits.batteryTopUp.value, full = limits.batteryFull.value
        guard let kept = limits.batteryStorage?.value, let told = after.agenda else { return (low, full) }
        let isWallGood = now.isWallTrusted && now.wall.milliseconds >= 1_704_067_200_000 && after.clock.jumped == nil
        guard isWallGood, after.waiting.isEmpty else { return (low, full) }
        if let run = after.run, run.landed == nil { return (low, full) }
        if let next = told.next {
            let left = next.milliseconds.subtractingReportingOverflow(now.wall.milliseconds)
            let isNear = Double(left.partialValue) / 1_000 <= limits.chargeAhead.inSeconds
            if !left.overflow, isNear { return (low, full) }
        }
        return (max(0, kept - max(0, full - low)), kept)
    }

    /// How much older than for a new decision readings may be while a session is under way: a lost poll or two must
    /// not cut it. A reading that says no ends it at once all the same.
    private static let stretch = 5

    /// I6: the charger is ordered on, and stays on, only over a vehicle that is in the dock, on the ground and
    /// disarmed, under a closed cover, held by the rods if there are any, with pack and contacts within limits; all
    /// of it fresh.
    var chargesWithinLimits: Bool {
        if wants.contains(.chargerOn), !mayBeCharged(stretch: 1) { return false }
        return after.charge == nil || mayBeCharged(stretch: Self.stretch)
    }

    func mayBeCharged(stretch: Int) -> Bool {
        let limit = policy.ages.switches * stretch, old = policy.ages.vehicle * stretch
        let seen = after.evidence
        guard seen.closedSwitch.told(boot, limit) == true, seen.openSwitch.told(boot, limit) == false,
            seen.vehiclePresent.told(boot, limit) == true, seen.vehicle.armed.told(boot, old) == false,
            seen.vehicle.landed.told(boot, old) == .onGround, after.travel == nil, after.rods == nil
        else { return false }
        if policy.equipped.contains(.rodsCommand) {
            guard seen.rodsClosedSwitch.told(boot, limit) == true,
                seen.rodsOpenSwitch.told(boot, limit) == false
            else { return false }
        }
        if seen.vehicle.packTemperature.taken != nil {
            guard let cells = seen.vehicle.packTemperature.told(boot, policy.ages.weather),
                cells.value >= policy.limits.packTemperatureMin.value,
                cells.value <= policy.limits.packTemperatureMax.value
            else { return false }
        }
        guard policy.equipped.contains(.padTemperature) else { return true }
        guard let pad = seen.padTemperature.told(boot, policy.ages.weather) else { return false }
        return pad.value <= policy.limits.padTemperatureMax.value
    }

    /// I27: smoke, water or heat end charging in the step that reads them, and a charger that goes on is ordered off
    /// again and again. The cover opens then only over an empty pad, for a vehicle that is out or where the site
    /// vents.
    var obeysAlarms: Bool {
        guard isAlarmed else { return true }
        if after.charge != nil || wants.contains(.chargerOn) { return false }
        if before.charge != nil, !wants.contains(.chargerOff) { return false }
        if wants.contains(.openCover) {
            let isForAVehicle = isAway || Self.isAway(before.phase) || after.phase == .lost
            guard isOnPad == false, isForAVehicle || policy.ventsSmoke else { return false }
        }
        guard let current = after.evidence.chargerCurrent.told(boot, policy.ages.switches),
            current.value >= 0.1 || current.value <= -0.1
        else { return true }
        return after.chargerOffOrdered.map { span($0, boot) <= .seconds(10) } ?? false
    }

    /// I38: a session lasts and delivers at most what the site allows; beyond that the charger is off and it is told.
    var endsLongCharges: Bool {
        if let session = after.charge, isBeyondLimits(session) { return false }
        guard let session = before.charge, !isStart, after.charge == nil else { return true }
        guard wants.contains(.chargerOff) else { return false }
        guard isBeyondLimits(session), mayBeCharged(stretch: Self.stretch), !isAlarmed, after.lockOut == nil,
            !mayHandsBeInside, after.phase != .preparing, isArmed == false, areAlarmsRead
        else { return true }
        return isOpen(.chargeTooLong) || isOpen(.chargeFailed)
    }

    /// Whether all that could cut a session says that nothing does.
    private var areAlarmsRead: Bool {
        let seen = after.evidence, weather = policy.ages.weather
        if policy.equipped.contains(.smoke), seen.smoke.told(boot, weather) != false { return false }
        if policy.equipped.contains(.waterLeak), seen.waterLeak.told(boot, weather) != false { return false }
        return seen.emergencyStop.told(boot, policy.ages.switches) == false && after.stopOrder == nil
            && after.stopAgain == nil && after.rodsStopOrder == nil && after.rodsStopAgain == nil
    }

    func isBeyondLimits(_ session: ChargeSession) -> Bool {
        if span(session.begun, boot) > policy.deadlines.charge { return true }
        guard let start = session.energyAtStart, let end = after.evidence.chargerEnergy.value?.value else {
            return false
        }
        return end - start > policy.limits.chargeEnergy.value
    }
}
