// SPDX-License-Identifier: Apache-2.0
// Where a vehicle goes when home cannot be used, and when it is called home for want of energy: decided in time, told
// once, revoked at most once.

import DockModel
import RoostCore
import Testing

private let meadow = LandingPlace(name: "meadow", east: Metres(200), north: Metres(0))
private let quarry = LandingPlace(name: "quarry", east: Metres(0), north: Metres(900))

private func site(_ places: [LandingPlace] = [quarry, meadow]) -> DockPolicy {
    var policy = DockPolicy()
    policy.alternates = places
    return policy
}

extension CoreBench {
    /// A flying bench whose vehicle says where it is.
    static func flyingEast(_ metres: Double, policy: DockPolicy = site()) -> CoreBench {
        var bench = CoreBench.flying(policy: policy)
        bench.vehicle?.east = Metres(metres)
        bench.vehicle?.north = Metres(0)
        bench.vehicle?.distance = Metres(abs(metres))
        bench.pass(2)
        bench.forget()
        return bench
    }
}

@Suite struct EnergyToComeHome {
    @Test func `the way home and the reserve decide when the vehicle is called, not a fixed charge`() {
        var bench = CoreBench.flyingEast(100)
        bench.vehicle?.battery = Percent(40)
        bench.pass(3)
        #expect(!bench.actions.contains(.returnHome))
        // 3 km at 8 m/s less 3 m/s of wind are 10 min at 4 % a minute: 40 % and the reserve of 15 %.
        bench.vehicle?.distance = Metres(3000)
        bench.vehicle?.east = Metres(3000)
        bench.pass(1)
        #expect(bench.actions.contains(.returnHome))
        #expect(bench.isOpen(.calledHome))
        #expect(bench.broken == [])
    }

    @Test func `a pack that drains faster than planned is believed`() {
        var bench = CoreBench.flyingEast(700)
        for charge in stride(from: 96.0, to: 62.0, by: -0.5) {
            bench.vehicle?.battery = Percent(charge)
            bench.pass(1)
        }
        // 30 % a minute: 140 s home and the landing would take over 80 %.
        #expect(bench.actions.contains(.returnHome))
        #expect(bench.broken == [])
    }

    @Test func `a pack that is not told for a minute calls the vehicle home`() {
        var bench = CoreBench.flyingEast(100)
        bench.vehicle?.battery = nil
        bench.pass(50)
        #expect(!bench.actions.contains(.returnHome))
        bench.pass(60)
        #expect(bench.actions.contains(.returnHome))
        #expect(bench.broken == [])
    }
}

@Suite struct Diverting {
    @Test func `a vehicle on its way home to a closed cover is sent to the nearest place after ten seconds`() {
        var bench = CoreBench.flyingEast(150)
        bench.vehicle?.intent = .returning
        bench.setCover(.closed)
        bench.answer = { if case .cover = $0 { .failed(reason: "no answer") } else { .done } }
        bench.pass(8)
        #expect(bench.state.phase == .returning)
        bench.pass(6)
        #expect(bench.state.phase == .diverting)
        #expect(bench.actions.contains(.fly(to: meadow)))
        #expect(bench.mails(.diverting) == 1)
        #expect(bench.broken == [])
    }

    @Test func `above the place it is told to land, and the run ends as diverted`() throws {
        var bench = CoreBench.flyingEast(150)
        bench.sensors[.emergencyStop] = 1
        bench.pass(12)
        #expect(bench.state.phase == .diverting)
        bench.vehicle?.east = Metres(199)
        bench.vehicle?.intent = .other
        bench.pass(12)
        #expect(bench.actions.contains(.land))
        bench.setVehicle(.onGround, isArmed: false, distance: 200)
        bench.pass(2)
        #expect(bench.state.phase == .diverted)
        #expect(bench.isOpen(.landedElsewhere))
        let run = try #require(bench.records.first)
        #expect(run.outcome == .diverted)
        #expect(run.landed != nil)
        #expect(bench.broken == [])
    }

    @Test func `orders to fly there are given again until it is there`() {
        var bench = CoreBench.flyingEast(150)
        bench.sensors[.emergencyStop] = 1
        bench.answer = { _ in .failed(reason: "no answer") }
        bench.pass(45)
        #expect(bench.actions.filter { $0 == .fly(to: meadow) }.count >= 3)
        #expect(bench.mails(.diverting) == 1)
    }

