// SPDX-License-Identifier: Apache-2.0
// Carries out committed orders and reports each end to the inbox. Orders for the hardware keep their order; the
// vehicle's orders may take minutes and run beside them.

internal import Logging
internal import RoostCore

/// Who carries out orders.
final class Dispatcher: OrderTaker {
    private let hardware: AsyncStream<Order>.Continuation
    private let hardwareOrders: AsyncStream<Order>
    private let vehicle: AsyncStream<Order>.Continuation
    private let vehicleOrders: AsyncStream<Order>
    private let fieldbus: FieldbusAdapter
    private let vehicleAdapter: VehicleAdapter
    private let inbox: @Sendable (Event) -> Void
    private let logger: Logger

    init(
        fieldbus: FieldbusAdapter, vehicle: VehicleAdapter, logger: Logger,
        inbox: @escaping @Sendable (Event) -> Void
    ) {
        (hardwareOrders, hardware) = AsyncStream.makeStream(of: Order.self)
        (vehicleOrders, self.vehicle) = AsyncStream.makeStream(of: Order.self)
        self.fieldbus = fieldbus
        vehicleAdapter = vehicle
        self.inbox = inbox
        self.logger = logger
    }

    func carryOut(_ order: Order) {
        switch order.action {
        case .cover, .charger: hardware.yield(order)
        case .readyVehicle, .upload, .launch, .returnHome, .offloadLog: vehicle.yield(order)
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

    private func perform(_ order: Order) async {
        let result: OrderResult
        switch order.action {
        case .cover(let goal): result = await fieldbus.drive(goal)
        case .charger(let isOn): result = await fieldbus.switchCharger(on: isOn)
        case .readyVehicle: result = await vehicleAdapter.standReady()
        case .upload(let plan): result = await vehicleAdapter.upload(plan)
        case .launch: result = await vehicleAdapter.launch()
        case .returnHome: result = await vehicleAdapter.returnHome()
        case .offloadLog(let missionID): result = await vehicleAdapter.offloadLog(missionID)
        }
        if case .failed(let reason) = result {
            logger.warning("order \(order.id) (\(order.action)): \(reason)")
        }
        inbox(.finished(order: order.id, result))
    }
}
