// SPDX-License-Identifier: Apache-2.0
// The cover: when it may move, how a travel ends, and what happens when it does not. One travel at a time, a motor
// stop at the deadline, never a silent retry (I1, I4, I5, I7, I8, I9, I19, I28).

internal import DockModel

extension Turn {
    /// Whether the interlocks let the cover move that way now.
    func canMoveCover(_ goal: CoverOrder) -> Bool {
        guard state.phase != .starting, state.phase != .service else { return false }
        guard state.lockOut == nil, !mayHandsBeInDock, state.rods == nil else { return false }
        guard let cover, cover != .contradictory else { return false }
        guard evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) == false else { return false }
        // A session that has just begun delivers nothing yet.
        guard state.charge == nil, evidence.isChargerProvedOff(at: now.boot, within: ages.switches) else {
            return false
        }
        guard state.failedTravels.count <= limits.coverRetriesPerHour else { return false }
        if goal == .close {
            // Smoke that was let out is not shut in again.
            let isVenting = policy.ventsSmoke && evidence.smoke.fresh(at: now.boot, within: ages.weather) == true
            return mayCloseOverPad && !isVenting
        }
        // Fire and water: the cover opens only for a vehicle that is out, or to vent an empty dock (I27).
        guard isAlarmed else { return true }
        return evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == false
            && (state.phase.isAirborne || state.phase == .lost || policy.ventsSmoke)
    }

    /// Whether closing cannot meet a vehicle: it is landed in the dock and disarmed, or proved far away (I1).
    var mayCloseOverPad: Bool {
        guard !isVehicleAliveNearby else { return false }
        if isVehicleHome {
            let landed = evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle)
            return landed == .onGround
        }
        guard evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == false else {
            return false
        }
        // After the order to launch, an empty pad means that the vehicle is out, seen in the air or not.
        guard state.run?.takeoff == nil, state.run?.launched == nil, !state.phase.isAirborne,
            state.phase != .lost
        else { return false }
        // Nothing is out on a mission. A vehicle that is heard in the air near the dock may still want to land.
        if evidence.vehicle.linked.fresh(at: now.boot, within: ages.vehicle) == true,
            evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle) != .onGround
        {
            guard let distance = evidence.vehicle.distance.fresh(at: now.boot, within: ages.vehicle) else {
                return false
            }
            return distance.value > 100
        }
        return true
    }

    /// Whether the vehicle is heard with its motors armed, and not proved far away.
    private var isVehicleAliveNearby: Bool {
        let isInAir = evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle)?.isAirborne == true
        guard evidence.vehicle.armed.fresh(at: now.boot, within: ages.vehicle) ?? isInAir else { return false }
        guard let distance = evidence.vehicle.distance.fresh(at: now.boot, within: ages.vehicle) else {
            return true
        }
        return distance.value <= 100
    }

    /// Orders a travel.
    mutating func startTravel(_ goal: CoverOrder, isReversal: Bool = false) {
        let id = order(.cover(goal))
        // Counted when it begins, as the drive itself does.
        state.tally.coverTravels += 1
        state.wear.countTravel()
        (state.stopOrder, state.stopAgain) = (nil, nil)
        (state.wear.travelSum, state.wear.travelCount) = (0, 0)
        state.travel = CoverTravel(goal: goal, ordered: now.boot, order: id, isReversal: isReversal)
    }

    /// Orders the motor off; the end of this order is awaited, for a motor that runs on must be stopped again.
    mutating func stopCover() {
        state.travel = nil
        state.stopAgain = nil
        state.stopOrder = order(.cover(.stop))
    }

    /// Stops the travel under way, if there is one.
    mutating func stopTravel() { if state.travel != nil { stopCover() } }

    /// A stop that was not taken is given again once the field bus answers.
    private mutating func repeatStop() {
        guard let again = state.stopAgain, state.travel == nil, cover != nil, now.boot >= again else {
            return
        }
        stopCover()
    }

    /// Watches the travel under way: arrived, blocked or too long. Runs on each step, in whatever phase.
    mutating func superviseTravel() {
        state.failedTravels.removeAll { $0.duration(to: now.boot) > .seconds(3600) }
        repeatStop()
        guard let travel = state.travel else { return }
        if travel.goal == .close, isVehicleAliveNearby {
            stopCover()
            return raise(.notDisarmed, "armed while the cover was closing; the cover was stopped")
        }
        if let current = evidence.coverCurrent.fresh(at: now.boot, within: ages.switches),
            let taken = evidence.coverCurrent.taken, taken > travel.ordered + .seconds(1),
            current > limits.pinchCurrent
        {
            return blockTravel(travel, current)
        }
        let reached: CoverPosition = travel.goal == .open ? .open : .closed
        let read = min(
            evidence.openSwitch.taken ?? travel.ordered, evidence.closedSwitch.taken ?? travel.ordered)
        if cover == reached, read > travel.ordered { return finishTravel(travel) }
        if travel.ordered.duration(to: now.boot) > deadlines.coverTravel {
            noteSilentSwitches()
            failTravel(
                .coverTimedOut,
                "\(travel.goal.rawValue) took over \(inWords(deadlines.coverTravel)); switches say \(coverInWords)"
            )
        }
    }

    private mutating func finishTravel(_ travel: CoverTravel) {
        stopCover()
        guard !travel.isReversal else { return }
        noteTravelWear(travel)
        resolve(.coverTimedOut)
        resolve(.coverPinched)
        resolve(.coverNotOpen)
    }

    /// Something is in the way: stop, and back off once.
    private mutating func blockTravel(_ travel: CoverTravel, _ current: Amperes) {
        failTravel(.coverPinched, "motor current \(current), limit \(limits.pinchCurrent)")
        guard !travel.isReversal else { return }
        let back: CoverOrder = travel.goal == .open ? .close : .open
        guard canMoveCover(back) else { return }
        startTravel(back, isReversal: true)
    }

    /// Ends a travel that failed: motor off first, then the incident; the third in an hour needs a person (I9).
    mutating func failTravel(_ kind: IncidentKind, _ detail: String) {
        stopCover()
        state.failedTravels.append(now.boot)
        raise(kind, detail)
    }

    /// Waits until the cover is proved closed; asks for the travel when the interlocks allow it.
    mutating func awaitCoverClosed() {
        if receiveVehicleOut() { return }
        if cover == .closed, state.travel == nil {
            resolve(.coverLeftOpen)
            switch state.afterClosing {
            case .rest: return enter(.idle)
            case .settle:
                if state.run?.landed == nil { state.run?.landed = now.wall }
                return enter(.charging)
            case .hold: return holdRun(state.run?.reasons.last ?? "held", for: deadlines.holdRetry)
            }
        }
        guard state.travel == nil else { return }
        if state.failedTravels.count > limits.coverRetriesPerHour {
            return enterFault(
                .coverTimedOut, "the cover failed \(state.failedTravels.count) times within an hour")
        }
        guard areRodsHolding() else { return }
        if canMoveCover(.close) { return startTravel(.close) }
        if timeInPhase > .seconds(600) { raise(.coverLeftOpen, "not closed for 10 min: \(whyCoverStays)") }
    }

    /// The cover is not closed and no flight is under way: charger off, then close as soon as it is safe.
    mutating func recover() {
        if receiveVehicleOut() { return }
        guard state.travel == nil else { return }
        // A launch that was given up may still happen: only what is seen after it proves that the vehicle stayed.
        if state.run?.launched != nil, timeInPhase < .seconds(5) { return }
        if cover == .closed { return enter(.closing) }
        if !evidence.isChargerProvedOff(at: now.boot, within: ages.switches) { insistOnChargerOff() }
        if canMoveCover(.close) { return enter(.closing) }
        if state.failedTravels.count > limits.coverRetriesPerHour {
            return enterFault(
                .coverTimedOut, "the cover failed \(state.failedTravels.count) times within an hour")
        }
        if timeInPhase > .seconds(600) { raise(.coverLeftOpen, "not closed for 10 min: \(whyCoverStays)") }
    }

    /// The vehicle is out after all: in the air, or launched and no longer on the pad. True when the phase changed.
    mutating func receiveVehicleOut() -> Bool {
        let vehicle = evidence.vehicle
        let isAirborne =
            vehicle.landed.fresh(at: now.boot, within: ages.vehicle)?.isAirborne == true
            && vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == true
        let hasLeft =
            state.run?.launched != nil && state.run?.takeoff == nil
            && evidence.vehiclePresent.stable(at: now.boot, within: ages.switches, for: .seconds(2)) == false
        guard isAirborne || hasLeft else { return false }
        if state.run?.takeoff == nil, state.phase != .launching {
            explain("took off after the launch had been given up")
        }
        enterFlight()
        return true
    }

    /// The switches' word for the cover, or that there is none.
    var coverInWords: String { cover?.rawValue ?? "nothing fresh" }

    /// The first interlock that keeps the cover where it is, in words.
    var whyCoverStays: String {
        guard let cover else { return "the limit switches are not read" }
        if cover == .contradictory { return "both limit switches report contact" }
        if let lockOut = state.lockOut { return "the dock is locked out: \(lockOut.reason)" }
        if mayHandsBeInDock { return "the service key is turned or not read" }
        if evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) != false {
            return "the emergency stop is pressed or not read"
        }
        if !evidence.isChargerProvedOff(at: now.boot, within: ages.switches) {
            return "the charger is not proved off"
        }
        return mayCloseOverPad ? "the drive does not answer" : "the vehicle is not proved home and disarmed"
    }
}
