// SPDX-License-Identifier: Apache-2.0
// What the fleet model must say of units it has not seen, and that bad rows, restarts and replays do not change
// it.

import Foundation
import Testing

@testable import Wear

@Suite struct PrognosisTests {
    private static let fleet = SyntheticFleet.units(10, seed: 1)
    private static let model = FleetModel(units: fleet, scale: SyntheticFleet.scale)
    private static let nasa = WearScale(threshold: 1.4, nominal: 1.9, rule: .cross)!

    private func forecasts(_ rows: [UnitRow], _ model: FleetModel) -> [UnitForecast] {
        var state = UnitPrognosis(model: model)
        return rows.map { state.take($0, model: model) }
    }

    @Test func `units that the fleet has not seen are forecast much better than by the fixed interval`() {
        var (error, fixed, inside, count) = (0.0, 0.0, 0.0, 0.0)
        for unit in SyntheticFleet.units(10, seed: 2) {
            let life = SyntheticFleet.life(unit)
            for (row, forecast) in zip(unit.rows, forecasts(unit.rows, Self.model)) where row.use < life {
                let left = life - row.use
                error += abs(forecast.p50 - left)
                fixed += abs(max(0, Self.model.medianLife - row.use) - left)
                inside += left >= forecast.p10 && left <= forecast.p90 ? 1 : 0
                count += 1
            }
        }
        #expect(Self.model.isRegression)
        #expect(error < 0.6 * fixed)
        #expect((0.6...0.97).contains(inside / count))
    }

    @Test func `one finished cell forecasts another`() {
        for (fleet, unit) in [(0, 1), (1, 0)] {
            let model = FleetModel(units: [NasaCells.units[fleet]], scale: Self.nasa)
            let rows = NasaCells.units[unit].rows
            let life = UnitWalk(NasaCells.units[unit], scale: Self.nasa, noise: 0.01).life ?? 0
            let seen = zip(rows, forecasts(rows, model)).filter { $0.0.use < life && $0.0.use > 4 }
            let error = seen.reduce(0) { $0 + abs($1.1.p50 - (life - $1.0.use)) } / Double(seen.count)
            #expect(!model.isRegression)
            #expect(error < 13)
        }
    }

