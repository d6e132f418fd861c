// SPDX-License-Identifier: Apache-2.0
// How readings become wear: current averaged over each cover travel, contact resistance once a charge, flights and
// hours at each landing. Each row may make a notice due, which is posted in the same step.

internal import DockModel
internal import Wear

extension Turn {
    /// Charge from which a pack at rest ages by being full.
    private static let highCharge = Percent(90)

    /// Integrates what has to be integrated; runs on each step.
    mutating func superviseWear() {
        reconcileTravels()
        integrateCharge()
        state.wear.notePower(to: now.boot, restsFull: restsFull)
        if cover == .contradictory { state.wear.sawContradiction = true }
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

    /// Whether the pack stands nearly full and unused in the dock.
    private var restsFull: Bool {
        guard let charge = evidence.vehicle.battery.value, charge >= Self.highCharge, state.charge == nil else {
            return false
        }
        return evidence.vehicle.battery.fresh(at: now.boot, within: ages.battery) != nil
            && evidence.vehicle.armed.value == false
    }

    /// One travel reached its end: one row for each part that it tells of.
    mutating func noteTravelWear(_ travel: CoverTravel) {
        defer { (state.wear.travelSum, state.wear.travelCount) = (0, 0) }
        var figures: [PartSignal: Double] = [
            .coverTravelTime: travel.ordered.duration(to: now.boot).inSeconds,
            .switchFaults: state.wear.noteSwitches(areSilent: false),
        ]
        if state.wear.travelCount >= 3 {
            figures[.coverCurrent] = state.wear.travelSum / state.wear.travelCount
        }
        takeRows(figures) { $0 == .coverMoves }
    }

    /// A travel ended at its deadline: the switches did not tell its end.
    mutating func noteSilentSwitches() {
        let figures = [PartSignal.switchFaults: state.wear.noteSwitches(areSilent: true)]
        takeRows(figures) { $0 == .coverMoves }
    }

    /// The rods reached their end.
    mutating func noteRodWear(_ travel: RodTravel) {
        state.wear.counters.noteRodMove()
        takeRows([.rodsTravelTime: travel.ordered.duration(to: now.boot).inSeconds]) { $0 == .rodMoves }
    }

    /// The drive's own counter also knows travels that were not ordered here.
    private mutating func reconcileTravels() {
        guard let moves = evidence.coverMoves.value, let taken = evidence.coverMoves.taken else { return }
        let before = state.wear.counters.coverMoves.total
        state.wear.reconcileTravels(deviceTotal: moves, taken: taken)
        state.tally.coverTravels += state.wear.counters.coverMoves.total - before
    }

    /// Records a replacement that an operator reports, of the part and of all that is replaced together with it.
    mutating func replace(_ part: PartID, _ replacement: Replacement) {
        guard let named = policy.parts.first(where: { $0.description.id == part }) else { return }
        for rule in policy.parts where rule.thing == named.thing {
            guard let entry = state.wear.replace(replacement, of: rule) else { continue }
            effects.append(.wear(entry))
            // What a minute of flight costs was learned with the pack that is gone.
            if rule.measure == .packCapacity { state.learnedBurn = nil }
        }
    }

    /// An operator looked: the part was not replaced, whatever its measures look like.
    mutating func keep(_ part: PartID) {
        guard policy.parts.contains(where: { $0.description.id == part }), let entry = state.wear.keep(part) else {
            return
        }
        effects.append(.wear(entry))
    }

    /// A flight ended: rows for the parts that age by flights, hours and pictures.
    mutating func noteFlightWear(_ seconds: Double) {
        state.wear.counters.noteFlight(hours: seconds / 3600)
        state.wear.counters.noteMating()
        var figures: [PartSignal: Double] = [:]
        if isVehicleHome {
            figures[.landingOffset] = evidence.vehicle.distance.fresh(at: now.boot, within: ages.vehicle)?.value
        }
        takeRows(figures) { $0 == .flights || $0 == .flightHours || $0 == .shots }
    }

    /// A charge ended: rows for the parts that age by charging, with the contacts' resistance as last measured.
    mutating func noteChargeWear() {
        let age = Duration.seconds(600)
        var figures: [PartSignal: Double] = [:]
        figures[.contactResistance] = evidence.contactResistance.fresh(at: now.boot, within: age)?.value
        takeRows(figures) { $0 == .contactMatings || $0 == .chargeCycles || $0 == .chargerSwitchings }
    }

    /// A day ended: rows for the parts that age by the calendar.
    mutating func noteDayWear() { takeRows([:]) { $0 == .days || $0 == .poweredHours || $0 == .highChargeDays } }

    /// What is left of each part.
    func outlooks() -> [PartOutlook] { state.wear.outlooks(policy.parts) }

    /// A row for each part that is counted by such uses; what is not measured now may have been told before.
    private mutating func takeRows(_ figures: [PartSignal: Double], where isOfKind: (UseKind) -> Bool) {
        for rule in policy.parts where isOfKind(rule.description.use) {
            let measure = rule.measure.flatMap { figures[$0] }
            guard let taken = state.wear.takeRow(
                rule, measure: measure, at: now.wall, rules: policy.parts) else { continue }
            effects.append(.wear(taken.entry))
            post(taken.notices)
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
