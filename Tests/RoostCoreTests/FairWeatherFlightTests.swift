// SPDX-License-Identifier: Apache-2.0
// One flight from a due run to a closed cover, and the launches that are refused, in a simulated world on virtual time.

import DockModel
import RoostCore
import RoostSim
import Testing

/// A dock that has looked around and rests, and has heard every sensor once; the slow ones report every five seconds.
private func restingDock(seed: UInt64 = 7) -> SimulatedDock {
    var dock = SimulatedDock(seed: seed)
    let isResting = dock.run(until: .idle, within: .seconds(30))
    #expect(isResting)
    dock.run(for: .seconds(10))
    return dock
}

private func outcomes(_ effects: [Effect]) -> [MissionRun] {
    effects.compactMap { if case .record(let run) = $0 { run } else { nil } }
}

private func actions(_ effects: [Effect]) -> [Action] {
    effects.compactMap { if case .perform(let order) = $0 { order.action } else { nil } }
}

@Suite struct FairWeatherFlight {
    @Test func `a due mission is flown, landed, closed over, charged and reported`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 80
        dock.makeDue()
        let effects = dock.run(for: .seconds(900))
        let run = try #require(outcomes(effects).first)
        #expect(run.outcome == .flown)
        #expect(run.gates.count == LaunchGate.allCases.count)
        #expect(run.gates.allSatisfy { $0.answer.isPass })
        #expect(try #require(run.takeoff) < #require(run.landed))
        #expect(try #require(run.batteryEnd) < #require(run.batteryStart))
        #expect(run.logOctets == 1_000_000)
        #expect(dock.state.phase == .idle)
        #expect(dock.plant.coverPosition < 0.5)
        #expect(dock.counts.mails["mission"] == 1)
        #expect(dock.violations == [])
    }

    @Test func `the orders of a flight come in the order of the design`() {
        var dock = restingDock()
        dock.vehicle.charge = 80
        dock.makeDue()
        let orders = actions(dock.run(for: .seconds(900))).filter { $0 != .cover(.stop) }
        let wanted: [Action] = [
            .charger(on: false), .cover(.open), .upload(plan: "patrol.plan"), .launch, .cover(.close),
            .charger(on: true),
        ]
        let launchOrders = orders.drop { $0 != .charger(on: false) }
        #expect(Array(launchOrders.prefix(6)) == wanted)
    }

    @Test func `the pack is charged to full after the flight and the session ends`() {
        var dock = restingDock()
        dock.vehicle.charge = 80
        dock.makeDue()
        dock.run(for: .seconds(3600 * 2))
        #expect(dock.vehicle.charge > 95)
        #expect(dock.state.charge == nil)
        #expect(!dock.plant.isChargerEnabled)
        #expect(dock.state.tally.charges >= 1)
        #expect(dock.state.tally.chargedWattHours > 10)
        #expect(dock.violations == [])
    }

    @Test func `the same due run handed in twice flies once`() {
        var dock = restingDock()
        dock.vehicle.charge = 90
        let due = DueMission(
            id: "a@1", schedule: "a", plan: "a.plan", due: dock.now.wall,
            latest: dock.now.wall + .seconds(600))
        dock.feed(.due(due))
        dock.feed(.due(due))
        dock.run(for: .seconds(60))
        dock.feed(.due(due))
        let records = outcomes(dock.run(for: .seconds(3000)))
        #expect(records.count == 1)
        #expect(dock.counts.outcomes == ["flown": 1])
    }
}

