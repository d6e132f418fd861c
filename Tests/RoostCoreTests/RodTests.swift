// SPDX-License-Identifier: Apache-2.0
// Docks with centring rods: they let go before a launch, hold before the cover closes and the charger goes on, and a
// rod that sticks is told and never hurried.

import DockModel
import RoostCore
import Testing

private func withRods() -> DockPolicy {
    var policy = DockPolicy()
    policy.equipped.formUnion([.rodsOpenSwitch, .rodsClosedSwitch, .rodsCommand])
    return policy
}

extension CoreBench {
    fileprivate static func withRodsHolding() -> CoreBench {
        var bench = CoreBench(policy: withRods())
        bench.setRods(.closed)
        bench.feed(.started)
        bench.pass(3)
        return bench
    }

    fileprivate mutating func setRods(_ position: CoverPosition) {
        sensors[.rodsOpenSwitch] = position == .open || position == .contradictory ? 1 : 0
        sensors[.rodsClosedSwitch] = position == .closed || position == .contradictory ? 1 : 0
    }
}

@Suite struct CentringRods {
    @Test func `they let go under an open cover before the plan is uploaded`() {
        var bench = CoreBench.withRodsHolding()
        bench.makeDue()
        bench.pass(6)
        bench.setCover(.open)
        bench.pass(3)
        #expect(bench.actions.contains(.rods(.open)))
        #expect(!bench.actions.contains(.upload(plan: "patrol.plan")))
        bench.setRods(.open)
        bench.pass(4)
        #expect(bench.actions.contains(.upload(plan: "patrol.plan")))
        #expect(bench.actions.contains(.launch))
        #expect(bench.broken == [])
    }

    @Test func `they hold a vehicle that came home before the cover closes, and only then is it charged`() throws {
        var bench = CoreBench.withRodsHolding()
        bench.makeDue()
        bench.pass(6)
        bench.setCover(.open)
        bench.setRods(.open)
        bench.pass(6)
        bench.setVehicle(.inAir, isArmed: true, height: 30, distance: 50)
        bench.sensors[.vehiclePresent] = 0
        bench.pass(3)
        bench.forget()
        bench.setVehicle(.onGround, isArmed: false)
        bench.sensors[.vehiclePresent] = 1
        bench.vehicle?.battery = Percent(60)
        bench.pass(3)
        #expect(bench.actions.contains(.rods(.close)))
        #expect(!bench.actions.contains(.cover(.close)))
        bench.setRods(.closed)
        bench.pass(3)
        #expect(bench.actions.contains(.cover(.close)))
        bench.setCover(.closed)
        bench.pass(3)
        #expect(bench.actions.contains(.charger(on: true)))
        let order = bench.actions
        let held = try #require(order.firstIndex(of: .rods(.close)))
        #expect(held < order.firstIndex(of: .cover(.close)) ?? 0)
        #expect(bench.broken == [])
    }

    @Test func `rods that do not let go end the launch; the cover is closed again`() {
        var bench = CoreBench.withRodsHolding()
        bench.makeDue(window: .seconds(90))
        bench.pass(6)
        bench.setCover(.open)
        bench.pass(110)
        #expect(!bench.actions.contains(.launch))
        #expect(bench.isOpen(.rodsStuck))
        #expect(bench.actions.filter { $0 == .rods(.open) }.count <= 3)
        #expect(bench.actions.contains(.cover(.close)))
        #expect(bench.broken == [])
    }

    @Test func `rods that stay open keep the charger off, not the cover`() {
        var bench = CoreBench.withRodsHolding()
        bench.setRods(.moving)
        bench.vehicle?.battery = Percent(50)
        bench.forget()
        bench.pass(150)
        #expect(!bench.actions.contains(.charger(on: true)))
        #expect(bench.isOpen(.rodsStuck))
        #expect(bench.state.phase == .idle)
        #expect(bench.broken == [])
    }

    @Test func `a vehicle that arms while they move stops them`() {
        var bench = CoreBench.withRodsHolding()
        bench.makeDue()
        bench.pass(6)
        bench.setCover(.open)
        bench.pass(2)
        #expect(bench.state.rods != nil)
        bench.setVehicle(.onGround, isArmed: true)
        bench.forget()
        bench.pass(1)
        #expect(bench.actions.contains(.rods(.stop)))
        #expect(bench.broken == [])
    }

    @Test func `a run that is due waits until they stand, though the vehicle is not heard meanwhile`() {
        var bench = CoreBench.withRodsHolding()
        bench.setRods(.moving)
        bench.pass(1)
        #expect(bench.state.rods != nil)
        bench.vehicle = nil
        bench.pass(6)
        bench.makeDue()
        bench.pass(3)
        #expect(bench.state.rods != nil)
        #expect(bench.state.phase == .idle)
        bench.pass(20)
        #expect(bench.state.rods == nil)
        #expect(bench.state.phase != .idle)
        #expect(bench.broken == [])
    }

    @Test func `they do not move while a charge session has just begun`() {
        var bench = CoreBench.withRodsHolding()
        bench.vehicle?.battery = Percent(50)
        bench.pass(1)
        #expect(bench.state.charge != nil)
        bench.setRods(.moving)
        bench.forget()
        bench.seconds += 1
        bench.feed(
            .readings(
                [.rodsClosedSwitch, .rodsOpenSwitch, .chargerCurrent, .vehiclePresent, .emergencyStop].map {
                    RoleReading($0, 0 + ($0 == .vehiclePresent ? 1 : 0), taken: bench.now.boot)
                }))
        #expect(!bench.actions.contains(.rods(.close)))
        #expect(bench.actions.contains(.charger(on: false)))
        bench.pass(2)
        #expect(bench.actions.contains(.rods(.close)))
        #expect(bench.broken == [])
    }

    @Test func `a stop of the rods that was not taken is given again`() {
        var bench = CoreBench.withRodsHolding()
        bench.makeDue()
        bench.pass(6)
        bench.setCover(.open)
        bench.answer = { $0 == .rods(.stop) ? .failed(reason: "no answer") : .done }
        bench.pass(2)
        bench.setRods(.open)
        bench.forget()
        bench.pass(12)
        #expect(bench.actions.filter { $0 == .rods(.stop) }.count >= 3)
        bench.answer = { _ in .done }
        bench.pass(3)
        bench.forget()
        bench.pass(10)
        #expect(!bench.actions.contains(.rods(.stop)))
    }
}
