// SPDX-License-Identifier: Apache-2.0
// Every wait of the dock ends: by evidence, by its deadline, or by a person who has been told. And what must
// stop, stops even when the order to stop it was lost.

import DockModel
import RoostCore
import Testing

@Suite struct WaitingMissions {
    @Test func `a run that waited past its latest start expires and is never launched`() throws {
        var bench = CoreBench.flying()
        bench.makeDue("second", window: .seconds(30))
        bench.pass(60)
        bench.forget()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(5)
        bench.setCover(.closed)
        bench.pass(60)
        #expect(!bench.actions.contains(.cover(.open)))
        #expect(bench.state.phase == .idle)
        #expect(bench.broken == [])
    }

    @Test func `runs that come due while the dock awaits a person end with a record each`() throws {
        var bench = CoreBench.resting()
        bench.setCover(.contradictory)
        bench.pass(2)
        #expect(bench.state.phase == .fault)
        bench.makeDue(window: .seconds(60))
        bench.forget()
        bench.pass(90)
        #expect(bench.records.map(\.outcome) == [.expired])
        #expect(try #require(bench.records.first?.reasons.last).contains("fault"))
        #expect(bench.state.waiting == [])
    }
}

@Suite struct LostOrders {
    @Test func `an order to come home that was not taken is given again`() {
        var bench = CoreBench.flying()
        bench.answer = { $0 == .returnHome ? .failed(reason: "no answer") : .done }
        bench.vehicle?.battery = Percent(20)
        bench.forget()
        bench.pass(60)
        #expect(bench.actions.filter { $0 == .returnHome }.count >= 3)
        #expect(bench.mails(.calledHome) == 1)
        bench.vehicle?.intent = .returning
        bench.pass(2)
        bench.forget()
        bench.pass(60)
        #expect(!bench.actions.contains(.returnHome))
    }

    @Test func `a stop of the cover that was not taken is given again`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.answer = { $0 == .cover(.stop) ? .failed(reason: "no answer") : .done }
        bench.pass(5)
        bench.setCover(.moving)
        bench.pass(2)
        bench.sensors[.emergencyStop] = 1
        bench.forget()
        bench.pass(30)
        let stops = bench.actions.filter { $0 == .cover(.stop) }.count
        #expect(stops >= 4)
        #expect(stops <= 20)
        bench.answer = { _ in .done }
        bench.pass(5)
        bench.forget()
        bench.pass(30)
        #expect(!bench.actions.contains(.cover(.stop)))
    }

    @Test func `a charger that delivers unasked is switched off, and told when it does not obey`() {
        var bench = CoreBench.resting()
        bench.forget()
        bench.sensors[.chargerCurrent] = 8
        bench.pass(10)
        #expect(bench.actions.contains(.charger(on: false)))
        bench.pass(60)
        #expect(bench.mails(.chargerStuckOn) == 1)
        #expect(bench.actions.count < 20)
        bench.sensors[.chargerCurrent] = 0
        bench.pass(120)
        #expect(bench.mails(.chargerStuckOn) == 2)
        #expect(!bench.isOpen(.chargerStuckOn))
    }

    @Test func `smoke switches a charger off that a former process switched on`() {
        var bench = CoreBench.resting()
        bench.vehicle?.battery = Percent(50)
        bench.pass(3)
        #expect(bench.state.charge != nil)
        bench.sensors[.chargerCurrent] = 8
        bench.sensors[.smoke] = 1
        bench.vehicle = nil
        bench.restart()
        bench.forget()
        bench.pass(2)
        #expect(bench.state.phase == .starting)
        #expect(bench.actions.contains(.charger(on: false)))
        #expect(bench.broken == [])
    }
}

@Suite struct UnderTheCover {
    @Test func `a vehicle that arms under a closing cover stops the cover`() {
        var bench = CoreBench.flying()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(3)
        #expect(bench.state.travel?.goal == .close)
        bench.setCover(.moving)
        bench.pass(2)
        bench.forget()
        bench.setVehicle(.onGround, isArmed: true)
        bench.pass(1)
        #expect(bench.actions.contains(.cover(.stop)))
        #expect(bench.state.travel == nil)
        bench.pass(30)
        #expect(!bench.actions.contains(.cover(.close)))
    }