    @Test func `it is called home again when home opens and the pack allows it, once`() {
        var bench = CoreBench.flyingEast(150)
        bench.isBusUp = false
        bench.vehicle?.intent = .returning
        bench.pass(15)
        #expect(bench.state.phase == .diverting)
        bench.isBusUp = true
        bench.vehicle?.intent = .other
        bench.forget()
        bench.pass(9)
        #expect(bench.state.phase == .diverting)
        bench.pass(3)
        #expect(bench.actions.contains(.returnHome))
        #expect(bench.state.phase == .flying)
        bench.isBusUp = false
        bench.pass(15)
        #expect(bench.state.phase == .diverting)
        bench.isBusUp = true
        bench.forget()
        bench.pass(30)
        #expect(bench.state.phase == .diverting)
        #expect(!bench.actions.contains(.returnHome))
        #expect(bench.broken == [])
    }

    @Test func `it is not called home again with less than the way home and one and a half reserves`() {
        var bench = CoreBench.flyingEast(150)
        bench.isBusUp = false
        bench.vehicle?.intent = .returning
        bench.pass(15)
        bench.isBusUp = true
        bench.vehicle?.battery = Percent(25)
        bench.pass(40)
        #expect(bench.state.phase == .diverting)
        #expect(bench.broken == [])
    }

    @Test func `on a mission with charge in hand the cover is opened again before the vehicle is sent away`() {
        var bench = CoreBench.flyingEast(150)
        bench.setCover(.moving)
        bench.pass(12)
        #expect(bench.actions.contains(.cover(.open)))
        #expect(bench.state.phase == .flying)
        bench.setCover(.open)
        bench.pass(5)
        #expect(bench.state.phase == .flying)
        #expect(bench.broken == [])
    }

    @Test func `a dock without alternates says that there is no place to land and keeps trying`() {
        var bench = CoreBench.flyingEast(150, policy: site([]))
        bench.vehicle?.intent = .returning
        bench.setCover(.closed)
        bench.pass(20)
        #expect(bench.state.phase == .returning)
        #expect(bench.isOpen(.noLandingPlace))
        #expect(bench.actions.contains(.cover(.open)))
        #expect(bench.broken == [])
    }

    @Test func `the plan's rally points serve a site that names no places`() {
        var rules = site([])
        rules.rallyPoints["patrol.plan"] = [quarry]
        var bench = CoreBench.flyingEast(150, policy: rules)
        bench.sensors[.serviceKey] = 0
        bench.sensors[.emergencyStop] = 1
        bench.pass(12)
        #expect(bench.actions.contains(.fly(to: quarry)))
    }

    @Test func `after a restart on the way it goes on to the same place`() {
        var bench = CoreBench.flyingEast(150)
        bench.sensors[.emergencyStop] = 1
        bench.pass(12)
        bench.forget()
        bench.restart(boot: 5)
        bench.pass(4)
        #expect(bench.state.phase == .diverting)
        #expect(bench.actions.contains(.fly(to: meadow)))
        #expect(bench.broken == [])
    }

    @Test func `a vehicle that is found at home after a restart is not sent elsewhere any more`() {
        var bench = CoreBench.flyingEast(100)
        bench.setCover(.closed)
        bench.sensors[.emergencyStop] = 1
        bench.pass(14)
        #expect(bench.state.phase == .diverting)
        bench.sensors[.emergencyStop] = 0
        bench.restart()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.pass(5)
        #expect(bench.state.phase != .diverting)
        #expect(bench.state.divert == nil)
        #expect(!bench.isOpen(.diverting))
        #expect(bench.broken == [])
    }

    @Test func `something on the pad and a storm at the dock each keep the vehicle from home`() {
        for (role, value) in [(Role.vehiclePresent, 1.0), (.windSpeed, 18)] {
            var bench = CoreBench.flyingEast(150)
            bench.vehicle?.intent = .returning
            bench.sensors[role] = value
            bench.pass(14)
            #expect(bench.state.phase == .diverting, "\(role)")
            #expect(bench.broken == [], "\(role)")
        }
    }

    @Test func `a vehicle that landed elsewhere is not taken for the thing on the pad`() throws {
        var bench = CoreBench.flyingEast(150)
        bench.vehicle?.intent = .returning
        bench.sensors[.vehiclePresent] = 1
        bench.pass(14)
        #expect(bench.state.phase == .diverting)
        bench.vehicle?.east = Metres(199)
        bench.setVehicle(.onGround, isArmed: false, distance: 199)
        bench.pass(2)
        #expect(bench.state.phase == .diverted)
        #expect(bench.records.first?.outcome == .diverted)
        #expect(bench.broken == [])
    }
}
