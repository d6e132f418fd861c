// SPDX-License-Identifier: Apache-2.0
// The predicates of the invariants. Each is written from the rule's own words and uses none of the step's helpers.
// A predicate changes nothing and must never be softened to fit what a step does.

internal import DockModel
internal import Wear

extension Invariant {
    /// Whether the step keeps this rule.
    public func holds(_ step: StepTaken) -> Bool {
        switch self {
        case .i1CloseOnlyOverASafePad: !step.orders(.cover(.close)) || step.isPadSafeToClose
        case .i3ArmOnlyUnderAnOpenCover: !step.orders(.launch) || step.isCoverStableOpen
        case .i4NothingMovesOnContradictorySwitches: !step.isContradictory || !step.actuates
        case .i5CoverMovesOnlyWithTheChargerOff: !step.movesCover || step.isChargerMeasuredOff
        case .i6ChargeOnlyAHomeVehicleUnderAClosedCover:
            !step.orders(.charger(on: true)) || step.isChargingAllowed
        case .i7CoverTravelHasADeadline: step.isTravelInTime
        case .i9FewRetriesOfTheCover:
            !step.movesCover || step.after.failedTravels.count <= step.policy.limits.coverRetriesPerHour
        case .i10LaunchNeedsEveryGate: !step.orders(.launch) || step.haveAllGatesPassed
        case .i12LaunchNeedsTheVerifiedMission:
            !step.orders(.launch) || (step.after.run?.itemCount != nil && step.after.run?.itemChecksum != nil)
        case .i13OneMissionAtATime: step.isOneMissionAtATime
        case .i19NoActuationOnStaleReadings: !step.actuates || step.areSwitchesFresh
        case .i22ReadsComeFirst: !(step.after.phase == .starting && step.actuates)
        case .i23NoOrderTwice: step.areOrdersNew
        case .i26NoLaunchOnAnUntrustedClock: !step.orders(.launch) || step.now.isWallTrusted
        case .i27AlarmsEndCharging: !step.isAlarmed || step.after.charge == nil
        case .i28EmergencyStopForbidsMotion:
            !step.isStopPressed || (!step.movesCover && !step.orders(.launch))
        case .i29IncidentsArePosted: step.areIncidentsPosted
        case .i34WearNeverShrinks: step.doesWearGrow
        case .i38ChargeHasADeadline: step.isChargeInTime
        case .i39OneOutcomeARun: step.areRecordsPosted
        }
    }
}

extension StepTaken {
    fileprivate var facts: Evidence { after.evidence }
    private var boot: Instant { now.boot }

    fileprivate func orders(_ action: Action) -> Bool { actions.contains(action) }
    fileprivate var actuates: Bool { actions.contains { $0.isActuation } }
    fileprivate var movesCover: Bool { orders(.cover(.open)) || orders(.cover(.close)) }

    fileprivate var areSwitchesFresh: Bool {
        facts.openSwitch.fresh(at: boot, within: policy.ages.switches) != nil
            && facts.closedSwitch.fresh(at: boot, within: policy.ages.switches) != nil
    }

    fileprivate var isContradictory: Bool {
        facts.openSwitch.fresh(at: boot, within: policy.ages.switches) == true
            && facts.closedSwitch.fresh(at: boot, within: policy.ages.switches) == true
    }

    fileprivate var isPadSafeToClose: Bool {
        let limit = policy.ages
        guard let isPresent = facts.vehiclePresent.fresh(at: boot, within: limit.switches) else {
            return false
        }
        let vehicle = facts.vehicle
        if isPresent {
            return vehicle.armed.fresh(at: boot, within: limit.vehicle) == false
                && vehicle.landed.fresh(at: boot, within: limit.vehicle) == .onGround
        }
        let isOut = after.run.map { $0.takeoff != nil && $0.landed == nil } ?? false
        guard !isOut else { return false }
        guard vehicle.linked.fresh(at: boot, within: limit.vehicle) == true,
            vehicle.landed.fresh(at: boot, within: limit.vehicle) != .onGround
        else { return true }
        return (vehicle.distance.fresh(at: boot, within: limit.vehicle)?.value ?? 0) > 100
    }

