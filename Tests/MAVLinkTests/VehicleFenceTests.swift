// SPDX-License-Identifier: Apache-2.0
// The fence of an upload as a station judges places by it, and ArduPilot's own word; jumps of a list with a home item.

import DockModel
import MAVLink
import Testing

struct VehicleFenceTests {
    private static let metre = 1 / 111_194.93

    private static func item(_ command: UInt16, _ north: Double, _ east: Double, _ parameter: Double)
        -> MissionItem
    {
        MissionItem(
            frame: .global, command: MAVCommand(rawValue: command),
            parameters: [parameter, 0, 0, 0, north * metre, east * metre, 0])
    }

    private static func square(_ half: Double, _ command: UInt16 = 5_001, east: Double = 0) -> [MissionItem] {
        [(-half, -half), (-half, half), (half, half), (half, -half)].map {
            item(command, $0.0, east + $0.1, 4)
        }
    }

    private func trespass(_ items: [MissionItem], _ north: Double, _ east: Double, every: Bool = false)
        -> Double?
    {
        VehicleFence(items: items)?.trespass(
            latitude: north * Self.metre, longitude: east * Self.metre, wantsEvery: every)
    }

    @Test func `a place outside is told by its metres`() throws {
        let square = Self.square(50)
        #expect(trespass(square, 0, 49) == 0)
        #expect(try abs(#require(trespass(square, 0, 60)) - 10) < 0.1)
        #expect(try abs(#require(trespass(square, 80, 90)) - 50) < 0.1)
        let circle = [Self.item(5_003, 0, 0, 30)]
        #expect(trespass(circle, 29, 0) == 0)
        #expect(try abs(#require(trespass(circle, 35, 0)) - 5) < 0.1)
    }

    @Test func `an exclusion is trespassed from inside`() throws {
        let fence = Self.square(100) + Self.square(10, 5_002) + [Self.item(5_004, 60, 0, 20)]
        #expect(try abs(#require(trespass(fence, 0, 8)) - 2) < 0.1)
        #expect(try abs(#require(trespass(fence, 60, 15)) - 5) < 0.1)
        #expect(trespass(fence, 20, 20) == 0)
    }

    @Test func `of two inclusions PX4 needs one and ArduPilot both`() throws {
        let fence = Self.square(50) + Self.square(50, east: 80)
        #expect(trespass(fence, 0, 100) == 0)
        #expect(try abs(#require(trespass(fence, 0, 100, every: true)) - 50) < 0.1)
        #expect(trespass(fence, 0, 40, every: true) == 0)
    }

    @Test func `items that draw no area are no fence`() {
        #expect(VehicleFence(items: []) == nil)
        #expect(VehicleFence(items: Array(Self.square(5).prefix(2))) == nil)
        #expect(VehicleFence(items: [Self.item(5_003, 0, 0, .nan), Self.item(5_003, 0, 0, -3)]) == nil)
        #expect(VehicleFence(items: [Self.item(5_001, 0, 0, .infinity), Self.item(16, 0, 0, 1e9)]) == nil)
    }

    @Test func `FENCE_STATUS is kept with what was left`() {
        let message = FenceStatusMessage(breachStatus: 1, breachCount: 3, breachType: .boundary)
        let report = FenceReport(message)
        #expect(report.isBreached && report.count == 3 && report.kind == .boundary)
        #expect(!FenceReport(FenceStatusMessage()).isBreached)
    }

    @Test func `a jump in a list with a home item leads to the same item`() {
        let items = [
            MissionItem(frame: .globalRelativeAlt, command: .navTakeoff, parameters: [0, 0, 0, 0, 1, 1, 9]),
            MissionItem(frame: .mission, command: .doJump, parameters: [0, 2]),
        ]
        func list(_ autopilot: Autopilot) -> [MissionItem] {
            MissionItem.list(of: items, for: autopilot, homeLatitude: 1, homeLongitude: 1, homeAltitude: 0)
        }
        #expect(
            list(.px4)[1].param1 == 0 && list(.ardupilot)[2].param1 == 1 && list(.ardupilot)[2].param2 == 2)
    }
}
