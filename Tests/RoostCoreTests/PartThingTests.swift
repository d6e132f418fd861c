// SPDX-License-Identifier: Apache-2.0
// Several measures of one thing: each stage is told once for all of them, and what is left is until the first of them
// ends. Hard uses count for more, as told by signals that are not too old.

import DockModel
import Foundation
import Testing
import Wear

@testable import RoostCore

private func part(_ id: PartID, _ signal: PartSignal, stress: StressRule? = nil, of assembly: PartID?) throws
    -> PartRule
{
    PartRule(
        description: try PartDescription(
            id: id, name: id.text, measure: .measured(kind: signal.rawValue, unit: "x", new: 0, endOfLife: 100),
            use: .days, typicalLife: 100, lifeSpread: 25, plannedUsesPerDay: 1, leadDays: 10, orderDays: 2,
            severity: .warning, stress: stress == nil ? nil : .battery),
        measure: signal, assembly: assembly, stress: stress)
}

@Suite struct PartThings {
    /// A dock that lives so many days, the measures given for each, from 0 new to 100 worn out.
    private func live(
        _ days: Int, _ parts: [PartRule], _ measures: (Int) -> [PartMeasurement]
    ) -> (bench: CoreBench, notices: [WearNotice]) {
        var policy = DockPolicy()
        policy.parts = parts
        var bench = CoreBench.resting(policy: policy)
        for day in 1...days {
            bench.wall = bench.wall + .seconds(86_400)
            bench.feed(.measured(measures(day)))
            bench.feed(.dayEnded("day \(1_000 + day)"))
        }
        let notices = bench.effects.compactMap { effect -> WearNotice? in
            guard case .post(.part(let notice)) = effect else { return nil }
            return notice
        }
        return (bench, notices)
    }

    @Test func `a stage that one measure has told is not told again by another measure of the thing`() throws {
        let parts = [
            try part("capacity", .packCapacity, of: "pack"), try part("resistance", .packResistance, of: "pack"),
        ]
        let lived = live(110, parts) { day in
            [PartMeasurement(.packCapacity, Double(day)), PartMeasurement(.packResistance, Double(day) * 0.98)]
        }
        for stage in NoticeStage.allCases {
            #expect(lived.notices.filter { $0.stage == stage }.count == 1, "\(stage)")
        }
        // Both know that they stand at it, whoever told.
        #expect(lived.bench.state.wear.units.values.allSatisfy { $0.stage == .stop })
        #expect(lived.bench.broken == [])
        // Two things are told of twice.
        let apart = try live(110, [part("a", .packCapacity, of: nil), part("b", .packResistance, of: nil)]) { day in
            [PartMeasurement(.packCapacity, Double(day)), PartMeasurement(.packResistance, Double(day) * 0.98)]
        }
        #expect(apart.notices.count > lived.notices.count)
        #expect(apart.bench.broken == [])
    }

    @Test func `a notice is withdrawn when no measure of the thing stands by it any more`() throws {
        let parts = [
            try part("capacity", .packCapacity, of: "pack"), try part("resistance", .packResistance, of: "pack"),
        ]
        // Both near their end, then both as good as new.
        let lived = live(160, parts) { day in
            let worn = day < 80 ? Double(day) : 5
            return [PartMeasurement(.packCapacity, worn), PartMeasurement(.packResistance, worn)]
        }
        let issued = lived.notices.filter { $0.kind == .issued && $0.stage == .plan }
        #expect(issued.count == 1)
        #expect(lived.notices.filter { $0.kind == .replacementSuspected }.count <= 1)
        #expect(lived.notices.filter { $0.kind == .withdrawn }.count <= 1)
        #expect(lived.bench.broken == [])
    }

    @Test func `what is left of a thing is until its first measure ends, and its journal alone rebuilds it`() throws {
        let parts = [
            try part("capacity", .packCapacity, of: "pack"), try part("resistance", .packResistance, of: "pack"),
        ]
        let lived = live(60, parts) { day in
            [PartMeasurement(.packCapacity, Double(day)), PartMeasurement(.packResistance, Double(day) * 0.2)]
        }
        let outlooks = lived.bench.state.wear.outlooks(parts)
        let slow = try #require(outlooks.first { $0.part == "resistance" })
        let own = try #require(slow.own)
        #expect(own.days.p50 > slow.remaining.days.p50 + 3)
        #expect(slow.remaining.days.p50 < 41)
        var replay = WearReplay()
        for case .wear(let line) in lived.bench.effects {
            let stored = try JSONDecoder().decode(WearEntry.self, from: JSONEncoder().encode(line))
            if case .misfit(let why) = replay.take(stored) { Issue.record("\(why)") }
        }
        for rule in parts {
            #expect(replay.parts[rule.description.id]?.wear == lived.bench.state.wear.units[rule.description.id])
        }
    }

    @Test func `hot days count for more, and a sensor that is silent counts as usual`() throws {
        let rule = try part("pack", .packCapacity, stress: StressRule(temperature: .packTemperature), of: nil)
        func age(_ celsius: @escaping (Int) -> Double?) -> Double {
            let lived = live(40, [rule]) { day in
                celsius(day).map { [PartMeasurement(.packTemperature, $0)] } ?? []
            }
            #expect(lived.bench.broken == [])
            return lived.bench.state.wear.units["pack"]?.unit.age ?? 0
        }
        let usual = age { _ in nil }
        #expect(abs(usual - 40) < 0.1)
        #expect(abs(age { _ in 25 } - 40) < 0.2)
        #expect((70...85).contains(age { _ in 35 }))
        // Hot for one day; two days later that is no news.
        #expect(age { $0 == 1 ? 35 : nil } < 42.5)
    }

    @Test func `a state and a journal from before strain and joined measures read as before`() throws {
        let rule = try part("pack", .packCapacity, of: nil)
        let lived = live(20, [rule]) { [PartMeasurement(.packCapacity, Double($0))] }
        let unit = try #require(lived.bench.state.wear.units["pack"])
        var object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(unit)) as? [String: Any])
        var life = try #require(object["unit"] as? [String: Any])
        for key in ["strain", "growth", "others", "word"] { life[key] = nil }
        object["unit"] = life
        let old = try JSONDecoder().decode(PartWear.self, from: JSONSerialization.data(withJSONObject: object))
        #expect(old.unit.age == old.use && old.remaining(of: rule.description) == unit.remaining(of: rule.description))
    }
}
