// SPDX-License-Identifier: Apache-2.0
// The jumps of a plan: which item each leads to, and the order in which items are flown through them. A jump without
// an end or without a target is refused, because the length of the flight would be unknown.

import MAVLink

/// An item as it was read, before the jumps are resolved.
struct PlacedItem {
    var item: MissionItem
    var origin: PlanOrigin
    /// The name by which a jump finds it.
    var jumpID: Int?
    var commandPlace: Place
    var parametersPlace: Place
}

enum PlanJumps {
    static let command = MAVCommand.doJump
    /// Most repeats of one jump.
    static let mostRepeats = 1_000
    /// Most items that are flown in all, repeats counted.
    static let mostSteps = 20_000

    /// The items with jumps that name their target's number in the list, from 0.
    static func resolved(_ items: [PlacedItem], log: ProblemLog) -> [MissionItem] {
        var mission = items.map(\.item)
        let hasNames = items.contains { $0.jumpID != nil }
        var numbers: [Int: Int] = [:]
        for (index, item) in items.enumerated() {
            // The first item of that name, as the ground station finds it.
            guard let name = hasNames ? item.jumpID : index + 1, numbers[name] == nil else { continue }
            numbers[name] = index
        }
        for (index, item) in items.enumerated() where item.item.command == command {
            let words = item.origin.words
            func refuse(_ why: String, _ remedy: String) {
                log.report(item.parametersPlace, "\(words): the jump (DO_JUMP) \(why)", remedy)
            }
            guard let repeats = whole(item.item.param2), (0...mostRepeats).contains(repeats) else {
                let count = item.item.param2 < 0 ? "has no end" : "repeats more than \(mostRepeats) times"
                refuse(
                    "\(count), so that the length of the flight would be unknown",
                    "give it a number of repeats")
                continue
            }
            guard let name = whole(item.item.param1), let target = numbers[name] else {
                refuse(
                    "leads to an item that is not in the plan", "choose its target again in QGroundControl")
                continue
            }
            guard target != index else {
                refuse("leads to itself", "choose its target again in QGroundControl")
                continue
            }
            mission[index].param1 = Float(target)
        }
        if log.problems.isEmpty, order(of: mission) == nil,
            let first = items.first(where: { $0.item.command == command })
        {
            log.report(
                first.commandPlace,
                "\(first.origin.words): with its jumps the plan flies more than \(mostSteps) items",
                "lower the numbers of repeats")
        }
        return mission
    }

    /// The numbers of the items in the order in which they are flown; nil when they are more than `mostSteps`. Each
    /// jump counts its own repeats over the whole flight, as both autopilots do.
    static func order(of mission: [MissionItem]) -> [Int]? {
        var order: [Int] = [], done: [Int: Int] = [:], index = 0
        while index < mission.count {
            guard order.count < mostSteps else { return nil }
            order.append(index)
            let item = mission[index]
            if item.command == command, let target = whole(item.param1), mission.indices.contains(target),
                let repeats = whole(item.param2), done[index, default: 0] < repeats
            {
                done[index, default: 0] += 1
                index = target
            } else {
                index += 1
            }
        }
        return order
    }

    /// A parameter as a whole number; nil when it is none.
    static func whole(_ value: Float) -> Int? {
        guard value.isFinite, abs(value) < 1e9 else { return nil }
        return Int(value)
    }
}
