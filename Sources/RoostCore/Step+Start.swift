// SPDX-License-Identifier: Apache-2.0
// What happens after the process starts: nothing moves until cover, charger and vehicle have each been read (I22),
// and the phase is decided anew from what they say. Nothing is replayed (I23).

internal import DockModel

extension Turn {
    /// Forgets all evidence of the last process and looks around.
    mutating func begin() {
        state.evidence = Evidence()
        forgetTravel()
        (state.charge, state.chargeAgain, state.chargerOffOrdered, state.strayChargeSince) = (
            nil, nil, nil, nil
        )
        (state.launchStage, state.launchOrdered, state.homeCalled, state.airTo) = (nil, nil, nil, nil)
        (state.homeUnusableSince, state.alternate, state.disarmOrdered) = (nil, nil, nil)
        if let divert = state.divert {
            state.divert = Divert(place: divert.place, reason: divert.reason, decided: now.boot)
        }
        state.pendingWrites = []
        let hasJumped = state.incidents[IncidentKind.clockJumped.rawValue] != nil
        state.clock = ClockWatch(last: now, jumped: hasJumped ? now.boot : nil)
        state.heartbeat?.posted = now.boot
        (state.absentDevices, state.doubts) = ([], [:])
        // The boot clock may have begun anew.
        state.quietSince = state.quietSince.mapValues { _ in now.boot }
        state.wear.forgetInstants()
        // The site's catalogue may have gained parts; it does not change while the process runs.
        effects += state.wear.open(policy.parts, at: now.wall).map { .wear($0) }
        if state.tally.begun == nil { state.tally.begun = now.wall }
        // A phase that awaits a person is not ended by a restart.
        enter(state.phase.awaitsPerson ? state.phase : .starting)
    }

    /// A travel that the last process left under way may still run: it is stopped once the switches are read,
    /// and counts as failed, so that a motor which takes the computer down with it is not tried without end
    /// (I9).
    private mutating func forgetTravel() {
        if state.travel != nil || state.stopOrder != nil || state.stopAgain != nil {
            state.stopAgain = now.boot
        }
        state.failedTravels = state.failedTravels.map { _ in now.boot }
        if state.travel != nil { state.failedTravels.append(now.boot) }
        state.failedRods = state.failedRods.map { _ in now.boot }
        if state.rods != nil { state.failedRods.append(now.boot) }
        let isRodsStopDue = state.rods != nil || state.rodsStopOrder != nil || state.rodsStopAgain != nil
        (state.rodsStopOrder, state.rodsStopAgain) = (nil, isRodsStopDue ? now.boot : nil)
        (state.travel, state.stopOrder, state.rods) = (nil, nil, nil)
    }

    /// Waits for fresh readings of cover, charger and vehicle, then decides where the dock stands.
    mutating func lookAround() {
        let vehicle = evidence.vehicle
        let isHeard = vehicle.linked.fresh(at: now.boot, within: ages.vehicle) == true
        let landed = vehicle.landed.fresh(at: now.boot, within: ages.vehicle)
        let armed = vehicle.armed.fresh(at: now.boot, within: ages.vehicle)
        // A vehicle in the air is watched at once; the pad follows when it is read.
        if isHeard, landed?.isAirborne == true { return enterFlight() }
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
        // A vehicle that is not heard yet may be booting or out of reach; one on the pad may also be switched off.
        if !isHeard || landed == nil || armed == nil, timeInPhase <= deadlines.start { return }
        // An order to launch may still be on its way: only what is seen after a while proves that the vehicle stayed.
        if state.run?.launched != nil, state.run?.takeoff == nil, timeInPhase < .seconds(5) { return }
        resolve(.hardwareSilent)
        if cover == .contradictory {
            return enterFault(.switchesContradict, "both cover limit switches report contact")
        }
        if isPresent { return settleAtHome(cover, isArmed: armed) }
        // Armed and not on the pad, whatever it knows of the ground: it is out.
        if isHeard, armed == true { return enterFlight() }
        settleWithoutVehicle(cover, isHeard: isHeard)
    }

    private mutating func settleAtHome(_ cover: CoverPosition, isArmed: Bool?) {
        if isArmed == true {
            // Armed on the pad: it may be about to take off under another's hands. Nothing moves (I1).
            explain("the dock restarted with the vehicle armed")
            return enter(.securing)
        }
        if isArmed == nil, state.run?.launched != nil, state.run?.takeoff == nil {
            // Launched and not heard: it may still take off, so the run is kept and the cover stays as it is.
            return enter(.securing)
        }
        if isArmed == false { forgetDivert() }
        if state.run?.takeoff == nil { abandonRun("the dock restarted before take-off", as: .aborted) }
        if state.run != nil, state.run?.landed == nil { state.run?.landed = now.wall }
        guard cover == .closed else {
            return enter(state.run == nil || isArmed == nil ? .recover : .securing)
        }
        enter(state.run == nil ? .idle : .charging)
    }

    private mutating func settleWithoutVehicle(_ cover: CoverPosition, isHeard: Bool) {
        // After the order to launch, an empty pad means that the vehicle is out, seen in the air or not.
        if state.run?.takeoff != nil || state.run?.launched != nil {
            if isHeard { return enterDiverted("the vehicle is on the ground but not in the dock") }
            return enterLost("after a restart the vehicle is neither in the dock nor heard")
        }
        abandonRun("the dock restarted before take-off and no vehicle is in the dock", as: .aborted)
        enter(cover == .closed ? .idle : .recover)
    }

    /// Ends the run at hand without a flight.
    mutating func abandonRun(_ reason: String, as outcome: MissionOutcome) {
        guard var run = state.run else { return }
        run.reasons.append(reason.bounded)
        state.run = nil
        close(run, as: outcome)
    }

    /// Stops everything that moves and waits for a person.
    mutating func enterFault(_ kind: IncidentKind, _ detail: String) {
        raise(kind, detail)
        stopTravel()
        stopRods()
        forgetFlight()
        state.launchStage = nil
        let isHere = evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == true
        if var run = state.run, run.takeoff == nil {
            run.reasons.append(detail.bounded)
            state.run = nil
            close(run, as: .aborted)
        } else if var run = state.run {
            run.reasons.append(detail.bounded)
            state.run = nil
            close(run, as: run.landed == nil && !isHere ? .lost : .partial)
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
    mutating func enterDiverted(_ detail: String, as outcome: MissionOutcome = .lost) {
        raise(.landedElsewhere, detail)
        if outcome == .diverted, state.run?.landed == nil { state.run?.landed = now.wall }
        closeFlown(as: outcome, detail)
        enter(.diverted)
    }

    private mutating func closeFlown(as outcome: MissionOutcome, _ reason: String) {
        forgetFlight()
        guard var run = state.run else { return }
        run.reasons.append(reason.bounded)
        state.run = nil
        if let seconds = run.secondsInAir ?? run.airSeconds {
            state.tally.flightSeconds += seconds
            noteFlightWear(seconds)
        }
        close(run, as: outcome)
    }

    /// The flight is over, however it ended: nothing of it is decided any more.
    mutating func forgetFlight() {
        (state.isCalledHome, state.homeCalled) = (false, nil)
        (state.divert, state.divertsRevoked) = (nil, 0)
        (state.alternate, state.homeUnusableSince) = (nil, nil)
    }
}
