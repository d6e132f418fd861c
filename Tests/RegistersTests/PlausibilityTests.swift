// SPDX-License-Identifier: Apache-2.0
// What is doubted although it was read well, what safety logic takes instead, and two instruments that disagree.

import DockModel
import Testing

@testable import Registers

private func seconds(_ seconds: Double) -> Instant { Instant(seconds: seconds) }

private func wind(_ value: Double?, at time: Double, quality: ReadingQuality = .good) -> Reading {
    Reading(
        device: "weather", point: "wind_speed", value: value.map { .number($0) }, unit: "m/s",
        quality: quality,
        taken: seconds(time))
}

private func station(_ change: (inout PointProfile) -> Void = { _ in }) -> PlausibilityWatch {
    var point = PointProfile(
        id: "wind_speed", fn: .input, address: 0, type: .s16, scale: 0.1, unit: "m/s",
        range: ValueRange(low: 0, high: 90), failsafe: 90, rate: 5)
    change(&point)
    return PlausibilityWatch(point: point)
}

@Suite struct PlausibilityTests {
    @Test func `a steady value is believed and left as it is`() {
        var watch = station()
        for second in 0..<100 {
            let reading = wind(7 + Double(second % 3), at: Double(second))
            let judged = watch.judge(reading)
            #expect(judged.reading == reading && judged.doubt == nil && !judged.isHeld)
        }
    }

    @Test func `a spike is doubted and does not become the new truth`() {
        var watch = station()
        _ = watch.judge(wind(7, at: 0))
        let spike = watch.judge(wind(40, at: 1))
        #expect(spike.doubt == .rate && spike.reading.quality == .uncertain && !spike.isHeld)
        #expect(watch.judge(wind(7.5, at: 2)).doubt == nil)
        #expect(watch.judge(wind(0, at: 3)).doubt == .rate, "a fall is as quick as a rise")
        #expect(watch.judge(wind(8, at: 4)).doubt == nil)
    }

    @Test func `a new level is believed after three reads that agree, and is an incident until then`() {
        var watch = station()
        _ = watch.judge(wind(7, at: 0))
        #expect(watch.judge(wind(30, at: 1)).doubt == .rate)
        #expect(watch.judge(wind(31, at: 2)).doubt == .rate)
        #expect(watch.judge(wind(30.5, at: 3)).doubt == nil)
        #expect(watch.judge(wind(31, at: 4)).doubt == nil)
    }

    @Test func `two spikes that disagree never add up to a new level`() {
        var watch = station()
        _ = watch.judge(wind(7, at: 0))
        for second in 1..<8 {
            let judged = watch.judge(wind(second % 2 == 0 ? 40 : 80, at: Double(second)))
            #expect(judged.doubt == .rate)
            #expect(judged.isHeld == (second >= 3))
        }
    }

    @Test func `after a silence a value may have moved as far as time allows`() {
        var watch = station()
        _ = watch.judge(wind(7, at: 0))
        #expect(watch.judge(wind(nil, at: 1, quality: .badComm)).doubt == nil)
        #expect(watch.judge(wind(27, at: 4)).doubt == nil)
        watch.reset()
        #expect(watch.judge(wind(80, at: 4.1)).doubt == nil, "nothing is known after an outage")
    }

    @Test func `a range failure is held only in three of five reads`() {
        var watch = station()
        let pattern = [91.0, 7, 7, 91, 7, 91, 91, 7, 7, 7, 7]
        let held = [false, false, false, false, false, false, true, true, false, false, false]
        for (index, value) in pattern.enumerated() {
            let quality: ReadingQuality = value > 90 ? .uncertain : .good
            let judged = watch.judge(wind(value, at: Double(100 * index), quality: quality))
            #expect(judged.doubt == (value > 90 ? .range : nil))
            #expect(judged.isHeld == held[index], "read \(index)")
        }
    }

    @Test func `a live value that never changes is stuck`() {
        var watch = station { $0.stuckAfterSeconds = 600 }
        for second in stride(from: 0.0, to: 600, by: 60) {
            #expect(watch.judge(wind(7, at: second)).doubt == nil)
        }
        #expect(watch.judge(wind(7, at: 600)).doubt == .stuck)
        #expect(watch.judge(wind(7, at: 660)).reading.quality == .uncertain)
        #expect(watch.judge(wind(7.1, at: 720)).doubt == nil)
    }

    @Test func `a suspect zero is doubted and a bad reading is nobody's doubt`() {
        var watch = station()
        #expect(watch.judge(wind(0, at: 0, quality: .uncertain)).doubt == .meaning)
        for quality in ReadingQuality.allCases where quality != .good && quality != .uncertain {
            let reading = wind(7, at: 1, quality: quality)
            let judged = watch.judge(reading)
            #expect(judged.reading == reading && judged.reading.value == nil && judged.doubt == nil)
        }
    }

