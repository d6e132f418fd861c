// SPDX-License-Identifier: Apache-2.0
// Every fault of the catalogue alone, and every pair of them at least once, around a mission: no rule may break.

import RoostSim
import Testing

/// A mission with faults begun around it.
private func script(_ faults: [SimulatedFault], seed: UInt64) -> SimulationScript {
    var random = SplitMix(seed: seed)
    let sites = SimulatedSite.allCases
    let site = sites[Int(random.next() % UInt64(sites.count))]
    var happenings = [Happening(at: 300, kind: .mission(window: 1_500))]
    for fault in faults {
        let begins = 250 + 400 * random.uniform()
        happenings.append(
            Happening(
                at: begins, kind: .fault(fault, lasts: 20 + 600 * random.uniform(), strength: random.uniform())))
    }
    return SimulationScript(seed: seed, days: 0.03, site: site, happenings: happenings.sorted { $0.at < $1.at })
}

@Suite struct FaultCatalogue {
    @Test(arguments: SimulatedFault.allCases)
    func `a fault alone breaks no rule`(fault: SimulatedFault) {
        for seed in 1...3 as ClosedRange<UInt64> {
            let report = script([fault], seed: seed).run()
            #expect(report.violations == [], "\(fault) with seed \(seed)")
            #expect(report.counts.faults == [fault.rawValue: 1])
        }
    }

    @Test func `faults in every pair break no rule`() {
        var left: Set<Int> = []
        let all = SimulatedFault.allCases
        for one in all.indices { for other in all.indices where one < other { left.insert(one * 1000 + other) } }
        var random = SplitMix(seed: 77), runs: UInt64 = 0
        while let next = left.min() {
            // A pair that has not met yet, and others that have not met one of those already chosen.
            var chosen = [next / 1000, next % 1000]
            for _ in 0..<60 where chosen.count < 9 {
                let candidate = Int(random.next() % UInt64(all.count))
                guard !chosen.contains(candidate) else { continue }
                let meets = chosen.filter { left.contains(min($0, candidate) * 1000 + max($0, candidate)) }
                if meets.count * 3 > chosen.count * 2 { chosen.append(candidate) }
            }
            for one in chosen { for other in chosen where one < other { left.remove(one * 1000 + other) } }
            runs += 1
            let report = script(chosen.map { all[$0] }, seed: 1_000 + runs).run()
            #expect(report.violations == [], "\(chosen.map { all[$0].rawValue }) with seed \(1_000 + runs)")
        }
        #expect(runs > 50)
    }

    @Test func `a random script keeps to the faults that it is given, and most seeds pick their own`() {
        let given: [SimulatedFault] = [.coverJammed, .vehicleSilent, .diskFull, .clockAhead]
        var swarms: Set<[String]> = []
        for seed in 0..<12 as Range<UInt64> {
            var swarm: Set<String> = []
            for happening in SimulationScript.random(seed: seed, days: 20, faults: given, faultsPerDay: 4).happenings {
                guard case .fault(let fault, let lasts, let strength) = happening.kind else { continue }
                #expect(given.contains(fault))
                #expect(lasts >= 5 && strength >= 0 && strength < 1)
                swarm.insert(fault.rawValue)
            }
            swarms.insert(swarm.sorted())
        }
        #expect(swarms.count > 3)
    }
}
