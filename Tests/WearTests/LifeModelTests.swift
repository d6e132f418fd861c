// SPDX-License-Identifier: Apache-2.0
// Counted parts, parts that only get worse, stress, joined measures, and the arithmetic beneath the fleet model.

import Testing

@testable import Wear

@Suite struct LifeModelTests {
    @Test func `a counted part starts from the catalogue and learns from failed and surviving units`() throws
    {
        let catalogue = try #require(CountedLife(medianLife: 1_000, shape: 2))
        let new = catalogue.forecast(afterUses: 0)
        #expect(abs(new.p50 - 1_000) < 1)
        #expect(new.basis == .prior)
        #expect(catalogue.forecast(afterUses: 900).p50 < new.p50)
        #expect(abs(catalogue.chanceOfEnd(within: new.p50, afterUses: 0) - 0.5) < 1e-6)
        var longer = catalogue, shorter = catalogue
        for _ in 0..<10 {
            longer.take(uses: 2_000, hasFailed: false)
            shorter.take(uses: 300, hasFailed: true)
        }
        #expect(longer.forecast(afterUses: 0).p50 > 1_500)
        #expect(shorter.forecast(afterUses: 0).p50 < 600)
        #expect(shorter.forecast(afterUses: 0).basis == .measured)
        #expect(catalogue.forecast(afterUses: .nan).basis == .nothing)
        #expect(CountedLife(medianLife: 0, shape: 2) == nil)
    }

    @Test func `a part that only gets worse is forecast from its own pace`() throws {
        var fast = try #require(MonotoneLife(expectedLife: 1_000)), slow = fast
        #expect(fast.forecast.basis == .prior)
        #expect((700...1_300).contains(fast.forecast.p50))
        for step in 1...20 {
            fast.take(wear: Double(step) * 0.04, uses: Double(step) * 10)
            slow.take(wear: Double(step) * 0.01, uses: Double(step) * 10)
            fast.take(wear: .nan, uses: Double(step) * 10 + 1)
        }
        #expect(fast.forecast.p50 < 0.3 * slow.forecast.p50)
        #expect(fast.forecast.p10 <= fast.forecast.p50 && fast.forecast.p50 <= fast.forecast.p90)
        fast.take(wear: 0.1, uses: 300)
        #expect(fast.wear >= 0.8)
        fast.take(wear: 1.01, uses: 310)
        #expect(fast.forecast == .ended)
    }

    @Test func `the incomplete beta function is right where it is known`() {
        #expect(abs(IncompleteBeta.share(0.5, 2, 3) - 0.6875) < 1e-10)
        #expect(abs(IncompleteBeta.share(0.2, 1, 1) - 0.2) < 1e-10)
        #expect(abs(IncompleteBeta.share(0.3, 0.5, 0.5) - 0.36901011956554536) < 1e-9)
        #expect(IncompleteBeta.share(0, 1, 1) == 0)
        #expect(IncompleteBeta.share(1, 1, 1) == 1)
    }

    @Test func `heat, depth and load make a use count more`() {
        let usual = UseStress(celsius: 25, depthOfDischarge: 0.8, load: 1, speed: 1)
        for clock in StressClock.allCases where clock != .fan {
            #expect(abs(clock.uses(10, under: usual) - 10) < 1e-3)
            #expect(clock.uses(10, under: UseStress()) == 10)
        }
        #expect((1.8...2.0).contains(StressClock.battery.uses(1, under: UseStress(celsius: 35))))
        #expect(StressClock.battery.uses(1, under: UseStress(isChargedCold: true)) == 2)
        #expect(StressClock.bearing.uses(1, under: UseStress(load: 2)) == 8)
        #expect(abs(StressClock.fan.uses(1, under: UseStress(celsius: 45)) - 0.5) < 1e-9)
        #expect(StressClock.battery.uses(.nan, under: usual) == 0)
        #expect(StressClock.battery.uses(1, under: UseStress(celsius: .nan)) == 1)
    }

    @Test func `a part ends with the first of its measures`() throws {
        let near = UnitForecast(basis: .measured, mean: 100, p10: 80, p50: 100, p90: 120)
        let far = UnitForecast(basis: .measured, mean: 900, p10: 800, p50: 900, p90: 1_000)
        let nothing = UnitForecast(basis: .nothing, mean: 0, p10: 0, p50: 0, p90: 0)
        #expect(UnitForecast.joined([nothing, near]) == near)
        #expect(UnitForecast.joined([nothing]) == nil)
        #expect(UnitForecast.joined([near, .ended]) == .ended)
        let joined = try #require(UnitForecast.joined([near, far]))
        #expect(abs(joined.p50 - 100) < 1)
        let twice = try #require(UnitForecast.joined([near, near]))
        #expect(twice.p50 < 95 && twice.p10 < 80)
    }

    @Test func `a symmetric system is solved`() throws {
        let matrix: (Int, Int) -> Double = { $0 == $1 ? 5 : 1 / Double(1 + $0 + $1) }
        let inverse = try #require(SymmetricInverse(size: 19, matrix: matrix))
        let target = (0..<19).map { Double($0) - 7 }
        let solution = inverse.solve(target)
        for row in 0..<19 {
            let product = (0..<19).reduce(0.0) { $0 + matrix(max(row, $1), min(row, $1)) * solution[$1] }
            #expect(abs(product - target[row]) < 1e-9)
            let unit = (0..<19).reduce(0.0) {
                $0 + matrix(max(row, $1), min(row, $1)) * inverse.element($1, row)
            }
            #expect(abs(unit - 1) < 1e-9)
        }
        #expect(SymmetricInverse(size: 2) { _, _ in -1 } == nil)
    }

    @Test func `tables are read by their header, and lines that do not fit are counted`() {
        let table = UnitTable(
            Array("cell,cycle,capacity_Ah,ohm\r\nA,1,1.5,9\r\nB,1,,9\r\nbad\r\nA,2,x,9\r\n".utf8))
        #expect(table.units.map(\.name) == ["A", "B"])
        #expect(table.units[0].rows.first == UnitRow(time: 1, use: 1, measure: 1.5))
        #expect(table.units[0].rows[1].measure.isNaN && table.units[1].rows[0].measure.isNaN)
        #expect(table.oddLines == [4])
        let plain = UnitTable(Array("unit,t,use,measure\nP,3,7,0.5".utf8))
        #expect(plain.units[0].rows == [UnitRow(time: 3, use: 7, measure: 0.5)])
    }
}
