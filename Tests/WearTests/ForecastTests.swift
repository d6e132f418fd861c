// SPDX-License-Identifier: Apache-2.0
// What the forecast says about scripted lives, and what broken rows may do to it.

import DockModel
import Foundation
import Testing

@testable import Wear

private let battery = TestPart.battery()

private func wear(after rows: [WearRow], of part: PartDescription = battery) -> PartWear {
    var wear = PartWear(installing: "A1", of: part, at: Degradation.start)
    _ = wear.takeAll(rows, of: part)
    return wear
}

private func isTidy(_ life: RemainingLife) -> Bool {
    [life.uses, life.days].allSatisfy { figures in
        [figures.mean, figures.p10, figures.p50, figures.p90].allSatisfy { $0.isFinite && $0 >= 0 }
            && figures.p10 <= figures.p50 && figures.p50 <= figures.p90
    }
}

@Test func `a new part answers from the catalogue and says so`() {
    let life = wear(after: []).remaining(of: battery)
    #expect(life.basis == .catalogue)
    #expect(abs(life.p50 - 1_000) < 30)
    #expect(life.p10 < 750 && life.p90 > 1_250)
    #expect(abs(life.mean - 1_000) < 30)
    #expect(abs(life.days.p50 - life.p50 / 4) < 1e-9)
}

@Test func `the third measure turns the forecast from the catalogue to the unit itself`() {
    let rows = Degradation().rows(upTo: 0.1)
    #expect(wear(after: Array(rows.prefix(2))).remaining(of: battery).basis == .catalogue)
    #expect(wear(after: Array(rows.prefix(3))).remaining(of: battery).basis == .measured(rows: 3))
}

@Test(arguments: [500.0, 800, 1_000, 1_500]) func `a straight life is foreseen from its middle on`(
    life: Double
) {
    let degradation = Degradation(life: life)
    // Early on the catalogue's 1,000 cycles still pull; near the end they must not.
    for (share, tolerance) in [(0.5, 0.5), (0.7, 0.5), (0.9, 0.3)] {
        let forecast = wear(after: degradation.rows(upTo: share)).remaining(of: battery)
        let truth = life * (1 - share)
        #expect(abs(forecast.p50 - truth) < tolerance * truth, "at \(share): \(forecast.uses)")
        #expect(forecast.p10 <= truth && truth <= forecast.p90 * 1.02, "at \(share): \(forecast.uses)")
    }
}

@Test func `noisy lives end inside the forecast about eight times in ten`() {
    var inside = 0, all = 0
    for seed in UInt64(0)..<30 {
        var random = SeededNoise(seed: seed &+ 1_000)
        let life = max(400, 1_000 + 300 * random.normal())
        let rows = Degradation(life: life, noise: 0.06, step: 8, seed: seed).rows(upTo: 0.9)
        var wear = PartWear(installing: "A", of: battery, at: Degradation.start)
        for (index, row) in rows.enumerated() {
            _ = wear.take(row, of: battery)
            guard index % 10 == 9, row.use > 0.3 * life else { continue }
            let forecast = wear.remaining(of: battery)
            all += 1
            if forecast.p10 <= life - row.use, life - row.use <= forecast.p90 { inside += 1 }
        }
    }
    let share = Double(inside) / Double(all)
    #expect(share > 0.72 && share < 0.97, "\(share) of \(all)")
}

@Test func `a life that bends down at the end is foreseen late but in time to order`() {
    let rows = Degradation(life: 1_000, power: 3).rows(upTo: 0.9)
    let forecast = wear(after: rows).remaining(of: battery)
    #expect(forecast.p10 <= 100 && forecast.p50 < 250, "\(forecast.uses)")
}

@Test func `each broken row moves the middle forecast by less than five percent`() {
    let rows = Degradation(noise: 0.04).rows(upTo: 0.95)
    var before = PartWear(installing: "A1", of: battery, at: Degradation.start)
    for (index, row) in rows.dropLast().enumerated() {
        defer { _ = before.take(row, of: battery) }
        guard index >= 3, index % 4 == 0 else { continue }
        let broken = [
            WearRow(at: row.at, use: row.use, measure: .nan),
            WearRow(at: row.at, use: row.use, measure: nil),
            WearRow(at: row.at, use: row.use, measure: (row.measure ?? 0) * 10),
            WearRow(at: row.at, use: row.use, measure: (row.measure ?? 0) / 10),
            WearRow(at: row.at, use: row.use, measure: .infinity),
            WearRow(at: row.at, use: row.use * 10, measure: row.measure),
            WearRow(at: row.at, use: .nan, measure: row.measure),
            WearRow(at: row.at, use: -5, measure: row.measure),
            rows[index - 1], rows[index / 2],
        ]
        for odd in broken {
            var wear = before
            _ = wear.take(odd, of: battery)
            // Against a life without that row; the row after brings both to the same use.
            _ = wear.take(rows[index + 1], of: battery)
            var reference = before
            _ = reference.take(rows[index + 1], of: battery)
            let now = wear.remaining(of: battery), then = reference.remaining(of: battery)
            #expect(isTidy(now))
            #expect(
                abs(now.p50 - then.p50) <= 0.05 * max(then.p50, 20),
                "row \(index), \(odd): \(now.uses) \(then.uses)")
        }
    }
}

