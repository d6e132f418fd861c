// SPDX-License-Identifier: Apache-2.0
// Missions that came home before their end, and where the next sortie of their schedule goes on. A mission is continued
// a few times at most and then begun anew; nothing here launches anything, that stays with schedules and gates.

public import DockModel

/// A mission that took off and did not come to its end.
public struct UnfinishedMission: Sendable, Codable, Equatable {
    /// Its schedule: another one with the same plan begins that plan anew.
    public var schedule: ScheduleID
    /// The file name of its plan.
    public var plan: String
    /// CRC-32 of the plan's items as they were flown: a plan that was changed since is begun anew.
    public var checksum: UInt32?
    /// The last item that was reached, of the whole plan, counted from 0.
    public var reached: Int
    /// Sorties in a row that did not come to the end.
    public var sorties: Int
}

extension DockState {
    /// Missions that are continued; of more the oldest is begun anew.
    static let mostUnfinished = 8
    /// Sorties in a row that may end early before the mission is begun anew: what turns each of them home would do so
    /// for ever.
    static let mostSorties = 4

    /// Where a due run goes on; nil when it begins at the beginning.
    func resumption(of mission: DueMission, in policy: DockPolicy) -> Int? {
        guard let unfinished = unfinished(of: mission), unfinished.sorties < Self.mostSorties else { return nil }
        guard let facts = policy.plans[mission.plan] else { return unfinished.reached }
        return facts.checksum == unfinished.checksum && unfinished.reached < facts.itemCount ? unfinished.reached : nil
    }

    private func unfinished(of mission: DueMission) -> UnfinishedMission? {
        unfinished.first { $0.schedule == mission.schedule && $0.plan == mission.plan }
    }

    /// Keeps or forgets where a mission was interrupted, by how its run ended.
    mutating func noteEnd(of run: MissionRun, as outcome: MissionOutcome) {
        switch outcome {
        case .flown, .lost, .partial, .diverted: break
        case .aborted, .refused, .expired, .skipped: return
        }
        let before = run.resumedAfter == nil ? nil : unfinished(of: run.mission)
        var others = unfinished.filter { $0.schedule != run.mission.schedule || $0.plan != run.mission.plan }
        let reached = max(run.reachedItem ?? -1, run.resumedAfter ?? -1)
        if outcome == .partial || outcome == .diverted, run.takeoff != nil, reached >= 0 {
            others.append(
                UnfinishedMission(
                    schedule: run.mission.schedule, plan: run.mission.plan, checksum: run.itemChecksum,
                    reached: reached, sorties: (before?.sorties ?? 0) + 1))
        }
        unfinished = others.suffix(Self.mostUnfinished).map { $0 }
    }
}