    @Test func `a vehicle that lifts off while the cover should close is received with an open cover`() {
        var bench = CoreBench.flying()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(3)
        bench.setCover(.moving)
        bench.pass(1)
        bench.forget()
        bench.setVehicle(.inAir, isArmed: true, height: 5)
        bench.sensors[.vehiclePresent] = 0
        bench.pass(3)
        #expect(bench.state.phase.isAirborne)
        #expect(bench.actions.contains(.cover(.open)))
        #expect(bench.broken == [])
    }

    @Test func `after a launch order an empty pad keeps the cover open, heard or not`() {
        var bench = CoreBench.resting()
        bench.answer = { action in
            switch action {
            case .launch: .failed(reason: "no acknowledgement")
            case .upload: .verified(itemCount: 6, checksum: 7)
            default: .done
            }
        }
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(2)
        // The link goes down at the moment of take-off.
        bench.vehicle = nil
        bench.sensors[.vehiclePresent] = 0
        bench.pass(600)
        #expect(!bench.actions.contains(.cover(.close)))
        #expect(bench.state.phase == .lost)
        #expect(bench.records.map(\.outcome) == [.lost])
        #expect(bench.broken == [])
    }

    @Test func `a take-off that is told late, while its run waits, is a flight`() throws {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(70)
        let launched = try #require(bench.state.launchOrdered)
        bench.setCover(.closed)
        bench.pass(4)
        #expect(bench.state.phase == .hold)
        var late = VehicleUpdate(isLinked: true, heardAt: launched + .seconds(5))
        (late.isArmed, late.landed) = (true, .inAir)
        bench.feed(.vehicle(late))
        #expect(bench.state.run?.takeoff != nil)
        #expect(bench.state.phase != .hold)
        bench.pass(120)
        #expect(bench.records.map(\.outcome) == [.partial])
        #expect(bench.broken == [])
    }

    @Test func `the time in the air of a lost flight is not counted for the next`() {
        var bench = CoreBench.flying()
        bench.vehicle = nil
        bench.pass(130)
        #expect(bench.state.phase == .lost)
        var home = VehicleUpdate(isLinked: true)
        (home.isArmed, home.landed, home.intent) = (false, .onGround, .other)
        (home.battery, home.fix, home.isReadyToArm) = (Percent(96), 3, true)
        (bench.vehicle, bench.sensors[.vehiclePresent]) = (home, 1)
        bench.setCover(.closed)
        bench.feed(.operatorSays(.reset))
        bench.pass(4_000)
        #expect(bench.state.phase == .idle)
        bench.makeDue("survey")
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(5)
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 80)
        bench.sensors[.vehiclePresent] = 0
        bench.vehicle?.intent = .mission
        bench.pass(5)
        #expect(bench.state.phase == .flying)
        #expect(bench.state.run?.airSeconds ?? 0 < 10)
        #expect(!bench.state.isCalledHome)
        #expect(bench.broken == [])
    }

    @Test func `a launched run that expires at the gates was aborted`() throws {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(70)
        #expect(bench.state.run?.launched != nil)
        bench.setCover(.closed)
        bench.pass(4)
        #expect(bench.state.phase == .hold)
        bench.vehicle = nil
        let askAgain = try #require(bench.state.askAgain)
        let wait = bench.now.boot.duration(to: askAgain)
        bench.state.run?.mission.latest = bench.wall + wait + .seconds(1)
        bench.forget()
        bench.pass(65)
        #expect(bench.records.map(\.outcome) == [.aborted])
        #expect(bench.broken == [])
    }

    @Test func `contradictory switches during take-off do not leave the vehicle unwatched`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(4)
        #expect(bench.state.launchStage == .takingOff)
        bench.setCover(.contradictory)
        bench.pass(2)
        bench.setVehicle(.inAir, isArmed: true, height: 10)
        bench.sensors[.vehiclePresent] = 0
        bench.pass(2)
        #expect(bench.state.phase == .flying)
        #expect(bench.mails(.switchesContradict) == 1)
        #expect(bench.records == [])
    }

    @Test func `a lost vehicle that comes back finds the pad opened`() {
        var bench = CoreBench.flying()
        bench.vehicle = nil
        bench.pass(200)
        #expect(bench.state.phase == .lost)
        bench.setCover(.moving)
        bench.forget()
        bench.vehicle = VehicleUpdate(isLinked: true)
        bench.setVehicle(.inAir, isArmed: true, height: 40, distance: 200)
        bench.pass(3)
        #expect(bench.actions.contains(.cover(.open)))
        #expect(bench.state.phase == .lost)
        #expect(bench.broken == [])
    }
}

