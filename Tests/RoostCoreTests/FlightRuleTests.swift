// SPDX-License-Identifier: Apache-2.0
// The proofs that the rules on a vehicle that is out can fail: energy, landing places, the open pad, lost links.

import DockModel
import Testing

@testable import RoostCore

@Suite struct FlightRuleProofs {
    private let boot = Scene.boot
    private let flying = Scene.flying()
    private let withField = Scene.flyingWithAField()

    private func charge(_ step: StepTaken, _ percent: Double?) -> StepTaken {
        step.always { $0.evidence.vehicle.battery.take(percent.map { Percent($0) }, at: boot) }
    }

    /// Home has been given up for a while: the cover is closed and may not move.
    private func barred(_ step: StepTaken, for seconds: Int = 11) -> StepTaken {
        step.withCover(.closed).with(.coverNotOpen).always { state in
            state.homeUnusableSince = boot + .seconds(-seconds)
            state.evidence.chargerCurrent.take(Amperes(5), at: boot)
        }
    }

    @Test func `I14 forbids to fly on when the pack only just reaches home`() {
        // 80 m at 5 m/s, 30 m at 1.5 m/s and 30 s of hover are 66 s: 4.4 % at 4 % a minute, and 15 % of reserve.
        let called = charge(flying, 19).but { step in
            step.after.isCalledHome = true
            step.after.homeCalled = boot
        }
        let low = flying.but { $0.policy.limits.batteryReserve = Percent(10) }
        expect(
            .i14EnergyToComeHome,
            forbids: [
                charge(low, 19.3), charge(flying, 29.9), called,
                flying.always { state in
                    state.isCalledHome = true
                    state.homeCalled = boot + .seconds(-11)
                },
            ],
            allows: [
                charge(low, 19.5), charge(flying, 30), called.ordering(.returnHome),
                charge(Scene.flying(.returning), 19),
                flying.always { state in
                    state.isCalledHome = true
                    state.homeCalled = boot + .seconds(-9)
                },
            ])
    }

    @Test func `I15 forbids a flight without a place to land that nobody is told of`() {
        expect(
            .i15OneLandingPlace,
            forbids: [
                barred(flying), withField.but { $0.after.alternate = nil },
                barred(withField).but { $0.after.homeUnusableSince = nil },
                barred(withField).but { $0.after.homeUnusableSince = boot },
            ],
            allows: [
                flying, barred(flying).with(.noLandingPlace), barred(withField), barred(flying, for: 9),
                Scene.resting().withCover(.closed),
            ])
    }

    @Test func `I16 forbids to wait for home until the reserve is touched`() {
        // 220 m at 5 m/s, 30 m at 1.5 m/s and 30 s of hover are 94 s: 6.3 % at 4 % a minute, and 15 % of reserve.
        expect(
            .i16DivertBeforeTheReserve,
            forbids: [
                charge(barred(withField), 21), barred(Scene.flyingWithAField(.returning)),
                barred(Scene.flyingWithAField(.landing)), barred(withField).always { $0.isCalledHome = true },
            ],
            allows: [
                charge(barred(withField), 22), charge(barred(withField, for: 9), 21),
                charge(barred(Scene.flyingWithAField(.diverting)), 21), charge(withField, 16),
            ])
    }

    @Test func `I17 forbids a pad that is not being opened, and to close before landed and disarmed`() {
        let moving = flying.withCover(.moving)
        let close = Scene.flying(.securing).ordering(.cover(.close))
        let home = close.seeing { seen in
            seen.vehiclePresent.take(true, at: boot)
            seen.vehicle.armed.take(false, at: boot)
            seen.vehicle.landed.take(.onGround, at: boot)
        }
        expect(
            .i17CoverOpenBeforeTheApproach,
            forbids: [
                moving, moving.with(.coverNotOpen), flying.travelling(.close, for: 1), close,
                home.seeing { $0.vehicle.armed.take(true, at: boot) },
            ],
            allows: [
                flying, moving.travelling(.open, for: 3), home,
                moving.with(.coverNotOpen).seeing { $0.chargerCurrent.take(Amperes(5), at: boot) },
            ])
    }

    @Test func `I18 forbids a low pack over a closed cover without both ways prepared`() {
        let low = charge(withField.withCover(.closed), 29)
        expect(
            .i18OpenAndAlternateTogether,
            forbids: [low, low.travelling(.open, for: 2).but { $0.after.alternate = nil }],
            allows: [
                low.travelling(.open, for: 2), low.with(.coverNotOpen),
                charge(withField.withCover(.closed), 31),
                charge(flying.withCover(.closed).travelling(.open, for: 2), 29),
            ])
    }

    @Test func `I20 forbids to launch without the field bus and to count on home`() {
        let launch = Scene.resting(in: .launching).withCover(.open).ordering(.launch)
        let blind = flying.seeing { $0.openSwitch.forget() }
        expect(
            .i20FieldbusLost,
            forbids: [
                launch.seeing { $0.closedSwitch.forget() }, launch.seeing { $0.vehiclePresent.forget() },
                launch.seeing { $0.chargerCurrent.forget() }, blind,
            ],
            allows: [launch, flying, blind.but { $0.after.homeUnusableSince = boot }])
    }

    @Test func `I21 forbids to close on a silent vehicle and to keep its silence quiet`() {
        let silent = flying.always { state in
            state.evidence.vehicle = VehicleFacts()
            state.evidence.vehicle.linked.take(false, at: boot + .seconds(-6))
        }
        expect(
            .i21SilentVehicle,
            forbids: [
                silent, silent.with(.vehicleSilent).ordering(.cover(.close)),
                silent.with(.vehicleSilent).travelling(.close, for: 2),
                Scene.resting(in: .launching).seeing { $0.vehicle.linked.take(false, at: boot) }.ordering(
                    .launch),
                flying.but { $0.now.boot = boot + .seconds(6) },
            ],
            allows: [
                silent.with(.vehicleSilent), flying.but { $0.now.boot = boot + .seconds(5) },
                Scene.resting().seeing { $0.vehicle.linked.take(false, at: boot) },
            ])
    }

    @Test func `I40 forbids to take a divert back twice, or with too little in the pack`() {
        let revoked = Scene.flyingWithAField(.diverting).but { step in
            (step.after.phase, step.after.divert, step.after.divertsRevoked) = (.flying, nil, 1)
        }
        // The way home costs 4.4 %, one and a half reserves are 22.5 %.
        func holding(_ percent: Double) -> StepTaken {
            revoked.seeing { $0.vehicle.battery.take(Percent(percent), at: boot) }
        }
        expect(
            .i40OneRevocation,
            forbids: [
                holding(26.8), revoked.seeing { $0.vehicle.distance.forget() },
                revoked.but { step in (step.before.divertsRevoked, step.after.divertsRevoked) = (1, 2) },
                revoked.but { $0.after.divertsRevoked = 0 }, revoked.withCover(.moving),
                revoked.seeing { $0.wind.take(MetresPerSecond(15.1), at: boot) },
                revoked.seeing { $0.openSwitch.forget() },
            ],
            allows: [
                revoked, holding(27), Scene.flyingWithAField(.diverting),
                revoked.but { step in (step.after.phase, step.after.divertsRevoked) = (.diverted, 0) },
            ])
    }
}
