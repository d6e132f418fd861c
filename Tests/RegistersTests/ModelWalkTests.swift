// SPDX-License-Identifier: Apache-2.0
// The way to a model header along a chain, on devices that answer, refuse and lie.

import DockModel
import Testing

@testable import Registers

/// A device's holding registers; other addresses are refused.
private func walk(_ profile: DeviceProfile, _ registers: [Int: UInt16]) -> (ModelWalk.Step, reads: Int)? {
    guard var walk = ModelWalk(profile: profile) else { return nil }
    for reads in 0..<200 {
        guard case .read(_, let address, let count) = walk.next else { return (walk.next, reads) }
        let words = (address..<(address + count)).compactMap { registers[$0] }
        walk.note(words.count == count ? words : nil)
    }
    return nil
}

@Suite struct ModelWalkTests {
    private func battery() throws -> DeviceProfile { try shippedProfile("sunspec-802-battery") }
    private let marker: [UInt16] = [0x5375, 0x6E53]

    private func chain(at start: Int, _ models: [(UInt16, UInt16)]) -> [Int: UInt16] {
        var registers = [start: marker[0], start + 1: marker[1]]
        var address = start + 2
        for (id, length) in models {
            registers[address] = id
            registers[address + 1] = length
            address += 2 + Int(length)
        }
        return registers
    }

    @Test func `the model behind the common model is found`() throws {
        let found = try #require(walk(battery(), chain(at: 40_000, [(1, 66), (802, 62), (0xFFFF, 0)])))
        #expect(found.0 == .found(base: 40_070) && found.reads == 3)
        let moved = try battery().moved(by: 40_070)
        #expect(moved.point("soc")?.address == 40_081 && moved.problems() == [])
    }

    @Test func `each candidate is tried in turn`() throws {
        let found = try #require(walk(battery(), chain(at: 0, [(802, 62)])))
        #expect(found.0 == .found(base: 2) && found.reads == 4)
    }

    @Test func `a device without the marker or without the model is not guessed at`() throws {
        #expect(
            try #require(walk(battery(), [:])).0 == .notFound(because: "no marker at 40000, 50000, 0"))
        #expect(
            try #require(walk(battery(), chain(at: 40_000, [(1, 66), (0xFFFF, 0)]))).0
                == .notFound(because: "the chain ends at 40070 without model 802"))
        #expect(
            try #require(walk(battery(), chain(at: 40_000, [(1, 66)]))).0
                == .notFound(because: "the chain cannot be read at 40070"))
    }

    @Test func `a chain that runs away or never ends is left`() throws {
        #expect(
            try #require(walk(battery(), chain(at: 40_000, [(1, 65_535)]))).0
                == .notFound(because: "the chain runs out of the table behind 40002"))
        let endless = chain(at: 40_000, Array(repeating: (7, 0), count: 500))
        #expect(
            try #require(walk(battery(), endless)).0 == .notFound(because: "more than 64 models in the chain")
        )
    }

    @Test func `a profile with fixed addresses has no walk`() throws {
        #expect(ModelWalk(profile: try shippedProfile("roost-dock-plc")) == nil)
    }
}

@Suite struct MeaningTests {
    @Test func `bits, runs of bits and states have their names`() throws {
        let charger = try shippedProfile("epever-tracer")
        let state = try #require(charger.point("charge_status"))
        #expect(state.meaning(ofRaw: 0x000D) == "running, equalise, normal")
        #expect(state.meaning(ofRaw: 0x4004) == "float, no-input")
        let plc = try shippedProfile("roost-dock-plc")
        #expect(plc.point("cover_state")?.meaning(ofRaw: 3) == "stalled")
        #expect(plc.point("cover_state")?.meaning(ofRaw: 9) == nil)
        #expect(plc.point("pad_voltage")?.meaning(ofRaw: 9) == nil)
        let drive = try #require(shippedProfile("delta-vfd-el").point("status"))
        #expect(drive.meaning(ofRaw: 0x0A) == "standby, 3-4 = 1")
        let signed = PointProfile(id: "p", fn: .input, address: 0, type: .s16, enumeration: [-1: "away"])
        #expect(signed.meaning(ofRaw: 0xFFFF) == "away")
    }

    @Test func `a masked field is read alone and its neighbours change nothing`() {
        var point = PointProfile(
            id: "soc", fn: .holding, address: 0, type: .u16, unit: "%", range: ValueRange(low: 0, high: 100),
            nan: [0xFF], mask: 0x00FF)
        for neighbour: UInt16 in [0x0000, 0x0100, 0xFF00] {
            #expect(point.decode([neighbour | 35]) == Decoded(value: .number(35), quality: .good, raw: 35))
            #expect(point.decode([neighbour | 0xFF]).quality == .badSentinel)
            #expect(point.decode([neighbour | 101]).quality == .uncertain)
        }
        point.mask = 0x0FF0
        #expect(point.decode([0xA23B]).value == .number(0x23))
        #expect(point.encodeSaturating(.number(0x23)) == [0x0230])
        #expect(point.encodeSaturating(.number(999)) == [0x0FF0])
        #expect(throws: EncodeRefusal.doesNotFit) { try point.encode(.number(256)) }
    }

    @Test func `a reply under another unit id follows the unit`() throws {
        let daly = try shippedProfile("daly-hkms-bms").transport
        #expect(daly.replyUnit(to: 0x81) == 0x51 && daly.replyUnit(to: 0x82) == 0x52)
        #expect(try shippedProfile("xy-md02").transport.replyUnit(to: 9) == 9)
    }
}
