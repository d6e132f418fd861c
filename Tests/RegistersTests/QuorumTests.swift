// SPDX-License-Identifier: Apache-2.0
// Two of the last three samples of a safety value must be good.

import DockModel
import Testing

@testable import Registers

private func standings(_ qualities: [ReadingQuality]) -> [SampleQuorum.Standing] {
    var quorum = SampleQuorum()
    return qualities.map { quorum.take($0) }
}

@Suite struct QuorumTests {
    @Test func `one good sample after a start or an outage is not enough`() {
        #expect(standings([.good, .good, .good]) == [.notEnough, .believed, .believed])
        for loss in [ReadingQuality.badComm, .stale, .neverRead, .configuration] {
            #expect(
                standings([.good, .good, .good, loss, .good, .good])
                    == [.notEnough, .believed, .believed, .notEnough, .notEnough, .believed])
        }
    }

    @Test func `one bad sample is passed over, two of three are too many`() {
        for bad in [ReadingQuality.uncertain, .badSentinel, .badDevice] {
            #expect(
                standings([.good, .good, bad, .good, bad, bad, .good, .good])
                    == [
                        .notEnough, .believed, .passedOver, .believed, .notEnough, .notEnough, .notEnough, .believed,
                    ])
        }
    }

    @Test func `a value is believed exactly when it is good and one of the two before it was`() {
        for pattern in 0..<(1 << 9) {
            let isGood = (0..<9).map { pattern & 1 << $0 != 0 }
            let told = standings(isGood.map { $0 ? .good : .uncertain })
            for index in isGood.indices {
                let count = isGood[max(0, index - 2)...index].count { $0 }
                let expected: SampleQuorum.Standing =
                    count < 2 ? .notEnough : isGood[index] ? .believed : .passedOver
                #expect(told[index] == expected, "\(pattern) at \(index)")
            }
        }
    }

    @Test func `a reset forgets what was seen`() {
        var quorum = SampleQuorum()
        for _ in 0..<3 { _ = quorum.take(.good) }
        quorum.reset()
        #expect(quorum == SampleQuorum() && quorum.take(.good) == .notEnough)
    }
}
