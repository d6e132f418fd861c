// SPDX-License-Identifier: Apache-2.0
// A new process begins with the state that the last one stored: what it may keep, what it must forget (instants of
// another boot), and what it must decide anew.

import DockModel
import RoostCore
import RoostSim
import Testing
import Wear

@Suite struct RestartInALaunch {
    @Test func `after the launch order an empty pad means that the vehicle is out`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(4)
        #expect(bench.state.launchStage == .takingOff)
        bench.vehicle = nil
        bench.sensors[.vehiclePresent] = 0
        bench.restart()
        bench.forget()
        bench.pass(300)
        #expect(!bench.actions.contains(.cover(.close)))
        #expect(bench.state.phase == .lost)
        #expect(bench.records.map(\.outcome) == [.lost])
    }

    @Test func `a run whose launch was ordered is never launched again`() {
        for isArmed in [false, true] {
            var bench = CoreBench.resting()
            bench.makeDue()
            bench.pass(5)
            bench.setCover(.open)
            bench.pass(4)
            #expect(bench.state.launchStage == .takingOff)
            bench.setVehicle(.onGround, isArmed: isArmed)
            bench.restart()
            bench.forget()
            bench.pass(10)
            bench.setVehicle(.onGround, isArmed: false)
            bench.pass(10)
            bench.setCover(.closed)
            bench.pass(300)
            #expect(!bench.actions.contains(.launch))
            #expect(bench.records.map(\.outcome) == [.aborted])
            #expect(bench.state.phase == .idle)
            #expect(bench.state.run == nil)
        }
    }

    @Test func `a flight that a restart settles late is neither forgotten nor flown again`() {
        var bench = CoreBench.flying()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        let heard = bench.vehicle
        bench.vehicle = nil
        bench.restart()
        bench.forget()
        bench.pass(100)
        bench.vehicle = heard
        bench.pass(5)
        bench.setCover(.closed)
        bench.pass(60)
        #expect(bench.state.phase == .idle)
        #expect(bench.state.run == nil)
        #expect(bench.records.map(\.outcome) == [.partial])
        #expect(!bench.actions.contains(.launch))
    }
}

@Suite struct RestartOfTheDock {
    @Test func `failed travels count on over a restart`() {
        var bench = CoreBench.resting()
        bench.setCover(.moving)
        bench.forget()
        for _ in 0..<6 {
            bench.pass(45)
            bench.restart()
        }
        bench.pass(60)
        #expect(bench.actions.filter { $0 == .cover(.close) }.count <= 3)
        #expect(bench.state.phase == .fault)
    }

    @Test func `a cover under way at a restart is stopped once its switches are read`() {
        var bench = CoreBench.flying()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(3)
        bench.setCover(.moving)
        bench.pass(1)
        bench.vehicle = nil
        bench.restart()
        bench.forget()
        bench.feed(.tick)
        #expect(bench.actions == [])
        bench.pass(2)
        #expect(bench.state.phase == .starting)
        #expect(bench.actions == [.cover(.stop)])
    }

    @Test func `a vehicle called home is called again by the next process`() {
        var bench = CoreBench.flying()
        bench.vehicle?.battery = Percent(20)
        bench.pass(1)
        #expect(bench.state.isCalledHome)
        bench.restart()
        bench.forget()
        bench.pass(5)
        #expect(bench.actions.contains(.returnHome))
        #expect(bench.mails(.calledHome) == 0)
    }

    @Test func `a flight is watched after a restart although the field bus is away`() {
        var bench = CoreBench.flying()
        bench.isBusUp = false
        bench.restart()
        bench.pass(5)
        #expect(bench.state.phase == .flying)
        bench.forget()
        bench.vehicle?.battery = Percent(20)
        bench.pass(3)
        #expect(bench.actions == [.returnHome])
        #expect(bench.broken == [])
    }

    @Test(arguments: [0, 5, 900, 5_000_000] as [Double])
    func `instants of another boot delay nothing`(boot: Double) {
        var bench = CoreBench.resting()
        bench.vehicle?.battery = Percent(50)
        bench.pass(40)
        // The charge failed for want of current: the next try waits ten minutes.
        #expect(bench.state.chargeAgain != nil)
        bench.restart(boot: boot)
        bench.forget()
        bench.pass(10)
        #expect(bench.state.phase == .idle)
        #expect(bench.actions.contains(.charger(on: true)))
        #expect(bench.broken == [])
    }

