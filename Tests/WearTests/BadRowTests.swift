// SPDX-License-Identifier: Apache-2.0
// A row that is broken moves the forecasts after it no more than a row that never came; here over several units, noises
// and places. What a missing row itself costs is measured in docs/wear.md.

import Testing

@testable import Wear

/// Ways in which a row is broken.
enum BadRow: CaseIterable, Sendable {
    case emptied, nothing, wild, tiny, negative, timeTooLarge, cycleTooLarge, allTooLarge, infinite, late

    /// The broken row in the place of `row`; `late` comes after the next one instead.
    func row(_ row: UnitRow) -> UnitRow {
        var bad = row
        switch self {
        case .emptied: bad.measure = .nan
        case .nothing: bad = UnitRow(time: .nan, use: .nan, measure: .nan)
        case .wild: bad.measure *= 10
        case .tiny: bad.measure *= 0.1
        case .negative: bad.measure *= -1
        case .timeTooLarge: (bad.time, bad.measure) = (10 * row.time, .nan)
        case .cycleTooLarge: (bad.time, bad.use) = (10 * row.time, 10 * row.use)
        case .allTooLarge: bad = UnitRow(time: 10 * row.time, use: 10 * row.use, measure: 10 * row.measure)
        case .infinite: (bad.use, bad.measure) = (.infinity, -.infinity)
        case .late: break
        }
        return bad
    }
}

@Suite struct BadRows {
    private static let fleet = FleetModel(
        units: SyntheticFleet.units(6, seed: 1), scale: SyntheticFleet.scale)
    private static let noisyFleet = FleetModel(
        units: SyntheticFleet.units(6, seed: 2, noise: 0.01), scale: SyntheticFleet.scale)
    private static let nasa = WearScale(threshold: 1.4, nominal: 1.9, rule: .cross)!

    private struct Case {
        var rows: [UnitRow]
        var model: FleetModel
        /// The middles of the forecasts without the rows at the bad places.
        var middles: [Double?]
    }

    /// Units of a clear and of a noisy fleet, and a cell that a single other one forecasts.
    private static let cases: [Case] = {
        var cases: [(UnitRecord, FleetModel)] = SyntheticFleet.units(1, seed: 3).map { ($0, fleet) }
        cases += SyntheticFleet.units(1, seed: 5, noise: 0.01).map { ($0, noisyFleet) }
        cases.append((NasaCells.units[0], FleetModel(units: [NasaCells.units[1]], scale: nasa)))
        return cases.map { unit, model in
            var state = UnitPrognosis(model: model)
            let middles = unit.rows.enumerated().map { index, row in
                isBad(index) ? nil : state.take(row, model: model).p50
            }
            return Case(rows: unit.rows, model: model, middles: middles)
        }
    }()

    /// Early, in pairs, and all over the life.
    private static func isBad(_ index: Int) -> Bool {
        index == 3 || index > 12 && (index % 17 == 0 || index % 51 == 1)
    }

    @Test(arguments: BadRow.allCases)
    func `a broken row says no more than a row that never came`(kind: BadRow) {
        for (number, one) in Self.cases.enumerated() {
            var state = UnitPrognosis(model: one.model)
            var late: UnitRow?
            for (index, row) in one.rows.enumerated() {
                guard let middle = one.middles[index] else {
                    if kind == .late { late = row } else { state.take(kind.row(row), model: one.model) }
                    continue
                }
                let seen = state.take(row, model: one.model).p50
                #expect(
                    abs(seen - middle) <= 0.05 * middle || abs(seen - middle) < 1,
                    "unit \(number), row \(index): \(seen) instead of \(middle)")
                if let old = late { state.take(old, model: one.model) }
                late = nil
            }
        }
    }

    @Test func `a repeated or an old row changes nothing`() {
        for one in Self.cases {
            var plain = UnitPrognosis(model: one.model), told = plain
            for (index, row) in one.rows.enumerated() {
                plain.take(row, model: one.model)
                told.take(row, model: one.model)
                if Self.isBad(index) {
                    for again in [row, one.rows[max(0, index - 6)], row] { told.take(again, model: one.model) }
                    #expect(told.forecast == plain.forecast)
                }
            }
        }
    }

    @Test func `a pause in the rows costs one row and no more`() {
        var filter = RowFilter()
        var clocks: [Double?] = []
        for time in Array(1...40) + Array(900...910) {
            let row = UnitRow(time: Double(time), use: Double(time), measure: 1)
            clocks.append(filter.take(row, scale: SyntheticFleet.scale, noise: 0.01)?.clock)
        }
        #expect(clocks.filter { $0 == nil }.count == 1 && clocks[40] == nil)
        #expect(filter.clock > 40)
    }

    @Test func `a part that reads nothing for twelve rows is dead, for eleven it is not`() {
        var state = UnitPrognosis(model: Self.fleet)
        for use in 1...60 {
            let row = UnitRow(time: Double(use), use: Double(use), measure: use < 49 ? 0.97 : 0)
            #expect(state.take(row, model: Self.fleet).basis == (use < 60 ? .measured : .ended))
        }
    }
}
