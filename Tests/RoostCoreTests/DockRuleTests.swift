// SPDX-License-Identifier: Apache-2.0
// The proofs that the rules on cover, rods and charger can fail: each is shown steps that break it, and steps that
// differ in the one thing that makes them legal.

import DockModel
import Testing

@testable import RoostCore

@Suite struct CoverRuleProofs {
    private let open = Scene.resting(in: .preparing).ordering(.cover(.open))
    private let close = Scene.resting(in: .closing).withCover(.open).ordering(.cover(.close))
    private let rods = Scene.resting(in: .securing, policy: Scene.withRodsAndKey).withCover(.open)
        .ordering(.rods(.close))

    @Test func `I1 forbids to close over a vehicle that is not landed and disarmed`() {
        let boot = Scene.boot
        let empty = close.seeing { $0.vehiclePresent.take(false, at: boot) }
        expect(
            .i1CloseOnlyOverASafePad,
            forbids: [
                close.seeing { $0.vehicle.armed.take(true, at: boot) },
                close.seeing { $0.vehicle.landed.take(.inAir, at: boot) },
                close.seeing { $0.vehiclePresent.take(nil, at: boot) },
                empty.but { $0.after.run = Scene.flying().after.run },
                empty.seeing { $0.vehicle.landed.take(.inAir, at: boot) },
                rods.seeing { $0.vehicle.armed.take(true, at: boot) },
                rods.seeing { $0.vehiclePresent.take(false, at: boot) },
                rods.travelling(.open, for: 3),
                close.travelling(.close, for: 3).but { $0.effects = [] }.seeing {
                    $0.vehicle.armed.take(true, at: boot)
                },
            ],
            allows: [
                close, empty, rods, open,
                empty.seeing { seen in
                    seen.vehicle.landed.take(.inAir, at: boot)
                    seen.vehicle.distance.take(Metres(101), at: boot)
                },
            ])
    }

    @Test func `I2 forbids to close under a vehicle on approach`() {
        let closing = Scene.resting(in: .closing).withCover(.moving).travelling(.close, for: 3)
        func under(_ motion: WorldTruth.CoverMotion, _ height: Double, isOnApproach: Bool = true) -> StepTaken
        {
            closing.but {
                $0.truth = WorldTruth(coverMotion: motion, isOnApproach: isOnApproach, height: Metres(height))
            }
        }
        let heard = closing.seeing { seen in
            seen.vehicle.landed.take(.landing, at: Scene.boot)
            seen.vehicle.armed.take(true, at: Scene.boot)
            seen.vehicle.height.take(Metres(29), at: Scene.boot)
        }
        expect(
            .i2NoClosingUnderAnApproach,
            forbids: [
                under(.closing, 29), heard, heard.seeing { $0.vehicle.armed.take(nil, at: Scene.boot) },
                Scene.flying(.landing).travelling(.close, for: 1),
            ],
            allows: [
                closing, under(.closing, 31), under(.opening, 5), under(.closing, 5, isOnApproach: false),
                heard.seeing { $0.vehicle.height.take(Metres(31), at: Scene.boot) },
                heard.seeing { $0.vehicle.distance.take(Metres(101), at: Scene.boot) },
            ])
    }

    @Test func `I4 forbids motion, arming and charging on contradictory switches`() {
        let launch = Scene.resting(in: .launching).withCover(.open).ordering(.launch)
        let charge = Scene.resting(in: .charging).ordering(.charger(on: true))
        let stop = Scene.resting(in: .fault).ordering(.cover(.stop), .charger(on: false))
        expect(
            .i4NothingMovesOnContradictorySwitches,
            forbids: [open, close, rods, launch, charge].map { $0.withCover(.contradictory) }
                + [
                    Scene.resting().withCover(.contradictory).travelling(.open, for: 3),
                    rods.seeing { $0.rodsOpenSwitch.take(true, at: Scene.boot) },
                ],
            allows: [open, close, rods, launch, charge, stop.withCover(.contradictory)])
    }

