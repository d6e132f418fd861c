// SPDX-License-Identifier: Apache-2.0
// What the gates would answer is what they answer, with the ages of what they look at and the end of a closure.

import DockModel
import Testing

@testable import RoostCore

@Suite struct GateOutlooks {
    private let noon = Moment(
        boot: Instant(nanoseconds: 1_000_000_000_000), wall: WallTime(milliseconds: 1_800_000_000_000))

    private func mission(_ closures: [Closure]) -> DueMission {
        var terms = LaunchTerms()
        terms.closures = closures
        return DueMission(
            id: "a@1", schedule: "a", plan: "a.plan", due: noon.wall, latest: noon.wall + .seconds(7_200), terms: terms)
    }

    private func closure(_ kind: Closure.Kind, _ from: Int64, _ to: Int64) -> Closure {
        Closure(kind: kind, from: noon.wall + .seconds(from), to: noon.wall + .seconds(to), reason: "closed")
    }

    @Test func `a closed gate tells when the last of the closures that meet is over`() throws {
        let state = DockState(at: noon, parts: [])
        let run = mission([
            closure(.airspace, 600, 900), closure(.airspace, -60, 600), closure(.airspace, 3_000, 4_000),
            closure(.darkness, -60, 30),
        ])
        let gates = state.gateOutlooks(for: run, at: noon, policy: DockPolicy())
        #expect(gates.map(\.record.gate) == LaunchGate.allCases)
        let air = try #require(gates.first { $0.record.gate == .airspace })
        #expect(air.opens == noon.wall + .seconds(900) && !air.record.answer.isPass && air.ageLimit == nil)
        let light = try #require(gates.first { $0.record.gate == .daylight })
        #expect(light.opens == noon.wall + .seconds(30))
    }

    @Test func `a gate tells the age of what it looked at, and that it has never been read`() throws {
        var state = DockState(at: noon, parts: [])
        state.evidence.rain.take(MillimetresPerHour(0), at: Instant(nanoseconds: 990_000_000_000))
        let gates = state.gateOutlooks(for: mission([]), at: noon, policy: DockPolicy())
        let rain = try #require(gates.first { $0.record.gate == .rain })
        #expect(rain.age == .seconds(10) && rain.ageLimit == .seconds(120) && rain.record.answer.isPass)
        let wind = try #require(gates.first { $0.record.gate == .wind })
        #expect(wind.age == nil && wind.ageLimit == .seconds(120) && !wind.record.answer.isPass)
        #expect(gates.allSatisfy { !$0.isWaived })
    }
}
