// SPDX-License-Identifier: Apache-2.0
// The shrinker on runs whose outcome is known: it must keep what breaks the rule, drop the rest, stay within its runs
// and give the same answer each time.

import RoostCore
import RoostSim
import Testing

@Suite struct Shrinking {
    /// A month with every fault, two of which are needed together.
    static let month: SimulationScript = {
        var month = SimulationScript.random(
            seed: 11, days: 30, faults: SimulatedFault.allCases, faultsPerDay: 20)
        month.happenings += [
            Happening(at: 2_000_000, kind: .fault(.rain, lasts: 400, strength: 0.3)),
            Happening(at: 2_003_000, kind: .fault(.coverJammed, lasts: 4_000, strength: 0.7)),
        ]
        month.happenings.sort { $0.at < $1.at }
        return month
    }()

    /// Runs that break I5 when the second of two kinds begins within an hour of the first, which lasts half a minute.
    static func report(_ script: SimulationScript) -> SimulationReport {
        let end = script.days * 86_400
        for first in script.happenings {
            guard case .fault(.rain, let lasts, _) = first.kind, lasts >= 30 else { continue }
            for second in script.happenings where second.at >= first.at && second.at <= first.at + 3_600 {
                guard case .fault(.coverJammed, _, _) = second.kind, second.at + 7 < end else { continue }
                return SimulationReport(violations: [
                    Violation(
                        invariant: .i5CoverMovesOnlyWithTheChargerOff, seconds: second.at + 7, phase: .idle,
                        detail: "rain on a jammed cover")
                ])
            }
        }
        return SimulationReport()
    }

    static func shrink(_ script: SimulationScript, budget: Int = 2_000) -> SimulationScript {
        script.shrunk(breaking: .i5CoverMovesOnlyWithTheChargerOff, budget: budget) { script, _ in
            report(script)
        }
    }

    @Test func `only what is needed is left, short and close together`() {
        let short = Self.shrink(Self.month)
        #expect(
            short.happenings == [
                Happening(at: 120, kind: .fault(.rain, lasts: 30, strength: 0)),
                Happening(at: 120, kind: .fault(.coverJammed, lasts: 1, strength: 0)),
            ])
        #expect(short.days < 0.002)
        #expect(short.site == .plain)
        #expect(short.seed == Self.month.seed)
        #expect(!Self.report(short).violations.isEmpty)
    }

    @Test func `the same script is shortened the same way`() {
        #expect(Self.shrink(Self.month) == Self.shrink(Self.month))
    }

    @Test(arguments: [0, 1, 5, 40])
    func `no more runs are made than allowed, and the rule stays broken`(budget: Int) {
        var runs = 0
        let short = Self.month.shrunk(breaking: .i5CoverMovesOnlyWithTheChargerOff, budget: budget) {
            script, _ in
            runs += 1
            return Self.report(script)
        }
        #expect(runs <= budget)
        #expect(!Self.report(Self.month).violations.isEmpty)
        #expect(!Self.report(short).violations.isEmpty)
    }

    @Test func `a script that breaks nothing stays as it is`() {
        let month = Self.month
        #expect(
            month.shrunk(breaking: .i40OneRevocation, budget: 50) { script, _ in Self.report(script) }
                == month)
    }

    @Test func `a rule that is broken after another is found as well`() {
        let short = Self.month.shrunk(breaking: .i8PinchStops, budget: 500) { script, stopsAtFirst in
            var report = Self.report(script)
            guard let first = report.violations.first, !stopsAtFirst else { return report }
            report.violations.append(
                Violation(
                    invariant: .i8PinchStops, seconds: first.seconds + 1, phase: .idle, detail: "later"))
            return report
        }
        #expect(short.happenings.count == 2)
    }
}
