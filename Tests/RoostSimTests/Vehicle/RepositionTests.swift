// SPDX-License-Identifier: Apache-2.0
// The simulated autopilot obeys DO_REPOSITION with the habits of each family. Virtual time, no socket.

import DockModel
import MAVLink
import RoostSim
import Testing

@Suite struct SimulatedRepositionTests {
    /// 200 m east of home, in 1e-7 degrees.
    private let east = (x: Int32(473_977_420), y: Int32(85_482_515))

    private func message(flags: Float = 1, frame: MAVFrame = .globalRelativeAlt, z: Float = 25) -> CommandIntMessage {
        CommandIntMessage(
            targetSystem: 1, targetComponent: 1, frame: frame, command: .doReposition, param1: -1, param2: flags,
            param4: .nan, x: east.x, y: east.y, z: z)
    }

    private func flying(_ dialect: AutopilotDialect) -> VirtualStation {
        let station = VirtualStation(dialect)
        var items = TestPlan.box
        items[1].param1 = 3_000
        #expect(station.upload(TestPlan.list(items, for: dialect)) == .accepted)
        #expect(station.launch())
        #expect(station.pass(.seconds(60)) { $0.vehicle.offsetFromPad.up > 10 })
        return station
    }

    private func answer(_ station: VirtualStation, to message: CommandIntMessage) -> MAVResult? {
        station.frames = []
        station.send(message)
        station.pass(.seconds(1))
        return station.frames.compactMap { $0.decode(CommandAckMessage.self) }.first { $0.command == .doReposition }?
            .result
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `it flies to the place, waits above it and lands there`(dialect: AutopilotDialect) {
        let station = flying(dialect)
        // PX4 takes every altitude as above sea level, whatever the frame says.
        let z: Float = dialect == .px4 ? 488 + 25 : 25
        #expect(answer(station, to: message(z: z)) == .accepted)
        #expect(station.report.mode?.value == (dialect == .px4 ? .hold : .guided))
        let isThere = station.pass(.seconds(120)) {
            abs($0.vehicle.offsetFromPad.east - 200) < 1 && abs($0.vehicle.offsetFromPad.up - 25) < 1
        }
        #expect(isThere, "\(station.vehicle.offsetFromPad)")
        station.pass(.seconds(20))
        #expect(!station.vehicle.isOnGround)
        #expect(station.order(.land) == .accepted)
        #expect(station.pass(.seconds(120)) { !$0.vehicle.isArmed })
        #expect(station.vehicle.isOnGround && abs(station.vehicle.distanceFromPad - 200) < 2)
    }

    @Test func `PX4 knows no reposition without the flag, ArduPilot denies it outside GUIDED`() {
        #expect(answer(flying(.px4), to: message(flags: 0)) == .unsupported)
        #expect(answer(flying(.ardupilot), to: message(flags: 0)) == .denied)
    }

    @Test func `a place that is none, or in a frame that ArduPilot does not know, is denied`() {
        var nowhere = message()
        (nowhere.x, nowhere.y) = (.max, .max)
        #expect(answer(flying(.px4), to: nowhere) == .denied)
        #expect(answer(flying(.ardupilot), to: message(frame: .mission)) == .denied)
        #expect(answer(flying(.ardupilot), to: message(z: .nan)) == .denied)
    }

    @Test func `on the ground nothing moves`() {
        let station = VirtualStation(.px4)
        #expect(answer(station, to: message(z: 500)) == .accepted)
        station.pass(.seconds(30))
        #expect(station.vehicle.isOnGround && station.vehicle.distanceFromPad < 0.1)
    }
}