    @Test func `every figure is finite and in order whatever the rows say`() {
        let odd: [Double] = [.nan, .infinity, -.infinity, 0, -1, 1e300, 1, 0.9, 0.8, 0.1, 1e-300]
        let models = [Self.model, FleetModel(units: NasaCells.units, scale: Self.nasa)]
        for model in models {
            var state = UnitPrognosis(model: model)
            for first in odd {
                for second in odd {
                    for third in odd {
                        let forecast = state.take(
                            UnitRow(time: first, use: second, measure: third), model: model)
                        #expect(forecast.mean.isFinite && forecast.p90.isFinite && forecast.p10 >= 0)
                        #expect(forecast.p10 <= forecast.p50 && forecast.p50 <= forecast.p90)
                        #expect((0...1).contains(forecast.chanceOfEnd(within: 7)))
                    }
                }
            }
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func `a bad row moves the middle by at most 5 percent`(kind: Int) {
        let unit = SyntheticFleet.units(1, seed: 3)[0]
        let clean = forecasts(unit.rows, Self.model)
        var state = UnitPrognosis(model: Self.model)
        for (index, row) in unit.rows.enumerated() where clean[index].p50 > 10 {
            var seen = state.forecast
            if index > 10, index % 17 == 0 {
                let bad: [UnitRow] =
                    switch kind {
                    case 0: [UnitRow(time: row.time, use: row.use, measure: .nan)]
                    case 1: [row, row]
                    case 2: [row, unit.rows[index - 5]]
                    case 3: [UnitRow(time: row.time, use: row.use, measure: row.measure * 10)]
                    default: [UnitRow(time: row.time, use: row.use, measure: row.measure * 0.1)]
                    }
                for row in bad { seen = state.take(row, model: Self.model) }
            } else {
                seen = state.take(row, model: Self.model)
            }
            #expect(abs(seen.p50 - clean[index].p50) <= 0.05 * clean[index].p50, "row \(index)")
        }
    }

    @Test(arguments: [false, true])
    func `a restart goes on with the same bits and the state stays small`(hasFleet: Bool) throws {
        let model = hasFleet ? Self.model : FleetModel(units: NasaCells.units, scale: Self.nasa)
        let rows = hasFleet ? SyntheticFleet.units(1, seed: 4)[0].rows : NasaCells.units[0].rows
        var straight = UnitPrognosis(model: model), restarted = straight
        for row in rows {
            straight.take(row, model: model)
            let octets = try JSONEncoder().encode(restarted)
            #expect(octets.count <= 16 << 10)
            restarted = try JSONDecoder().decode(UnitPrognosis.self, from: octets)
            restarted.take(row, model: model)
            #expect(restarted == straight)
        }
        #expect(straight.measuredRows > 100)
    }

    @Test func `a unit without a measure and a fleet says so`() {
        let scale = SyntheticFleet.scale
        let model = FleetModel(units: [], scale: scale)
        var state = UnitPrognosis(model: model)
        #expect(state.forecast.basis == .nothing)
        #expect(state.take(UnitRow(time: 1, use: 1, measure: .nan), model: model).basis == .nothing)
        #expect(state.take(UnitRow(time: 2, use: 2, measure: 0.99), model: model).basis == .measured)
        let known = FleetModel(units: [], scale: scale, expectation: FleetExpectation(life: 300))
        #expect(UnitPrognosis(model: known).forecast.basis == .prior)
    }

    @Test func `three rows at the threshold end a unit and two do not`() {
        var state = UnitPrognosis(model: Self.model)
        for use in 1...50 {
            state.take(UnitRow(time: Double(use), use: Double(use), measure: 0.99), model: Self.model)
        }
        for (use, measure) in [(51.0, 0.79), (52, 0.79), (53, 0.99), (54, 0.79), (55, 0.8)] {
            #expect(
                state.take(UnitRow(time: use, use: use, measure: measure), model: Self.model).basis
                    == .measured)
        }
        #expect(state.take(UnitRow(time: 56, use: 56, measure: 0.7), model: Self.model) == .ended)
    }

    @Test func `a counter that wraps, restarts or glitches does not break the clock`() {
        var filter = RowFilter()
        var uses = (1...60).map { Double($0) }
        uses[20] = 2_100
        for index in 40..<60 { uses[index] = Double(index - 40) }
        for (index, use) in uses.enumerated() {
            let row = UnitRow(time: Double(index), use: use, measure: 1)
            _ = filter.take(row, scale: SyntheticFleet.scale, noise: 0.01)
            #expect(abs(filter.clock - Double(index + 1)) <= 2)
        }
        var slow = RowFilter()
        for index in 1...30 {
            let row = UnitRow(time: Double(index), use: Double(index) * 100, measure: 1)
            _ = slow.take(row, scale: SyntheticFleet.scale, noise: 0.01)
        }
        #expect(slow.clock == 3_000)
    }

    @Test func `a clock that restarts is followed after twelve rows, a stray old row never`() {
        var filter = RowFilter()
        let take = { (filter: inout RowFilter, time: Double) in
            filter.take(UnitRow(time: time, use: .nan, measure: 1), scale: SyntheticFleet.scale, noise: 0.01)
        }
        for time in 100...110 { _ = take(&filter, Double(time)) }
        #expect(take(&filter, 50) == nil)
        #expect(take(&filter, 111) != nil)
        for time in 1...11 { #expect(take(&filter, Double(time)) == nil) }
        #expect(take(&filter, 12) != nil)
        #expect(take(&filter, 13) != nil)
    }

    @Test func `the notice needs three rows and is taken back after three`() {
        var notice = ReplacementNotice()
        let near = UnitForecast(basis: .measured, mean: 12, p10: 10, p50: 12, p90: 15)
        let far = UnitForecast(basis: .measured, mean: 90, p10: 80, p50: 90, p90: 99)
        for expected in [false, false, true] { #expect(notice.weigh(near, wear: 0.5, lead: 14) == expected) }
        for expected in [true, true, false] { #expect(notice.weigh(far, wear: 0.5, lead: 14) == expected) }
        for expected in [false, false, true] { #expect(notice.weigh(far, wear: 0.96, lead: 14) == expected) }
        let wide = UnitForecast(basis: .measured, mean: 130, p10: 5, p50: 120, p90: 300)
        var unsure = ReplacementNotice()
        for _ in 0..<5 { #expect(unsure.weigh(wide, wear: 0.5, lead: 14) == false) }
    }

    @Test func `a prior comes back as it was written, and a forged one is refused`() throws {
        let prior = FleetPrior(kind: "battery", units: Self.fleet, model: Self.model)
        let octets = try JSONEncoder().encode(prior)
        let back = try JSONDecoder().decode(FleetPrior.self, from: octets)
        #expect(back == prior)
        #expect(back.learned?.isSound == true)
        #expect(back.wearCurve?.count == 21)
        #expect(back.unitCount == 10)
        let text = String(decoding: octets, as: UTF8.self)
        let forged = text.replacingOccurrences(of: "\"order\":[", with: "\"order\":[999999,")
        #expect(forged != text)
        let read = try JSONDecoder().decode(FleetPrior.self, from: Data(forged.utf8))
        #expect(read.learned?.isSound == false)
    }
}
