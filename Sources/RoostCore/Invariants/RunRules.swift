// SPDX-License-Identifier: Apache-2.0
// Predicates on due runs: one at a time, none twice, none dropped. A run is open while it waits or is at hand; a step
// may only take runs in that the event told, and let runs go that it records. I13, I39.

internal import DockModel

extension StepTaken {
    /// Whether the open runs are as before and nothing was recorded: then there is nothing to compare.
    private var areRunsUntouched: Bool {
        !wants.has([.record, .launch]) && before.run?.mission.id == after.run?.mission.id
            && before.waiting == after.waiting && before.taken == after.taken
    }

    /// I13: the newest due time taken from a schedule never goes back; no run is taken again, waits twice, or is
    /// launched after it was launched, flown or ended; and a run at hand gives way only when it ends or waits again.
    var fliesOneRunOnce: Bool {
        if areRunsUntouched { return true }
        for (schedule, due) in before.taken {
            guard let later = after.taken[schedule], later >= due else { return false }
        }
        guard areOpenRunsDistinct, areNewRunsNew, givesWayInOrder else { return false }
        guard wants.contains(.launch) else { return true }
        guard let was = before.run, let run = after.run, was.mission.id == run.mission.id else {
            return false
        }
        return was.launched == nil && was.takeoff == nil && run.takeoff == nil && run.landed == nil
            && run.outcome == nil && recorded(was.mission.id) == 0 && launches == 1
    }

    private var launches: Int {
        var count = 0
        for case .perform(let order) in effects where order.action == .launch { count += 1 }
        return count
    }

    private var areOpenRunsDistinct: Bool {
        var seen = Set(after.waiting.map(\.id))
        guard seen.count == after.waiting.count else { return false }
        return after.run.map { seen.insert($0.mission.id).inserted } ?? true
    }

    /// Runs that were not open before were never taken before, by their id and, where ids may be forgotten, by their
    /// due time; a last due time that lies ahead of the wall clock was taken while that was wrong, and then only the
    /// id counts.
    private var areNewRunsNew: Bool {
        for mission in after.waiting + (after.run.map { [$0.mission] } ?? []) where !wasOpen(mission.id) {
            if before.recentRuns.contains(mission.id) { return false }
            guard let last = before.taken[mission.schedule] else { continue }
            if mission.due <= last, !isIdKept(of: mission), span(now.wall, last) <= .seconds(60) { return false }
        }
        return true
    }

    /// Whether the id of this run would be kept if it had been taken: none as young was forgotten.
    private func isIdKept(of mission: DueMission) -> Bool {
        guard before.recentDues.count == before.recentRuns.count else { return false }
        return before.forgottenDue.map { mission.due > $0 } ?? true
    }

    private func span(_ from: WallTime, _ to: WallTime) -> Duration {
        let (difference, isOver) = to.milliseconds.subtractingReportingOverflow(from.milliseconds)
        return .milliseconds(isOver ? (to < from ? .min : .max) : difference)
    }

    private var givesWayInOrder: Bool {
        guard let was = before.run?.mission.id, after.run?.mission.id != was else { return true }
        guard recorded(was) == 1 || after.waiting.contains(where: { $0.id == was }) else { return false }
        guard after.run != nil else { return true }
        switch after.phase {
        case .opening, .launching, .flying, .returning, .landing, .diverting: return false
        case .starting, .idle, .gating, .hold, .preparing, .securing, .closing, .charging, .offloading,
            .reporting,
            .recover, .lost, .diverted, .fault, .service:
            return true
        }
    }

    private func wasOpen(_ id: String) -> Bool {
        before.run?.mission.id == id || before.waiting.contains { $0.id == id }
    }

    private func isStillOpen(_ id: String) -> Bool {
        after.run?.mission.id == id || after.waiting.contains { $0.id == id }
    }

    /// How often this step records the run.
    private func recorded(_ id: String) -> Int {
        guard wants.contains(.record) else { return 0 }
        var count = 0
        for case .record(let run) in effects where run.mission.id == id { count += 1 }
        return count
    }

    /// I39: the runs open before and those the event brings are the runs open after and those recorded now; each
    /// record has an outcome and is posted as it is stored.
    var endsEachRunOnce: Bool {
        if areRunsUntouched, !tellsRuns { return true }
        guard areRecordsPosted else { return false }
        let open = before.waiting + (before.run.map { [$0.mission] } ?? [])
        for mission in open where !isAccountedFor(mission.id) { return false }
        for mission in after.waiting + (after.run.map { [$0.mission] } ?? []) {
            guard wasOpen(mission.id) || isTold(mission.id) else { return false }
        }
        return areToldRunsTaken
    }

    private func isAccountedFor(_ id: String) -> Bool { recorded(id) + (isStillOpen(id) ? 1 : 0) == 1 }

    private var areRecordsPosted: Bool {
        var records = 0, posts = 0
        for effect in effects {
            switch effect {
            case .record(let run):
                records += 1
                guard run.outcome != nil, effects.contains(.post(.mission(run))) else { return false }
                guard wasOpen(run.mission.id) || isTold(run.mission.id) else { return false }
            case .post(.mission): posts += 1
            case .perform, .post, .note, .wear: break
            }
        }
        return records == posts
    }

    var tellsRuns: Bool { tells { Self.run(in: $0) != nil } }

    private func isTold(_ id: String) -> Bool { tells { Self.run(in: $0)?.id == id } }

    static func run(in event: Event) -> DueMission? {
        switch event {
        case .due(let mission), .operatorSays(.runNow(let mission)): mission
        case .started, .tick, .readings, .device, .sensors, .vehicle, .finished, .agenda, .dayEnded, .operatorSays,
            .outbox, .measured, .payload, .storeRestored, .storeCopied, .together:
            nil
        }
    }

    /// A run that is told and newer than the last of its schedule, or certainly not taken before, is taken: it is open
    /// now, or it was recorded.
    private var areToldRunsTaken: Bool {
        var newest = before.taken
        for told in event.told {
            guard let mission = Self.run(in: told)?.bounded, !before.recentRuns.contains(mission.id) else {
                continue
            }
            if let last = newest[mission.schedule], mission.due <= last, !isIdKept(of: mission) { continue }
            newest[mission.schedule] = max(newest[mission.schedule] ?? mission.due, mission.due)
            guard isAccountedFor(mission.id) else { return false }
        }
        return true
    }
}
