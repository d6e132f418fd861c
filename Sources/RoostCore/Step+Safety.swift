// SPDX-License-Identifier: Apache-2.0
// What holds in every phase: alarms switch the charger off, the emergency stop stops the cover, contradictory
// switches stop everything. It runs before the phase decides.

internal import DockModel

extension Turn {
    /// Applies the rules that no phase may override.
    mutating func guardSafety() {
        guardAlarms()
        guardEmergencyStop()
        guardContradiction()
        superviseTravel()
        guardOpenCover()
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
        guard isSmoke == true || isWater == true || isHot == true else { return }
        if state.charge != nil { endCharge() }
    }

    private mutating func guardEmergencyStop() {
        guard let isPressed = evidence.emergencyStop.fresh(at: now.boot, within: ages.switches) else {
            return
        }
        guard isPressed else { return resolve(.emergencyStop) }
        raise(.emergencyStop, "pressed at the dock")
        if let travel = state.travel {
            state.travel = nil
            order(.cover(.stop))
            explain("emergency stop while the cover was to \(travel.goal.rawValue)")
        }
        if state.charge != nil { endCharge() }
    }

    private mutating func guardContradiction() {
        guard cover == .contradictory else { return }
        switch state.phase {
        case .flying, .returning, .landing, .securing:
            // The vehicle must still be received; the incident is told and nothing moves.
            raise(.switchesContradict, "both cover limit switches report contact")
            if state.travel != nil {
                state.travel = nil
                order(.cover(.stop))
            }
        case .starting, .lost, .diverted, .fault: break
        case .idle, .gating, .hold, .preparing, .opening, .launching, .closing, .charging, .offloading,
            .reporting,
            .recover:
            if state.charge != nil { endCharge() }
            enterFault(.switchesContradict, "both cover limit switches report contact")
        }
    }

    /// In quiet phases the cover is closed; anything else is recovered from (I37).
    private mutating func guardOpenCover() {
        guard let cover, cover != .closed, state.travel == nil else { return }
        switch state.phase {
        case .gating, .hold:
            if state.run != nil { state.afterClosing = .hold }
            enter(.recover)
        case .charging, .offloading, .reporting:
            if state.charge != nil { endCharge() }
            state.afterClosing = .settle
            enter(.recover)
        case .starting, .idle, .preparing, .opening, .launching, .flying, .returning, .landing, .securing,
            .closing,
            .recover, .lost, .diverted, .fault:
            break
        }
    }
}
