// SPDX-License-Identifier: Apache-2.0
// What to do with the runs that became due since the dock last looked: which one may start now and which ones
// were missed. It proposes at most one start; gates and the core decide whether it flies.

import DockModel

/// The runs of one rule that became due since the last look.
public struct DueRuns: Sendable, Equatable {
    /// The run that may start now, if any.
    public var startable: Occurrence?
    /// Runs that will not start: their window passed, or a later run of the same rule took their place.
    /// Oldest first.
    public var missed: [Occurrence]
    /// How many older missed runs are not listed because there were more than `missedLimit`.
    public var unlistedMissed: Int
    /// The missed run about which a person is to be asked; it is also the last of `missed`.
    public var asked: Occurrence?
    /// Runs that became due and are withheld by the rule's own terms, oldest first, at most `missedLimit`.
    public var withheld: [PlannedRun]

    /// Most missed runs that are listed.
    public static let missedLimit = 1_000

    /// Due runs from their parts.
    public init(
        startable: Occurrence?, missed: [Occurrence], unlistedMissed: Int, asked: Occurrence? = nil,
        withheld: [PlannedRun] = []
    ) {
        self.startable = startable
        self.missed = missed
        self.unlistedMissed = unlistedMissed
        self.asked = asked
        self.withheld = withheld
    }
}

extension ScheduleRule {
    /// The runs with `lastLook` < due ≤ `now`.
    ///
    /// The latest run whose window is still open may start. When none is open and the policy is
    /// `.catchUpOnce`, the latest missed run may start once, with a fresh window from `now`, unless the rule's terms
    /// forbid a start now; when it is `.ask`, it is named for a person to decide. Everything else is missed.
    public func dueRuns(since lastLook: WallTime, now: WallTime) -> DueRuns {
        guard isEnabled, lastLook < now else { return DueRuns(startable: nil, missed: [], unlistedMissed: 0) }
        let planned = plannedRuns(after: lastLook, through: now, limit: Self.occurrenceLimit)
        let withheld = planned.filter { $0.withheld != nil }.suffix(DueRuns.missedLimit)
        let all = planned.filter { $0.withheld == nil }.map(\.occurrence)
        guard let latest = all.last else {
            return DueRuns(startable: nil, missed: [], unlistedMissed: 0, withheld: Array(withheld))
        }
        var missed = all[...]
        var startable: Occurrence?, asked: Occurrence?
        if now <= latest.latest {
            startable = latest
            missed = all.dropLast()
        } else if missedRuns == .catchUpOnce, self.withheld(at: now) == nil {
            startable = latest.startable(until: freshLatest(from: now))
            missed = all.dropLast()
        } else if missedRuns == .ask {
            asked = latest
        }
        let unlisted = max(0, missed.count - DueRuns.missedLimit)
        return DueRuns(
            startable: startable, missed: Array(missed.dropFirst(unlisted)), unlistedMissed: unlisted,
            asked: asked,
            withheld: Array(withheld))
    }

    /// A run outside of the recurrence, due at an instant: one that a person or a trigger asks for.
    public func run(dueAt due: WallTime) -> Occurrence {
        let bounds = 0...Int64(Self.lastSecond) * 1_000
        let seconds = min(max(due.milliseconds, bounds.lowerBound), bounds.upperBound) / 1_000
        return Occurrence(of: self, startingAt: Int(seconds))
    }

    /// The latest start of a missed run that is flown from `now` on; for a run that a person has approved, too.
    public func freshLatest(from now: WallTime) -> WallTime {
        let end = now + window
        guard terms.mayWithhold, now.milliseconds >= 0, end.milliseconds < Int64(Self.lastSecond) * 1_000
        else {
            return end
        }
        let clippedEnd = clipped(Int(end.milliseconds / 1_000), after: Int(now.milliseconds / 1_000))
        return min(end, WallTime(milliseconds: Int64(clippedEnd) * 1_000))
    }
}
