// SPDX-License-Identifier: Apache-2.0
// Only the true reply to a request is decoded: every other byte string is refused, and none can trap.

import DockModel
import Testing

@testable import Registers

private let read = ModbusRequest(unit: 10, ask: .read(.input, address: 16, count: 2))!
private let good: [UInt8] = [0x12, 0x34, 0, 0, 0, 7, 10, 4, 4, 0xAB, 0xCD, 0x00, 0x01]

private func verdict(_ frame: [UInt8], _ request: ModbusRequest = read) -> ReplyVerdict {
    ReplyCheck.tcp(frame, for: request, transaction: 0x1234).verdict
}

private func changed(_ index: Int, _ byte: UInt8) -> [UInt8] {
    var frame = good
    frame[index] = byte
    return frame
}

@Suite struct ReplyTests {
    @Test func `requests have the bytes of the standard`() throws {
        #expect(read.tcpFrame(transaction: 0x1234) == [0x12, 0x34, 0, 0, 0, 6, 10, 4, 0, 16, 0, 2])
        let coils = try #require(
            ModbusRequest(
                unit: 1,
                ask: .writeCoils(
                    address: 19, bits: [true, false, true, true, false, false, true, true, true, false])))
        #expect(coils.pdu == [15, 0, 19, 0, 10, 2, 0xCD, 0x01])
        let coil = try #require(ModbusRequest(unit: 1, ask: .writeCoil(address: 172, isOn: true)))
        #expect(coil.pdu == [5, 0, 172, 0xFF, 0])
        #expect(ModbusRequest(unit: 1, ask: .read(.holding, address: 0, count: 0)) == nil)
        #expect(ModbusRequest(unit: 1, ask: .read(.holding, address: 0, count: 126)) == nil)
        #expect(ModbusRequest(unit: 1, ask: .read(.holding, address: 65_535, count: 2)) == nil)
        #expect(ModbusRequest(unit: 256, ask: .read(.holding, address: 0, count: 1)) == nil)
    }

    @Test func `the true reply is decoded, at whatever pace it comes`() {
        for count in 0..<good.count {
            guard case .incomplete(let missing) = verdict(Array(good.prefix(count))) else {
                Issue.record("not incomplete after \(count) bytes")
                continue
            }
            #expect(missing >= 1 && missing <= good.count - count)
        }
        #expect(verdict(good) == .reply(.words([0xABCD, 1])))
        #expect(ReplyCheck.tcp(good + [1, 2], for: read, transaction: 0x1234).extra == 2)
    }

    @Test func `a reply that differs in any field is refused`() {
        #expect(verdict(changed(1, 0x35)) == .mismatch(.transaction))
        #expect(verdict(changed(3, 1)) == .mismatch(.protocolIdentifier))
        #expect(verdict(changed(5, 10)) == .mismatch(.length))
        #expect(verdict(changed(4, 1)) == .mismatch(.length))
        #expect(verdict(changed(5, 3)) == .mismatch(.length))
        #expect(verdict(changed(6, 11)) == .mismatch(.unit))
        #expect(verdict(changed(7, 3)) == .mismatch(.function))
        #expect(verdict(changed(7, 0x83)) == .mismatch(.length))
        #expect(verdict(changed(8, 6)) == .mismatch(.byteCount))
        #expect(verdict([0x12, 0x35]) == .mismatch(.transaction))
    }

    @Test func `an exception is reported with its code`() {
        #expect(verdict([0x12, 0x34, 0, 0, 0, 3, 10, 0x84, 2]) == .reply(.exception(2)))
        #expect(verdict([0x12, 0x34, 0, 0, 0, 3, 10, 0x83, 2]) == .mismatch(.function))
    }

    @Test func `bits come one word each, low bit first`() throws {
        let bits = try #require(ModbusRequest(unit: 10, ask: .read(.discrete, address: 0, count: 10)))
        let frame: [UInt8] = [0x12, 0x34, 0, 0, 0, 5, 10, 2, 2, 0b0000_0101, 0b10]
        #expect(verdict(frame, bits) == .reply(.words([1, 0, 1, 0, 0, 0, 0, 0, 0, 1])))
    }

    @Test func `a write is confirmed only by its own echo`() throws {
        let write = try #require(ModbusRequest(unit: 10, ask: .writeRegister(address: 2, word: 0x0102)))
        let echo: [UInt8] = [0x12, 0x34, 0, 0, 0, 6, 10, 6, 0, 2, 1, 2]
        #expect(verdict(echo, write) == .reply(.written))
        for index in 8..<12 {
            var wrong = echo
            wrong[index] ^= 0x40
            #expect(verdict(wrong, write) == .mismatch(.echo))
        }
        let many = try #require(ModbusRequest(unit: 10, ask: .writeRegisters(address: 2, words: [1, 2, 3])))
        #expect(verdict([0x12, 0x34, 0, 0, 0, 6, 10, 16, 0, 2, 0, 3], many) == .reply(.written))
        #expect(verdict([0x12, 0x34, 0, 0, 0, 6, 10, 16, 0, 2, 0, 2], many) == .mismatch(.echo))
    }

    @Test func `a device with another reply unit is read under that one only`() throws {
        let daly = try #require(
            ModbusRequest(unit: 0x81, replyUnit: 0x51, ask: .read(.holding, address: 0, count: 1)))
        func frame(_ unit: UInt8, _ body: [UInt8]) -> [UInt8] {
            [0x12, 0x34, 0, 0, 0, UInt8(1 + body.count), unit] + body
        }
        #expect(verdict(frame(0x51, [3, 2, 0, 9]), daly) == .reply(.words([9])))
        #expect(verdict(frame(0x81, [3, 2, 0, 9]), daly) == .mismatch(.unit))
        #expect(verdict(frame(0x81, [0x83, 11]), daly) == .reply(.exception(11)))
        #expect(verdict(frame(0x81, [0x83, 2]), daly) == .mismatch(.unit))
        #expect(ReplyCheck.rtu([0x51, 3, 2, 0, 9], for: daly) == .reply(.words([9])))
        #expect(ReplyCheck.rtu([0x81, 3, 2, 0, 9], for: daly) == .mismatch(.unit))
    }

    @Test func `random bytes are never decoded and never trap`() {
        var dice = Dice(99)
        for _ in 0..<50_000 {
            let frame = (0..<dice.below(40)).map { _ in dice.byte() }
            if case .reply = verdict(frame) { Issue.record("random bytes accepted: \(frame)") }
            _ = ReplyCheck.rtu(frame, for: read)
        }
    }

    @Test func `one changed byte of the header or the count is never accepted as data`() {
        var dice = Dice(7)
        for _ in 0..<20_000 {
            var frame = good
            let index = dice.below(9)
            let byte = dice.byte()
            guard byte != frame[index] else { continue }
            frame[index] = byte
            if case .reply(.words) = verdict(frame) { Issue.record("accepted \(frame)") }
            _ = verdict(Array(frame.prefix(dice.below(frame.count + 1))))
        }
    }

    @Test func `exceptions have the policy of the requirements`() {
        #expect([1, 2, 3].allSatisfy { ExceptionPolicy(code: $0) == .configurationFault })
        #expect(ExceptionPolicy(code: 4) == .nextCycle)
        #expect(ExceptionPolicy(code: 5) == .afterPause && ExceptionPolicy(code: 6) == .afterPause)
        #expect(ExceptionPolicy(code: 10) == .unitOffline && ExceptionPolicy(code: 11) == .unitOffline)
        #expect((0...255).allSatisfy { !ExceptionPolicy.name(of: UInt8($0)).isEmpty })
    }
}
