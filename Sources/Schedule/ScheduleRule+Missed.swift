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

    /// Most missed runs that are listed.
    public static let missedLimit = 1_000

    /// Due runs from their parts.
    public init(startable: Occurrence?, missed: [Occurrence], unlistedMissed: Int) {
        self.startable = startable
        self.missed = missed
        self.unlistedMissed = unlistedMissed
    }
}

extension ScheduleRule {
    /// The runs with `lastLook` < due ≤ `now`.
    ///
    /// The latest run whose window is still open may start. When none is open and the policy is
    /// `.catchUpOnce`, the latest missed run may start once, with a fresh window from `now`. Everything else
    /// is missed.
    public func dueRuns(since lastLook: WallTime, now: WallTime) -> DueRuns {
        let all = occurrences(after: lastLook, through: now)
        guard let latest = all.last else { return DueRuns(startable: nil, missed: [], unlistedMissed: 0) }
        var missed = all[...]
        var startable: Occurrence?
        if now <= latest.latest {
            startable = latest
            missed = all.dropLast()
        } else if missedRuns == .catchUpOnce {
            startable = latest.startable(until: now + window)
            missed = all.dropLast()
        }
        let unlisted = max(0, missed.count - DueRuns.missedLimit)
        return DueRuns(
            startable: startable, missed: Array(missed.dropFirst(unlisted)), unlistedMissed: unlisted)
    }
}