    @Test func `a true value outside the maker's bounds alarms and is believed`() {
        var watch = station { $0.operating = ValueRange(low: 0, high: 20) }
        let judged = watch.judge(wind(25, at: 0))
        #expect(judged.isBeyondOperating && judged.doubt == nil && judged.reading.quality == .good)
        #expect(!watch.judge(wind(20, at: 1)).isBeyondOperating)
        #expect(!watch.judge(wind(91, at: 2, quality: .uncertain)).isBeyondOperating)
    }

    @Test func `whatever comes in, a judged reading is never better than the reading`() {
        var dice = Dice(11)
        var watch = station { $0.stuckAfterSeconds = 3 }
        for round in 0..<20_000 {
            let values: [Double?] = [nil, .nan, .infinity, -1e308, 0, 7, 7, 40, Double(dice.below(120))]
            let quality = ReadingQuality.allCases[dice.below(ReadingQuality.allCases.count)]
            let reading = wind(
                values[dice.below(values.count)], at: Double(round / 3 - dice.below(3)), quality: quality)
            let judged = watch.judge(reading)
            #expect(judged.reading.quality == reading.quality || judged.reading.quality == .uncertain)
            #expect(judged.reading.quality != .good || reading.quality == .good)
            #expect(judged.doubt == nil || judged.reading.quality == .uncertain)
        }
    }
}

@Suite struct SafetyValueTests {
    private let wind90 = PointProfile(
        id: "wind_speed", fn: .input, address: 0, type: .s16, scale: 0.1, unit: "m/s", failsafe: 90)

    @Test func `only a good reading is measured; every other quality is the worst case and says so`() {
        #expect(wind90.safetyValue(of: wind(7.5, at: 0)) == .measured(.number(7.5)))
        for quality in ReadingQuality.allCases where quality != .good {
            let value = wind90.safetyValue(of: wind(7.5, at: 0, quality: quality))
            #expect(value == .assumed(.number(90), because: quality))
            #expect(value.value == .number(90) && !value.isMeasured)
            #expect(value.shown(unit: "m/s").hasPrefix("90 m/s assumed (worst case; "))
        }
        #expect(wind90.safetyValue(of: nil) == .assumed(.number(90), because: .neverRead))
    }

    @Test func `without a worst case nothing is known and nothing is made up`() {
        let bare = PointProfile(id: "p", fn: .input, address: 0, type: .u16)
        #expect(bare.safetyValue(of: wind(7, at: 0, quality: .stale)) == .unknown(because: .stale))
        #expect(bare.safetyValue(of: nil).value == nil)
        #expect(bare.safetyValue(of: nil).shown() == "not known (the reading is not there yet)")
    }

    @Test func `a switch assumes its safe position`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        #expect(plc.point("estop")?.safetyValue(of: nil) == .assumed(.flag(true), because: .neverRead))
        #expect(plc.point("limit_closed")?.safetyValue(of: nil).value == .flag(false))
        #expect(plc.point("estop")?.safetyValue(of: nil).shown().hasPrefix("on assumed") == true)
    }
}

@Suite struct CrossCheckTests {
    private func sample(_ value: Double, _ time: Double) -> CrossCheck.Sample {
        .init(value, taken: seconds(time))
    }

    @Test func `wind that grows with height is no conflict`() {
        var check = CrossCheck.wind
        for second in 0..<20 {
            let time = Double(second)
            #expect(check.compare(sample(5, time), sample(9, time), at: seconds(time)) == .agree)
        }
    }

    @Test func `an anemometer that shows calm in a storm is a conflict after three comparisons`() {
        var check = CrossCheck.wind
        #expect(check.compare(sample(0, 0), sample(14, 0), at: seconds(0)) == .differ(by: 14))
        #expect(
            check.compare(sample(0, 0), sample(14, 0), at: seconds(0.5)) == .differ(by: 14), "the same pair")
        #expect(check.compare(sample(0, 1), sample(14, 1), at: seconds(1)) == .differ(by: 14))
        #expect(check.compare(sample(0, 2), sample(14, 2), at: seconds(2)) == .conflict(by: 14))
        #expect(
            check.compare(sample(13, 3), sample(14, 3), at: seconds(3)) == .conflict(by: 1),
            "not forgotten at once")
        for second in 4..<7 {
            _ = check.compare(
                sample(13, Double(second)), sample(14, Double(second)), at: seconds(Double(second)))
        }
        #expect(check.compare(sample(13, 8), sample(14, 8), at: seconds(8)) == .agree)
    }

    @Test func `old, missing and impossible values are not compared`() {
        var check = CrossCheck.wind
        #expect(check.compare(nil, sample(14, 0), at: seconds(0)) == .notCompared)
        #expect(check.compare(sample(0, 0), sample(14, 10.1), at: seconds(10.1)) == .notCompared)
        #expect(check.compare(sample(.nan, 0), sample(14, 0), at: seconds(0)) == .notCompared)
        #expect(check.compare(sample(0, 5), sample(14, 0), at: seconds(0)) == .notCompared, "from the future")
    }
}
