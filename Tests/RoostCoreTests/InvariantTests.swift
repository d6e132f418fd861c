// SPDX-License-Identifier: Apache-2.0
// Every safety rule can fail. Each is shown a legal step, which it must let pass, and the same step with the one thing
// wrong that the rule forbids, which it must not. A rule that nothing can break guards nothing.

import DockModel
import RoostCore
import Testing
import Wear

/// Legal steps of a whole flight, by the action that they order.
private struct LegalSteps {
    var steps: [StepTaken]

    init() throws {
        var policy = DockPolicy()
        let description = try PartDescription(
            id: "cover", name: "cover", measure: .counted(limit: 1000), use: .coverMoves, typicalLife: 500,
            lifeSpread: 0.2, plannedUsesPerDay: 4, leadDays: 10, orderDays: 3, severity: .error)
        policy.parts = [PartRule(description: description)]
        var bench = CoreBench.flying(policy: policy)
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.vehicle?.battery = Percent(60)
        bench.pass(5)
        bench.setCover(.closed)
        bench.pass(5)
        bench.sensors[.chargerCurrent] = 8
        bench.pass(30)
        bench.sensors[.smoke] = 1
        bench.pass(2)
        #expect(bench.broken == [])
        steps = bench.steps
    }

    func step(ordering action: Action) throws -> StepTaken {
        try #require(steps.first { $0.actions.contains(action) })
    }

    func step(posting isWanted: (Notice) -> Bool) throws -> StepTaken {
        try #require(
            steps.first { step in
                step.effects.contains { if case .post(let notice) = $0 { isWanted(notice) } else { false } }
            })
    }
}

extension StepTaken {
    fileprivate var actions: [Action] {
        effects.compactMap { if case .perform(let order) = $0 { order.action } else { nil } }
    }

    /// This step with one thing changed.
    fileprivate func but(_ change: (inout StepTaken) -> Void) -> StepTaken {
        var step = self
        change(&step)
        return step
    }
}

/// Steps that break the rule, each in its own way.
private func offences(against rule: Invariant, _ legal: LegalSteps) throws -> [StepTaken] {
    switch rule {
    case .i1CloseOnlyOverASafePad, .i3ArmOnlyUnderAnOpenCover, .i4NothingMovesOnContradictorySwitches,
        .i5CoverMovesOnlyWithTheChargerOff, .i6ChargeOnlyAHomeVehicleUnderAClosedCover,
        .i7CoverTravelHasADeadline, .i9FewRetriesOfTheCover, .i19NoActuationOnStaleReadings:
        try offencesInTheDock(against: rule, legal)
    case .i10LaunchNeedsEveryGate, .i12LaunchNeedsTheVerifiedMission, .i13OneMissionAtATime,
        .i22ReadsComeFirst, .i23NoOrderTwice, .i26NoLaunchOnAnUntrustedClock, .i27AlarmsEndCharging,
        .i28EmergencyStopForbidsMotion, .i29IncidentsArePosted, .i34WearNeverShrinks, .i38ChargeHasADeadline,
        .i39OneOutcomeARun:
        try offencesOfTheMission(against: rule, legal)
    }
}

private func offencesInTheDock(against rule: Invariant, _ legal: LegalSteps) throws -> [StepTaken] {
    let close = try legal.step(ordering: .cover(.close)), launch = try legal.step(ordering: .launch)
    let open = try legal.step(ordering: .cover(.open)), charge = try legal.step(ordering: .charger(on: true))
    switch rule {
    case .i1CloseOnlyOverASafePad:
        return [
            close.but { $0.after.evidence.vehicle.armed.take(true, at: $0.now.boot) },
            close.but { $0.after.evidence.vehicle.landed.take(.inAir, at: $0.now.boot) },
            close.but { $0.after.evidence.vehiclePresent.take(nil, at: $0.now.boot) },
            close.but { step in
                step.after.evidence.vehiclePresent.take(false, at: step.now.boot)
                step.after.run?.landed = nil
            },
        ]
    case .i3ArmOnlyUnderAnOpenCover:
        return [
            launch.but { $0.after.evidence.openSwitch.take(false, at: $0.now.boot) },
            launch.but { $0.after.evidence.closedSwitch.take(true, at: $0.now.boot) },
            launch.but { $0.after.evidence.openSwitch.forget() },
        ]
    case .i4NothingMovesOnContradictorySwitches:
        return [open, launch, charge].map { step in
            step.but { step in
                step.after.evidence.openSwitch.take(true, at: step.now.boot)
                step.after.evidence.closedSwitch.take(true, at: step.now.boot)
            }
        }
    case .i5CoverMovesOnlyWithTheChargerOff:
        return [Amperes(8), Amperes(-8), nil].map { current in
            open.but { $0.after.evidence.chargerCurrent.take(current, at: $0.now.boot) }
        }
    case .i6ChargeOnlyAHomeVehicleUnderAClosedCover:
        return [
            charge.but { $0.after.evidence.closedSwitch.take(false, at: $0.now.boot) },
            charge.but { $0.after.evidence.vehiclePresent.take(false, at: $0.now.boot) },
            charge.but { $0.after.evidence.vehicle.armed.take(true, at: $0.now.boot) },
            charge.but { $0.after.evidence.padTemperature.take(Celsius(80), at: $0.now.boot) },
            charge.but { $0.after.evidence.padTemperature.take(nil, at: $0.now.boot) },
        ]
    case .i7CoverTravelHasADeadline:
        return [open.but { $0.after.travel?.ordered = $0.now.boot + .seconds(-41) }]
    case .i9FewRetriesOfTheCover:
        return [open.but { $0.after.failedTravels = Array(repeating: $0.now.boot, count: 3) }]
    case .i19NoActuationOnStaleReadings:
        return [
            open.but { $0.after.evidence.openSwitch.forget() },
            charge.but { $0.after.evidence.closedSwitch.forget() },
        ]
    default: return []
    }
}

