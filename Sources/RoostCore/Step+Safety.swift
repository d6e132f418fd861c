// SPDX-License-Identifier: Apache-2.0
// What holds in every phase: alarms are told, the emergency stop stops the cover, contradictory switches stop
// everything. It runs before the phase decides; a charge session that it forbids ends in `superviseCharge`.

internal import DockModel

extension Turn {
    /// Applies the rules that no phase may override.
    mutating func guardSafety() {
        guardAnswers()
        guardAlarms()
        guardHands()
        guardContradiction()
        superviseTravel()
        superviseRods()
        guardOpenCover()
        guardUnexpectedArming()
        superviseHeartbeat()
        tellDoubts()
        endPastIncidents()
    }

    private mutating func guardAlarms() {
        let limit = ages.weather
        let isSmoke = evidence.smoke.fresh(at: now.boot, within: limit)
        let isWater = evidence.waterLeak.fresh(at: now.boot, within: limit)
        let pad = evidence.padTemperature.fresh(at: now.boot, within: limit)
        let isHot = pad.map { $0 > limits.padTemperatureMax }
        if isSmoke == true { raise(.smoke, "the smoke detector has tripped") }
        if isSmoke == false { resolve(.smoke) }
        if isWater == true { raise(.water, "the water detector has tripped") }
        if isWater == false { resolve(.water) }
        if isHot == true, let pad {
            raise(.contactsHot, "contacts at \(pad), limit \(limits.padTemperatureMax)")
        }
        if let pad, pad.value < limits.padTemperatureMax.value - 5 { resolve(.contactsHot) }
        if isSmoke == true { ventSmoke() }
        guardStrayCharge()
    }

    /// A charger that delivers although no session is under way, as after a restart or when it does not obey,
    /// is switched off, again and again, and told (I6, I27).
    private mutating func guardStrayCharge() {
        let current = evidence.chargerCurrent.fresh(at: now.boot, within: ages.switches)
        let isDelivering = current.map { abs($0.value) >= 0.1 } == true
        // Without a vehicle on the contacts nothing flows, and the next one would land on live ones.
        let isEnabled = evidence.chargerEnable.fresh(at: now.boot, within: ages.switches) == true
        guard state.charge == nil, isDelivering || isEnabled else {
            state.strayChargeSince = nil
            return
        }
        let since = state.strayChargeSince ?? now.boot
        state.strayChargeSince = since
        let span = since.duration(to: now.boot)
        // Current fades within a second or two of switching off; while the dock looks around only an alarm hurries.
        if isAlarmed || (span >= .seconds(5) && state.phase != .starting) { insistOnChargerOff() }
        guard let current, isDelivering, span > deadlines.prepare, state.phase != .starting else { return }
        raise(.chargerStuckOn, "\(current) for \(inWords(span)) without a charge session, limit 0.1 A")
    }

    /// Opens the cover to let smoke out, where the site wants that and no vehicle is in the dock (I27).
    private mutating func ventSmoke() {
        guard policy.ventsSmoke, cover == .closed, state.travel == nil, state.run == nil, canMoveCover(.open) else {
            return
        }
        startTravel(.open)
    }

    /// Whether smoke, water or heat is reported.
    var isAlarmed: Bool {
        evidence.smoke.fresh(at: now.boot, within: ages.weather) == true
            || evidence.waterLeak.fresh(at: now.boot, within: ages.weather) == true
            || evidence.padTemperature.fresh(at: now.boot, within: ages.weather)
                .map { $0 > limits.padTemperatureMax } == true
    }

    private mutating func guardContradiction() {
        guard cover == .contradictory else { return }
        stopTravel()
        stopRods()
        switch state.phase {
        case .flying, .returning, .landing, .diverting, .securing, .lost, .diverted:
            // The vehicle must still be received; the incident is told and nothing moves.
            raise(.switchesContradict, "both cover limit switches report contact")
        case .launching where state.launchStage == .takingOff:
            // It may be in the air the next moment: the launch is watched to its end.
            raise(.switchesContradict, "both cover limit switches report contact")
        case .starting, .fault, .service:
            // Told, or soon to be; one that is told goes on.
            state.quietSince[IncidentKind.switchesContradict.rawValue] = nil
        case .idle, .gating, .hold, .preparing, .opening, .launching, .closing, .charging, .offloading,
            .reporting,
            .recover:
            enterFault(.switchesContradict, "both cover limit switches report contact")
        }
    }

    /// In quiet phases the cover is closed; anything else is recovered from, or told when it is not known (I37).
    private mutating func guardOpenCover() {
        guard state.travel == nil else { return }
        guard let cover else { return tellUnreadCover() }
        if cover == .closed, !state.incidents.isEmpty, state.phase == .idle {
            resolve(.coverLeftOpen)
            resolve(.hardwareSilent)
        }
        guard cover != .closed else { return }
        switch state.phase {
        case .gating, .hold, .charging, .offloading, .reporting:
            enter(.recover)
        case .starting, .idle, .preparing, .opening, .launching, .flying, .returning, .landing, .securing,
            .diverting, .closing, .recover, .lost, .diverted, .fault, .service:
            break
        }
    }

    /// A resting dock whose limit switches have not both been read for ten minutes: one that is read and says open is
    /// reason enough to look, and silence is no proof of a closed cover. A device that is away was told already.
    private mutating func tellUnreadCover() {
        let tenMinutes = Duration.seconds(600)
        guard timeInPhase >= tenMinutes else { return }
        switch state.phase {
        case .idle, .gating, .hold, .charging, .offloading, .reporting: break
        case .starting, .preparing, .opening, .launching, .flying, .returning, .landing, .securing, .diverting,
            .closing, .recover, .lost, .diverted, .fault, .service:
            return
        }
        if evidence.openSwitch.stable(at: now.boot, within: ages.switches, for: tenMinutes) == true {
            return raise(.coverLeftOpen, "the switch at the open end has made contact for 10 min: \(whyCoverStays)")
        }
        let limit = ages.switches
        let unread = max(
            evidence.openSwitch.unread(at: now.boot, within: limit) ?? .zero,
            evidence.closedSwitch.unread(at: now.boot, within: limit) ?? .zero)
        guard unread >= tenMinutes, state.absentDevices.isEmpty else { return }
        raise(.hardwareSilent, "a limit switch of the cover has not been read for 10 min")
    }
}
