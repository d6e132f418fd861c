// SPDX-License-Identifier: Apache-2.0
// The table of phase changes itself: nothing twice, nothing that cannot be reached or left, people let out of what
// awaits them.

import RoostCore
import Testing

@Suite struct TheTableOfPhases {
    @Test func `no change is listed twice and none leads to itself`() {
        for (index, change) in Phase.changes.enumerated() {
            #expect(change.from != change.to)
            #expect(!change.because.isEmpty)
            for other in Phase.changes[..<index] {
                #expect(other.from != change.from || other.to != change.to, "\(change.from) to \(change.to)")
            }
        }
    }

    @Test func `the lookup answers as the list does`() {
        for from in Phase.allCases {
            for to in Phase.allCases {
                let isListed = Phase.changes.contains { $0.from == from && $0.to == to }
                #expect(from.mayLead(to: to) == isListed)
            }
        }
    }

    @Test func `every phase can be reached from a start and leads to idle`() {
        for phase in Phase.allCases {
            #expect(reached(from: .starting).contains(phase))
            #expect(reached(from: phase).contains(.idle))
        }
    }

    @Test func `what awaits a person is left only by a look around or by the key`() {
        for change in Phase.changes where change.from.awaitsPerson {
            #expect(change.to == .starting || change.to == .service)
        }
    }

    @Test func `no flight leads to a closing cover but through securing`() {
        for change in Phase.changes where change.from.isAirborne {
            #expect(change.to != .closing && change.to != .recover && change.to != .idle)
        }
    }

    private func reached(from start: Phase) -> Set<Phase> {
        var reached: Set<Phase> = [start], queue = [start]
        while let phase = queue.popLast() {
            for change in Phase.changes where change.from == phase && reached.insert(change.to).inserted {
                queue.append(change.to)
            }
        }
        return reached
    }
}
