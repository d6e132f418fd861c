// SPDX-License-Identifier: Apache-2.0
// How far a vehicle has come in its mission: the items that it reached, each once, and what the item under way proves.
// What it repeats of an earlier flight is no progress; it only listens and ends nothing.

public import DockModel
public import MAVLink

/// The progress of one flight, gathered from reports. Items are numbered as in the plan: from 0, without ArduPilot's
/// home.
public struct MissionWatch: Sendable, Equatable {
    /// The most items kept.
    static let mostItems = 1_000

    /// The items that were reached, in order, each once.
    public private(set) var reached: [Int] = []
    /// The one reached last, also when it was reached before.
    public private(set) var last: Int?
    /// The greatest item that is done: reached, or left behind by the item under way. One MISSION_ITEM_REACHED may be
    /// lost; MISSION_CURRENT comes every second.
    public private(set) var passed: Int?

    /// The items of the mission that are a return home: one that is under way proves that what is before it is done,
    /// in whatever mode it is flown.
    public var returnItems: Set<Int> = []

    private var seen: UInt64 = 0
    /// Items told on the ground ahead of the one under way: PX4 repeats the last one of the flight before, up to ten
    /// times, when the same mission is sent to it again.
    private var stale: Set<Int> = []

    /// Nothing reached yet.
    public init() {}

    /// Takes what a vehicle says.
    /// - Parameters:
    ///   - begun: when this flight was armed or launched; what is older belongs to another one.
    ///   - isUp: whether it has been in the air since.
    public mutating func take(_ vehicle: VehicleReport, since begun: Instant, isUp: Bool) {
        let home = vehicle.autopilot?.homeItems ?? 0
        let current = vehicle.missionCurrent.flatMap { $0.taken >= begun ? Int($0.value.item) - home : nil }
        for item in vehicle.reachedItems(after: seen) {
            let number = Int(item.value) - home
            guard number >= 0 else { continue }
            guard item.taken >= begun else {
                stale.insert(number)
                continue
            }
            if !isUp, current.map({ number > $0 }) ?? true { stale.insert(number) }
            guard !stale.contains(number) else { continue }
            stale = []
            last = number
            passed = max(passed ?? number, number)
            if !reached.contains(number), reached.count < Self.mostItems { reached.append(number) }
        }
        seen = vehicle.reachedCount
        guard isUp, let current, current > 0 else { return }
        // A return that the vehicle decided on may move the number to a landing of the mission; it proves nothing.
        guard vehicle.mode?.value == .mission || returnItems.contains(current) else { return }
        passed = max(passed ?? 0, current - 1)
    }
}
