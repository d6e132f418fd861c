// SPDX-License-Identifier: Apache-2.0
// Whole runs of the simulated world: the same script gives the same report, a fair-weather dock flies and rests, and no
// rule breaks with every fault at random.

import RoostCore
import RoostSim
import Testing

@Suite struct SwarmRuns {
    @Test func `the same script gives the same report`() {
        let script = SimulationScript.random(seed: 5, days: 0.4, faults: SimulatedFault.allCases, faultsPerDay: 60)
        let one = script.run(), two = script.run()
        #expect(one == two)
        #expect(one.counts.steps > 100)
        #expect(one.counts.faults.count > 3)
    }

    @Test func `a run is a function of its script alone, whoever watches it`() {
        let script = SimulationScript.random(seed: 6, days: 0.2, faults: SimulatedFault.allCases, faultsPerDay: 60)
        var seen = 0
        let watched = script.run(progress: { _ in }, observe: { _, _ in seen += 1 })
        #expect(watched == script.run())
        #expect(seen > 0)
    }

    @Test(arguments: SimulatedSite.allCases)
    func `in fair weather every kind of dock flies its missions and breaks no rule`(site: SimulatedSite) {
        let missions = stride(from: 1_200.0, to: 80_000, by: 12_000).map {
            Happening(at: $0, kind: .mission(window: 7_200))
        }
        let report = SimulationScript(seed: 3, days: 1, site: site, happenings: missions).run()
        #expect(report.violations == [])
        #expect(report.counts.outcomes == ["flown": missions.count])
        #expect(report.counts.flights == missions.count)
        #expect(report.counts.mails["mission"] == missions.count)
        #expect(report.counts.incidents == [:])
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `no rule breaks with every fault at random`(seed: UInt64) {
        let script = SimulationScript.random(
            seed: seed, days: 0.3, faults: SimulatedFault.allCases, faultsPerDay: 60)
        let report = script.run()
        #expect(report.violations == [])
        #expect(report.counts.faults.count > 2)
    }

    @Test func `every due run ends in exactly one outcome, over restarts`() {
        let missions = (0..<12).map { Happening(at: 600 + Double($0) * 2_000, kind: .mission(window: 900)) }
        let kills = (0..<40).map {
            Happening(at: 700 + Double($0) * 613, kind: .fault(.processKilled, lasts: 1, strength: 0.5))
        }
        let script = SimulationScript(seed: 9, days: 0.4, happenings: missions + kills)
        let report = script.run()
        #expect(report.violations == [])
        #expect(report.counts.restarts == 41)
        #expect(report.counts.outcomes.values.reduce(0, +) == missions.count)
    }

    @Test func `thirty days without any uplink change no flight`() {
        let missions = (0..<60).map { Happening(at: 1_200 + Double($0) * 43_200, kind: .mission(window: 7_200)) }
        let down = Happening(at: 600, kind: .fault(.uplinkDown, lasts: 30 * 86_400, strength: 0.5))
        let cut = SimulationScript(seed: 1, days: 31, happenings: [down] + missions).run()
        let well = SimulationScript(seed: 1, days: 31, happenings: missions).run()
        #expect(cut.violations == [] && well.violations == [])
        #expect(cut.counts.outcomes == well.counts.outcomes)
        #expect(cut.counts.flights > 50)
        #expect(cut.counts.mails == well.counts.mails && cut.counts.mailsSent < well.counts.mailsSent)
    }

    @Test func `a person who is awaited comes, and the dock rests again`() {
        let report = SimulationScript(
            seed: 4, days: 0.5,
            happenings: [
                Happening(at: 900, kind: .fault(.openSwitchStuck, lasts: 600, strength: 0.5)),
                Happening(at: 30_000, kind: .mission(window: 3_600)),
            ]
        ).run()
        #expect(report.violations == [])
        #expect(report.counts.visits == 1)
        #expect(report.counts.outcomes == ["flown": 1])
    }
}
