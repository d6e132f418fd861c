// SPDX-License-Identifier: Apache-2.0
// People at the dock: the emergency stop and a lock-out stay until a reset, and the service key keeps everything still
// while hands are in the box.

import DockModel
import RoostCore
import Testing

private func withKey() -> DockPolicy {
    var policy = DockPolicy()
    policy.equipped.insert(.serviceKey)
    return policy
}

extension CoreBench {
    fileprivate static func keyed() -> CoreBench {
        var bench = CoreBench(policy: withKey())
        bench.sensors[.serviceKey] = 0
        bench.feed(.started)
        bench.pass(3)
        return bench
    }

    fileprivate var moves: [Action] { actions.filter(\.isActuation) }
}

@Suite struct LockedOut {
    @Test func `a released emergency stop keeps the dock still until a reset`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(6)
        #expect(bench.state.phase == .opening)
        bench.sensors[.emergencyStop] = 1
        bench.setCover(.moving)
        bench.pass(2)
        bench.sensors[.emergencyStop] = 0
        bench.forget()
        bench.pass(120)
        #expect(bench.moves == [])
        #expect(bench.state.awaitsPerson)
        #expect(bench.mails(.emergencyStop) == 0)
        bench.feed(.operatorSays(.reset))
        bench.pass(10)
        #expect(bench.actions.contains(.cover(.close)))
        #expect(bench.mails(.emergencyStop) == 1)
        #expect(bench.broken == [])
    }

    @Test func `a reset while the stop is pressed or not read ends nothing`() {
        var bench = CoreBench.resting()
        bench.sensors[.emergencyStop] = 1
        bench.pass(2)
        bench.feed(.operatorSays(.reset))
        #expect(bench.state.lockOut != nil)
        bench.sensors[.emergencyStop] = nil
        bench.pass(5)
        bench.feed(.operatorSays(.reset))
        #expect(bench.state.lockOut != nil)
        #expect(bench.broken == [])
    }

    @Test func `an operator's lock-out holds the launch with its reason and survives a restart`() throws {
        var bench = CoreBench.resting()
        bench.feed(.operatorSays(.lockOut("roof is being painted")))
        bench.restart()
        bench.makeDue(window: .seconds(120))
        bench.forget()
        bench.pass(200)
        #expect(bench.moves == [])
        let run = try #require(bench.records.first)
        #expect(run.outcome == .expired)
        #expect(run.reasons.joined().contains("roof is being painted"))
        bench.feed(.operatorSays(.reset))
        #expect(bench.state.lockOut == nil)
        #expect(bench.broken == [])
    }

    @Test func `a launch under way is broken off, and a vehicle still on the ground is disarmed`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(5)
        #expect(bench.actions.contains(.launch))
        bench.setVehicle(.onGround, isArmed: true)
        bench.sensors[.emergencyStop] = 1
        bench.forget()
        bench.pass(3)
        #expect(bench.actions.contains(.disarm))
        bench.setVehicle(.onGround, isArmed: false)
        bench.pass(70)
        #expect(bench.moves == [])
        #expect(bench.broken == [])
    }
}

@Suite struct InService {
    @Test func `a turned key ends charging and motion, and the waiting run is flown after it is turned back`() {
        var bench = CoreBench.keyed()
        bench.makeDue()
        bench.pass(6)
        #expect(bench.state.phase == .opening)
        bench.sensors[.serviceKey] = 1
        bench.setCover(.moving)
        bench.pass(1)
        #expect(bench.state.phase == .service)
        #expect(bench.actions.contains(.cover(.stop)))
        #expect(bench.records == [])
        bench.forget()
        bench.pass(60)
        #expect(bench.moves == [])
        bench.setCover(.closed)
        bench.sensors[.serviceKey] = 0
        bench.pass(12)
        #expect(bench.actions.contains(.cover(.open)))
        #expect(bench.broken == [])
    }

    @Test func `a key that is not read keeps everything still`() {
        var bench = CoreBench.keyed()
        bench.sensors[.serviceKey] = nil
        bench.pass(3)
        bench.makeDue(window: .seconds(300))
        bench.forget()
        bench.pass(100)
        #expect(bench.moves == [])
        #expect(bench.state.phase == .hold)
        #expect(bench.broken == [])
    }

    @Test func `a restart in service stays in service, and turning the key back resets a fault`() {
        var bench = CoreBench.keyed()
        bench.setCover(.contradictory)
        bench.pass(2)
        #expect(bench.state.phase == .fault)
        bench.sensors[.serviceKey] = 1
        bench.pass(2)
        #expect(bench.state.phase == .service)
        bench.restart(boot: 7)
        bench.pass(3)
        #expect(bench.state.phase == .service)
        bench.setCover(.closed)
        bench.sensors[.serviceKey] = 0
        bench.pass(8)
        #expect(bench.state.phase == .idle)
        #expect(!bench.isOpen(.switchesContradict))
        #expect(bench.broken == [])
    }