    @Test(arguments: [0, 5_000_000] as [Double])
    func `a flight goes on over a boot clock that begins anew`(boot: Double) {
        var bench = CoreBench.flying()
        bench.restart(boot: boot)
        bench.pass(5)
        #expect(bench.state.phase == .flying)
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(5)
        bench.setCover(.closed)
        bench.pass(60)
        #expect(bench.state.phase == .idle)
        #expect(bench.records.map(\.outcome) == [.partial])
        #expect(bench.state.wear.counters.flights == 1)
        #expect(bench.broken == [])
    }
}

@Suite struct SteppedWallClock {
    @Test(arguments: [-86_400, -3600, 3600, 31_536_000] as [Double])
    func `a wall clock that steps in flight changes no flight hours`(step: Double) {
        var bench = CoreBench.flying()
        bench.pass(100)
        bench.wall = bench.wall + .seconds(step)
        bench.pass(100)
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(5)
        bench.setCover(.closed)
        bench.pass(60)
        #expect(bench.state.phase == .idle)
        #expect(abs(bench.state.tally.flightSeconds - 200) < 10)
        #expect(abs(bench.state.wear.counters.flightHours - 200 / 3600) < 0.01)
    }

    @Test func `a year that never was silences neither missions nor digests`() {
        var bench = CoreBench.resting()
        let right = bench.wall
        bench.wall = right + .seconds(365 * 86_400)
        bench.makeDue(window: .seconds(1))
        bench.feed(.dayEnded("2026-11-25"))
        bench.pass(3)
        bench.wall = right + .seconds(60)
        bench.forget()
        bench.makeDue()
        #expect(bench.state.waiting.count + (bench.state.run == nil ? 0 : 1) >= 1)
        bench.feed(.dayEnded("2025-11-25"))
        bench.feed(.dayEnded("2025-11-25"))
        let digests = bench.effects.filter { if case .post(.digest) = $0 { true } else { false } }
        #expect(digests.count == 1)
    }

    @Test func `a run that was taken before the clock was set back is not taken again`() {
        var bench = CoreBench.resting()
        let due = DueMission(
            id: "a@1", schedule: "a", plan: "a.plan", due: bench.wall, latest: bench.wall + .seconds(7200))
        bench.wall = bench.wall + .seconds(5)
        bench.feed(.due(due))
        bench.wall = bench.wall + .seconds(-4000)
        bench.feed(.due(due))
        bench.feed(.due(due))
        #expect(bench.state.waiting.count + (bench.state.run == nil ? 0 : 1) == 1)
    }

    @Test func `a run told after a later one of its schedule flies, or is dropped when it may have flown`() {
        var bench = CoreBench.resting()
        let begin = bench.wall
        func due(_ seconds: Double) -> DueMission {
            let at = begin + .seconds(seconds)
            return DueMission(id: "a@\(seconds)", schedule: "a", plan: "a.plan", due: at, latest: at + .seconds(5))
        }
        func outcomes(of id: String) -> Int {
            bench.effects.count { if case .record(let run) = $0 { run.mission.id == id } else { false } }
        }
        // Taken while the clock was ahead; when it is right again the run before it comes due.
        bench.wall = begin + .seconds(600)
        bench.feed(.due(due(500)))
        #expect(bench.state.taken["a"] == due(500).due)
        bench.feed(.due(due(400)))
        #expect(outcomes(of: "a@500.0") == 1 && outcomes(of: "a@400.0") == 1)
        bench.feed(.due(due(400)))
        #expect(outcomes(of: "a@400.0") == 1)
        // 64 runs later its id is forgotten, and only its age tells.
        for later in 0..<64 { bench.feed(.due(due(501 + Double(later)))) }
        #expect(bench.state.recentRuns.count == 64 && bench.state.forgottenDue == due(500).due)
        bench.feed(.due(due(400)))
        bench.feed(.due(due(450)))
        #expect(outcomes(of: "a@400.0") == 1 && outcomes(of: "a@450.0") == 0)
    }

    @Test func `the ids of an older Roost, which have no times, are never too young to have been forgotten`() {
        var bench = CoreBench.resting()
        let at = bench.wall + .seconds(-60)
        bench.state.recentRuns = ["b@1"]
        bench.state.taken["a"] = at
        let due = DueMission(id: "a@0", schedule: "a", plan: "a.plan", due: at, latest: at + .seconds(7200))
        bench.feed(.due(due))
        #expect(bench.state.waiting.isEmpty && bench.state.run == nil)
    }
}
