// SPDX-License-Identifier: Apache-2.0
// Charging: when it may be on, how a session is confirmed, watched and ended. Off needs no reason; on needs all of
// them (I6, I27, I38).

internal import DockModel
internal import Wear

extension Turn {
    /// How much older than for a new decision readings may be while a session is under way.
    static let sessionStretch = 5

    /// Whether the interlocks let the charger go on now (I6).
    var mayCharge: Bool {
        // Contacts that were too hot cool down first; at the limit itself the charger would go on and off.
        isChargeAllowed(stretch: 1) && state.incidents[IncidentKind.contactsHot.rawValue] == nil
    }

    /// Whether the interlocks hold with readings up to `stretch` times as old as they may be for a new decision. A
    /// session under way must not be cut by one lost poll; a reading that says no ends it at once.
    private func isChargeAllowed(stretch: Int) -> Bool {
        guard !isAlarmed else { return false }
        let switches = ages.switches * stretch, vehicle = ages.vehicle * stretch
        // A motor whose stop is not answered may still drive.
        guard state.stopOrder == nil, state.stopAgain == nil, state.rodsStopOrder == nil, state.rodsStopAgain == nil
        else { return false }
        guard state.travel == nil, state.rods == nil, state.lockOut?.cause != .emergencyStop,
            !policy.fitted.serviceKey
                || evidence.serviceKey.fresh(at: now.boot, within: switches) == false,
            evidence.closedSwitch.fresh(at: now.boot, within: switches) == true,
            evidence.openSwitch.fresh(at: now.boot, within: switches) == false,
            evidence.vehiclePresent.fresh(at: now.boot, within: switches) == true,
            evidence.vehicle.armed.fresh(at: now.boot, within: vehicle) == false,
            evidence.vehicle.landed.fresh(at: now.boot, within: vehicle) == .onGround,
            evidence.emergencyStop.fresh(at: now.boot, within: switches) == false
        else { return false }
        if hasRods {
            guard evidence.rodsClosedSwitch.fresh(at: now.boot, within: switches) == true,
                evidence.rodsOpenSwitch.fresh(at: now.boot, within: switches) == false
            else { return false }
        }
        if evidence.vehicle.packTemperature.taken != nil {
            guard let cells = evidence.vehicle.packTemperature.fresh(at: now.boot, within: ages.weather),
                cells >= limits.packTemperatureMin, cells <= limits.packTemperatureMax
            else { return false }
        }
        if policy.fitted.smoke {
            guard evidence.smoke.fresh(at: now.boot, within: ages.weather) == false else { return false }
        }
        if policy.fitted.water {
            guard evidence.waterLeak.fresh(at: now.boot, within: ages.weather) == false else { return false }
        }
        // Contacts that are too hot are an alarm.
        return !policy.fitted.padTemperature
            || evidence.padTemperature.fresh(at: now.boot, within: ages.weather) != nil
    }

    /// Between which charges the pack is kept now: below the first a session begins, at the second it ends.
    var chargeBand: (low: Percent, full: Percent) {
        let whole = (limits.batteryTopUp, limits.batteryFull)
        guard let storage = limits.batteryStorage, isIdleForLong else { return whole }
        let gap = max(0, limits.batteryFull.value - limits.batteryTopUp.value)
        return (Percent(max(0, storage.value - gap)), storage)
    }

    /// Whether nothing will be flown for a while, as far as the calendar knows.
    private var isIdleForLong: Bool {
        guard isClockTrusted, state.waiting.isEmpty, state.run.map({ $0.landed != nil }) ?? true,
            let agenda = state.agenda
        else { return false }
        return agenda.next.map { $0 > now.wall + limits.chargeAhead } ?? true
    }

