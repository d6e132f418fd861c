// SPDX-License-Identifier: Apache-2.0
// What the detector finds and what it leaves alone, on series made for it, and that bad rows never become alerts.

import DockModel
import Testing

@testable import Triage

/// A daily curve with noise, a reading every five minutes.
private func day(_ row: Int, _ random: inout Dice) -> Double {
    let hour = Double(row % 288) / 12
    return (hour > 8 && hour < 18 ? 30 : 20) + 0.3 * random.normal()
}

private func sample(_ row: Int, _ value: Double?) -> Sample {
    Sample(time: WallTime(milliseconds: 1_790_000_000_000 + Int64(row) * 300_000), value: value)
}

struct SignalDetectorTests {
    @Test func `a jump of the level is told once`() {
        var random = Dice(seed: 2)
        var detector = SignalDetector()
        var told: [Int] = []
        for row in 0..<4_000 {
            let value = day(row, &random) + (row >= 3_000 ? 40 : 0)
            if detector.take(sample(row, value)).score >= SignalDetector.advisedThreshold { told.append(row) }
        }
        #expect(told.filter { $0 >= 300 && $0 < 3_000 }.count <= 1, "\(told)")
        #expect(told.contains { (3_000..<3_040).contains($0) }, "\(told)")
        #expect(told.filter { $0 >= 3_000 }.count <= 3, "\(told)")
    }

    @Test func `what keeps happening is told less and less`() {
        var random = Dice(seed: 4)
        var detector = SignalDetector()
        var told: [Int] = []
        for row in 0..<8_000 {
            let value = 1 + 0.05 * random.normal() + (row % 290 == 0 ? 14 + random.normal() : 0)
            if detector.take(sample(row, value)).score >= SignalDetector.advisedThreshold { told.append(row) }
        }
        // Thirteen such spikes in each half.
        let early = told.filter { $0 <= 4_000 }.count, late = told.count - early
        #expect(early >= 5 && late * 2 <= early, "\(told)")
    }

    @Test func `what happens at the same time each day is told less than what happens at any time`() {
        var told = [0, 0]
        for (index, isDaily) in [true, false].enumerated() {
            var random = Dice(seed: 4)
            var detector = SignalDetector()
            var next = 288
            for row in 0..<8_000 {
                let isSpike = row == next
                if isSpike { next += isDaily ? 288 : random.pick([200, 232, 344, 376]) }
                let value = 1 + 0.05 * random.normal() + (isSpike ? 14 + random.normal() : 0)
                let score = detector.take(sample(row, value)).score
                if score >= SignalDetector.advisedThreshold { told[index] += 1 }
            }
        }
        #expect(told[0] >= 3 && told[0] < told[1], "\(told)")
    }

    @Test func `an episode recurs at about the same time of another day`() {
        let day: Int64 = 86_400_000
        let at = { (milliseconds: Int64) in EpisodeTime(WallTime(milliseconds: milliseconds)) }
        #expect(at(20_003 * day + 45 * 60_000).recurs(at(20_000 * day)))
        #expect(at(20_001 * day - 30 * 60_000).recurs(at(20_000 * day)))
        #expect(!at(20_000 * day + 30 * 60_000).recurs(at(20_000 * day)))
        #expect(!at(20_001 * day + 60 * 60_000).recurs(at(20_000 * day)))
        #expect(at(23 * day / 24).recurs(at(-day / 24 - 45 * 60_000)))
        #expect(at(1_000 * day).recurs(at(500 * day)) && !at(1_000 * day).recurs(at(500 * day + day / 3)))
        var memory = EpisodeMemory()
        let sizes = [UInt8](repeating: 40, count: DetectorView.count)
        memory.begin(sizes, at: at(20_000 * day))
        memory.begin(sizes, at: at(20_001 * day))
        #expect(memory.covering(sizes, tolerance: 0, spared: 0) == 2)
        #expect(memory.covering(sizes, tolerance: 0, spared: 0, at: at(20_001 * day + 1)) == 1)
        #expect(memory.covering(sizes, tolerance: 0, spared: 0, at: at(20_002 * day + day / 2)) == 0)
    }

