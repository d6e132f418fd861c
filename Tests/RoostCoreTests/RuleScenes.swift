// SPDX-License-Identifier: Apache-2.0
// Hand-made steps for the proofs that the safety rules can fail: a dock at rest, a vehicle in the air, and one legal
// step of a whole flight for each action. Each is legal as it stands; a proof changes the one thing that a rule is
// about.

import DockModel
import Testing
import Wear

@testable import RoostCore

/// Steps that are legal as they stand.
enum Scene {
    static let boot = Instant(seconds: 10_000)
    static let wall = WallTime(seconds: 1_764_057_600)
    static let mission = DueMission(
        id: "patrol@1", schedule: "patrol", plan: "patrol.plan", due: wall, latest: wall + .seconds(1800))
    static let field = LandingPlace(name: "field", east: Metres(300), north: Metres(0))

    /// A tick in a phase that has lasted five seconds, with all that the dock may see, told five seconds ago and now.
    static func resting(in phase: Phase = .idle, policy: DockPolicy = DockPolicy()) -> StepTaken {
        let now = Moment(boot: boot, wall: wall)
        var state = DockState(at: now, parts: policy.parts)
        (state.phase, state.phaseEntered, state.nextOrder) = (phase, boot + .seconds(-5), 10)
        state.clock.last = Moment(boot: boot + .seconds(-1), wall: wall + .seconds(-1))
        for at in [boot + .seconds(-5), boot] { tell(&state.evidence, at: at) }
        return StepTaken(before: state, event: .tick, now: now, policy: policy, after: state, effects: [])
    }

    private static func tell(_ evidence: inout Evidence, at: Instant) {
        evidence.openSwitch.take(false, at: at)
        evidence.closedSwitch.take(true, at: at)
        evidence.chargerCurrent.take(Amperes(0), at: at)
        evidence.chargerEnergy.take(WattHours(100), at: at)
        evidence.vehiclePresent.take(true, at: at)
        evidence.emergencyStop.take(false, at: at)
        evidence.serviceKey.take(false, at: at)
        evidence.rodsOpenSwitch.take(false, at: at)
        evidence.rodsClosedSwitch.take(true, at: at)
        evidence.smoke.take(false, at: at)
        evidence.waterLeak.take(false, at: at)
        evidence.padTemperature.take(Celsius(20), at: at)
        evidence.rain.take(MillimetresPerHour(0), at: at)
        evidence.airTemperature.take(Celsius(15), at: at)
        evidence.wind.take(MetresPerSecond(3), at: at)
        evidence.vehicle.linked.take(true, at: at)
        evidence.vehicle.armed.take(false, at: at)
        evidence.vehicle.landed.take(.onGround, at: at)
        evidence.vehicle.battery.take(Percent(80), at: at)
        evidence.vehicle.fix.take(3, at: at)
        evidence.vehicle.isReadyToArm.take(true, at: at)
        evidence.vehicle.height.take(Metres(0), at: at)
        evidence.vehicle.distance.take(Metres(0), at: at)
        evidence.vehicle.east.take(Metres(0), at: at)
        evidence.vehicle.north.take(Metres(0), at: at)
    }

    /// A tick while a vehicle flies its mission 80 m away and 30 m up, over an open cover.
    static func flying(_ phase: Phase = .flying, policy: DockPolicy = DockPolicy()) -> StepTaken {
        resting(in: phase, policy: policy).withCover(.open).always { state in
            state.evidence.vehiclePresent.take(false, at: boot)
            state.evidence.vehicle.armed.take(true, at: boot)
            state.evidence.vehicle.landed.take(.inAir, at: boot)
            state.evidence.vehicle.height.take(Metres(30), at: boot)
            state.evidence.vehicle.distance.take(Metres(80), at: boot)
            state.evidence.vehicle.east.take(Metres(80), at: boot)
            var run = MissionRun(mission: mission, begun: wall)
            (run.launched, run.takeoff) = (wall, wall)
            state.run = run
            if phase == .diverting {
                state.divert = Divert(place: field, reason: "wind", decided: boot + .seconds(-5))
                state.alternate = field
            }
        }
    }

