// SPDX-License-Identifier: Apache-2.0
// What is remembered of the runs that were taken: the newest ids with their due times, and per schedule the newest due
// time. It must say "perhaps" where it has forgotten, so that no run flies twice and none is dropped for its age alone.

internal import DockModel

extension DockState {
    /// Notes that a run was taken.
    mutating func remember(_ mission: DueMission) {
        let last = taken[mission.schedule] ?? mission.due
        taken[mission.schedule] = max(last, mission.due)
        if taken.count > Self.mostSchedules, let oldest = taken.min(by: { $0.value < $1.value }) {
            taken[oldest.key] = nil
        }
        recentRuns.append(mission.id)
        recentDues.append(mission.due)
        while recentRuns.count > Self.mostRecentRuns {
            // An id without its time, by an older Roost, may be the newest of all.
            let due = recentDues.count == recentRuns.count ? recentDues.removeFirst() : taken.values.max()
            recentRuns.removeFirst()
            forgottenDue = [forgottenDue, due].compactMap(\.self).max()
        }
    }

    /// Whether a run of this due time may have been taken although `recentRuns` does not hold its id.
    func mayHaveForgotten(runDue due: WallTime) -> Bool {
        recentDues.count < recentRuns.count || forgottenDue.map { due <= $0 } ?? false
    }
}
