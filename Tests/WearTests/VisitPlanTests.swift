// SPDX-License-Identifier: Apache-2.0
// Trips to the dock: what goes on one, when it is, what must be ordered by when.

import DockModel
import Testing

@testable import Wear

private func candidate(
    _ id: PartID, p10: Double, p50: Double? = nil, lead: Double = 5, severity: Severity = .error, stock: Int = 0,
    stage: NoticeStage? = nil, cost: Double? = nil
) -> VisitCandidate {
    let middle = p50 ?? p10 * 1.5
    let life = RemainingLife(
        uses: LifeFigures(mean: middle, p10: p10, p50: middle, p90: middle * 2), usesPerDay: 1, basis: .catalogue)
    return VisitCandidate(
        part: id, name: id.text, serial: "s", remaining: life, stage: stage, severity: severity, leadDays: lead,
        orderDays: 1, stock: stock, cost: cost, workMinutes: 10)
}

@Suite struct VisitPlans {
    @Test func `parts due within the window share a trip on the day of the first`() {
        let visits = VisitPlan.visits(
            [candidate("late", p10: 60), candidate("first", p10: 20, cost: 40), candidate("near", p10: 30, cost: 2)],
            windowDays: 14)
        #expect(visits.map { $0.items.map(\.candidate.part) } == [["first", "near"], ["late"]])
        #expect(visits[0].toDays == 20 && visits[0].fromDays == 13 && visits[1].toDays == 60)
        #expect(visits[0].items[0].orderByDays == 14 && visits[0].items[1].daysGivenAway == 25)
        #expect(visits[0].cost == 42 && visits[0].workMinutes == 20)
    }

    @Test func `nothing is planned before its new part can be there, and what waits for it says how late it is`() {
        let visits = VisitPlan.visits(
            [candidate("slow", p10: 3, lead: 20), candidate("quick", p10: 2, stock: 1)], windowDays: 14)
        #expect(visits.map { $0.items.map(\.candidate.part) } == [["quick"], ["slow"]])
        #expect(visits[0].toDays == 2 && visits[0].items[0].orderByDays == nil)
        #expect(visits[1].fromDays == 21 && visits[1].toDays == 21)
        #expect(visits[1].items[0].daysLate == 18 && visits[1].items[0].orderByDays == 0)
    }

    @Test func `what grounds the dock is changed before one chance in ten, the rest before an even chance`() {
        #expect(candidate("a", p10: 20, p50: 50).dueDays == 20)
        #expect(candidate("a", p10: 20, p50: 50, severity: .warning).dueDays == 50)
        #expect(candidate("a", p10: 20, p50: 50, stage: .stop).dueDays == 0)
    }

    @Test func `every part that is due is on exactly one visit, and no part beyond the horizon on any`() {
        var seed: UInt64 = 7
        func next() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 40) / Double(1 << 24)
        }
        for round in 0..<200 {
            let candidates = (0..<12).map { number in
                candidate(
                    PartID("p\(number)"), p10: 500 * next(), lead: 40 * next(),
                    severity: next() < 0.5 ? .error : .warning, stock: next() < 0.3 ? 1 : 0)
            }
            let visits = VisitPlan.visits(candidates, windowDays: 30 * next())
            let planned = visits.flatMap(\.items).map(\.candidate.part)
            #expect(Set(planned).count == planned.count, "round \(round)")
            let due = candidates.filter { $0.dueDays <= VisitPlan.horizonDays }.map(\.part)
            #expect(Set(planned) == Set(due), "round \(round)")
            for visit in visits {
                #expect(visit.fromDays <= visit.toDays)
                for item in visit.items { #expect(item.candidate.readyDays <= visit.toDays + 1e-9) }
            }
        }
    }
}

@Suite struct FlightGauges {
    @Test func `a flight's figures are medians that one bad sample does not move`() {
        var gauge = FlightGauge()
        for cell in 0..<8 { gauge.rest(cells: [4.01, 4.02, 4.03 + 0.001 * Double(cell % 2)]) }
        gauge.tell(capacity: 11.4, cycles: 212)
        gauge.takeOff()
        for second in 0..<120 {
            gauge.fly(seconds: 1)
            gauge.shake(second == 50 ? 900 : 9 + Double(second % 3), clippings: 100 + UInt64(second / 40))
            gauge.drive(second == 60 ? .nan : 7)
            gauge.heat(20 + Double(second) / 6)
            // 25 mΩ under steps of 6 A.
            let current = second % 4 < 2 ? 30.0 : 24
            gauge.load(current: current, voltage: 25.2 - current * 0.025, at: Double(second))
        }
        let figures = Dictionary(uniqueKeysWithValues: gauge.figures.map { ($0.signal, $0.value) })
        #expect(figures[.vibration] == 10 && figures[.motorCurrent] == 7)
        #expect(abs((figures[.packResistance] ?? 0) - 25) < 1e-6)
        #expect(abs((figures[.cellSpread] ?? 0) - 0.0205) < 1e-9)
        #expect(figures[.clipping] == 1 && figures[.packCapacity] == 11.4 && figures[.packCycles] == 212)
        #expect(abs((figures[.escTemperatureRise] ?? 0) - 119 / 6) < 1e-9)
    }