    @Test func `switches that contradict again while the key is turned do not end their incident`() {
        var bench = CoreBench.keyed()
        bench.setCover(.contradictory)
        bench.pass(2)
        bench.sensors[.serviceKey] = 1
        bench.setCover(.closed)
        bench.pass(2)
        #expect(bench.state.phase == .service)
        bench.setCover(.contradictory)
        bench.pass(90)
        #expect(bench.isOpen(.switchesContradict))
        #expect(bench.mails(.switchesContradict) == 1)
        bench.setCover(.closed)
        bench.pass(62)
        #expect(!bench.isOpen(.switchesContradict))
        #expect(bench.broken == [])
    }

    @Test func `hands in the box while the vehicle is out send it elsewhere`() {
        var site = withKey()
        site.alternates = [LandingPlace(name: "meadow", east: Metres(200), north: Metres(0))]
        var bench = CoreBench(policy: site)
        bench.sensors[.serviceKey] = 0
        bench.feed(.started)
        bench.pass(3)
        bench.makeDue()
        bench.pass(6)
        bench.setCover(.open)
        bench.pass(5)
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 80)
        bench.sensors[.vehiclePresent] = 0
        bench.vehicle?.intent = .mission
        bench.pass(2)
        #expect(bench.state.phase == .flying)
        bench.sensors[.serviceKey] = 1
        bench.pass(12)
        #expect(bench.state.phase == .diverting)
        #expect(bench.broken == [])
    }
}

@Suite struct ArmedInTheDock {
    @Test func `a vehicle that arms itself in the dock is told, disarmed and not charged`() {
        var bench = CoreBench.resting()
        bench.vehicle?.battery = Percent(50)
        bench.pass(3)
        bench.sensors[.chargerCurrent] = 8
        bench.pass(3)
        bench.forget()
        bench.vehicle?.isArmed = true
        bench.pass(25)
        #expect(bench.actions.contains(.charger(on: false)))
        #expect((2...4).contains(bench.actions.filter { $0 == .disarm }.count))
        #expect(bench.mails(.armedInDock) == 1)
        #expect(bench.broken == [])
    }
}

@Suite struct KeyAndRodDefects {
    @Test func `a key turned and turned back while the vehicle is out leaves no incident`() {
        var site = withKey()
        site.alternates = []
        var bench = CoreBench(policy: site)
        bench.sensors[.serviceKey] = 0
        bench.feed(.started)
        bench.pass(3)
        bench.makeDue()
        bench.pass(6)
        bench.setCover(.open)
        bench.pass(5)
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 80)
        bench.sensors[.vehiclePresent] = 0
        bench.pass(2)
        bench.sensors[.serviceKey] = 1
        bench.pass(3)
        #expect(bench.isOpen(.handsInDock))
        bench.sensors[.serviceKey] = 0
        bench.pass(2)
        #expect(!bench.isOpen(.handsInDock))
        #expect(bench.broken == [])
    }
}

@Suite struct FoundByTheModel {
    @Test func `a stop of the cover that was not taken keeps the charger off`() {
        var bench = CoreBench.resting()
        bench.vehicle?.battery = Percent(60)
        bench.answer = { action in
            switch action {
            case .cover(.stop): .failed(reason: "no answer")
            case .upload: .verified(itemCount: 6, checksum: 7)
            default: .done
            }
        }
        bench.makeDue()
        bench.pass(5)
        bench.forget()
        // The cover never leaves its closed end: the travel times out and the run is held.
        bench.pass(60)
        #expect(bench.actions.contains(.cover(.stop)))
        #expect(!bench.actions.contains(.charger(on: true)))
        bench.answer = { _ in .done }
        bench.pass(20)
        #expect(bench.actions.contains(.charger(on: true)))
        #expect(bench.broken == [])
    }

    @Test func `a launched vehicle that is not heard after a restart is not forgotten`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(5)
        #expect(bench.actions.contains(.launch))
        let heard = bench.vehicle
        bench.vehicle = nil
        bench.restart()
        bench.forget()
        bench.pass(90)
        #expect(bench.records == [])
        #expect(!bench.actions.contains(.cover(.close)))
        bench.vehicle = heard
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 50)
        bench.sensors[.vehiclePresent] = 0
        bench.pass(3)
        #expect(bench.state.phase == .flying)
        #expect(bench.state.run?.takeoff != nil)
        #expect(bench.broken == [])
    }

    @Test func `a restart right after the order to launch waits before it believes that the vehicle stayed`() {
        var bench = CoreBench.resting()
        bench.makeDue()
        bench.pass(5)
        bench.setCover(.open)
        bench.pass(5)
        bench.restart()
        bench.forget()
        bench.pass(3)
        #expect(bench.state.phase == .starting)
        bench.setVehicle(.onGround, isArmed: true)
        bench.pass(4)
        #expect(!bench.actions.contains(.cover(.close)))
        #expect(bench.state.run != nil)
        #expect(bench.broken == [])
    }

    @Test func `a charger that reads back on without a session is switched off, though nothing flows`() {
        var bench = CoreBench.resting()
        bench.sensors[.vehiclePresent] = 0
        bench.sensors[.chargerEnable] = 1
        bench.forget()
        bench.pass(20)
        #expect(bench.actions.contains(.charger(on: false)))
        #expect(bench.mails(.chargerStuckOn) == 0)
        #expect(bench.broken == [])
    }
}