@Suite struct RefusedLaunches {
    @Test func `gusts hold the mission until its latest start, then it expires with the reason`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.plant.faults.wind = 14
        dock.run(for: .seconds(30))
        dock.makeDue(window: .seconds(600))
        let effects = dock.run(for: .seconds(1200))
        let run = try #require(outcomes(effects).first)
        #expect(run.outcome == .expired)
        #expect(run.holds >= 5)
        #expect(
            try #require(run.reasons.last).contains("gusts of 14.0 m/s in the last 10 min, limit 10.8 m/s"))
        #expect(!actions(effects).contains(.cover(.open)))
        #expect(!actions(effects).contains(.launch))
    }

    @Test func `rain holds the launch`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.plant.faults.rain = 3
        dock.run(for: .seconds(10))
        dock.makeDue(window: .seconds(300))
        let effects = dock.run(for: .seconds(700))
        #expect(
            try #require(outcomes(effects).first).reasons.last?.contains("rain of 3.0 mm/h, limit 0.")
                == true)
        #expect(!actions(effects).contains(.launch))
    }

    @Test func `a low pack is charged first and the mission flies within its window`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 45
        dock.makeDue(window: .seconds(7200))
        let effects = dock.run(for: .seconds(7200))
        let run = try #require(outcomes(effects).first)
        #expect(run.outcome == .flown)
        #expect(run.holds > 0)
        #expect(try #require(run.batteryStart) >= dock.policy.limits.batteryLaunch)
    }

    @Test func `stale readings hold the launch and say how old they are`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.isFieldbusUp = false
        dock.run(for: .seconds(20))
        dock.makeDue(window: .seconds(300))
        let effects = dock.run(for: .seconds(700))
        let run = try #require(outcomes(effects).first)
        #expect(run.outcome == .expired)
        #expect(run.reasons.last?.contains("old, limit") == true)
        #expect(!actions(effects).contains { $0.isActuation })
    }

    @Test func `an empty pad refuses the launch at once`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.vehicle.faults.landsElsewhere = true
        dock.makeDue("first")
        dock.run(for: .seconds(900))
        #expect(dock.state.phase == .diverted)
        #expect(dock.counts.incidents["NAV.landed-elsewhere"] == 1)
    }

    @Test func `a cover that jams stops the launch, raises an incident and is closed again`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.plant.faults.jamAt = 50
        dock.makeDue(window: .seconds(120))
        let effects = dock.run(for: .seconds(600))
        #expect(!actions(effects).contains(.launch))
        #expect(dock.counts.incidents["COVER.pinched"] == 1)
        #expect(dock.violations == [])
        #expect(dock.plant.coverPosition < 0.5)
    }

    @Test func `a refused upload is told with the vehicle's reason and the cover closes`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.vehicle.faults.uploadRefusal = "item 3: command 31 is not supported"
        dock.makeDue(window: .seconds(60))
        let effects = dock.run(for: .seconds(300))
        let run = try #require(outcomes(effects).first)
        #expect(run.outcome == .aborted)
        #expect(run.reasons.last?.contains("item 3: command 31 is not supported") == true)
        #expect(dock.plant.coverPosition < 0.5)
        #expect(dock.state.phase == .idle)
    }

    @Test func `a vehicle that refuses to arm stays in a dock that closes again`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.vehicle.faults.armingRefusal = "Arming denied: compass"
        dock.makeDue(window: .seconds(60))
        let effects = dock.run(for: .seconds(300))
        #expect(try #require(outcomes(effects).first).reasons.contains { $0.contains("pre-arm checks fail") })
        #expect(dock.state.phase == .idle)
        #expect(dock.violations == [])
    }

    @Test func `an untrusted clock launches nothing`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.isClockTrusted = false
        dock.makeDue(window: .seconds(120))
        let effects = dock.run(for: .seconds(400))
        #expect(!actions(effects).contains(.launch))
        #expect(outcomes(effects).isEmpty)
        // Whether the latest start has passed is known only once the clock is.
        dock.isClockTrusted = true
        #expect(try #require(outcomes(dock.run(for: .seconds(120))).first).outcome == .expired)
    }
}

