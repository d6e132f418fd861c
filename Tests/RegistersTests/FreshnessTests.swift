// SPDX-License-Identifier: Apache-2.0
// Age, frozen data and counters over time.

import DockModel
import Testing

@testable import Registers

private func seconds(_ seconds: Double) -> Instant { Instant(seconds: seconds) }

private func reading(_ value: Double?, at time: Double, quality: ReadingQuality = .good) -> Reading {
    Reading(
        device: "d", point: "p", value: value.map { .number($0) }, unit: "", quality: quality,
        taken: seconds(time))
}

@Suite struct FreshnessTests {
    @Test func `a reading older than three polls is stale and has no value`() {
        let fresh = reading(7, at: 10)
        #expect(Freshness.aged(fresh, at: seconds(13), pollPeriod: .seconds(1)) == fresh)
        let stale = Freshness.aged(fresh, at: seconds(13.001), pollPeriod: .seconds(1))
        #expect(stale.quality == .stale && stale.value == nil && stale.taken == fresh.taken)
        let bad = reading(nil, at: 0, quality: .badComm)
        #expect(Freshness.aged(bad, at: seconds(99), pollPeriod: .seconds(1)) == bad)
    }

    @Test func `a heartbeat that stands still is found frozen within five seconds`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        let heartbeat = try #require(plc.point("heartbeat"))
        var watch = FrozenWatch(profile: plc)
        #expect(!watch.isFrozen(at: seconds(100)))
        func beat(_ count: UInt16, at time: Double) {
            watch.note([(heartbeat, heartbeat.decode([count]))], at: seconds(time))
        }
        for second in 0...3 { beat(7, at: Double(second)) }
        #expect(!watch.isFrozen(at: seconds(3.9)))
        beat(7, at: 4)
        #expect(watch.isFrozen(at: seconds(4)))
        beat(8, at: 6)
        #expect(!watch.isFrozen(at: seconds(6)))
        #expect(!watch.isFrozen(at: seconds(36)), "silence is not proof of frozen data")
        #expect(watch.isFrozen(at: seconds(36.1)), "but for ever it proves nothing")
        watch.reset()
        #expect(!watch.isFrozen(at: seconds(999)))
    }

    @Test func `a few reads far apart prove a slow reader and no frozen device`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        let heartbeat = try #require(plc.point("heartbeat"))
        var watch = FrozenWatch(profile: plc)
        for time in [0, 6, 12, 18] { watch.note([(heartbeat, heartbeat.decode([7]))], at: seconds(Double(time))) }
        #expect(!watch.isFrozen(at: seconds(18)))
        watch.note([(heartbeat, heartbeat.decode([7]))], at: seconds(24))
        #expect(watch.isFrozen(at: seconds(24)))
    }

    @Test func `a weather station whose every value stands still is frozen`() throws {
        let station = try shippedProfile("lufft-ws-umb")
        let wind = try #require(station.point("wind_speed"))
        let rain = try #require(station.point("rain_rate"))
        var watch = FrozenWatch(profile: station)
        func note(_ raw: UInt16) {
            watch.note([(wind, wind.decode([raw])), (rain, rain.decode([0]))], at: seconds(0))
        }
        for _ in 0..<Freshness.identicalReads { note(42) }
        #expect(!watch.isFrozen(at: seconds(1)))
        note(42)
        #expect(watch.isFrozen(at: seconds(1)))
        note(43)
        #expect(!watch.isFrozen(at: seconds(1)))
    }
}

@Suite struct CounterTests {
    private func counter(_ type: PointType, perSecond: Double = 1) -> SteadyCounter {
        SteadyCounter(
            point: PointProfile(id: "p", fn: .input, address: 0, type: type, counter: true),
            plausiblePerSecond: perSecond)
    }

    @Test func `a counter adds up its steps`() {
        var moves = counter(.u32)
        #expect(moves.note(reading(100, at: 0)) == .first)
        #expect(moves.note(reading(100, at: 1)) == .advanced(0))
        #expect(moves.note(reading(103, at: 5)) == .advanced(3))
    }

    @Test func `a wrap is a small step`() {
        var rain = counter(.u16)
        _ = rain.note(reading(65_534, at: 0))
        #expect(rain.note(reading(1, at: 10)) == .wrapped(3))
    }

    @Test func `one bad sample adds nothing and loses nothing`() {
        var moves = counter(.u32)
        _ = moves.note(reading(100, at: 0))
        #expect(moves.note(reading(4_000_000_000, at: 1)) == .held)
        #expect(moves.note(reading(102, at: 2)) == .advanced(2))
        #expect(moves.note(reading(0, at: 3)) == .held)
        #expect(moves.note(reading(nil, at: 4, quality: .badComm)) == .ignored)
        #expect(moves.note(reading(103, at: 5)) == .advanced(1))
        #expect(moves.note(reading(500, at: 6, quality: .uncertain)) == .ignored)
    }

    @Test func `the speed of a counter comes from its profile`() throws {
        let plc = try shippedProfile("roost-dock-plc")
        let point = try #require(plc.point("cover_moves"))
        var moves = try #require(SteadyCounter(point: point))
        #expect(moves.note(reading(1_200, at: 0)) == .first)
        #expect(moves.note(reading(1_203, at: 10)) == .advanced(3))
        #expect(moves.note(reading(1_303, at: 20)) == .held, "100 travels in 10 s")
        #expect(plc.point("pad_voltage").flatMap { SteadyCounter(point: $0) } == nil)
    }

    @Test func `a counter with a scale point or a mask is not given the wrap of its type`() {
        for change: (inout PointProfile) -> Void in [{ $0.scalePoint = "sf" }, { $0.mask = 0x00FF }] {
            var point = PointProfile(id: "p", fn: .input, address: 0, type: .u16, counter: true)
            change(&point)
            var subject = SteadyCounter(point: point, plausiblePerSecond: 1)
            _ = subject.note(reading(65_534, at: 0))
            #expect(subject.note(reading(1, at: 10)).amount == 0)
        }
    }

    @Test func `a device that starts again is followed from its new start`() {
        var energy = counter(.f32, perSecond: 0.1)
        _ = energy.note(reading(1_234.5, at: 0))
        #expect(energy.note(reading(0.5, at: 60)) == .held)
        #expect(energy.note(reading(1.0, at: 120)) == .restarted(1.0))
        #expect(energy.note(reading(1.5, at: 180)) == .advanced(0.5))
    }

    @Test func `whatever comes in, no step is negative or larger than time allows`() {
        var dice = Dice(5)
        for type in [PointType.u16, .u32, .f32, .bcd16, .s32] {
            var subject = counter(type, perSecond: 2)
            var time = 0.0
            var lastAccepted = 0.0
            for _ in 0..<20_000 {
                time += Double(dice.below(100)) / 10
                let values: [Double] = [Double(dice.below(70_000)), Double(dice.word()), -5, 1e300, .nan, 0]
                let step = subject.note(reading(values[dice.below(6)], at: time))
                #expect(step.amount >= 0 && step.amount <= 2 * (time - lastAccepted) + 2.001)
                switch step {
                case .advanced, .wrapped, .restarted, .first: lastAccepted = time
                case .held, .ignored: break
                }
            }
        }
    }
}
