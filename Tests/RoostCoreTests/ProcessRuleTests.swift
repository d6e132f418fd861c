// SPDX-License-Identifier: Apache-2.0
// The proofs that the rules on starts, orders, clocks, hands and things that must not last can fail.

import DockModel
import Testing

@testable import RoostCore

@Suite struct ProcessRuleProofs {
    private let boot = Scene.boot
    private let resting = Scene.resting()
    private let open = Scene.resting(in: .preparing).ordering(.cover(.open))
    private let started = Scene.resting().but { step in
        step.event = .started
        step.after = DockState(at: step.now, parts: [])
        step.after.clock.last = step.now
        step.after.nextOrder = step.before.nextOrder
    }

    @Test func `I22 forbids to act before the dock has looked around`() {
        let left = open.but { step in (step.before.phase, step.after.phase) = (.starting, .recover) }
        expect(
            .i22ReadsComeFirst,
            forbids: [
                open.but { $0.after.phase = .starting }, started.ordering(.cover(.stop)),
                left.seeing { $0.chargerCurrent.forget() }, left.seeing { $0.openSwitch.forget() },
                left.seeing { seen in
                    seen.vehiclePresent.forget()
                    seen.vehicle.linked.forget()
                },
            ],
            allows: [open, started, left])
    }

    @Test func `I23 forbids to use a number of an order twice`() {
        expect(
            .i23NoOrderTwice,
            forbids: [
                open.but { $0.effects += $0.effects }, open.but { $0.after.nextOrder = $0.before.nextOrder },
                open.but { $0.before.nextOrder += 1 }, started.ordering(.cover(.stop)),
                resting.but { $0.after.nextOrder -= 1 },
            ],
            allows: [open, open.ordering(.charger(on: false)), started])
    }

    @Test func `I24 forbids to believe the last process and to leave the phase table`() {
        let moved = Scene.resting(in: .idle).but { step in
            (step.after.phase, step.after.trail) = (.gating, [.gating])
        }
        let wasMoving = started.but {
            $0.before.travel = CoverTravel(goal: .open, ordered: boot, order: 1, isReversal: false)
        }
        expect(
            .i24CrashClosure,
            forbids: [
                started.seeing { $0.openSwitch.take(true, at: boot) },
                started.but { $0.after.launchStage = .verified },
                started.but { $0.after.awaited = 3 }, started.travelling(.open, for: 1),
                started.but { $0.after.phase = .idle }, started.but { $0.before.phase = .lost }, wasMoving,
                started.but { $0.after.pendingWrites = [PendingWrite(order: 1, given: boot)] },
                moved.but { $0.after.trail = [] }, moved.but { $0.after.trail = [.preparing, .gating] },
                moved.but { step in (step.after.phase, step.after.trail) = (.flying, [.flying]) },
            ],
            allows: [
                started, moved, wasMoving.but { $0.after.stopAgain = boot },
                started.but { step in (step.before.phase, step.after.phase) = (.lost, .lost) },
                moved.but { step in (step.after.phase, step.after.trail) = (.idle, [.gating, .idle]) },
            ])
    }

    @Test func `I25 forbids an interval that does not begin on the boot clock, and a jump nobody is told of`()
    {
        let wallBoot = Instant(nanoseconds: Scene.wall.milliseconds * 1_000_000)
        let jumped = resting.always { $0.clock.last?.wall = Scene.wall + .seconds(-4) }
        expect(
            .i25WallClockChangesNoInterval,
            forbids: [
                resting.but { $0.after.phaseEntered = wallBoot },
                open.travelling(.open, for: 0).but { $0.after.travel?.ordered = wallBoot },
                open.but { $0.after.pendingWrites[0].given = wallBoot },
                resting.but { $0.after.homeUnusableSince = wallBoot },
                resting.but { $0.after.askAgain = boot + .seconds(61) },
                resting.but { $0.after.chargeAgain = boot + .seconds(-1) }, jumped,
                jumped.but { $0.after.clock.jumped = boot },
            ],
            allows: [
                open, resting.but { $0.after.phaseEntered = boot },
                resting.but { $0.after.askAgain = boot + .seconds(60) },
                jumped.but { $0.after.clock.jumped = boot }.with(.clockJumped),
                resting.always { $0.clock.last?.wall = Scene.wall + .seconds(-3) },
            ])
    }

