// SPDX-License-Identifier: Apache-2.0
// Rows of parts from figures told by the edges, replacements of whole assemblies, and the journal that rebuilds every
// part bit for bit.

import DockModel
import Foundation
import Testing
import Wear

@testable import RoostCore

/// A part of the tests; figures that cannot be are a mistake in the test.
private func part(
    _ id: PartID, _ use: UseKind, _ signal: PartSignal? = nil, new: Double = 0, end: Double = 1, limit: Double? = nil,
    of assembly: PartID? = nil
) throws -> PartRule {
    let measure =
        signal.map { WearMeasure.measured(kind: $0.rawValue, unit: "x", new: new, endOfLife: end) }
        ?? .counted(limit: limit)
    return PartRule(
        description: try PartDescription(
            id: id, name: id.text, measure: measure, use: use, typicalLife: 100, lifeSpread: 25, plannedUsesPerDay: 4,
            leadDays: 3, orderDays: 1, severity: .error),
        measure: signal, assembly: assembly)
}

private func policy() throws -> DockPolicy {
    var policy = DockPolicy()
    policy.parts = [
        try part("fan", .days, PartSignal(rawValue: "house.fan_speed"), new: 2_400, end: 2_000),
        try part("pack", .chargeCycles, .packCapacity, new: 12, end: 9.6, of: "battery"),
        try part("cells", .days, .cellSpread, new: 0.01, end: 0.05, of: "battery"),
        try part("blades", .flightHours, limit: 200), try part("camera", .shots, limit: 1_000),
    ]
    return policy
}

@Suite struct PartRows {
    @Test func `a figure told once is taken with the next row and with no other`() throws {
        var bench = CoreBench.resting(policy: try policy())
        bench.feed(.measured([PartMeasurement(PartSignal(rawValue: "house.fan_speed"), 2_390)]))
        bench.wall = bench.wall + .seconds(86_400)
        bench.feed(.dayEnded("2026-11-25"))
        #expect(bench.state.wear.units["fan"]?.unit.lastMeasure == 2_390)
        #expect(bench.state.wear.units["cells"]?.unit.lastMeasure == nil)
        bench.wall = bench.wall + .seconds(86_400)
        bench.feed(.dayEnded("2026-11-26"))
        #expect(bench.state.wear.units["fan"]?.unit.measuredRows == 1)
        #expect(abs((bench.state.wear.units["fan"]?.use ?? 0) - 2) < 1e-3)
        #expect(bench.broken == [])
    }

    @Test func `figures of nobody's signal, and what is no number, change nothing`() throws {
        var bench = CoreBench.resting(policy: try policy())
        let before = bench.state.wear
        bench.feed(
            .measured([
                PartMeasurement(.vibration, 9), PartMeasurement(.packCapacity, .nan),
                PartMeasurement(.cellSpread, .infinity), PartMeasurement(.cellSpread, 1e300),
            ]))
        #expect(bench.state.wear.units == before.units && bench.state.wear.told.isEmpty)
    }

    @Test func `pictures are counted by what the running total gains, over a restart of the camera`() throws {
        var bench = CoreBench.resting(policy: try policy())
        for total in [0.0, 40, 90, 3, 12, .nan, 12] { bench.feed(.measured([PartMeasurement(.shots, total)])) }
        #expect(bench.state.wear.counters.shots.total == 90 + 12)
    }

    @Test func `what is replaced together begins anew together, and one mistake takes all of it back`() throws {
        var bench = CoreBench.resting(policy: try policy())
        for day in 1...3 {
            bench.wall = bench.wall + .seconds(86_400)
            bench.feed(.dayEnded("2026-12-0\(day)"))
        }
        bench.state.learnedBurn = 7
        bench.feed(.operatorSays(.replacePart("cells", serial: "B2", reason: .preventive, use: 2)))
        for id in ["pack", "cells"] as [PartID] {
            #expect(bench.state.wear.units[id]?.unit.serial == "B2" && bench.state.wear.units[id]?.epoch == 2)
        }
        #expect(bench.state.wear.units["cells"]?.use == 2 && bench.state.wear.units["fan"]?.epoch == 1)
        #expect(bench.state.learnedBurn == nil)
        bench.wall = bench.wall + .seconds(86_400)
        bench.feed(.dayEnded("2026-12-05"))
        #expect(bench.state.wear.units["cells"]?.use == 3)
        bench.feed(.operatorSays(.replacePart("pack", serial: "", reason: .mistaken)))
        #expect(abs((bench.state.wear.units["cells"]?.use ?? 0) - 4) < 1e-3)
        bench.wall = bench.wall + .seconds(86_400)
        bench.feed(.dayEnded("2026-12-06"))
        #expect(abs((bench.state.wear.units["cells"]?.use ?? 0) - 5) < 1e-3)
        #expect(bench.broken == [])
    }

