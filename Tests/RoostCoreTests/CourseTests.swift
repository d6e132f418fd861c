// SPDX-License-Identifier: Apache-2.0
// The proofs that the course can find a stray, in each of its parts: a step that keeps it, and the same step with one
// thing changed. What the whole course finds is measured by Scripts/mutate-core.

import DockModel
import Testing
import Wear

@testable import RoostCore

@Suite struct CourseTests {
    private let boot = Scene.boot

    /// The words of the strays of a step.
    private func strays(_ step: StepTaken) -> [String] { step.strays().map(\.detail) }

    @Test func `a whole flight keeps the course`() {
        for step in Scene.fairFlight(DockPolicy()) { #expect(strays(step) == []) }
        for phase in [Phase.idle, .offloading, .lost, .diverted, .fault] {
            let full = Scene.resting(in: phase).always {
                $0.evidence.vehicle.battery.take(Percent(97), at: boot)
                guard phase == .offloading else { return }
                var run = MissionRun(mission: Scene.mission, begun: Scene.wall)
                (run.takeoff, run.landed) = (Scene.wall, Scene.wall)
                $0.run = run
            }
            #expect(strays(full) == [])
        }
        #expect(strays(Scene.flying()) == [])
    }

    @Test func `a phase that has a reason to end is not stayed in`() {
        let idle = Scene.resting()
        #expect(strays(idle.but { $0.after.waiting = [Scene.mission] }).contains("a due run waits"))
        #expect(
            strays(idle.seeing { $0.openSwitch.take(true, at: boot) }).contains("the switches contradict"))
        let flying = Scene.flying()
        #expect(
            strays(flying.seeing { $0.vehicle.intent.take(.returning, at: boot) }).contains(
                "the vehicle returns"))
        let landed = flying.seeing { seen in
            seen.vehicle.landed.take(.onGround, at: boot)
            seen.vehicle.armed.take(false, at: boot)
        }
        #expect(strays(landed).contains("the vehicle is down"))
        let offloading = Scene.resting(in: .offloading)
        let late = offloading.always { $0.phaseEntered = boot + .seconds(-601) }
        #expect(strays(late).contains("the log's time is over"))
        #expect(strays(late).contains("a phase of a run without its run"))
        let airborne = flying.always { $0.clock.last = flying.now }
        let counted = airborne.but { $0.after.run?.airSeconds = ($0.before.run?.airSeconds ?? 0) + 60 }
        #expect(strays(counted).contains("the time in the air is counted as it passes"))
        let round = idle.but { $0.after.trail = Array(repeating: .idle, count: 8) }
        #expect(strays(round).contains("the phases go round in circles"))
    }

    @Test func `a phase is not left without a reason`() throws {
        let flying = Scene.flying().but { step in
            (step.after.phase, step.after.trail) = (.returning, [.returning])
            step.after.phaseEntered = boot
        }
        #expect(strays(flying).contains("nothing leads from flying to returning now"))
        #expect(strays(flying.seeing { $0.vehicle.intent.take(.returning, at: boot) }) == [])
        let opening = try Scene.flight(ordering: .cover(.open))
        #expect(strays(opening) == [])
        let early = opening.seeing { $0.chargerCurrent.take(Amperes(0.2), at: opening.now.boot) }
        #expect(strays(early).contains("nothing leads from preparing to opening now"))
    }

    @Test func `each gate must answer what the facts say`() throws {
        let launch = try Scene.flight(ordering: .launch)
        #expect(strays(launch) == [])
        let wrongs: [(LaunchGate, (inout Evidence) -> Void)] = [
            (.battery, { $0.vehicle.battery.take(Percent(49), at: launch.now.boot) }),
            (.gnss, { $0.vehicle.fix.take(2, at: launch.now.boot) }),
            (.vehicleReady, { $0.vehicle.isReadyToArm.take(false, at: launch.now.boot) }),
            (.rain, { $0.rain.take(MillimetresPerHour(0.6), at: launch.now.boot) }),
            (.temperature, { $0.airTemperature.take(Celsius(45.1), at: launch.now.boot) }),
            (.temperature, { $0.airTemperature.take(Celsius(-20.1), at: launch.now.boot) }),
            (.wind, { $0.wind.take(MetresPerSecond(12.1), at: launch.now.boot) }),
            (.alarms, { $0.smoke.take(true, at: launch.now.boot) }),
            (.emergencyStop, { $0.emergencyStop.take(true, at: launch.now.boot) }),
            (.vehiclePresent, { $0.vehiclePresent.take(false, at: launch.now.boot) }),
            (.cover, { $0.closedSwitch.take(true, at: launch.now.boot) }),
        ]
        for (gate, change) in wrongs {
            let found = strays(launch.seeing(change))
            #expect(found.contains { $0.hasPrefix("the gate \(gate.rawValue) answers") }, "\(gate)")
        }
    }

    @Test func `a travel ends for a reason and a failure is counted`() {
        let moving = Scene.resting(in: .closing).withCover(.moving).always { state in
            state.travel = CoverTravel(
                goal: .close, ordered: boot + .seconds(-10), order: 5, isReversal: false)
        }
        #expect(strays(moving) == [])
        #expect(strays(moving.withCover(.closed)).contains("the cover has arrived"))
        let stopped = moving.but { step in
            step.after.travel = nil
            step.after.stopOrder = 10
            step.after.nextOrder = 11
            step.effects = [.perform(Order(id: 10, action: .cover(.stop)))]
        }
        #expect(strays(stopped).contains("a travel ended without a reason"))
        let late = stopped.but { $0.before.travel?.ordered = boot + .seconds(-41) }
        #expect(strays(late).contains("a failed travel is counted, no other"))
    }

    @Test func `a low pack is charged when it may be, and not otherwise`() {
        let low = Scene.resting().seeing { $0.vehicle.battery.take(Percent(60), at: boot) }
        #expect(strays(low).contains("a low pack could be charged"))
        #expect(strays(low.always { $0.chargeAgain = boot + .seconds(1) }) == [])
        let charging = low.always { state in
            state.charge = ChargeSession(begun: boot + .seconds(-10), energyAtStart: 100, isConfirmed: false)
        }
        #expect(strays(charging) == [])
        let delivering = charging.seeing { $0.chargerCurrent.take(Amperes(8), at: boot) }
        #expect(strays(delivering).contains("current confirms a session"))
        let stray = Scene.resting().seeing { $0.chargerEnable.take(true, at: boot) }
        #expect(strays(stray).contains("a stray charge is noted"))
    }

    @Test func `a vehicle is called home for a reason, and then again and again`() {
        let low = Scene.flying().seeing { $0.vehicle.battery.take(Percent(29), at: boot) }
        #expect(strays(low).contains("the vehicle must be called home"))
        let called = Scene.flying().but { step in
            (step.after.isCalledHome, step.after.homeCalled, step.after.nextOrder) = (true, boot, 11)
            step.effects = [.perform(Order(id: 10, action: .returnHome))]
        }
        #expect(strays(called).contains("called home without a need"))
    }

    @Test func `home that cannot be used is noted, and a stranded vehicle is sent elsewhere`() {
        let barred = Scene.flyingWithAField().seeing { $0.smoke.take(true, at: boot) }
        #expect(strays(barred).contains("home that is barred is noted"))
        let far = Scene.flyingWithAField().always { $0.alternate = nil }
        #expect(strays(far).contains("the nearest place"))
    }

    @Test func `an incident opens on its facts, stands with them and ends after them`() {
        let smoke = Scene.resting().seeing { $0.smoke.take(true, at: boot) }
        #expect(strays(smoke).contains("POWER.smoke is not told"))
        let incident = Incident(kind: .smoke, detail: "", opened: Scene.wall, number: 1)
        let opened = Scene.resting().but { $0.after.incidents = [incident.key: incident] }
        #expect(strays(opened).contains("POWER.smoke opens without its facts"))
        let ended = Scene.resting().but { $0.before.incidents = [incident.key: incident] }
        #expect(strays(ended).contains("POWER.smoke ends before its time"))
        let quiet = Scene.resting().always { $0.incidents = [incident.key: incident] }
        #expect(strays(quiet).contains("POWER.smoke is not seen to be over"))
    }

    @Test func `a run ends in the outcome that its facts give`() {
        let record = { (outcome: MissionOutcome, change: (inout MissionRun) -> Void) -> StepTaken in
            var run = MissionRun(mission: Scene.mission, begun: Scene.wall)
            (run.outcome, run.ended) = (outcome, Scene.wall)
            change(&run)
            return Scene.resting(in: .gating).but { step in
                step.before.run = MissionRun(mission: Scene.mission, begun: Scene.wall)
                (step.after.phase, step.after.trail) = (.idle, [.idle])
                step.effects = [.record(run)]
            }
        }
        #expect(strays(record(.expired) { _ in }).contains("expired too early"))
        #expect(strays(record(.refused) { _ in }).contains("refused by no gate"))
        #expect(strays(record(.aborted) { $0.takeoff = Scene.wall }).contains("aborted after a take-off"))
        #expect(strays(record(.flown) { $0.takeoff = Scene.wall }).contains("flown, or in part"))
    }

    @Test func `a start leaves nothing under way and forgets no failure`() {
        let start = Scene.resting().but { step in
            step.event = .started
            step.after.evidence = Evidence()
            (step.after.phase, step.after.phaseEntered) = (.starting, boot)
        }
        #expect(strays(start) == [])
        let moving = start.but { step in
            step.before.travel = CoverTravel(goal: .open, ordered: boot, order: 3, isReversal: false)
        }
        #expect(strays(moving).contains("a stop of the cover is due"))
        #expect(strays(moving).contains("failed travels are kept"))
    }

    @Test func `what is told becomes evidence unchanged`() {
        let told = Scene.resting().but { step in
            step.event = .readings([RoleReading(.coverOpenSwitch, 1, taken: boot)])
        }
        #expect(strays(told).contains("a reading is taken as it is told"))
        #expect(!strays(told.withCover(.open)).contains("a reading is taken as it is told"))
    }
}