@Suite struct InTheAir {
    @Test func `a gust over the limit in flight calls the vehicle home and the flight is partial`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.makeDue()
        let isFlying = dock.run(until: .flying, within: .seconds(300))
        #expect(isFlying)
        dock.run(for: .seconds(30))
        dock.plant.faults.wind = 15
        let effects = dock.run(for: .seconds(600))
        #expect(actions(effects).contains(.returnHome))
        #expect(try #require(outcomes(effects).first).outcome == .partial)
        #expect(dock.violations == [])
    }

    @Test func `a silent vehicle is waited for with the pad open, then it is lost and a person must come`() {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.makeDue()
        let isFlying = dock.run(until: .flying, within: .seconds(300))
        #expect(isFlying)
        dock.vehicle.faults.isSilent = true
        let effects = dock.run(for: .seconds(600))
        #expect(!actions(effects).contains(.cover(.close)))
        #expect(dock.state.phase == .lost)
        #expect(dock.counts.incidents["NAV.vehicle-lost"] == 1)
        #expect(dock.plant.coverPosition > 99)
    }

    @Test func `the cover stays open over a vehicle that landed and does not disarm`() {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.vehicle.faults.neverDisarms = true
        dock.makeDue()
        let effects = dock.run(for: .seconds(1500))
        #expect(!actions(effects).contains(.cover(.close)))
        #expect(dock.counts.incidents["MISSION.not-disarmed"] == 1)
    }

    @Test func `a restart in flight goes on with the same flight and never launches again`() throws {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.makeDue()
        let isFlying = dock.run(until: .flying, within: .seconds(300))
        #expect(isFlying)
        dock.restart()
        let effects = dock.run(for: .seconds(900))
        #expect(!actions(effects).contains(.launch))
        #expect(outcomes(effects).count == 1)
        #expect(dock.state.phase == .idle)
        #expect(dock.violations == [])
    }

    @Test func `a restart at any second of a flight ends in idle with one outcome`() {
        var flight = restingDock()
        flight.vehicle.charge = 90
        flight.vehicle.missionSeconds = 60
        flight.makeDue(window: .seconds(20))
        let begun = flight.seconds
        var phases: Set<Phase> = []
        // Every second second of the launch, whose phases are short; then every seventh.
        for second in Array(stride(from: 2, to: 40, by: 2)) + stride(from: 40, to: 330, by: 7) {
            flight.run(for: .seconds(second) - .seconds(flight.seconds - begun))
            // One flight, and at each stop a copy of it whose process is killed there.
            var dock = flight
            phases.insert(dock.state.phase)
            dock.restart()
            let isResting = dock.run(until: .idle, within: .seconds(1200))
            #expect(isResting, "restarted after \(second) s")
            dock.run(for: .seconds(90))
            #expect(dock.state.phase == .idle, "restarted after \(second) s")
            #expect(dock.counts.outcomes.values.reduce(0, +) == 1, "restarted after \(second) s")
            #expect(dock.violations == [], "restarted after \(second) s")
        }
        #expect(
            phases.isSuperset(of: [
                .gating, .opening, .launching, .flying, .returning, .landing, .closing, .offloading, .idle,
            ]))
    }
}

@Suite struct Safety {
    @Test func `the emergency stop keeps the cover where it is`() {
        var dock = restingDock()
        dock.vehicle.charge = 90
        dock.plant.faults.isEmergencyStopPressed = true
        dock.makeDue(window: .seconds(200))
        let effects = dock.run(for: .seconds(600))
        #expect(!actions(effects).contains(.cover(.open)))
        #expect(dock.counts.incidents["HUMAN.emergency-stop"] == 1)
    }

    @Test func `smoke ends a charge within one poll`() {
        var dock = restingDock()
        dock.vehicle.charge = 40
        dock.run(for: .seconds(60))
        #expect(dock.plant.isChargerEnabled)
        dock.plant.faults.isSmoke = true
        dock.run(for: .seconds(2))
        #expect(!dock.plant.isChargerEnabled)
        #expect(dock.violations == [])
    }

    @Test func `contradictory switches leave a fault that only a person ends`() {
        var dock = restingDock()
        dock.plant.faults.isOpenSwitchStuck = true
        dock.run(for: .seconds(5))
        #expect(dock.state.phase == .fault)
        dock.plant.faults.isOpenSwitchStuck = false
        dock.run(for: .seconds(600))
        #expect(dock.state.phase == .fault)
        dock.feed(.operatorSays(.reset))
        dock.run(for: .seconds(10))
        #expect(dock.state.phase == .idle)
    }

    @Test func `a restart does not end a phase that awaits a person`() {
        var dock = restingDock()
        dock.plant.faults.isOpenSwitchStuck = true
        dock.run(for: .seconds(5))
        #expect(dock.state.phase == .fault)
        dock.plant.faults.isOpenSwitchStuck = false
        dock.restart()
        let effects = dock.run(for: .seconds(600))
        #expect(dock.state.phase == .fault)
        #expect(!actions(effects).contains { $0.isActuation })
        dock.feed(.operatorSays(.reset))
        dock.run(for: .seconds(70))
        #expect(dock.state.phase == .idle)
    }

    @Test func `one day has one digest, however often it ends`() {
        var dock = restingDock()
        let before = dock.counts.mails["digest", default: 0]
        dock.feed(.dayEnded("2026-11-25"))
        dock.feed(.dayEnded("2026-11-25"))
        dock.feed(.dayEnded("2026-11-24"))
        #expect(dock.counts.mails["digest"] == before + 1)
        dock.feed(.dayEnded("2026-11-26"))
        #expect(dock.counts.mails["digest"] == before + 2)
    }
}
