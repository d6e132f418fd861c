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

    @Test func `ArduPilot's own forms of loiters, landings and splines`() {
        let circles = item(.navLoiterTurns, [3, 0, -305, 7])
        #expect(isAccepted(.ardupilot, circles) { ($0.param3, $0.param4) = (-300, 1) })
        #expect(!isAccepted(.ardupilot, circles) { $0.param3 = -290 })
        #expect(!isAccepted(.ardupilot, circles) { $0.param3 = 300 })
        #expect(!isAccepted(.ardupilot, circles) { $0.param3 = 0 })
        #expect(!isAccepted(.ardupilot, item(.navLoiterTurns, [3, 0, 2_700, 0])) { $0.param3 = 2_550 })
        #expect(!isAccepted(.ardupilot, item(.navLoiterTurns, [3, 0, 250, 0])) { $0.param3 = 245 })
        #expect(isAccepted(.ardupilot, item(.navLoiterTime, [5, 0, -20, 1])) { $0.param3 = -1 })
        #expect(isAccepted(.ardupilot, item(.navLoiterTime, [5, 0, 0, 0])) { $0.param3 = 1 })
        #expect(!isAccepted(.ardupilot, item(.navLoiterTime, [5, 0, 20, 0])) { $0.param3 = -1 })
        #expect(!isAccepted(.ardupilot, item(.navLoiterTime, [5, 0, 20, 0])) { $0.param1 = 0 })
        #expect(isAccepted(.ardupilot, item(.navLoiterUnlim, [1, 2, 30.5, 90])) {
            ($0.param1, $0.param2, $0.param3, $0.param4) = (0, 0, 30, 0)
        })
        #expect(!isAccepted(.ardupilot, item(.navLoiterUnlim, [0, 0, 30, 0])) { $0.param3 = 0 })
        for way in [Float(1), -1, 0] {
            #expect(isAccepted(.ardupilot, item(.navLand, [0, 0, 0, 90])) { $0.param4 = way })
        }
        #expect(!isAccepted(.ardupilot, item(.navLand, [0, 0, 0, 90])) { $0.param4 = 45 })
        #expect(isAccepted(.ardupilot, item(.navLoiterToAlt, [1, 40, 3, 5])) {
            ($0.param1, $0.param3, $0.param4) = (0, 0, 1)
        })
        #expect(!isAccepted(.ardupilot, item(.navLoiterToAlt, [1, 40, 3, 5])) { $0.param2 = 0 })
        #expect(isAccepted(.ardupilot, item(MAVCommand(rawValue: 82), [2, 3, 4, 5])) {
            ($0.param2, $0.param3, $0.param4) = (0, 0, 0)
        })
        #expect(!isAccepted(.ardupilot, item(.navLoiterToAlt, [0, 40, 0, 0])) { ($0.x, $0.y, $0.z) = (0, 0, 0) })
    }

    @Test func `PX4's own forms of loiters and regions of interest`() {
        #expect(isAccepted(.px4, item(.navLoiterToAlt, [2, 40, 3, .nan])) {
            ($0.param1, $0.param3, $0.param4) = (1, 0, 0)
        })
        #expect(!isAccepted(.px4, item(.navLoiterToAlt, [2, 40, 3, 1])) { ($0.param1, $0.param2) = (1, 0) })
        #expect(isAccepted(.px4, item(.navLoiterUnlim, [0, 0, 20, -90])) { $0.param4 = 270 })
        #expect(!isAccepted(.px4, item(.navLoiterTime, [5, 1, 20, 0])) { $0.param3 = 1 })
        #expect(!isAccepted(.px4, item(.navLoiterTime, [5, 1, 20, 0])) { $0.param2 = 0 })
        #expect(isAccepted(.px4, item(.doSetROI, [3, 0, 0, 0])) { $0.param1 = 0 })
        #expect(!isAccepted(.px4, item(.doSetROI, [1, 0, 0, 0])) { $0.param1 = 0 })
        let placeless = MissionItem(frame: .mission, command: .doSetROI, parameters: [3, 0, 0, 0, 0, 0, 0])
        #expect(!isAccepted(.px4, placeless) { $0.param1 = 0 })
    }

    @Test func `ArduPilot is sent no NaN, and the others what the plan says`() {
        let lists: [(PlanKind, [MissionItem])] = [
            (.mission, [item(.navTakeoff, [15, 0, 0, .nan]), item(.navLoiterUnlim, [0, .nan, .nan, .nan])]),
            (.fence, [item(.navFenceCircleInclusion, [20, .nan, .nan, .nan])]),
            (.rally, [item(.navRallyPoint, [.nan, .nan, .nan, .nan])]),
        ]
        for (plan, items) in lists {
            let sent = VehicleDialect.ardupilot.list(items, of: plan, home: nil)
            #expect(sent.allSatisfy { !$0.param1.isNaN && !$0.param2.isNaN && !$0.param3.isNaN && !$0.param4.isNaN })
            let wanted = items.last.map { $0.param1.isNaN ? 0 : $0.param1 }
            #expect(sent.last?.x == items.last?.x && sent.last?.param1 == wanted)
            #expect(VehicleDialect.px4.list(items, of: plan, home: nil) == items)
        }
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
