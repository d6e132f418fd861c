// SPDX-License-Identifier: Apache-2.0
// The detector's memory: small, whole after a round trip at any row, and refused when damaged.

import DockModel
import Foundation
import Testing

@testable import Triage

struct DetectorStateTests {
    static func samples(_ count: Int, seed: UInt64) -> [Sample] {
        var random = Dice(seed: seed)
        var time: Int64 = 1_790_000_000_000
        return (0..<count).map { row in
            time += Int64(random.pick([300_000, 300_000, 300_000, 300_000, 301_000, 90_000_000]))
            let value: Double? = random.pick([
                20 + random.normal(), 20 + random.normal(), Double(row % 288) / 10, 1e9 * random.normal(),
                nil,
            ])
            return Sample(time: WallTime(milliseconds: time), value: value, phase: UInt8(random.below(256)))
        }
    }

    @Test func `a restart at any row changes no score`() throws {
        var random = Dice(seed: 3)
        var whole = SignalDetector()
        var restarted = SignalDetector()
        for (row, sample) in Self.samples(6_000, seed: 5).enumerated() {
            #expect(whole.take(sample) == restarted.take(sample), "row \(row)")
            if random.below(40) == 0 {
                let text = try JSONEncoder().encode(restarted)
                #expect(text.count <= 16_384)
                restarted = try JSONDecoder().decode(SignalDetector.self, from: text)
                #expect(restarted == whole)
            }
        }
    }

    @Test func `octets that are stored and read back after every row change no score`() throws {
        var whole = SignalDetector()
        var octets = whole.octets
        for (row, sample) in Self.samples(300, seed: 9).enumerated() {
            var restored = try #require(SignalDetector(octets: octets))
            let score = whole.update(at: sample.time, value: sample.value, phase: sample.phase)
            let again = restored.update(at: sample.time, value: sample.value, phase: sample.phase)
            #expect(again.bitPattern == score.bitPattern, "row \(row)")
            octets = restored.octets
        }
        #expect(octets == whole.octets)
        #expect(octets.count <= 16_384)
        #expect(SignalDetector(octets: Array(octets.dropLast())) == nil)
        #expect(SignalDetector(octets: []) == nil)
    }

    @Test func `a damaged memory is refused and never trusted`() throws {
        var detector = SignalDetector()
        for sample in Self.samples(2_000, seed: 8) { _ = detector.take(sample) }
        let good = try JSONEncoder().encode(detector)
        var random = Dice(seed: 1)
        for _ in 0..<300 {
            var bad = good
            let place = 1 + random.below(bad.count - 2)
            let before = bad[place]
            bad[place] = UInt8(ascii: random.pick(["A", "z", "/", "=", "!", "9"]))
            if bad[place] == before { continue }
            #expect(throws: (any Error).self) { try JSONDecoder().decode(SignalDetector.self, from: bad) }
        }
        for length in [0, 1, 2, 6, 100, good.count - 3] {
            let cut = Data("\"".utf8) + good.dropFirst().prefix(length) + Data("\"".utf8)
            #expect(throws: (any Error).self) { try JSONDecoder().decode(SignalDetector.self, from: cut) }
        }
        // Octets that are no memory but carry a right sum are refused by their length or their content.
        for length in [0, 1, 20, 5_000, 12_000] {
            var octets: [UInt8] = [1] + (0..<length).map { _ in UInt8(random.below(256)) }
            var sum = OctetWriter()
            sum.put(OctetWriter.checksum(octets[...]))
            octets += sum.octets
            let text = try JSONEncoder().encode(Base64Text.text(octets))
            #expect(throws: (any Error).self) { try JSONDecoder().decode(SignalDetector.self, from: text) }
        }
    }

    @Test func `the memory of an absurd signal can be read back`() throws {
        var random = Dice(seed: 30)
        let values: [Double?] = [
            .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e300, 0, .leastNonzeroMagnitude, nil, 1,
        ]
        var detector = SignalDetector()
        for row in 0..<20_000 {
            _ = detector.take(
                Sample(
                    time: WallTime(milliseconds: Int64(row) * 60_000), value: random.pick(values),
                    phase: UInt8(row / 100 % 8)))
            guard row % 997 == 0 else { continue }
            let text = try JSONEncoder().encode(detector)
            #expect(text.count <= 16_384)
            #expect(try JSONDecoder().decode(SignalDetector.self, from: text) == detector)
        }
    }

    @Test func `octets survive Base64`() {
        for length in 0..<20 {
            let octets = (0..<length).map { UInt8($0 * 13 & 255) }
            #expect(Base64Text.octets(Base64Text.text(octets)) == octets)
        }
        for text in ["A", "AA=A", "A===", "AAAA=AAA", "ÄAAA", "====", "AA==AAAA"] {
            #expect(Base64Text.octets(text) == nil, "\(text)")
        }
        #expect(Base64Text.text(Array("roost".utf8)) == "cm9vc3Q=")
    }
}
