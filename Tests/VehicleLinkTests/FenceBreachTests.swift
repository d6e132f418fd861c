// SPDX-License-Identifier: Apache-2.0
// A breach of the fence of which the vehicle says nothing, and the words by which one that says so is understood.
// Only the session's own judgement is tried here; the families' reactions are in ScenarioTests.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing

@testable import VehicleLink

@Suite(.serialized) struct FenceBreachTests {
    @Test(arguments: [
        ("Geofence violation", true), ("Polygon fence breached", true), ("Geofence exceeded: 12 m", true),
        ("FENCE BREACH", true), ("Polygon fence cleared", false), ("Geofence uploaded", false),
        ("breached", false),
        ("", false),
    ])
    func `words that tell of a breach are known`(text: String, isBreach: Bool) {
        #expect(FenceBreach.isBreach(text) == isBreach)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a vehicle that knows nothing of the fence is called home`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        // The vehicle holds no fence: only the places tell.
        let north = LoopbackRig.home.latitude + 10e-5, south = LoopbackRig.home.latitude - 10e-5
        let west = LoopbackRig.home.longitude - 60e-5, east = LoopbackRig.home.longitude + 60e-5
        var plan = TestPlan.flight
        plan.fence = []
        plan.rally = []
        // It hovers outside, so that the patience of the flight runs out before its mission ends.
        plan.mission[1] = TestPlan.item(
            .navWaypoint, LoopbackRig.home.latitude + 20e-5, LoopbackRig.home.longitude, 12,
            parameters: [120, 2, 0, .nan])
        let sortie = Sortie(session: rig.session, clock: rig.clock, options: .patient)
        sortie.watch(
            fence: [(south, west), (south, east), (north, east), (north, west)].map {
                TestPlan.item(
                    MAVCommand(rawValue: 5_001), $0.0, $0.1, parameters: [4, 0, 0, 0], frame: .global)
            })
        let result = await sortie.fly(plan)
        await rig.stop()
        guard case .calledHome(let reason) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(reason.hasPrefix("it left its fence"))
        #expect(sortie.trace.fenceBreach?.basis == .position && sortie.trace.fenceBreach?.text == nil)
        #expect(sortie.stage == .disarmed && sortie.trace.modes.contains(.returning))
    }
}
