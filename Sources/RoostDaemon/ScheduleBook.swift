// SPDX-License-Identifier: Apache-2.0
// What people said about the calendar, and how runs ended, as the dock's store knows it: pauses and skips are kept
// there by the command that says them, so that they hold whether or not the dock runs. It decides nothing.

public import DockModel
internal import Foundation
internal import RoostCore
public import Store

/// A schedule that somebody has paused.
public struct SchedulePause: Sendable, Codable, Equatable {
    /// When it flies again; nil until somebody says so.
    public var until: WallTime?
    /// Who and why.
    public var reason: String

    /// A pause.
    public init(until: WallTime?, reason: String) { (self.until, self.reason) = (until, reason) }

    /// Whether it holds at a time.
    public func holds(at time: WallTime) -> Bool { until.map { time < $0 } ?? true }
}

/// The store's words on schedules and runs.
public struct ScheduleBook: Sendable {
    /// Most octets of a kept reason.
    public static let longestReason = 300
    private let database: RoostDatabase

    /// The book in a dock's database.
    public init(_ database: RoostDatabase) { self.database = database }

    /// The pause of a schedule, also one that is over; nil when there is none.
    /// - Throws: `StoreError`; nobody can then say that the schedule may fly.
    public func pause(of schedule: ScheduleID) throws(StoreError) -> SchedulePause? {
        guard let text = try database.note(Self.pauseKey(schedule)) else { return nil }
        // A pause that cannot be read is still one.
        return (try? JSONDecoder().decode(SchedulePause.self, from: Data(text.utf8)))
            ?? SchedulePause(until: nil, reason: "a pause of another version of Roost")
    }

    /// Pauses a schedule, or lets it fly again with nil, with its line in the audit trail.
    public func setPause(
        _ pause: SchedulePause?, of schedule: ScheduleID, audit entry: AuditEntry? = nil
    ) throws(StoreError) {
        // A pause of two plain members always encodes.
        let text = pause.flatMap { try? JSONEncoder().encode($0) }.map { String(decoding: $0, as: UTF8.self) }
        try database.setNote(Self.pauseKey(schedule), to: text, audit: entry)
    }

    /// Why runs are to be skipped, by their ids, of runs that somebody said so of; for people.
    func skips(limit: Int) throws(StoreError) -> [String: String] {
        try database.notes(beginningWith: Self.skipKey(""), limit: limit)
    }

    /// Why a run is to be skipped; nil when nobody said so.
    public func skip(of run: String) throws(StoreError) -> String? { try database.note(Self.skipKey(run)) }

    /// Skips a run, or no longer with nil.
    public func setSkip(_ reason: String?, of run: String) throws(StoreError) {
        try database.setNote(Self.skipKey(run), to: reason)
    }

    /// How a run ended; nil while it has not.
    func end(of run: String) throws(StoreError) -> MissionOutcome? {
        try database.mission(id: run)?.outcome.flatMap(MissionOutcome.init)
    }

    private static func pauseKey(_ schedule: ScheduleID) -> String { "schedule.pause.\(schedule.text)" }
    private static func skipKey(_ run: String) -> String { "schedule.skip.\(run)" }
}
