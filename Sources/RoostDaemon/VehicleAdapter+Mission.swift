// SPDX-License-Identifier: Apache-2.0
// Which items the vehicle holds and how far it has come in them: a plan or the rest of one, told in the numbers of the
// whole plan. It decides nothing; where a mission goes on is the core's decision.

internal import DockModel
internal import Logging
internal import MAVLink
internal import RoostCore
internal import Settings
internal import Synchronization
internal import VehicleLink

/// The items that the vehicle holds, and its progress in them.
struct HeldMission: Sendable {
    /// For each item its number in the whole plan; nil when the whole plan was uploaded.
    var numbers: [Int?]?
    /// Items that are a return home.
    var returnItems: Set<Int> = []
    /// How far it has come since the launch.
    var watch = MissionWatch()
    /// Whether it was in the air since.
    var isUp = false
    /// Whether it was launched since the upload, by this process or by the one before.
    private var isBegun = false

    /// The plan as a whole, or the rest of it where there is one.
    init(_ plan: PlanFile, after item: Int?) {
        let held = Self.items(of: plan, after: item)
        numbers = held.numbers
        returnItems = FlightPlanItems(mission: held.plan.mission).returnItems
        watch.returnItems = returnItems
    }

    /// Nothing is known of what it holds.
    init() { isBegun = true }

    /// What is uploaded: the whole plan when nothing of it is left but the way home.
    static func items(of plan: PlanFile, after item: Int?) -> (plan: PlanFile, numbers: [Int?]?) {
        guard let item else { return (plan, nil) }
        do throws(PlanRestError) {
            let rest = try plan.rest(after: item)
            return (rest.plan, rest.numbers)
        } catch {
            return (plan, nil)
        }
    }

    /// A new flight of the same items.
    mutating func begin() {
        (watch, isUp, isBegun) = (MissionWatch(), false, true)
        watch.returnItems = returnItems
    }

    /// Takes a report; answers the greatest item of the whole plan that is done.
    mutating func take(_ vehicle: VehicleReport, since begun: Instant, isAloft: Bool) -> Int? {
        guard isBegun else { return nil }
        isUp = isUp || isAloft
        watch.take(vehicle, since: begun, isUp: isUp)
        guard let passed = watch.passed else { return nil }
        guard let numbers else { return passed }
        return numbers.prefix(passed + 1).compactMap(\.self).max()
    }
}

extension VehicleAdapter {
    /// Tells the adapter of a new process what is being flown.
    func recall(_ run: MissionRun?) {
        guard let run, run.launched != nil, let plan = plans.all[run.mission.plan] else { return }
        held.withLock { held in
            held = HeldMission(plan, after: run.resumedAfter)
            held.begin()
        }
    }

    /// Uploads a plan, or the rest of it, and reads it back. The answer names the whole plan, from which the items were
    /// taken.
    func upload(_ name: String, after item: Int? = nil) async -> OrderResult {
        guard let plan = plans.all[name] else {
            return .failed(reason: "plan \(name) is not in the configuration")
        }
        if let fault = await compareParameters() { return .failed(reason: fault) }
        let flown = HeldMission.items(of: plan, after: item).plan
        do throws(VehicleLinkError) {
            let receipt = try await session.upload(flown.flightItems)
            guard receipt.itemCount == flown.mission.count,
                receipt.crc32 == MissionItem.checksum(of: flown.mission)
            else { return .failed(reason: "the vehicle holds other items than were sent") }
        } catch {
            return .failed(reason: "\(error)")
        }
        held.withLock { $0 = HeldMission(plan, after: item) }
        if let item { logger.info("\(name) goes on after item \(item)") }
        return .verified(itemCount: plan.mission.count, checksum: MissionItem.checksum(of: plan.mission))
    }
}
