// SPDX-License-Identifier: Apache-2.0
// The proofs that the rules on the launch and on due runs can fail: the launch of a fair flight, changed in one
// thing.

import DockModel
import Testing
import Wear

@testable import RoostCore

@Suite struct LaunchRuleProofs {
    private let launch: StepTaken
    private let prepared: StepTaken

    init() throws {
        launch = try Scene.flight(ordering: .launch)
        prepared = try #require(
            Scene.fairFlight(DockPolicy()).first {
                $0.before.phase == .gating && $0.after.trail.contains(.preparing)
            })
    }

    private var boot: Instant { launch.now.boot }

    @Test func `I3 forbids to arm under a cover that is not open, fresh and steady`() {
        expect(
            .i3ArmOnlyUnderAnOpenCover,
            forbids: [
                launch.seeing { $0.openSwitch.take(false, at: boot) },
                launch.seeing { $0.closedSwitch.take(true, at: boot) },
                launch.seeing { $0.openSwitch.forget() },
                launch.but { $0.now.boot = boot + .seconds(3) },
                launch.seeing { seen in
                    seen.openSwitch.take(false, at: boot)
                    seen.openSwitch.take(true, at: boot)
                },
            ],
            allows: [launch, launch.seeing { $0.openSwitch.take(true, at: boot) }])
    }

    @Test func `I10 forbids to arm past a gate, whatever the records say`() {
        let wrongs: [(inout StepTaken) -> Void] = [
            { $0.after.run?.gates.removeLast() }, { $0.after.run?.gates[0].answer = .refuse(because: "no") },
            { $0.after.run?.gates[0].gate = .parts },
            { $0.after.evidence.vehicle.battery.take(Percent(49), at: boot) },
            { $0.after.evidence.vehicle.fix.take(2, at: boot) },
            { $0.after.evidence.vehicle.isReadyToArm.take(false, at: boot) },
            { $0.after.evidence.vehicle.armed.take(true, at: boot) },
            { $0.after.evidence.vehiclePresent.take(false, at: boot) },
            { $0.after.evidence.emergencyStop.take(true, at: boot) },
            { $0.after.evidence.smoke.take(true, at: boot) },
            { $0.after.evidence.waterLeak.take(true, at: boot) },
            { $0.after.evidence.rain.take(MillimetresPerHour(0.6), at: boot) },
            { $0.after.evidence.airTemperature.take(Celsius(46), at: boot) },
            { $0.after.evidence.airTemperature.take(Celsius(-21), at: boot) },
            { $0.after.evidence.wind.take(MetresPerSecond(12.1), at: boot) },
            { $0.policy.limits.windMean = MetresPerSecond(2.9) },
            { $0.after.evidence.chargerCurrent.take(Amperes(1), at: boot) },
            { $0.policy.equipped.insert(.serviceKey) }, { $0.policy.equipped.insert(.rodsCommand) },
            { $0.after.lockOut = LockOut(cause: .operatorOrder, reason: "x", since: $0.now.wall) },
        ]
        expect(
            .i10LaunchNeedsEveryGate, forbids: wrongs.map { launch.but($0) },
            allows: [
                launch, launch.seeing { $0.vehicle.battery.take(Percent(50), at: boot) },
                launch.seeing { $0.rain.take(MillimetresPerHour(0.5), at: boot) },
                launch.but { $0.effects = [] }.seeing { $0.vehicle.fix.take(2, at: boot) },
            ])
    }

    @Test func `I11 forbids gates to pass on inputs beyond their own age`() {
        func aged(_ step: StepTaken, _ change: (inout Evidence) -> Void) -> StepTaken { step.seeing(change) }
        let old: [(inout Evidence) -> Void] = [
            { $0.vehicle.battery = told(Percent(90), 11) }, { $0.vehicle.fix = told(3, 6) },
            { $0.vehicle.linked = told(true, 6) }, { $0.vehicle.isReadyToArm = told(true, 6) },
            { $0.vehicle.landed = told(.onGround, 6) }, { $0.emergencyStop = told(false, 3) },
            { $0.vehiclePresent = told(true, 3) }, { $0.openSwitch = told(true, 3) },
            { $0.smoke = told(false, 121) }, { $0.waterLeak = told(false, 121) },
            { $0.rain = told(MillimetresPerHour(0), 121) }, { $0.airTemperature = told(Celsius(15), 121) },
            { $0.wind = WindWindow() },
        ]
        let young: [(inout Evidence) -> Void] = [
            { $0.vehicle.battery = told(Percent(90), 10) }, { $0.vehicle.fix = told(3, 5) },
            { $0.smoke = told(false, 120) }, { $0.emergencyStop = told(false, 2) },
        ]
        expect(
            .i11GatesNeedFreshInputs, forbids: old.map { launch.seeing($0) },
            allows: [launch, prepared] + young.map { launch.seeing($0) })
        #expect(!Invariant.i11GatesNeedFreshInputs.holds(prepared.seeing { $0.rain.forget() }))
        // What a schedule waives need not be read; everything else still must.
        func sealed(_ step: StepTaken) -> StepTaken {
            step.but { step in
                guard var run = step.after.run else { return }
                var terms = run.mission.terms ?? LaunchTerms()
                terms.waivers = [Waiver(gate: .rain, reason: "sealed vehicle")]
                run.mission.terms = terms
                step.after.run = run
            }
        }
        #expect(Invariant.i11GatesNeedFreshInputs.holds(sealed(prepared.seeing { $0.rain.forget() })))
        #expect(!Invariant.i11GatesNeedFreshInputs.holds(sealed(prepared.seeing { $0.wind = WindWindow() })))
        #expect(!Invariant.i11GatesNeedFreshInputs.holds(prepared.seeing { $0.vehicle.battery.forget() }))
    }

    /// A fact told so many seconds before the launch.
    private func told<Value>(_ value: Value, _ seconds: Int) -> Sensed<Value> {
        var sensed = Sensed<Value>()
        sensed.take(value, at: boot + .seconds(-seconds))
        return sensed
    }

    @Test func `I12 forbids to arm with a plan that was not read back as it is`() {
        var plans = launch
        plans.policy.plans[launch.after.run?.mission.plan ?? ""] = PlanFacts(itemCount: 6, checksum: 7)
        expect(
            .i12LaunchNeedsTheVerifiedMission,
            forbids: [
                launch.but { $0.after.run?.itemCount = nil }, launch.but { $0.after.run?.itemChecksum = nil },
                launch.but { $0.after.run?.itemCount = 0 }, plans.but { $0.after.run?.itemCount = 5 },
                plans.but { $0.after.run?.itemChecksum = 8 },
                launch.but { step in
                    step.before.launchStage = .uploading
                    step.event = .tick
                },
            ],
            allows: [
                launch, plans,
                launch.but { step in
                    (step.before.launchStage, step.before.awaited) = (.uploading, 9)
                    step.event = .finished(order: 9, .verified(itemCount: 6, checksum: 7))
                },
            ])
    }

    @Test func `I13 forbids to take or launch a run twice, and two at a time`() {
        let waiting = Scene.resting().but { step in
            step.event = .due(Scene.mission)
            step.after.waiting = [Scene.mission]
            step.after.taken["patrol"] = Scene.mission.due
            step.after.recentRuns = [Scene.mission.id]
        }
        var other = Scene.mission
        other.id = "other@1"
        let old = Scene.mission.due
        expect(
            .i13OneMissionAtATime,
            forbids: [
                launch.but { $0.after.taken = [:] },
                launch.but { $0.after.taken["patrol"] = WallTime(milliseconds: 0) },
                launch.but { $0.after.run?.mission.id = "another" },
                launch.but { $0.before.run?.launched = old },
                launch.but { $0.before.run?.takeoff = old }, launch.but { $0.after.run?.outcome = .flown },
                launch.but { $0.effects += $0.effects },
                waiting.but { $0.after.waiting.append(Scene.mission) },
                waiting.but { $0.before.recentRuns = [Scene.mission.id] },
                waiting.but { step in
                    step.before.taken["patrol"] = old
                    step.before.forgottenDue = old
                },
                waiting.but { step in
                    step.before.taken["patrol"] = old
                    step.before.recentRuns = ["by an older Roost, without a time"]
                },
                Scene.flying().but { $0.after.run?.mission = other },
            ],
            allows: [
                launch, waiting, waiting.but { $0.before.taken["patrol"] = old },
                waiting.but { step in
                    step.before.forgottenDue = old
                    step.before.taken["patrol"] = old + .seconds(3600)
                    step.after.taken = step.before.taken
                },
            ])
    }

    @Test func `I26 forbids to launch by a clock that is not set, not believable or has jumped`() {
        let jumped = launch.but { $0.before.clock.last?.wall = $0.now.wall + .seconds(-30) }
        expect(
            .i26NoLaunchOnAnUntrustedClock,
            forbids: [
                launch.but { $0.now.isWallTrusted = false }, prepared.but { $0.now.isWallTrusted = false },
                launch.but { $0.now.wall = WallTime(seconds: 1_704_067_199) }, jumped,
                launch.but { $0.after.clock.jumped = boot + .seconds(-59) },
            ],
            allows: [
                launch, prepared, launch.but { $0.after.clock.jumped = boot + .seconds(-60) },
                Scene.resting().but { $0.now.isWallTrusted = false },
            ])
    }

    @Test func `I39 forbids to drop a run, to end it twice or to keep its end for itself`() throws {
        let record = try Scene.flight(posting: { if case .mission = $0 { true } else { false } })
        let due = Scene.resting().but { $0.event = .due(Scene.mission) }
        let waits = Scene.resting().always { $0.waiting = [Scene.mission] }
        let put = Scene.resting(in: .service).but { step in
            step.before.run = MissionRun(mission: Scene.mission, begun: Scene.wall)
            step.after.waiting = [Scene.mission]
        }
        expect(
            .i39OneOutcomeARun,
            forbids: [
                record.but { $0.effects.removeAll { if case .post = $0 { true } else { false } } },
                record.but { $0.effects.removeAll { if case .record = $0 { true } else { false } } },
                record.but { $0.effects += $0.effects }, record.but { $0.after.run = $0.before.run }, due,
                waits.but { $0.after.waiting = [] }, Scene.flying().but { $0.after.run = nil },
                Scene.resting().but { $0.after.waiting = [Scene.mission] }, put.but { $0.after.waiting = [] },
            ],
            allows: [
                record, waits, put, due.but { $0.after.waiting = [Scene.mission] },
                due.but { $0.before.recentRuns = [Scene.mission.id] },
                due.but { $0.event = .together([.due(Scene.mission), .due(Scene.mission)]) }.but {
                    $0.after.waiting = [Scene.mission]
                },
            ])
    }
}