    @Test func `I5 forbids to move while the charger is not measured off`() {
        let currents: [Amperes?] = [Amperes(0.1), Amperes(-0.1), Amperes(8), nil]
        expect(
            .i5CoverMovesOnlyWithTheChargerOff,
            forbids: [open, close, rods].flatMap { step in
                currents.map { current in step.seeing { $0.chargerCurrent.take(current, at: Scene.boot) } }
            },
            allows: [
                open, close, rods, open.seeing { $0.chargerCurrent.take(Amperes(0.09), at: Scene.boot) },
            ])
    }

    @Test func `I7 forbids a travel beyond its deadline, and one that ends without a stop or a count`() {
        let late = Scene.resting(in: .opening).withCover(.moving).travelling(.open, for: 41)
        let stopped = late.but { $0.after.travel = nil }.ordering(.cover(.stop))
        let counted = stopped.but { $0.after.failedTravels = [Scene.boot] }
        let inTime = Scene.resting(in: .opening).withCover(.moving).travelling(.open, for: 39)
        let lateRods = rods.but { step in
            step.effects = []
            step.before.rods = RodTravel(goal: .close, ordered: Scene.boot + .seconds(-21), order: 5)
            step.after.rods = step.before.rods
        }
        let noRods = lateRods.seeing { $0.rodsClosedSwitch.take(false, at: Scene.boot) }.but {
            $0.after.rods = nil
        }
        expect(
            .i7CoverTravelHasADeadline,
            forbids: [
                late, stopped, inTime.but { $0.after.travel = nil }, lateRods, noRods,
                noRods.ordering(.rods(.stop)),
            ],
            allows: [
                inTime, counted, inTime.but { $0.after.travel = nil }.ordering(.cover(.stop)),
                stopped.withCover(.open),
                noRods.ordering(.rods(.stop)).but { $0.after.failedRods = [Scene.boot] },
            ])
    }

    @Test func `I8 forbids to go on, or back off twice, where the motor draws too much`() {
        let moving = Scene.resting(in: .closing).withCover(.moving).travelling(.close, for: 3)
        let pinched = moving.seeing { $0.coverCurrent.take(Amperes(11), at: Scene.boot) }
        let stopped = pinched.but { $0.after.travel = nil }.ordering(.cover(.stop))
        let back = CoverTravel(goal: .open, ordered: Scene.boot, order: 11, isReversal: true)
        let told = stopped.with(.coverPinched)
        expect(
            .i8PinchStops,
            forbids: [
                pinched, stopped, told.but { $0.after.travel = back }.but { $0.after.travel?.goal = .close },
                told.but { step in
                    step.before.travel?.isReversal = true
                    step.after.travel = back
                },
            ],
            allows: [
                moving.seeing { $0.coverCurrent.take(Amperes(9), at: Scene.boot) }, told,
                told.but { $0.after.travel = back },
                pinched.always { $0.travel?.ordered = Scene.boot + .seconds(-1) },
            ])
    }

    @Test func `I9 forbids a fourth try within an hour, a forgotten failure and a silent one`() {
        let thrice = Array(repeating: Scene.boot + .seconds(-60), count: 3)
        let failed = Scene.resting(in: .closing).but { $0.after.failedTravels = [Scene.boot] }
        let forgotten = Scene.resting(in: .closing).but { $0.before.failedTravels = thrice }
        expect(
            .i9FewRetriesOfTheCover,
            forbids: [
                open.always { $0.failedTravels = thrice }, rods.always { $0.failedRods = thrice }, failed,
                forgotten,
            ],
            allows: [
                open.always { $0.failedTravels = Array(thrice.dropLast()) }, failed.with(.coverTimedOut),
                open.always { $0.failedTravels = [Scene.boot + .seconds(-3601)] + thrice.dropLast() },
                forgotten.but { $0.after.trail = [.starting] },
            ])
    }

    @Test func `I19 forbids to actuate on readings that are too old`() {
        let old = Scene.boot + .seconds(3)
        let charge = Scene.resting(in: .charging).ordering(.charger(on: true))
        expect(
            .i19NoActuationOnStaleReadings,
            forbids: [open, close, rods, charge].map { step in step.but { $0.now.boot = old } }
                + [
                    open.seeing { $0.closedSwitch.forget() }, open.seeing { $0.emergencyStop.forget() },
                    rods.seeing { $0.emergencyStop.forget() }, close.seeing { $0.vehiclePresent.forget() },
                    rods.seeing { $0.rodsOpenSwitch.forget() }, charge.seeing { $0.vehiclePresent.forget() },
                ],
            allows: [
                open, close, rods, charge, open.but { $0.now.boot = Scene.boot + .seconds(2) },
                Scene.resting().ordering(.cover(.stop)).but { $0.now.boot = old },
            ])
    }
}

