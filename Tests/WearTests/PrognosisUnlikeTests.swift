// SPDX-License-Identifier: Apache-2.0
// What the fleet model must say of units unlike its fleet, of bursts of bad rows, and with one or two units to learn
// from.

import Testing

@testable import Wear

@Suite struct PrognosisUnlikeTests {
    private static let fleet = SyntheticFleet.units(12, seed: 1)
    private static let model = FleetModel(units: fleet, scale: SyntheticFleet.scale)

    private func forecasts(_ rows: [UnitRow], _ model: FleetModel) -> [UnitForecast] {
        var state = UnitPrognosis(model: model)
        return rows.map { state.take($0, model: model) }
    }

    /// The same wear, over `factor` times the uses.
    private func stretched(_ unit: UnitRecord, by factor: Double) -> (rows: [UnitRow], life: Double) {
        let life = SyntheticFleet.life(unit) * factor
        let rows = (1...Int(life) + 10).map { use -> UnitRow in
            let source = min(Int(Double(use) / factor), unit.rows.count - 1)
            return UnitRow(time: Double(use), use: Double(use), measure: unit.rows[source].measure)
        }
        return (rows, life)
    }

    /// The mean width of P10-P90 and the share of lives inside, over the second half of the lives.
    private func interval(stretch: Double) -> (width: Double, inside: Double) {
        var (width, inside, count) = (0.0, 0.0, 0.0)
        for unit in SyntheticFleet.units(8, seed: 5) {
            let (rows, life) = stretched(unit, by: stretch)
            for (row, forecast) in zip(rows, forecasts(rows, Self.model))
            where row.use > life / 2 && row.use < life {
                let left = life - row.use
                width += (forecast.p90 - forecast.p10) / life
                inside += left >= forecast.p10 && left <= forecast.p90 ? 1 : 0
                count += 1
            }
        }
        return (width / count, inside / count)
    }

    @Test func `a unit unlike its fleet gets a wider interval that still holds most lives`() {
        let like = interval(stretch: 1)
        #expect((0.6...0.95).contains(like.inside))
        for stretch in [0.6, 1.6] {
            let unlike = interval(stretch: stretch)
            #expect(unlike.width > 1.1 * like.width)
            #expect(unlike.inside > 0.4)
        }
    }

    @Test func `a forecast that keeps moving one way goes on and widens, one that scatters does not`() {
        let still = UnitForecast(basis: .measured, mean: 100, p10: 80, p50: 100, p90: 120)
        var steady = ForecastDrift(), moving = ForecastDrift()
        for step in 0..<40 {
            let scatter = step.isMultiple(of: 2) ? 2.0 : -2
            steady.take(still.later(by: Double(step) + scatter), clock: Double(step), medianLife: 200)
            moving.take(still, clock: Double(step), medianLife: 200)
        }
        let calm = steady.corrected(still, movesMiddle: true)
        #expect(calm.p50 == 100 && (80.0...82).contains(calm.p10) && (118.0...120).contains(calm.p90))
        let moved = moving.corrected(still, movesMiddle: true)
        #expect(moving.drift > 1)
        #expect(moved.p50 > 105 && moved.p90 - moved.p50 > 40 && moved.p50 - moved.p10 > 20)
        let held = moving.corrected(still, movesMiddle: false)
        #expect(held.p50 == 100 && held.p10 < 80 && held.p90 > 140)
    }

    /// The middles of the forecasts after the rows outside the bursts of five.
    private func middles(_ unit: UnitRecord, burst: (Int) -> UnitRow?) -> [Double] {
        var state = UnitPrognosis(model: Self.model)
        return unit.rows.enumerated().compactMap { index, row in
            guard index > 12, index % 40 < 5 else { return state.take(row, model: Self.model).p50 }
            if let bad = burst(index) { state.take(bad, model: Self.model) }
            return nil
        }
    }

    @Test func `a burst of five wild measures says no more than five missing ones, and that is little`() {
        let unit = SyntheticFleet.units(1, seed: 3)[0]
        let rows = unit.rows
        let missing = middles(unit) { UnitRow(time: rows[$0].time, use: rows[$0].use, measure: .nan) }
        for factor in [10.0, 50, 1e9] {
            let wild = middles(unit) {
                UnitRow(time: rows[$0].time, use: rows[$0].use, measure: factor * rows[$0].measure)
            }
            for (one, other) in zip(wild, missing) where other > 10 {
                #expect(abs(one - other) <= 0.05 * other)
            }
        }
        let whole = middles(unit) { rows[$0] }
        let moves = zip(missing, whole).filter { $0.1 > 10 }.map { abs($0.0 - $0.1) / $0.1 }.sorted()
        #expect(moves[moves.count / 2] < 0.02 && moves[moves.count * 9 / 10] < 0.08)
    }

    @Test func `a burst of five old or repeated rows says nothing`() {
        let unit = SyntheticFleet.units(1, seed: 3)[0]
        let nothing = middles(unit) { _ in nil }
        #expect(middles(unit) { unit.rows[$0 - $0 % 40 - 1] } == nothing)
        #expect(middles(unit) { unit.rows[$0 - 7] } == nothing)
    }

    @Test(arguments: [1, 2])
    func `one or two finished units are enough for a forecast`(count: Int) {
        let model = FleetModel(units: Array(Self.fleet.prefix(count)), scale: SyntheticFleet.scale)
        #expect(!model.isRegression)
        let unit = SyntheticFleet.units(1, seed: 6)[0]
        let life = SyntheticFleet.life(unit)
        let seen = zip(unit.rows, forecasts(unit.rows, model)).filter { $0.0.use < life && $0.0.use > 5 }
        #expect(seen.allSatisfy { $0.1.basis == .measured && $0.1.p10 <= $0.1.p50 && $0.1.p50 <= $0.1.p90 })
        let late = seen.suffix(seen.count / 4)
        #expect(late.reduce(0) { $0 + abs($1.1.p50 - (life - $1.0.use)) } / Double(late.count) < 0.2 * life)
    }

    @Test func `the lives of a prior without rows are used`() {
        let expectation = FleetExpectation(lives: [280, 300, 320, 310, 290], curve: [0, 0.1, 0.3, 0.6, 1])
        let model = FleetModel(units: [], scale: SyntheticFleet.scale, expectation: expectation)
        #expect(model.medianLife == 300)
        let start = UnitPrognosis(model: model).forecast
        #expect(start.basis == .prior && (250...350).contains(start.p50) && start.p10 < start.p50)
    }
}