private func offencesOfTheMission(against rule: Invariant, _ legal: LegalSteps) throws -> [StepTaken] {
    let launch = try legal.step(ordering: .launch), open = try legal.step(ordering: .cover(.open))
    let charge = try legal.step(ordering: .charger(on: true))
    let record = try legal.step(posting: { if case .mission = $0 { true } else { false } })
    let incident = try legal.step(posting: { if case .incident = $0 { true } else { false } })
    switch rule {
    case .i10LaunchNeedsEveryGate:
        return [
            launch.but { $0.after.run?.gates.removeLast() },
            launch.but { $0.after.run?.gates[0].answer = .refuse(because: "no") },
            launch.but { $0.after.run?.gates.swapAt(0, 1) }.but { $0.after.run?.gates[0].gate = .parts },
        ]
    case .i12LaunchNeedsTheVerifiedMission:
        return [
            launch.but { $0.after.run?.itemCount = nil }, launch.but { $0.after.run?.itemChecksum = nil },
        ]
    case .i13OneMissionAtATime:
        return [
            launch.but { $0.after.taken["patrol"] = nil },
            launch.but { $0.after.taken["patrol"] = WallTime(milliseconds: 0) },
            launch.but { $0.after.run?.mission.id = "another" },
        ]
    case .i22ReadsComeFirst: return [open.but { $0.after.phase = .starting }]
    case .i23NoOrderTwice:
        return [
            open.but { $0.effects += $0.effects },
            open.but { $0.after.nextOrder = $0.before.nextOrder },
        ]
    case .i26NoLaunchOnAnUntrustedClock: return [launch.but { $0.now.isWallTrusted = false }]
    case .i27AlarmsEndCharging:
        return [
            charge.but { $0.after.evidence.smoke.take(true, at: $0.now.boot) },
            charge.but { $0.after.evidence.waterLeak.take(true, at: $0.now.boot) },
            charge.but { $0.after.evidence.padTemperature.take(Celsius(80), at: $0.now.boot) },
        ]
    case .i28EmergencyStopForbidsMotion:
        return [open, launch].map { step in
            step.but { $0.after.evidence.emergencyStop.take(true, at: $0.now.boot) }
        }
    case .i29IncidentsArePosted:
        return [incident.but { $0.effects.removeAll { if case .post = $0 { true } else { false } } }]
    case .i34WearNeverShrinks: return [record.but { $0.after.wear.units = [:] }]
    case .i38ChargeHasADeadline:
        return [charge.but { $0.after.charge?.begun = $0.now.boot + .seconds(-10_801) }]
    case .i39OneOutcomeARun:
        return [
            record.but { $0.effects.removeAll { if case .post = $0 { true } else { false } } },
            record.but { $0.effects += $0.effects },
            record.but { $0.after.run = $0.before.run },
        ]
    default: return []
    }
}

@Suite struct Invariants {
    @Test(arguments: Invariant.allCases)
    func `every rule lets a whole flight pass and catches what it forbids`(rule: Invariant) throws {
        let legal = try LegalSteps()
        #expect(legal.steps.allSatisfy { rule.holds($0) })
        let offences = try offences(against: rule, legal)
        #expect(!offences.isEmpty)
        for (index, step) in offences.enumerated() { #expect(!rule.holds(step), "offence \(index)") }
    }
}