    /// The same with a place to land elsewhere, 220 m from the vehicle.
    static func flyingWithAField(_ phase: Phase = .flying) -> StepTaken {
        var policy = DockPolicy()
        policy.alternates = [field]
        return flying(phase, policy: policy).always { $0.alternate = field }
    }

    /// The first step of a fair flight, with alarm at its end, that orders `action`.
    static func flight(ordering action: Action, policy: DockPolicy = DockPolicy()) throws -> StepTaken {
        try #require(
            fairFlight(policy).first { step in
                step.effects.contains {
                    if case .perform(let order) = $0 { order.action == action } else { false }
                }
            })
    }

    /// The first step of that flight that says such a thing.
    static func flight(posting isSought: (Notice) -> Bool) throws -> StepTaken {
        try #require(
            fairFlight(DockPolicy()).first { step in
                step.effects.contains { if case .post(let notice) = $0 { isSought(notice) } else { false } }
            })
    }

    /// The steps of a whole flight that wanted something; none breaks a rule.
    static func fairFlight(_ policy: DockPolicy) -> [StepTaken] {
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
        return bench.steps
    }

    /// A policy with rods and a service key.
    static var withRodsAndKey: DockPolicy {
        var policy = DockPolicy()
        policy.equipped.formUnion([.rodsCommand, .rodsOpenSwitch, .rodsClosedSwitch, .serviceKey])
        return policy
    }
}

extension StepTaken {
    /// This step with one thing changed.
    func but(_ change: (inout StepTaken) -> Void) -> StepTaken {
        var step = self
        change(&step)
        return step
    }

    /// This step with the state changed, before and after alike.
    func always(_ change: (inout DockState) -> Void) -> StepTaken {
        but { step in
            change(&step.before)
            change(&step.after)
        }
    }

    /// This step with what is known after it changed.
    func seeing(_ change: (inout Evidence) -> Void) -> StepTaken { but { change(&$0.after.evidence) } }

    /// This step with orders that a step may give, each followed up as it should be.
    func ordering(_ actions: Action...) -> StepTaken {
        but { step in
            for action in actions {
                let id = step.after.nextOrder
                step.after.nextOrder += 1
                step.effects.append(.perform(Order(id: id, action: action)))
                if action.isWrite {
                    step.after.pendingWrites.append(PendingWrite(order: id, given: step.now.boot))
                }
            }
        }
    }

    /// This step with a cover that has been seen so for five seconds.
    func withCover(_ position: CoverPosition) -> StepTaken {
        always { state in
            (state.evidence.openSwitch, state.evidence.closedSwitch) = (Sensed(), Sensed())
            for at in [now.boot + .seconds(-5), now.boot] {
                state.evidence.openSwitch.take(position == .open || position == .contradictory, at: at)
                state.evidence.closedSwitch.take(position == .closed || position == .contradictory, at: at)
            }
        }
    }

    /// This step with an incident that stands before and after.
    func with(_ kind: IncidentKind) -> StepTaken {
        always {
            $0.incidents[kind.rawValue] = Incident(kind: kind, detail: "x", opened: now.wall, number: 1)
        }
    }

    /// This step in a phase that has lasted so long.
    func lasting(_ seconds: Int) -> StepTaken { always { $0.phaseEntered = now.boot + .seconds(-seconds) } }

    /// This step with a cover travel under way before it, and after it too unless it is ended.
    func travelling(_ goal: CoverOrder, for seconds: Int, isReversal: Bool = false) -> StepTaken {
        always { state in
            state.travel = CoverTravel(
                goal: goal, ordered: now.boot + .seconds(-seconds), order: 5, isReversal: isReversal)
        }
    }
}

/// Expects that the rule forbids these steps and keeps silent on those, which differ from them in one thing.
func expect(
    _ rule: Invariant, forbids: [StepTaken], allows: [StepTaken],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for (index, step) in forbids.enumerated() {
        #expect(!rule.holds(step), "offence \(index)", sourceLocation: sourceLocation)
    }
    for (index, step) in allows.enumerated() {
        #expect(rule.holds(step), "near miss \(index)", sourceLocation: sourceLocation)
    }
    #expect(!forbids.isEmpty && !allows.isEmpty, sourceLocation: sourceLocation)
}
