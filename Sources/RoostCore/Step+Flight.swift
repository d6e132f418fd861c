// SPDX-License-Identifier: Apache-2.0
// From the air to the pad: what is watched in flight, when the vehicle is called home, and what counts as landed. No
// launch gate is asked here; nothing may stand in the way home.

internal import DockModel

extension Turn {
    /// What each phase of the flight begins with: the record, the ground, the silence, the pad, the landing place.
    /// False when one of them has ended the phase.
    private mutating func goesOn() -> Bool {
        let phase = state.phase
        noteFlight()
        if landedElsewhereOrHome() { return false }
        watchSilence()
        guard state.phase == phase else { return false }
        keepPadOpen()
        superviseLanding()
        return state.phase == phase
    }

    /// In flight: calls the vehicle home when it must come.
    mutating func watchFlight() {
        guard goesOn() else { return }
        let vehicle = evidence.vehicle
        if let charge = vehicle.battery.fresh(at: now.boot, within: ages.battery),
            charge < limits.batteryReserve
        {
            callHome("the pack holds \(charge), reserve \(limits.batteryReserve)")
        } else if let gust = evidence.wind.latest.fresh(at: now.boot, within: ages.weather),
            gust > limits.windGust
        {
            callHome("gust of \(gust), limit \(limits.windGust)")
        } else if isFlightTooLong() {
            callHome("over \(inWords(deadlines.flight)) in the air")
        }
        switch vehicle.intent.fresh(at: now.boot, within: ages.vehicle) {
        case .returning?, .landing?: enter(.returning)
        case .mission?, .other?, nil: if state.isCalledHome { insistOnReturn() }
        }
    }

    /// The vehicle is in the air, whoever began it: its run has taken off.
    mutating func enterFlight() {
        if state.run?.takeoff == nil { state.run?.takeoff = now.wall }
        // A flight that ended elsewhere may have left its own.
        state.airTo = now.boot
        // No cover goes on closing towards a vehicle in the air (I2, I17).
        if state.travel?.goal == .close { stopTravel() }
        stopRods()
        if state.charge != nil { endCharge() }
        // A vehicle that was sent elsewhere before a restart is still on its way there.
        enter(state.divert == nil ? .flying : .diverting)
    }

    /// Whether the flight has lasted too long, over all its phases; the incident is told once.
    private mutating func isFlightTooLong() -> Bool {
        guard max(state.run?.airSeconds ?? 0, timeInPhase.inSeconds) > deadlines.flight.inSeconds else {
            return false
        }
        raise(.flightTooLong, "over \(inWords(deadlines.flight)) in the air")
        return true
    }

