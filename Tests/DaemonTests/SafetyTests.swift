// SPDX-License-Identifier: Apache-2.0
// What the process does when the core has a mistake in it, and when it ends in the middle of a travel: everything
// stops, and a person is told.

import DockModel
import Glibc
import RoostCore
import RoostSim
import Store
import Synchronization
import Testing

@testable import RoostDaemon

private final class Orders: OrderTaker {
    private let taken = Mutex<[Action]>([])
    func carryOut(_ order: Order) { taken.withLock { $0.append(order.action) } }
    var actions: [Action] { taken.withLock { $0 } }
}

/// A policy of a dock with centring rods.
private var withRods: DockPolicy {
    var policy = DockPolicy()
    policy.equipped = Set(Role.allCases)
    return policy
}

/// A state in which the rods are under way, as the core itself ordered them.
private func rodsUnderWay() throws -> DockState {
    var state = DockState(at: moment(0), parts: [])
    state.phase = .idle
    let text = String(decoding: try StateCoding.encode(state), as: UTF8.self)
    let marked = text.dropLast() + #","rods":{"goal":"close","order":7,"ordered":{"nanoseconds":1000000000000}}}"#
    return try StateCoding.decodeState(Array(marked.utf8), fresh: state).state
}

@Suite(.timeLimit(.minutes(1))) struct BrokenInvariants {
    @Test func `a core that breaks a rule is held back, motors are stopped and a person is told`() async throws {
        let underWay = try rodsUnderWay()
        #expect(underWay.rods?.goal == .close)
        // The first tick launches in a dock of which nothing is known.
        let isMad = Mutex(true)
        let bench = try Bench(underWay, isStoreThere: true, policy: withRods) { before, event, now, policy in
            var state = before
            guard case .tick = event, isMad.withLock({ mad in defer { mad = false }; return mad }) else {
                return step(state, event, at: now, policy: policy)
            }
            state.rods = underWay.rods
            // Two real steps lend us an order with a number of its own.
            var (after, effects) = step(state, .operatorSays(.lockOut("x")), at: now, policy: policy)
            after.lockOut = nil
            effects = effects.map { effect in
                guard case .perform(var order) = effect else { return effect }
                order.action = .launch
                return .perform(order)
            }
            after.rods = state.rods
            return (after, effects)
        }
        let orders = Orders()
        await bench.loop.connect(taker: orders)
        try await bench.take(.tick)
        let after = await bench.loop.state
        #expect(after.phase == .fault && after.awaitsPerson)
        #expect(after.incidents.values.contains { $0.kind == .invariantBroken })
        #expect(after.rods == nil && after.travel == nil && after.charge == nil)
        #expect(!orders.actions.contains(.launch), "\(orders.actions)")
        #expect(orders.actions.contains(.cover(.stop)) && orders.actions.contains(.rods(.stop)), "\(orders.actions)")
        #expect(orders.actions.contains(.charger(on: false)), "\(orders.actions)")
        await bench.end()
    }

    @Test func `a sound core breaks nothing in the same surroundings`() async throws {
        let bench = try Bench(DockState(at: moment(0), parts: []), isStoreThere: true, policy: withRods)
        try await bench.take(.tick)
        #expect(await bench.loop.state.incidents.values.allSatisfy { $0.kind != .invariantBroken })
        await bench.end()
    }
}

@Suite(.timeLimit(.minutes(1))) struct TheEnd {
    @Test func `a loop with a travel under way names the stops, and one without names none`() async throws {
        #expect(DockLoop.stops(of: try rodsUnderWay()) == [.rods(.stop)])
        let still = try Bench(DockState(at: moment(0), parts: []), isStoreThere: true)
        try await still.take(.tick)
        #expect(await still.loop.farewell == [])
        await still.end()
    }
}

extension TheDaemon {
    @Suite(.serialized) struct Ends {
        @Test(.timeLimit(.minutes(1)))
        func `SIGTERM in the middle of a travel stops the cover before the process ends`() throws {
            let field = try Rehearsal(speed: 10)
            defer { field.stop() }
            try field.leaveDatabase()
            let daemon = try field.daemon()
            try #require(daemon.waitForLine("-> opening", within: 40), "\(daemon.tail)")
            let isMoving = daemon.wait(20) {
                field.world.withPlant { $0.drive == .open && $0.coverPosition > 2 && $0.coverPosition < 90 }
            }
            try #require(isMoving, "\(daemon.tail)")
            daemon.signal(SIGTERM)
            #expect(daemon.end(within: 20) == 0, "\(daemon.tail)")
            let (drive, position) = field.world.withPlant { ($0.drive, $0.coverPosition) }
            #expect(drive == .stop && position < 99, "\(drive) at \(position)\n\(daemon.tail)")
            #expect(daemon.log.contains("the dock ends"), "\(daemon.tail)")
        }
    }
}