    /// After a flight: switches the charger on and waits for current, or goes on when the pack needs none.
    mutating func awaitCharge() {
        if state.charge?.isConfirmed == true { return beginOffload() }
        guard state.charge == nil else { return }
        guard let battery = evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery) else {
            if timeInPhase > deadlines.chargeStart { failCharge("the pack's charge is not reported") }
            return
        }
        if battery >= chargeBand.low { return beginOffload() }
        if mayCharge { return startCharge() }
        if timeInPhase > deadlines.chargeStart { failCharge("an interlock keeps the charger off") }
    }

    /// Orders the charger on.
    mutating func startCharge() {
        let id = order(.charger(on: true))
        state.wear.counters.noteSwitching()
        if state.phase == .charging { state.awaited = id }
        state.charge = ChargeSession(
            begun: now.boot, energyAtStart: evidence.chargerEnergy.value?.value, isConfirmed: false)
    }

    /// The charge did not begin: charger off, an incident, and the flight's record goes on without it.
    mutating func failCharge(_ reason: String) {
        endCharge()
        raise(.chargeFailed, reason)
        state.chargeAgain = now.boot + .seconds(600)
        if state.phase == .charging { beginOffload() }
    }

    /// Watches the session under way in every phase, and begins one while idle.
    mutating func superviseCharge() {
        guard let session = state.charge else { return topUp() }
        if !isChargeAllowed(stretch: Self.sessionStretch) {
            endCharge()
            state.chargeAgain = now.boot + .seconds(60)
            return
        }
        let span = session.begun.duration(to: now.boot)
        let current = evidence.chargerCurrent.fresh(at: now.boot, within: ages.switches)
        let isDelivering = current.map { $0.value > 0.1 } ?? false
        if isDelivering, !session.isConfirmed {
            state.charge?.isConfirmed = true
            resolve(.chargeFailed)
        }
        if !session.isConfirmed, !isDelivering, span > deadlines.chargeStart {
            failCharge("no current within \(inWords(deadlines.chargeStart)) of switching on")
        } else if span > deadlines.charge || delivered(in: session) > limits.chargeEnergy.value {
            let energy = WattHours(delivered(in: session))
            endCharge()
            raise(
                .chargeTooLong,
                "\(energy) in \(inWords(span)), limits \(limits.chargeEnergy) and \(inWords(deadlines.charge))")
            state.chargeAgain = now.boot + .seconds(3600)
        } else if session.isConfirmed,
            let battery = evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery),
            battery >= chargeBand.full || current.map({ $0.value < 0.1 }) == true
        {
            endCharge()
            if battery >= chargeBand.low {
                state.tally.charges += 1
                noteChargeWear()
                resolve(.chargeTooLong)
                resolve(.chargeFailed)
            }
            state.chargeAgain = now.boot + .seconds(300)
        }
    }

    /// Energy that a session has delivered, Wh; 0 while it is not told.
    private func delivered(in session: ChargeSession) -> Double {
        guard let start = session.energyAtStart, let end = evidence.chargerEnergy.value?.value else { return 0 }
        return max(0, end - start)
    }

    /// While idle: begins a session when the pack is low and the last failure is past.
    private mutating func topUp() {
        guard state.phase == .idle || state.phase == .hold || state.phase == .reporting else { return }
        if let again = state.chargeAgain, now.boot < again { return }
        guard let battery = evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery),
            battery < chargeBand.low, mayCharge
        else { return }
        state.chargeAgain = nil
        startCharge()
    }

    /// Orders the charger off, books the session's energy if one was under way, and returns the order's number.
    @discardableResult
    mutating func endCharge() -> Int64 {
        if let start = state.charge?.energyAtStart, let end = evidence.chargerEnergy.value?.value,
            end >= start
        {
            state.tally.chargedWattHours += end - start
        }
        state.charge = nil
        state.chargerOffOrdered = now.boot
        return order(.charger(on: false))
    }

    /// Orders a charger off that should be off, at most every ten seconds.
    mutating func insistOnChargerOff() {
        if let last = state.chargerOffOrdered, last.duration(to: now.boot) < .seconds(10) { return }
        endCharge()
    }

    private mutating func beginOffload() {
        guard let run = state.run else { return enter(.idle) }
        enter(.offloading)
        state.awaited = order(.offloadLog(missionID: run.mission.id))
    }

    /// Waits for the flight log; a log that does not come is said in the record.
    mutating func awaitLog() {
        guard timeInPhase > deadlines.offload else { return }
        explain("flight log not fetched within \(inWords(deadlines.offload))")
        enter(.reporting)
    }

    /// Writes the flight's record and its confirmation.
    mutating func report() {
        if let run = state.run {
            state.run = nil
            let lastItem = max(0, run.itemCount ?? 0) - 1
            // The last item of a plan that ends in a return is never "reached"; the one before it is.
            let isComplete =
                run.takeoff != nil && !state.isCalledHome && (run.reachedItem ?? -1) >= lastItem - 1
                && run.itemCount != nil
            if let seconds = run.secondsInAir {
                state.tally.flightSeconds += seconds
                noteFlightWear(seconds)
            }
            close(run, as: isComplete ? .flown : run.takeoff == nil ? .aborted : .partial)
        }
        state.isCalledHome = false
        enter(.idle)
    }
}
