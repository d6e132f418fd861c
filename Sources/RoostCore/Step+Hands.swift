// SPDX-License-Identifier: Apache-2.0
// People at the dock: the emergency stop and an operator's lock-out, which stay until a reset at the dock, and the
// service key of somebody with hands in the box. While one of them stands, nothing is moved or armed (I28).

internal import DockModel

extension Turn {
    /// Whether the service key keeps everything still: turned, or not read on a dock that has one.
    var mayHandsBeInDock: Bool {
        guard policy.fitted.serviceKey else { return false }
        return evidence.serviceKey.fresh(at: now.boot, within: ages.switches) != false
    }

    /// Applies emergency stop, lock-out and service key, in whatever phase.
    mutating func guardHands() {
        if evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) == true {
            lockOut(.emergencyStop, "pressed at the dock")
        }
        guardServiceKey()
        guard let lockOut = state.lockOut else { return }
        if let travel = state.travel {
            stopTravel()
            explain("locked out while the cover was to \(travel.goal.rawValue): \(lockOut.reason)")
        }
        stopRods()
        switch state.phase {
        case .preparing, .opening: giveUpLaunch("locked out: \(lockOut.reason)")
        case .launching where state.launchStage != .takingOff: giveUpLaunch("locked out: \(lockOut.reason)")
        case .starting, .idle, .gating, .hold, .launching, .flying, .returning, .landing, .diverting, .securing,
            .closing, .charging, .offloading, .reporting, .recover, .lost, .diverted, .fault, .service:
            break
        }
    }

    /// Forbids arming and motion until a reset at the dock; an emergency stop outranks an operator.
    mutating func lockOut(_ cause: LockOutCause, _ reason: String) {
        switch cause {
        case .emergencyStop: raise(.emergencyStop, reason)
        case .operatorOrder: raise(.lockedOut, reason)
        }
        guard state.lockOut == nil || (cause == .emergencyStop && state.lockOut?.cause != cause) else { return }
        state.lockOut = LockOut(cause: cause, reason: reason, since: now.wall)
    }

    /// A reset at the dock ends a lock-out, unless the emergency stop is still pressed or cannot be read.
    mutating func endLockOut() {
        if policy.fitted.emergencyStop {
            guard evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) == false else { return }
        }
        state.lockOut = nil
        resolve(.emergencyStop, atOnce: true)
        resolve(.lockedOut, atOnce: true)
    }

    /// The key is turned: everything stops; a vehicle that is out must still be received first.
    private mutating func guardServiceKey() {
        guard policy.fitted.serviceKey,
            let isTurned = evidence.serviceKey.fresh(at: now.boot, within: ages.switches)
        else { return }
        guard isTurned else {
            // Turned back before the phase was entered, as while the vehicle was out.
            if state.phase != .service { resolve(.handsInDock) }
            return
        }
        raise(.handsInDock, "the service key is turned")
        stopTravel()
        stopRods()
        switch state.phase {
        case .flying, .returning, .landing, .diverting, .service: return
        case .launching where state.launchStage == .takingOff: return insistOnDisarming()
        case .securing, .lost, .diverted: guard isVehicleHome else { return }
        case .starting, .idle, .gating, .hold, .preparing, .opening, .launching, .closing, .charging, .offloading,
            .reporting, .recover, .fault:
            break
        }
        putBackRun()
        state.launchStage = nil
        enter(.service)
    }

    /// A run that was not launched waits for its turn again; one that was is settled once the key is turned back.
    private mutating func putBackRun() {
        guard let run = state.run, run.launched == nil, run.takeoff == nil else { return }
        state.run = nil
        guard state.waiting.count < DockState.mostWaiting else {
            return close(unflown: run.mission, as: .refused, "the service key was turned")
        }
        state.waiting.insert(run.mission, at: 0)
    }

    /// In service: until the key is turned back for two seconds. The hands that did it have reset the dock.
    mutating func awaitKeyBack() {
        if policy.fitted.serviceKey {
            guard evidence.serviceKey.stable(at: now.boot, within: ages.switches, for: .seconds(2)) == false else {
                return
            }
        }
        resolve(.handsInDock)
        endLockOut()
        noteVisit()
        enter(.starting)
    }

    /// A vehicle that is armed in the dock though nobody launches it is told to disarm; its autopilot refuses that in
    /// the air.
    mutating func guardUnexpectedArming() {
        switch state.phase {
        case .starting, .launching, .flying, .returning, .landing, .diverting, .securing, .lost, .diverted, .service:
            return
        case .idle, .gating, .hold, .preparing, .opening, .closing, .charging, .offloading, .reporting,
            .recover, .fault:
            break
        }
        guard let isArmed = evidence.vehicle.armed.fresh(at: now.boot, within: ages.vehicle),
            evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == true
        else { return }
        guard isArmed else { return resolve(.armedInDock) }
        raise(.armedInDock, "armed in phase \(state.phase.rawValue)")
        insistOnDisarming()
    }

    /// Orders a vehicle that is not seen in the air to disarm, at most every ten seconds.
    mutating func insistOnDisarming() {
        guard evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle) == .onGround else { return }
        if let last = state.disarmOrdered, last.duration(to: now.boot) < .seconds(10) { return }
        state.disarmOrdered = now.boot
        order(.disarm)
    }
}
