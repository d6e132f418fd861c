// SPDX-License-Identifier: Apache-2.0
// One due run of a schedule. Its id names it for ever, so that the same run can never be launched twice.
// It holds no decision; whether the run is launched is for the gates.

public import DockModel

/// One due run of a schedule.
public struct DueMission: Sendable, Codable, Equatable, Hashable {
    /// The schedule and the due time in UTC: "perimeter@2026-11-25T16:25:00Z".
    public var id: String
    /// The schedule it comes from.
    public var schedule: ScheduleID
    /// The file name of its plan.
    public var plan: String
    /// When it is due.
    public var due: WallTime
    /// The latest time at which it may still start.
    public var latest: WallTime
    /// What its schedule and the site's calendar say about it; nil when they say nothing.
    public var terms: LaunchTerms?

    /// A due run.
    public init(
        id: String, schedule: ScheduleID, plan: String, due: WallTime, latest: WallTime, terms: LaunchTerms? = nil
    ) {
        self.id = id
        self.schedule = schedule
        self.plan = plan
        self.due = due
        self.latest = latest
        self.terms = terms
    }

    /// Whether this run is taken before another that waits too: by priority, then by the earliest latest start.
    func goesBefore(_ other: DueMission) -> Bool {
        let (mine, theirs) = (terms?.priority ?? 0, other.terms?.priority ?? 0)
        return mine == theirs ? latest < other.latest : mine > theirs
    }
}
