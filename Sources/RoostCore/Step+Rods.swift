// SPDX-License-Identifier: Apache-2.0
// The centring rods, on docks that have them: they hold the vehicle under a closed cover and on the charge contacts,
// and let go before a launch. They move only over a disarmed vehicle, while nothing else moves.

internal import DockModel

extension Turn {
    /// Whether this dock has centring rods.
    var hasRods: Bool { policy.fitted.rods }
    /// What the rods' switches prove now; nil when they are too old to trust.
    var rodsPosition: CoverPosition? { evidence.rodsPosition(at: now.boot, within: ages.switches) }

    /// Whether the interlocks let the rods move now.
    var canMoveRods: Bool {
        guard hasRods, state.lockOut == nil, !mayHandsBeInDock else { return false }
        guard evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) == false else { return false }
        guard state.travel == nil, state.rods == nil, let cover, cover != .contradictory else { return false }
        // A session that has just begun delivers nothing yet.
        guard state.charge == nil else { return false }
        guard let rodsPosition, rodsPosition != .contradictory else { return false }
        guard evidence.isChargerProvedOff(at: now.boot, within: ages.switches) else { return false }
        guard state.failedRods.count <= limits.coverRetriesPerHour else { return false }
        return isVehicleHome
            && evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle) == .onGround
    }

    /// Whether the rods have let go, or there are none; starts the travel when they have not.
    mutating func areRodsOpen() -> Bool {
        if rodsPosition != .open, canMoveRods { startRods(.open) }
        return !hasRods || (rodsPosition == .open && state.rods == nil)
    }

    /// Whether the rods hold the vehicle, or cannot, and stand; starts the travel when they may move. Rods that stay
    /// open keep the charger off, not the cover.
    mutating func areRodsHolding() -> Bool {
        if rodsPosition != .closed, canMoveRods { startRods(.close) }
        return state.rods == nil
    }

    private mutating func startRods(_ goal: RodOrder) {
        state.rods = RodTravel(goal: goal, ordered: now.boot, order: order(.rods(goal)))
    }

    /// Orders the rods' motor off if they are under way.
    mutating func stopRods() {
        guard state.rods != nil else { return }
        orderRodsStop()
    }

    private mutating func orderRodsStop() {
        (state.rods, state.rodsStopAgain) = (nil, nil)
        state.rodsStopOrder = order(.rods(.stop))
    }

    /// Watches the travel under way: arrived, too long, or no longer safe. Runs on each step, in whatever phase.
    mutating func superviseRods() {
        if !state.failedRods.isEmpty { state.failedRods.removeAll { $0.duration(to: now.boot) > .seconds(3600) } }
        // A stop that was not taken is given again once the field bus answers.
        if let again = state.rodsStopAgain, state.rods == nil, rodsPosition != nil, now.boot >= again {
            orderRodsStop()
        }
        guard let travel = state.rods else { return }
        if evidence.vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == true {
            stopRods()
            return raise(.notDisarmed, "armed while the rods moved; they were stopped")
        }
        if rodsPosition == .contradictory { return failRods("both limit switches of the rods report contact") }
        let reached: CoverPosition = travel.goal == .open ? .open : .closed
        let read = min(
            evidence.rodsOpenSwitch.taken ?? travel.ordered, evidence.rodsClosedSwitch.taken ?? travel.ordered)
        if rodsPosition == reached, read > travel.ordered {
            stopRods()
            noteRodWear(travel)
            return resolve(.rodsStuck)
        }
        if travel.ordered.duration(to: now.boot) > deadlines.rodTravel {
            failRods("\(travel.goal.rawValue) took over \(inWords(deadlines.rodTravel))")
        }
    }

    /// Ends a travel that failed: motor off, and told.
    mutating func failRods(_ detail: String) {
        stopRods()
        state.failedRods.append(now.boot)
        raise(.rodsStuck, detail)
    }
}
