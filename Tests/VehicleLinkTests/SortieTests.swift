// SPDX-License-Identifier: Apache-2.0
// Whole flights of both autopilots over real UDP: from the first heartbeat to the disarmed vehicle, and the ways in
// which they go wrong.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.serialized) struct SortieTests {
    @Test(arguments: [AutopilotDialect.px4, .ardupilot])
    func `a plan is flown from the first heartbeat to the disarmed vehicle`(_ dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: .patient)
        let result = await sortie.fly(TestPlan.flight)
        await rig.stop()
        #expect(result == .flown)
        #expect(sortie.stage == .disarmed)
        let trace = sortie.trace
        #expect(trace.autopilot == (dialect == .px4 ? .px4 : .ardupilot))
        #expect(trace.hasFlown && trace.armedAt != nil && trace.disarmedAt != nil)
        // Numbered as in the plan: the take-off and both waypoints, whatever the family counts as item 0.
        #expect(Set(trace.reached).isSuperset(of: [0, 1, 3]) && trace.reached.allSatisfy { (0...4).contains($0) })
        #expect(trace.modes.contains(.mission))
        // ArduPilot flies a return that is an item of its mission in the mode of the mission.
        #expect(trace.modes.contains(.returning) == (dialect == .px4))
        // 22 m north, 23 m east, and the way back.
        #expect((60...90).contains(trace.distance.value))
        #expect(try (14...40).contains(#require(trace.highest).value))
        #expect(try #require(trace.landedFromHome).value < 3)
        #expect(try #require(trace.batteryAtLaunch).value > #require(trace.batteryAtEnd).value)
        #expect(sortie.receipt?.itemCount == 5 && sortie.receipt?.fenceCount == 4)
    }

    @Test func `a recall in flight brings it home`() async throws {
        let rig = try LoopbackRig(.px4)
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: .patient)
        let recall = Task {
            while sortie.stage != .flying, !Task.isCancelled { try await rig.clock.sleep(for: .milliseconds(200)) }
            sortie.recall(because: "the operator asked")
        }
        let result = await sortie.fly(TestPlan.flight)
        recall.cancel()
        await rig.stop()
        #expect(result == .calledHome(reason: "the operator asked"))
        #expect(sortie.trace.modes.contains(.returning) && sortie.stage == .disarmed)
    }

    @Test func `a vehicle that refuses to arm is asked again and its reasons are kept`() async throws {
        let rig = try LoopbackRig(.ardupilot) { $0.faults.refusesArming = "PreArm: Compass not calibrated" }
        var options = SortieOptions.patient
        options.arming = .seconds(2)
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: options)
        let result = await sortie.fly(TestPlan.flight)
        await rig.stop()
        guard case .armingRefused(.commandRefused) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(sortie.armingRefusals > 1)
        #expect(sortie.trace.texts.contains { $0.text.contains("Compass not calibrated") })
        #expect(!sortie.trace.hasFlown)
    }

    @Test func `silence and a plan without a take-off end with their reasons`() async throws {
        let silent = try LoopbackRig(.px4, startsVehicle: false)
        var hasty = SortieOptions()
        hasty.connect = .milliseconds(500)
        let alone = Sortie(session: silent.session, clock: silent.clock, options: hasty)
        guard case .noVehicle = await alone.fly(TestPlan.flight) else {
            Issue.record("a vehicle was heard that is off")
            return
        }
        await silent.stop()
        let rig = try LoopbackRig(.ardupilot)
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: .patient)
        let plan = FlightPlanItems(mission: Array(TestPlan.flight.mission.dropFirst()))
        guard case .uploadRefused(.planUnusable) = await sortie.fly(plan) else {
            Issue.record("a plan was taken that ArduPilot cannot start")
            return
        }
        await rig.stop()
    }

    @Test(arguments: [AutopilotDialect.px4, .ardupilot])
    func `a mission that ends in the air is called home`(_ dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: .patient)
        // As a survey ends: the camera is switched off after the last place.
        let camera = TestPlan.item(MAVCommand(rawValue: 206), parameters: [0, 0, 1, 0], frame: .mission)
        let plan = FlightPlanItems(mission: TestPlan.flight.mission.dropLast() + [camera])
        let result = await sortie.fly(plan)
        await rig.stop()
        #expect(result == .calledHome(reason: "its mission ended in the air"))
        #expect(sortie.stage == .disarmed)
    }
}

extension SortieOptions {
    /// For a clock that runs fifty times faster than life on a machine that may be busy: half a minute of real time.
    static var patient: SortieOptions {
        var options = SortieOptions()
        (options.connect, options.place, options.takeOff) = (.seconds(30), .seconds(1_500), .seconds(1_500))
        (options.flight, options.wayHome) = (.seconds(9_000), .seconds(9_000))
        return options
    }
}
