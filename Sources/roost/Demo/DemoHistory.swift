// SPDX-License-Identifier: Apache-2.0
// The years before the demonstration: parts that have been in use, so that one of them nears its end on the very day
// that is shown. Every row goes through the same wear model as a measured one.

import DockModel
import RoostCore
import RoostSim
import Wear

/// A dock that has been in a field for years.
enum DemoHistory {
    /// A state with history, and the motor current that the cover has reached, A.
    static func state(_ policy: DockPolicy, _ now: Moment) -> (state: DockState, coverCurrent: Double) {
        var rules = policy.parts
        for index in rules.indices {
            rules[index].serial = "\(rules[index].description.id.text.uppercased())-0042"
        }
        var state = DockState(at: now, parts: rules)
        var coverCurrent = DockPlant.newCoverCurrent
        for rule in policy.parts {
            switch rule.measure {
            case .coverCurrent?: coverCurrent = wearDown(rule, in: &state, until: now)
            case .contactResistance?:
                _ = state.wear.takeOver(rows(uses: 800, days: 400, until: now) { 15 + 4 * $0 }, of: rule)
            default:
                let share = 0.4 * rule.description.typicalLife
                _ = state.wear.takeOver(rows(uses: share, days: 400, until: now) { _ in nil }, of: rule)
            }
        }
        return (state, coverCurrent)
    }

    /// Evenly dated rows that end yesterday; `measure` is asked with the share of the way.
    private static func rows(
        uses: Double, days: Double, until now: Moment, measure: (Double) -> Double?
    ) -> [WearRow] {
        (1...200).map { index in
            let share = Double(index) / 200
            let age = Duration.seconds(86_400 * (1 + days * (1 - share)))
            return WearRow(at: now.wall + (.zero - age), use: uses * share, measure: measure(share))
        }
    }

    /// Wears the cover motor down to the row before its next notice; returns the current it has reached.
    private static func wearDown(_ rule: PartRule, in state: inout DockState, until now: Moment) -> Double {
        guard case .measured(_, _, let new, let endOfLife) = rule.description.measure else { return 0 }
        let perDay = rule.description.plannedUsesPerDay, life = rule.description.typicalLife * 0.9
        let step = 5 * perDay
        var random = SplitMix(seed: 2_026)
        var rows: [WearRow] = []
        var currents: [Double] = []
        for index in 1...2_000 {
            let use = Double(index) * step
            currents.append(new + (endOfLife - new) * use / life)
            rows.append(
                WearRow(at: now.wall, use: use, measure: (currents.last ?? new) + 0.01 * random.normal()))
        }
        // The rows are dated backwards from yesterday, five days apart, once it is known how many there are.
        func dated(_ count: Int) -> [WearRow] {
            rows.prefix(count).enumerated().map { index, row in
                let age = Duration.seconds(86_400 * (1 + 5 * Double(count - 1 - index)))
                return WearRow(at: now.wall + (.zero - age), use: row.use, measure: row.measure)
            }
        }
        var low = 1, high = rows.count
        while low < high {
            let middle = (low + high) / 2
            var trial = state.wear
            if trial.takeOver(dated(middle), of: rule).isEmpty { low = middle + 1 } else { high = middle }
        }
        let quiet = max(1, low - 1)
        _ = state.wear.takeOver(dated(quiet), of: rule)
        // The last row is a day old and the motor pulls a little harder since: enough that one noisy travel does not
        // put the notice off.
        return currents[min(quiet + 1, currents.count - 1)]
    }
}
