// SPDX-License-Identifier: Apache-2.0
// Rounding, the globe and the calendar against known values.

import Foundation
import Testing

@testable import FlightLog

@Suite struct DecimalsTests {
    @Test func `rounding is that of exact decimals`() {
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<20_000 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let value = Double(Int64(bitPattern: state) >> 20) / 1e6
            for places in [0, 1, 2, 3, 7] {
                #expect(Decimals.rounded(value, places) == Double(String(format: "%.\(places)f", value)))
            }
        }
        #expect(
            Decimals.rounded(0.5, 0) == 0 && Decimals.rounded(1.5, 0) == 2
                && Decimals.rounded(2.675, 2) == 2.67)
        #expect(Decimals.rounded(.nan, 2) == nil && Decimals.rounded(-.infinity, 2) == nil)
        #expect(Decimals.rounded(1e300, 3) == 1e300)
    }

    @Test func `the cosine is that of the C library`() {
        for step in -900...900 {
            let angle = Double(step) / 10 * .pi / 180
            #expect(abs(Globe.cosine(angle) - cos(angle)) < 1e-15)
        }
    }

    @Test func `a step across the date line is short`() {
        let metres = Globe.metres(fromLatitude: 0, longitude: 179.9999, toLatitude: 0, longitude: -179.9999)
        #expect(abs(metres - 22.239) < 0.001)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"), (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        (1_710_773_350_346_000, "2024-03-18T14:49:10Z"), (4_102_444_799_999_999, "2099-12-31T23:59:59Z"),
    ])
    func `days of the calendar`(microseconds: Int64, text: String) {
        #expect(Calendar.text(microseconds: microseconds) == text)
    }

    @Test func `times outside of the calendar have no text`() {
        #expect(Calendar.text(microseconds: -1) == nil)
        #expect(Calendar.text(microseconds: .max) == nil)
        #expect(Calendar.microseconds(gpsWeek: 0, milliseconds: 5) == nil)
        #expect(Calendar.microseconds(gpsWeek: 2_046, milliseconds: .max) == nil)
    }

    @Test func `half precision numbers`() {
        for (bits, value) in [(UInt16(0x3C00), 1.0), (0xC000, -2), (0x7BFF, 65_504), (0x0001, 0x1p-24)] {
            let bytes = little(bits)
            let plan = FieldPlan(offset: 0, type: .half)
            #expect(unsafe plan.number(bytes.span.bytes, 0) == value)
        }
    }

    @Test func `a field outside of its bytes reads as zero`() {
        let bytes: [UInt8] = [1, 2, 3]
        #expect(unsafe bytes.span.bytes.word(1, as: UInt32.self) == 0)
        #expect(unsafe bytes.span.bytes.word(-1, as: UInt16.self) == 0)
        #expect(unsafe bytes.span.bytes.word(Int.max, as: UInt64.self) == 0)
        #expect(unsafe bytes.span.bytes.byte(3) == 0)
        #expect(unsafe bytes.span.bytes.copied(from: -5, to: 99) == bytes)
    }
}