@Suite struct LongWaits {
    @Test func `a pad contact that fails after the landing is told`() {
        var bench = CoreBench.flying()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = nil
        bench.pass(700)
        #expect(bench.state.phase == .securing)
        #expect(bench.mails(.coverLeftOpen) == 1)
    }

    @Test func `a resting dock whose cover may be open is told once, and that it ended`() {
        var bench = CoreBench.resting()
        bench.sensors[.coverClosedSwitch] = nil
        bench.pass(20)
        bench.sensors[.coverOpenSwitch] = 1
        bench.pass(550)
        #expect(bench.mails(.coverLeftOpen) == 0)
        bench.pass(700)
        #expect(bench.state.phase == .idle)
        #expect(bench.mails(.coverLeftOpen) == 1)
        bench.setCover(.closed)
        bench.pass(120)
        #expect(!bench.isOpen(.coverLeftOpen))
        #expect(bench.broken == [])
    }

    @Test func `a limit switch that is not read for ten minutes is told, unless its device was told`() {
        var bench = CoreBench.resting()
        bench.sensors[.coverClosedSwitch] = nil
        bench.pass(590)
        #expect(bench.mails(.hardwareSilent) == 0)
        bench.pass(60)
        #expect(bench.mails(.hardwareSilent) == 1)
        bench.setCover(.closed)
        bench.pass(120)
        #expect(!bench.isOpen(.hardwareSilent))
        var away = CoreBench.resting()
        away.sensors[.coverClosedSwitch] = nil
        away.feed(.device("controller", isPresent: false, detail: "no reply"))
        away.pass(1_300)
        #expect(away.mails(.hardwareSilent) == 0)
        #expect(away.mails(.deviceLost) == 1)
    }

    @Test func `a return without end is told`() {
        var bench = CoreBench.flying()
        bench.vehicle?.intent = .returning
        bench.pass(2)
        #expect(bench.state.phase == .returning)
        bench.pass(2500)
        #expect(bench.mails(.flightTooLong) == 1)
    }

    @Test func `a mode that flickers does not begin the longest flight anew`() {
        var bench = CoreBench.flying()
        for _ in 0..<250 {
            bench.vehicle?.intent = .returning
            bench.pass(5)
            bench.vehicle?.intent = .mission
            bench.pass(5)
        }
        #expect(bench.mails(.flightTooLong) == 1)
    }

    @Test func `a person can reset a dock whose vehicle was carried away after the landing`() {
        var bench = CoreBench.flying()
        bench.setVehicle(.onGround, isArmed: true)
        bench.sensors[.vehiclePresent] = 1
        bench.vehicle?.intent = .landing
        bench.pass(3)
        #expect(bench.state.phase == .securing)
        bench.vehicle = nil
        bench.pass(400)
        #expect(bench.mails(.notDisarmed) == 1)
        bench.sensors[.vehiclePresent] = 0
        bench.feed(.operatorSays(.reset))
        bench.pass(70)
        #expect(bench.state.phase == .lost)
        bench.feed(.operatorSays(.reset))
        bench.pass(70)
        bench.setCover(.closed)
        bench.pass(5)
        #expect(bench.state.phase == .idle)
        #expect(bench.state.incidents.isEmpty)
        #expect(bench.records.count == 1)
    }
}

@Suite struct IncidentsThatEnd {
    @Test func `switches that contradicted each other in flight are resolved once they agree`() {
        var bench = CoreBench.flying()
        bench.setCover(.contradictory)
        bench.pass(3)
        bench.setCover(.open)
        bench.pass(120)
        #expect(bench.mails(.switchesContradict) == 2)
        #expect(!bench.isOpen(.switchesContradict))
    }

