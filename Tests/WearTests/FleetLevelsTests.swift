// SPDX-License-Identifier: Apache-2.0
// Levels of places within a fleet: found where there are some, drawn to the fleet where few parts finished, none where
// chance alone explains the difference.

import Testing

@testable import Wear

@Suite struct FleetLevelsTests {
    /// Lives around a middle, with a fixed scatter.
    private func lives(_ middle: Double, _ count: Int) -> [Double] {
        let scatter = [1.0, 0.9, 1.12, 0.95, 1.05, 0.88, 1.15]
        return (0..<count).map { middle * scatter[$0 % scatter.count] }
    }

    @Test func `a place where parts last longer is found, and one with few parts is drawn to the fleet`() {
        let levels = FleetLevels(lives: [
            "dry": lives(2_000, 14), "wet": lives(1_000, 14), "far": lives(1_400, 14), "new": lives(2_000, 1),
        ])
        #expect(levels.between > 0.2 && levels.within > 0.05 && levels.within < 0.15)
        let ratio = levels.factor(of: "dry") / levels.factor(of: "wet")
        #expect(ratio > 1.85 && ratio < 2.0)
        #expect(levels.factor(of: "new") < levels.factor(of: "dry") && levels.factor(of: "new") > 1)
        #expect(levels.factor(of: "unheard") == 1)
    }

    @Test func `chance makes no levels, nor does one place, nor what is no life`() {
        let same = FleetLevels(lives: ["a": lives(1_000, 14), "b": lives(1_000, 14), "c": lives(1_000, 7)])
        #expect(same.between == 0 && same.factor(of: "a") == 1)
        #expect(FleetLevels(lives: ["a": lives(1_000, 14)]).levels.isEmpty)
        #expect(FleetLevels(lives: [:]).levels.isEmpty)
        #expect(FleetLevels(lives: ["a": [1], "b": [2]]).levels.isEmpty)
        let odd = FleetLevels(lives: ["a": [.nan, -1, .infinity, 0], "b": lives(9, 7), "c": lives(1e11, 7)])
        #expect(odd.factor(of: "c") <= FleetLevels.widest && odd.factor(of: "b") >= 1 / FleetLevels.widest)
        #expect(odd.levels["a"] == nil)
    }

    @Test func `rows are stretched into the time of a place`() {
        let levels = FleetLevels(lives: ["dry": lives(2_000, 14), "wet": lives(1_000, 14)])
        let unit = UnitRecord(name: "u", rows: [UnitRow(time: 0, use: 100, measure: 1)])
        let moved = levels.units([(place: "wet", unit: unit), (place: "dry", unit: unit)], for: "dry")
        #expect(moved[1] == unit)
        let stretch = moved[0].rows[0].use / 100
        #expect(abs(stretch - levels.factor(of: "dry") / levels.factor(of: "wet")) < 1e-9 && stretch > 1.8)
    }
}
