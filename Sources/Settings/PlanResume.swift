// SPDX-License-Identifier: Apache-2.0
// The rest of an interrupted plan: from the last item that was reached, with its take-off and with the speed, camera,
// gimbal and region of interest that were in force there. It knows nothing of what the flight looked like otherwise.

import MAVLink

/// The rest of a plan.
public struct PlanRest: Sendable, Equatable {
    /// The plan to fly; fence, rally points and home are those of the whole plan.
    public var plan: PlanFile
    /// For each item of the rest its number in the whole plan, from 0; nil for a jump that was added to enter a loop.
    public var numbers: [Int?]
    /// The item of the whole plan at which the work goes on, from 0.
    public var entry: Int

    /// The number in the whole plan of an item of the rest; nil when there is none.
    public func number(ofRest item: Int) -> Int? { numbers.indices.contains(item) ? numbers[item] : nil }
}

/// Why there is no rest to fly.
public enum PlanRestError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The plan has no such item.
    case noSuchItem(Int, count: Int)
    /// Everything but the way home was flown.
    case nothingLeft(Int)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noSuchItem(let item, let count):
            "item \(item) is not in the plan, whose items are 0 to \(max(0, count - 1)): give last_reached_item of the "
                + "interrupted flight"
        case .nothingLeft(let item): "after item \(item) nothing is left to fly but the way home"
        }
    }
}

extension PlanFile {
    /// The rest of the plan after a flight that reached `reached`, the number of an item from 0.
    ///
    /// The work goes on at the place of that item, so that the leg after it is flown whole. Inside a survey or corridor
    /// scan it goes on at the beginning of the straight line that the vehicle was on. Jumps lead to the same items as
    /// before; how often a jump was made already is `made`, by its number in the plan.
    public func rest(after reached: Int, jumpsMade made: [Int: Int] = [:]) throws(PlanRestError) -> PlanRest {
        guard mission.indices.contains(reached) else { throw .noSuchItem(reached, count: mission.count) }
        let picker = RestPicker(plan: self, made: made)
        guard picker.hasWork(after: reached) else { throw .nothingLeft(reached) }
        return picker.rest(after: reached)
    }
}

/// Picks the items of a rest.
private struct RestPicker {
    let plan: PlanFile
    let made: [Int: Int]

    private var mission: [MissionItem] { plan.mission }
    private func command(_ index: Int) -> Int { Int(mission[index].command.rawValue) }

    /// Repeats of a jump that are still to be made.
    private func repeats(of jump: Int) -> Int {
        max(0, (PlanJumps.whole(mission[jump].param2) ?? 0) - made[jump, default: 0])
    }

    private func target(of jump: Int) -> Int? {
        guard command(jump) == Int(PlanJumps.command.rawValue) else { return nil }
        return PlanJumps.whole(mission[jump].param1).flatMap { mission.indices.contains($0) ? $0 : nil }
    }

    /// Whether anything but a return or a landing follows.
    func hasWork(after reached: Int) -> Bool {
        guard !isEnd(reached) else { return false }
        return mission.indices.suffix(from: reached + 1).contains { index in
            PlanCommand.places.contains(command(index))
                || (target(of: index) != nil && repeats(of: index) > 0)
        }
    }

    private func isEnd(_ index: Int) -> Bool {
        PlanCommand.landings.contains(command(index)) || command(index) == PlanCommand.returnHome
    }

    func rest(after reached: Int) -> PlanRest {
        let takeOff = mission.firstIndex { PlanCommand.takeOffs.contains(Int($0.command.rawValue)) }
        // Before the first place nothing was done: the whole plan is flown again.
        guard let place = lastPlace(upTo: reached), place > takeOff ?? -1 else {
            return PlanRest(plan: plan, numbers: Array(mission.indices), entry: takeOff ?? 0)
        }
        let entry = beginningOfLine(at: place)
        let first = firstKept(from: entry)
        var kept: [Int] = []
        if let takeOff, takeOff < first { kept.append(takeOff) }
        let state = stateInForce(before: entry).filter { $0 < first }
        kept += state.filter { !Self.triggers.contains(command($0)) }
        let triggers = state.filter { Self.triggers.contains(command($0)) }
        return written(kept, enterAt: entry, from: first, triggers: triggers)
    }

