// SPDX-License-Identifier: Apache-2.0
// The timeline of a run: what is told, in which order, and that it is bounded.

import DockModel
import RoostCore
import RoostSim
import Testing

@Suite struct Timelines {
    @Test func `a flight is told by its phases, orders and outcome`() {
        let script = SimulationScript(
            seed: 3, days: 0.1, happenings: [Happening(at: 600, kind: .mission(window: 1_800))])
        var timeline = Timeline()
        let report = script.run(observe: { step, seconds in timeline.take(step, at: seconds) })
        timeline.insert(script.happenings, report.violations)
        let words = timeline.lines.map(\.words)
        #expect(words.contains("day 1 00:10:00.0  happening  a mission falls due, to start within 30 min"))
        #expect(words.contains { $0.contains("order") && $0.hasSuffix("cover open") })
        #expect(words.contains { $0.contains("launching > flying") })
        #expect(words.contains { $0.contains("outcome") && $0.contains("flown") })
        #expect(timeline.lines.map(\.seconds) == timeline.lines.map(\.seconds).sorted())
        #expect(timeline.leftOut == 0)
    }

    @Test func `a happening stands before and a broken rule behind what else happened in its second`() {
        let now = Moment(boot: Instant(seconds: 5), wall: WallTime(seconds: 1_764_057_600))
        let before = DockState(at: now, parts: [])
        var after = before
        after.phase = .fault
        let step = StepTaken(
            before: before, event: .tick, now: now, policy: DockPolicy(), after: after, effects: [])
        var timeline = Timeline()
        timeline.take(step, at: 5)
        timeline.insert(
            [Happening(at: 5, kind: .operatorSays(.reset))],
            [Violation(invariant: .i22ReadsComeFirst, seconds: 5, phase: .starting, detail: "moved")])
        #expect(timeline.lines.map(\.kind) == [.happening, .phase, .violation])
    }

    @Test func `a timeline is bounded`() {
        let now = Moment(boot: Instant(seconds: 5), wall: WallTime(seconds: 1_764_057_600))
        let before = DockState(at: now, parts: [])
        var after = before
        after.phase = .fault
        let step = StepTaken(
            before: before, event: .tick, now: now, policy: DockPolicy(), after: after, effects: [])
        var timeline = Timeline()
        for second in 0..<(Timeline.mostLines + 10) { timeline.take(step, at: Double(second)) }
        #expect(timeline.lines.count == Timeline.mostLines)
        #expect(timeline.leftOut == 10)
    }
}
