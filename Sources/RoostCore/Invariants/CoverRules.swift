// SPDX-License-Identifier: Apache-2.0
// Predicates on what moves in the dock: where the vehicle must be, what the switches must say, what must be off.
// I1, I2, I4, I5, I19.

internal import DockModel

extension StepTaken {
    /// I1: the cover closes only over a vehicle that is landed and disarmed in the dock, or with the vehicle away,
    /// not returning and over 100 m off; rods move only around a landed, disarmed one. One thing moves at a time.
    var movesOnlyOverASafePad: Bool {
        if after.travel != nil, after.rods != nil { return false }
        if after.travel?.goal == .close, isArmedNearby { return false }
        if after.rods != nil, isArmed == true { return false }
        guard wants.has(.motion) else { return true }
        if wants.has(.coverMotion), after.rods != nil { return false }
        if wants.has(.rodMotion), after.travel != nil || !isLandedAndDisarmed { return false }
        return !wants.contains(.closeCover) || isPadSafeToClose
    }

    /// The vehicle is heard armed and not proved far away.
    private var isArmedNearby: Bool { isArmed == true && !isFarAway }
    private var isFarAway: Bool { distance.map { $0 > 100 } ?? false }

    var isPadSafeToClose: Bool {
        guard let isOnPad else { return false }
        if isOnPad { return isLandedAndDisarmed }
        // Away: nothing of ours may be out, and whoever is heard in the air or armed must be far off.
        if after.run?.takeoff != nil || after.run?.launched != nil { return false }
        if Self.isAway(before.phase) || before.phase == .lost, !isVisited { return false }
        if isArmed == true || (isHeard && landed != .onGround) { return isFarAway }
        return true
    }

    /// I2: nothing closes under a vehicle that is on approach below 30 m. In a simulation the true cover and the true
    /// height count, but for a motor that runs on after it was stopped: no step can help that. Without the truth, the
    /// phase and the vehicle's own report count.
    var closesUnderNoApproach: Bool {
        guard wants.contains(.closeCover) || after.travel?.goal == .close else { return true }
        if after.phase == .returning || after.phase == .landing { return false }
        if let truth, truth.isOnApproach, truth.height.value < 30, truth.coverMotion == .closing {
            return false
        }
        // In the air by its own word, and nothing says that it is disarmed, far off or high up.
        let isOnApproach = isHeard && isInTheAir && isArmed != false && !isFarAway
        return !(isOnApproach && (height ?? 0) < 30)
    }

    /// I4: both switches in contact is no position: no motion, no arming, no charging, and nothing stays under way.
    var restsOnContradiction: Bool {
        if isContradictory, wants.has(.actuation) || after.travel != nil || after.rods != nil { return false }
        return !(areRodsContradictory && wants.has(.rodMotion))
    }

    /// I5: cover and rods move only while the charger's current is measured below 0.1 A.
    var movesWithTheChargerOff: Bool { !wants.has(.motion) || isChargerMeasuredOff }

    /// I19: nothing is actuated unless what it rests on was read again: the cover's switches and the emergency stop
    /// for all, the pad contact but for opening, the charger's current for what moves, the rods' switches for rods.
    var actuatesOnFreshReadings: Bool {
        guard wants.has(.actuation) else { return true }
        let limit = policy.ages.switches
        guard switches != nil, after.evidence.emergencyStop.isTold(boot, limit) else { return false }
        if wants.has([.closeCover, .rodMotion, .chargerOn, .launch]), isOnPad == nil { return false }
        if wants.has(.motion), !after.evidence.chargerCurrent.isTold(boot, limit) { return false }
        return !wants.has(.rodMotion) || rodSwitches != nil
    }
}
