// SPDX-License-Identifier: Apache-2.0
// The fence of the simulated vehicle: what each family says and does when it is left.

import DockModel
import MAVLink
import RoostSim
import Testing

struct SimulatedFenceTests {
    private static func corner(_ command: UInt16, _ north: Double, _ east: Double) -> MissionItem {
        TestPlan.item(
            MAVCommand(rawValue: command), VirtualStation.home.latitude + north * 1e-5,
            VirtualStation.home.longitude + east * 1e-5, parameters: [4, 0, 0, 0], frame: .global)
    }

    private static func square(_ half: Double, _ command: UInt16 = 5_001, north: Double = 0) -> [MissionItem]
    {
        [(-half, -half), (-half, half), (half, half), (half, -half)].map {
            corner(command, north + $0.0, $0.1)
        }
    }

    private func flying(_ dialect: AutopilotDialect, _ fence: [MissionItem]) -> VirtualStation {
        let station = VirtualStation(dialect)
        _ = station.upload(TestPlan.list(TestPlan.box, for: dialect))
        _ = station.upload(fence, .fence)
        #expect(station.launch())
        if dialect == .ardupilot {
            _ = station.order(.interval(of: FenceStatusMessage.messageID, microseconds: 500_000))
        }
        return station
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a craft that leaves its fence says so and comes home`(dialect: AutopilotDialect) {
        let station = flying(dialect, Self.square(15))
        #expect(station.pass(.seconds(120)) { $0.report.mode?.value == .returning })
        let text = dialect == .px4 ? "Geofence violation" : "Polygon fence breached"
        #expect(station.texts.contains(text))
        #expect(station.vehicle.offsetFromPad.north > 15 && station.vehicle.offsetFromPad.north < 22)
        #expect(
            station.pass(.seconds(5)) { $0.report.fence?.value.isBreached == true } == (dialect == .ardupilot)
        )
        #expect(station.pass(.seconds(120)) { !$0.vehicle.isArmed })
        #expect(station.vehicle.distanceFromPad < 1)
        // PX4 has no FENCE_STATUS; ArduPilot's is clear again.
        #expect(station.report.fence?.value == nil || dialect == .ardupilot)
        if dialect == .ardupilot {
            #expect(station.report.fence?.value.isBreached == false && station.report.fence?.value.count == 1)
            #expect(station.texts.contains("Polygon fence cleared"))
        }
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `exclusions count as well, and a craft inside of one is not armed`(dialect: AutopilotDialect) {
        let station = flying(dialect, Self.square(100) + Self.square(4, 5_002, north: 20))
        #expect(station.pass(.seconds(120)) { $0.report.mode?.value == .returning })
        let parked = VirtualStation(dialect)
        _ = parked.upload(TestPlan.list(TestPlan.box, for: dialect))
        _ = parked.upload(Self.square(4, 5_002), .fence)
        #expect(!parked.launch())
        #expect(parked.texts.contains { $0.lowercased().contains("fence") })
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a flight inside its fence is not disturbed`(dialect: AutopilotDialect) {
        let station = flying(dialect, Self.square(60))
        #expect(station.pass(.seconds(300)) { !$0.vehicle.isArmed })
        #expect(!station.texts.contains { $0.lowercased().contains("fence") })
        #expect(station.report.fence?.value.isBreached != true)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `of two inclusions PX4 needs one and ArduPilot both`(dialect: AutopilotDialect) {
        let station = flying(dialect, Self.square(60) + Self.square(8))
        station.pass(.seconds(60))
        #expect(station.texts.contains { $0.lowercased().contains("fence") } == (dialect == .ardupilot))
    }
}
