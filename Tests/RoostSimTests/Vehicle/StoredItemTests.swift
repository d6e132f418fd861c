// SPDX-License-Identifier: Apache-2.0
// That the simulated vehicle gives back what real autopilots keep of an item, refuses what they refuse, and is as
// silent as they are before they are asked.

import DockModel
import MAVLink
import RoostSim
import Testing

@Suite struct StoredItemTests {
    private func item(_ command: MAVCommand, _ parameters: [Double], _ altitude: Double = 20) -> MissionItem {
        TestPlan.item(command, 47.3977, 8.5456, altitude, parameters: parameters)
    }

    /// One item of a mission, as it is read back.
    private func kept(_ item: MissionItem, by dialect: AutopilotDialect) throws -> MissionItem {
        let station = VirtualStation(dialect)
        #expect(station.upload(TestPlan.list([TestPlan.box[0], item], for: dialect)) == .accepted)
        return try #require(station.download()?.last)
    }

    private func parameters(_ item: MissionItem) -> [Float] { [item.param1, item.param2, item.param3, item.param4] }

    @Test(arguments: [
        (MAVCommand.navLand, [3.7, 1, 2, -90], [3, 0, 0, -1] as [Float]), (.navLand, [0, 0, 0, 90], [0, 0, 0, 1]),
        (.navLoiterTime, [5, 1, -20, 3], [5, 0, -1, 1]), (.navLoiterTime, [5, 0, 0, 0], [5, 0, 1, 0]),
        (.navLoiterUnlim, [1, 2, 30.5, 90], [0, 0, 30, 0]), (.navLoiterTurns, [3, 1, -305, 0], [3, 0, -300, 0]),
        (.navLoiterToAlt, [1, -40.5, 3, 4], [0, -40, 0, 1]), (.navWaypoint, [2, 3, 4, .nan], [2, 0, 0, 0]),
        (.doSetCamTriggDist, [25, 1, 1, 1], [25, 0, 1, 0]),
    ])
    func `ArduPilot keeps of a mission item`(_ command: MAVCommand, _ sent: [Double], _ expected: [Float]) throws {
        let held = try kept(item(command, sent), by: .ardupilot)
        #expect(parameters(held) == expected)
        #expect(held.frame == (command == .doSetCamTriggDist ? .global : .globalRelativeAlt))
    }

    @Test(arguments: [
        (MAVCommand.navLoiterUnlim, [1, 2, 20, -90], [0, 0, 20, 270] as [Float]),
        (.navLoiterToAlt, [2, 40, 3, .nan], [1, 40, 0, 0]), (.navLoiterTime, [5, 3, 20, -1], [5, 1, 20, 0]),
        (.doSetROI, [3, 0, 0, 0], [0, 0, 0, 0]), (.navTakeoff, [15, 0, 0, 450], [0, 0, 0, 90]),
    ])
    func `PX4 keeps of a mission item`(_ command: MAVCommand, _ sent: [Double], _ expected: [Float]) throws {
        let held = try kept(item(command, sent), by: .px4)
        #expect(parameters(held) == expected)
        #expect(held.frame == .globalRelativeAltInt)
    }

    @Test func `ArduPilot refuses a parameter that is not a number, but for a heading`() {
        let cases: [(MAVCommand, [Double], MAVMissionResult)] = [
            (.navLoiterUnlim, [0, 0, .nan, 0], .invalidParam3), (.navLoiterUnlim, [0, 0, 0, .nan], .invalidParam4),
            (.navWaypoint, [.nan, 0, 0, 0], .invalidParam1), (.navWaypoint, [0, .infinity, 0, 0], .invalidParam2),
            (.doChangeSpeed, [1, 5, .nan, 0], .invalidParam3),
        ]
        for (command, parameters, result) in cases {
            let bad = item(command, parameters)
            let station = VirtualStation(.ardupilot)
            guard case .refused(let refusal, _) = station.upload(TestPlan.list([bad], for: .ardupilot)) else {
                Issue.record("\(command.rawValue) was accepted")
                continue
            }
            #expect(refusal == result)
            #expect(VirtualStation(.px4).upload([bad]) == .accepted || command == .doChangeSpeed)
        }
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `a fence is kept without autocontinue, and by ArduPilot without height`(_ dialect: AutopilotDialect) throws {
        let fence = [
            item(.navFenceReturnPoint, [0, 0, 0, 0], 25.5), item(.navFenceCircleInclusion, [100.5, 1, 2, 3], 7),
        ]
        let station = VirtualStation(dialect)
        #expect(station.upload(fence, .fence) == .accepted)
        let held = try #require(station.download(.fence))
        #expect(held.map(\.frame) == Array(repeating: dialect == .px4 ? .globalInt : .global, count: 2))
        #expect(held.map(\.z) == (dialect == .px4 ? [25.5, 7] : [0, 0]))
        #expect(held.map(\.autocontinue) == [false, false])
        #expect(held.map(parameters) == [[0, 0, 0, 0], [100.5, 0, 0, 0]])
        #expect(held.map(\.x) == fence.map(\.x))
    }

    @Test func `ArduPilot keeps rally points in whole metres above home`() throws {
        let station = VirtualStation(.ardupilot)
        #expect(station.upload([item(.navRallyPoint, [0, 0, 0, 0], 25.9)], .rally) == .accepted)
        let held = try #require(station.download(.rally)?.first)
        #expect(held.z == 25 && held.frame == .globalRelativeAlt && !held.autocontinue)
        var absolute = item(.navRallyPoint, [0, 0, 0, 0], 500)
        absolute.frame = .global
        guard case .refused(.unsupportedFrame, _) = station.upload([absolute], .rally) else {
            Issue.record("a height above the sea was taken")
            return
        }
    }

    @Test func `ArduPilot sends nothing but its heartbeat before it is asked`() {
        let station = VirtualStation(.ardupilot, requestsStreams: false)
        station.pass(.seconds(10))
        #expect(Set(station.frames.map(\.messageID)) == [HeartbeatMessage.messageID])
        #expect(station.order(.interval(of: SysStatusMessage.messageID, microseconds: 1_000_000)) == .accepted)
        station.pass(.seconds(3))
        #expect(station.report.health != nil && station.report.gnss == nil && station.report.position == nil)
        station.send(
            RequestDataStreamMessage(
                targetSystem: 1, targetComponent: 1, reqStreamID: .position, reqMessageRate: 2, startStop: 1))
        station.frames = []
        station.pass(.seconds(10))
        let places = station.frames.filter { $0.messageID == GlobalPositionIntMessage.messageID }.count
        #expect((19...21).contains(places))
        station.send(
            RequestDataStreamMessage(targetSystem: 1, targetComponent: 1, reqStreamID: .all, startStop: 0))
        station.frames = []
        station.pass(.seconds(5))
        #expect(Set(station.frames.map(\.messageID)) == [HeartbeatMessage.messageID])
    }

    @Test func `ArduPilot says so when it is asked for a message it has not`() {
        let station = VirtualStation(.ardupilot)
        guard case .refused = station.order(.interval(of: WindCovMessage.messageID, microseconds: 1_000_000)) else {
            Issue.record("WIND_COV was promised")
            return
        }
        station.pass(.seconds(1))
        #expect(station.texts.contains("No ap_message for mavlink id (231)"))
    }
}