    @Test func `bad rows never score and do not move the judgement of good ones`() {
        var random = Dice(seed: 6)
        var clean = SignalDetector()
        var dirty = SignalDetector()
        for row in 0..<3_000 {
            let good = sample(row, day(row, &random))
            let bad: [Sample] = [
                sample(row, nil), sample(row, .nan), sample(row, .infinity), sample(row, -.infinity),
            ]
            for bad in bad where row % 7 == 0 {
                let assessment = dirty.take(bad)
                #expect(assessment.score == 0 && assessment.quality == .missing)
            }
            let judged = dirty.take(good)
            #expect(judged == clean.take(good))
            guard row > 0, row % 11 == 0 else { continue }
            #expect(dirty.take(good) == Assessment(score: 0, quality: .repeated, rarity: 0))
            let old = dirty.take(sample(row - 5, 1e6))
            #expect(old.score == 0 && old.quality == .backwards)
        }
        #expect(dirty.rows == clean.rows)
    }

    @Test func `a clock that was set back for good is believed`() {
        var detector = SignalDetector()
        for row in 0..<500 { _ = detector.take(sample(row, 1)) }
        var qualities: [SampleQuality] = []
        for row in 0..<40 { qualities.append(detector.take(sample(row - 10_000, 1)).quality) }
        #expect(qualities.prefix(11).allSatisfy { $0 == .backwards })
        #expect(qualities.contains(.afterGap))
        #expect(qualities.suffix(20).allSatisfy { $0 == .good })
    }

    @Test func `no numbers and no times make it fail, and every score is in range`() {
        var random = Dice(seed: 12)
        let values: [Double?] = [
            nil, 0, -0.0, 1, -1, 1e308, -1e308, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude,
            .nan, .infinity, -.infinity, 1e-300, 1e16, 1e16 + 2, 3.5,
        ]
        let steps: [Int64] = [0, 1, -1, 1_000, 300_000, -300_000, .max, .min, 1 << 60, -(1 << 60)]
        for run in 0..<20 {
            var detector = SignalDetector()
            var time: Int64 = run == 0 ? .max : run == 1 ? .min : 0
            for _ in 0..<1_000 {
                time = time.addingReportingOverflow(random.pick(steps)).partialValue
                let sample = Sample(
                    time: WallTime(milliseconds: time), value: random.pick(values),
                    phase: UInt8(random.below(256)))
                _ = detector.explanation(of: sample)
                let assessment = detector.take(sample)
                #expect(assessment.score >= 0 && assessment.score <= 1 && assessment.rarity.isFinite)
            }
        }
    }

    @Test func `a constant signal is silent and its first change is told`() {
        var detector = SignalDetector()
        for row in 0..<1_000 { #expect(detector.take(sample(row, 5)).score == 0) }
        let scores = (1_000..<1_010).map { detector.take(sample($0, 9)).score }
        #expect((scores.max() ?? 0) >= SignalDetector.advisedThreshold)
    }

    @Test func `the explanation names the range and what was seen`() throws {
        var random = Dice(seed: 7)
        var detector = SignalDetector()
        for row in 0..<2_000 { _ = detector.take(sample(row, day(row, &random))) }
        let strange = sample(2_000, 300)
        let explanation = try #require(detector.explanation(of: strange))
        let before = detector
        #expect(detector == before)
        let word = explanation.others.first { $0.view == .distance } ?? explanation.leading
        let range = try #require(word.usual)
        #expect(range.lowerBound > 0 && range.upperBound < 60)
        #expect(explanation.readings == 2_000)
        #expect(explanation.leading.isRecord)
        #expect(detector.explanation(of: sample(2_000, nil)) == nil)
    }

    @Test func `phases are contexts of their own`() {
        var random = Dice(seed: 15)
        var detector = SignalDetector()
        func reading(_ row: Int, charging: Bool, _ value: Double) -> Sample {
            var made = sample(row, value)
            made.phase = charging ? 2 : 1
            return made
        }
        for row in 0..<4_000 {
            let charging = row / 50 % 2 == 0
            _ = detector.take(reading(row, charging: charging, (charging ? 40 : 5) + random.normal() * 0.2))
        }
        let usual = detector.size(after: reading(4_000, charging: true, 40), in: .contexts)
        let strange = detector.size(after: reading(4_000, charging: false, 40), in: .contexts)
        #expect(strange > usual)
    }
}

extension SignalDetector {
    fileprivate func size(after sample: Sample, in view: DetectorView) -> Double {
        var copy = self
        _ = copy.take(sample)
        return copy.size(of: view)
    }
}
