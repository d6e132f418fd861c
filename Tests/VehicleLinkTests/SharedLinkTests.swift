// SPDX-License-Identifier: Apache-2.0
// Several systems on one link: each session keeps to its own vehicle, whatever the others say or answer.

import DockModel
import Host
import MAVLink
import RoostSim
import Testing
import VehicleLink

@Suite(.timeLimit(.minutes(2))) struct SharedLinkTests {
    @Test func `two vehicles on one link are told apart`() async throws {
        var options = SessionOptions()
        options.vehicleSystem = 7
        let rig = try LoopbackRig(.px4, speed: 20, options: options)
        var configuration = VehicleConfiguration(
            dialect: .ardupilot, home: GlobalPoint(latitude: 47.4, longitude: 8.6, altitude: 500))
        configuration.systemID = 7
        let second = try SimulatedVehicleServer(
            vehicle: SimulatedVehicle(configuration.stretched(for: rig.clock), now: rig.clock.now().boot),
            clock: rig.clock, peer: ("127.0.0.1", rig.link.localPort ?? 0))
        second.start()
        let report = await rig.report { $0.isHeard && $0.vehicle?.home != nil && $0.vehicle?.position != nil }
        #expect(report?.vehicle?.address.system == 7)
        #expect(report?.vehicle?.autopilot == .ardupilot)
        #expect(abs((report?.vehicle?.position?.value.latitude ?? 0) - 47.4) < 0.001)
        _ = try await rig.session.upload(TestPlan.flight)
        #expect(second.withVehicle { $0.storedItemCounts.mission } == 6)
        #expect(rig.server.withVehicle { $0.storedItemCounts.mission } == 0)
        // The other one goes on talking; ours falls silent and is lost.
        second.withVehicle { $0.faults.dropsTelemetry = true }
        let lost = await rig.report { !$0.isHeard }
        #expect(lost?.vehicle?.address.system == 7)
        second.stop()
        await rig.stop()
    }

    @Test func `the round trip and the vehicle's clock are measured`() async throws {
        let rig = try LoopbackRig(.px4, speed: 5)
        let report = await rig.report { $0.timeSync != nil }
        let measured = try #require(report?.timeSync)
        #expect(measured.roundTrip >= .zero && measured.roundTrip < .seconds(5))
        #expect(measured.count >= 1)
        await rig.stop()
    }
}
