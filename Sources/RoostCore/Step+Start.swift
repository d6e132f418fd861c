// SPDX-License-Identifier: Apache-2.0
// What happens after the process starts: nothing moves until cover, charger and vehicle have each been read (I22),
// and the phase is decided anew from what they say. Nothing is replayed (I23).

internal import DockModel

extension Turn {
    /// Forgets all evidence of the last process and looks around.
    mutating func begin() {
        state.evidence = Evidence()
        state.travel = nil
        state.charge = nil
        state.chargeAgain = nil
        state.launchStage = nil
        state.askAgain = nil
        state.failedTravels = []
        state.absentDevices = []
        // The boot clock may have begun anew.
        state.wear.integratedTo = nil
        state.wear.deviceTravelsRead = nil
        if state.tally.begun == nil { state.tally.begun = now.wall }
        enter(.starting)
    }

    /// Waits for fresh readings of cover, charger and vehicle, then decides where the dock stands.
    mutating func lookAround() {
        guard let cover, evidence.chargerCurrent.fresh(at: now.boot, within: ages.switches) != nil,
            let isPresent = evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches)
        else {
            if timeInPhase > deadlines.start {
                raise(
                    .hardwareSilent,
                    "no fresh reading of cover, charger and pad within \(inWords(deadlines.start))")
            }
            return
        }
        let vehicle = evidence.vehicle
        let isHeard = vehicle.linked.fresh(at: now.boot, within: ages.vehicle) == true
        let landed = vehicle.landed.fresh(at: now.boot, within: ages.vehicle)
        let armed = vehicle.armed.fresh(at: now.boot, within: ages.vehicle)
        // A vehicle that is not heard yet may be booting or out of reach; one on the pad may also be switched off.
        if !isHeard || landed == nil || armed == nil, timeInPhase <= deadlines.start { return }
        resolve(.hardwareSilent)
        if cover == .contradictory {
            return enterFault(.switchesContradict, "both cover limit switches report contact")
        }
        if isHeard, landed?.isAirborne == true { return resumeFlight() }
        if isPresent { return settleAtHome(cover, isDisarmed: armed == false) }
        settleWithoutVehicle(cover, isHeard: isHeard)
    }

    /// The vehicle is in the air: the flight goes on, whoever began it.
    private mutating func resumeFlight() {
        if state.run != nil, state.run?.takeoff == nil { state.run?.takeoff = now.wall }
        enter(.flying)
    }

    private mutating func settleAtHome(_ cover: CoverPosition, isDisarmed: Bool) {
        if !isDisarmed {
            // Armed on the pad: it may be about to take off under another's hands. Nothing moves (I1).
            if evidence.vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == true {
                explain("the dock restarted with the vehicle armed")
                enter(.securing)
                return
            }
            if cover != .closed { return enter(.recover) }
        }
        if state.run?.takeoff != nil {
            if state.run?.landed == nil { state.run?.landed = now.wall }
            state.afterClosing = .settle
            return enter(cover == .closed ? .charging : .securing)
        }
        abandonRun("the dock restarted before take-off", as: .aborted)
        enter(cover == .closed ? .idle : .recover)
    }

    private mutating func settleWithoutVehicle(_ cover: CoverPosition, isHeard: Bool) {
        if state.run?.takeoff != nil {
            if isHeard { return enterDiverted("the vehicle is on the ground but not in the dock") }
            return enterLost("after a restart the vehicle is neither in the dock nor heard")
        }
        abandonRun("the dock restarted before take-off and no vehicle is in the dock", as: .aborted)
        enter(cover == .closed ? .idle : .recover)
    }

    /// Ends the run at hand without a flight.
    mutating func abandonRun(_ reason: String, as outcome: MissionOutcome) {
        guard var run = state.run else { return }
        run.reasons.append(reason)
        state.run = nil
        close(run, as: outcome)
    }

    /// Stops everything that moves and waits for a person.
    mutating func enterFault(_ kind: IncidentKind, _ detail: String) {
        raise(kind, detail)
        if state.travel != nil {
            order(.cover(.stop))
            state.travel = nil
        }
        if var run = state.run, run.takeoff == nil {
            run.reasons.append(detail)
            state.run = nil
            close(run, as: .aborted)
        } else if var run = state.run {
            run.reasons.append(detail)
            state.run = nil
            close(run, as: run.landed == nil ? .lost : .partial)
        }
        enter(.fault)
    }

    /// The vehicle is out and silent: a person must find it.
    mutating func enterLost(_ detail: String) {
        raise(.vehicleLost, detail)
        closeFlown(as: .lost, detail)
        enter(.lost)
    }

    /// The vehicle stands somewhere else: a person must fetch it.
    mutating func enterDiverted(_ detail: String) {
        raise(.landedElsewhere, detail)
        closeFlown(as: .lost, detail)
        enter(.diverted)
    }

    private mutating func closeFlown(as outcome: MissionOutcome, _ reason: String) {
        guard var run = state.run else { return }
        run.reasons.append(reason)
        state.run = nil
        close(run, as: outcome)
    }
}
