// SPDX-License-Identifier: Apache-2.0
// Carries out committed orders and reports each end to the inbox. Orders for the hardware keep their order; the
// vehicle's orders may take minutes and run beside them.

internal import DockModel
internal import Host
internal import Logging
internal import RoostCore

/// Who carries out orders.
final class Dispatcher: OrderTaker {
    /// Longest dock time that an order to move or energise may wait behind others: the world it was decided on is gone
    /// by then, and the core decides anew (I19, I23).
    static let longestWait = Duration.seconds(5)

    /// An order and when it was given.
    private struct Waiting: Sendable {
        var order: Order
        var given: Instant
    }

    private let hardware: AsyncStream<Waiting>.Continuation
    private let hardwareOrders: AsyncStream<Waiting>
    private let vehicle: AsyncStream<Waiting>.Continuation
    private let vehicleOrders: AsyncStream<Waiting>
    private let clock: any DockClock
    private let fieldbus: FieldbusAdapter
    private let vehicleAdapter: VehicleAdapter
    private let inbox: @Sendable (Event) -> Void
    private let logger: Logger

    init(
        fieldbus: FieldbusAdapter, vehicle: VehicleAdapter, clock: any DockClock, logger: Logger,
        inbox: @escaping @Sendable (Event) -> Void
    ) {
        (hardwareOrders, hardware) = AsyncStream.makeStream(of: Waiting.self)
        (vehicleOrders, self.vehicle) = AsyncStream.makeStream(of: Waiting.self)
        self.clock = clock
        self.fieldbus = fieldbus
        vehicleAdapter = vehicle
        self.inbox = inbox
        self.logger = logger
    }

    func carryOut(_ order: Order) {
        let waiting = Waiting(order: order, given: clock.now().boot)
        switch order.action {
        case .cover, .rods, .charger: hardware.yield(waiting)
        case .readyVehicle, .upload, .launch, .returnHome, .fly, .land, .disarm, .offloadLog: vehicle.yield(waiting)
        }
    }

    /// Carries out orders until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await order in hardwareOrders { await perform(order) }
            }
            group.addTask { [self] in
                await withDiscardingTaskGroup { orders in
                    for await order in vehicleOrders {
                        // Calling home must not wait behind an upload or a download.
                        orders.addTask { await self.perform(order) }
                    }
                }
            }
        }
    }

    private func perform(_ waiting: Waiting) async {
        let order = waiting.order
        if !order.action.isWrite { await vehicleAdapter.endLateFetch() }
        let age = waiting.given.duration(to: clock.now().boot)
        let result: OrderResult
        switch order.action {
        case _ where order.action.isActuation && age > Self.longestWait:
            result = .failed(reason: "it waited \(age.inSeconds) s behind other orders and is out of date")
        case .cover(let goal): result = await fieldbus.drive(goal)
        case .rods(let goal): result = await fieldbus.drive(goal)
        case .charger(let isOn): result = await fieldbus.switchCharger(on: isOn)
        case .readyVehicle: result = await vehicleAdapter.standReady()
        case .upload(let plan, let after): result = await vehicleAdapter.upload(plan, after: after)
        case .launch: result = await vehicleAdapter.launch()
        case .returnHome: result = await vehicleAdapter.returnHome()
        case .fly(let place): result = await vehicleAdapter.fly(to: place)
        case .land: result = await vehicleAdapter.land()
        case .disarm: result = await vehicleAdapter.disarm()
        case .offloadLog(let missionID): result = await vehicleAdapter.offloadLog(missionID)
        }
        if case .failed(let reason) = result {
            logger.warning("order \(order.id) (\(order.action)): \(reason)")
        }
        inbox(.finished(order: order.id, result))
    }
}
