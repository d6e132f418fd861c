// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle's side of the micro-protocols: transfers, refusals, commands, logs, hostile bytes.

import DockModel
import MAVLink
import RoostSim
import Testing

@Suite struct SimulatedProtocolTests {
    @Test(arguments: AutopilotDialect.allCases)
    func `an upload that another one was cut by still comes through, and is read back`(dialect: AutopilotDialect) {
        let station = VirtualStation(dialect)
        let items = TestPlan.list(TestPlan.box, for: dialect)
        station.send(
            MissionCountMessage(targetSystem: 1, targetComponent: 1, count: UInt16(items.count), missionType: .mission))
        station.send(items[0].message(sequence: 0, type: .mission, to: station.report.address, isCurrent: true))
        _ = station.step()
        #expect(station.upload(items) == .accepted)
        // An announcement that comes late makes the vehicle wait for a list that nobody sends.
        station.send(
            MissionCountMessage(targetSystem: 1, targetComponent: 1, count: UInt16(items.count), missionType: .mission))
        _ = station.step()
        #expect(station.download()?.count == items.count)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `what is read back is what the family keeps`(dialect: AutopilotDialect) throws {
        let station = VirtualStation(dialect)
        let sent = TestPlan.list(TestPlan.box, for: dialect)
        #expect(station.upload(sent) == .accepted)
        let held = try #require(station.download())
        #expect(held.count == sent.count)
        let offset = dialect == .px4 ? 0 : 1
        #expect(held[offset + 1].x == sent[offset + 1].x)
        #expect(held[offset].frame == (dialect == .px4 ? .globalRelativeAltInt : .globalRelativeAlt))
        // PX4 keeps NaN headings and acceptance radii, ArduPilot only the delay.
        #expect(held[offset + 2].param1 == 2)
        #expect(held[offset + 2].param2 == (dialect == .px4 ? 2 : 0))
        #expect(held[offset + 2].param4.isNaN == (dialect == .px4))
    }

    @Test func `item 0 of an ArduPilot mission is its own home`() throws {
        let station = VirtualStation(.ardupilot)
        var sent = TestPlan.list(TestPlan.box, for: .ardupilot)
        sent[0].x = 1
        #expect(station.upload(sent) == .accepted)
        let held = try #require(station.download())
        #expect(held[0].x == 473_977_420)
    }

    @Test func `plain float requests are answered with float items`() {
        let station = VirtualStation(.px4)
        _ = station.upload(TestPlan.box)
        station.frames = []
        station.send(
            MissionRequestMessage(targetSystem: 1, targetComponent: 1, seq: 1, missionType: .mission))
        station.pass(.milliseconds(200))
        let item = station.frames.compactMap { $0.decode(MissionItemMessage.self) }.first
        #expect(item.map { abs($0.x - 47.397942) < 0.00001 } == true)
        #expect(item?.frame == .globalRelativeAlt)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `items that cannot be flown are refused with the right result`(dialect: AutopilotDialect) {
        let cases: [(MissionItem, MAVMissionResult)] = [
            (TestPlan.item(MAVCommand(rawValue: 9_999), frame: .mission), .unsupported),
            (TestPlan.item(.navWaypoint, 47, 8, 10, frame: .localNED), .unsupportedFrame),
            (TestPlan.item(.navWaypoint, 95, 8, 10), .invalidParam5X),
            (TestPlan.item(.navWaypoint, 47, 190, 10), .invalidParam6Y),
        ]
        for (bad, result) in cases {
            let station = VirtualStation(dialect)
            let list = TestPlan.list([TestPlan.box[0], bad], for: dialect)
            guard case .refused(let refusal, _) = station.upload(list) else {
                Issue.record("\(bad) was accepted")
                continue
            }
            #expect(refusal == result)
            #expect(station.vehicle.storedItemCounts.mission == 0)
        }
    }

    @Test func `a refused upload leaves the old plan`() {
        let station = VirtualStation(.px4)
        #expect(station.upload(TestPlan.box) == .accepted)
        station.vehicle.faults.refusesMission = MAVMissionResult.denied.rawValue
        guard case .refused(.denied, _) = station.upload([TestPlan.box[0]]) else {
            Issue.record("not refused")
            return
        }
        #expect(station.vehicle.storedItemCounts.mission == 4)
    }

    @Test func `too many items find no space`() {
        let station = VirtualStation(.px4) { $0.missionCapacity = 3 }
        guard case .refused(.noSpace, _) = station.upload(TestPlan.box) else {
            Issue.record("not refused")
            return
        }
    }

    @Test func `fences need whole polygons and positive radii`() {
        func corner(_ count: Double) -> MissionItem {
            TestPlan.item(
                MAVCommand(rawValue: 5_001), 47.3977, 8.5456, parameters: [count, 0, 0, 0], frame: .global)
        }
        let station = VirtualStation(.px4)
        #expect(station.upload([corner(3), corner(3), corner(3)], .fence) == .accepted)
        #expect(station.vehicle.storedItemCounts.fence == 3)
        guard case .refused(.error, _) = station.upload([corner(4), corner(4), corner(4)], .fence),
            case .refused(.invalidParam1, _) = station.upload([corner(2), corner(2)], .fence)
        else {
            Issue.record("a torn polygon was accepted")
            return
        }
        #expect(station.upload([], .fence) == .accepted)
        #expect(station.vehicle.storedItemCounts.fence == 0)
    }

