// SPDX-License-Identifier: Apache-2.0
// Uses that count more than they are counted, wear that only grows, and several measures of one thing, in the state of
// a part as the dock keeps it.

import DockModel
import Testing

@testable import Wear

private let start = WallTime(seconds: 1_800_000_000)

private func day(_ number: Int) -> WallTime { start + .seconds(Int64(number) * 86_400) }

private func part(
    _ measure: WearMeasure, life: Double = 1_000, stress: StressClock? = nil, law: WearLaw? = nil
) throws -> PartDescription {
    try PartDescription(
        id: "part", name: "Part", measure: measure, use: .chargeCycles, typicalLife: life, lifeSpread: life / 5,
        plannedUsesPerDay: 10, leadDays: 14, orderDays: 2, severity: .error, stress: stress, law: law)
}

@Suite struct StrainTests {
    @Test func `hard uses count as more of the catalogue's life, and the count itself stays true`() throws {
        let plain = try part(.counted(limit: nil)), hot = try part(.counted(limit: nil), stress: .battery)
        var usual = PartWear(installing: "A", of: plain, at: start), strained = usual
        for number in 1...30 {
            var row = WearRow(at: day(number), use: Double(number) * 10, measure: nil)
            _ = usual.take(row, of: plain)
            row.stress = 2
            _ = strained.take(row, of: hot)
        }
        #expect(usual.use == 300 && strained.use == 300)
        #expect(usual.unit.age == 300 && strained.unit.age == 600)
        // Half of what is left, at twice the pace.
        #expect(strained.remaining(of: hot).days.p50 < 0.4 * usual.remaining(of: plain).days.p50)
    }

    @Test func `a stress that is no number, or of a part without a clock, changes nothing`() throws {
        let plain = try part(.counted(limit: nil)), hot = try part(.counted(limit: nil), stress: .battery)
        for (description, stress) in [(plain, 3.0), (hot, .nan), (hot, .infinity)] {
            var wear = PartWear(installing: "A", of: description, at: start)
            var row = WearRow(at: day(1), use: 10, measure: nil)
            row.stress = stress
            _ = wear.take(row, of: description)
            #expect(wear.unit.age == 10)
        }
    }

    @Test func `a mistaken replacement gives the strain back too`() throws {
        let hot = try part(.counted(limit: nil), stress: .battery)
        var wear = PartWear(installing: "A", of: hot, at: start)
        func run(to use: Double, on number: Int) {
            var row = WearRow(at: day(number), use: use, measure: nil)
            row.stress = 3
            _ = wear.take(row, of: hot)
        }
        run(to: 10, on: 1)
        _ = try wear.replace(Replacement(reason: .failed, serial: "B", at: day(2)), of: hot)
        run(to: 5, on: 3)
        _ = try wear.replace(Replacement(reason: .mistaken, serial: "", at: day(4)), of: hot)
        #expect(wear.use == 15 && wear.unit.age == 45 && wear.unit.serial == "A")
    }

    @Test func `a limit is in uses as they are counted, however hard they were`() throws {
        let hot = try part(.counted(limit: 100), stress: .battery)
        var wear = PartWear(installing: "A", of: hot, at: start)
        for number in 1...9 {
            var row = WearRow(at: day(number), use: Double(number) * 10, measure: nil)
            row.stress = 4
            _ = wear.take(row, of: hot)
        }
        // Ten more uses, forty usual ones.
        #expect(wear.remaining(of: hot).uses.p90 <= 40)
        #expect(!wear.isPastLimit)
    }

    @Test func `wear that only grows is forecast by its own steps, and noise does not ratchet it up`() throws {
        let contact = WearMeasure.measured(kind: "resistance", unit: "mΩ", new: 15, endOfLife: 50)
        let monotone = try part(contact, law: .monotone)
        var wear = PartWear(installing: "A", of: monotone, at: start)
        var random = SeededNoise(seed: 5)
        for number in 1...60 {
            let resistance = 15 + 35 * Double(number) / 100 + 0.6 * random.normal()
            _ = wear.take(WearRow(at: day(number), use: Double(number) * 10, measure: resistance), of: monotone)
        }
        let left = wear.remaining(of: monotone)
        #expect(left.basis == .measured(rows: 60))
        // The truth is 400 uses.
        #expect(left.uses.p10 < 400 && left.uses.p90 > 400)
        #expect((280...480).contains(left.uses.p50))
        let growth = try #require(wear.unit.growth)
        #expect(growth.wear < 0.68)
    }

    @Test func `a thing ends with the first of its measures, and one without a measure says nothing`() throws {
        let capacity = try part(.measured(kind: "capacity", unit: "Ah", new: 12, endOfLife: 9.6))
        var wear = PartWear(installing: "A", of: capacity, at: start)
        #expect(wear.unit.word == nil)
        let soon = OtherMeasures(days: LifeFigures(mean: 20, p10: 15, p50: 20, p90: 25), rows: 9)
        for number in 1...20 {
            var row = WearRow(at: day(number), use: Double(number) * 10, measure: 12 - 0.01 * Double(number))
            row.others = number == 20 ? soon : nil
            _ = wear.take(row, of: capacity)
        }
        let own = wear.ownRemaining(of: capacity), joined = wear.remaining(of: capacity)
        #expect(own.days.p50 > 40)
        #expect(joined.days.p50 <= 20 && joined.days.p50 > 15)
        #expect(joined.uses.p50 < own.uses.p50)
        // Not measured yet: only the other speaks.
        var new = PartWear(installing: "B", of: capacity, at: start)
        var row = WearRow(at: day(1), use: 1, measure: nil)
        row.others = soon
        _ = new.take(row, of: capacity)
        #expect(new.remaining(of: capacity).days == soon.days)
        #expect(new.remaining(of: capacity).basis == .measured(rows: 9))
    }

    @Test func `a root is found where a chord is useless`() {
        let step = UnitForecast.root(in: 0...1_000) { $0 < 1.25 ? -1 : 1e-9 }
        #expect(abs(step - 1.25) < 1e-3)
        let bent = UnitForecast.root(in: 0...1_000) { 1 - Exponential.exp(-$0 / 10) - 0.5 }
        #expect(abs(bent - 6.931) < 1e-2)
        #expect(UnitForecast.root(in: 0...1) { _ in 1 } == 0)
        #expect(UnitForecast.root(in: 0...1) { _ in -1 } == 1)
    }
}
