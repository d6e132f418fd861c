// SPDX-License-Identifier: Apache-2.0
// What each family may forget of an uploaded item, and what it may not.

import DockModel
import MAVLink
import Testing

@testable import VehicleLink

@Suite struct VehicleDialectTests {
    private func item(_ command: MAVCommand, _ parameters: [Double]) -> MissionItem {
        MissionItem(
            frame: .globalRelativeAlt, command: command, parameters: parameters + [47.4, 8.5, 20])
    }

    private func isAccepted(
        _ dialect: VehicleDialect, _ sent: MissionItem, _ change: (inout MissionItem) -> Void
    ) -> Bool {
        var held = sent
        change(&held)
        // Two items, because the first of an ArduPilot mission is its own home.
        return dialect.difference(sent: [sent, sent], held: [sent, held], plan: .mission) == nil
    }

    @Test func `parameters a family does not store may come back as zero`() {
        #expect(isAccepted(.px4, item(.navTakeoff, [15, 0, 0, .nan])) { $0.param1 = 0 })
        #expect(
            isAccepted(.ardupilot, item(.navWaypoint, [0, 2, 0, .nan])) { ($0.param2, $0.param4) = (0, 0) })
        #expect(isAccepted(.ardupilot, item(.navWaypoint, [2.7, 0, 0, 0])) { $0.param1 = 2 })
        #expect(isAccepted(.px4, item(.navLoiterTime, [5, 1, 20, .nan])) { ($0.param2, $0.param4) = (1, 0) })
    }

    @Test func `parameters that change the flight may not`() {
        #expect(!isAccepted(.px4, item(.navWaypoint, [10, 2, 0, .nan])) { $0.param1 = 0 })
        #expect(!isAccepted(.ardupilot, item(.navWaypoint, [10, 0, 0, 0])) { $0.param1 = 9 })
        #expect(!isAccepted(.px4, item(.navTakeoff, [15, 0, 0, .nan])) { $0.param1 = 3 })
        #expect(!isAccepted(.px4, item(.doChangeSpeed, [1, 8, 0, 0])) { $0.param2 = 0 })
    }

    @Test func `places and heights are never forgiven`() {
        for dialect in [VehicleDialect.px4, .ardupilot] {
            let sent = item(.navWaypoint, [0, 0, 0, 0])
            #expect(!isAccepted(dialect, sent) { $0.x += 1 })
            #expect(!isAccepted(dialect, sent) { $0.z += 0.1 })
            #expect(!isAccepted(dialect, sent) { $0.command = .navLand })
            #expect(dialect.difference(sent: [sent, sent], held: [sent], plan: .mission) != nil)
        }
    }

    @Test func `ArduPilot needs a take-off item first`() {
        let waypoint = item(.navWaypoint, [0, 0, 0, 0])
        #expect(VehicleDialect.ardupilot.obstacle(in: [waypoint]) != nil)
        #expect(VehicleDialect.px4.obstacle(in: [waypoint]) == nil)
        #expect(VehicleDialect.px4.obstacle(in: []) != nil)
    }

    @Test func `home becomes item 0 of an ArduPilot mission only`() {
        let list = [item(.navTakeoff, [0, 0, 0, 0])]
        #expect(VehicleDialect.ardupilot.list(list, of: .mission, home: nil).count == 2)
        #expect(VehicleDialect.ardupilot.list(list, of: .fence, home: nil).count == 1)
        #expect(VehicleDialect.px4.list(list, of: .mission, home: nil).count == 1)
    }
}
