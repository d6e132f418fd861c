// SPDX-License-Identifier: Apache-2.0
// Which run each seed stands for. The run follows from the seed and the options alone, so that a violation can be
// repeated by naming them.

import RoostCore
import RoostSim

/// The faults that were asked for.
enum FaultChoice: Sendable {
    /// Each seed picks among these.
    case kinds([SimulatedFault])
    /// Each seed gets two kinds, the next pair of the list of all pairs.
    case pairs

    /// The kinds that this seed may meet.
    func kinds(for seed: UInt64) -> [SimulatedFault] {
        switch self {
        case .kinds(let kinds): return kinds
        case .pairs:
            let pairs = Self.allPairs
            guard !pairs.isEmpty else { return SimulatedFault.allCases }
            // Seed 1 stands for the first pair.
            return pairs[Int((seed &- 1) % UInt64(pairs.count))]
        }
    }

    /// Every two kinds, in the order in which they are declared.
    static let allPairs: [[SimulatedFault]] = {
        let all = SimulatedFault.allCases
        return all.indices.flatMap { first in
            all.indices[(first + 1)...].map { [all[first], all[$0]] }
        }
    }()
}

/// The runs of a command line.
struct SeedPlan: Sendable {
    var seeds: ClosedRange<UInt64>
    var days: Double
    var faults: FaultChoice
    var faultsPerDay: Double

    /// Virtual years of all runs.
    var years: Double { days * Double(seeds.count) / 365.25 }

    /// The run of one seed.
    func script(for seed: UInt64) -> SimulationScript {
        SimulationScript.random(
            seed: seed, days: days, faults: faults.kinds(for: seed), faultsPerDay: faultsPerDay)
    }
}

/// A violation and the seed whose run it was found in.
struct SeedViolation: Sendable {
    var seed: UInt64
    var violation: Violation
}

/// What all finished runs counted. It does not depend on the order in which they finished.
struct SeedTotal: Sendable {
    /// Most violations listed: those of the lowest seeds.
    static let mostListed = 1_000

    var seeds = 0
    var years = 0.0
    var counts = SimulationCounts()
    var violationCount = 0
    /// The first violation of each rule in each run, by seed and time.
    private(set) var violations: [SeedViolation] = []

    /// Adds a finished run.
    mutating func add(seed: UInt64, days: Double, _ report: SimulationReport) {
        seeds += 1
        years = days * Double(seeds) / 365.25
        counts.add(report.counts)
        violationCount += report.violations.count
        var seen: Set<String> = []
        for violation in report.violations where seen.insert(violation.invariant.rawValue).inserted {
            violations.append(SeedViolation(seed: seed, violation: violation))
        }
        if violations.count > 2 * Self.mostListed { sort() }
    }

    /// Puts the violations in order and keeps the first.
    mutating func sort() {
        violations.sort { ($0.seed, $0.violation.seconds) < ($1.seed, $1.violation.seconds) }
        if violations.count > Self.mostListed { violations.removeSubrange(Self.mostListed...) }
    }
}
