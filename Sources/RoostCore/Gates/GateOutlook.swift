// SPDX-License-Identifier: Apache-2.0
// What every gate would answer for a run if it were asked now, for people: with the age of what it looked at, and when
// a closure is over. It is the same question that a launch asks, and it changes nothing.

public import DockModel

/// One gate's answer, as it would be now.
public struct GateOutlook: Sendable, Equatable {
    /// The gate, its answer, what it looked at and its limit.
    public var record: GateRecord
    /// The age of the oldest reading that it looked at; nil when it looked at none, or has never had one.
    public var age: Duration?
    /// How old such a reading may be; nil for a gate that looks at none.
    public var ageLimit: Duration?
    /// When the closures that hold it are over; nil when none does.
    public var opens: WallTime?
    /// Whether a schedule waives it for this run.
    public var isWaived: Bool
}

extension DockState {
    /// What the gates would answer for a run, in their order, with the cover still to be opened.
    public func gateOutlooks(for mission: DueMission, at now: Moment, policy: DockPolicy) -> [GateOutlook] {
        var state = self
        if state.run?.mission.id != mission.id { state.run = MissionRun(mission: mission.bounded, begun: now.wall) }
        let question = GateQuestion(state: state, now: now.bounded, policy: policy, isCoverToBeOpen: false)
        return question.askAll().map { record in
            let readings = state.evidence.readings(of: record.gate, policy: policy, at: now.bounded.boot)
            return GateOutlook(
                record: record, age: readings?.ages.max(), ageLimit: readings?.limit,
                opens: question.opening(of: record.gate),
                isWaived: question.isWaived(record.gate))
        }
    }
}

extension Evidence {
    /// How old the readings are that a gate looks at, and how old they may be; nil for a gate that looks at none.
    fileprivate func readings(
        of gate: LaunchGate, policy: DockPolicy, at now: Instant
    ) -> (ages: [Duration], limit: Duration)? {
        let ages = policy.ages
        // A gate on a sensor that the dock does not have looks at none.
        let sensor: [LaunchGate: Role] = [
            .service: .serviceKey, .rods: .rodsCommand, .power: .mainsPresent, .rain: .rainRate,
            .icing: .airTemperature, .temperature: .airTemperature,
        ]
        if let role = sensor[gate], !policy.equipped.contains(role) { return nil }
        func some(_ found: [Duration?], _ limit: Duration) -> (ages: [Duration], limit: Duration) {
            (found.compactMap { $0 }, limit)
        }
        switch gate {
        case .clock, .airspace, .daylight, .forecast, .parts: return nil
        case .emergencyStop: return some([emergencyStop.age(at: now)], ages.switches)
        case .alarms: return some([smoke.age(at: now), waterLeak.age(at: now)], ages.weather)
        case .service: return some([serviceKey.age(at: now)], ages.switches)
        case .cover: return some([openSwitch.age(at: now), closedSwitch.age(at: now)], ages.switches)
        case .rods: return some([rodsOpenSwitch.age(at: now), rodsClosedSwitch.age(at: now)], ages.switches)
        case .vehiclePresent: return some([vehiclePresent.age(at: now)], ages.switches)
        case .vehicleReady:
            return some([vehicle.armed.age(at: now), vehicle.isReadyToArm.age(at: now)], ages.vehicle)
        case .position: return some([vehicle.distance.age(at: now)], ages.gnss)
        case .battery, .energy: return some([vehicle.battery.age(at: now)], ages.battery)
        case .gnss: return some([vehicle.fix.age(at: now)], ages.gnss)
        case .power: return some([mainsPresent.age(at: now), upsCharge.age(at: now)], ages.weather)
        case .wind: return some([wind.latest.age(at: now)], ages.weather)
        case .rain: return some([rain.age(at: now)], ages.weather)
        case .icing: return some([airTemperature.age(at: now), humidity.age(at: now)], ages.weather)
        case .temperature: return some([airTemperature.age(at: now)], ages.weather)
        }
    }
}
