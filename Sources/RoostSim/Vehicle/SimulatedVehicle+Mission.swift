// SPDX-License-Identifier: Apache-2.0
// How the simulated autopilot flies the stored mission item by item. Jumps are bounded, unknown DO commands
// are passed over, and the end of the list holds the craft where it is.

internal import DockModel
internal import MAVLink

extension SimulatedVehicle {
    /// Longest chain of items without movement before the mission counts as finished; stops endless jumps.
    private static let longestChain = 2_000
    /// Repeats of an endless jump (repeat count below zero).
    private static let endlessRepeats = 100
    /// Longest stay at one item, in seconds.
    private static let longestStay = 3_600.0

    /// Starts the current item; passes over items that do not move the craft.
    mutating func beginItem() {
        let items = plan.items(.mission)
        for _ in 0..<Self.longestChain {
            guard plan.current < items.count else { return finishMission() }
            let item = items[plan.current]
            if begin(item, of: items.count) { return }
        }
        say(.warning, "Mission has no movement, holding")
        finishMission()
    }

    /// The item being flown is done: report it and start the next.
    mutating func finishItem() {
        reportReachedItem()
        guard mode == .mission else { return task = .hold(at: airframe.place) }
        plan.current += 1
        beginItem()
    }

    /// Sends MISSION_ITEM_REACHED for the current item, once.
    mutating func reportReachedItem() {
        guard plan.current < plan.items(.mission).count, plan.lastReached != plan.current else { return }
        plan.lastReached = plan.current
        plan.lastFlown = plan.current
        sendReached(UInt16(truncatingIfNeeded: plan.current))
        guard configuration.dialect == .px4 else { return }
        plan.repeated = (plan.current, PlanMemory.mostRepeats, timers.now + .seconds(1))
    }

    /// PX4's repetitions of the item reached last.
    mutating func repeatReachedItem() {
        guard let again = plan.repeated, again.due <= timers.now else { return }
        sendReached(UInt16(truncatingIfNeeded: again.number))
        plan.repeated = again.left > 1 ? (again.number, again.left - 1, timers.now + .seconds(1)) : nil
    }

    /// Starts one item; false when it does not move the craft and the next one should start.
    private mutating func begin(_ item: StoredItem, of count: Int) -> Bool {
        switch item.command {
        case StoredItem.Command.takeoff:
            let height = max(height(of: item), airframe.groundUp + 2)
            task = .climb(toHeight: height, over: airframe.place)
        case StoredItem.Command.waypoint, StoredItem.Command.loiterForever, StoredItem.Command.loiterTurns,
            StoredItem.Command.loiterTime:
            task = flight(to: item)
        case StoredItem.Command.returnHome:
            reportReachedItem()
            if configuration.dialect == .px4 { mode = .returning }
            beginReturn()
        case StoredItem.Command.land:
            let hasPlace = item.x != 0 || item.y != 0
            let goal = hasPlace ? place(of: item) : airframe.place
            task = .descend(over: goal + landingPlace)
        case StoredItem.Command.delay:
            task = .stay(at: airframe.place, until: timers.now + span(item.param1))
        default:
            act(on: item, of: count)
            return false
        }
        return true
    }

    /// Does what an item without movement asks, and moves on.
    private mutating func act(on item: StoredItem, of count: Int) {
        plan.current += 1
        switch item.command {
        case StoredItem.Command.changeSpeed:
            let speed = Double(item.param2)
            if speed.isFinite, speed > 0.2 { plan.speed = min(speed, airframe.limits.greatestAirspeed) }
        case StoredItem.Command.jump:
            let jump = plan.current - 1
            let wanted = item.param2.isFinite ? Int(min(max(item.param2, -1), 10_000)) : 0
            let repeats = wanted < 0 ? Self.endlessRepeats : wanted
            guard item.param1.isFinite, item.param1 >= 0, Int(min(item.param1, 70_000)) < count else {
                return
            }
            guard plan.jumpsDone[jump, default: 0] < repeats else { return }
            plan.jumpsDone[jump, default: 0] += 1
            plan.current = Int(min(item.param1, 70_000))
        case StoredItem.Command.cameraDistance: triggerCamera(every: item.param1, atOnce: item.param3)
        case StoredItem.Command.cameraControl where item.x != 0: releaseCamera()
        case StoredItem.Command.takePicture: releaseCamera()
        default: return
        }
    }

    private mutating func finishMission() {
        plan.current = max(0, plan.items(.mission).count - 1)
        if configuration.dialect == .px4 {
            say(.info, "Mission finished, loitering")
            mode = .hold
        }
        task = airframe.isOnGround ? .idle : .hold(at: airframe.place)
    }

    private func flight(to item: StoredItem) -> FlightTask {
        let accepted = Double(item.param2)
        let isWaypoint = item.command == StoredItem.Command.waypoint
        let radius = isWaypoint && accepted.isFinite && accepted > 0.3 ? min(accepted, 50) : 2
        let stay: Duration =
            switch item.command {
            case StoredItem.Command.loiterForever: .seconds(Self.longestStay)
            case StoredItem.Command.loiterTurns: span(item.param1 * 20)
            default: span(item.param1)
            }
        return .fly(to: place(of: item), radius: radius, stay: stay)
    }

    private func place(of item: StoredItem) -> Vector {
        guard item.x != 0 || item.y != 0 else {
            return Vector(north: airframe.place.north, east: airframe.place.east, up: height(of: item))
        }
        var place = frame.metres(latitude: item.latitude, longitude: item.longitude)
        place.up = height(of: item)
        return place
    }

    private func height(of item: StoredItem) -> Double {
        let metres = Double(item.z)
        guard metres.isFinite else { return airframe.place.up }
        return min(max(item.isRelative ? metres : metres - configuration.home.altitude, -100), 5_000)
    }

    private func span(_ seconds: Float) -> Duration {
        guard seconds.isFinite, seconds > 0 else { return .zero }
        return .seconds(min(Double(seconds), Self.longestStay))
    }
}