    @Test(arguments: [Role.smoke, .waterLeak])
    func `an alarm that bounces is told once and resolved once`(role: Role) {
        var bench = CoreBench.resting()
        bench.forget()
        for count in 0..<100 {
            bench.sensors[role] = count.isMultiple(of: 2) ? 1 : 0
            bench.pass(1)
        }
        bench.sensors[role] = 0
        bench.pass(120)
        let kind: IncidentKind = role == .smoke ? .smoke : .water
        #expect(bench.mails(kind) == 2)
        #expect(!bench.isOpen(kind))
    }

    @Test func `a link that drops every few seconds is told once`() {
        var bench = CoreBench.flying()
        let heard = bench.vehicle
        for _ in 0..<30 {
            bench.vehicle = nil
            bench.pass(8)
            bench.vehicle = heard
            bench.pass(4)
        }
        #expect(bench.mails(.vehicleSilent) == 1)
    }

    @Test func `a device that flaps is told once and resolved once`() {
        var bench = CoreBench.resting()
        bench.forget()
        for _ in 0..<50 {
            bench.feed(.device("plc", isPresent: false, detail: "time-out"))
            bench.pass(2)
            bench.feed(.device("plc", isPresent: true, detail: ""))
            bench.pass(2)
        }
        bench.pass(120)
        #expect(bench.mails(.deviceLost) == 2)
        #expect(!bench.isOpen(.deviceLost))
    }

    @Test func `no reading of the charge is no low charge and no full one`() {
        var bench = CoreBench.flying()
        bench.vehicle?.battery = Percent(.nan)
        bench.pass(2)
        #expect(bench.state.evidence.vehicle.battery.value == nil)
        bench.vehicle?.battery = Percent(32_767)
        bench.pass(2)
        #expect(bench.state.evidence.vehicle.battery.value == nil)
    }
}

@Suite struct LandingThatTakesLong {
    @Test func `a descent told from high up is one landing, with one deadline`() {
        var bench = CoreBench.flying()
        bench.vehicle?.intent = .returning
        bench.pass(2)
        bench.setVehicle(.landing, isArmed: true, height: 45, distance: 0)
        bench.pass(5)
        #expect(bench.state.phase == .landing)
        #expect(bench.state.phaseEntered.duration(to: bench.now.boot) >= .seconds(4))
        bench.pass(320)
        #expect(bench.mails(.notDisarmed) == 1)
        #expect(bench.broken == [])
    }

    @Test func `a vehicle on the pad that never says it landed is told once`() {
        var bench = CoreBench.flying()
        bench.vehicle?.intent = .landing
        bench.pass(2)
        bench.setVehicle(.landing, isArmed: false, height: 1, distance: 0)
        bench.vehicle?.landed = nil
        bench.sensors[.vehiclePresent] = 1
        bench.forget()
        bench.pass(400)
        #expect(bench.mails(.notDisarmed) <= 1)
    }

    @Test func `a travel that closes is stopped when a vehicle is heard in the air, though not whether it is armed`() {
        var bench = CoreBench.resting()
        bench.sensors[.vehiclePresent] = 0
        bench.setCover(.open)
        bench.pass(3)
        #expect(bench.state.travel?.goal == .close)
        bench.vehicle?.isArmed = nil
        bench.setCover(.moving)
        bench.vehicle?.landed = .inAir
        bench.vehicle?.distance = Metres(20)
        bench.pass(1)
        #expect(bench.state.travel == nil)
        #expect(bench.broken == [])
    }
}

@Suite struct ResetUnderWay {
    @Test func `a reset while the cover closes stops it before the dock looks around`() {
        var bench = CoreBench.resting()
        bench.setCover(.open)
        bench.pass(3)
        #expect(bench.state.travel?.goal == .close)
        bench.forget()
        bench.feed(.operatorSays(.reset))
        #expect(bench.actions.first == .cover(.stop))
        bench.setVehicle(.inAir, isArmed: true, height: 20, distance: 30)
        bench.sensors[.vehiclePresent] = 0
        bench.pass(3)
        #expect(bench.state.phase == .flying)
        #expect(bench.state.travel?.goal != .close)
        #expect(bench.broken == [])
    }
}
