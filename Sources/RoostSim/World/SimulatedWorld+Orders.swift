// SPDX-License-Identifier: Apache-2.0
// Orders on their way to the hardware and the vehicle, as the dispatcher hands them on: the hardware's one after the
// other, the vehicle's side by side. Whether anything happens is for the truth; whether anyone hears, for the link.

internal import DockModel
internal import RoostCore

extension SimulatedWorld {
    /// Longest time that an order to move or energise may wait behind others, s.
    private static let longestWait = 5.0

    /// Hands an order to the dispatcher.
    mutating func give(_ order: Order) {
        let free = max(seconds, process.blockedUntil)
        guard order.action.isWrite else {
            return pending.append(PendingOrder(at: free + 0.05, given: free, order: order))
        }
        let begins = max(free, hardwareFreeAt)
        hardwareFreeAt = begins + (bus.isDown ? 1 : 0.15)
        pending.append(PendingOrder(at: begins, given: free, order: order))
    }

    /// Carries out the orders whose turn has come.
    mutating func carryOutDue() {
        var index = 0
        while index < pending.count {
            let entry = pending[index]
            guard entry.result == nil, entry.at <= seconds + 0.1 else {
                index += 1
                continue
            }
            if entry.order.action.isActuation, entry.at - entry.given > Self.longestWait {
                pending[index].result = .failed(reason: "it waited behind other orders and is out of date")
                index += 1
                continue
            }
            if let (result, after) = carryOut(entry.order) {
                pending[index].result = result
                pending[index].at = seconds + after
                index += 1
            } else {
                pending.remove(at: index)
            }
        }
    }

    /// Carries out one order; its result and the seconds until that is told, or nil when nobody will ever hear.
    private mutating func carryOut(_ order: Order) -> (OrderResult, Double)? {
        switch order.action {
        case .cover, .rods, .charger: write(order.action)
        case .readyVehicle, .upload, .launch, .returnHome, .fly, .land, .disarm, .offloadLog:
            command(order.action)
        }
    }

    private mutating func write(_ action: Action) -> (OrderResult, Double)? {
        if bus.isDown { return (.failed(reason: "time-out"), 1) }
        let device = if case .charger = action { 1 } else { 0 }
        if bus.refusing == device { return (.failed(reason: "exception 4: device failure"), 0.2) }
        if bus.losesOrders { return random.next() & 1 == 0 ? nil : (.failed(reason: "time-out"), 1) }
        if bus.isShared, random.next() & 1 == 0 { return (.failed(reason: "the read-back differs"), 0.6) }
        switch action {
        case .cover(.open): plant.take(.open)
        case .cover(.close): plant.take(.close)
        case .cover(.stop): plant.take(.stop)
        case .rods(.open): plant.rodsMotor = .open
        case .rods(.close): plant.rodsMotor = .close
        case .rods(.stop): plant.rodsMotor = .stop
        case .charger(let isOn): plant.isChargerEnabled = isOn
        case .readyVehicle, .upload, .launch, .returnHome, .fly, .land, .disarm, .offloadLog: break
        }
        if bus.swallowsAnswers { return random.next() & 1 == 0 ? nil : (.failed(reason: "time-out"), 1) }
        if bus.loss > 0, random.uniform() < bus.loss { return (.failed(reason: "no valid reply"), 0.6) }
        return (.done, 0.3)
    }

    private mutating func command(_ action: Action) -> (OrderResult, Double)? {
        guard vehicle.isReachable else { return (.failed(reason: "the vehicle does not answer"), 4) }
        switch action {
        case .readyVehicle: return (.done, 0.4)
        case .upload:
            if let refusal = vehicle.faults.uploadRefusal { return (.failed(reason: refusal), 1.5) }
            let facts = SimulatedSite.planFacts
            let held = facts.itemCount - (vehicle.faults.losesItem ? 1 : 0)
            return (.verified(itemCount: held, checksum: facts.checksum), 2)
        case .launch: return launch()
        case .returnHome:
            vehicle.returnHome()
            return (.done, 0.5)
        case .fly(let place):
            vehicle.fly(toEast: place.east.value, north: place.north.value)
            return (.done, 0.5)
        case .land:
            vehicle.landHere()
            return (.done, 0.5)
        case .disarm:
            if let refusal = vehicle.disarm() { return (.failed(reason: refusal), 0.5) }
            return (.done, 0.5)
        case .offloadLog:
            if vehicle.faults.doesLogStall { return nil }
            if truth.now.contains(.descriptors) { return (.failed(reason: "no file can be opened"), 1) }
            return (.fetched(octets: 1_000_000), 5)
        case .cover, .rods, .charger: return (.done, 0)
        }
    }

    private mutating func launch() -> (OrderResult, Double)? {
        truth.launchedRun = process.state.run?.mission.id
        checkLaunch()
        if isFullyChecked {
            vehicle.reach = 40 + 260 * random.uniform()
            vehicle.missionSeconds = max(90, vehicle.reach / 2.5)
        }
        let isLate = vehicle.faults.takesOffLate != nil
        if let refusal = vehicle.launch() { return (.failed(reason: refusal), 1) }
        guard isLate else { return (.done, 1) }
        return random.next() & 1 == 0 ? nil : (.failed(reason: "no acknowledgement"), 4)
    }
}
