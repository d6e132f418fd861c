// SPDX-License-Identifier: Apache-2.0
// How far a vehicle has come, by frames in every order that real autopilots send them: repeated, late, lost.

import DockModel
import MAVLink
import Testing

@testable import VehicleLink

@Suite struct MissionWatchTests {
    private let address = MAVLinkAddress(system: 1, component: 1)

    /// A vehicle in mission mode and what it says, one message a second.
    private func watch(
        of autopilot: MAVAutopilot = .px4, mode: FlightMode = .mission, returnItems: Set<Int> = [],
        takeOffAt up: Int = 1, _ said: [any MAVLinkMessage]
    ) -> MissionWatch {
        var report = VehicleReport(address: address), watch = MissionWatch()
        watch.returnItems = returnItems
        var encoder = FrameEncoder(source: address), parser = FrameParser()
        let number = mode.customMode(for: Autopilot(autopilot)) ?? 0
        let heartbeat = HeartbeatMessage(
            type: .quadrotor, autopilot: autopilot, baseMode: [.customModeEnabled, .safetyArmed], customMode: number,
            systemStatus: .active, mavlinkVersion: 3)
        let all: [any MAVLinkMessage] = [heartbeat] + said
        for (second, message) in all.enumerated() {
            let now = Instant(nanoseconds: Int64(second) * 1_000_000_000)
            for frame in parser.receive(encoder.encode(message)) { report.receive(frame, at: now) }
            watch.take(report, since: Instant(nanoseconds: 500_000_000), isUp: second > up)
        }
        return watch
    }

    private func reached(_ item: UInt16) -> MissionItemReachedMessage { MissionItemReachedMessage(seq: item) }
    private func current(_ item: UInt16) -> MissionCurrentMessage { MissionCurrentMessage(seq: item) }

    @Test func `a repeated item is kept once and an item that was jumped back to counts as the last`() {
        let watch = watch([current(0), reached(0), reached(1), reached(1), reached(2), reached(1), reached(1)])
        #expect(watch.reached == [0, 1, 2] && watch.last == 1 && watch.passed == 2)
    }

    @Test func `what is repeated of the flight before is no progress`() {
        let watch = watch(
            takeOffAt: 3, [current(0), reached(4), reached(4), reached(4), reached(4), reached(0), reached(0)])
        #expect(watch.reached == [0] && watch.passed == 0)
        // Later it is reached in earnest.
        let whole = self.watch(
            takeOffAt: 3, [current(0), reached(4), reached(4), reached(4), reached(0), reached(4)])
        #expect(whole.reached == [0, 4] && whole.passed == 4)
    }

    @Test func `an item left behind is done though its message was lost`() {
        #expect(watch([current(0), current(1), current(4)]).passed == 3)
        #expect(watch(of: .ardupilotmega, [current(1), current(5)]).passed == 3)
    }

    @Test func `a return that the vehicle decided on moves no mark but the mission's own return does`() {
        #expect(watch(mode: .returning, [current(0), current(4)]).passed == nil)
        #expect(watch(mode: .returning, returnItems: [4], [current(0), current(4)]).passed == 3)
    }

    @Test func `ArduPilot's home is no item`() {
        let watch = watch(of: .ardupilotmega, [current(1), reached(0), reached(1), reached(2)])
        #expect(watch.reached == [0, 1] && watch.last == 1)
    }
}
