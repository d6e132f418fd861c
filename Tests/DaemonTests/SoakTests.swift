// SPDX-License-Identifier: Apache-2.0
// What a soak judges: a leak grows, a filled cache and one bad day do not; the same seed has the same faults.

import Foundation
import Testing

@testable import roost

@Suite struct Soaks {
    private func sample(_ day: Int, _ memory: Double, descriptors: Int = 30, database: Double = 2) -> SoakSample {
        SoakSample(
            day: day, residentMegabytes: memory, descriptors: descriptors, threads: 12, databaseMegabytes: database,
            storageMegabytes: database, writtenMegabytes: 3, missions: day, incidents: day)
    }

    @Test func `a leak of a megabyte a day grows`() {
        let verdict = SoakVerdict((1...10).map { sample($0, 45 + Double($0)) })
        #expect(verdict.judgedDays == 8 && verdict.isGrowing)
        #expect(verdict.trends.filter(\.isGrowing).map(\.name) == ["memory"])
    }

    @Test func `a cache that fills in the first days and one bad day do not grow`() {
        let memory = [30.0, 44, 46, 46.1, 46, 71, 46.2, 46.1, 46.3, 46.2]
        let verdict = SoakVerdict(memory.enumerated().map { sample($0 + 1, $1) })
        #expect(!verdict.isGrowing && abs(verdict.trends[0].perDay) < 0.1)
    }

    @Test func `one descriptor a day grows, and so does a database without an end`() {
        let leaky = SoakVerdict((1...10).map { sample($0, 46, descriptors: 30 + $0) })
        #expect(leaky.trends.filter(\.isGrowing).map(\.name) == ["descriptors"])
        let fat = SoakVerdict((1...10).map { sample($0, 46, database: 25 * Double($0)) })
        #expect(fat.trends.filter(\.isGrowing).map(\.name) == ["database"])
    }

    @Test func `a few days are not judged`() {
        let verdict = SoakVerdict((1...4).map { sample($0, 45 + 9 * Double($0)) })
        #expect(verdict.judgedDays == 0 && !verdict.isGrowing)
    }

    @Test func `the same seed has the same faults, one after another and within the days`() {
        let plan = SoakPlan(days: 30, perDay: 2, seed: 7)
        #expect(plan.entries == SoakPlan(days: 30, perDay: 2, seed: 7).entries)
        #expect(plan.entries != SoakPlan(days: 30, perDay: 2, seed: 8).entries)
        #expect((30...80).contains(plan.entries.count), "\(plan.entries.count)")
        #expect(Set(plan.entries.map(\.fault)).count == SoakFault.allCases.count)
        for (left, right) in zip(plan.entries, plan.entries.dropFirst()) { #expect(left.ends < right.begins) }
        #expect(plan.entries.allSatisfy { $0.ends < 30 * 86_400 })
        #expect(SoakPlan(days: 30, perDay: 0, seed: 7).entries.isEmpty)
    }

    @Test func `a process is read as Linux shows it`() throws {
        let holding = try #require(SoakSample.Holding(of: ProcessInfo.processInfo.processIdentifier))
        #expect(holding.residentMegabytes > 1 && holding.descriptors >= 3 && holding.threads >= 1)
        #expect(SoakSample.Holding(of: -1) == nil)
        #expect(SoakSample.Holding.number("VmRSS", in: "Name:\tx\nVmRSS:\t  1234 kB\n") == 1_234)
    }
}