    @Test
    func `I28 forbids motion and arming under emergency stop, lock-out or key, and to end them otherwise`() {
        let launch = Scene.resting(in: .launching).withCover(.open).ordering(.launch)
        let locked = LockOut(cause: .emergencyStop, reason: "pressed", since: Scene.wall)
        let moving = Scene.resting(in: .opening).travelling(.open, for: 3)
        let ended = resting.but { $0.before.lockOut = locked }
        let key = Scene.resting(policy: Scene.withRodsAndKey)
        let stopped = resting.always { $0.lockOut = locked }.seeing { $0.emergencyStop.take(true, at: boot) }
        expect(
            .i28EmergencyStopForbidsMotion,
            forbids: [open, launch, moving].map { $0.but { $0.after.lockOut = locked } }
                + [open, launch].map { step in
                    step.but { $0.policy = Scene.withRodsAndKey }.seeing { $0.serviceKey.forget() }
                }
                + [
                    resting.seeing { $0.emergencyStop.take(true, at: boot) }, ended,
                    resting.but { $0.event = .operatorSays(.lockOut("x")) },
                    key.travelling(.open, for: 2).seeing { $0.serviceKey.take(true, at: boot) },
                    ended.but { $0.event = .operatorSays(.reset) }.seeing { $0.emergencyStop.forget() },
                    ended.but {
                        $0.after.lockOut = LockOut(cause: .operatorOrder, reason: "x", since: Scene.wall)
                    },
                    stopped.always {
                        $0.charge = ChargeSession(begun: boot, energyAtStart: nil, isConfirmed: true)
                    },
                ],
            allows: [
                open, launch, moving, key, stopped, ended.but { $0.event = .operatorSays(.reset) },
                ended.but { $0.before.phase = .service }, key.ordering(.cover(.open)),
                key.travelling(.open, for: 2).seeing { $0.serviceKey.forget() },
            ])
    }

    @Test func `I35 forbids a write that is not followed up or given up in silence`() {
        func awaiting(_ seconds: Int) -> StepTaken {
            resting.always { $0.pendingWrites = [PendingWrite(order: 4, given: boot + .seconds(-seconds))] }
        }
        let dropped = awaiting(16).but { $0.after.pendingWrites = [] }
        expect(
            .i35WritesAreAnswered,
            forbids: [
                awaiting(16), dropped, awaiting(5).but { $0.after.pendingWrites = [] },
                open.but { $0.after.pendingWrites = [] },
            ],
            allows: [
                awaiting(15), dropped.with(.orderUnanswered), open,
                awaiting(5).but { step in
                    step.after.pendingWrites = []
                    step.event = .finished(order: 4, .done)
                },
            ])
    }

    @Test func `I36 forbids a phase beyond its bound and a person awaited without a word`() {
        let bounds: [(Phase, Int)] = [
            (.starting, 60), (.gating, 30), (.hold, 60), (.preparing, 30), (.opening, 140), (.launching, 70),
            (.flying, 2400), (.returning, 2400), (.landing, 300), (.diverting, 2400), (.securing, 300),
            (.closing, 600),
            (.charging, 600), (.offloading, 600), (.reporting, 600), (.recover, 600),
        ]
        let told: [(Phase, IncidentKind)] = [
            (.lost, .vehicleLost), (.diverted, .landedElsewhere), (.fault, .coverTimedOut),
            (.service, .handsInDock),
        ]
        let locked = resting.always {
            $0.lockOut = LockOut(cause: .operatorOrder, reason: "x", since: Scene.wall)
        }
        expect(
            .i36RestWithinBounds,
            forbids: bounds.map { Scene.resting(in: $0).lasting($1 + 1) }
                + told.map { Scene.resting(in: $0.0) }
                + [locked, Scene.resting(in: .fault).with(.clockJumped)],
            allows: bounds.map { Scene.resting(in: $0).lasting($1) }
                + bounds.map { Scene.resting(in: $0).lasting($1 + 1).with(.coverLeftOpen) }
                + told.map { Scene.resting(in: $0).with($1) }
                + [
                    locked.with(.lockedOut), resting.lasting(86_400),
                    Scene.resting(in: .closing).lasting(601).travelling(.close, for: 1),
                ])
        #expect(Set(bounds.map(\.0) + told.map(\.0) + [.idle]) == Set(Phase.allCases))
    }

    @Test func `I37 forbids an open cover for ten minutes without a flight, an attempt or a word`() {
        func open(_ phase: Phase) -> StepTaken {
            Scene.resting(in: phase).lasting(601).seeing { seen in
                (seen.openSwitch, seen.closedSwitch) = (Sensed(), Sensed())
                for at in [boot + .seconds(-601), boot] {
                    seen.openSwitch.take(true, at: at)
                    seen.closedSwitch.take(false, at: at)
                }
            }
        }
        expect(
            .i37OpenCoverIsClosedOrTold,
            forbids: [open(.idle), open(.recover), open(.closing), open(.idle).with(.clockJumped)],
            allows: [
                open(.flying), open(.recover).with(.coverLeftOpen), open(.closing).travelling(.close, for: 1),
                open(.recover).lasting(599),
            ])
    }
}
