// SPDX-License-Identifier: Apache-2.0
// A vehicle on its mission is sent elsewhere and lands there, over real UDP, with both families.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.serialized, .timeLimit(.minutes(2))) struct RepositionTests {
    private func launch(_ rig: LoopbackRig) async throws {
        var plan = TestPlan.flight
        plan.mission[1].param1 = 3_000
        _ = try await rig.session.upload(plan)
        try await rig.session.arm()
        try await rig.session.startMission()
        _ = await rig.report { $0.landed.state == .inAir && $0.vehicle?.position != nil }
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a vehicle in the air is sent to an alternate place and lands there`(dialect: AutopilotDialect) async throws {
        let rig = try LoopbackRig(dialect)
        await rig.untilHeard()
        try await launch(rig)
        // 60 m north of the pad.
        try await rig.session.fly(latitude: 47.398_282, longitude: 8.545_594)
        #expect(rig.server.withVehicle { $0.isArmed && !$0.isOnGround })
        let above = await rig.report { report in
            report.vehicle?.position.map { abs($0.value.latitude - 47.398_282) < 1e-5 } == true
        }
        let height = try #require(above?.vehicle?.position?.value.relativeAltitude.value)
        #expect(height > VehicleSession.leastTransitHeight - 1.5 && height < 30)
        try await rig.session.land()
        let landed = await rig.report { $0.isProvenLanded && $0.vehicle?.isArmed?.value == false }
        #expect(landed != nil)
        #expect(rig.server.withVehicle { abs($0.offsetFromPad.north - 60) < 2 && abs($0.offsetFromPad.east) < 2 })
        await rig.stop()
    }

    @Test func `a vehicle on the ground is not sent anywhere, and a place that is none is refused`() async throws {
        let rig = try LoopbackRig(.ardupilot)
        await rig.untilHeard()
        await #expect(throws: VehicleLinkError.self) {
            try await rig.session.fly(latitude: 47.3983, longitude: 8.5456)
        }
        await #expect(throws: VehicleLinkError.self) { try await rig.session.fly(latitude: .nan, longitude: 8) }
        await #expect(throws: VehicleLinkError.self) { try await rig.session.fly(latitude: 91, longitude: 8) }
        #expect(rig.server.withVehicle { $0.isOnGround && !$0.isArmed })
        await rig.stop()
    }

    @Test func `to a silent vehicle the order goes out once all the same`() async throws {
        let rig = try LoopbackRig(.px4)
        await rig.untilHeard()
        try await launch(rig)
        rig.server.withVehicle { $0.faults.dropsTelemetry = true }
        _ = await rig.report { !$0.isHeard }
        await #expect(throws: VehicleLinkError.self) {
            try await rig.session.fly(latitude: 47.398_282, longitude: 8.545_594)
        }
        rig.server.withVehicle { $0.faults.dropsTelemetry = false }
        let back = await rig.report { $0.isHeard && $0.vehicle?.mode?.value == .hold }
        #expect(back != nil)
        await rig.stop()
    }
}
