// SPDX-License-Identifier: Apache-2.0
// The last committed state of a dock, for commands that look at a store without running the dock. It changes nothing.
// It may be read while the daemon runs, and must never take the daemon's place as writer.

public import DockModel
public import RoostCore
public import Settings
public import Store

/// The last committed state of a dock.
public struct DockSnapshot: Sendable {
    /// The state.
    public var state: DockState
    /// When it was committed, on the dock's clocks.
    public var moment: Moment
    /// Whether a process had the right to the store when this was read; nil where that cannot be told.
    public var isHeld: Bool?
    /// When it was committed, on the dock's wall clock.
    public var committed: WallTime { moment.wall }

    /// A dock that has committed nothing for this long does not run: a running one commits three times as often.
    public var longestSilence: Duration { state.longestUncommitted * 3 }

    /// Whether the dock ran at a wall time. A resting one is silent for minutes; then the right to the store tells.
    public func isAlive(at now: WallTime) -> Bool {
        let silence = committed.duration(to: now)
        return silence < CommitPace.busy * 3 || silence < longestSilence && isHeld == true
    }

    /// The snapshot in a store; nil when no dock has run there.
    /// - Throws: `StoreError` when the store or the snapshot cannot be read.
    public static func read(from database: RoostDatabase) throws(StoreError) -> DockSnapshot? {
        guard let stored = try database.latestState() else { return nil }
        do {
            return DockSnapshot(
                state: try StateCoding.decodeState(
                    stored.body, fresh: DockState(at: stored.moment, parts: [])).state,
                moment: stored.moment, isHeld: DaemonLock.isHeld(in: database.directory))
        } catch {
            throw .failed(doing: "reading the stored state", detail: "\(error)")
        }
    }

    /// The snapshot in a store as it lies there, whatever its schema and without changing anything; nil when there is
    /// none or it cannot be read.
    public static func asItLies(in directory: String) -> DockSnapshot? {
        guard let stored = RoostDatabase.stateAsItLies(in: directory) else { return nil }
        // A state that cannot be read says nothing.
        let decoded = try? StateCoding.decodeState(stored.body, fresh: DockState(at: stored.moment, parts: []))
        return decoded.map { DockSnapshot(state: $0.state, moment: stored.moment) }
    }

    /// Why the daemon should not be stopped now, as for an upgrade; nil when nothing is under way and the cover is
    /// known to be closed. A daemon that does not run hinders nothing; one that holds its store runs, whatever its
    /// clock shows.
    public func hindersStop(at now: WallTime) -> String? {
        guard isHeld == true || isAlive(at: now) else { return nil }
        if let run = state.run { return "mission \(run.mission.id) is under way (\(state.phase.rawValue))" }
        if state.travel != nil { return "the cover moves" }
        if state.rods != nil { return "the centring rods move" }
        guard state.evidence.closedSwitch.value == true, state.evidence.openSwitch.value != true else {
            return "the cover is not known to be closed (\(state.phase.rawValue))"
        }
        return nil
    }

    /// What is left of each part of a configuration, worst first.
    public func outlooks(_ configuration: DockConfiguration) throws -> [PartOutlook] {
        state.wear.outlooks(try configuration.policy().parts)
    }
}

extension DockConfiguration {
    /// What the core compares with.
    /// - Throws: when a part's figures cannot be used; the text names the part.
    public func corePolicy() throws -> DockPolicy { try policy() }
}
