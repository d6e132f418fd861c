// SPDX-License-Identifier: Apache-2.0
// What the simulated autopilots answer to commands that they cannot obey: the verdicts of PX4's Commander.cpp and
// UserModeIntention.cpp and of ArduPilot's GCS_Common.cpp, which differ more than their documents say.

import DockModel
import MAVLink
import RoostSim
import Testing

@Suite struct SimulatedCommandTests {
    private func verdict(_ station: VirtualStation, _ command: CommandLongMessage) -> MAVResult? {
        switch station.order(command) {
        case .accepted: .accepted
        case .refused(let result, _): result
        case .timedOut, nil: nil
        }
    }

    private func command(_ number: UInt16, _ one: Float = 0, _ two: Float = 0, _ three: Float = 0, seven: Float = 0)
        -> CommandLongMessage
    {
        CommandLongMessage(
            command: MAVCommand(rawValue: number), param1: one, param2: two, param3: three, param7: seven)
    }

    @Test func `PX4 takes any mode while it is disarmed and refuses to arm in it`() throws {
        let station = VirtualStation(.px4)
        #expect(station.order(try #require(.set(.mission, on: .px4))) == .accepted)
        station.pass(.seconds(2))
        #expect(station.report.mode?.value == .mission)
        #expect(verdict(station, .arm) == .temporarilyRejected)
        #expect(station.texts.contains("Arming denied: no valid mission") && !station.vehicle.isArmed)
        let copter = VirtualStation(.ardupilot)
        #expect(verdict(copter, try #require(.set(.mission, on: .ardupilot))) == .failed)
    }

    @Test func `an armed PX4 refuses a mode that it cannot fly`() throws {
        let station = VirtualStation(.px4) { $0.requiresMission = false }
        #expect(station.order(.arm) == .accepted)
        #expect(verdict(station, try #require(.set(.mission, on: .px4))) == .temporarilyRejected)
        #expect(verdict(station, .missionStart) == .denied)
        #expect(station.texts.contains("Mission start denied! No valid mission"))
    }

    @Test func `PX4 accepts a main mode that it does not know, and changes nothing`() {
        let station = VirtualStation(.px4)
        let before = station.vehicle.customMode
        #expect(verdict(station, command(176, 1, 99)) == .accepted)
        #expect(verdict(station, command(176, 0, 4, 4)) == .accepted)
        #expect(verdict(station, command(176, 1, 4, 77)) == .temporarilyRejected)
        #expect(station.vehicle.customMode == before && station.texts.contains("Unsupported auto mode"))
        #expect(verdict(VirtualStation(.ardupilot), command(176, 1, 99)) == .failed)
    }

    @Test func `PX4 does not answer an arming order that is neither arm nor disarm`() {
        #expect(verdict(VirtualStation(.px4), command(400, 3)) == nil)
        #expect(verdict(VirtualStation(.ardupilot), command(400, 3)) == .unsupported)
    }

    @Test func `take-off changes the mode of a disarmed PX4, and nothing of a disarmed ArduPilot`() {
        let station = VirtualStation(.px4)
        #expect(verdict(station, command(22, seven: .nan)) == .accepted)
        station.pass(.seconds(2))
        #expect(station.vehicle.isOnGround && station.report.mode?.value == .takeoff)
        #expect(verdict(VirtualStation(.ardupilot), command(22, seven: 10)) == .failed)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `an armed vehicle is not restarted`(dialect: AutopilotDialect) throws {
        let station = VirtualStation(dialect) { $0.requiresMission = false }
        if dialect == .ardupilot { _ = station.order(try #require(.set(.guided, on: .ardupilot))) }
        #expect(station.order(.arm) == .accepted)
        #expect(verdict(station, command(246, 1)) == (dialect == .px4 ? .denied : .failed))
        #expect(station.vehicle.isArmed)
        #expect(station.order(.disarm) == .accepted)
        #expect(verdict(station, command(246, 0)) == (dialect == .px4 ? .accepted : .unsupported))
        #expect(verdict(station, command(246, 1)) == .accepted)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a stream of a message that is not known fails`(dialect: AutopilotDialect) {
        #expect(verdict(VirtualStation(dialect), .interval(of: 60_000, microseconds: 1_000_000)) == .failed)
    }
}