    /// The list: what is kept, a jump into a loop where one is needed, and the items from `first` on.
    private func written(_ kept: [Int], enterAt entry: Int, from first: Int, triggers: [Int]) -> PlanRest {
        var numbers: [Int?] = kept
        if first < entry { numbers.append(nil) }
        for index in first..<mission.count {
            numbers.append(index)
            // Pictures are taken again once the vehicle is where the work goes on, not on the way there.
            if index == entry, first == entry { numbers += triggers.map { $0 } }
        }
        var site: [Int: Int] = [:]
        for (index, number) in numbers.enumerated() {
            // A state item may stand in front a second time; jumps mean the one in its own place.
            if let number, number >= first || site[number] == nil { site[number] = index }
        }
        var rest = plan
        rest.mission = numbers.map { number in
            guard let number else {
                return MissionItem(
                    frame: .mission, command: PlanJumps.command,
                    parameters: [Double(site[entry] ?? 0), 1, 0, 0, 0, 0, 0])
            }
            var item = mission[number]
            if let target = target(of: number) {
                item.param1 = Float(site[target] ?? 0)
                item.param2 = Float(repeats(of: number))
            }
            return item
        }
        rest.origins = numbers.map { number in
            plan.origins.indices.contains(number ?? entry)
                ? plan.origins[number ?? entry] : PlanOrigin(place: .start, number: (number ?? entry) + 1)
        }
        return PlanRest(plan: rest, numbers: numbers, entry: entry)
    }

    /// The item of the last place at or before an item.
    private func lastPlace(upTo reached: Int) -> Int? {
        mission.indices.prefix(reached + 1).last { PlanCommand.places.contains(command($0)) }
    }

    /// The earliest item that must stay: a jump that is still to be made may lead back before the entry.
    private func firstKept(from entry: Int) -> Int {
        var first = entry, index = mission.count - 1
        // Each step back may bring in another jump; from the end on, until nothing changes.
        while index >= first {
            if let target = target(of: index), repeats(of: index) > 0, target < first {
                first = target
                index = mission.count - 1
            } else {
                index -= 1
            }
        }
        return first
    }

    // MARK: Lines of a survey

    /// The first item of the straight line on which the vehicle leaves an item of a survey; the item itself elsewhere.
    private func beginningOfLine(at place: Int) -> Int {
        let line = placesOfComplex(around: place)
        guard let position = line.firstIndex(of: place), position + 1 < line.count else { return place }
        var start = position
        while start > 0, isStraight(line[start - 1], line[start], line[start + 1]) { start -= 1 }
        return line[start]
    }

    /// The items with a place of the complex item that an item belongs to, in order; none for a simple item.
    private func placesOfComplex(around index: Int) -> [Int] {
        guard plan.origins.indices.contains(index), plan.origins[index].part != nil else { return [] }
        let number = plan.origins[index].number
        return mission.indices.filter {
            plan.origins.indices.contains($0) && plan.origins[$0].number == number
                && PlanCommand.places.contains(command($0))
        }
    }

    /// Whether the way bends by less than about 8° at the middle of three places.
    private func isStraight(_ first: Int, _ middle: Int, _ last: Int) -> Bool {
        guard let a = point(first), let b = point(middle), let c = point(last) else { return false }
        let before = a.offset(to: b), after = b.offset(to: c)
        let dot = before.east * after.east + before.north * after.north
        let cross = before.east * after.north - before.north * after.east
        return dot > 0 && abs(cross) < 0.14 * dot
    }

    private func point(_ index: Int) -> PlanPoint? {
        guard let latitude = mission[index].latitude, let longitude = mission[index].longitude else {
            return nil
        }
        return PlanPoint(latitude: latitude, longitude: longitude)
    }

    // MARK: State

    /// Commands that switch recording on or off.
    private static let triggers: Set<Int> = [206, 2_000, 2_500]
    /// Commands that set a state, with what they set; of two that set the same the later counts.
    private static let states: [Int: String] = [
        178: "speed", 206: "distance", 2_000: "interval", 2_001: "interval", 2_500: "video", 2_501: "video",
        195: "interest",
        197: "interest", 201: "interest", 204: "mount", 205: "gimbal", 220: "gimbal", 1_000: "gimbal",
        1_001: "gimbal owner", 530: "camera mode", 531: "zoom", 532: "focus", 534: "camera source",
        207: "fence",
        181: "relay", 183: "servo",
    ]

    /// The items whose state is in force before an item, in the order of the plan.
    private func stateInForce(before entry: Int) -> [Int] {
        var last: [String: Int] = [:]
        for index in mission.indices.prefix(entry) {
            guard let name = Self.states[command(index)] else { continue }
            // Speeds, relays and servos are told apart by their first parameter.
            let part = [178, 181, 183].contains(command(index)) ? " \(mission[index].param1)" : ""
            last[name + part] = index
        }
        return last.values.filter(isOn).sorted()
    }

    /// Whether an item switches something on that lasts; single pictures and ends of recordings do not.
    private func isOn(_ index: Int) -> Bool {
        let item = mission[index]
        switch command(index) {
        case 206: return item.param1 > 0
        case 2_000: return item.param2 > 0 && item.param3 == 0
        case 2_001, 2_501, 197: return false
        default: return true
        }
    }
}
