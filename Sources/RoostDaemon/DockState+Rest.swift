// SPDX-License-Identifier: Apache-2.0
// Whether there is time to draw: charts and papers are made on the core's actor, and while something moves or flies
// no decision may wait for a picture.

internal import RoostCore

extension DockState {
    /// Nothing moves and nothing is in the air: a chart's tenth of a second delays no interlock.
    var leavesTimeForCharts: Bool { travel == nil && rods == nil && !phase.isAirborne }

    /// Nothing is about to move either: there is time for a digest with all its pictures and its paper.
    var leavesTimeForPapers: Bool {
        switch phase {
        case .preparing, .opening, .launching, .securing, .closing, .recover: false
        case .starting, .idle, .gating, .hold, .flying, .returning, .landing, .diverting, .charging, .offloading,
            .reporting, .lost, .diverted, .fault, .service:
            leavesTimeForCharts
        }
    }
}
