// SPDX-License-Identifier: Apache-2.0
// Times and spans as text, at the edges of the calendar and of the number range.

import DockModel
import Testing

@testable import Console

@Suite struct TimeTextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_783_175_405_250, "2026-07-04T14:30:05.250Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `an instant has its date`(milliseconds: Int64, text: String) {
        #expect(TimeStyle.machineText(WallTime(milliseconds: milliseconds)) == text)
    }

    @Test(arguments: [Int64.min, -62_135_596_800_001, 253_402_300_800_000, .max])
    func `an instant beyond the calendar has none`(milliseconds: Int64) {
        #expect(TimeStyle.machineText(WallTime(milliseconds: milliseconds)) == nil)
        #expect(TimeStyle().text(WallTime(milliseconds: milliseconds)) == "beyond the calendar")
    }

    @Test func `local time names its offset`() {
        let time = WallTime(milliseconds: 1_783_175_405_250)
        #expect(TimeStyle().text(time) == "2026-07-04 14:30:05 UTC")
        #expect(TimeStyle { _ in 7_200 }.text(time) == "2026-07-04 16:30:05 +02:00")
        #expect(TimeStyle { _ in -12_600 }.text(time) == "2026-07-04 11:00:05 -03:30")
    }

    @Test(
        arguments: [
            (.zero, "0 s"), (.seconds(59), "59 s"), (.seconds(60), "1 min"), (.seconds(754), "12 min 34 s"),
            (.seconds(3_660), "1 h 1 min"), (.seconds(90_000), "1 d 1 h"), (.seconds(-5), "-5 s"),
        ] as [(Duration, String)])
    func `a span is said in its two largest units`(span: Duration, text: String) {
        #expect(TimeStyle.span(span) == text)
    }

    @Test func `distances survive the whole range`() {
        let early = WallTime(milliseconds: .min)
        let late = WallTime(milliseconds: .max)
        #expect(TimeStyle.distance(from: early, to: late) == "beyond the calendar")
        #expect(TimeStyle.distance(from: late, to: early) == "beyond the calendar")
        #expect(TimeStyle.distance(from: WallTime(milliseconds: 0), to: early).hasSuffix("ago"))
        #expect(
            TimeStyle.distance(from: WallTime(milliseconds: 0), to: WallTime(milliseconds: 5_000)) == "in 5 s"
        )
        #expect(TimeStyle.span(.seconds(Int64.max)).contains(" d"))
        #expect(TimeStyle.span(.seconds(Int64.min)).hasPrefix("-"))
    }
}

@Suite struct WordsTests {
    @Test(
        arguments: [
            (7.25, "7.25"), (12, "12"), (-0.5, "-0.5"), (3.04, "3.04"), (-0.001, "0"), (.nan, "not a number"),
        ] as [(Double, String)])
    func `a number has at most two decimals`(number: Double, text: String) {
        #expect(Words.number(number) == text)
    }

    @Test func `a position has its hemispheres`() {
        let position = PositionFact(latitude: 47.397742, longitude: -8.05, height: Metres(1.5))
        #expect(Words.position(position).text == "47.39774° N 8.05000° W, 1.5 m high")
    }

    @Test func `a position that is no number is not measured`() {
        #expect(Words.position(PositionFact(latitude: .nan, longitude: 0)) == Words.notMeasured)
        #expect(Words.quantity(Percent(.infinity)) == Words.notMeasured)
    }

    @Test(arguments: [(-3, "0 bytes"), (999, "999 bytes"), (48_213, "48.2 kB"), (5_250_000, "5.3 MB")])
    func `a size has a fitting unit`(bytes: Int, text: String) {
        #expect(Words.size(bytes) == text)
    }
}
