// SPDX-License-Identifier: Apache-2.0
// What the predicates read from a step: facts with their age, each read here anew from value and time. Nothing of the
// step's own reading of evidence is used, so that a mistake there cannot hide itself. All arithmetic is clamped.

internal import DockModel

/// The span between two instants, however far apart they are.
func span(_ from: Instant, _ to: Instant) -> Duration {
    let (difference, isOver) = to.nanoseconds.subtractingReportingOverflow(from.nanoseconds)
    return .nanoseconds(isOver ? (to < from ? .min : .max) : difference)
}

extension Sensed {
    /// What was told, if that is no longer ago than `limit`.
    func told(_ now: Instant, _ limit: Duration) -> Value? {
        guard let value, let taken, span(taken, now) <= limit else { return nil }
        return value
    }

    /// Whether anything believable was told within `limit`.
    func isTold(_ now: Instant, _ limit: Duration) -> Bool { told(now, limit) != nil }

    /// What was told, if it has also been the same for `steady`.
    func told(_ now: Instant, _ limit: Duration, steady: Duration) -> Value? {
        guard let value = told(now, limit), let since, span(since, now) >= steady else { return nil }
        return value
    }
}

extension StepTaken {
    /// Both limit switches of the cover, if both are fresh.
    var switches: (open: Bool, closed: Bool)? {
        guard let open = after.evidence.openSwitch.told(boot, policy.ages.switches),
            let closed = after.evidence.closedSwitch.told(boot, policy.ages.switches)
        else { return nil }
        return (open, closed)
    }

    /// Both limit switches of the rods, if both are fresh.
    var rodSwitches: (open: Bool, closed: Bool)? {
        guard let open = after.evidence.rodsOpenSwitch.told(boot, policy.ages.switches),
            let closed = after.evidence.rodsClosedSwitch.told(boot, policy.ages.switches)
        else { return nil }
        return (open, closed)
    }

    /// Whether the cover's two switches report contact at once.
    var isContradictory: Bool { switches.map { $0.open && $0.closed } ?? false }
    /// Whether the rods' two switches report contact at once.
    var areRodsContradictory: Bool { rodSwitches.map { $0.open && $0.closed } ?? false }
    /// Whether the cover is proved open, or proved closed.
    var isProvedOpen: Bool { switches.map { $0.open && !$0.closed } ?? false }
    var isProvedClosed: Bool { switches.map { $0.closed && !$0.open } ?? false }

    /// Whether something stands on the pad; nil when that is not known now.
    var isOnPad: Bool? { after.evidence.vehiclePresent.told(boot, policy.ages.switches) }
    /// Whether the motors are armed; nil when that is not known now.
    var isArmed: Bool? { after.evidence.vehicle.armed.told(boot, policy.ages.vehicle) }
    /// What the vehicle says of the ground; nil when that is not known now.
    var landed: LandedState? { after.evidence.vehicle.landed.told(boot, policy.ages.vehicle) }
    /// Whether the vehicle is heard.
    var isHeard: Bool { after.evidence.vehicle.linked.told(boot, policy.ages.vehicle) == true }
    /// The vehicle's distance and height, if told.
    var distance: Double? { after.evidence.vehicle.distance.told(boot, policy.ages.vehicle)?.value }
    var height: Double? { after.evidence.vehicle.height.told(boot, policy.ages.vehicle)?.value }
    /// Charge of the pack, if told.
    var charge: Double? { after.evidence.vehicle.battery.told(boot, policy.ages.battery)?.value }

    /// Whether the vehicle stands in the dock, disarmed, and says that it is on the ground.
    var isLandedAndDisarmed: Bool { isOnPad == true && isArmed == false && landed == .onGround }
    /// Whether the vehicle has left the ground by its own word.
    var isInTheAir: Bool {
        switch landed {
        case .inAir, .takingOff, .landing: true
        case .onGround, nil: false
        }
    }

    /// Whether the charger's current is measured, and next to nothing.
    var isChargerMeasuredOff: Bool {
        guard let current = after.evidence.chargerCurrent.told(boot, policy.ages.switches) else {
            return false
        }
        return current.value > -0.1 && current.value < 0.1
    }

    /// Whether smoke, water or heat is reported.
    var isAlarmed: Bool {
        let limit = policy.ages.weather
        if after.evidence.smoke.told(boot, limit) == true
            || after.evidence.waterLeak.told(boot, limit) == true
        {
            return true
        }
        guard let pad = after.evidence.padTemperature.told(boot, limit) else { return false }
        return pad.value > policy.limits.padTemperatureMax.value
    }

    /// Whether the emergency stop is reported pressed.
    var isStopPressed: Bool { after.evidence.emergencyStop.told(boot, policy.ages.switches) == true }
    /// Whether the dock has a service key and it is reported turned.
    var isKeyTurned: Bool {
        policy.equipped.contains(.serviceKey)
            && after.evidence.serviceKey.told(boot, policy.ages.switches) == true
    }
    /// Whether hands may be in the box: the key is turned, or not read on a dock that has one.
    var mayHandsBeInside: Bool {
        policy.equipped.contains(.serviceKey)
            && after.evidence.serviceKey.told(boot, policy.ages.switches) != false
    }

    /// Whether an incident of this kind is open about the dock itself.
    func isOpen(_ kind: IncidentKind) -> Bool { after.incidents[kind.rawValue] != nil }

    /// Whether the dock takes the vehicle to be in the air.
    var isAway: Bool { Self.isAway(after.phase) }
    static func isAway(_ phase: Phase) -> Bool {
        switch phase {
        case .flying, .returning, .landing, .diverting: true
        case .starting, .idle, .gating, .hold, .preparing, .opening, .launching, .securing, .closing,
            .charging,
            .offloading, .reporting, .recover, .lost, .diverted, .fault, .service:
            false
        }
    }

    /// Whether the event tells something of which `isSought` says yes.
    func tells(_ isSought: (Event) -> Bool) -> Bool {
        guard case .together(let events) = event else { return isSought(event) }
        return events.contains { if case .together = $0 { false } else { isSought($0) } }
    }

    /// Whether a person had the dock look around anew in this step.
    var isVisited: Bool { after.trail.contains(.starting) }
}
