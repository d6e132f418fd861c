// SPDX-License-Identifier: Apache-2.0
// The safety rules as a whole: a legal step breaks none of them, whatever the theme, and no step can trap one. That
// each of them can fail is shown rule by rule in the files beside this one.

import DockModel
import RoostCore
import Testing
import Wear

@Suite struct Invariants {
    @Test func `there are forty rules, numbered as in the hazard analysis`() {
        #expect(Invariant.allCases.map(\.rawValue) == (1...40).map { "I\($0)" })
        #expect(Invariant.allCases.allSatisfy { "\($0)".hasPrefix("\($0.rawValue.lowercased())") })
    }

    @Test func `no rule is broken by a dock at rest, by a flight or on the way elsewhere`() {
        #expect(Invariant.broken(by: Scene.resting()) == [])
        #expect(Invariant.broken(by: Scene.resting(policy: Scene.withRodsAndKey)) == [])
        for phase in [Phase.flying, .returning, .landing] {
            #expect(Invariant.broken(by: Scene.flying(phase)) == [])
            #expect(Invariant.broken(by: Scene.flyingWithAField(phase)) == [])
        }
        #expect(Invariant.broken(by: Scene.flyingWithAField(.diverting)) == [])
    }

    @Test(arguments: Invariant.allCases)
    func `every rule lets a whole flight pass`(rule: Invariant) {
        #expect(Scene.fairFlight(DockPolicy()).allSatisfy { rule.holds($0) })
    }

    @Test func `no rule traps on instants at the ends of time`() {
        for nanoseconds in [Int64.min, .min + 1, 0, .max - 1, .max] {
            let instant = Instant(nanoseconds: nanoseconds)
            for scene in [Scene.resting(), Scene.flying(), Scene.flyingWithAField(.diverting)] {
                let step = scene.always { state in
                    state.phaseEntered = instant
                    state.clock.last = Moment(boot: instant, wall: WallTime(milliseconds: nanoseconds))
                    (state.failedTravels, state.homeUnusableSince, state.homeCalled) = (
                        [instant], instant, instant
                    )
                    (state.isCalledHome, state.clock.jumped) = (true, instant)
                    state.taken["patrol"] = WallTime(milliseconds: nanoseconds)
                    state.outbox = OutboxFacts(created: .max, queued: .max, sent: .max, failed: .max)
                    state.evidence.openSwitch.take(true, at: instant)
                    state.evidence.vehicle.linked.take(false, at: instant)
                }.but { step in
                    step.now.boot = Instant(nanoseconds: nanoseconds < 0 ? .max : .min)
                    step.now.wall = WallTime(milliseconds: nanoseconds < 0 ? .max : .min)
                    step.before.run = nil
                }
                _ = Invariant.broken(by: step)
            }
        }
    }
}
