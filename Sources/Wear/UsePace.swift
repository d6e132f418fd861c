// SPDX-License-Identifier: Apache-2.0
// How many uses a day a part sees: a moving average from dated rows, which starts at the planned pace. A
// clock that jumps moves the anchor, never the average.

import DockModel

/// Uses a day, averaged over about two weeks.
public struct UsePace: Codable, Equatable, Sendable {
    /// The memory of the average, in days.
    static let memoryDays = 14.0
    /// A longer gap between two rows tells of a switched-off dock, not of its pace.
    static let longestGapDays = 60.0
    /// The pace never falls below this share of the plan: an idle week must not hide a worn part.
    static let smallestShareOfPlan = 0.1

    /// The average, in uses a day.
    public private(set) var average: Double
    private var anchor: WallTime

    /// A pace at the planned uses a day, counted from `start`.
    public init(planned: Double, from start: WallTime) {
        average = planned
        anchor = start
    }

    /// Takes `uses` that happened since the row before.
    mutating func add(uses: Double, at time: WallTime) {
        let (span, isTooLong) = time.milliseconds.subtractingReportingOverflow(anchor.milliseconds)
        anchor = time
        let days = Double(span) / 86_400_000
        guard !isTooLong, days > 0, days <= Self.longestGapDays, uses.isFinite, uses >= 0 else { return }
        average += (uses / days - average) * days / (days + Self.memoryDays)
    }

    /// Starts a new span at `time` without learning from the one before.
    mutating func restart(at time: WallTime) { anchor = time }

    /// The pace for forecasts: the average, but not below a tenth of the plan; a day a day for parts that age
    /// by days, whatever the day.
    func forecast(for part: PartDescription) -> Double {
        switch part.use {
        case .days where part.stress == nil: 1
        case .coverMoves, .flights, .flightHours, .chargeCycles, .contactMatings, .poweredHours, .rodMoves,
            .chargerSwitchings, .highChargeDays, .shots, .days:
            max(average, part.plannedUsesPerDay * Self.smallestShareOfPlan)
        }
    }
}
