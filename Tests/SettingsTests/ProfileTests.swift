// SPDX-License-Identifier: Apache-2.0
// All profiles load and mean what their files say; a bad one is refused at the place of the mistake.

import DockModel
import Registers
import Testing

@testable import Settings

struct Profiles {
    @Test func `all eighteen profiles load`() throws {
        let names = fixtureNames("profiles", ending: ".yaml")
        #expect(names.count == 18)
        for name in names {
            let profile = try ProfileFile.profile(from: fixture("profiles/\(name)"), file: name)
            #expect(profile.id + ".yaml" == name)
            #expect(profile.points.count >= 5)
        }
    }

    @Test func `the reference dock controller is decoded in full`() throws {
        let plc = try ProfileFile.profile(from: fixture("profiles/roost-dock-plc.yaml"), file: "plc.yaml")
        #expect(plc.deviceClass == .plc && plc.status == .invented)
        #expect(
            plc.transport
                == Transport(
                    kinds: [.tcp, .rtu], serial: SerialFormat(baud: 19_200, parity: .even), unit: 10,
                    tcpPort: 502,
                    timeoutMilliseconds: 300))
        #expect(plc.limits == ReadLimits(maxRegs: 60, maxBits: 64, gaps: .reject))
        #expect(plc.identity == [IdentityRule(point: "map_version", test: .equals(.number(1)))])
        #expect(plc.points.count == 24)
        #expect(
            plc.point("motor_temp")
                == PointProfile(
                    id: "motor_temp", fn: .input, address: 6, type: .s16, scale: 0.1, unit: "degC",
                    range: ValueRange(low: -40, high: 150), nan: [0x7FFF]))
        #expect(
            plc.point("cover_command")
                == PointProfile(
                    id: "cover_command", fn: .holding, address: 0, type: .u16,
                    enumeration: [0: "stop", 1: "open", 2: "close"], write: .guarded, writeFn: 6,
                    readback: "cover_command", failsafe: 0))
        #expect(plc.point("pad_energy")?.wordOrder == .little)
        #expect(plc.point("cover_moves")?.counter == true)
    }

    @Test func `the odd parts of other profiles are decoded`() throws {
        let sunspec = try ProfileFile.profile(
            from: fixture("profiles/sunspec-802-battery.yaml"), file: "s.yaml")
        #expect(
            sunspec.discovery?.marker == 0x5375_6E53 && sunspec.discovery?.candidates == [40_000, 50_000, 0])
        #expect(sunspec.point("soc")?.scalePoint == "soc_sf")
        #expect(sunspec.point("events1")?.bits.contains(BitField(first: 1, text: "over-temp-alarm")) == true)
        let apc = try ProfileFile.profile(from: fixture("profiles/apc-smart-ups.yaml"), file: "apc.yaml")
        #expect(apc.blocks.first == ReadBlock(fn: .holding, address: 0, count: 27, poll: .fast))
        let daly = try ProfileFile.profile(from: fixture("profiles/daly-hkms-bms.yaml"), file: "daly.yaml")
        #expect(daly.transport.unit == 129 && daly.transport.replyUnit == 81)
        let renke = try ProfileFile.profile(from: fixture("profiles/renke-rs-fsxcs.yaml"), file: "renke.yaml")
        #expect(
            renke.variants == [
                ProfileVariant(name: "wind-0.01", points: [PointOverride(point: "wind_speed", scale: 0.01)]),
                ProfileVariant(name: "wind-0.1", points: [PointOverride(point: "wind_speed", scale: 0.1)]),
            ])
        let epever = try ProfileFile.profile(
            from: fixture("profiles/epever-tracer.yaml"), file: "epever.yaml")
        #expect(epever.points.contains { $0.bits.contains { $0.first == 2 && $0.last == 3 } })
        let jk = try ProfileFile.profile(from: fixture("profiles/jk-bms.yaml"), file: "jk.yaml")
        #expect(
            jk.identity == [
                IdentityRule(point: "cell1_voltage", test: .range(ValueRange(low: 1.5, high: 5)))
            ])
    }

    @Test func `every mistake of a profile is reported at its place`() {
        let text = """
            schema: roost-modbus-profile/2
            id: box
            class: plcc
            status: invented
            transport: {kinds: [tcp, can], unit: 300, timeout: 300}
            limits: {max_regs: 126, gaps: okay}
            identity: [{point: a, equals: 1, in: [1]}]
            points:
              - {id: a, fn: inputs, address: 0, type: u16, nan: [0xGG], enum: {x: y}}
              - {id: b, fn: input, address: 70000, type: u17, range: [1], bits: {"3-1": z}}
              - 5
            """
        let error = #expect(throws: SettingsError.self) {
            try ProfileFile.profile(from: Array(text.utf8), file: "hardware/box.yaml")
        }
        #expect(
            error?.problems.map(\.description) == [
                "hardware/box.yaml:1:9: schema \"roost-modbus-profile/2\" is not known (this version "
                    + "reads roost-modbus-profile/1)",
                "hardware/box.yaml:3:8: class \"plcc\" is not known (did you mean \"plc\"?)",
                "hardware/box.yaml:5:26: transport.kinds \"can\" is not known (use one of: rtu, tcp)",
                "hardware/box.yaml:5:38: transport.unit \"300\" is above 255 (write a whole number from 0 to 255)",
                "hardware/box.yaml:5:43: unknown key \"timeout\" in transport (did you mean \"timeout_ms\"?)",
                "hardware/box.yaml:6:20: limits.max_regs \"126\" is above 125 (write a whole number from 1 to 125)",
                "hardware/box.yaml:6:31: limits.gaps \"okay\" is not known (use one of: reject, zero, "
                    + "ok, error-at-start)",
                "hardware/box.yaml:7:12: identity[1] needs exactly one of equals, in and range (keep one of them)",
                "hardware/box.yaml:9:17: points.a.fn \"inputs\" is not known (did you mean \"input\"?)",
                "hardware/box.yaml:9:54: points.a.nan \"0xGG\" is not a raw register value (write for example 0xFFFF)",
                "hardware/box.yaml:9:71: points.a.enum key \"x\" is not a raw value (write for example 0: stopped)",
                "hardware/box.yaml:10:33: points.b.address \"70000\" is above 65535 (write a whole "
                    + "number from 0 to 65535)",
                "hardware/box.yaml:10:46: points.b.type \"u17\" is not known (did you mean \"u16\"?)",
                "hardware/box.yaml:10:58: points.b.range needs two numbers (write [low, high])",
                "hardware/box.yaml:10:77: points.b.bits key \"3-1\" is not a bit or a run of bits "
                    + "(write for example \"3\" or \"0-2\")",
                "hardware/box.yaml:11:5: points[3] is \"5\", not a mapping (write key: value pairs)",
            ])
    }

    @Test func `what the register rules find is reported at the key of the point`() {
        let text = """
            schema: roost-modbus-profile/1
            id: box
            class: plc
            status: invented
            transport: {kinds: [tcp], unit: 1}
            points:
              - {id: a, fn: coil, address: 0, type: u16}
              - {id: b, fn: holding, address: 0, type: u16, scale: 0}
            """
        let error = #expect(throws: SettingsError.self) {
            try ProfileFile.profile(from: Array(text.utf8), file: "box.yaml")
        }
        #expect(
            error?.problems.map(\.description) == [
                "box.yaml:7:41: point \"a\", type: coil holds bits: type must be bool (compare it with "
                    + "the maker's register list)",
                "box.yaml:8:56: point \"b\", scale: must be a finite number other than 0 "
                    + "(compare it with the maker's register list)",
            ])
    }
}
