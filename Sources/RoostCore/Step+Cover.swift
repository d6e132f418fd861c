// SPDX-License-Identifier: Apache-2.0
// The cover: when it may move, how a travel ends, and what happens when it does not. One travel at a time, a motor
// stop at the deadline, never a silent retry (I1, I4, I5, I7, I8, I9, I19, I28).

internal import DockModel

extension Turn {
    /// Whether the interlocks let the cover move that way now.
    func canMoveCover(_ goal: CoverOrder) -> Bool {
        guard goal != .stop else { return true }
        guard let cover, cover != .contradictory else { return false }
        guard evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) == false else { return false }
        guard evidence.isChargerProvedOff(at: now.boot, within: ages.switches) else { return false }
        guard state.failedTravels.count <= limits.coverRetriesPerHour else { return false }
        guard goal == .close else { return true }
        return mayCloseOverPad
    }

    /// Whether closing cannot meet a vehicle: it is landed in the dock and disarmed, or proved far away (I1).
    var mayCloseOverPad: Bool {
        if isVehicleHome {
            let landed = evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle)
            return landed == .onGround
        }
        guard evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == false else {
            return false
        }
        guard state.run?.takeoff == nil, !state.phase.isAirborne else { return false }
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

    /// Orders a travel.
    mutating func startTravel(_ goal: CoverOrder, isReversal: Bool = false) {
        let id = order(.cover(goal))
        state.travel = CoverTravel(goal: goal, ordered: now.boot, order: id, isReversal: isReversal)
    }

    /// Watches the travel under way: arrived, blocked or too long. Runs on each step, in whatever phase.
    mutating func superviseTravel() {
        state.failedTravels.removeAll { $0.duration(to: now.boot) > .seconds(3600) }
        guard let travel = state.travel else { return }
        if let current = evidence.coverCurrent.fresh(at: now.boot, within: ages.switches),
            let taken = evidence.coverCurrent.taken, taken > travel.ordered + .seconds(1),
            current > limits.pinchCurrent
        {
            return blockTravel(travel, current)
        }
        let reached: CoverPosition = travel.goal == .open ? .open : .closed
        let readAfterOrder = (evidence.openSwitch.taken ?? travel.ordered) > travel.ordered
        if cover == reached, readAfterOrder { return finishTravel(travel) }
        if travel.ordered.duration(to: now.boot) > deadlines.coverTravel {
            failTravel(
                .coverTimedOut,
                "\(travel.goal.rawValue) took over \(inWords(deadlines.coverTravel)); switches say \(coverInWords)"
            )
        }
    }

    private mutating func finishTravel(_ travel: CoverTravel) {
        state.travel = nil
        order(.cover(.stop))
        guard !travel.isReversal else { return }
        noteTravelWear()
        resolve(.coverTimedOut)
        resolve(.coverPinched)
        if travel.goal == .close { resolve(.coverLeftOpen) } else { resolve(.coverNotOpen) }
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
        state.travel = nil
        order(.cover(.stop))
        state.failedTravels.append(now.boot)
        raise(kind, detail)
    }

    /// Waits until the cover is proved closed; asks for the travel when the interlocks allow it.
    mutating func awaitCoverClosed() {
        if cover == .closed, state.travel == nil {
            resolve(.coverLeftOpen)
            switch state.afterClosing {
            case .rest: return enter(.idle)
            case .settle: return enter(.charging)
            case .hold: return resumeHold()
            }
        }
        guard state.travel == nil else { return }
        if state.failedTravels.count > limits.coverRetriesPerHour {
            return enterFault(
                .coverTimedOut, "the cover failed \(state.failedTravels.count) times within an hour")
        }
        if canMoveCover(.close) { return startTravel(.close) }
        if timeInPhase > .seconds(600) { raise(.coverLeftOpen, "not closed for 10 min: \(whyCoverStays)") }
    }

    private mutating func resumeHold() {
        guard state.run != nil else { return enter(.idle) }
        let reason = state.run?.reasons.last ?? "held"
        holdRun(reason, for: deadlines.holdRetry)
    }

    /// The cover is not closed and no flight is under way: charger off, then close as soon as it is safe.
    mutating func recover() {
        guard state.travel == nil else { return }
        if evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle)?.isAirborne == true,
            evidence.vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == true
        {
            if state.run != nil, state.run?.takeoff == nil { noteLateTakeoff() }
            return enter(.flying)
        }
        if cover == .closed { return enter(.closing) }
        if !evidence.isChargerProvedOff(at: now.boot, within: ages.switches) {
            if state.awaited == nil { state.awaited = order(.charger(on: false)) }
            return
        }
        if canMoveCover(.close) { return enter(.closing) }
        if state.failedTravels.count > limits.coverRetriesPerHour {
            return enterFault(
                .coverTimedOut, "the cover failed \(state.failedTravels.count) times within an hour")
        }
        if timeInPhase > .seconds(600) { raise(.coverLeftOpen, "not closed for 10 min: \(whyCoverStays)") }
    }

    private mutating func noteLateTakeoff() {
        state.run?.takeoff = now.wall
        explain("took off after the launch had been given up")
    }

    /// The switches' word for the cover, or that there is none.
    var coverInWords: String { cover?.rawValue ?? "nothing fresh" }

    /// The first interlock that keeps the cover where it is, in words.
    private var whyCoverStays: String {
        guard let cover else { return "the limit switches are not read" }
        if cover == .contradictory { return "both limit switches report contact" }
        if evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) != false {
            return "the emergency stop is pressed or not read"
        }
        if !evidence.isChargerProvedOff(at: now.boot, within: ages.switches) {
            return "the charger is not proved off"
        }
        return mayCloseOverPad ? "the drive does not answer" : "the vehicle is not proved home and disarmed"
    }
}