    fileprivate var isCoverStableOpen: Bool {
        let second = Duration.seconds(1)
        return facts.openSwitch.stable(at: boot, within: policy.ages.switches, for: second) == true
            && facts.closedSwitch.stable(at: boot, within: policy.ages.switches, for: second) == false
    }

    fileprivate var isChargerMeasuredOff: Bool {
        guard let current = facts.chargerCurrent.fresh(at: boot, within: policy.ages.switches) else {
            return false
        }
        return current.value > -0.1 && current.value < 0.1
    }

    fileprivate var isChargingAllowed: Bool {
        let limit = policy.ages
        guard facts.closedSwitch.fresh(at: boot, within: limit.switches) == true,
            facts.openSwitch.fresh(at: boot, within: limit.switches) == false,
            facts.vehiclePresent.fresh(at: boot, within: limit.switches) == true,
            facts.vehicle.armed.fresh(at: boot, within: limit.vehicle) == false
        else { return false }
        guard policy.equipped.contains(.padTemperature) else { return true }
        guard let pad = facts.padTemperature.fresh(at: boot, within: limit.weather) else { return false }
        return pad <= policy.limits.padTemperatureMax
    }

    fileprivate var isTravelInTime: Bool {
        guard let travel = after.travel else { return true }
        return travel.ordered.duration(to: boot) <= policy.deadlines.coverTravel
    }

    fileprivate var haveAllGatesPassed: Bool {
        guard let gates = after.run?.gates, gates.count == LaunchGate.allCases.count else { return false }
        return gates.allSatisfy { $0.answer == .pass } && Set(gates.map(\.gate)).count == gates.count
    }

    fileprivate var isOneMissionAtATime: Bool {
        for (schedule, due) in before.taken {
            guard let later = after.taken[schedule], later >= due else { return false }
        }
        if let was = before.run, let now = after.run, was.mission.id != now.mission.id {
            return !before.phase.isMissionUnderWay
        }
        return true
    }

    fileprivate var areOrdersNew: Bool {
        var last = before.nextOrder - 1
        for case .perform(let order) in effects {
            guard order.id > last else { return false }
            last = order.id
        }
        return after.nextOrder > last
    }

    fileprivate var isAlarmed: Bool {
        let limit = policy.ages.weather
        return facts.smoke.fresh(at: boot, within: limit) == true
            || facts.waterLeak.fresh(at: boot, within: limit) == true
            || facts.padTemperature.fresh(at: boot, within: limit).map {
                $0 > policy.limits.padTemperatureMax
            } == true
    }

    fileprivate var isStopPressed: Bool {
        facts.emergencyStop.fresh(at: boot, within: policy.ages.switches) == true
    }

    fileprivate var areIncidentsPosted: Bool {
        for (key, incident) in after.incidents where before.incidents[key] == nil {
            guard effects.contains(.post(.incident(incident))) else { return false }
        }
        return true
    }

    fileprivate var doesWearGrow: Bool {
        if case .operatorSays(.replacePart) = event { return true }
        return before.wear.units.allSatisfy { part, unit in
            (after.wear.units[part]?.use ?? 0) >= unit.use
        }
    }

    fileprivate var isChargeInTime: Bool {
        guard let charge = after.charge else { return true }
        return charge.begun.duration(to: boot) <= policy.deadlines.charge
    }

    fileprivate var areRecordsPosted: Bool {
        // A step that wants nothing ends nothing.
        guard !effects.isEmpty else { return true }
        let records = effects.compactMap { if case .record(let run) = $0 { run } else { nil } }
        let posted = effects.compactMap { if case .post(.mission(let run)) = $0 { run } else { nil } }
        let ended = Set(records.map(\.mission.id))
        guard records == posted, ended.count == records.count else { return false }
        guard let run = after.run else { return true }
        return !ended.contains(run.mission.id)
    }
}