    @Test func `transfers survive a link that loses every fifth frame`() throws {
        let station = VirtualStation(.px4)
        station.vehicle.faults.losesEveryNth = 5
        #expect(station.upload(TestPlan.box) == .accepted)
        let held = try #require(station.download())
        #expect(held.count == 4)
    }

    @Test func `an unknown command is answered with unsupported`() {
        for dialect in AutopilotDialect.allCases {
            let station = VirtualStation(dialect)
            let order = CommandLongMessage(command: MAVCommand(rawValue: 31_000))
            guard case .refused(.unsupported, _) = station.order(order) else {
                Issue.record("\(dialect) did not refuse")
                continue
            }
        }
    }

    @Test func `a requested interval is kept and can be stopped`() {
        let station = VirtualStation(.px4)
        station.pass(.seconds(1))
        #expect(station.order(.interval(of: VibrationMessage.messageID, microseconds: 200_000)) == .accepted)
        station.frames = []
        station.pass(.seconds(10))
        let count = station.frames.filter { $0.messageID == VibrationMessage.messageID }.count
        #expect((49...51).contains(count))
        #expect(station.order(.interval(of: VibrationMessage.messageID, microseconds: -1)) == .accepted)
        station.frames = []
        station.pass(.seconds(5))
        #expect(!station.frames.contains { $0.messageID == VibrationMessage.messageID })
    }

    @Test func `the version is told when it is asked for`() {
        let station = VirtualStation(.ardupilot)
        #expect(station.order(.request(AutopilotVersionMessage.messageID)) == .accepted)
        #expect(station.report.softwareVersion?.value.hasPrefix("4.5.7") == true)
    }

    @Test(arguments: AutopilotDialect.allCases)
    func `each flight leaves a log with its family's head`(dialect: AutopilotDialect) throws {
        let station = VirtualStation(dialect)
        _ = station.upload(TestPlan.list(TestPlan.box, for: dialect))
        #expect(station.launch())
        #expect(station.pass(.seconds(300)) { !$0.vehicle.isArmed })
        let log = try #require(station.vehicle.logs.last)
        #expect(log.bytes.count > 5_000)
        let head: [UInt8] =
            dialect == .px4 ? [0x55, 0x4C, 0x6F, 0x67, 0x01, 0x12, 0x35] : [0xA3, 0x95, 0x80]
        #expect(Array(log.bytes.prefix(head.count)) == head)
        station.frames = []
        station.send(
            LogRequestDataMessage(targetSystem: 1, targetComponent: 1, id: log.id, ofs: 90, count: 180))
        station.pass(.seconds(1))
        let pieces = station.frames.compactMap { $0.decode(LogDataMessage.self) }
        #expect(pieces.map(\.ofs) == [90, 180])
        #expect(pieces.first?.data.elements == Array(log.bytes[90..<180]))
    }

    @Test func `messages for another system change nothing`() {
        let station = VirtualStation(.px4)
        station.send(
            MissionCountMessage(targetSystem: 7, targetComponent: 1, count: 3, missionType: .mission))
        station.send(
            CommandLongMessage(targetSystem: 7, targetComponent: 1, command: .componentArmDisarm, param1: 1))
        station.pass(.seconds(1))
        #expect(!station.frames.contains { $0.messageID == MissionRequestIntMessage.messageID })
        #expect(!station.frames.contains { $0.messageID == CommandAckMessage.messageID })
    }

    @Test func `absurd numbers in well-formed messages do not stop the vehicle`() {
        let numbers: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, 1e20, -1]
        for dialect in AutopilotDialect.allCases {
            for number in numbers {
                let station = VirtualStation(dialect)
                for command in [16, 20, 21, 22, 176, 178, 300, 400, 410, 511, 512, 520] as [UInt16] {
                    station.send(
                        CommandLongMessage(
                            targetSystem: 1, targetComponent: 1, command: MAVCommand(rawValue: command),
                            param1: number, param2: number, param3: number, param7: number))
                }
                let wild = [
                    TestPlan.item(.navTakeoff, 47.39, 8.54, 10),
                    TestPlan.item(
                        .doJump, parameters: [Double(number), Double(number), 0, 0], frame: .mission),
                    TestPlan.item(.doChangeSpeed, parameters: [0, Double(number), 0, 0], frame: .mission),
                    TestPlan.item(
                        .navWaypoint, 47.3977, 8.5456, 10,
                        parameters: [Double(number), Double(number), 0, 0]),
                ]
                _ = station.upload(TestPlan.list(wild, for: dialect))
                _ = station.launch()
                station.send(
                    LogRequestDataMessage(targetSystem: 1, targetComponent: 1, id: 9, ofs: .max, count: .max))
                station.pass(.seconds(20))
                #expect(station.report.lastHeartbeat.map { $0 + .seconds(2) > station.now } == true)
            }
        }
    }

    @Test func `random bytes change nothing`() {
        let station = VirtualStation(.px4)
        var state: UInt64 = 7
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            station.vehicle.receive(bytes)
        }
        station.pass(.seconds(2))
        #expect(!station.vehicle.isArmed)
        #expect(station.report.lastHeartbeat != nil)
    }
}
