// SPDX-License-Identifier: Apache-2.0
// Commands are checked before they become bytes.

import DockModel
import Testing

@testable import Registers

private func refusal(_ profile: DeviceProfile, _ point: PointID, _ value: ReadingValue) -> WriteRefusal? {
    do {
        _ = try profile.checkedWrite(point, value)
        return nil
    } catch {
        return error
    }
}

@Suite struct WriteTests {
    @Test func `a command of the dock controller becomes its raw word`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        let open = try plc.checkedWrite("cover_command", .number(1))
        #expect(open.words == [1] && open.function == 6 && open.address == 0 && open.isGuarded)
        #expect(open.readback == "cover_command")
        #expect(open.isConfirmed(by: [1]) && !open.isConfirmed(by: [0]) && !open.isConfirmed(by: []))
        #expect(try plc.checkedWrite("hvac_setpoint", .number(22.5)).words == [225])
        #expect(try plc.checkedWrite("charge_enable", .flag(true)).words == [1])
        #expect(try plc.checkedWrite("watchdog", .number(65_535)).words == [0xFFFF])
    }

    @Test func `what the profile does not allow is refused with the reason`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        #expect(refusal(plc, "cover_position", .number(1)) == .notWritable("cover_position"))
        #expect(refusal(plc, "nothing", .number(1)) == .unknownPoint("nothing"))
        #expect(refusal(plc, "cover_command", .number(3)) == .notNamed("cover_command", value: 3))
        #expect(refusal(plc, "cover_command", .number(1.5)) == .notNamed("cover_command", value: 1.5))
        #expect(
            refusal(plc, "hvac_setpoint", .number(35.1))
                == .outsideRange("hvac_setpoint", value: 35.1, range: ValueRange(low: 5, high: 35)))
        #expect(refusal(plc, "hvac_setpoint", .text("22")) == .wrongKind("hvac_setpoint"))
        #expect(refusal(plc, "watchdog", .number(65_536)) == .doesNotFit("watchdog"))
        #expect(refusal(plc, "watchdog", .number(-1)) == .doesNotFit("watchdog"))
        for number in [Double.nan, .infinity, -.infinity, 1e300] {
            #expect(refusal(plc, "watchdog", .number(number)) == .doesNotFit("watchdog"))
        }
        #expect(refusal(plc, "charge_enable", .number(7)) == .doesNotFit("charge_enable"))
        let station = try shippedProfile("lufft-ws-umb")
        #expect(refusal(station, "device_reset", .number(1)) == .never("device_reset"))
    }

    @Test func `a value that would read back as no value is refused`() {
        let device = DeviceProfile(
            id: "t",
            points: [
                PointProfile(
                    id: "p", fn: .holding, address: 0, type: .u16, nan: [9], write: .safe, writeFn: 6)
            ])
        #expect(refusal(device, "p", .number(9)) == .isSentinel("p"))
        #expect(refusal(device, "p", .number(8)) == nil)
    }

    @Test func `a guarded point without a readback is not written`() {
        let device = DeviceProfile(
            id: "t",
            points: [PointProfile(id: "p", fn: .holding, address: 0, type: .u16, write: .guarded, writeFn: 6)]
        )
        #expect(refusal(device, "p", .number(1)) == .noReadback("p"))
    }

    @Test func `no shipped profile lets a 'never' point or an unproved guarded point be written`() throws {
        for id in HardwareTests.shipped {
            let profile = try shippedProfile(id)
            for point in profile.points {
                let value: ReadingValue = .number(point.range?.low ?? point.failsafe ?? 1)
                switch point.write {
                case .never: #expect(refusal(profile, point.id, value) == .never(point.id))
                case .none: #expect(refusal(profile, point.id, value) == .notWritable(point.id))
                case .guarded: #expect(point.readback != nil, "\(id).\(point.id)")
                case .safe: break
                }
            }
        }
    }

    @Test func `a long value needs function 16`() throws {
        var device = DeviceProfile(
            id: "t",
            points: [PointProfile(id: "p", fn: .holding, address: 4, type: .u32, write: .safe, writeFn: 6)])
        #expect(refusal(device, "p", .number(1)) == .noFunction("p"))
        device.points[0].writeFn = 16
        let write = try device.checkedWrite("p", .number(65_537))
        let request = try #require(ModbusRequest(unit: 3, write: write))
        #expect(request.pdu == [16, 0, 4, 0, 2, 4, 0, 1, 0, 1])
    }
}
