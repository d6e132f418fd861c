// SPDX-License-Identifier: Apache-2.0
// Replays every input that the fuzzer keeps, and inputs at random, through the same decoder. An input that once broke a
// rule stays in `Tests/Fuzz/corpus` for ever.

import Foundation
import RoostCore
import RoostSim
import Testing

/// The inputs kept in `Tests/Fuzz/corpus`, by name.
private enum Corpus {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fuzz/corpus")

    static let names: [String] = {
        // No folder means no inputs, and then the test that counts them fails.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".hex") }.sorted()
    }()

    static func octets(of name: String) throws -> [UInt8] {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let digits = text.filter { !$0.isWhitespace }.map { $0.hexDigitValue ?? -1 }
        try #require(digits.count.isMultiple(of: 2) && !digits.contains(-1), "\(name) is not hexadecimal")
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}

@Suite struct Octets {
    @Test(arguments: Corpus.names)
    func `an input that the fuzzer keeps breaks no rule`(name: String) throws {
        var dock = OctetDock(try Corpus.octets(of: name))
        dock.run()
        #expect(dock.breach == nil)
    }

    @Test func `the kept inputs lead through every phase of a flight`() throws {
        var phases: Set<Phase> = []
        for name in Corpus.names {
            var dock = OctetDock(try Corpus.octets(of: name))
            dock.run()
            phases.formUnion(dock.phases)
        }
        let wanted: Set<Phase> = [
            .starting, .idle, .gating, .preparing, .opening, .launching, .flying, .returning, .landing, .closing,
            .charging, .recover, .lost, .diverted, .fault,
        ]
        #expect(wanted.subtracting(phases) == [])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `octets at random break no rule, in either world`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var octets = (0..<600).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        octets[0] = UInt8(truncatingIfNeeded: seed)
        var dock = OctetDock(octets)
        dock.run()
        #expect(dock.breach == nil)
        #expect(dock.steps > 10)
    }

    @Test func `no octets at all are a start`() {
        var dock = OctetDock([])
        dock.run()
        #expect(dock.steps == 1)
        #expect(dock.breach == nil)
    }

    @Test func `events that hold events end with the octets`() {
        // Each octet chooses the last kind of event, which holds others.
        let last = UInt8(EventKinds.events.count - 1)
        var dock = OctetDock([1] + (0..<900).map { $0.isMultiple(of: 3) ? 50 : $0.isMultiple(of: 2) ? last : 5 })
        dock.run()
        #expect(dock.breach == nil)
    }
}
