// SPDX-License-Identifier: Apache-2.0
// Many seeds of a simulated dock with every fault, singly and together: no invariant may break, judged on what the core
// saw and on what was true. That the dock comes to rest after the faults, or a person is told, is one of them (I36).

import DockModel
import RoostCore
import RoostSim
import Testing

@Suite struct Swarm {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `no invariant breaks with every fault at random`(seed: UInt64) {
        let script = SimulationScript.random(
            seed: seed, days: 3, faults: SimulatedFault.allCases, faultsPerDay: 8)
        let report = script.run()
        #expect(report.violations == [])
        #expect(report.counts.faults.count > 3)
        #expect(report.counts.invariantChecks == report.counts.steps * Invariant.allCases.count)
    }

    @Test(arguments: SimulatedFault.allCases)
    func `no invariant breaks with one kind of fault`(fault: SimulatedFault) {
        let report = SimulationScript.random(seed: 77, days: 1, faults: [fault], faultsPerDay: 8).run()
        #expect(report.violations == [])
        #expect(report.counts.faults[fault.rawValue, default: 0] > 0)
    }

    @Test func `every due mission ends in exactly one outcome`() {
        for seed in 30...36 as ClosedRange<UInt64> {
            var dock = SimulatedDock(seed: seed)
            var random = SplitMix(seed: seed)
            for mission in 0..<20 {
                dock.makeDue("m\(mission)", window: .seconds(600))
                dock.run(for: .seconds(Int64(100 + random.next() % 900)))
                if random.next() % 4 == 0 { dock.restart() }
            }
            dock.run(for: .seconds(12_000))
            #expect(dock.counts.outcomes.values.reduce(0, +) == 20)
        }
    }

    @Test func `the same script gives the same report`() {
        let script = SimulationScript.random(
            seed: 5, days: 2, faults: SimulatedFault.allCases, faultsPerDay: 8)
        #expect(script.run() == script.run())
    }
}
