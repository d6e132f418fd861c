// SPDX-License-Identifier: Apache-2.0
// One run of a schedule: its durable name, when it is due and until when it may start. The name is the key
// under which a run is remembered, so that no run is ever launched twice.

import DockModel

/// One due run of a schedule.
public struct Occurrence: Sendable, Hashable, Identifiable {
    /// The durable name: "perimeter@2026-11-25T16:25:00Z".
    public let id: String
    /// The schedule.
    public let schedule: ScheduleID
    /// The plan file of the schedule.
    public let plan: String
    /// When it is due.
    public let due: WallTime
    /// The last moment at which it may start.
    public let latest: WallTime
    /// Larger numbers win when two runs compete.
    public let priority: Int
    /// How many further attempts it has.
    public let retryBudget: Int
    /// Whether its local time does not exist on that day, so that it runs at the first moment after the gap.
    public let isMovedByGap: Bool

    /// The run that must have flown before this one, of a schedule that follows another.
    public let follows: String?

    init(of rule: ScheduleRule, due: Int, latest: Int, isMovedByGap: Bool, follows: String?) {
        id = "\(rule.name.text)@" + utcText(due)
        schedule = rule.name
        plan = rule.plan
        self.due = WallTime(milliseconds: Int64(due) * 1_000)
        self.latest = WallTime(milliseconds: Int64(latest) * 1_000)
        priority = rule.priority
        retryBudget = rule.retryBudget
        self.isMovedByGap = isMovedByGap
        self.follows = follows
    }

    /// A run outside of the recurrence, due at an instant.
    init(of rule: ScheduleRule, startingAt due: Int) {
        let latest = due + Int(rule.window.components.seconds)
        self.init(of: rule, due: due, latest: latest, isMovedByGap: false, follows: nil)
    }

    private init(_ other: Occurrence, latest: WallTime) {
        (id, schedule, plan, due) = (other.id, other.schedule, other.plan, other.due)
        (priority, retryBudget, isMovedByGap) = (other.priority, other.retryBudget, other.isMovedByGap)
        follows = other.follows
        self.latest = latest
    }

    /// The same run with another last start, for a missed run that is caught up. Its name stays.
    public func startable(until latest: WallTime) -> Occurrence { Occurrence(self, latest: latest) }
}