    /// On the way home: until the landing height.
    mutating func watchReturn() {
        guard goesOn() else { return }
        _ = isFlightTooLong()
        let landed = evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle)
        let height = evidence.vehicle.height.fresh(at: now.boot, within: ages.vehicle)
        if landed == .landing || height.map({ $0 < limits.landingHeight }) == true { return enter(.landing) }
        if evidence.vehicle.intent.fresh(at: now.boot, within: ages.vehicle) == .mission {
            return enter(.flying)
        }
    }

    /// Below the landing height: until landed.
    mutating func watchLanding() {
        guard goesOn() else { return }
        if let height = evidence.vehicle.height.fresh(at: now.boot, within: ages.vehicle),
            height.value > limits.landingHeight.value + 10,
            evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle) != .landing
        {
            return enter(.returning)
        }
        if timeInPhase > deadlines.landing {
            raise(.notDisarmed, "not landed \(inWords(deadlines.landing)) after reaching the landing height")
        }
    }

    /// Waits for landed, disarmed and present; nothing else lets the cover close (I1, I17).
    mutating func awaitSecured() {
        noteFlight()
        let vehicle = evidence.vehicle
        if vehicle.landed.fresh(at: now.boot, within: ages.vehicle)?.isAirborne == true {
            return enterFlight()
        }
        guard vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == false else {
            if timeInPhase > .seconds(15) { insistOnDisarming() }
            if timeInPhase > deadlines.landing {
                raise(.notDisarmed, "not proved disarmed \(inWords(deadlines.landing)) after landing")
            }
            // Silent and not on the pad: it is out, wherever it was thought to have landed.
            if evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == false { watchSilence() }
            return
        }
        resolve(.notDisarmed)
        if state.run?.takeoff != nil, state.run?.landed == nil {
            state.run?.landed = now.wall
        }
        if isVehicleHome {
            if state.run?.takeoff == nil { abandonRun("the vehicle was disarmed again", as: .aborted) }
            forgetDivert()
            guard areRodsHolding() else { return }
            return enter(.closing)
        }
        if evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == false,
            timeInPhase > .seconds(15)
        {
            return enterDiverted("landed and disarmed, but the pad is empty")
        }
        if timeInPhase > deadlines.landing {
            raise(.coverLeftOpen, "landed and disarmed, but the pad contact is not read")
        }
    }

    /// Landed: on to securing. True when the phase changed.
    private mutating func landedElsewhereOrHome() -> Bool {
        let vehicle = evidence.vehicle
        guard vehicle.landed.fresh(at: now.boot, within: ages.vehicle) == .onGround else { return false }
        // A landed-state that flickers at take-off must not end the flight: the motors must be off too, or the
        // vehicle must stand on the pad.
        let isDisarmed = vehicle.armed.fresh(at: now.boot, within: ages.vehicle) == false
        let isOnPad = evidence.vehiclePresent.fresh(at: now.boot, within: ages.switches) == true
        guard isDisarmed || (isOnPad && state.phase == .landing) else { return false }
        enter(.securing)
        return true
    }

    /// Counts how long the vehicle has been silent (I21): the dock only prepares to receive it.
    mutating func watchSilence() {
        let heard = evidence.vehicle.linked
        if heard.fresh(at: now.boot, within: ages.vehicle) == true {
            resolve(.vehicleSilent)
            return
        }
        let silence = heard.value == true ? (heard.age(at: now.boot) ?? timeInPhase) : timeSinceLinkLost
        guard silence > ages.vehicle else { return }
        raise(.vehicleSilent, "no heartbeat for \(inWords(silence))")
        keepPadOpen()
        if silence > deadlines.silence { enterLost("no heartbeat for \(inWords(silence))") }
    }

    private var timeSinceLinkLost: Duration {
        guard let since = evidence.vehicle.linked.since else { return timeInPhase }
        return since.duration(to: now.boot)
    }

    /// A lost vehicle that is heard in the air again may come home by itself: a person ends the phase, the
    /// pad opens now.
    mutating func awaitStrayVehicle() {
        let landed = evidence.vehicle.landed.fresh(at: now.boot, within: ages.vehicle)
        if landed?.isAirborne == true { keepPadOpen() }
    }

    /// A vehicle in the air needs an open pad (I17, I18).
    mutating func keepPadOpen() {
        guard let cover, state.travel == nil else { return }
        if cover == .open { return resolve(.coverNotOpen) }
        raise(.coverNotOpen, "the cover is \(cover.rawValue) while the vehicle is out")
        if canMoveCover(.open) { startTravel(.open) }
    }

    /// The vehicle is home: an alternate landing that was decided is over.
    mutating func forgetDivert() {
        (state.divert, state.alternate, state.homeUnusableSince) = (nil, nil, nil)
        resolve(.diverting)
        resolve(.noLandingPlace, atOnce: true)
    }

    /// Calls the vehicle home; told once a flight.
    mutating func callHome(_ reason: String) {
        guard !state.isCalledHome else { return }
        (state.isCalledHome, state.homeCalled) = (true, nil)
        explain("called home: \(reason)")
        raise(.calledHome, reason)
        insistOnReturn()
    }

    /// Calls again, every ten seconds, until the vehicle is seen to obey: one order may be lost (I14).
    private mutating func insistOnReturn() {
        if let last = state.homeCalled, last.duration(to: now.boot) < .seconds(10) { return }
        state.homeCalled = now.boot
        order(.returnHome)
    }

    /// Takes the greatest height and distance, the charge and the items reached into the run's record.
    mutating func noteFlight() {
        guard var run = state.run else { return }
        if state.phase.isAirborne {
            let span = state.airTo?.duration(to: now.boot).inSeconds ?? 0
            run.airSeconds = (run.airSeconds ?? 0) + min(max(0, span), 3600)
            state.airTo = now.boot
        } else {
            state.airTo = nil
        }
        let vehicle = evidence.vehicle
        let limit = ages.vehicle
        if let height = vehicle.height.fresh(at: now.boot, within: limit) {
            run.greatestHeight = max(height, run.greatestHeight ?? height)
        }
        if let distance = vehicle.distance.fresh(at: now.boot, within: limit) {
            run.greatestDistance = max(distance, run.greatestDistance ?? distance)
        }
        // The link counts from its own start; a new process must not make the way shorter.
        if let way = vehicle.travelled.fresh(at: now.boot, within: limit) {
            run.travelled = max(way, run.travelled ?? way)
        }
        if let item = vehicle.reachedItem.fresh(at: now.boot, within: limit) {
            run.reachedItem = max(item, run.reachedItem ?? item)
        }
        let charge = vehicle.battery.fresh(at: now.boot, within: ages.battery)
        if run.batteryStart == nil { run.batteryStart = charge }
        if run.landed == nil { run.batteryEnd = charge ?? run.batteryEnd }
        state.run = run
    }
}
