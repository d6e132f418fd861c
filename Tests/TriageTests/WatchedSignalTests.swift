// SPDX-License-Identifier: Apache-2.0
// An episode of a watched signal: where it begins, what it says, when it is over, and that neither a restart nor bad
// readings make another of it.

import DockModel
import Testing

@testable import Triage

private let start: Int64 = 1_790_000_000_000

/// A daily curve of a cabinet's temperature, a reading every five minutes.
private func cabinet(_ row: Int, _ random: inout Dice) -> Double {
    let hour = Double(row % 288) / 12
    return (hour > 8 && hour < 18 ? 30 : 20) + 0.3 * random.normal()
}

private func sample(_ row: Int, _ value: Double?) -> Sample {
    Sample(time: WallTime(milliseconds: start + Int64(row) * 300_000), value: value)
}

extension WatchedSignal {
    fileprivate mutating func feed(_ row: Int, _ value: Double?) -> SignalFinding {
        take(sample(row, value), threshold: SignalDetector.advisedThreshold, unit: "°C")
    }
}

struct WatchedSignalTests {
    /// Ten days of a cabinet that is 40 K too hot from one row up to another.
    private func heat(_ hot: Range<Int>) -> [(row: Int, finding: SignalFinding)] {
        var random = Dice(seed: 2)
        var signal = WatchedSignal()
        return (0..<2_880).map { row in
            (row, signal.feed(row, cabinet(row, &random) + (hot.contains(row) ? 40 : 0)))
        }
    }

    @Test func `a day that is too hot is one episode, with its words and its end`() throws {
        let findings = heat(2_000..<2_288)
        let begun = findings.compactMap { row, finding -> (Int, UnusualEpisode)? in
            if case .begins(let episode) = finding { (row, episode) } else { nil }
        }
        // Nothing is told of the first day.
        #expect(begun.allSatisfy { $0.0 >= 288 })
        let first = try #require(begun.first { $0.0 >= 2_000 })
        #expect(first.0 < 2_012 && begun.count <= 2, "\(begun)")
        #expect(first.1.since == sample(first.0, 0).time && first.1.score >= 0.5)
        #expect(first.1.words.contains("°C; ") && first.1.words.contains("usual "), "\(first.1.words)")
        #expect(first.1.words.utf8.count <= 160)
        let ends = findings.filter { $0.finding == .ends && $0.row > first.0 }.map(\.row)
        #expect(ends.count >= 1 && ends.count <= 2 && (ends.first ?? 0) > first.0 + 11, "\(ends)")
    }

    @Test func `begins and ends take turns whatever comes`() {
        for seed in 0..<16 {
            var dice = Dice(seed: UInt64(seed))
            var signal = WatchedSignal()
            var isOpen = false, row = 0
            for _ in 0..<1_500 {
                row += dice.pick([1, 1, 1, 1, 1, 0, -1, -40, 300])
                let odd: [Double?] = [nil, .nan, .infinity, -.infinity, 1e300, -1e300, 0]
                let value = dice.below(5) == 0 ? dice.pick(odd) : dice.normal() * (dice.below(40) == 0 ? 100 : 1)
                switch signal.feed(row, value) {
                case .begins:
                    #expect(!isOpen)
                    isOpen = true
                case .ends:
                    #expect(isOpen)
                    isOpen = false
                case .goesOn: #expect(isOpen)
                case .usual: #expect(!isOpen)
                case .unjudged(let quality): #expect(!quality.isUsable)
                }
                #expect((signal.episode != nil) == isOpen)
            }
            #expect(SampleQuality.allCases.map { signal.count(of: $0) }.reduce(0, +) == 1_500)
        }
    }

    @Test func `a signal of gaps, repeats and steps back in time begins no episode by them`() {
        var random = Dice(seed: 9)
        var signal = WatchedSignal()
        var row = 0
        for reading in 0..<4_000 {
            // The value always belongs to its time of day.
            if reading % 500 == 499 { row += 700 } else if reading % 97 == 96 { row -= 1 } else { row += 1 }
            let value = reading % 31 == 30 ? Double.nan : cabinet(row, &random)
            if case .begins(let episode) = signal.feed(row, value) {
                Issue.record("reading \(reading): \(episode)")
            }
        }
        #expect(signal.count(of: .afterGap) >= 5 && signal.count(of: .repeated) + signal.count(of: .backwards) >= 20)
    }

    @Test func `a restart between any two readings changes nothing`() throws {
        var random = Dice(seed: 2)
        var one = WatchedSignal(), other = WatchedSignal()
        for row in 0..<1_200 {
            let value = cabinet(row, &random) + ((1_000..<1_060).contains(row) ? 40 : 0)
            #expect(one.feed(row, value) == other.feed(row, value))
            guard row % 37 == 0 || (other.episode != nil && row % 5 == 0) else { continue }
            other = try #require(WatchedSignal(octets: other.octets))
        }
        #expect(one.octets == other.octets)
    }

    @Test func `the memory stays below 16 KiB, and damaged memory is refused`() {
        var dice = Dice(seed: 5)
        var signal = WatchedSignal()
        var largest = 0
        for row in 0..<9_000 {
            _ = signal.feed(row, dice.normal() * Double(1 + dice.below(1_000_000)))
            if row % 500 == 0 { largest = max(largest, signal.octets.count) }
        }
        #expect(largest > 0 && largest <= WatchedSignal.mostOctets, "\(largest)")
        let octets = signal.octets
        #expect(WatchedSignal(octets: octets) != nil)
        #expect(WatchedSignal(octets: []) == nil && WatchedSignal(octets: [1]) == nil)
        for _ in 0..<300 {
            var torn = octets
            switch dice.below(3) {
            case 0: torn.removeLast(1 + dice.below(octets.count))
            case 1: torn[100 + dice.below(octets.count - 100)] ^= UInt8(1 + dice.below(255))
            default: torn.append(contentsOf: [0, 1, 2])
            }
            #expect(WatchedSignal(octets: torn) == nil)
        }
    }
}