    @Test func `a worn pack needs more of itself for the same way`() throws {
        var bench = CoreBench.resting(policy: try policy())
        #expect(bench.state.wear.packHealth(bench.policy.parts) == nil)
        for cycle in 1...4 {
            bench.feed(.measured([PartMeasurement(.packCapacity, 10.8)]))
            bench.state.wear.counters.noteCurrent(amperes: 240, seconds: 60, capacityAmpereHours: 2 * Double(cycle))
            let rule = bench.policy.parts[1]
            _ = bench.state.wear.takeRow(
                rule, measure: nil, at: bench.wall + .seconds(Int64(cycle)), rules: [rule])
        }
        #expect(bench.state.wear.packHealth(bench.policy.parts).map { abs($0 - 0.9) < 1e-9 } == true)
    }

    @Test func `the journal alone rebuilds every part, bit for bit, through its stored form`() throws {
        var bench = CoreBench(policy: try policy())
        bench.feed(.started)
        bench.pass(3)
        for day in 1...40 {
            bench.feed(
                .measured([
                    PartMeasurement(PartSignal(rawValue: "house.fan_speed"), 2_400 - 11 * Double(day)),
                    PartMeasurement(.cellSpread, day == 17 ? .nan : 0.01 + 0.0009 * Double(day)),
                ]))
            bench.wall = bench.wall + .seconds(86_400)
            bench.feed(.dayEnded("2027-01-\(day + 10)"))
            if day == 12 { bench.feed(.operatorSays(.replacePart("fan", serial: "F2", reason: .failed))) }
            if day == 20 { bench.feed(.operatorSays(.keepPart("cells"))) }
            if day == 25 { bench.feed(.started) }
            bench.pass(2)
        }
        var replay = WearReplay()
        var lines = 0
        for case .wear(let entry) in bench.effects {
            let stored = try JSONDecoder().decode(WearEntry.self, from: JSONEncoder().encode(entry))
            #expect(stored == entry)
            _ = replay.take(stored)
            lines += 1
        }
        #expect(lines > 80)
        #expect(replay.parts.mapValues(\.wear) == bench.state.wear.units)
        #expect(bench.state.wear.units["fan"]?.stage != nil && bench.state.wear.units["fan"]?.epoch == 2)
        #expect(bench.broken == [])
    }

    @Test func `a prior of finished units forecasts a part, is journaled, and comes back with a mistake`() throws {
        let units = (0..<8).map { number in
            let life = 80 + 5 * Double(number)
            return UnitRecord(
                name: "u\(number)",
                rows: (0...Int(life) + 3).map { cycle in
                    let wear = (Double(cycle) / life) * (Double(cycle) / life)
                    return UnitRow(time: Double(cycle), use: Double(cycle), measure: 12 - 2.4 * wear)
                })
        }
        let scale = try #require(WearScale(threshold: 9.6, nominal: 12, rule: .cross))
        var policy = try policy()
        policy.parts[1].fleet = FleetPriorRule(model: FleetModel(units: units, scale: scale), file: [1, 2, 3])
        var book = WearBook(rules: policy.parts, at: WallTime(seconds: 1.8e9))
        var lines = book.open(policy.parts, at: WallTime(seconds: 1.8e9))
        func cycle(_ number: Int) throws {
            let wear = (Double(number) / 95) * (Double(number) / 95)
            let time = WallTime(seconds: 1.8e9) + .seconds(Int64(number) * 40_000)
            book.take([PartMeasurement(.packCapacity, 12 - 2.4 * wear)], policy.parts, at: time)
            book.counters.noteCurrent(amperes: 24, seconds: 60, capacityAmpereHours: 0.2)
            let taken = book.takeRow(policy.parts[1], measure: nil, at: time, rules: policy.parts)
            lines.append(try #require(taken).entry)
        }
        for number in 1...70 { try cycle(number) }
        let left = try #require(book.outlooks(policy.parts).first { $0.part == "pack" }).remaining.uses
        #expect(abs(left.p50 - 25) < 8 && left.p10 < left.p50 && left.p90 < 60, "\(left)")
        let before = try #require(book.units["pack"]), followed = book.followed
        for reason in [ReplacementReason.failed, .mistaken] {
            let replacement = Replacement(reason: reason, serial: "x", at: WallTime(seconds: 1.81e9))
            let entry = book.replace(replacement, of: policy.parts[1])
            lines.append(try #require(entry))
        }
        #expect(book.followed == followed && book.units["pack"]?.unit == before.unit)
        try cycle(71)
        var replay = WearReplay()
        for line in lines {
            let stored = try JSONDecoder().decode(WearEntry.self, from: JSONEncoder().encode(line))
            if case .misfit(let why) = replay.take(stored) { Issue.record("\(why)") }
        }
        #expect(replay.parts["pack"]?.wear == book.units["pack"])
    }

    @Test func `new figures in the catalogue open the part anew in its journal, and only then`() throws {
        var bench = CoreBench.resting(policy: try policy())
        func opened() -> Int {
            bench.effects.count { if case .wear(.opened) = $0 { true } else { false } }
        }
        #expect(opened() == 5)
        bench.feed(.started)
        #expect(opened() == 5)
        bench.policy.parts[3] = try part("blades", .flightHours, limit: 150)
        bench.feed(.started)
        #expect(opened() == 6)
        #expect(bench.broken == [])
    }
}
