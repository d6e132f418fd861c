// SPDX-License-Identifier: Apache-2.0
// Raw words to values and back, for every type and order, with every way a value can be bad.

import DockModel
import Testing

@testable import Registers

/// A small generator with a fixed seed.
struct Dice {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9
    }
    mutating func word() -> UInt16 { UInt16(truncatingIfNeeded: next() >> 17) }
    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next() >> 23) }
    mutating func below(_ limit: Int) -> Int { Int(next() >> 11) % limit }
}

private func point(
    _ type: PointType, count: Int? = nil, wordOrder: ByteOrder = .big, byteOrder: ByteOrder = .big,
    scale: Double = 1,
    offset: Double = 0, scalePoint: PointID? = nil, range: ValueRange? = nil, nan: [UInt64] = [],
    zeroSuspect: Bool = false, enumeration: [Int: String] = [:]
) -> PointProfile {
    PointProfile(
        id: "p", fn: .holding, address: 0, type: type, count: count, wordOrder: wordOrder,
        byteOrder: byteOrder,
        scale: scale, offset: offset, scalePoint: scalePoint, range: range, nan: nan,
        zeroSuspect: zeroSuspect,
        enumeration: enumeration)
}

@Suite struct DecodeTests {
    @Test func `each whole type is read in each order`() {
        #expect(point(.u16).decode([0xFFFE]).value == .number(65_534))
        #expect(point(.s16).decode([0xFF33]).value == .number(-205))
        #expect(point(.bits16).decode([0x8001]).value == .number(32_769))
        #expect(point(.bcd16).decode([0x1234]).value == .number(1_234))
        #expect(point(.u32).decode([0x0001, 0x0002]).value == .number(65_538))
        #expect(point(.u32, wordOrder: .little).decode([0x0001, 0x0002]).value == .number(131_073))
        #expect(point(.u32, byteOrder: .little).decode([0x0100, 0x0200]).value == .number(65_538))
        #expect(
            point(.u32, wordOrder: .little, byteOrder: .little).decode([0x0100, 0x0200]).value
                == .number(131_073))
        #expect(point(.s32).decode([0xFFFF, 0xFFFE]).value == .number(-2))
        #expect(point(.s32, wordOrder: .little).decode([0xFFFE, 0xFFFF]).value == .number(-2))
        #expect(point(.bits32).decode([0x8000, 0]).value == .number(2_147_483_648))
        #expect(point(.u64).decode([0, 0, 1, 0]).value == .number(65_536))
        #expect(point(.u64, wordOrder: .little).decode([0, 1, 0, 0]).value == .number(65_536))
        #expect(point(.bool).decode([2]).value == .flag(true))
    }

    @Test func `a float is read in each order`() {
        #expect(point(.f32).decode([0x449A, 0x5000]).value == .number(1_234.5))
        #expect(point(.f32, wordOrder: .little).decode([0x5000, 0x449A]).value == .number(1_234.5))
        #expect(point(.f32, byteOrder: .little).decode([0x9A44, 0x0050]).value == .number(1_234.5))
        #expect(
            point(.f32, wordOrder: .little, byteOrder: .little).decode([0x0050, 0x9A44]).value
                == .number(1_234.5))
    }

    @Test func `texts lose padding and bytes that are not printable`() {
        #expect(point(.string, count: 2).decode([0x5120, 0x2020]).value == .text("Q"))
        #expect(point(.string, count: 2, byteOrder: .little).decode([0x4241, 0x0043]).value == .text("ABC"))
        #expect(point(.string, count: 2).decode([0x410D, 0x0A42]).value == .text("A??B"))
    }

    @Test func `sentinels are compared before scaling`() {
        let wind = point(.s16, scale: 0.1, range: ValueRange(low: 0, high: 5_000), nan: [0x7FFF])
        #expect(wind.decode([0x7FFF]) == Decoded(value: nil, quality: .badSentinel, raw: 0x7FFF))
        #expect(wind.decode([0x7FFE]).value == .number(3_276.6))
        let signed = point(.s16, nan: [0x8000])
        #expect(signed.decode([0x8000]).quality == .badSentinel)
        #expect(point(.f32, nan: [0x7F7F_FFFF]).decode([0x7F7F, 0xFFFF]).quality == .badSentinel)
        #expect(
            point(.u32, wordOrder: .little, nan: [0x0001_FFFF]).decode([0xFFFF, 1]).quality == .badSentinel)
    }

    @Test func `NaN, infinity and impossible digits have no value`() {
        for words: [UInt16] in [[0x7FC0, 0], [0x7FFF, 0xFFFF], [0x7F80, 0], [0xFF80, 0]] {
            #expect(
                point(.f32).decode(words[...])
                    == Decoded(
                        value: nil, quality: .badSentinel, raw: UInt64(words[0]) << 16 | UInt64(words[1])))
        }
        #expect(point(.bcd16).decode([0x12A4]).quality == .badSentinel)
        #expect(point(.f32, scale: 1e300, offset: 1e308).decode([0x7F7F, 0xFFFF]).quality == .badSentinel)
    }

    @Test func `a value outside its range, a suspect zero and an unnamed state are uncertain`() {
        let ranged = point(.u16, scale: 0.1, range: ValueRange(low: 0, high: 100))
        #expect(ranged.decode([1_000]).quality == .good)
        #expect(ranged.decode([1_001]) == Decoded(value: .number(100.1), quality: .uncertain, raw: 1_001))
        #expect(point(.u16, zeroSuspect: true).decode([0]).quality == .uncertain)
        #expect(point(.u16, zeroSuspect: true).decode([1]).quality == .good)
        #expect(point(.u16, enumeration: [1: "on"]).decode([2]).quality == .uncertain)
    }

    @Test func `scale and offset give the number a person would write`() {
        #expect(point(.u16, scale: 0.1).decode([3]).value == .number(0.3))
        #expect(point(.u16, scale: 0.1, offset: -3_000).decode([30_125]).value == .number(12.5))
        #expect(point(.u16, scale: -0.1).decode([10]).value == .number(-1))
        #expect(point(.u16, scale: 100).decode([7]).value == .number(700))
        #expect(point(.u16, scale: 0.001953125).decode([51_200]).value == .number(100))
    }

    @Test func `a scale point shifts the decimal point and without it there is no value`() {
        let scaled = point(.s16, scalePoint: "sf")
        #expect(scaled.decode([1_234], scaleExponent: -2).value == .number(12.34))
        #expect(scaled.decode([5], scaleExponent: 3).value == .number(5_000))
        for exponent in [nil, 11, -11, Int.max, Int.min] {
            #expect(scaled.decode([5], scaleExponent: exponent).quality == .badSentinel)
        }
    }

    @Test func `a scale point is taken from the same reply`() {
        let device = DeviceProfile(
            id: "t", limits: ReadLimits(gaps: .ok),
            points: [
                PointProfile(
                    id: "v", fn: .holding, address: 0, type: .u16, scalePoint: "sf", nan: [0xFFFF],
                    poll: .fast),
                PointProfile(id: "sf", fn: .holding, address: 3, type: .s16, nan: [0x8000], poll: .once),
            ])
        let request = device.readPlan(for: [.fast])[0]
        func value(_ words: [UInt16]) -> Reading? {
            device.readings(of: request, words: words, device: "d", at: Instant(nanoseconds: 5)).first
        }
        #expect(value([2_520, 0, 0, 0xFFFE])?.value == .number(25.2))
        #expect(value([2_520, 0, 0, 0x8000])?.quality == .badSentinel)
        #expect(value([0xFFFF, 0, 0, 0xFFFE])?.quality == .badSentinel)
        #expect(value([1, 2, 3])?.quality == .badComm)
    }

    @Test func `encoding is the inverse of decoding for every type and order`() throws {
        var dice = Dice(11)
        for type in PointType.allCases where type != .string && type != .bool {
            for wordOrder in ByteOrder.allCases {
                for byteOrder in ByteOrder.allCases {
                    let shape = point(
                        type, wordOrder: wordOrder, byteOrder: byteOrder, scale: 0.01, offset: 7)
                    for _ in 0..<200 {
                        var words = (0..<shape.width).map { _ in dice.word() }
                        if type == .u64 { words[wordOrder == .big ? 0 : 3] = 0 }
                        guard let value = shape.decode(words[...]).value, type != .f32 else { continue }
                        #expect(try shape.encode(value) == words)
                        #expect(shape.encodeSaturating(value) == words)
                    }
                }
            }
        }
        let float = point(.f32, wordOrder: .little)
        #expect(try float.encode(.number(1_234.5)) == [0x5000, 0x449A])
    }

    @Test func `a simulated device saturates and shows its sentinel for no value`() {
        let temperature = point(.s16, scale: 0.1, nan: [0x7FFF])
        #expect(temperature.encodeSaturating(nil) == [0x7FFF])
        #expect(temperature.encodeSaturating(.number(1e9)) == [0x7FFF])
        #expect(temperature.encodeSaturating(.number(-1e300)) == [0x8000])
        #expect(point(.u16).encodeSaturating(.number(-5)) == [0])
        #expect(point(.u16).encodeSaturating(.number(.infinity)) == [0xFFFF])
        #expect(point(.f32).encodeSaturating(nil) == [0x7FC0, 0])
    }

    @Test func `random profiles and random words never trap and never let a bad number out`() {
        var dice = Dice(2_024)
        for _ in 0..<20_000 {
            let type = PointType.allCases[dice.below(PointType.allCases.count)]
            let doubles: [Double] = [0, 1, -1, 0.1, .nan, .infinity, 1e300, -1e-300]
            let shape = point(
                type, count: type == .string ? dice.below(6) - 2 : nil,
                wordOrder: dice.below(2) == 0 ? .big : .little,
                byteOrder: dice.below(2) == 0 ? .big : .little, scale: doubles[dice.below(8)],
                offset: doubles[dice.below(8)], scalePoint: dice.below(4) == 0 ? "sf" : nil,
                range: dice.below(2) == 0 ? ValueRange(low: -5, high: 5) : nil, nan: [dice.next()],
                enumeration: dice.below(3) == 0 ? [1: "x"] : [:])
            let words = (0..<dice.below(6)).map { _ in dice.word() }
            let decoded = shape.decode(words[...], scaleExponent: Int(truncatingIfNeeded: dice.next()))
            if let number = decoded.value?.number { #expect(number.isFinite) }
            _ = shape.encodeSaturating(.number(doubles[dice.below(8)]), scaleExponent: dice.below(30) - 15)
            _ = shape.encodeSaturating(decoded.value)
        }
    }
}

@Suite struct IdentityTests {
    @Test func `identity compares numbers, bounds and texts without padding`() {
        #expect(IdentityTest.equals(.number(1)).accepts(.number(1)))
        #expect(!IdentityTest.equals(.number(1)).accepts(.number(2)))
        #expect(IdentityTest.oneOf([.text("Q   ")]).accepts(.text("Q")))
        #expect(!IdentityTest.oneOf([.text("1")]).accepts(.number(1)))
        #expect(IdentityTest.range(ValueRange(low: 1.5, high: 5)).accepts(.number(3.7)))
        #expect(!IdentityTest.range(ValueRange(low: 1.5, high: 5)).accepts(.number(.nan)))
    }

    @Test func `a missing identity point is a fault`() {
        let device = DeviceProfile(id: "t", identity: [IdentityRule(point: "a", test: .equals(.number(1)))])
        #expect(device.identityFault(in: [])?.contains("could not be read") == true)
    }
}
