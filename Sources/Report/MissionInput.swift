// SPDX-License-Identifier: Apache-2.0
// The facts of one mission run, flown or not.
// They come from the record of the run; a flight that ended early must never read as done.

import DockModel

/// The facts of one mission run.
public struct MissionInput: Sendable, Equatable {
    /// Which dock speaks.
    public var source: ReportSource
    /// The mission's name.
    public var name: String
    /// The run's number.
    public var run: String
    /// How it ended.
    public var verdict: MissionVerdict
    /// Why it did not go as planned.
    public var reason: String?
    /// When it was planned.
    public var plannedAt: WallTime
    /// When the vehicle took off, nil when it did not.
    public var takeOff: WallTime?
    /// When it landed, nil when it did not or when that is not known.
    public var landing: WallTime?
    /// The gates before launch, in the order in which they were asked.
    public var gates: [GateLine] = []
    /// Battery charge at take-off.
    public var batteryAtTakeOff: Percent?
    /// Battery charge after landing.
    public var batteryAfterLanding: Percent?
    /// Distance flown.
    public var distance: Metres?
    /// Greatest height above the dock.
    public var greatestHeight: Metres?
    /// Items of the plan that were reached.
    public var itemsReached: Int?
    /// Items of the plan.
    public var itemsPlanned: Int?
    /// What the pictures of the flight show, in a line; nil for a schedule that takes none.
    public var pictures: String?
    /// Incidents during the run.
    public var incidents: [IncidentLine] = []
    /// When the same run is tried again, nil when it is not.
    public var nextTry: WallTime?
    /// The next run of the schedule, nil when there is none.
    public var nextRun: WallTime?
    /// The file of the run's record, where the dock keeps it; nil for a run that has none.
    public var record: String?
    /// Why this report replaces an earlier one of the same run, nil when it is the first.
    public var amendedBecause: String?

    /// The facts of a run; what was measured is set afterwards.
    public init(source: ReportSource, name: String, run: String, verdict: MissionVerdict, plannedAt: WallTime)
    {
        self.source = source
        self.name = name
        self.run = run
        self.verdict = verdict
        self.plannedAt = plannedAt
    }

    /// The verdict that may be told: a run that missed an item of its plan is partial, whatever was reported.
    public var honestVerdict: MissionVerdict {
        guard verdict == .done, let reached = itemsReached, let planned = itemsPlanned, reached < planned
        else {
            return verdict
        }
        return .partial
    }
}
