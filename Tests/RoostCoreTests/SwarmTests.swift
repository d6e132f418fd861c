// SPDX-License-Identifier: Apache-2.0
// Many seeds of a simulated dock with every fault: no invariant may break, and after the faults stop the dock comes to
// rest or waits for a person who has been told.

import DockModel
import RoostCore
import RoostSim
import Testing

@Suite struct Swarm {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `no invariant breaks with every fault at random`(seed: UInt64) {
        let dock = Simulation(days: 0.25, seed: seed, faults: SimulatedFault.allCases, faultsPerDay: 100).run()
        #expect(dock.violations == [])
        #expect(dock.counts.faults.count > 5)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `after the faults stop the dock rests or a person has been told`(seed: UInt64) {
        var dock = Simulation(days: 0.1, seed: seed, faults: SimulatedFault.allCases, faultsPerDay: 200).run()
        dock.clearFaults()
        dock.run(for: .seconds(3600 * 2))
        if dock.state.phase.awaitsPerson {
            #expect(dock.counts.mails["incident", default: 0] > 0)
        } else {
            #expect(dock.state.phase == .idle || dock.state.phase == .hold)
        }
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

    @Test func `the same seed gives the same run`() {
        let one = Simulation(days: 0.2, seed: 5, faults: SimulatedFault.allCases).run()
        let two = Simulation(days: 0.2, seed: 5, faults: SimulatedFault.allCases).run()
        #expect(one.state == two.state)
        #expect(one.counts == two.counts)
    }
}
