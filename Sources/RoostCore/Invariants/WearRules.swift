// SPDX-License-Identifier: Apache-2.0
// Predicates on parts that wear: a part past its limit flies nothing, each threshold is told once, counters only
// grow. I33, I34.

internal import DockModel
internal import Wear

extension StepTaken {
    /// I33: with a part past its hard limit no run is prepared or launched; a threshold that a unit newly passes is
    /// told in the same step, and one that stands already is not told again.
    var mindsWornParts: Bool {
        if wants.contains(.launch) || isPreparedNow {
            for rule in policy.parts where rule.description.severity <= .error {
                guard after.wear.units[rule.description.id]?.isPastLimit != true else { return false }
            }
        }
        guard before.wear.units != after.wear.units || wants.contains(.post) else { return true }
        return areNoticesNew && areNewStagesTold
    }

    private var areNoticesNew: Bool {
        guard wants.contains(.post) else { return true }
        var keys: [String] = []
        for case .post(.part(let notice)) in effects {
            guard !keys.contains(notice.key) else { return false }
            keys.append(notice.key)
            guard notice.kind == .issued || notice.kind == .reinstated,
                let unit = before.wear.units[notice.part],
                unit.epoch == notice.epoch, let standing = unit.stage
            else { continue }
            guard standing < notice.stage else { return false }
        }
        return true
    }

    private var areNewStagesTold: Bool {
        for (part, unit) in after.wear.units {
            guard let stage = unit.stage, let was = before.wear.units[part], was.epoch == unit.epoch else {
                continue
            }
            if let standing = was.stage, standing >= stage { continue }
            // What another measure of the same thing has told stands for both.
            let isKnown = policy.parts.contains { rule in
                guard rule.description.id != part, isReplaced(part, with: rule.description.id),
                    let standing = before.wear.units[rule.description.id]?.stage
                else { return false }
                return standing >= stage
            }
            if isKnown { continue }
            let isTold = effects.contains { effect in
                guard case .post(.part(let notice)) = effect else { return false }
                return isReplaced(part, with: notice.part) && notice.stage >= stage
            }
            guard isTold else { return false }
        }
        return true
    }

    /// I34: no use of a part and no counter behind it ever shrinks, but the use of a part whose replacement the event
    /// reports.
    var countsWearUpwards: Bool {
        let was = before.wear.counters, now = after.wear.counters
        guard now.coverMoves.total >= was.coverMoves.total, now.flights >= was.flights,
            now.flightHours >= was.flightHours, now.chargeThroughput >= was.chargeThroughput,
            now.chargeCycles >= was.chargeCycles, now.contactMatings >= was.contactMatings,
            now.poweredHours >= was.poweredHours
        else { return false }
        if before.wear.units == after.wear.units { return true }
        guard journalsWear else { return false }
        for (part, unit) in before.wear.units {
            guard let later = after.wear.units[part] else { return false }
            guard later.use < unit.use || later.epoch != unit.epoch else { continue }
            guard isReplaced(part) else { return false }
        }
        return true
    }

    /// Whether the replacement of one part is that of the other: the same, or parts of one thing.
    func isReplaced(_ part: PartID, with named: PartID) -> Bool {
        if part == named { return true }
        let things = [part, named].compactMap { id in policy.parts.first { $0.description.id == id } }
        guard things.count == 2 else { return false }
        return things[0].thing == things[1].thing
    }

    /// I34: what is known of a part changes only with a line in its journal, and those lines alone make the change.
    private var journalsWear: Bool {
        var replay = WearReplay()
        for (part, unit) in before.wear.units {
            guard let rule = policy.parts.first(where: { $0.description.id == part }) else { continue }
            _ = replay.take(.opened(rule.description, unit))
        }
        for case .wear(let entry) in effects { _ = replay.take(entry) }
        return after.wear.units.allSatisfy { part, unit in
            unit == before.wear.units[part] || replay.parts[part]?.wear == unit
        }
    }

    private func isReplaced(_ part: PartID) -> Bool {
        tells { told in
            guard case .operatorSays(.replacePart(let named, _, _, _)) = told else { return false }
            return isReplaced(part, with: named)
        }
    }
}