@Test func `one row in twenty broken leaves the forecast of a whole life where it was`() {
    let rows = Degradation(noise: 0.04).rows(upTo: 0.8)
    var random = SeededNoise(seed: 9)
    var broken: [WearRow] = []
    for (index, row) in rows.enumerated() {
        switch Int.random(in: 0..<80, using: &random) {
        case 0: broken.append(WearRow(at: row.at, use: row.use, measure: (row.measure ?? 0) * 10))
        case 1: broken.append(WearRow(at: row.at, use: row.use, measure: .nan))
        case 2: broken += [row, row]
        case 3 where index > 5: broken += [row, rows[index - 5]]
        default: broken.append(row)
        }
    }
    let clean = wear(after: rows).remaining(of: battery), odd = wear(after: broken).remaining(of: battery)
    #expect(abs(odd.p50 / clean.p50 - 1) < 0.05, "\(odd.uses) \(clean.uses)")
}

@Test func `hostile rows never make a figure that is not finite, ordered and positive`() {
    let values: [Double] = [
        .nan, .infinity, -.infinity, 0, -1, 1e300, -1e300, .leastNonzeroMagnitude, 8, 10, 9,
        .greatestFiniteMagnitude,
    ]
    var random = SeededNoise(seed: 4)
    for _ in 0..<20 {
        var wear = PartWear(installing: "", of: battery, at: WallTime(milliseconds: .min))
        for _ in 0..<80 {
            let use = Bool.random(using: &random) ? wear.use + 3 : values.randomElement(using: &random) ?? 0
            let before = wear.use
            _ = wear.take(
                WearRow(
                    at: WallTime(milliseconds: Int64.random(in: .min ... .max, using: &random)), use: use,
                    measure: values.randomElement(using: &random)),
                of: battery)
            #expect(wear.use >= before)
            #expect(isTidy(wear.remaining(of: battery)))
        }
    }
}

@Test func `a sudden real loss is believed after some rows`() {
    var wear = wear(after: Degradation().rows(upTo: 0.3))
    let before = wear.remaining(of: battery).p50
    for index in 1...10 {
        let use = 300 + Double(index) * 4
        _ = wear.take(WearRow(at: Degradation().time(of: use), use: use, measure: 8.6), of: battery)
    }
    #expect(before > 600)
    #expect(abs((wear.wear ?? 0) - 0.7) < 0.1, "\(String(describing: wear.wear))")
    #expect(wear.remaining(of: battery).p50 < 450, "\(wear.remaining(of: battery).uses)")
}

@Test func `rows at an unchanged use teach nothing about wear`() {
    var wear = wear(after: Degradation().rows(upTo: 0.3))
    let before = wear.remaining(of: battery).uses
    for hour in 1...200 {
        let row = WearRow(
            at: Degradation().time(of: 300) + .seconds(hour * 3_600), use: wear.use, measure: 8.1)
        #expect(wear.take(row, of: battery) == RowOutcome(verdict: .idle, notices: []))
    }
    #expect(wear.remaining(of: battery).uses == before)
}

@Test func `a jump of the use counter waits for the row that confirms it`() {
    var wear = wear(after: Degradation().rows(upTo: 0.3))
    let later = Degradation().time(of: 400)
    #expect(wear.take(WearRow(at: later, use: 400, measure: 9.2), of: battery).verdict == .unconfirmed)
    #expect(wear.use == 300)
    #expect(
        wear.take(WearRow(at: later + .seconds(9), use: 404, measure: 9.19), of: battery).verdict == .used)
    #expect(wear.use == 404)
}

@Test func `the pace follows the rows and turns uses into days`() {
    let slow = wear(after: Degradation(pace: 1).rows(upTo: 0.3)).remaining(of: battery)
    #expect(abs(slow.usesPerDay - 1) < 0.05)
    #expect(abs(slow.days.p50 - slow.p50 / slow.usesPerDay) < 1e-6)
}

@Test func `a clock that jumps leaves the pace alone`() {
    var wear = wear(after: Degradation().rows(upTo: 0.5))
    let pace = wear.pace.average
    _ = wear.take(WearRow(at: WallTime(milliseconds: 0), use: 504, measure: 9), of: battery)
    _ = wear.take(WearRow(at: Degradation().time(of: 508), use: 508, measure: 8.98), of: battery)
    #expect(abs(wear.pace.average / pace - 1) < 0.01)
}

@Test func `a counted part answers from the catalogue given its age`() {
    let part = TestPart.propellers(limit: nil)
    var wear = PartWear(installing: "P", of: part, at: Degradation.start)
    var last = wear.remaining(of: part).p50
    for hour in 1...300 {
        _ = wear.take(
            WearRow(at: Degradation.start + .seconds(hour * 43_200), use: Double(hour), measure: nil),
            of: part)
        let life = wear.remaining(of: part)
        #expect(life.basis == .catalogue && isTidy(life) && life.p50 <= last)
        last = life.p50
    }
    #expect(wear.use == 300 && last > 0 && last < 60)
}

@Test func `a replay of the same rows gives the same bits`() throws {
    let rows = Degradation(noise: 0.05).rows(upTo: 1.1)
    var live = PartWear(installing: "A1", of: battery, at: Degradation.start)
    for row in rows {
        _ = live.take(row, of: battery)
        // As after a restart: the state goes through the store between two rows.
        live = try JSONDecoder().decode(PartWear.self, from: JSONEncoder().encode(live))
    }
    let again = wear(after: rows)
    #expect(live == again)
    #expect(try JSONEncoder().encode(live).count < 4_096)
}