@Suite struct ChargeRuleProofs {
    private let charge = Scene.resting(in: .charging).ordering(.charger(on: true))
    private let session = Scene.resting().always {
        $0.charge = ChargeSession(begun: Scene.boot + .seconds(-600), energyAtStart: 100, isConfirmed: true)
    }

    @Test func `I6 forbids to charge what is not home, closed in and within limits`() {
        let boot = Scene.boot
        let wrongs: [(inout Evidence) -> Void] = [
            { $0.closedSwitch.take(false, at: boot) }, { $0.openSwitch.take(true, at: boot) },
            { $0.vehiclePresent.take(false, at: boot) }, { $0.vehicle.armed.take(true, at: boot) },
            { $0.vehicle.landed.take(.inAir, at: boot) }, { $0.padTemperature.take(Celsius(61), at: boot) },
            { $0.padTemperature.take(nil, at: boot) },
            { $0.vehicle.packTemperature.take(Celsius(41), at: boot) },
            { $0.vehicle.packTemperature.take(Celsius(4), at: boot) },
            { $0.vehicle.packTemperature.take(Celsius(20), at: boot + .seconds(-121)) },
        ]
        let loose = charge.but { $0.policy = Scene.withRodsAndKey }.seeing {
            $0.rodsClosedSwitch.take(false, at: boot)
        }
        let later = boot + .seconds(9)
        expect(
            .i6ChargeOnlyAHomeVehicleUnderAClosedCover,
            forbids: wrongs.flatMap { wrong in [charge.seeing(wrong), session.seeing(wrong)] }
                + [
                    loose, charge.but { $0.now.boot = later },
                    session.but { $0.now.boot = boot + .seconds(11) },
                ],
            allows: [
                charge, session, session.but { $0.now.boot = later },
                charge.seeing { $0.vehicle.packTemperature.take(Celsius(40), at: boot) },
            ])
    }

    @Test func `I27 forbids to charge under an alarm and to open but for a vehicle or to vent`() {
        let boot = Scene.boot
        let ended = session.but { $0.after.charge = nil }.seeing { $0.smoke.take(true, at: boot) }
        let on = Scene.resting().seeing { seen in
            seen.waterLeak.take(true, at: boot)
            seen.chargerCurrent.take(Amperes(8), at: boot)
        }
        let vent = Scene.resting().ordering(.cover(.open)).seeing { seen in
            seen.smoke.take(true, at: boot)
            seen.vehiclePresent.take(false, at: boot)
        }
        expect(
            .i27AlarmsEndCharging,
            forbids: [
                session.seeing { $0.smoke.take(true, at: boot) },
                session.seeing { $0.waterLeak.take(true, at: boot) },
                session.seeing { $0.padTemperature.take(Celsius(61), at: boot) }, ended, on, vent,
                on.always { $0.chargerOffOrdered = boot + .seconds(-11) },
            ],
            allows: [
                session, ended.ordering(.charger(on: false)),
                on.always { $0.chargerOffOrdered = boot + .seconds(-9) },
                vent.but { $0.policy.ventsSmoke = true },
                session.seeing { $0.smoke.take(true, at: boot) }.but { $0.now.boot = boot + .seconds(121) },
            ])
    }

    @Test func `I38 forbids a session that lasts or delivers too much, and an end without a word`() {
        let long = session.always { $0.charge?.begun = Scene.boot + .seconds(-10_801) }
        let rich = session.seeing { $0.chargerEnergy.take(WattHours(501), at: Scene.boot) }
        let ended = long.but { $0.after.charge = nil }
        expect(
            .i38ChargeHasADeadline,
            forbids: [long, rich, ended.with(.chargeTooLong), ended.ordering(.charger(on: false))],
            allows: [
                session, session.seeing { $0.chargerEnergy.take(WattHours(499), at: Scene.boot) },
                ended.ordering(.charger(on: false)).with(.chargeTooLong),
            ])
    }
}