    @Test(arguments: [-10.0, 0, 10, 25, 40])
    func `a pack in the cold has the resistance that it has at 25 degrees`(celsius: Double) {
        // The pack of a law of its own: ohmic and charge transfer, with the energies of the source.
        let reach = 1 / (celsius + 273.15) - 1 / 298.15
        let (ohmic, transfer) = (Exponential.exp(17_100 / 8.314 * reach), Exponential.exp(43_600 / 8.314 * reach))
        let milliohms = 25 * (0.85 * ohmic + 0.15 * transfer)
        var gauge = FlightGauge()
        gauge.warm(celsius)
        gauge.takeOff()
        for second in 0..<60 {
            let current = second % 4 < 2 ? 30.0 : 24
            gauge.load(current: current, voltage: 25.2 - current * milliohms / 1_000, at: Double(second))
        }
        let told = gauge.figures.first { $0.signal == .packResistance }?.value ?? 0
        // Uncorrected it is 3.7 times as much at -10 °C.
        #expect(abs(told - 25) < 7, "\(milliohms) mΩ were told as \(told)")
        #expect(abs(told - 25) <= abs(milliohms - 25) / 2 + 1e-9)
    }

    @Test func `a pack that says nothing of itself is weighed by what was drawn from it`() {
        var gauge = FlightGauge()
        gauge.draw(percent: 95, drawn: 0.1)
        gauge.draw(percent: 80, drawn: 1.8)
        #expect(gauge.figures == [PartMeasurement(.dischargeDepth, 15)])
        gauge.draw(percent: 45, drawn: 5.6)
        #expect(gauge.figures == [PartMeasurement(.dischargeDepth, 50), PartMeasurement(.packCapacity, 11)])
        gauge.draw(percent: .nan, drawn: 9)
        #expect(gauge.figures == [PartMeasurement(.dischargeDepth, 50), PartMeasurement(.packCapacity, 11)])
    }

    @Test func `a median of a long stream is near its true one, in bounded space`() {
        var stream = StreamMedian()
        for number in 0..<100_000 { stream.take(Double((number * 7_919) % 10_007)) }
        #expect(stream.count <= StreamMedian.most)
        #expect(abs((stream.median() ?? 0) - 5_003) < 700)
        #expect(StreamMedian().median() == nil)
    }
}

@Suite struct Experience {
    private let part: PartDescription

    init() throws {
        part = try PartDescription(
            id: "relay", name: "Relay", measure: .counted(limit: nil), use: .flights, typicalLife: 1_000,
            lifeSpread: 300, plannedUsesPerDay: 4, leadDays: 3, orderDays: 1, severity: .error)
    }

    private func day(_ number: Int) -> WallTime { WallTime(seconds: 1.8e9) + .seconds(Int64(number) * 86_400) }

    /// A part whose units each left service after so many uses.
    private func part(after lives: [(uses: Int, reason: ReplacementReason)]) throws -> PartWear {
        var wear = PartWear(installing: "1", of: part, at: day(0))
        var today = 0
        for life in lives {
            for use in stride(from: 10, through: life.uses, by: 10) {
                today += 1
                _ = wear.take(WearRow(at: day(today), use: Double(use), measure: nil), of: part)
            }
            _ = try wear.replace(Replacement(reason: life.reason, serial: "n", at: day(today)), of: part)
        }
        return wear
    }

    @Test func `units that failed early shorten what is expected of the next, and survivors lengthen it`() throws {
        let fresh = try part(after: []).remaining(of: part).uses.p50
        let early = try part(after: Array(repeating: (400, .failed), count: 8)).remaining(of: part).uses.p50
        let late = try part(after: Array(repeating: (1_500, .preventive), count: 8)).remaining(of: part).uses.p50
        #expect(early < 0.8 * fresh && early > 380, "\(fresh) \(early)")
        #expect(late > 1.2 * fresh, "\(fresh) \(late)")
        // A unit taken out while it worked says only that it lasted that long.
        let preventive = try part(after: Array(repeating: (400, .preventive), count: 8)).remaining(of: part).uses.p50
        #expect(preventive > early * 1.2, "\(early) \(preventive)")
    }

    @Test func `a mistaken replacement teaches nothing`() throws {
        var wear = try part(after: [(400, .failed)])
        let taught = wear.experience
        #expect(taught != nil)
        for use in 1...3 { _ = wear.take(WearRow(at: day(900 + use), use: Double(use), measure: nil), of: part) }
        _ = try wear.replace(Replacement(reason: .failed, serial: "x", at: day(910)), of: part)
        #expect(wear.experience != taught)
        _ = try wear.replace(Replacement(reason: .mistaken, serial: "", at: day(911)), of: part)
        #expect(wear.experience == taught)
    }
}
