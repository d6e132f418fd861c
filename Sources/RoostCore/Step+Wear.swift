// SPDX-License-Identifier: Apache-2.0
// How readings become wear: current averaged over each cover travel, contact resistance once a charge, flights and
// hours at each landing. Each row may make a notice due, which is posted in the same step.

internal import DockModel
internal import Wear

extension Turn {
    /// Integrates what has to be integrated; runs on each step.
    mutating func superviseWear() {
        reconcileTravels()
        integrateCharge()
        state.wear.notePower(to: now.boot)
        guard let travel = state.travel, !travel.isReversal else { return }
        // The inrush of the first second says nothing of wear.
        guard let taken = evidence.coverCurrent.taken, taken > travel.ordered + .seconds(2),
            taken != state.wear.travelReadTo,
            let current = evidence.coverCurrent.value, current.value > 0.2
        else { return }
        state.wear.travelReadTo = taken
        state.wear.travelSum += current.value
        state.wear.travelCount += 1
    }

    /// One travel reached its end: one row for each part that the motor's current tells of.
    mutating func noteTravelWear() {
        defer { (state.wear.travelSum, state.wear.travelCount) = (0, 0) }
        let mean = state.wear.travelCount >= 3 ? state.wear.travelSum / state.wear.travelCount : nil
        for rule in policy.parts where rule.description.use == .coverMoves {
            switch rule.measure {
            case .coverCurrent?: post(state.wear.takeRow(rule, measure: mean, at: now.wall))
            case nil: post(state.wear.takeRow(rule, measure: nil, at: now.wall))
            default: break
            }
        }
    }

    /// The drive's own counter also knows travels that were not ordered here.
    private mutating func reconcileTravels() {
        guard let moves = evidence.coverMoves.value, let taken = evidence.coverMoves.taken else { return }
        let before = state.wear.counters.coverMoves.total
        state.wear.reconcileTravels(deviceTotal: moves, taken: taken)
        state.tally.coverTravels += state.wear.counters.coverMoves.total - before
    }

    /// Records a replacement that an operator reports.
    mutating func replace(_ part: PartID, by serial: String, reason: ReplacementReason) {
        guard let rule = policy.parts.first(where: { $0.description.id == part }) else { return }
        _ = state.wear.replace(Replacement(reason: reason, serial: serial.cut(to: 64), at: now.wall), of: rule)
    }

    /// A flight ended: rows for the parts that age by flights and hours.
    mutating func noteFlightWear(_ seconds: Double) {
        state.wear.counters.noteFlight(hours: seconds / 3600)
        state.wear.counters.noteMating()
        takeRows { $0 == .flights || $0 == .flightHours }
    }

    /// A charge ended: rows for the parts that age by charging, with the contacts' resistance as last measured.
    mutating func noteChargeWear() {
        let age = Duration.seconds(600)
        let resistance = evidence.contactResistance.fresh(at: now.boot, within: age)?.value
        for rule in policy.parts
        where rule.description.use == .contactMatings || rule.description.use == .chargeCycles {
            let measure = rule.measure == .contactResistance ? resistance : nil
            post(state.wear.takeRow(rule, measure: measure, at: now.wall))
        }
    }

    /// A day ended: rows for the parts that age by the calendar.
    mutating func noteDayWear() { takeRows { $0 == .days || $0 == .poweredHours } }

    /// What is left of each part.
    func outlooks() -> [PartOutlook] { state.wear.outlooks(policy.parts) }

    private mutating func takeRows(where isOfKind: (UseKind) -> Bool) {
        for rule in policy.parts where isOfKind(rule.description.use) {
            post(state.wear.takeRow(rule, measure: nil, at: now.wall))
        }
    }

    private mutating func post(_ notices: [WearNotice]) {
        for notice in notices {
            effects.append(.post(.part(notice)))
            if state.tally.partNotices.count < DayTally.mostLines {
                state.tally.partNotices.append("\(notice.name): \(notice.stage.rawValue)")
            }
        }
    }

    private mutating func integrateCharge() {
        guard let taken = evidence.chargerCurrent.taken, let current = evidence.chargerCurrent.value else {
            return
        }
        defer { state.wear.integratedTo = taken }
        guard let last = state.wear.integratedTo, taken > last, current.value > 0.1 else { return }
        // What goes in has come out before: a full cycle is the capacity moved in once.
        state.wear.counters.noteCurrent(
            amperes: 2 * current.value, seconds: last.duration(to: taken).inSeconds,
            capacityAmpereHours: policy.packCapacityAmpereHours)
    }
}
